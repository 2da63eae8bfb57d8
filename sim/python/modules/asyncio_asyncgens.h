// What a loop does about asynchronous generators.
#pragma once

#include "sim/kernel/kernel.h"
#include "sim/python/vm/interpreter.h"

namespace loopscope::python::modules {

/// Fills kernel.hooks for asynchronous generators: a running loop remembers those that begin,
/// closes lost ones in a task of their own, and the rest in shutdown_asyncgens.
void connect_asyncgens(kernel::Kernel& kernel, vm::Interpreter& interpreter);

}  // namespace loopscope::python::modules
