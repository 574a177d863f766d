#define _GNU_SOURCE
#include "CRunner.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Moves a descriptor out of the way of 3 and 4. */
static int lift(int fd) { return fcntl(fd, F_DUPFD, 10); }

/* Between fork and exec only calls that are safe in a process with one thread of many. */
static void become(const char *path, char *const arguments[], char *const environment[], int link, int record, pid_t parent) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent) _exit(126);
    int high_link = lift(link), high_record = lift(record), nothing = open("/dev/null", O_RDONLY);
    if (high_link < 0 || high_record < 0 || nothing < 0) _exit(126);
    if (dup2(nothing, 0) < 0 || dup2(2, 1) < 0 || dup2(high_link, 3) < 0 || dup2(high_record, 4) < 0) _exit(126);
    /* When the machine runs out of memory, the runner is what can be started again. */
    int score = open("/proc/self/oom_score_adj", O_WRONLY);
    if (score >= 0 && write(score, "500", 3) < 0) errno = 0;
    if (close_range(5, ~0U, 0) != 0) _exit(126);
    /* A Ctrl-C at the host's terminal is the host's affair. */
    setpgid(0, 0);
    execve(path, arguments, environment);
    _exit(127);
}

pid_t sy_spawn_runner(const char *path, char *const arguments[], char *const environment[], int link, int record) {
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0) become(path, arguments, environment, link, record, parent);
    return child;
}

void sy_await_end(pid_t child) {
    siginfo_t info;
    while (waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT) < 0 && errno == EINTR) continue;
}

int sy_wait(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) return 255;
    }
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}
