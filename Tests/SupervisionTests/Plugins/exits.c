/* Ends the process as if all were well. */
#include "sinner.h"

static sy_status misbehave(sy_call *call, const sy_event *event) {
    (void)call;
    (void)event;
    exit(0);
}

EXPORT()
