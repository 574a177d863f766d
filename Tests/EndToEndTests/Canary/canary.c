/*
 * A plugin that looks for two words wherever a plugin might reach, each time somebody comments, and records the results
 * in a table. SecretTests runs it during a push. One word is the bot's token; the other is planted where a plugin may look, so
 * that a canary which finds nothing at all is noticed.
 *
 * It does not carry what it looks for: the configuration gives two halves whose exclusive or is the word, and it never has
 * more than one byte of it assembled. So if a word is found in this process, somebody else has put it there.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "switchyard_plugin.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define TEXT(literal) ((sy_bytes){literal, sizeof(literal) - 1})
#define WORD_CAPACITY 256
#define WORDS 2
#define ALL_WORDS ((1 << WORDS) - 1)
#define CHUNK (1u << 20)

extern char **environ;

static const char manifest[] =
    "{\"id\":\"canary\",\"version\":\"1.0.0\",\"abi\":\"1.0\",\"events\":[\"comment.created\"],"
    "\"resources\":[{\"path\":\"/canary\",\"method\":\"GET\",\"query\":\"findings\",\"role\":\"viewer\"}]}";

typedef struct canary {
    const sy_host *host;
    const sy_store *store;
    const sy_event_service *events;
    const sy_log *log;
} canary;

/* What is looked for, in halves. */
typedef struct word {
    unsigned char left[WORD_CAPACITY], right[WORD_CAPACITY];
    size_t length;
} word;

/* One look: where it runs, and the words. */
typedef struct look {
    const canary *self;
    sy_call *call;
    word words[WORDS];
    sy_status status;
} look;

static unsigned char buffer[CHUNK + WORD_CAPACITY];

/* ---- Host calls --------------------------------------------------------------------------------------------------- */

static sy_bytes borrowed(const char *text) { return (sy_bytes){text, strlen(text)}; }

/* Records one attempt: its place, the errno (0: readable), and which words were found, one bit each. */
static void keep(look *look, const char *place, int error, int found) {
    const char *name = error == 0 ? "ok" : strerrorname_np(error);
    sy_value values[3] = {
        {SY_TEXT, 0, 0, 0, borrowed(place)}, {SY_TEXT, 0, 0, 0, borrowed(name ? name : "unknown")}, {SY_INTEGER, 0, found, 0, {NULL, 0}}};
    sy_status status = look->self->store->execute(
        look->call, TEXT("INSERT OR REPLACE INTO canary_findings VALUES (?1, ?2, ?3 | "
                         "coalesce((SELECT found FROM canary_findings WHERE place = ?1), 0))"),
        values, 3, NULL);
    if (look->status == SY_OK) look->status = status;
}

static void unhex(sy_bytes hex, unsigned char *bytes, size_t *count) {
    const char *digits = hex.data;
    *count = 0;
    for (size_t i = 0; i + 1 < hex.size && *count < WORD_CAPACITY; i += 2) {
        char pair[3] = {digits[i], digits[i + 1], 0};
        bytes[(*count)++] = (unsigned char)strtoul(pair, NULL, 16);
    }
}

/* ---- Looking ------------------------------------------------------------------------------------------------------ */

static int is_in(const word *word, const unsigned char *bytes, size_t count) {
    const unsigned char first = word->left[0] ^ word->right[0];
    for (size_t at = 0; at + word->length <= count; at++) {
        const unsigned char *next = memchr(bytes + at, first, count - at - word->length + 1);
        if (next == NULL) return 0;
        at = (size_t)(next - bytes);
        size_t same = 1;
        while (same < word->length && bytes[at + same] == (word->left[same] ^ word->right[same])) same++;
        if (same == word->length) return 1;
    }
    return 0;
}

static int words_in(const look *look, const unsigned char *bytes, size_t count) {
    int found = 0;
    for (int i = 0; i < WORDS; i++) found |= is_in(&look->words[i], bytes, count) << i;
    return found;
}

/* Reads an open file to its end, at most 64 MB. The end of each chunk is searched again together with the next one. */
static int scan(const look *look, int file) {
    size_t kept = 0;
    int found = 0;
    for (int chunk = 0; chunk < 64 && found != ALL_WORDS; chunk++) {
        ssize_t count = read(file, buffer + kept, CHUNK);
        if (count <= 0) break;
        size_t total = kept + (size_t)count;
        found |= words_in(look, buffer, total);
        kept = total < WORD_CAPACITY ? total : WORD_CAPACITY;
        memmove(buffer, buffer + total - kept, kept);
    }
    memset(buffer, 0, sizeof buffer);
    return found;
}

