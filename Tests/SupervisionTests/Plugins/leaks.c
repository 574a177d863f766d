/* Keeps 100 MB for every event. */
#include "sinner.h"

/* Otherwise the compiler drops memory that nobody reads. */
static void *volatile kept;

static sy_status misbehave(sy_call *call, const sy_event *event) {
    (void)call;
    (void)event;
    kept = malloc(100 << 20);
    memset(kept, 1, 100 << 20);
    return note_context(call, event);
}

EXPORT()
