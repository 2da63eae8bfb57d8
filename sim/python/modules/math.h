// The math module, in parts.
#pragma once

#include "sim/python/modules/native_module.h"

namespace loopscope::python::modules {

void add_integer_functions(Dict& math);  ///< gcd, factorial, comb, isqrt, floor, prod …

}  // namespace loopscope::python::modules