static void try_file(look *look, const char *path) {
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    int error = file < 0 ? errno : 0, found = 0;
    if (file >= 0) {
        struct stat status;
        if (fstat(file, &status) == 0 && S_ISDIR(status.st_mode)) {
            DIR *folder = fdopendir(file);
            if (folder == NULL) error = errno;
            else closedir(folder);
        } else {
            found = scan(look, file);
            close(file);
        }
    }
    keep(look, path, error, found);
}

static void own_environment(look *look) {
    int found = 0;
    for (char **entry = environ; entry != NULL && *entry != NULL; entry++)
        found |= words_in(look, (const unsigned char *)*entry, strlen(*entry));
    keep(look, "own environment", 0, found);
}

/* The kernel copies the memory into a file, so memory that another thread unmaps meanwhile is an error and not a crash. */
static int scan_memory(const look *look, int copy, unsigned long from, unsigned long to) {
    int found = 0;
    for (unsigned long at = from; at < to; at += CHUNK) {
        unsigned long end = at + CHUNK + WORD_CAPACITY < to ? at + CHUNK + WORD_CAPACITY : to;
        ssize_t written = pwrite(copy, (const void *)at, end - at, 0);
        if (written <= 0) continue;
        ssize_t count = pread(copy, buffer, (size_t)written, 0);
        if (count > 0) found |= words_in(look, buffer, (size_t)count);
        memset(buffer, 0, sizeof buffer);
    }
    return found;
}

static void own_memory(look *look) {
    FILE *maps = fopen("/proc/self/maps", "re");
    int copy = memfd_create("canary", MFD_CLOEXEC);
    if (maps == NULL || copy < 0) {
        keep(look, "own memory", errno, 0);
        if (maps) fclose(maps);
        return;
    }
    char line[512], rights[8];
    unsigned long from, to, inode;
    int found = 0;
    while (found != ALL_WORDS && fgets(line, sizeof line, maps) != NULL)
        if (sscanf(line, "%lx-%lx %7s %*s %*s %lu", &from, &to, rights, &inode) == 4 && rights[0] == 'r' && rights[1] == 'w')
            found |= scan_memory(look, copy, from, to);
    fclose(maps);
    close(copy);
    keep(look, "own memory", 0, found);
}

/* The inherited descriptors: what each one is, and whether its file can be reopened. */
static void own_descriptors(look *look) {
    for (int number = 0; number < 256; number++) {
        char link[64], target[256], place[400];
        struct stat status;
        if (fstat(number, &status) != 0) continue;
        snprintf(link, sizeof link, "/proc/self/fd/%d", number);
        ssize_t length = readlink(link, target, sizeof target - 1);
        target[length > 0 ? length : 0] = 0;
        snprintf(place, sizeof place, "descriptor %d %s", number, target);
        /* Reading from the link would steal the host's messages. */
        if (S_ISSOCK(status.st_mode) || S_ISFIFO(status.st_mode)) {
            keep(look, place, ENOTSUP, 0);
            continue;
        }
        int file = open(link, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        int error = file < 0 ? errno : 0, found = 0;
        if (file >= 0) {
            found = scan(look, file);
            close(file);
        }
        keep(look, place, error, found);
    }
}

static void try_process(look *look, pid_t process) {
    static const char *const files[] = {"environ", "cmdline", "mem", "maps", "fd", "cwd"};
    char path[64], place[96], byte = 0;
    snprintf(path, sizeof path, "/proc/%d", process);
    struct stat status;
    if (stat(path, &status) != 0) return;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        snprintf(path, sizeof path, "/proc/%d/%s", process, files[i]);
        try_file(look, path);
    }
    struct iovec to = {&byte, 1}, from = {(void *)&manifest, 1};
    snprintf(place, sizeof place, "memory of %d", process);
    keep(look, place, process_vm_readv(process, &to, 1, &from, 1, 0) >= 0 ? 0 : errno, 0);
    snprintf(place, sizeof place, "tracing of %d", process);
    keep(look, place, ptrace(PTRACE_SEIZE, process, NULL, NULL) >= 0 ? 0 : errno, 0);
    snprintf(place, sizeof place, "descriptors of %d", process);
    keep(look, place, syscall(SYS_pidfd_open, process, 0) >= 0 ? 0 : errno, 0);
}

/* /proc cannot be listed, so process ids are guessed: all if there are few, otherwise those around the host's. */
static void other_processes(look *look) {
    long last = 32768;
    FILE *limit = fopen("/proc/sys/kernel/pid_max", "re");
    if (limit != NULL) {
        if (fscanf(limit, "%ld", &last) != 1) last = 32768;
        fclose(limit);
    }
    pid_t from = 1, to = (pid_t)last;
    if (last > 65536) {
        from = getppid() > 1000 ? getppid() - 1000 : 1;
        to = from + 30000;
    }
    for (pid_t process = from; process < to; process++)
        if (process != getpid()) try_process(look, process);
}

