/*
 * What Swift needs of libcurl: the headers, and the variadic functions as typed ones, since Swift cannot call variadic C
 * functions. Imported by HTTPClient only.
 *
 * libcurl brings some thirty libraries along, which take longer to load than everything else together. It is loaded by the first
 * call, or ahead of it by sy_curl_load; so the process in which plugins run never has it. What is called of libcurl must be in
 * the list of late.c.
 */
#ifndef CCURL_H
#define CCURL_H

/* The type checks are macros around the variadic calls; here the C types do that work. */
#ifndef CURL_DISABLE_TYPECHECK
#define CURL_DISABLE_TYPECHECK 1
#endif
#include <curl/curl.h>

typedef size_t (*sy_curl_bytes_function)(char *bytes, size_t size, size_t count, void *context);

/* Loads the library, unless that has been done. From any thread, also from one that is still at it when the process ends: TLS, which
 * cleans up behind itself then, is not started. What is missing is said by the first call that needs it, which ends the process. */
void sy_curl_load(void);

/* Starts the library before the first transfer, unless that has been done. */
CURLcode sy_curl_start(void);

CURLcode sy_curl_set_long(CURL *easy, CURLoption option, long value);
CURLcode sy_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value);

/* libcurl copies the string. */
CURLcode sy_curl_set_string(CURL *easy, CURLoption option, const char *value);

/* For contexts and lists: libcurl keeps the pointer, the caller keeps what it points to. */
CURLcode sy_curl_set_pointer(CURL *easy, CURLoption option, void *value);

/* For CURLOPT_WRITEFUNCTION, CURLOPT_HEADERFUNCTION and CURLOPT_READFUNCTION. */
CURLcode sy_curl_set_bytes_function(CURL *easy, CURLoption option, sy_curl_bytes_function function);

CURLcode sy_curl_get_long(CURL *easy, CURLINFO info, long *value);
CURLcode sy_curl_get_pointer(CURL *easy, CURLINFO info, void **value);
CURLMcode sy_curl_multi_set_long(CURLM *multi, CURLMoption option, long value);

CURLUcode sy_curl_url_get(CURLU *url, CURLUPart part, char **text, unsigned flags);

/* The result of a message whose `msg` is CURLMSG_DONE; Swift cannot read the union by that name. */
static inline CURLcode sy_curl_message_result(const CURLMsg *message) {
    return message->data.result;
}

/* Sockets that programs started by this process do not inherit. */
void sy_curl_close_sockets_on_exec(CURL *easy);

#endif
