// contextvars: Context, ContextVar, Token, copy_context.
#include "sim/python/modules/contextvars_module.h"

#include "sim/kernel/kernel.h"
#include "sim/object/class.h"
#include "sim/object/list.h"
#include "sim/object/module.h"
#include "sim/object/native.h"

namespace loopscope::python::modules {

using namespace object;

namespace {

Value copy_context(const Value&, CallArgs) {
    return kernel::copy_context(kernel::Kernel::current());
}

void fill(Module& module) {
    module.set("Context", type_value(&kernel::context_type));
    module.set("ContextVar", type_value(&kernel::context_var_type));
    module.set("Token", type_value(&kernel::token_type));
    add_functions(*module.dict, {{"copy_context", copy_context, ""}}, "_contextvars");
    module.set("__all__", Tuple::make({make_str("Context"), make_str("ContextVar"),
                                       make_str("Token"), make_str("copy_context")}));
}

}  // namespace

void register_contextvars(vm::Interpreter& interpreter) {
    interpreter.register_module("contextvars", fill);
    interpreter.register_module("_contextvars", fill);
}

}  // namespace loopscope::python::modules
