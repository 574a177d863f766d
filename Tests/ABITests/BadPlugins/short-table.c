/* A table that is shorter than in ABI 1.0. */
#include "bad.h"

const sy_plugin *sy_plugin_1(void) {
    static sy_plugin plugin;
    plugin = table(MANIFEST("short-table"));
    plugin.size = 64;
    return &plugin;
}
