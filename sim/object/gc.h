// The cycle collector. Runtime::collect_cycles() in runtime.h is its door.
#pragma once

#include "sim/object/type.h"

namespace loopscope::object {

/// Visits everything an object refers to: its prefix words, its heap type, then its traverse slot.
void traverse_object(Object* object, Visitor& visitor);
/// Drops everything an object refers to except its type: for breaking cycles.
void clear_object(Object* object);

}  // namespace loopscope::object
