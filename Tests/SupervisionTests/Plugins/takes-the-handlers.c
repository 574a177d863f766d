/* Handles fatal signals itself, and then crashes. */
#include "sinner.h"

#include <signal.h>

static sy_status misbehave(sy_call *call, const sy_event *event) {
    (void)call;
    (void)event;
    signal(SIGSEGV, SIG_IGN);
    signal(SIGABRT, SIG_IGN);
    *(volatile int *)8 = 1;
    return SY_OK;
}

EXPORT()
