#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CIsolation.h"

#include <errno.h>

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Calls that are younger than the headers of some distributions. They have the same number everywhere. */
#ifndef __NR_mount_setattr
#define __NR_mount_setattr 442
#endif
#ifndef __NR_process_mrelease
#define __NR_process_mrelease 448
#endif
#ifndef __NR_fchmodat2
#define __NR_fchmodat2 452
#endif
#ifndef __NR_setxattrat
#define __NR_setxattrat 463
#endif
#ifndef __NR_removexattrat
#define __NR_removexattrat 466
#endif
#ifndef __NR_open_tree_attr
#define __NR_open_tree_attr 467
#endif
#ifndef __NR_file_setattr
#define __NR_file_setattr 469
#endif

/* Answered with EPERM whatever their arguments are. */
static const uint16_t forbidden[] = {
    /* The network. The link to the host is a pair of sockets that exists already. */
    __NR_socket, __NR_connect, __NR_bind, __NR_listen, __NR_accept, __NR_accept4,
    /* Other programs and processes, their memory and descriptors. */
    __NR_execve, __NR_execveat, __NR_ptrace, __NR_process_vm_readv, __NR_process_vm_writev, __NR_process_madvise,
    __NR_process_mrelease, __NR_kcmp, __NR_pidfd_open, __NR_pidfd_getfd, __NR_pidfd_send_signal, __NR_tkill,
    __NR_rt_sigqueueinfo, __NR_migrate_pages, __NR_move_pages, __NR_setpriority, __NR_sched_setaffinity,
    __NR_sched_setattr, __NR_sched_setparam, __NR_sched_setscheduler, __NR_ioprio_set,
    __NR_shmget, __NR_shmat, __NR_shmctl, __NR_semget, __NR_semop, __NR_semctl, __NR_msgget, __NR_msgsnd, __NR_msgrcv,
    __NR_msgctl, __NR_mq_open, __NR_mq_unlink,
    /* What Landlock does not know of files: modes, owners, times, attributes. */
    __NR_fchmod, __NR_fchmodat, __NR_fchmodat2, __NR_fchown, __NR_fchownat, __NR_utimensat, __NR_setxattr,
    __NR_lsetxattr, __NR_fsetxattr, __NR_setxattrat, __NR_removexattr, __NR_lremovexattr, __NR_fremovexattr,
    __NR_removexattrat, __NR_file_setattr, __NR_fanotify_init, __NR_name_to_handle_at, __NR_open_by_handle_at,
    __NR_quotactl,
    /* Mounts and name spaces. */
    __NR_mount, __NR_umount2, __NR_pivot_root, __NR_chroot, __NR_move_mount, __NR_open_tree, __NR_open_tree_attr,
    __NR_fsopen, __NR_fsconfig, __NR_fsmount, __NR_fspick, __NR_mount_setattr, __NR_unshare, __NR_setns,
    /* Large doors into the kernel. */
    __NR_bpf, __NR_perf_event_open, __NR_io_uring_setup, __NR_io_uring_enter, __NR_io_uring_register,
    __NR_userfaultfd, __NR_keyctl, __NR_add_key, __NR_request_key, __NR_kexec_load, __NR_init_module,
    __NR_finit_module, __NR_delete_module, __NR_personality, __NR_syslog,
    /* The machine as a whole. */
    __NR_reboot, __NR_swapon, __NR_swapoff, __NR_acct, __NR_sethostname, __NR_setdomainname, __NR_settimeofday,
    __NR_clock_settime, __NR_clock_adjtime, __NR_adjtimex, __NR_vhangup, __NR_lookup_dcookie, __NR_nfsservctl,
#ifdef __NR_kexec_file_load
    __NR_kexec_file_load,
#endif
#ifdef __NR_quotactl_fd
    __NR_quotactl_fd,
#endif
#ifdef __x86_64__
    __NR_fork, __NR_vfork, __NR_chmod, __NR_chown, __NR_lchown, __NR_utime, __NR_utimes, __NR_futimesat, __NR_iopl,
    __NR_ioperm, __NR_modify_ldt, __NR_uselib, __NR__sysctl, __NR_create_module, __NR_get_kernel_syms,
    __NR_query_module,
#endif
};

#ifdef __x86_64__
#define ARCHITECTURE AUDIT_ARCH_X86_64
#else
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

enum { CAPACITY = 2 * sizeof(forbidden) / sizeof(forbidden[0]) + 64 };

struct program {
    struct sock_filter steps[CAPACITY];
    unsigned short count;
};

static void add(struct program *program, uint16_t code, uint32_t value, uint8_t when_true, uint8_t when_false) {
    program->steps[program->count++] = (struct sock_filter){code, when_true, when_false, value};
}

