/* Frees memory that it has already freed. */
#include "sinner.h"

static sy_status misbehave(sy_call *call, const sy_event *event) {
    (void)call;
    (void)event;
    void *memory = malloc(64);
    for (int i = 0; i < 2; i++) free(*(void *volatile *)&memory);
    return SY_OK;
}

EXPORT()
