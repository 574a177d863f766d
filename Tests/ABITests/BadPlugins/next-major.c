/* Built for an ABI that does not exist yet. */
#include "switchyard_plugin.h"

SY_EXPORT const void *sy_plugin_2(void);

const void *sy_plugin_2(void) { return NULL; }
