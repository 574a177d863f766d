#define _GNU_SOURCE
#include "CRunner.h"
#include "libraries.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

/* A writer makes the version odd while it changes the rest. */
typedef struct {
    _Atomic uint32_t version;
    sy_place place;
} sy_shared_place;

struct sy_record {
    sy_shared_place places[SY_RECORD_STRAY + 1];
};

typedef struct {
    char plugin[SY_RECORD_TEXT];
    char hook[SY_RECORD_TEXT];
} sy_frame;

/* What a thread is doing. */
typedef struct {
    sy_shared_place *place;
    int64_t event;
    int depth;
    sy_frame frames[SY_RECORD_DEPTH];
} sy_thread;

static _Thread_local sy_thread own;
/* Where threads without a place note their end. */
static sy_record *watched;
/* The descriptor that hooks must leave alone, and what it stands for. */
static int guarded_fd = -1;
static struct stat guarded;

static sy_record *map(int fd) {
    void *memory = mmap(NULL, sizeof(sy_record), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

sy_record *sy_record_create(int *fd) {
    int made = memfd_create("switchyard-hooks", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (made < 0) return NULL;
    /* Sealed: reading memory that a plugin has cut off would end the host. */
    const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
    int made_well = ftruncate(made, sizeof(sy_record)) == 0 && fcntl(made, F_ADD_SEALS, seals) == 0;
    sy_record *record = made_well ? map(made) : NULL;
    if (record == NULL) {
        int reason = errno;
        close(made);
        errno = reason;
        return NULL;
    }
    *fd = made;
    return record;
}

sy_record *sy_record_attach(int fd) {
    sy_record *record = map(fd);
    if (record != NULL) close(fd);
    return record;
}

void sy_record_close(sy_record *record) {
    if (record != NULL) munmap(record, sizeof(sy_record));
}

int64_t sy_monotonic_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void copy_text(char *target, const char *text) {
    size_t length = strnlen(text, SY_RECORD_TEXT - 1);
    memcpy(target, text, length);
    target[length] = 0;
}

/* The record says what the innermost hook is, and since when the outermost has been running. */
static void show(void) {
    const sy_frame *frame = &own.frames[own.depth - 1];
    sy_place *place = &own.place->place;
    atomic_fetch_add(&own.place->version, 1);
    if (own.depth == 1 && place->state != SY_PLACE_RUNNING) place->started_ms = sy_monotonic_ms();
    place->state = SY_PLACE_RUNNING;
    place->signal = 0;
    place->event = own.event;
    memcpy(place->plugin, frame->plugin, SY_RECORD_TEXT);
    memcpy(place->hook, frame->hook, SY_RECORD_TEXT);
    atomic_fetch_add(&own.place->version, 1);
}

void sy_record_begin(sy_record *record, int place, int64_t event) {
    own.place = record != NULL && place >= 0 && place < SY_RECORD_PLACES ? &record->places[place] : NULL;
    own.event = event;
    own.depth = 0;
}

void sy_record_end(void) {
    /* A plugin that jumps out of a hook leaves it noted as running. */
    own.depth = own.place == NULL ? 0 : own.depth > 0;
    sy_record_pop();
    own.place = NULL;
}

void sy_record_push(const char *plugin, const char *hook) {
    if (own.place == NULL) return;
    own.depth++;
    if (own.depth > SY_RECORD_DEPTH) return;
    copy_text(own.frames[own.depth - 1].plugin, plugin);
    copy_text(own.frames[own.depth - 1].hook, hook);
    show();
}

int sy_record_guard(int fd) {
    if (fstat(fd, &guarded) != 0) return -1;
    guarded_fd = fd;
    return 0;
}

/* While the hook is still noted as running: nobody else can have done it. */
static void check_guarded(void) {
    struct stat now;
    if (guarded_fd < 0) return;
    if (fstat(guarded_fd, &now) == 0 && now.st_ino == guarded.st_ino && now.st_dev == guarded.st_dev) return;
    _exit(SY_LINK_LOST);
}

void sy_record_pop(void) {
    if (own.place == NULL || own.depth == 0) return;
    check_guarded();
    own.depth--;
    if (own.depth >= SY_RECORD_DEPTH) return;
    if (own.depth > 0) {
        show();
        return;
    }
    atomic_fetch_add(&own.place->version, 1);
    own.place->place.state = SY_PLACE_FREE;
    atomic_fetch_add(&own.place->version, 1);
}

void sy_record_read(const sy_record *record, int place, sy_place *copy) {
    memset(copy, 0, sizeof *copy);
    if (record == NULL || place < 0 || place > SY_RECORD_STRAY) return;
    sy_shared_place *shared = (sy_shared_place *)&record->places[place];
    /* A writer that was killed half way leaves the version odd for ever: what can be read then is better than nothing. */
    for (int attempt = 0; attempt < 1000; attempt++) {
        uint32_t before = atomic_load(&shared->version);
        *copy = shared->place;
        if (before % 2 == 0 && atomic_load(&shared->version) == before) break;
    }
    copy->plugin[SY_RECORD_TEXT - 1] = 0;
    copy->hook[SY_RECORD_TEXT - 1] = 0;
}

/* A hook of the plugin that is running. Where there are several, a query: after some crashes in queries it is asked nothing for a while,
 * and then it shows whether it was the event after all; the other way round an event would be set aside for what a page did. */
static const sy_place *running_hook(const char *plugin) {
    for (int index = SY_RECORD_PLACES - 1; index >= 0; index--) {
        const sy_place *place = &watched->places[index].place;
        if (place->state == SY_PLACE_RUNNING && strncmp(place->plugin, plugin, SY_RECORD_TEXT - 1) == 0) return place;
    }
    return NULL;
}

/* Only what may be called from a signal handler: plain stores into memory that is mapped. */
static void note_stray(uint32_t state, int signal, uintptr_t code, const uintptr_t *stack) {
    if (watched == NULL) return;
    sy_place *place = &watched->places[SY_RECORD_STRAY].place;
    const char *plugin = place->state == SY_PLACE_FREE ? sy_plugin_on_stack(code, stack) : NULL;
    if (plugin == NULL) return;
    /* A thread that a hook has started and waits for is part of that hook. Noted now: the hook may still return before the process has ended. */
    const sy_place *hook = running_hook(plugin);
    place->signal = signal;
    place->event = hook == NULL ? 0 : hook->event;
    copy_text(place->plugin, plugin);
    copy_text(place->hook, hook == NULL ? SY_RECORD_STRAY_HOOK : hook->hook);
    place->state = state;
}

static void note(uint32_t state, int signal, uintptr_t code, const uintptr_t *stack) {
    if (own.place == NULL) {
        note_stray(state, signal, code, stack);
        return;
    }
    sy_place *place = &own.place->place;
    if (place->state != SY_PLACE_RUNNING) return;
    place->signal = signal;
    place->state = state;
}

static void at_fault(int signal, siginfo_t *info, void *context) {
    const mcontext_t *machine = &((const ucontext_t *)context)->uc_mcontext;
#if defined(__x86_64__)
    uintptr_t code = (uintptr_t)machine->gregs[REG_RIP];
    const uintptr_t *stack = (const uintptr_t *)machine->gregs[REG_RSP];
#elif defined(__aarch64__)
    uintptr_t code = (uintptr_t)machine->pc;
    const uintptr_t *stack = (const uintptr_t *)machine->sp;
#endif
    note(SY_PLACE_FAULTED, signal, code, stack);
    /* The default action is in force again. A fault happens again at the same instruction; what was sent has to be sent on. */
    if (info->si_code <= 0) raise(signal);
}

static void at_exit(void) { note(SY_PLACE_EXITED, 0, 0, __builtin_frame_address(0)); }

int sy_record_watch_faults(sy_record *record) {
    static const int fatal[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGSYS};
    sy_record_prepare_thread();
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = at_fault;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    for (size_t index = 0; index < sizeof fatal / sizeof *fatal; index++) {
        if (sigaction(fatal[index], &action, NULL) != 0) return -1;
    }
    watched = record;
    return atexit(at_exit);
}

int sy_limit_memory(uint64_t bytes) {
    struct rlimit limit = {.rlim_cur = bytes, .rlim_max = bytes};
    return setrlimit(RLIMIT_DATA, &limit);
}

void sy_record_prepare_thread(void) {
    static _Thread_local void *stack;
    if (stack != NULL) return;
    stack = malloc(65536);
    if (stack == NULL) return;
    stack_t alternative = {.ss_sp = stack, .ss_size = 65536};
    sigaltstack(&alternative, NULL);
}
