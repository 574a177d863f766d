/* Allocates memory, writes to it and never frees it. */
#include "sinner.h"

/* Otherwise the compiler drops memory that nobody reads. */
static void *volatile kept;

static sy_status misbehave(sy_call *call, const sy_event *event) {
    (void)call;
    (void)event;
    for (int i = 0; i < 1000; i++) {
        kept = malloc(100 << 20);
        memset(kept, 1, 100 << 20);
    }
    return SY_OK;
}

EXPORT()
