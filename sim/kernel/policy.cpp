// The default event loop policy. CPython: events.BaseDefaultEventLoopPolicy
#include "sim/kernel/policy.h"

#include <fmt/format.h>

#include "sim/kernel/errors.h"
#include "sim/object/protocol.h"
#include "sim/object/str.h"

namespace loopscope::kernel {

using namespace object;

EventLoop* running_loop(Kernel& kernel) { return kernel.thread().running_loop.get(); }

EventLoop& get_running_loop(Kernel& kernel) {
    EventLoop* loop = running_loop(kernel);
    if (loop == nullptr) raise_runtime_error("no running event loop");
    return *loop;
}

namespace {

/// What a method of the program's own policy answers.
Value ask_policy(Kernel& kernel, std::string_view method, std::initializer_list<Value> arguments) {
    Value policy = kernel.policy;
    return call_method(policy, method, arguments);
}

EventLoop& as_loop(const Value& answer) {
    EventLoop* loop = as_event_loop(answer);
    // FIDELITY: only loops of asyncio's own kind.
    if (loop == nullptr) raise_type_error("an event loop was expected, got " + repr_string(answer));
    return *loop;
}

}  // namespace

EventLoop& get_event_loop(Kernel& kernel) {
    ThreadState& thread = kernel.thread();
    if (thread.running_loop) return *thread.running_loop;
    if (kernel.policy) return as_loop(ask_policy(kernel, "get_event_loop", {}));
    return default_get_event_loop(kernel);
}

EventLoop& default_get_event_loop(Kernel& kernel) {
    ThreadState& thread = kernel.thread();
    world::Machine& machine = kernel.machine();
    bool main_thread = kernel.in_main_thread();
    if (!thread.policy_loop && !thread.set_event_loop_called && main_thread)
        set_event_loop(kernel, new_event_loop(kernel).get());
    if (!thread.policy_loop) {
        raise_runtime_error(
            fmt::format("There is no current event loop in thread {}.",
                        object::quoted(machine.thread_name(machine.current_thread()))));
    }
    return *thread.policy_loop;
}

void set_event_loop(Kernel& kernel, EventLoop* loop) {
    if (!kernel.policy) {
        default_set_event_loop(kernel, loop);
        return;
    }
    ask_policy(kernel, "set_event_loop", {loop != nullptr ? Value::borrow(loop) : none()});
}

void default_set_event_loop(Kernel& kernel, EventLoop* loop) {
    ThreadState& thread = kernel.thread();
    thread.set_event_loop_called = true;
    thread.policy_loop = object::Ref<EventLoop>(loop);
}

Ref<EventLoop> new_event_loop(Kernel& kernel) {
    if (!kernel.policy) return make_event_loop(kernel);
    return Ref<EventLoop>(&as_loop(ask_policy(kernel, "new_event_loop", {})));
}

}  // namespace loopscope::kernel
