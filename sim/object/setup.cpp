// Defines all builtin types, once per process.
#include "sim/object/setup.h"

#include <mutex>

#include "sim/object/native.h"

namespace loopscope::object {

void define_builtin_types() {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope scope;
        define_object();
        define_type_type();
        define_natives();
        define_singletons();
        define_int();
        define_bool();
        define_float();
        define_complex();
        define_str();
        define_bytes();
        define_bytearray();
        define_memoryview();
        define_tuple();
        define_list();
        define_dict();
        define_dict_views();
        define_set();
        define_slice();
        define_range();
        define_iterators();
        define_sequence_tools();
        define_methods();
        define_property();
        define_super();
        define_generic_alias();
        define_namespace();
        define_module();
        define_weakref();
        define_exceptions();
    });
}

}  // namespace loopscope::object
