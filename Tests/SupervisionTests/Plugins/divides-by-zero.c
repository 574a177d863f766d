/* Divides by zero. */
#include "sinner.h"

static sy_status misbehave(sy_call *call, const sy_event *event) {
    (void)call;
    (void)event;
    volatile int something = 7, nothing = 0;
    return something / nothing;
}

EXPORT()
