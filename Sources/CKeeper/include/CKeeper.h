/*
 * The process between the host and git. Imported by Git only.
 */
#ifndef CKEEPER_H
#define CKEEPER_H

#include <stdint.h>

/*
 * Runs a program and answers with its exit status, once it and all that it started have ended. When the process `host`,
 * which must be the parent, dies, all of them are killed, the caller too: it must lead a process group of its own, and
 * must have one thread. A program that dies of a signal takes the others with it.
 *
 * Returns 127 if the program cannot be started, 126 if the host has died already or nothing can be kept.
 */
int sy_keep(int32_t host, char *const arguments[]);

/* Nobody of the same user may read this process's memory or environment from now on, and it leaves no core file. */
void sy_hide_helper(void);

#endif
