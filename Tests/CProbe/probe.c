#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CProbe.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static int outcome(long result) { return result >= 0 ? 0 : errno; }

static int open_and_close(const char *path, int flags) {
    int opened = open(path, flags | O_CLOEXEC, 0600);
    int result = outcome(opened);
    if (opened >= 0)
        close(opened);
    return result;
}

int probe_read(const char *path) {
    int opened = open(path, O_RDONLY | O_CLOEXEC);
    if (opened < 0)
        return errno;
    char byte;
    int result = outcome(read(opened, &byte, 1));
    close(opened);
    return result;
}

int probe_list(const char *path) { return open_and_close(path, O_RDONLY | O_DIRECTORY); }
int probe_write(const char *path) { return open_and_close(path, O_WRONLY); }
int probe_make(const char *path) { return open_and_close(path, O_WRONLY | O_CREAT | O_EXCL); }
int probe_truncate(const char *path) { return outcome(truncate(path, 0)); }
int probe_remove(const char *path) { return outcome(unlink(path)); }
int probe_rename(const char *from, const char *to) { return outcome(rename(from, to)); }
int probe_chmod(const char *path) { return outcome(chmod(path, 0644)); }
int probe_touch(const char *path) { return outcome(utimensat(AT_FDCWD, path, NULL, 0)); }

int probe_socket(int family, int type) {
    int made = socket(family, type, 0);
    int result = outcome(made);
    if (made >= 0)
        close(made);
    return result;
}

int probe_connect(int port) {
    int made = socket(AF_INET, SOCK_STREAM, 0);
    if (made < 0)
        return errno;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int result = outcome(connect(made, (struct sockaddr *)&address, sizeof(address)));
    close(made);
    return result;
}

int probe_fork(void) {
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    if (child > 0)
        waitpid(child, NULL, 0);
    return outcome(child);
}

int probe_exec(void) {
    char *arguments[] = {"/bin/true", NULL};
    char *environment[] = {NULL};
    execve("/nonexistent/program", arguments, environment);
    return errno;
}

int probe_spawn(void) {
    pid_t child = 0;
    char *arguments[] = {"/bin/true", NULL};
    char *environment[] = {NULL};
    int result = posix_spawn(&child, "/bin/true", NULL, NULL, arguments, environment);
    if (result == 0)
        waitpid(child, NULL, 0);
    return result;
}

int probe_seize(pid_t process) { return outcome(ptrace(PTRACE_SEIZE, process, NULL, NULL)); }

int probe_read_memory(pid_t process) {
    /* Processes of the same executable map their stacks at different addresses, so ours may be unmapped there: then EFAULT. */
    char copy = 0, here = 0;
    struct iovec to = {&copy, 1}, from = {&here, 1};
    return outcome(process_vm_readv(process, &to, 1, &from, 1, 0));
}

int probe_signal(pid_t process) { return outcome(kill(process, 0)); }

int probe_limit(pid_t process) {
    struct rlimit limit;
    return outcome(prlimit(process, RLIMIT_NOFILE, NULL, &limit));
}

int probe_outlive(void) { return outcome(prctl(PR_SET_PDEATHSIG, 0)); }

int probe_expose(void) { return outcome(prctl(PR_SET_DUMPABLE, 1)); }

int probe_steal_descriptor(pid_t process) {
    long descriptor = syscall(SYS_pidfd_open, process, 0);
    if (descriptor < 0)
        return errno;
    long stolen = syscall(SYS_pidfd_getfd, descriptor, 0, 0);
    int result = outcome(stolen);
    if (stolen >= 0)
        close((int)stolen);
    close((int)descriptor);
    return result;
}

int probe_call(const char *name) {
    if (strcmp(name, "mount") == 0)
        return outcome(mount("none", "/nonexistent/folder", "tmpfs", 0, NULL));
    if (strcmp(name, "unshare") == 0)
        return outcome(unshare(CLONE_FILES));
    if (strcmp(name, "setns") == 0)
        return outcome(setns(-1, 0));
    /* With a bad descriptor, address or command they fail with another error if they are allowed. */
    static const struct { const char *name; long number; } calls[] = {
        {"io_uring_setup", SYS_io_uring_setup}, {"bpf", SYS_bpf}, {"perf_event_open", SYS_perf_event_open},
        {"userfaultfd", SYS_userfaultfd}, {"keyctl", SYS_keyctl}, {"kexec_load", SYS_kexec_load},
        {"open_by_handle_at", SYS_open_by_handle_at}, {"execveat", SYS_execveat}, {"shmget", SYS_shmget},
    };
    for (unsigned i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
        if (strcmp(name, calls[i].name) == 0)
            return outcome(syscall(calls[i].number, -1, -1, -1, -1, -1, -1));
    return ENOTSUP;
}

static void *nothing(void *context) { return context; }

int probe_thread(void) {
    pthread_t thread;
    int result = pthread_create(&thread, NULL, nothing, NULL);
    return result != 0 ? result : pthread_join(thread, NULL);
}

pid_t probe_thread_id(void) { return (pid_t)syscall(SYS_gettid); }

int probe_load(const char *path) { return dlopen(path, RTLD_NOW | RTLD_LOCAL) != NULL ? 0 : ELIBACC; }

int probe_wait_for_end(pid_t process, int milliseconds) {
    long descriptor = syscall(SYS_pidfd_open, process, 0);
    if (descriptor < 0)
        return errno == ESRCH ? 0 : errno;
    struct pollfd ended = {.fd = (int)descriptor, .events = POLLIN};
    int ready = poll(&ended, 1, milliseconds);
    close((int)descriptor);
    return ready == 1 ? 0 : ETIMEDOUT;
}

int probe_drop_capabilities(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3];
    memset(none, 0, sizeof(none));
    return outcome(syscall(SYS_capset, &header, none));
}

int probe_open_descriptors(int first) {
    int count = 0;
    for (int descriptor = first; descriptor < 1024; descriptor++)
        if (fcntl(descriptor, F_GETFD) >= 0)
            count++;
    return count;
}

const char *probe_name(int result) {
    const char *name = result == 0 ? "ok" : strerrorname_np(result);
    return name != NULL ? name : "unknown";
}
