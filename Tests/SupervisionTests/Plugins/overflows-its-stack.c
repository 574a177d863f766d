/* Recurses until the stack overflows. */
#include "sinner.h"

static int deeper(sy_call *call, int depth) {
    volatile char room[4096];
    room[0] = (char)depth;
    return call ? deeper(call, depth + 1) + room[0] : depth;
}

static sy_status misbehave(sy_call *call, const sy_event *event) {
    (void)call;
    (void)event;
    return deeper(call, 1) ? SY_OK : SY_FAILED;
}

EXPORT()
