/* The right name, but another version in the table. */
#include "bad.h"

const sy_plugin *sy_plugin_1(void) {
    static sy_plugin plugin;
    plugin = table(MANIFEST("wrong-version"));
    plugin.abi_major = 7;
    return &plugin;
}
