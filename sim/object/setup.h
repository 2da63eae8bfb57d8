// The functions that define the builtin types, in the order in which setup.cpp calls them.
#pragma once

namespace loopscope::object {

struct Type;

void define_object();
void define_type_type();
/// Makes a type of C++ known to `__subclasses__()` when builtins has it.
void note_builtin_type(Type& type);
void define_natives();
void define_singletons();
void define_int();
void define_bool();
void define_float();
void define_complex();
void define_str();
void define_str_methods();  ///< Called by define_str at its end.
void define_bytes();
void define_bytearray();
void define_memoryview();
void define_tuple();
void define_list();
void define_dict();
void define_dict_views();
void define_set();
void define_slice();
void define_range();
void define_iterators();
void define_sequence_tools();
void define_methods();
void define_property();
void define_super();
void define_generic_alias();
void define_namespace();
void define_module();
void define_weakref();
void define_exceptions();

}  // namespace loopscope::object
