/* Tries to become two processes, another program, and a server. What worked is in its notes. */
#include "sinner.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <unistd.h>

static sy_status misbehave(sy_call *call, const sy_event *event) {
    char *arguments[] = {"/bin/true", NULL};
    pid_t child = 0;
    pid_t copy = fork();
    if (copy == 0) _exit(0);
    if (copy > 0) note(call, text("a copy of the process"));
    if (posix_spawn(&child, "/bin/true", NULL, NULL, arguments, NULL) == 0) note(call, text("another program"));
    if (socket(AF_INET, SOCK_STREAM, 0) >= 0) note(call, text("a socket"));
    if (open("/etc/passwd", O_RDONLY) >= 0) note(call, text("a file of the system"));
    if (kill(getppid(), SIGTERM) == 0) note(call, text("a signal to the host"));
    return note_context(call, event);
}

EXPORT()
