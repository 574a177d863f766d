#include "CCurl.h"

#include <fcntl.h>
#include <sys/socket.h>

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)context;
    (void)purpose;
    curl_socket_t opened = socket(address->family, address->socktype, address->protocol);
    if (opened != CURL_SOCKET_BAD)
        fcntl(opened, F_SETFD, FD_CLOEXEC);
    return opened;
}

void sy_curl_close_sockets_on_exec(CURL *easy) {
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
}
