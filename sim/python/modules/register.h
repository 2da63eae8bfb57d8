// The door of the library that programs import.
#pragma once

namespace loopscope::python::vm {
class Interpreter;
}

namespace loopscope::python::modules {

/// Makes the library importable in a run: registers builtins, sys and every other module by name,
/// asyncio, time and contextvars included.
///
/// Requires: a current Runtime with this interpreter and the kernel in it; nothing imported yet.
/// Call it once per run.
void register_all(vm::Interpreter& interpreter);

}  // namespace loopscope::python::modules
