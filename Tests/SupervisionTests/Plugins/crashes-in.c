/* Crashes in the place that the test defines: IN_CONSTRUCTOR, IN_CREATE, IN_START, IN_RESYNC, IN_TIMER, IN_COMMAND, IN_AUTHORIZE,
 * IN_OPERATION, IN_QUERY or IN_SERVICE. */
#include "sinner.h"

static sy_status misbehave(sy_call *call, const sy_event *event) { return note_context(call, event); }

UNUSED static void crash(void) { *(volatile int *)8 = 1; }

#ifdef IN_CONSTRUCTOR
__attribute__((constructor)) static void constructor(void) { crash(); }
#endif

UNUSED static sy_status crash_create(const sy_plugin *plugin, const sy_host *given, sy_call *call, void **instance) {
    crash();
    return create(plugin, given, call, instance);
}

UNUSED static sy_status crash_plainly(void *instance, sy_call *call) {
    crash();
    return start(instance, call);
}

#define HOOK(name, type)                                                              \
    UNUSED static sy_status name(void *instance, sy_call *call, const type *request) { \
        (void)instance;                                                               \
        (void)call;                                                                   \
        (void)request;                                                                \
        crash();                                                                      \
        return SY_OK;                                                                 \
    }
HOOK(crash_timer, sy_timer)
HOOK(crash_command, sy_command)
HOOK(crash_authorize, sy_authorize)
HOOK(crash_query, sy_query)
HOOK(crash_service, sy_service_call)

UNUSED static sy_status crash_operation(void *instance, sy_call *call, const sy_operation *operation) {
    if (!contains(operation->name, "notes")) crash();
    return notes(instance, call, operation);
}

EXPORT(
#if defined IN_CREATE
    plugin.create = crash_create;
#elif defined IN_START
    plugin.start = crash_plainly;
#elif defined IN_RESYNC
    plugin.resync = crash_plainly;
#elif defined IN_TIMER
    plugin.timer = crash_timer;
#elif defined IN_COMMAND
    plugin.command = crash_command;
#elif defined IN_AUTHORIZE
    plugin.authorize = crash_authorize;
#elif defined IN_OPERATION
    plugin.operation = crash_operation;
#elif defined IN_QUERY
    plugin.query = crash_query;
#elif defined IN_SERVICE
    plugin.service = crash_service;
#endif
)
