// Asynchronous generators and their loop. CPython: BaseEventLoop._asyncgen_firstiter_hook and kin
#include "sim/python/modules/asyncio_asyncgens.h"

#include "sim/aio/gather.h"
#include "sim/kernel/coro.h"
#include "sim/object/list.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/weakref.h"

namespace loopscope::python::modules {

using namespace object;
using kernel::Coro;
using kernel::EventLoop;
using kernel::LibraryCallback;
using kernel::LibraryCode;

namespace {

EventLoop& self_loop(const Value& self) { return *self.as<EventLoop>(); }

void forget(EventLoop& loop, const Value& generator) {
    std::erase_if(loop.asyncgens, [&](const Value& reference) {
        Object* target = reference.as<WeakRef>()->target;
        return target == nullptr || target == generator.object();
    });
}

/// BaseEventLoop._asyncgen_firstiter_hook
Value first_iteration(const Value& self, CallArgs args) {
    EventLoop& loop = self_loop(self);
    if (loop.asyncgens_shutdown_called) {
        loop.kernel->warn(resource_warning_type,
                          "asynchronous generator " + repr_string(args.values[0]) +
                              " was scheduled after loop.shutdown_asyncgens() call");
    }
    loop.asyncgens.push_back(make_weakref(args.values[0]));
    return none();
}

constexpr LibraryCallback kCreateTask{
    {"BaseEventLoop.create_task", "base_events.py", 429},
    [](EventLoop& loop, const Value& target, const Value&) { loop.create_task(target); }};

/// BaseEventLoop._asyncgen_finalizer_hook: aclose() runs as a new task.
Value finalize(const Value& self, CallArgs args) {
    EventLoop& loop = self_loop(self);
    forget(loop, args.values[0]);
    if (loop.closed) return none();
    loop.call_soon_threadsafe({.target = call_method(args.values[0], "aclose"),
                               .kind = kernel::HandleKind::Native,
                               .native = &kCreateTask});
    return none();
}

const MethodDef kFirst{
    .name = "_asyncgen_firstiter_hook", .call = first_iteration, .parameters = "agen"};
const MethodDef kFinalizer{
    .name = "_asyncgen_finalizer_hook", .call = finalize, .parameters = "agen"};

/// The rest of BaseEventLoop.shutdown_asyncgens.
Coro close_all(Ref<EventLoop> loop, std::vector<Value> generators) {
    std::vector<Value> closings;
    for (const Value& generator : generators) closings.push_back(call_method(generator, "aclose"));
    Value results = co_await aio::gather(*loop->kernel, closings, true);
    List& list = *results.as<List>();
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (!instance_check(list[i], Value::borrow(&exception_type))) continue;
        Ref<Dict> details = Dict::make();
        details->set("message",
                     make_str("an error occurred during closing of asynchronous generator " +
                              repr_string(generators[i])));
        details->set("exception", list[i]);
        details->set("asyncgen", generators[i]);
        loop->call_exception_handler(details);
    }
    co_return none();
}

Value close_asyncgens(EventLoop& loop) {
    std::vector<Value> alive;
    for (const Value& reference : std::exchange(loop.asyncgens, {})) {
        if (Value generator = reference.as<WeakRef>()->get()) alive.push_back(generator);
    }
    if (alive.empty()) return Value();
    static constexpr LibraryCode kCode{"BaseEventLoop.shutdown_asyncgens", "base_events.py", 539};
    return close_all(Ref<EventLoop>(&loop), std::move(alive)).named(kCode);
}

}  // namespace

void connect_asyncgens(kernel::Kernel& kernel, vm::Interpreter& interpreter) {
    kernel.hooks.close_asyncgens = close_asyncgens;
    kernel.hooks.asyncgen_hooks = [&interpreter](EventLoop* loop) {
        vm::ThreadState& thread = interpreter.thread();
        if (loop == nullptr) {
            thread.asyncgen_firstiter = Value();
            thread.asyncgen_finalizer = Value();
            thread.origin_depth = 0;
            return;
        }
        Value self = Value::borrow(loop);
        thread.asyncgen_firstiter = make_function(kFirst, "asyncio.base_events", self);
        thread.asyncgen_finalizer = make_function(kFinalizer, "asyncio.base_events", self);
        thread.origin_depth = loop->debug ? kernel::kDebugStackDepth : 0;
    };
}

}  // namespace loopscope::python::modules
