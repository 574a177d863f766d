/* Subscribes to more than the manifest beside it says. */
#include "bad.h"

const sy_plugin *sy_plugin_1(void) {
    static sy_plugin plugin;
    plugin = table("{\"id\":\"other-manifest\",\"version\":\"1.0.0\",\"abi\":\"1.0\",\"events\":[\"*\"]}");
    return &plugin;
}
