// The _thread module: locks, starting threads, what belongs to a thread.
#pragma once

#include "sim/python/vm/interpreter.h"

namespace loopscope::python::modules {

/// Makes _thread and _queue importable, and lets go of what belongs to a thread when it ends.
///
/// Requires: a Kernel in the current Runtime.
void register_thread(vm::Interpreter& interpreter);

}  // namespace loopscope::python::modules
