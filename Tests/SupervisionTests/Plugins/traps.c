/* Executes an invalid instruction. */
#include "sinner.h"

static sy_status misbehave(sy_call *call, const sy_event *event) {
    (void)call;
    (void)event;
    __builtin_trap();
}

EXPORT()
