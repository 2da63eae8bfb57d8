// The time module, over virtual time.
#pragma once

#include "sim/python/vm/interpreter.h"

namespace loopscope::python::modules {

/// Registers `time`. Requires: the Runtime has a kernel::Kernel.
void register_time(vm::Interpreter& interpreter);

}  // namespace loopscope::python::modules
