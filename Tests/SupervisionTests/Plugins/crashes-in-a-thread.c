/* Starts a thread that crashes in the way that the test defines, while the hook that started it waits, or after it has returned. */
#include "sinner.h"

#include <pthread.h>
#include <unistd.h>

static void *crash(void *unused) {
#ifndef IS_AWAITED
    usleep(50000);
#endif
#if defined BY_EXIT
    exit(0);
#elif defined BY_ABORT
    abort();
#else
    *(volatile int *)8 = 1;
#endif
    return unused;
}

static sy_status misbehave(sy_call *call, const sy_event *event) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, crash, NULL) != 0) return SY_FAILED;
#ifdef IS_AWAITED
    pthread_join(thread, NULL);
#endif
    return note_context(call, event);
}

EXPORT()
