// _type_names: lets classes written in Python go by the names that CPython's classes in C have.
#include "sim/python/modules/modules.h"
#include "sim/python/modules/native_module.h"

namespace loopscope::python::modules {

namespace {

/// set_message_name(cls, name): what messages call the class. See object/type_name.h.
Value set_message_name(const Value&, CallArgs args) {
    Type* type = as_type(args.values[0]);
    if (type == nullptr || !type->has(Type::kHeapType)) raise_type_error("a class is needed");
    type->name = str_string(args.values[1]);
    return none();
}

}  // namespace

void init_type_names(Module& module) {
    object::add_functions(*module.dict, {{"set_message_name", set_message_name, "cls, name, /"}},
                          "_type_names");
}

}  // namespace loopscope::python::modules
