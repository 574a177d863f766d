/* Whose code an address belongs to. */
#ifndef SWITCHYARD_LIBRARIES_H
#define SWITCHYARD_LIBRARIES_H

#include <stdint.h>

/* The plugin that the code at this address belongs to or, where it belongs to none, the nearest one that the stack returns to.
   NULL: none. May be called from a signal handler. */
const char *sy_plugin_on_stack(uintptr_t code, const uintptr_t *stack);

#endif
