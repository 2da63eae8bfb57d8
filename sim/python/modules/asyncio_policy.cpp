// Event loop policies. CPython: events.BaseDefaultEventLoopPolicy, unix_events
#include "sim/python/modules/asyncio_policy.h"

#include <mutex>

#include "sim/kernel/kernel.h"
#include "sim/kernel/policy.h"
#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"

namespace loopscope::python::modules {

using namespace object;
using kernel::Kernel;

namespace {

Type abstract_policy_type;
Type default_policy_type;

struct Policy : Container {
    static Type* class_type() { return &default_policy_type; }
};

Value get_loop(const Value&, CallArgs) {
    return Value::borrow(&kernel::default_get_event_loop(Kernel::current()));
}
/// A program may have put a class of its own into `_loop_factory`.
Value new_loop(const Value& self, CallArgs) {
    if (Value factory = lookup_attr(self, "_loop_factory")) return call(factory);
    return kernel::make_event_loop(Kernel::current());
}
Value set_loop(const Value&, CallArgs args) {
    kernel::EventLoop* loop = kernel::as_event_loop(args.values[0]);
    if (loop == nullptr && !is_none(args.values[0])) {
        raise_type_error("loop must be an instance of AbstractEventLoop or None, not '" +
                         args.values[0].type()->name + "'");
    }
    kernel::default_set_event_loop(Kernel::current(), loop);
    return none();
}

Value get_policy(const Value&, CallArgs) {
    Kernel& kernel = Kernel::current();
    if (kernel.policy) return kernel.policy;
    if (!kernel.default_policy) kernel.default_policy = make<Policy>();
    return kernel.default_policy;
}
Value set_policy(const Value&, CallArgs args) {
    const Value& policy = args.values[0];
    if (!is_none(policy) && !is_instance(policy, &abstract_policy_type)) {
        raise_type_error("policy must be an instance of AbstractEventLoopPolicy or None, not '" +
                         policy.type()->name + "'");
    }
    Kernel::current().policy = is_none(policy) ? Value() : policy;
    return none();
}

MethodDef python(std::string_view name, NativeCall call, std::string_view parameters) {
    return {.name = name, .call = call, .parameters = parameters, .style = CallStyle::Function};
}

Value construct(Type* cls, CallArgs) { return make_typed<Policy>(cls); }

void define_policy_types() {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        define_type<Container>(abstract_policy_type, {.name = "AbstractEventLoopPolicy",
                                                      .module = "asyncio.events",
                                                      .flags = Type::kBaseType});
        default_policy_type.construct = construct;
        define_type<Policy>(default_policy_type,
                            {.name = "_UnixDefaultEventLoopPolicy",
                             .module = "asyncio.unix_events",
                             .base = &abstract_policy_type,
                             .flags = Type::kBaseType,
                             .methods = {python("get_event_loop", get_loop, ""),
                                         python("set_event_loop", set_loop, "loop"),
                                         python("new_event_loop", new_loop, "")}});
    });
}

}  // namespace

void fill_policies(Module& module) {
    define_policy_types();
    module.set("AbstractEventLoopPolicy", type_value(&abstract_policy_type));
    module.set("DefaultEventLoopPolicy", type_value(&default_policy_type));
    add_functions(*module.dict,
                  {python("get_event_loop_policy", get_policy, ""),
                   python("set_event_loop_policy", set_policy, "policy")},
                  "asyncio.events");
}

}  // namespace loopscope::python::modules
