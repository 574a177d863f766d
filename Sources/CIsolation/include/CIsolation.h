/*
 * What keeps plugins apart from the host: typed functions around system calls that have no wrapper in the C library.
 * Imported by Engine only.
 *
 * Every function that can fail returns 0 (or a descriptor) or a negative errno; none allocates, none starts a thread.
 * Elsewhere than on Linux they return -ENOSYS.
 */
#ifndef CISOLATION_H
#define CISOLATION_H

#include <stdint.h>

/* What a Landlock rule lets through. */
#define SY_ALLOW_READ 1u       /* read a file; list and read what is below a folder */
#define SY_ALLOW_WRITE 2u      /* besides: write and truncate a file, make and remove files below a folder */
#define SY_ALLOW_READ_NAMED 4u /* read a file below a folder, but not list the folder */

/* The newest Landlock ABI that the kernel speaks; 0 if it has none, negative errno if it is switched off. */
int sy_landlock_abi(void);

/* A new rule set that handles all that the ABI knows. Returns its descriptor. */
int sy_landlock_new(int abi);

/* Lets the rule set `rules` through to what is at or below `path`. */
int sy_landlock_allow(int rules, int abi, const char *path, uint32_t allowed);

/* Puts the calling thread, and all that it starts from now on, under the rules. Cannot be undone. */
int sy_landlock_enforce(int rules);

/* Whether the kernel has system call filters for this processor. */
int sy_can_filter_calls(void);

/* Forbids all threads the calls that no plugin runner needs. Cannot be undone. */
int sy_filter_calls(void);

/* No program that is started from now on has more rights than this one (PR_SET_NO_NEW_PRIVS). */
int sy_forbid_new_privileges(void);

/* Whether sy_forbid_new_privileges has been called. */
int sy_new_privileges_forbidden(void);

/* Gives up all capabilities, which a process of root has. */
int sy_drop_capabilities(void);

/* No core file, and nobody of the same user may read this process's memory or environment (PR_SET_DUMPABLE 0). */
int sy_hide_process(void);

/* How many threads the process has. */
int sy_count_threads(void);

/* Closes all descriptors from `first` on. */
int sy_close_descriptors_from(int first);

/* Writes the path of the library that defines `symbol`, as the loader names it, with a zero at its end. */
int sy_library_of_symbol(const char *symbol, char *path, uint32_t capacity);

#endif
