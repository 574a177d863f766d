/* Sends its own process the signal that cannot be caught. */
#include "sinner.h"

#include <signal.h>

static sy_status misbehave(sy_call *call, const sy_event *event) {
    (void)call;
    (void)event;
    return raise(SIGKILL) == 0 ? SY_OK : SY_FAILED;
}

EXPORT()
