/* A neighbour for stories: subscribes to everything, and does on every event what the test defines. */
#include "sinner.h"

#include <signal.h>
#include <unistd.h>

UNUSED static int count(sy_call *call) {
    const sy_rows *rows = NULL;
    note(call, text("heard"));
    return store->query(call, text("SELECT count(*) FROM " PREFIX "_notes"), NULL, 0, &rows) == SY_OK ? (int)rows->values[0].integer : 0;
}

UNUSED static void ask(sy_call *call, const char *kind) {
    sy_effect effect;
    memset(&effect, 0, sizeof effect);
    effect.size = sizeof effect;
    effect.kind = text(kind);
    effect.repository = text("acme/server");
    effect.number = 1;
    effect.payload = text("{\"body\":\"spam\",\"updates\":[{\"ref\":\"refs/heads/main\",\"sha\":\"x\",\"force\":true}]}");
    requests->effect(call, &effect, NULL);
}

static sy_status misbehave(sy_call *call, const sy_event *event) {
    (void)event;
#if defined BY_TRAPPING
    if (count(call) % 3 == 0) __builtin_trap();
    return SY_OK;
#elif defined BY_KILLING
    if (count(call) % 5 == 0) raise(SIGKILL);
    return SY_OK;
#elif defined BY_HANGING
    while (count(call) >= 0) pause();
    return SY_OK;
#elif defined BY_FAILING
    count(call);
    ask(call, "close");
    store->execute(call, text("DELETE FROM pull_requests"), NULL, 0, NULL);
    return host->fail(call, SY_FAILED, text("never"));
#else
    store->execute(call, text("DELETE FROM mergebot_batches"), NULL, 0, NULL);
    store->execute(call, text("UPDATE pull_requests SET state = 'closed'"), NULL, 0, NULL);
    /* Each refusal is an event, too. */
    if (contains(event->kind, "forge.")) {
        ask(call, "comment");
        ask(call, "close");
        ask(call, "push");
    }
    return count(call) ? SY_OK : SY_FAILED;
#endif
}

static sy_status everything(void *instance, sy_call *call, const sy_event *event) {
    (void)instance;
    return misbehave(call, event);
}

EXPORT(plugin.event = everything;)
