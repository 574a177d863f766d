/* Each hook fails in its own way; none crashes the host. */
#include "bad.h"

static sy_call *kept;

static sy_status fails(void *instance, sy_call *call, const sy_event *event) {
    const sy_host *host = instance;
    const sy_store *store = host->service(host, text("switchyard.store"), 1);
    sy_bytes message = {0};
    sy_effect effect = {0};
    const sy_requests *requests = host->service(host, text("switchyard.requests"), 1);
    if (event->document.size > 2 && kept) {
        /* Uses the call of an event that is over. */
        if (store->execute(kept, text("CREATE TABLE failing_hooks_t(a)"), NULL, 0, NULL) != SY_INVALID) return SY_OK;
        return host->fail(call, SY_CONFLICT, text("the old call is closed"));
    }
    kept = call;
    if (requests->effect(call, &effect, NULL) != SY_INVALID) return SY_OK; /* size is not set */
    if (store->execute(call, text("NONSENSE"), NULL, 0, NULL) != SY_INVALID) return SY_OK;
    host->last_error(call, &message);
    return host->fail(call, SY_INVALID, message);
}

static sy_status silent(void *instance, sy_call *call) {
    (void)instance;
    (void)call;
    return 1234;
}

static sy_status babble(void *instance, sy_call *call, const sy_query *query) {
    const sy_host *host = instance;
    (void)query;
    return host->result(call, text("no document"));
}

static sy_status roles(void *instance, sy_call *call, const sy_authorize *request) {
    const sy_host *host = instance;
    (void)request;
    return host->result(call, text("{\"not\":\"a list\"}"));
}

const sy_plugin *sy_plugin_1(void) {
    static sy_plugin plugin;
    plugin = table(MANIFEST("failing-hooks"));
    plugin.event = fails;
    plugin.resync = silent;
    plugin.query = babble;
    plugin.authorize = roles;
    return &plugin;
}
