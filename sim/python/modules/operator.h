// The operator module, in parts.
#pragma once

#include "sim/python/modules/native_module.h"

namespace loopscope::python::modules {

void add_getters(Module& module);  ///< itemgetter, attrgetter, methodcaller

}  // namespace loopscope::python::modules
