// The modules that are written in C++: one function each, which fills the module.
#pragma once

#include "sim/object/module.h"

namespace loopscope::python::modules {

void init_sys(object::Module& module);
void init_builtins(object::Module& module);
void init_itertools(object::Module& module);
void init_functools(object::Module& module);    ///< _functools
void init_collections(object::Module& module);  ///< _collections
void init_math(object::Module& module);
void init_heapq(object::Module& module);   ///< _heapq
void init_bisect(object::Module& module);  ///< _bisect
void init_random(object::Module& module);  ///< _random
void init_operator(object::Module& module);
void init_gc(object::Module& module);
void init_atexit(object::Module& module);
void init_weakref(object::Module& module);    ///< _weakref
void init_traceback(object::Module& module);  ///< _traceback
void init_hashlib(object::Module& module);    ///< _hashes
void init_imp(object::Module& module);        ///< _imp
void init_zlib(object::Module& module);       ///< _zlib
void init_bz2(object::Module& module);        ///< _bz2
void init_unicodedata(object::Module& module);
void init_ast(object::Module& module);         ///< _ast
void init_json(object::Module& module);        ///< _json
void init_re(object::Module& module);          ///< _re
void init_struct(object::Module& module);      ///< _struct
void init_type_names(object::Module& module);  ///< _type_names
void init_errno(object::Module& module);
void init_socket(object::Module& module);
void init_select(object::Module& module);
void init_warnings(object::Module& module);  ///< _warnings
void init_posix(object::Module& module);
void init_signal(object::Module& module);  ///< _signal

}  // namespace loopscope::python::modules
