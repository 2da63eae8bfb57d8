// The builtin functions that look into frames or run code; the builtins module takes them in.
#pragma once

#include "sim/object/dict.h"

namespace loopscope::python::vm {

/// Puts into `builtins`: __build_class__, __import__, compile, dir, eval, exec, globals, locals and
/// vars. (super() without arguments is the interpreter's: the type `super` itself is all that the
/// builtins module needs.)
void add_vm_builtins(object::Dict& builtins);

/// dir(v): a sorted list of names. Throws Raised.
object::Value dir_of(const object::Value& v);

}  // namespace loopscope::python::vm
