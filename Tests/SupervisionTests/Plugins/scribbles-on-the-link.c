/* Writes garbage to the link between runner and host, and waits for what happens. */
#include "sinner.h"

#include <unistd.h>

static sy_status misbehave(sy_call *call, const sy_event *event) {
    static const char rubbish[64] = "\xff\xff\xff\xff what is this?";
    (void)event;
    if (write(3, rubbish, sizeof rubbish) != (ssize_t)sizeof rubbish) return note(call, text("nothing was written"));
    for (;;) pause();
}

EXPORT()
