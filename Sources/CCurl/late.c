/*
 * libcurl's functions under their own names, each of which looks the real one up: what the linker does for a library that is
 * loaded with the program.
 */
#include "CCurl.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static pthread_once_t loading = PTHREAD_ONCE_INIT;
static pthread_once_t starting = PTHREAD_ONCE_INIT;
static void *library;
static char problem[512];
static CURLcode started;

static void *find(const char *name);

#define REAL(name) ((__typeof__(&name))find(#name))

/* At once: other threads are at work, and nothing is open that would have to be closed. */
static void fail(void) {
    fprintf(stderr, "switchyard: libcurl cannot be used: %s. Install libcurl4 7.85 or later.\n", problem);
    _exit(127); /* as a shell says of a program that cannot be started */
}

static void load(void) {
    library = dlopen("libcurl.so.4", RTLD_LAZY | RTLD_LOCAL);
    if (!library) snprintf(problem, sizeof problem, "%s", dlerror());
}

static void start(void) {
    started = REAL(curl_global_init)(CURL_GLOBAL_DEFAULT);
}

static void *find(const char *name) {
    sy_curl_load();
    if (!library) fail();
    void *function = dlsym(library, name);
    if (!function) {
        snprintf(problem, sizeof problem, "%s", dlerror());
        fail();
    }
    return function;
}

void sy_curl_load(void) {
    pthread_once(&loading, load);
}

CURLcode sy_curl_start(void) {
    pthread_once(&starting, start);
    return started;
}

/* Not seen from outside of the program: libcurl must find its own. */
#define LATE(result, name, parameters, arguments)                                                                              \
    __attribute__((visibility("hidden"))) result name parameters { return REAL(name) arguments; }

LATE(CURL *, curl_easy_init, (void), ())
LATE(void, curl_easy_cleanup, (CURL *easy), (easy))
LATE(const char *, curl_easy_strerror, (CURLcode code), (code))
LATE(CURLM *, curl_multi_init, (void), ())
LATE(CURLMcode, curl_multi_add_handle, (CURLM *multi, CURL *easy), (multi, easy))
LATE(CURLMcode, curl_multi_remove_handle, (CURLM *multi, CURL *easy), (multi, easy))
LATE(CURLMcode, curl_multi_perform, (CURLM *multi, int *running), (multi, running))
LATE(CURLMcode, curl_multi_poll, (CURLM *multi, struct curl_waitfd *more, unsigned count, int timeout, int *ready),
     (multi, more, count, timeout, ready))
LATE(CURLMcode, curl_multi_wakeup, (CURLM *multi), (multi))
LATE(CURLMsg *, curl_multi_info_read, (CURLM *multi, int *left), (multi, left))
LATE(CURLMcode, curl_multi_cleanup, (CURLM *multi), (multi))
LATE(const char *, curl_multi_strerror, (CURLMcode code), (code))
LATE(struct curl_slist *, curl_slist_append, (struct curl_slist *list, const char *text), (list, text))
LATE(void, curl_slist_free_all, (struct curl_slist *list), (list))
LATE(CURLU *, curl_url, (void), ())
LATE(void, curl_url_cleanup, (CURLU *url), (url))
LATE(CURLUcode, curl_url_set, (CURLU *url, CURLUPart part, const char *text, unsigned flags), (url, part, text, flags))
LATE(void, curl_free, (void *memory), (memory))

/* The variadic ones. */

#define SET(easy, option, value) (REAL(curl_easy_setopt))(easy, option, value)
#define GET(easy, info, value) (REAL(curl_easy_getinfo))(easy, info, value)

CURLcode sy_curl_set_long(CURL *easy, CURLoption option, long value) { return SET(easy, option, value); }
CURLcode sy_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value) { return SET(easy, option, value); }
CURLcode sy_curl_set_string(CURL *easy, CURLoption option, const char *value) { return SET(easy, option, value); }
CURLcode sy_curl_set_pointer(CURL *easy, CURLoption option, void *value) { return SET(easy, option, value); }
CURLcode sy_curl_set_bytes_function(CURL *easy, CURLoption option, sy_curl_bytes_function function) {
    return SET(easy, option, function);
}
CURLcode sy_curl_get_long(CURL *easy, CURLINFO info, long *value) { return GET(easy, info, value); }
CURLcode sy_curl_get_pointer(CURL *easy, CURLINFO info, void **value) { return GET(easy, info, value); }
CURLMcode sy_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return (REAL(curl_multi_setopt))(multi, option, value);
}

/* Later versions of libcurl have it with another type. */
CURLUcode sy_curl_url_get(CURLU *url, CURLUPart part, char **text, unsigned flags) {
    return REAL(curl_url_get)(url, part, text, flags);
}

/* Sockets. */

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)context;
    (void)purpose;
    curl_socket_t opened = socket(address->family, address->socktype, address->protocol);
    if (opened != CURL_SOCKET_BAD)
        fcntl(opened, F_SETFD, FD_CLOEXEC);
    return opened;
}

void sy_curl_close_sockets_on_exec(CURL *easy) {
    SET(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
}
