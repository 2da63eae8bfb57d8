// The method resolution order (C3).
#pragma once

#include "sim/object/tuple.h"

namespace loopscope::object {

/// The mro of a class with `bases` set: by C3, or by a `mro()` method of its metaclass.
Ref<Tuple> compute_mro(Type& type);
/// `cls.__bases__ = value`, for a class that a program made: new order and slots for it and all
/// below it. TypeError when the layout of instances would change.
void set_class_bases(Type& type, const Value& value);

}  // namespace loopscope::object
