// The library that programs import: which modules there are, and what of them is kept per run.
#pragma once

#include "sim/object/runtime.h"
#include "sim/object/str.h"

namespace loopscope::python::vm {
class Interpreter;
}

namespace loopscope::python::modules {

/// Makes the library importable in a run: fills `builtins`, imports `sys`, and registers every
/// other module by name. The loop's own modules (asyncio, time, contextvars) register themselves.
///
/// Requires: a current Runtime with this interpreter in it.
void install_library(vm::Interpreter& interpreter);

/// What the library keeps per run.
struct Library : object::Runtime::Extension {
    static constexpr char kRuntimeKey = 0;

    object::Ref<object::Dict> sys;  ///< The dict of sys, which native code reads stdout from.
    std::uint64_t seed = 0;         ///< Of random numbers that the program did not seed itself.
    std::uint64_t draws = 0;        ///< How many generators were seeded from `seed` so far.

    static Library& current() { return *object::Runtime::current().find<Library>(); }
};

}  // namespace loopscope::python::modules
