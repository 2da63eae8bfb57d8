// Warnings that C++ code issues.
#pragma once

#include "sim/object/runtime.h"

namespace loopscope::python::modules {

/// Lets the program's own filters decide over warnings of C++ code: through the warnings module
/// once the program has imported it, until then by CPython's initial filters, each place once.
///
/// Mirrors: warn_explicit in _warnings.c.
void install_warning_hook(object::Runtime& runtime);

}  // namespace loopscope::python::modules
