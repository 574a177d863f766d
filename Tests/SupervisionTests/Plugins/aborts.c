/* Ends the process as a failed assertion does. */
#include "sinner.h"

static sy_status misbehave(sy_call *call, const sy_event *event) {
    (void)call;
    (void)event;
    abort();
}

EXPORT()
