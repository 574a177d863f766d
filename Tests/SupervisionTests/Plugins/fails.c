/* Fails when it is to misbehave, until its operation `mend` is called. */
#include "sinner.h"

static sy_status misbehave(sy_call *call, const sy_event *event) {
    const sy_rows *rows = NULL;
    sy_status status = store->query(call, text("SELECT 1 FROM " PREFIX "_notes WHERE line = 'mended'"), NULL, 0, &rows);
    if (status != SY_OK || rows->row_count > 0) return note_context(call, event);
    note(call, text("a line that is undone"));
    return host->fail(call, SY_FAILED, text("not today"));
}

static sy_status operation(void *instance, sy_call *call, const sy_operation *request) {
    return contains(request->name, "mend") ? note(call, text("mended")) : notes(instance, call, request);
}

EXPORT(plugin.operation = operation;)
