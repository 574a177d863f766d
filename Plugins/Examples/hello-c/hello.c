/* The smallest plugin in C: greets whoever opens a pull request, and remembers whom it greeted. */
#include "switchyard_plugin.h"

#include <stdlib.h>
#include <string.h>

#define TEXT(literal) ((sy_bytes){literal, sizeof(literal) - 1})

static const char manifest[] =
    "{\"id\":\"c-hello\",\"version\":\"1.0.0\",\"abi\":\"1.0\","
    "\"events\":[\"pull_request.opened\"],"
    "\"messages\":[{\"code\":\"welcome\",\"text\":\"Welcome! This is pull request number {count} that I have seen.\"}],"
    "\"effects\":[\"comment\"],"
    "\"resources\":[{\"path\":\"/greetings-c\",\"method\":\"GET\",\"query\":\"greetings\",\"role\":\"public\"}]}";

typedef struct hello {
    const sy_host *host;
    const sy_store *store;
    const sy_requests *requests;
} hello;

static sy_status create(const sy_plugin *plugin, const sy_host *host, sy_call *call, void **instance) {
    hello *self = calloc(1, sizeof *self);
    (void)plugin;
    if (!self) return host->fail(call, SY_FAILED, TEXT("out of memory"));
    self->host = host;
    self->store = host->service(host, TEXT("switchyard.store"), 1);
    self->requests = host->service(host, TEXT("switchyard.requests"), 1);
    if (!self->store || !self->requests) {
        free(self);
        return host->fail(call, SY_UNSUPPORTED, TEXT("this host lacks switchyard.store/1 or switchyard.requests/1"));
    }
    *instance = self;
    return SY_OK;
}

/* Passes on why a host call failed. */
static sy_status fail(const hello *self, sy_call *call, sy_status status) {
    sy_bytes message = TEXT("no reason given");
    self->host->last_error(call, &message);
    return self->host->fail(call, status, message);
}

static sy_status start(void *instance, sy_call *call) {
    const hello *self = instance;
    sy_status status = self->store->execute(
        call, TEXT("CREATE TABLE IF NOT EXISTS c_hello_seen(repository TEXT, number INTEGER, PRIMARY KEY(repository, number))"),
        NULL, 0, NULL);
    return status == SY_OK ? SY_OK : fail(self, call, status);
}

static sy_status event(void *instance, sy_call *call, const sy_event *event) {
    const hello *self = instance;
    const sy_rows *rows = NULL;
    sy_value arguments[2] = {{SY_TEXT, 0, 0, 0, event->repository}, {SY_INTEGER, 0, event->number, 0, {NULL, 0}}};
    sy_reply reply = {sizeof reply, event->number, TEXT("welcome"), {NULL, 0}, event->repository};
    sy_status status;

    status = self->store->execute(call, TEXT("INSERT OR IGNORE INTO c_hello_seen VALUES (?, ?)"), arguments, 2, NULL);
    if (status != SY_OK) return fail(self, call, status);
    status = self->store->query(call, TEXT("SELECT json_object('count', count(*)) FROM c_hello_seen"), NULL, 0, &rows);
    if (status != SY_OK) return fail(self, call, status);
    reply.parameters = rows->values[0].bytes; /* the rows live until the hook returns */
    status = self->requests->reply(call, &reply);
    return status == SY_OK ? SY_OK : fail(self, call, status);
}

static sy_status query(void *instance, sy_call *call, const sy_query *query) {
    const hello *self = instance;
    const sy_rows *rows = NULL;
    sy_status status;

    (void)query;
    status = self->store->query(
        call,
        TEXT("SELECT json_group_array(repository || '#' || number) FROM (SELECT * FROM c_hello_seen ORDER BY repository, number)"),
        NULL, 0, &rows);
    if (status != SY_OK) return fail(self, call, status);
    return self->host->result(call, rows->values[0].bytes);
}

static const sy_plugin table = {
    .size = sizeof(sy_plugin),
    .abi_major = SY_ABI_MAJOR,
    .abi_minor = SY_ABI_MINOR,
    .manifest = {manifest, sizeof manifest - 1},
    .create = create,
    .destroy = free,
    .start = start,
    .event = event,
    .query = query,
};

const sy_plugin *sy_plugin_1(void) { return &table; }
