// Functions and cells: what `def` and `lambda` make.
#pragma once

#include "sim/python/vm/frame.h"

namespace loopscope::python::vm {

extern Type function_type;
extern Type cell_type;

/// A variable shared between functions.
struct Cell : object::Container {
    Value value;  ///< Null: unset.

    explicit Cell(Value v) : value(std::move(v)) {}
    static Type* class_type() { return &cell_type; }
};

/// An interpreted function. Every frame runs one, module and class bodies too.
struct Function : object::Container {
    Ref<Code> code;
    Ref<Dict> globals;
    Ref<Dict> builtins;
    Value name;
    Value qualname;
    Value defaults;     ///< Tuple, or null.
    Value kwdefaults;   ///< Dict, or null.
    Value closure;      ///< Tuple of Cell, or null.
    Value annotations;  ///< Dict, tuple of names and values until first asked for, or null.
    Value doc;
    Value module;
    Dict* dict = nullptr;  ///< `__dict__`, counted; null until used.

    ~Function();
    static Type* class_type() { return &function_type; }
};

/// A function of `code` with nothing but its globals (and their `__builtins__`).
Ref<Function> make_function(const Ref<Code>& code, const Ref<Dict>& globals);
/// `__annotations__`, made into a dict.
Value function_annotations(Function& function);

void define_function_types();

}  // namespace loopscope::python::vm
