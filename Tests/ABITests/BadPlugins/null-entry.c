/* Refuses to run. */
#include "bad.h"

const sy_plugin *sy_plugin_1(void) {
    (void)table;
    return NULL;
}
