/* Closes all file descriptors, including those of others, and goes on as if nothing had happened. */
#include "sinner.h"

#include <unistd.h>

static sy_status misbehave(sy_call *call, const sy_event *event) {
    (void)call;
    (void)event;
    for (int fd = 3; fd < 100; fd++) close(fd);
    return SY_OK;
}

EXPORT()
