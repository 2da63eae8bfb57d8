// How a Python exception crosses C++ code.
#pragma once

#include <string>
#include <string_view>

#include "sim/object/value.h"

namespace loopscope::object {

struct ExceptionObject;

/// The one C++ exception type that carries a Python exception through native code, so that
/// library code reads as try/catch where CPython reads as try/except.
///
/// Interpreted frames never use it among themselves: the interpreter has its own unwinder, and
/// only turns an exception into a Raised when it leaves for a native caller.
struct Raised {
    Ref<ExceptionObject> exception;
};

/// Throws a new exception of `type` with one str argument.
[[noreturn]] void raise(Type& type, std::string_view message);
/// Throws a new exception of `type` with no arguments.
[[noreturn]] void raise(Type& type);
/// Throws an existing exception object.
[[noreturn]] void raise(Ref<ExceptionObject> exception);

/// A budget of the run was used up, or the run is being torn down: unwinds all guest code, is not
/// a Python exception and cannot be caught by the program.
struct Stopped {
    enum class Reason {
        EventBudget,
        StepBudget,
        Memory,
        VirtualTime,
        WaitsForEver,
        Abandoned,
        Exited,  ///< The process ends without unwinding: os._exit, or killed by a signal.
    };
    Reason reason;
    std::string message;
    int status = 3;  ///< Exit status of the process; for Exited.
};

}  // namespace loopscope::object
