// The default event loop policy. CPython: events.BaseDefaultEventLoopPolicy
#include "sim/kernel/policy.h"

#include <fmt/format.h>

#include "sim/kernel/errors.h"
#include "sim/object/str.h"

namespace loopscope::kernel {

EventLoop* running_loop(Kernel& kernel) { return kernel.thread().running_loop.get(); }

EventLoop& get_running_loop(Kernel& kernel) {
    EventLoop* loop = running_loop(kernel);
    if (loop == nullptr) raise_runtime_error("no running event loop");
    return *loop;
}

EventLoop& get_event_loop(Kernel& kernel) {
    ThreadState& thread = kernel.thread();
    if (thread.running_loop) return *thread.running_loop;
    world::Machine& machine = kernel.machine();
    bool main_thread = machine.current_thread() == world::Machine::kMainThread;
    if (!thread.policy_loop && !thread.set_event_loop_called && main_thread)
        set_event_loop(kernel, make_event_loop(kernel).get());
    if (!thread.policy_loop) {
        raise_runtime_error(
            fmt::format("There is no current event loop in thread {}.",
                        object::quoted(machine.thread_name(machine.current_thread()))));
    }
    return *thread.policy_loop;
}

void set_event_loop(Kernel& kernel, EventLoop* loop) {
    ThreadState& thread = kernel.thread();
    thread.set_event_loop_called = true;
    thread.policy_loop = object::Ref<EventLoop>(loop);
}

}  // namespace loopscope::kernel
