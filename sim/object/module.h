// module: a namespace with a name.
#pragma once

#include "sim/object/dict.h"

namespace loopscope::object {

extern Type module_type;

struct Module : Container {
    Dict* dict = nullptr;  ///< Owned. `__name__` and the rest stand in it.

    ~Module();
    static Type* class_type() { return &module_type; }
    /// A module with `__name__`, `__doc__`, `__package__`, `__loader__`, `__spec__` set.
    static Ref<Module> make(std::string_view name);
    void set(std::string_view name, Value value);
};

}  // namespace loopscope::object
