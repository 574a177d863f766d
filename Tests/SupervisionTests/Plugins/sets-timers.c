/* Sets its timer to invalid times, and restarts it whenever it runs. */
#include "sinner.h"

static sy_status misbehave(sy_call *call, const sy_event *event) {
    static const int64_t times[] = {INT64_MAX, 253402300800000, INT64_MIN, 0};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        if (requests->set_timer(call, text("tick"), times[i]) != SY_OK) note(call, text("refused"));
    }
    return note_context(call, event);
}

static sy_status timer(void *instance, sy_call *call, const sy_timer *request) {
    (void)instance;
    (void)request;
    return requests->set_timer(call, text("tick"), 0);
}

EXPORT(plugin.timer = timer;)
