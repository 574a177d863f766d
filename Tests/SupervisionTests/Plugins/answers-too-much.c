/* Returns and requests more than anybody needs. Fails if all of it is refused. */
#include "sinner.h"

enum { MEGABYTE = 1 << 20 };

static sy_bytes megabytes(size_t count) {
    size_t size = count * MEGABYTE;
    char *room = (char *)malloc(size);
    sy_bytes bytes = {room, size};
    memset(room, 'x', size);
    memcpy(room, "{\"body\":\"", 9);
    memcpy(room + size - 2, "\"}", 2);
    return bytes;
}

static sy_status misbehave(sy_call *call, const sy_event *event) {
    sy_effect small = comment(text("{\"body\":\"\"}"));
    sy_value arguments[2];
    char line[80];
    int count = 0;
    while (count < 20000 && requests->effect(call, &small, NULL) == SY_OK) count++;
    snprintf(line, sizeof line, "all of this is undone: %d effects", count);
    memset(arguments, 0, sizeof arguments);
    if (store->execute(call, text("SELECT 1"), arguments, (uint64_t)1 << 40, NULL) == SY_OK) return SY_OK;
    if (host->result(call, megabytes(17)) == SY_OK) return SY_OK;
    (void)event;
    return host->fail(call, SY_FAILED, text(line));
}

static sy_status operation(void *instance, sy_call *call, const sy_operation *request) {
    sy_bytes answer = megabytes(contains(request->name, "large") ? 17 : 1), why;
    if (contains(request->name, "notes")) return notes(instance, call, request);
    if (host->result(call, answer) == SY_OK) return SY_OK;
    host->last_error(call, &why);
    return host->fail(call, SY_CONFLICT, why);
}

EXPORT(plugin.operation = operation;)
