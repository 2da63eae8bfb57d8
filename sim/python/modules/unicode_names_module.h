// The _unicode_names module: what unicodedata asks of the table of names.
#pragma once

#include "sim/object/module.h"

namespace loopscope::python::modules {

void init_unicode_names(object::Module& module);

}  // namespace loopscope::python::modules
