/* Writes to a null pointer. */
#include "sinner.h"

static sy_status misbehave(sy_call *call, const sy_event *event) {
    (void)call;
    (void)event;
    *(volatile int *)NULL = 1;
    return SY_OK;
}

EXPORT()
