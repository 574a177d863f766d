/* Ends the thread that it was called on. */
#include "sinner.h"

#include <pthread.h>

static sy_status misbehave(sy_call *call, const sy_event *event) {
    (void)call;
    (void)event;
    pthread_exit(NULL);
}

EXPORT()
