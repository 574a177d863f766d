#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CIsolation.h"

#include <errno.h>

#ifdef __linux__

#include <dirent.h>
#include <dlfcn.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

int sy_forbid_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? 0 : -errno; }

int sy_new_privileges_forbidden(void) { return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1; }

int sy_drop_capabilities(void) {
    if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0 && errno != EINVAL)
        return -errno;
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3];
    memset(none, 0, sizeof(none));
    return syscall(SYS_capset, &header, none) == 0 ? 0 : -errno;
}

int sy_hide_process(void) {
    struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0)
        return -errno;
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : -errno;
}

int sy_count_threads(void) {
    DIR *tasks = opendir("/proc/self/task");
    if (tasks == NULL)
        return -errno;
    int count = 0;
    for (struct dirent *entry = readdir(tasks); entry != NULL; entry = readdir(tasks))
        if (entry->d_name[0] != '.')
            count++;
    closedir(tasks);
    return count;
}

int sy_close_descriptors_from(int first) {
    if (syscall(SYS_close_range, (unsigned)first, ~0u, 0u) == 0)
        return 0;
    if (errno != ENOSYS)
        return -errno;
    long limit = sysconf(_SC_OPEN_MAX);
    for (int descriptor = first; descriptor < limit; descriptor++)
        close(descriptor);
    return 0;
}

int sy_library_of_symbol(const char *symbol, char *path, uint32_t capacity) {
    void *address = dlsym(RTLD_DEFAULT, symbol);
    Dl_info info;
    if (address == NULL || dladdr(address, &info) == 0 || info.dli_fname == NULL)
        return -ENOENT;
    size_t length = strlen(info.dli_fname);
    if (length >= capacity)
        return -ENAMETOOLONG;
    memcpy(path, info.dli_fname, length + 1);
    return 0;
}

#else

int sy_forbid_new_privileges(void) { return -ENOSYS; }
int sy_new_privileges_forbidden(void) { return 0; }
int sy_drop_capabilities(void) { return -ENOSYS; }
int sy_hide_process(void) { return -ENOSYS; }
int sy_count_threads(void) { return -ENOSYS; }
int sy_close_descriptors_from(int first) { (void)first; return -ENOSYS; }
int sy_library_of_symbol(const char *symbol, char *path, uint32_t capacity) {
    (void)symbol, (void)path, (void)capacity;
    return -ENOSYS;
}

#endif
