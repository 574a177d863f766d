/* Jumps out of its service, over the host that called it, back into its event hook. */
#include "sinner.h"

#include <setjmp.h>

static jmp_buf place;

static sy_status misbehave(sy_call *call, const sy_event *event) {
    sy_bytes answer;
    if (setjmp(place) == 0) plugins->call(call, text("jumps"), 1, text("jump"), text("{}"), &answer);
    return note_context(call, event);
}

static sy_status jump(void *instance, sy_call *call, const sy_service_call *request) {
    (void)instance;
    (void)call;
    (void)request;
    longjmp(place, 1);
}

EXPORT(plugin.service = jump;)
