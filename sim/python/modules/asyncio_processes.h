// asyncio's processes and pipes: written in Python, loaded when a program first asks for them.
#pragma once

#include "sim/object/module.h"

namespace loopscope::python::modules {

/// Gives the loop its methods of pipes and processes, and `asyncio` the names of both.
void install_processes(object::Module& asyncio);

}  // namespace loopscope::python::modules
