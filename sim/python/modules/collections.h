// The containers of _collections.
#pragma once

#include "sim/python/modules/native_module.h"

namespace loopscope::python::modules {

extern Type deque_type;
extern Type deque_iterator_type;
extern Type deque_reverse_iterator_type;

void define_deque();

}  // namespace loopscope::python::modules
