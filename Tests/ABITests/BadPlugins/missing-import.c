/* Needs a function that does not exist. */
#include "bad.h"

extern int this_function_is_nowhere(void);

const sy_plugin *sy_plugin_1(void) {
    static sy_plugin plugin;
    plugin = table(MANIFEST("missing-import"));
    return this_function_is_nowhere() ? &plugin : NULL;
}
