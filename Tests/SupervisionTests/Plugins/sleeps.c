/* Never returns, and is idle. */
#include "sinner.h"

#include <unistd.h>

static sy_status misbehave(sy_call *call, const sy_event *event) {
    (void)call;
    (void)event;
    for (;;) sleep(3600);
    return SY_OK;
}

EXPORT()
