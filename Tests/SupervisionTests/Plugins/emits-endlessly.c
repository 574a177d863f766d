/* Answers each of its own events with another one. */
#include "sinner.h"

static sy_status emit(sy_call *call) {
    sy_emission emission;
    memset(&emission, 0, sizeof emission);
    emission.size = sizeof emission;
    emission.kind = text(ID ".again");
    sy_bytes why = {NULL, 0};
    sy_status status = requests->emit(call, &emission);
    if (status == SY_OK) return SY_OK;
    host->last_error(call, &why);
    return host->fail(call, status, why);
}

static sy_status misbehave(sy_call *call, const sy_event *event) {
    (void)event;
    return emit(call);
}

static sy_status answer(void *instance, sy_call *call, const sy_event *event) {
    return contains(event->kind, ".again") ? emit(call) : event_hook(instance, call, event);
}

EXPORT(plugin.event = answer;)
