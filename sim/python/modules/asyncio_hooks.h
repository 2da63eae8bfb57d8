// What the kernel asks of the interpreter, answered.
#pragma once

#include "sim/kernel/kernel.h"
#include "sim/python/vm/interpreter.h"

namespace loopscope::python::modules {

/// Fills kernel.hooks: where a coroutine waits, which frames run, how exceptions are printed,
/// where a function was defined.
void connect_kernel(kernel::Kernel& kernel, vm::Interpreter& interpreter);

}  // namespace loopscope::python::modules
