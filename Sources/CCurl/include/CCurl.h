/*
 * What Swift needs of libcurl: the headers, and the variadic functions as typed inline ones,
 * since Swift cannot call variadic C functions. Imported by HTTPClient only.
 */
#ifndef CCURL_H
#define CCURL_H

/* The type checks are macros around the variadic calls; here the C types do that work. */
#ifndef CURL_DISABLE_TYPECHECK
#define CURL_DISABLE_TYPECHECK 1
#endif
#include <curl/curl.h>

typedef size_t (*sy_curl_bytes_function)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode sy_curl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode sy_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

/* libcurl copies the string. */
static inline CURLcode sy_curl_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

/* For contexts and lists: libcurl keeps the pointer, the caller keeps what it points to. */
static inline CURLcode sy_curl_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

/* For CURLOPT_WRITEFUNCTION, CURLOPT_HEADERFUNCTION and CURLOPT_READFUNCTION. */
static inline CURLcode sy_curl_set_bytes_function(CURL *easy, CURLoption option, sy_curl_bytes_function function) {
    return curl_easy_setopt(easy, option, function);
}

static inline CURLcode sy_curl_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode sy_curl_get_pointer(CURL *easy, CURLINFO info, void **value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLMcode sy_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

/* The result of a message whose `msg` is CURLMSG_DONE; Swift cannot read the union by that name. */
static inline CURLcode sy_curl_message_result(const CURLMsg *message) {
    return message->data.result;
}

/* Sockets that programs started by this process do not inherit. */
void sy_curl_close_sockets_on_exec(CURL *easy);

#endif
