// Reading and writing descriptors as a program's thread does it: by waiting, unless told not to.
#pragma once

#include <span>
#include <string_view>

#include "sim/kernel/kernel.h"
#include "sim/world/descriptors.h"

namespace loopscope::python::modules {

/// Reads what is there; waits for the first byte when the file is a blocking one.
world::Transfer read_waiting(kernel::Kernel& kernel, int fd, std::span<char> into);
/// Writes all of it when the file is a blocking one, else what there is room for.
world::Transfer write_waiting(kernel::Kernel& kernel, int fd, std::string_view bytes);

}  // namespace loopscope::python::modules
