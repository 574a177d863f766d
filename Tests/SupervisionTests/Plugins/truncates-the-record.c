/* Finds the memory that the host reads, and truncates it. */
#include "sinner.h"

#include <unistd.h>

static sy_status misbehave(sy_call *call, const sy_event *event) {
    for (int fd = 3; fd < 100; fd++) {
        char path[64], name[256];
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        ssize_t length = readlink(path, name, sizeof name - 1);
        if (length <= 0) continue;
        name[length] = 0;
        if (strstr(name, "switchyard-hooks") != NULL && ftruncate(fd, 0) == 0) return SY_FAILED;
    }
    return note_context(call, event);
}

EXPORT()
