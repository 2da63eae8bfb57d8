// What `object` knows of taking instances apart, for copy and pickle: copyreg does the work.
#include "sim/python/modules/reduce.h"

#include "sim/python/modules/native_module.h"
#include "sim/python/vm/interpreter.h"

namespace loopscope::python::modules {

namespace {

Value copyreg_function(std::string_view name) {
    return getattr(vm::Interpreter::current().import_module("copyreg"), name);
}

/// The nearest class that no program made.
Type* builtin_base(Type* type) {
    while (type->has(Type::kHeapType)) type = type->base;
    return type;
}

Value object_reduce_ex(const Value& self, CallArgs args) {
    return call(copyreg_function("_reduce_ex"),
                {self, args.values[0], type_value(builtin_base(self.type()))});
}

Value object_reduce(const Value& self, CallArgs) {
    return call(
        copyreg_function("_reduce_old"),
        {self, type_value(self.type()), type_value(builtin_base(self.type())), Value::small(0)});
}

Value object_getstate(const Value& self, CallArgs) {
    return call(copyreg_function("_getstate"), {self});
}

void add_method(const MethodDef& method) {
    object::set_type_attribute(
        object::object_type, method.name,
        make<object::MethodDescriptor>(object::make_code(method, "object"), &object::object_type));
}

}  // namespace

void define_reduction() {
    ProcessScope process;
    add_method({"__reduce_ex__", object_reduce_ex, "protocol, /"});
    add_method({"__reduce__", object_reduce, ""});
    add_method({"__getstate__", object_getstate, ""});
}

}  // namespace loopscope::python::modules
