/* Uses its call after the hook has returned: from the next event, and from another thread. */
#include "sinner.h"

#include <pthread.h>

static sy_call *kept;
static sy_status late = SY_OK;

static void *use(void *unused) {
    late = note(kept, text("from another thread"));
    return unused;
}

static void use_on_thread(void) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, use, NULL) == 0) pthread_join(thread, NULL);
}

static sy_status misbehave(sy_call *call, const sy_event *event) {
    if (!kept) {
        /* While the hook runs, but not on its thread. */
        kept = call;
        use_on_thread();
        return note(call, late == SY_INVALID ? text("refused on another thread") : text("answered another thread"));
    }
    sy_status closed = note(kept, text("with a closed call"));
    use_on_thread();
    (void)event;
    return note(call, closed == SY_INVALID && late == SY_INVALID ? text("refused when closed") : text("answered when closed"));
}

EXPORT()
