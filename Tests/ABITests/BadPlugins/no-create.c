/* A table without the one function that must be there. */
#include "bad.h"

const sy_plugin *sy_plugin_1(void) {
    static sy_plugin plugin;
    plugin = table(MANIFEST("no-create"));
    plugin.create = NULL;
    return &plugin;
}
