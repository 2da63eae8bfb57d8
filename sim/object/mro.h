// The method resolution order (C3).
#pragma once

#include "sim/object/tuple.h"

namespace loopscope::object {

/// The mro of a class with `bases` set: by C3, or by a `mro()` method of its metaclass.
Ref<Tuple> compute_mro(Type& type);

}  // namespace loopscope::object
