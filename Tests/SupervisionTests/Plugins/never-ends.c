/* Behaves until the process is told to end, which it prevents. */
#include "sinner.h"

#include <unistd.h>

static void for_ever(void) {
    for (;;) pause();
}

static sy_status misbehave(sy_call *call, const sy_event *event) {
    atexit(for_ever);
    return note_context(call, event);
}

EXPORT()
