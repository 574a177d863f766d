/* Answers the outcome of each of its effects with the same effect. */
#include "sinner.h"

static sy_status ask(sy_call *call) {
    sy_bytes why = {NULL, 0};
    sy_effect effect = comment(text("{\"body\":\"x\"}"));
    if (requests->effect(call, &effect, NULL) == SY_OK) return SY_OK;
    host->last_error(call, &why);
    return host->fail(call, SY_FAILED, why);
}

static sy_status misbehave(sy_call *call, const sy_event *event) {
    (void)event;
    return ask(call);
}

static sy_status answer(void *instance, sy_call *call, const sy_event *event) {
    return contains(event->kind, "effect.outcome") ? ask(call) : event_hook(instance, call, event);
}

EXPORT(plugin.event = answer;)
