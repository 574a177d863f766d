/* What a hostile plugin would try, one function each. 0: it worked; otherwise the errno with which it failed. */
#ifndef CPROBE_H
#define CPROBE_H

#include <sys/types.h>

int probe_read(const char *path);
int probe_list(const char *path);
int probe_write(const char *path);
int probe_make(const char *path);
int probe_truncate(const char *path);
int probe_remove(const char *path);
int probe_rename(const char *from, const char *to);
int probe_chmod(const char *path);
int probe_touch(const char *path);
int probe_socket(int family, int type);
int probe_connect(int port);
int probe_fork(void);
int probe_exec(void);
int probe_spawn(void);
int probe_seize(pid_t process);
int probe_read_memory(pid_t process);
int probe_signal(pid_t process);
int probe_limit(pid_t process);
/* Undoes the setting that ends this process with its parent, or lets others read its memory. */
int probe_outlive(void);
int probe_expose(void);
int probe_steal_descriptor(pid_t process);
/* A system call by its name, with arguments that do no harm if it is allowed. */
int probe_call(const char *name);
int probe_thread(void);
pid_t probe_thread_id(void);
int probe_load(const char *path);

/* Waits until a process that is not our child has ended: 0, ETIMEDOUT, or an errno. */
int probe_wait_for_end(pid_t process, int milliseconds);

/* Drops root's privileges, so that a test run by root shows what a plain user can do. */
int probe_drop_capabilities(void);

/* How many file descriptors are open from `first` on. */
int probe_open_descriptors(int first);

/* The name of an errno, "ok" for 0. */
const char *probe_name(int result);

#endif
