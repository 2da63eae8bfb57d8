// The contextvars module.
#pragma once

#include "sim/python/vm/interpreter.h"

namespace loopscope::python::modules {

/// Registers `contextvars`. Requires: the Runtime has a kernel::Kernel.
void register_contextvars(vm::Interpreter& interpreter);

}  // namespace loopscope::python::modules
