// asyncio.run: a loop's beginning and orderly end. CPython: runners.Runner
#include "sim/aio/runner.h"

#include <mutex>

#include "sim/aio/gather.h"
#include "sim/aio/tasks.h"
#include "sim/kernel/coro.h"
#include "sim/kernel/errors.h"
#include "sim/kernel/policy.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

namespace {

/// CPython: runners._cancel_all_tasks. Costs no iteration when no task is pending.
void cancel_all_tasks(Kernel& kernel, EventLoop& loop) {
    std::vector<Value> to_cancel = all_tasks(kernel, loop);
    if (to_cancel.empty()) return;
    for (const Value& task : to_cancel) cancel_any(task, Value());
    loop.run_until_complete(gather(kernel, to_cancel, true));
    for (const Value& value : to_cancel) {
        Task& task = *value.as<Task>();
        if (task.cancelled()) continue;
        Value exception = future_exception(task);
        if (is_none(exception)) continue;
        Ref<Dict> details = Dict::make();
        details->set("message", make_str("unhandled exception during asyncio.run() shutdown"));
        details->set("exception", exception);
        details->set("task", value);
        loop.call_exception_handler(details);
    }
}

constexpr LibraryCallback kWakeUp{{"Runner._on_sigint.<locals>.<lambda>", "runners.py", 157},
                                  [](EventLoop&, const Value&, const Value&) {}};

Type on_sigint_type;

/// What SIGINT calls while Runner.run waits for its main task. CPython: a functools.partial of
/// Runner._on_sigint.
struct OnSigint : Container {
    Runner* runner;
    Value task;

    OnSigint(Runner& r, Value t) : runner(&r), task(std::move(t)) {}
    static Type* class_type() { return &on_sigint_type; }
};

void define_on_sigint() {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        on_sigint_type.call = [](const Value& self, CallArgs) {
            auto& handler = *self.as<OnSigint>();
            if (handler.runner != nullptr) handler.runner->on_sigint(handler.task);
            return none();
        };
        on_sigint_type.traverse = [](Object* self, Visitor& visitor) {
            visitor.visit(static_cast<OnSigint*>(self)->task);
        };
        on_sigint_type.clear = [](Object* self) { static_cast<OnSigint*>(self)->task = Value(); };
        define_type<OnSigint>(on_sigint_type, {.name = "partial", .module = "functools"});
    });
}

/// CPython: Runner.run, around run_until_complete. The handler is put in only where the program
/// has left SIGINT alone, and only in the main thread.
class SigintScope {
  public:
    SigintScope(Kernel& kernel, Runner& runner, const Value& task) : kernel_(kernel) {
        SignalHandlers& signals = kernel_.signals();
        if (!kernel_.in_main_thread()) return;
        if (!is_same(signals.get(world::kSigInt), signals.default_int_handler())) return;
        define_on_sigint();
        handler_ = make<OnSigint>(runner, task);
        signals.set(world::kSigInt, handler_);
    }
    ~SigintScope() {
        if (!handler_) return;
        handler_->runner = nullptr;
        SignalHandlers& signals = kernel_.signals();
        if (is_same(signals.get(world::kSigInt), Value(handler_)))
            signals.set(world::kSigInt, signals.default_int_handler());
    }
    SigintScope(const SigintScope&) = delete;
    SigintScope& operator=(const SigintScope&) = delete;

  private:
    Kernel& kernel_;
    Ref<OnSigint> handler_;
};

}  // namespace

/// CPython: Runner._on_sigint
void Runner::on_sigint(const Value& task) {
    ++interrupt_count_;
    if (interrupt_count_ == 1 && !truth(call_method(task, "done"))) {
        call_method(task, "cancel");
        // Wakes the loop if it waits in select.
        loop_->call_soon_threadsafe(
            {.target = none(), .kind = HandleKind::Native, .native = &kWakeUp});
        return;
    }
    raise(keyboard_interrupt_type);
}

void Runner::lazy_init() {
    if (state_ == State::Closed) raise_runtime_error("Runner is closed");
    if (state_ == State::Initialized) return;
    if (!loop_factory_ || is_none(loop_factory_)) {
        loop_ = new_event_loop(kernel_);
        if (!set_event_loop_) {
            set_event_loop(kernel_, loop_.get());
            set_event_loop_ = true;
        }
    } else {
        Value made = call(loop_factory_);
        EventLoop* loop = as_event_loop(made);
        if (loop == nullptr) raise_type_error("loop_factory must make an event loop");
        loop_ = Ref<EventLoop>(loop);
    }
    if (debug_ && !is_none(debug_)) loop_->set_debug(truth(debug_));
    context_ = kernel_.context()->copy();
    state_ = State::Initialized;
}

Value Runner::get_loop() {
    lazy_init();
    return loop_;
}

Value Runner::run(const Value& coroutine, const Value& context) {
    if (!is_coroutine(coroutine))
        raise_value_error("a coroutine was expected, got " + repr_string(coroutine));
    if (running_loop(kernel_) != nullptr)
        raise_runtime_error("Runner.run() cannot be called from a running event loop");
    lazy_init();
    Value chosen = context && !is_none(context) ? context : Value(context_);
    Value task = loop_->create_task(coroutine, Value(), chosen);
    interrupt_count_ = 0;
    SigintScope scope(kernel_, *this, task);
    try {
        return loop_->run_until_complete(task);
    } catch (Raised& raised) {
        if (interrupt_count_ == 0 || !matches(*raised.exception, cancelled_error_type)) throw;
        Value uncancel = lookup_attr(task, "uncancel");
        if (!uncancel || to_index(call(uncancel)) != 0) throw;
    }
    // FIDELITY: CPython chains the CancelledError as the context, by raising inside the except.
    raise(keyboard_interrupt_type);
}

void Runner::finish() {
    if (set_event_loop_) set_event_loop(kernel_, nullptr);
    loop_->close();
    loop_ = nullptr;
    state_ = State::Closed;
}

void Runner::close() {
    if (state_ != State::Initialized) return;
    Value loop = loop_;
    try {
        cancel_all_tasks(kernel_, *loop_);
        loop_->run_until_complete(call_method(loop, "shutdown_asyncgens"));
        loop_->run_until_complete(call_method(loop, "shutdown_default_executor"));
    } catch (Raised&) {
        finish();
        throw;
    }
    finish();
}

Value run(Kernel& kernel, const Value& main, const Value& debug) {
    if (running_loop(kernel) != nullptr)
        raise_runtime_error("asyncio.run() cannot be called from a running event loop");
    Runner runner(kernel, debug, Value());
    runner.lazy_init();
    Value result;
    try {
        result = runner.run(main, Value());
    } catch (Raised&) {
        runner.close();
        throw;
    }
    runner.close();
    return result;
}

}  // namespace loopscope::aio
