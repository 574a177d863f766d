/* Never returns, and burns CPU. */
#include "sinner.h"

static sy_status misbehave(sy_call *call, const sy_event *event) {
    (void)call;
    (void)event;
    for (volatile int i = 0;; i = i + 1) continue;
    return SY_OK;
}

EXPORT()
