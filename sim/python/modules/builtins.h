// The builtins module, in parts.
#pragma once

#include "sim/object/dict.h"

namespace loopscope::python::modules {

/// Puts every builtin name into `builtins`: functions, types, exceptions, constants.
void fill_builtins(object::Dict& builtins);

// Its parts, one per file.
void add_builtin_types(object::Dict& builtins);
void add_attribute_functions(object::Dict& builtins);  ///< getattr, isinstance, repr, id …
void add_iteration_functions(object::Dict& builtins);  ///< iter, next, sorted, min, any …
void add_number_functions(object::Dict& builtins);     ///< abs, round, sum, hex, chr …
void add_text_functions(object::Dict& builtins);       ///< print, input, open
void add_site_builtins(object::Dict& builtins);        ///< exit, quit, help, copyright …

}  // namespace loopscope::python::modules
