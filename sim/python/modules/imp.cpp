// _imp: what importlib asks of the interpreter.
#include "sim/python/modules/modules.h"
#include "sim/python/modules/native_module.h"
#include "sim/python/vm/interpreter.h"

namespace loopscope::python::modules {

namespace {

/// is_known(name): whether the library has a module of this full name.
Value imp_is_known(const Value&, CallArgs args) {
    return make_bool(vm::Interpreter::current().knows_module(str_string(args.values[0])));
}

/// is_package(name): whether the library has modules below it.
Value imp_is_package(const Value&, CallArgs args) {
    return make_bool(vm::Interpreter::current().is_package(str_string(args.values[0])));
}

}  // namespace

void init_imp(Module& module) {
    object::add_functions(
        *module.dict,
        {{"is_known", imp_is_known, "name, /"}, {"is_package", imp_is_package, "name, /"}}, "_imp");
}

}  // namespace loopscope::python::modules
