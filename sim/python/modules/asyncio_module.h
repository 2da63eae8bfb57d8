// The asyncio module, and what connects the kernel with the interpreter.
#pragma once

#include "sim/python/vm/interpreter.h"

namespace loopscope::python::modules {

/// Registers `asyncio` and its submodules, and fills the kernel's hooks with the interpreter's
/// view: where a coroutine waits, which frames run, how an exception is printed.
///
/// Requires: the Runtime has a kernel::Kernel.
void register_asyncio(vm::Interpreter& interpreter);

}  // namespace loopscope::python::modules
