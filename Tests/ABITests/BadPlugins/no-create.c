/* A table without the only mandatory function. */
#include "bad.h"

const sy_plugin *sy_plugin_1(void) {
    static sy_plugin plugin;
    plugin = table(MANIFEST("no-create"));
    plugin.create = NULL;
    return &plugin;
}
