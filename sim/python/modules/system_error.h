// OSErrors by their number, as the system's calls raise them.
#pragma once

#include <string>

#include "sim/object/value.h"

namespace loopscope::python::modules {

/// "No such file or directory" for 2; "Unknown error 999" for what Linux does not know.
std::string error_text(int number);
/// Raises the OSError (FileNotFoundError for 2, and so on) with its number and text.
[[noreturn]] void raise_errno(int number);
/// The same with a file name, and a second one for rename and kin.
[[noreturn]] void raise_errno(int number, const object::Value& filename,
                              const object::Value& filename2 = {});

}  // namespace loopscope::python::modules
