// The builtins module: its types, exceptions and constants.
#include "sim/python/modules/builtins.h"

#include "sim/python/modules/native_module.h"
#include "sim/python/vm/vm_builtins.h"

namespace loopscope::python::modules {

void add_builtin_types(Dict& builtins) {
    for (Type* type :
         {&object::object_type,      &object::type_type,     &object::int_type,
          &object::bool_type,        &object::float_type,    &object::complex_type,
          &object::str_type,         &object::bytes_type,    &object::bytearray_type,
          &object::memoryview_type,  &object::tuple_type,    &object::list_type,
          &object::dict_type,        &object::set_type,      &object::frozenset_type,
          &object::slice_type,       &object::range_type,    &object::enumerate_type,
          &object::zip_type,         &object::map_type,      &object::filter_type,
          &object::reversed_type,    &object::property_type, &object::staticmethod_type,
          &object::classmethod_type, &object::super_type}) {
        builtins.set(type->name, type_value(type));
    }
    for (Type* type : object::exception_types()) builtins.set(type->name, type_value(type));
    builtins.set("EnvironmentError", type_value(&object::os_error_type));
    builtins.set("IOError", type_value(&object::os_error_type));
}

void fill_builtins(Dict& builtins) {
    builtins.set("None", none());
    builtins.set("True", object::true_value());
    builtins.set("False", object::false_value());
    builtins.set("Ellipsis", object::ellipsis());
    builtins.set("NotImplemented", not_implemented());
    builtins.set("__debug__", object::true_value());
    add_builtin_types(builtins);
    add_attribute_functions(builtins);
    add_iteration_functions(builtins);
    add_number_functions(builtins);
    add_text_functions(builtins);
    add_site_builtins(builtins);
    vm::add_vm_builtins(builtins);
}

}  // namespace loopscope::python::modules
