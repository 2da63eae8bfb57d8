// object.__reduce_ex__ and its kin.
#pragma once

namespace loopscope::python::modules {

/// Adds `__reduce_ex__`, `__reduce__` and `__getstate__` to `object`. Once per process.
void define_reduction();

}  // namespace loopscope::python::modules
