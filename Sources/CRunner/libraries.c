#define _GNU_SOURCE
#include "libraries.h"

#include "CRunner.h"

#include <errno.h>
#include <link.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LIBRARIES 64
/* How far up a stack is looked, in words: the frames of a trap and of what it was called through are smaller. */
#define STACK_WORDS 4096
/* No machine has smaller ones. */
#define PAGE 4096

typedef struct {
    uintptr_t start;
    uintptr_t end;
    char plugin[SY_RECORD_TEXT];
} sy_library;

static sy_library libraries[LIBRARIES];
static _Atomic int known;

typedef struct {
    const char *path;
    uintptr_t start;
    uintptr_t end;
} sy_search;

static int look(struct dl_phdr_info *info, size_t size, void *data) {
    sy_search *search = data;
    (void)size;
    if (info->dlpi_name == NULL || strcmp(info->dlpi_name, search->path) != 0) return 0;
    search->start = UINTPTR_MAX;
    for (int index = 0; index < info->dlpi_phnum; index++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[index];
        if (part->p_type != PT_LOAD || !(part->p_flags & PF_X)) continue;
        uintptr_t start = info->dlpi_addr + part->p_vaddr;
        if (start < search->start) search->start = start;
        if (start + part->p_memsz > search->end) search->end = start + part->p_memsz;
    }
    return 1;
}

int sy_record_library(const char *plugin, const char *path) {
    sy_search search = {path, 0, 0};
    int count = atomic_load(&known);
    if (count >= LIBRARIES || dl_iterate_phdr(look, &search) == 0 || search.start >= search.end) return -1;
    sy_library *library = &libraries[count];
    library->start = search.start;
    library->end = search.end;
    strncpy(library->plugin, plugin, SY_RECORD_TEXT - 1);
    atomic_store(&known, count + 1);
    return 0;
}

static const char *owner(uintptr_t address) {
    int count = atomic_load(&known);
    for (int index = 0; index < count; index++) {
        if (address >= libraries[index].start && address < libraries[index].end) return libraries[index].plugin;
    }
    return NULL;
}

/* Whether there is a word to be read. The kernel copies it before it finds that the first argument makes no sense. */
static int is_readable(const uintptr_t *word) {
    int error = errno;
    int fails = syscall(SYS_rt_sigprocmask, ~0, word, NULL, sizeof(uint64_t)) == -1 && errno == EFAULT;
    errno = error;
    return !fails;
}

const char *sy_plugin_on_stack(uintptr_t code, const uintptr_t *stack) {
    const char *plugin = owner(code);
    /* A stack pointer that was overwritten may be anything. */
    stack = (const uintptr_t *)(((uintptr_t)stack + sizeof *stack - 1) / sizeof *stack * sizeof *stack);
    if (stack == NULL) return plugin;
    for (int index = 0; plugin == NULL && index < STACK_WORDS; index++) {
        /* The stack may end before this, at the end of a page. */
        int is_new_page = index == 0 || (uintptr_t)&stack[index] % PAGE == 0;
        if (is_new_page && !is_readable(&stack[index])) break;
        plugin = owner(stack[index]);
    }
    return plugin;
}
