/* Cannot make an instance. */
#include "bad.h"

static sy_status refuse(const sy_plugin *plugin, const sy_host *host, sy_call *call, void **instance) {
    (void)plugin;
    (void)instance;
    (void)create;
    return host->fail(call, SY_UNSUPPORTED, text("it needs a full moon"));
}

const sy_plugin *sy_plugin_1(void) {
    static sy_plugin plugin;
    plugin = table(MANIFEST("no-instance"));
    plugin.create = refuse;
    return &plugin;
}
