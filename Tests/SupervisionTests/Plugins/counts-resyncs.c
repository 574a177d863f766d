/* Records each resync, and traps when it is to misbehave. */
#include "sinner.h"

static sy_status misbehave(sy_call *call, const sy_event *event) {
    (void)call;
    (void)event;
    __builtin_trap();
}

static sy_status resync(void *instance, sy_call *call) {
    (void)instance;
    return note(call, text("resync"));
}

EXPORT(plugin.resync = resync;)
