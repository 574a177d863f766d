/* Does nothing wrong itself, but calls a service that crashes. */
#include "sinner.h"

static sy_status misbehave(sy_call *call, const sy_event *event) {
    sy_bytes answer;
    (void)event;
    sy_status status = plugins->call(call, text("crasher"), 1, text("crash"), text("{}"), &answer);
    return note(call, status == SY_OK ? text("answered") : text("the service failed"));
}

EXPORT()
