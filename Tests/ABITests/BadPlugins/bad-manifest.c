/* A manifest that is not JSON. */
#include "bad.h"

const sy_plugin *sy_plugin_1(void) {
    static sy_plugin plugin;
    plugin = table("{\"id\":\"bad-manifest\",");
    return &plugin;
}
