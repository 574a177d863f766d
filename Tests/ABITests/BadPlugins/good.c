/* Not bad at all: shows that the others are refused for their own faults. */
#include "bad.h"

const sy_plugin *sy_plugin_1(void) {
    static sy_plugin plugin;
    plugin = table(MANIFEST("good"));
    return &plugin;
}
