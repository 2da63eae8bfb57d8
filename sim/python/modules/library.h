// What the library keeps per run.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "sim/object/dict.h"
#include "sim/object/runtime.h"

namespace loopscope::python::modules {

struct Library : object::Runtime::Extension {
    static constexpr char kRuntimeKey = 0;

    object::Ref<object::Dict> sys;  ///< The dict of sys, which native code reads stdout from.
    std::uint64_t seed = 0;         ///< Of random numbers that the program did not seed itself.
    std::uint64_t draws = 0;        ///< How many generators were seeded from `seed` so far.

    /// Sends on what was written to stdout or stderr, where that is kept back: in a child process.
    std::function<void(object::Stream)> flush;

    std::set<std::string> warned;  ///< Warnings shown before `warnings` was imported.

    static Library& current() { return *object::Runtime::current().find<Library>(); }
};

}  // namespace loopscope::python::modules
