/* Calls its own service, which calls itself, and so on. */
#include "sinner.h"

static int depth;

static sy_status call_again(sy_call *call) {
    sy_bytes answer;
    return plugins->call(call, text(ID), 1, text("again"), text("{}"), &answer);
}

static sy_status service_hook(void *instance, sy_call *call, const sy_service_call *request) {
    sy_bytes why;
    (void)instance;
    (void)request;
    depth++;
    if (call_again(call) == SY_OK) return SY_OK;
    host->last_error(call, &why);
    return host->fail(call, SY_CONFLICT, why);
}

static sy_status misbehave(sy_call *call, const sy_event *event) {
    char line[300];
    sy_bytes why;
    (void)event;
    depth = 0;
    if (call_again(call) == SY_OK) return note(call, text("it came to an end"));
    host->last_error(call, &why);
    snprintf(line, sizeof line, "%d calls: %.*s", depth, (int)why.size, (const char *)why.data);
    return note(call, text(line));
}

EXPORT(plugin.service = service_hook;)
