// The two names of a type: the one it is called by, and the one that messages show.
#pragma once

#include <string>

#include "sim/object/type.h"

namespace loopscope::object {

/// `__name__`. `Type::name` is CPython's tp_name, which messages show: for types of the library
/// that CPython writes in C it has the module in front ("'collections.deque' object is not
/// callable"), though `deque.__name__` is "deque".
///
/// Mirrors: type_name, _PyType_Name.
const std::string& short_name(const Type& type);

}  // namespace loopscope::object
