#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CIsolation.h"

#include <errno.h>

#ifdef __linux__

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * The kernel's interface, written down here because the headers of a distribution are older than the kernels that it
 * runs on. The numbers never change (Documentation/userspace-api/landlock.rst of the kernel).
 */
#define LANDLOCK_CREATE_RULESET 444
#define LANDLOCK_ADD_RULE 445
#define LANDLOCK_RESTRICT_SELF 446
#define ASK_VERSION 1u
#define RULE_PATH_BENEATH 1

#define FS_EXECUTE (1ull << 0)
#define FS_WRITE_FILE (1ull << 1)
#define FS_READ_FILE (1ull << 2)
#define FS_READ_DIR (1ull << 3)
#define FS_REMOVE_DIR (1ull << 4)
#define FS_REMOVE_FILE (1ull << 5)
#define FS_MAKE_REG (1ull << 8)
#define FS_ALL_OF_ABI_1 ((1ull << 13) - 1)
#define FS_REFER (1ull << 13)
#define FS_TRUNCATE (1ull << 14)
#define FS_IOCTL_DEV (1ull << 15)
#define NET_BIND_AND_CONNECT_TCP 3ull
#define SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS 3ull

struct ruleset {
    uint64_t filesystem;
    uint64_t network;
    uint64_t scopes;
};

struct path_beneath {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

static uint64_t handled_rights(int abi) {
    uint64_t rights = FS_ALL_OF_ABI_1;
    if (abi >= 2)
        rights |= FS_REFER;
    if (abi >= 3)
        rights |= FS_TRUNCATE;
    if (abi >= 5)
        rights |= FS_IOCTL_DEV;
    return rights;
}

int sy_landlock_abi(void) {
    long abi = syscall(LANDLOCK_CREATE_RULESET, NULL, 0, ASK_VERSION);
    if (abi >= 0)
        return (int)abi;
    return errno == ENOSYS ? 0 : -errno;
}

int sy_landlock_new(int abi) {
    struct ruleset rules = {
        .filesystem = handled_rights(abi),
        .network = abi >= 4 ? NET_BIND_AND_CONNECT_TCP : 0,
        .scopes = abi >= 6 ? SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS : 0,
    };
    /* An older kernel takes the larger struct as long as what it does not know is zero. */
    long made = syscall(LANDLOCK_CREATE_RULESET, &rules, sizeof(rules), 0);
    return made >= 0 ? (int)made : -errno;
}

int sy_landlock_allow(int rules, int abi, const char *path, uint32_t allowed) {
    int opened = open(path, O_PATH | O_CLOEXEC);
    if (opened < 0)
        return -errno;
    struct stat status;
    if (fstat(opened, &status) != 0) {
        int failure = -errno;
        close(opened);
        return failure;
    }
    uint64_t rights = FS_READ_FILE;
    if (allowed & SY_ALLOW_WRITE)
        rights |= FS_WRITE_FILE | FS_TRUNCATE;
    /* The kernel refuses rights on a file that only a folder can have. */
    if (S_ISDIR(status.st_mode)) {
        if (!(allowed & SY_ALLOW_READ_NAMED))
            rights |= FS_READ_DIR;
        if (allowed & SY_ALLOW_WRITE)
            rights |= FS_MAKE_REG | FS_REMOVE_FILE;
    }
    struct path_beneath rule = {.allowed = rights & handled_rights(abi), .parent = opened};
    long added = syscall(LANDLOCK_ADD_RULE, rules, RULE_PATH_BENEATH, &rule, 0);
    int result = added == 0 ? 0 : -errno;
    close(opened);
    return result;
}

int sy_landlock_enforce(int rules) {
    return syscall(LANDLOCK_RESTRICT_SELF, rules, 0) == 0 ? 0 : -errno;
}

#else

int sy_landlock_abi(void) { return 0; }
int sy_landlock_new(int abi) { (void)abi; return -ENOSYS; }
int sy_landlock_allow(int rules, int abi, const char *path, uint32_t allowed) {
    (void)rules, (void)abi, (void)path, (void)allowed;
    return -ENOSYS;
}
int sy_landlock_enforce(int rules) { (void)rules; return -ENOSYS; }

#endif
