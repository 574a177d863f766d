/* Not bad: built with a later minor of the header, whose table has more members at its end. */
#include "bad.h"

typedef struct later {
    sy_plugin known;
    void *added;
} later;

const sy_plugin *sy_plugin_1(void) {
    static later plugin;
    plugin.known = table(MANIFEST("newer-minor"));
    plugin.known.size = sizeof plugin;
    plugin.known.abi_minor = 9;
    return &plugin.known;
}
