/* Does nothing wrong: it records every status, whatever its neighbour does. */
#include "sinner.h"

static sy_status misbehave(sy_call *call, const sy_event *event) { return note_context(call, event); }

EXPORT()
