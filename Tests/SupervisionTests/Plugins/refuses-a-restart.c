/* Starts once; every later start says that it cannot. Traps on a sin, so that there is a later start. */
#include "sinner.h"

static sy_status misbehave(sy_call *call, const sy_event *event) {
    (void)call;
    (void)event;
    __builtin_trap();
}

static sy_status start_once(void *instance, sy_call *call) {
    const sy_rows *rows = NULL;
    sy_status status = start(instance, call);
    if (status == SY_OK) status = store->query(call, text("SELECT count(*) FROM " PREFIX "_notes WHERE line = 'start'"), NULL, 0, &rows);
    if (status != SY_OK) return status;
    if (rows->values[0].integer > 0) return host->fail(call, SY_FAILED, text("it has been here before"));
    return note(call, text("start"));
}

EXPORT(plugin.start = start_once;)