static void network(look *look) {
    int made = socket(AF_INET, SOCK_STREAM, 0);
    keep(look, "a socket", made >= 0 ? 0 : errno, 0);
    if (made >= 0) close(made);
}

/* ---- Hooks -------------------------------------------------------------------------------------------------------- */

/* Rows of one column from the configuration: SQLite parses JSON better than we would. */
static sy_status rows_of(look *look, sy_bytes document, sy_bytes sql, const sy_rows **rows) {
    sy_value argument = {SY_TEXT, 0, 0, 0, document};
    return look->self->store->query(look->call, sql, &argument, 1, rows);
}

static sy_status prepare(look *look, const sy_rows **paths) {
    sy_bytes configuration;
    const sy_rows *halves = NULL;
    sy_status status = look->self->events->configuration(look->call, &configuration);
    if (status != SY_OK) return status;
    status = rows_of(
        look, configuration, TEXT("SELECT value ->> 'left', value ->> 'right' FROM json_each(?1, '$.words') ORDER BY key"), &halves);
    if (status != SY_OK) return status;
    if (halves->row_count != WORDS) return SY_INVALID;
    for (size_t i = 0; i < WORDS; i++) {
        word *word = &look->words[i];
        size_t right = 0;
        unhex(halves->values[2 * i].bytes, word->left, &word->length);
        unhex(halves->values[2 * i + 1].bytes, word->right, &right);
        if (word->length < 8 || right != word->length) return SY_INVALID;
    }
    return rows_of(look, configuration, TEXT("SELECT value FROM json_each(?1, '$.paths')"), paths);
}

static sy_status event(void *instance, sy_call *call, const sy_event *event) {
    look look = {.self = instance, .call = call, .status = SY_OK};
    const sy_rows *paths = NULL;
    (void)event;
    sy_status status = prepare(&look, &paths);
    if (status != SY_OK) {
        sy_bytes reason = TEXT("");
        look.self->host->last_error(call, &reason);
        if (reason.size == 0) reason = TEXT("the canary's configuration is of no use");
        return look.self->host->fail(call, status, reason);
    }
    own_memory(&look);
    own_environment(&look);
    own_descriptors(&look);
    other_processes(&look);
    network(&look);
    for (uint64_t row = 0; row < paths->row_count; row++) {
        char path[1024];
        sy_bytes text = paths->values[row].bytes;
        snprintf(path, sizeof path, "%.*s", (int)text.size, (const char *)text.data);
        try_file(&look, path);
    }
    look.self->log->write(call, SY_LOG_INFO, TEXT("the canary has looked"), (sy_bytes){NULL, 0});
    return look.status == SY_OK ? SY_OK : look.self->host->fail(call, look.status, TEXT("a finding could not be kept"));
}

static sy_status start(void *instance, sy_call *call) {
    const canary *self = instance;
    sy_status status = self->store->execute(
        call, TEXT("CREATE TABLE IF NOT EXISTS canary_findings(place TEXT PRIMARY KEY, result TEXT, found INTEGER)"), NULL, 0, NULL);
    return status == SY_OK ? SY_OK : self->host->fail(call, status, TEXT("no table for findings"));
}

static sy_status query(void *instance, sy_call *call, const sy_query *query) {
    const canary *self = instance;
    const sy_rows *rows = NULL;
    (void)query;
    sy_status status = self->store->query(
        call,
        TEXT("SELECT json_object('items', json_group_array(json_object('place', place, 'result', result, 'found', found))) "
             "FROM (SELECT * FROM canary_findings ORDER BY place)"),
        NULL, 0, &rows);
    if (status != SY_OK) return self->host->fail(call, status, TEXT("no findings"));
    return self->host->result(call, rows->values[0].bytes);
}

static sy_status create(const sy_plugin *plugin, const sy_host *host, sy_call *call, void **instance) {
    canary *self = calloc(1, sizeof *self);
    (void)plugin;
    if (self == NULL) return host->fail(call, SY_FAILED, TEXT("out of memory"));
    self->host = host;
    self->store = host->service(host, TEXT("switchyard.store"), 1);
    self->events = host->service(host, TEXT("switchyard.event"), 1);
    self->log = host->service(host, TEXT("switchyard.log"), 1);
    if (!self->store || !self->events || !self->log) {
        free(self);
        return host->fail(call, SY_UNSUPPORTED, TEXT("this host lacks a service"));
    }
    *instance = self;
    return SY_OK;
}

static const sy_plugin table = {
    .size = sizeof(sy_plugin),
    .abi_major = SY_ABI_MAJOR,
    .abi_minor = SY_ABI_MINOR,
    .manifest = {manifest, sizeof manifest - 1},
    .create = create,
    .destroy = free,
    .start = start,
    .event = event,
    .query = query,
};

const sy_plugin *sy_plugin_1(void) { return &table; }
