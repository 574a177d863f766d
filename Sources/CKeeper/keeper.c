#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CKeeper.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

enum { CANNOT_KEEP = 126, CANNOT_START = 127 };

/* What the kernel sends when the thread that started us ends: the host's death, or only that thread's. */
#define PARENT_ENDED SIGUSR1

static int watch_parent(void) {
#ifdef __linux__
    /* Orphans of the program become our children, so that the wait for all children is a wait for everything. */
    if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0)
        return -1;
    return prctl(PR_SET_PDEATHSIG, PARENT_ENDED, 0, 0, 0);
#else
    return 0;
#endif
}

static _Noreturn void become(char *const arguments[], const sigset_t *mask) {
    sigprocmask(SIG_SETMASK, mask, NULL);
#ifdef __linux__
    /* If somebody kills the keeper, at least the program itself goes with it. */
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
#endif
    execv(arguments[0], arguments);
    _exit(CANNOT_START);
}

/* Ends the whole group: the program, its helpers, and this process. */
static _Noreturn void end_group(void) {
    kill(0, SIGKILL);
    _exit(CANNOT_KEEP);
}

/* Collects who has ended. Whether nobody is left. */
static int collect(pid_t program, int *status) {
    for (;;) {
        int ended_with = 0;
        pid_t ended = waitpid(-1, &ended_with, WNOHANG);
        if (ended == 0)
            return 0;
        if (ended < 0)
            return errno == ECHILD;
        if (ended != program)
            continue;
        if (!WIFEXITED(ended_with))
            end_group();
        *status = WEXITSTATUS(ended_with);
    }
}

int sy_keep(int32_t host, char *const arguments[]) {
    /* Killing the group must not reach the host's. */
    if (getpgrp() != getpid() && setpgid(0, 0) != 0)
        return CANNOT_KEEP;
    sigset_t awaited, mask;
    sigemptyset(&awaited);
    sigaddset(&awaited, SIGCHLD);
    sigaddset(&awaited, PARENT_ENDED);
    /* A request to end goes to the whole group; the program decides, and the keeper stays until it has. */
    sigaddset(&awaited, SIGTERM);
    sigaddset(&awaited, SIGINT);
    sigaddset(&awaited, SIGHUP);
    sigprocmask(SIG_BLOCK, &awaited, &mask);
    /* Asked after the kernel was told: a host that dies between the two is seen here. */
    if (watch_parent() != 0 || getppid() != host)
        return CANNOT_KEEP;
    pid_t program = fork();
    if (program < 0)
        return CANNOT_START;
    if (program == 0)
        become(arguments, &mask);
    int status = CANNOT_KEEP;
    while (!collect(program, &status)) {
        int signal = 0;
        if (sigwait(&awaited, &signal) != 0)
            continue;
        if (signal == PARENT_ENDED && getppid() != host)
            end_group();
    }
    return status;
}

void sy_hide_helper(void) {
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}
