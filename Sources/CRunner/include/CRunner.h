/* What a host and its runner share below Swift: the record of the hooks that are running, and how a runner is started. */
#ifndef SWITCHYARD_CRUNNER_H
#define SWITCHYARD_CRUNNER_H

#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The places of the record: the first is the apply thread's, the others are those of queries. */
#define SY_RECORD_PLACES 33
/* One more place: where a plugin's code ended the process on a thread that ran no hook. */
#define SY_RECORD_STRAY SY_RECORD_PLACES
#define SY_RECORD_STRAY_HOOK "a thread of its own"
#define SY_RECORD_TEXT 128
#define SY_RECORD_DEPTH 20
/* The exit code of a runner that a hook has cut off from its host. */
#define SY_LINK_LOST 70

enum { SY_PLACE_FREE = 0, SY_PLACE_RUNNING = 1, SY_PLACE_FAULTED = 2, SY_PLACE_EXITED = 3 };

/* One place of the record, copied out. */
typedef struct {
    uint32_t state;
    int32_t signal;      /* the signal that ended it, while faulted */
    int64_t event;       /* sequence number; 0 outside of an event */
    int64_t started_ms;  /* of the outermost hook, CLOCK_MONOTONIC */
    char plugin[SY_RECORD_TEXT];
    char hook[SY_RECORD_TEXT];
} sy_place;

typedef struct sy_record sy_record;

/* Makes a record in anonymous shared memory; its descriptor goes to *fd. NULL: see errno. */
sy_record *sy_record_create(int *fd);
/* Maps the record behind a descriptor and closes it. NULL: see errno. */
sy_record *sy_record_attach(int fd);
/* Unmaps it. */
void sy_record_close(sy_record *record);

/* From now on the calling thread's hooks are noted at this place, as part of this event (0: of none). */
void sy_record_begin(sy_record *record, int place, int64_t event);
/* From now on they are noted nowhere. */
void sy_record_end(void);
/* Notes that the calling thread runs a hook, within those that it runs already. */
void sy_record_push(const char *plugin, const char *hook);
/* Notes that it has returned. */
void sy_record_pop(void);
/* Copies one place out; a place that changes meanwhile is copied again. */
void sy_record_read(const sy_record *record, int place, sy_place *copy);

/* From now on a fatal signal or an exit notes itself at the place of its thread. On a thread that has none it notes, at
   SY_RECORD_STRAY, the plugin whose code the thread was in or was called from. */
int sy_record_watch_faults(sy_record *record);
/* Tells where the code of a plugin is: the library that was opened by this path. -1: no such library, or too many. */
int sy_record_library(const char *plugin, const char *path);
/* From now on a hook that has closed this descriptor, or has put another file in its place, ends the process with SY_LINK_LOST
   when it returns. Not 0: see errno. */
int sy_record_guard(int fd);
/* Gives the calling thread a stack of its own for fatal signals, so that a stack overflow is noted, too. */
void sy_record_prepare_thread(void);

/* Refuses the process memory of its own beyond this, for good. Not 0: see errno. */
int sy_limit_memory(uint64_t bytes);

/* From now on a few megabytes that were freed stay with the process: an event with a long text needs them again, and the kernel
   clears whatever it gives out. */
void sy_keep_freed_memory(void);

/* Milliseconds of CLOCK_MONOTONIC. */
int64_t sy_monotonic_ms(void);

/* Starts a program with two descriptors, 3 and 4, and no others but standard error (which is its standard output, too).
   It is killed when the calling thread ends. -1: see errno. */
pid_t sy_spawn_runner(const char *path, char *const arguments[], char *const environment[], int link, int record);

/* Waits for the end of a child, which keeps its id until sy_wait. */
void sy_await_end(pid_t child);
/* Waits for the end of a child, and lets it go. Answers its exit code, or the negated number of the signal that ended it. */
int sy_wait(pid_t child);

#ifdef __cplusplus
}
#endif
#endif
