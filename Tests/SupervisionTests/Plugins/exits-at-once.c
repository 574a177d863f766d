/* Ends the process without running exit handlers. */
#include "sinner.h"

#include <unistd.h>

static sy_status misbehave(sy_call *call, const sy_event *event) {
    (void)call;
    (void)event;
    _exit(3);
}

EXPORT()
