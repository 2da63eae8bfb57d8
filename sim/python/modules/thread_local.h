// _thread._local: an object whose attributes each thread has for itself.
#pragma once

#include "sim/python/modules/native_module.h"
#include "sim/world/machine.h"

namespace loopscope::python::modules {

extern Type thread_local_type;

void define_thread_local_type();
/// Lets go of what the thread had in any of them.
void forget_thread_locals(world::ThreadId thread);

}  // namespace loopscope::python::modules
