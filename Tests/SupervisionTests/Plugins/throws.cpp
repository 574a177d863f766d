// Lets a C++ exception escape from a hook.
#include "sinner.h"

#include <stdexcept>

static sy_status misbehave(sy_call *, const sy_event *) { throw std::runtime_error("nobody catches this"); }

extern "C" {
EXPORT()
}