static void load(struct program *program, uint32_t offset) { add(program, BPF_LD | BPF_W | BPF_ABS, offset, 0, 0); }

static void answer(struct program *program, uint32_t what) { add(program, BPF_RET | BPF_K, what, 0, 0); }

static void refuse(struct program *program, int error) { answer(program, SECCOMP_RET_ERRNO | (uint32_t)error); }

static uint32_t argument(int index) { return (uint32_t)offsetof(struct seccomp_data, args) + 8 * (uint32_t)index; }

/* The lower half of an argument is enough: process ids, flags and requests are 32 bits wide. Little endian. */
static void refuse_unless(struct program *program, int call, int index, const uint32_t *values, uint8_t count) {
    add(program, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, (uint8_t)(count + 3));
    load(program, argument(index));
    for (uint8_t i = 0; i < count; i++)
        add(program, BPF_JMP | BPF_JEQ | BPF_K, values[i], (uint8_t)(count - i), 0);
    refuse(program, EPERM);
    answer(program, SECCOMP_RET_ALLOW);
}

/* The opposite: some values are refused. */
static void refuse_if(struct program *program, int call, int index, const uint32_t *values, uint8_t count) {
    add(program, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, (uint8_t)(count + 3));
    load(program, argument(index));
    for (uint8_t i = 0; i < count; i++)
        add(program, BPF_JMP | BPF_JEQ | BPF_K, values[i], (uint8_t)(count - i), 0);
    answer(program, SECCOMP_RET_ALLOW);
    refuse(program, EPERM);
}

static void refuse_terminal_input(struct program *program) {
    /* TIOCSTI, TIOCLINUX: typing into the terminal from which the host was started. */
    add(program, BPF_JMP | BPF_JEQ | BPF_K, __NR_ioctl, 0, 5);
    load(program, argument(1));
    add(program, BPF_JMP | BPF_JEQ | BPF_K, TIOCSTI, 1, 0);
    add(program, BPF_JMP | BPF_JEQ | BPF_K, TIOCLINUX, 0, 1);
    refuse(program, EPERM);
    answer(program, SECCOMP_RET_ALLOW);
}

static void refuse_processes(struct program *program) {
    /* clone3 hides its flags behind a pointer; told that it does not exist, the C library takes clone. */
    add(program, BPF_JMP | BPF_JEQ | BPF_K, __NR_clone3, 0, 1);
    refuse(program, ENOSYS);
    add(program, BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 0, 4);
    load(program, argument(0));
    add(program, BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0);
    refuse(program, EPERM);
    answer(program, SECCOMP_RET_ALLOW);
}

static void build(struct program *program, uint32_t own) {
    load(program, offsetof(struct seccomp_data, arch));
    add(program, BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
    answer(program, SECCOMP_RET_KILL_PROCESS);
    load(program, offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
    /* The calls of x32 are the same ones under other numbers. */
    add(program, BPF_JMP | BPF_JGE | BPF_K, 0x40000000u, 0, 1);
    refuse(program, ENOSYS);
#endif
    for (unsigned i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++) {
        add(program, BPF_JMP | BPF_JEQ | BPF_K, forbidden[i], 0, 1);
        refuse(program, EPERM);
    }
    refuse_processes(program);
    const uint32_t self[] = {own};
    const uint32_t self_or_caller[] = {0, own};
    refuse_unless(program, __NR_kill, 0, self, 1);
    refuse_unless(program, __NR_tgkill, 0, self, 1);
    refuse_unless(program, __NR_rt_tgsigqueueinfo, 0, self, 1);
    refuse_unless(program, __NR_prlimit64, 0, self_or_caller, 2);
    /* The runner ends with its host, and nobody reads its memory. */
    const uint32_t ties[] = {PR_SET_PDEATHSIG, PR_SET_DUMPABLE};
    refuse_if(program, __NR_prctl, 0, ties, 2);
    refuse_terminal_input(program);
    answer(program, SECCOMP_RET_ALLOW);
}

int sy_can_filter_calls(void) {
    uint32_t action = SECCOMP_RET_ERRNO;
    return syscall(__NR_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

int sy_filter_calls(void) {
    struct program program = {.count = 0};
    build(&program, (uint32_t)getpid());
    struct sock_fprog filter = {.len = program.count, .filter = program.steps};
    long result = syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter);
    if (result < 0)
        return -errno;
    /* A positive answer is the thread that has a filter of its own and cannot be put under this one. */
    return result == 0 ? 0 : -EBUSY;
}

#else

int sy_can_filter_calls(void) { return 0; }
int sy_filter_calls(void) { return -ENOSYS; }

#endif
