/* A plugin whose hook takes longer than the benchmark. */
#define _POSIX_C_SOURCE 199309L

#include "switchyard_plugin.h"

#include <time.h>

static const char manifest[] = "{\"id\":\"hang\",\"version\":\"1.0.0\",\"abi\":\"1.0\",\"events\":[\"*\"]}";

static sy_status create(const sy_plugin *plugin, const sy_host *host, sy_call *call, void **instance) {
    static int nothing;
    (void)plugin;
    (void)host;
    (void)call;
    *instance = &nothing;
    return SY_OK;
}

static void destroy(void *instance) { (void)instance; }

static sy_status start(void *instance, sy_call *call) {
    (void)instance;
    (void)call;
    return SY_OK;
}

static sy_status event(void *instance, sy_call *call, const sy_event *event) {
    struct timespec pause = {27, 0};
    (void)instance;
    (void)call;
    (void)event;
    nanosleep(&pause, 0);
    return SY_OK;
}

static const sy_plugin table = {
    .size = sizeof(sy_plugin),
    .abi_major = SY_ABI_MAJOR,
    .abi_minor = SY_ABI_MINOR,
    .manifest = {manifest, sizeof manifest - 1},
    .create = create,
    .destroy = destroy,
    .start = start,
    .event = event,
};

const sy_plugin *sy_plugin_1(void) { return &table; }
