/* Not bad at all: shows that the others are refused for what they do. */
#include "bad.h"

const sy_plugin *sy_plugin_1(void) {
    static sy_plugin plugin;
    plugin = table(MANIFEST("good"));
    return &plugin;
}
