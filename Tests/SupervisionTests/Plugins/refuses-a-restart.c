/* Starts once and refuses every later start. With ALWAYS it refuses the first one, too. */
#include "sinner.h"

static sy_status misbehave(sy_call *call, const sy_event *event) { return note_context(call, event); }

static sy_status start_once(void *instance, sy_call *call) {
    const sy_rows *rows = NULL;
    sy_status status = start(instance, call);
    if (status == SY_OK) status = store->query(call, text("SELECT count(*) FROM " PREFIX "_notes WHERE line = 'start'"), NULL, 0, &rows);
    if (status != SY_OK) return status;
#ifdef ALWAYS
    return host->fail(call, SY_FAILED, text("not today"));
#else
    if (rows->values[0].integer > 0) return host->fail(call, SY_FAILED, text("it has been here before"));
    return note(call, text("start"));
#endif
}

EXPORT(plugin.start = start_once;)
