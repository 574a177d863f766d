/* Requests effects that are not granted, do not exist or make no sense. Their outcomes are in its notes. */
#include "sinner.h"

static void ask(sy_call *call, const char *kind, const char *identity, const char *repository, const char *payload) {
    sy_effect effect;
    memset(&effect, 0, sizeof effect);
    effect.size = sizeof effect;
    effect.kind = text(kind);
    if (*identity) effect.identity = text(identity);
    effect.repository = text(repository);
    effect.number = 7;
    effect.payload = text(payload);
    if (requests->effect(call, &effect, NULL) != SY_OK) note(call, text("refused at once"));
}

static sy_status misbehave(sy_call *call, const sy_event *event) {
    (void)event;
    ask(call, "close", "", "acme/server", "{}");
    ask(call, "comment", "", "other/secret", "{\"body\":\"x\"}");
    ask(call, "comment", "forwardport", "acme/server", "{\"body\":\"x\"}");
    ask(call, "comment", "nobody", "acme/server", "{\"body\":\"x\"}");
    ask(call, "launch_rockets", "", "acme/server", "{}");
    ask(call, "comment", "", "../../etc/passwd", "{\"body\":\"x\"}");
    ask(call, "comment", "", "acme/server", "{}");
    ask(call, "comment", "", "acme/server", "{\"body\":{\"no\":\"text\"}}");
    ask(call, "comment", "", "acme/server", "[]");
    ask(call, "comment", "", "acme/server", "rubbish");
    ask(call, "comment", "", "", "{\"body\":\"x\"}");
    ask(call, "", "", "acme/server", "{}");
    return SY_OK;
}

static sy_status outcomes(void *instance, sy_call *call, const sy_event *event) {
    char kind[64];
    sy_value value;
    snprintf(kind, sizeof kind, "%.*s", (int)event->kind.size, (const char *)event->kind.data);
    if (strcmp(kind, "effect.outcome") != 0) return event_hook(instance, call, event);
    memset(&value, 0, sizeof value);
    value.type = SY_TEXT;
    value.bytes = event->document;
    return store->execute(
        call, text("INSERT INTO " PREFIX "_notes(line) SELECT json_extract(?1, '$.state') || ': ' || json_extract(?1, '$.message')"),
        &value, 1, NULL);
}

EXPORT(plugin.event = outcomes;)
