// Task: making, stepping, waking and cancelling. What programs see is in task_type.cpp.
#include "sim/kernel/task.h"

#include "sim/kernel/coro.h"
#include "sim/kernel/describe.h"
#include "sim/kernel/errors.h"
#include "sim/kernel/kernel.h"
#include "sim/object/method.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"

namespace loopscope::kernel {

using namespace object;
using trace::EventKind;

namespace {

trace::Recorder& recorder_of(const Task& task) { return task.loop->kernel->recorder(); }

trace::TextId coroutine_text(Task& task, trace::Recorder& recorder) {
    if (is_exact<CoroObject>(task.coroutine)) {
        const LibraryCode* code = task.coroutine.as<CoroObject>()->code;
        if (code != nullptr) return task.loop->kernel->text_of(*code);
    }
    return recorder.text(describe_coroutine(task.coroutine));
}

void record_task_created(Task& task) {
    Kernel& kernel = *task.loop->kernel;
    trace::Recorder& recorder = kernel.recorder();
    if (!recorder.on()) return;
    Task* parent = task.loop->current_task ? task.loop->current_task.as<Task>() : nullptr;
    recorder.record({.a = task.id.value,
                     .b = parent != nullptr ? parent->id.value : 0,
                     .c = task.loop->id.value,
                     .text = recorder.text(task_name_text(task)),
                     .text2 = coroutine_text(task, recorder),
                     .line = kernel.line(),
                     .kind = EventKind::TaskCreated});
}

void record_step(Task& task, const Value& exception, trace::StepReason reason) {
    trace::Recorder& recorder = recorder_of(task);
    if (!recorder.on()) return;
    if (!task.stepped) reason = trace::StepReason::First;
    recorder.record({.a = task.id.value,
                     .text = exception ? recorder.text(describe(exception)) : trace::TextId{},
                     .kind = EventKind::TaskStepped,
                     .detail = static_cast<std::uint8_t>(reason)});
}

void record_wait_now(Task& task, trace::FutureId future, trace::WaitKind kind) {
    Kernel& kernel = *task.loop->kernel;
    int line = kernel.hooks.waiting_line ? kernel.hooks.waiting_line(task.coroutine) : 0;
    kernel.recorder().record({.a = task.id.value,
                              .b = future.value,
                              .line = static_cast<std::uint32_t>(line),
                              .kind = EventKind::TaskWaits,
                              .detail = static_cast<std::uint8_t>(kind)});
}

inline void record_wait(Task& task, trace::FutureId future, trace::WaitKind kind) {
    if (recorder_of(task).on()) record_wait_now(task, future, kind);
}

std::string text_of(Task& task) { return repr_string(Value::borrow(&task)); }

/// Throws a RuntimeError into the task at its next step. CPython: task_set_error_soon
void fail_soon(Task& task, const std::string& message) {
    record_wait(task, {}, trace::WaitKind::BareYield);
    task.loop->call_soon_step(task, make_exception(runtime_error_type, message));
}

void await_future(Task& task, const Value& yielded, Future& future) {
    if (future.loop.get() != task.loop.get()) {
        fail_soon(task, fmt::format("Task {} got Future {} attached to a different loop",
                                    text_of(task), repr_string(yielded)));
        return;
    }
    if (!future.blocking) {
        fail_soon(task, fmt::format("yield was used instead of yield from in task {} with {}",
                                    text_of(task), repr_string(yielded)));
        return;
    }
    future.blocking = false;
    record_wait(task, future.id, trace::WaitKind::Future);
    add_done_callback(future,
                      {.target = Value::borrow(&task), .context = task.context, .wakeup = true});
    task.waiter = yielded;
    if (task.must_cancel && cancel_any(yielded, task.cancel_message)) task.must_cancel = false;
}

/// A future of a class that only follows the `_asyncio_future_blocking` protocol.
void await_foreign(Task& task, const Value& yielded, const Value& blocking) {
    static Str* const kBlocking = intern_static("_asyncio_future_blocking");
    Value loop = loop_of(yielded);
    if (!loop.is_object() || loop.object() != task.loop.get()) {
        fail_soon(task, fmt::format("Task {} got Future {} attached to a different loop",
                                    text_of(task), repr_string(yielded)));
        return;
    }
    if (!truth(blocking)) {
        fail_soon(task, fmt::format("yield was used instead of yield from in task {} with {}",
                                    text_of(task), repr_string(yielded)));
        return;
    }
    setattr(yielded, kBlocking, false_value());
    record_wait(task, {}, trace::WaitKind::Future);
    static Str* const kAdd = intern_static("add_done_callback");
    static Tuple* const kNames = [] {
        ProcessScope process;
        return Tuple::make({Value::borrow(intern_static("context"))}).detach();
    }();
    Value arguments[] = {wakeup_callable(task), Value(task.context)};
    call(getattr(yielded, kAdd), CallArgs{arguments, 1, kNames});
    task.waiter = yielded;
    if (task.must_cancel && cancel_any(yielded, task.cancel_message)) task.must_cancel = false;
}

/// The coroutine yielded: what does the task wait for? CPython: task_step_handle_result_impl
void handle_yield(Task& task, const Value& yielded) {
    static Str* const kBlocking = intern_static("_asyncio_future_blocking");
    if (yielded.is_object() && yielded.object() == &task) {
        fail_soon(task, "Task cannot await on itself: " + text_of(task));
        return;
    }
    if (is_none(yielded)) {
        record_wait(task, {}, trace::WaitKind::BareYield);
        task.loop->call_soon_step(task, Value());
        return;
    }
    if (Future* future = as_future(yielded)) {
        await_future(task, yielded, *future);
        return;
    }
    Value blocking = lookup_attr(yielded, kBlocking);
    if (blocking && !is_none(blocking)) {
        await_foreign(task, yielded, blocking);
        return;
    }
    bool generator = yielded.type()->name == "generator" && !yielded.type()->has(Type::kHeapType);
    if (generator) {
        fail_soon(task, fmt::format("yield was used instead of yield from for generator in task {} "
                                    "with {}",
                                    text_of(task), repr_string(yielded)));
        return;
    }
    fail_soon(task, "Task got bad yield: " + repr_string(yielded));
}

void handle_return(Task& task, Value result) {
    if (task.must_cancel) {
        // Cancelled just before the coroutine returned: the value is lost.
        task.must_cancel = false;
        cancel_future(task, task.cancel_message);
        return;
    }
    set_result(task, std::move(result));
}

void handle_raise(Task& task, const Ref<ExceptionObject>& exception) {
    if (matches(*exception, cancelled_error_type)) {
        task.cancelled_error = exception;
        cancel_future(task, Value());
        return;
    }
    set_exception(task, exception);
    if (leaves_the_loop(*exception)) raise(exception);
}

/// Marks a task as the one that its loop runs. CPython: enter_task, leave_task
class CurrentTask {
  public:
    explicit CurrentTask(Task& task) : loop_(*task.loop) {
        if (loop_.current_task) {
            raise_runtime_error(
                fmt::format("Cannot enter into task {} while another task {} is being executed.",
                            text_of(task), repr_string(loop_.current_task)));
        }
        loop_.current_task = Value::borrow(&task);
    }
    ~CurrentTask() { loop_.current_task = Value(); }
    CurrentTask(const CurrentTask&) = delete;
    CurrentTask& operator=(const CurrentTask&) = delete;

  private:
    EventLoop& loop_;
};

SendStatus resume(Task& task, const Value& exception, Value& out) {
    Type* type = task.coroutine.type();
    if (exception) {
        return type->raise_into != nullptr ? type->raise_into(task.coroutine, exception, out)
                                           : raise_into(task.coroutine, exception, out);
    }
    return type->send != nullptr ? type->send(task.coroutine, none(), out)
                                 : send(task.coroutine, none(), out);
}

}  // namespace

namespace {

Value wake_by_callable(const Value& self, CallArgs args) {
    wake_task(*self.as<Task>(), args.values[0]);
    return none();
}

}  // namespace

Value wakeup_callable(Task& task) {
    static const MethodDef kWakeup{
        .name = "task_wakeup", .call = wake_by_callable, .parameters = "future, /"};
    return make_function(kWakeup, "_asyncio", Value::borrow(&task));
}

Task* task_of_wakeup(const Value& callable) {
    const auto* function = try_cast<object::NativeFunction>(callable);
    if (function == nullptr || function->code->call != wake_by_callable) return nullptr;
    return function->self.as<Task>();
}

Task::~Task() {
    if (loop && loop->kernel != nullptr) loop->kernel->unregister_task(*this);
}

/// What making a task counts as in steps of the program: about its time.
constexpr std::int64_t kTaskSteps = 300;

Ref<Task> make_task(EventLoop& loop, const Value& coroutine, TaskOptions options) {
    object::Runtime::current().count_work(kTaskSteps);
    Ref<Task> task = make<Task>();
    init_task(*task, &loop, coroutine, std::move(options));
    return task;
}

/// CPython: _asyncio_Task___init___impl
void init_task(Task& task, EventLoop* loop, const Value& coroutine, TaskOptions options) {
    init_future(task, loop);
    task.is_task = true;
    if (!is_coroutine(coroutine)) {
        task.log_destroy_pending = false;
        raise_type_error("a coroutine was expected, got " + repr_string(coroutine));
    }
    Kernel& kernel = *task.loop->kernel;
    task.context = options.context ? std::move(options.context) : kernel.context()->copy();
    task.coroutine = coroutine;
    if (options.name && !is_none(options.name)) {
        task.name = is_str_exact(options.name) ? options.name : str(options.name);
    } else {
        task.name_number = kernel.next_task_number();
    }
    record_task_created(task);
    task.loop->call_soon_step(task, Value());
    kernel.register_task(task);
}

void step_task(Task& task, const Value& thrown, trace::StepReason reason) {
    Value exception = thrown;
    if (task.done()) {
        raise(invalid_state_error_type, fmt::format("__step(): already done: {} {}", text_of(task),
                                                    exception ? repr_string(exception) : "None"));
    }
    if (task.must_cancel) {
        bool cancels = exception && is_instance(exception, &cancelled_error_type);
        if (!cancels) exception = make_cancelled_error(task);
        task.must_cancel = false;
    }
    task.waiter = Value();
    record_step(task, exception, reason);
    task.stepped = true;
    CurrentTask current(task);
    Value out;
    switch (resume(task, exception, out)) {
        case SendStatus::Yielded:
            handle_yield(task, out);
            return;
        case SendStatus::Returned:
            handle_return(task, std::move(out));
            return;
        case SendStatus::Raised:
            handle_raise(task, Ref<ExceptionObject>(out.as<ExceptionObject>()));
            return;
    }
}

void wake_task(Task& task, const Value& waited) {
    Value exception;
    try {
        if (Future* future = as_future(waited)) {
            // The value itself is fetched by the future's iterator.
            if (future->cancelled()) {
                exception = make_cancelled_error(*future);
            } else if (future->exception) {
                exception = retrieve_exception(*future);
            } else if (future->done()) {
                future->log_traceback = false;
            } else {
                future_result(*future);
            }
        } else {
            call_method(waited, "result");
        }
    } catch (Raised& raised) {
        exception = raised.exception;
    }
    step_task(task, exception, trace::StepReason::Wakeup);
}

bool cancel_task(Task& task, const Value& message) {
    if (!task.loop) raise_runtime_error("Future object is not initialized.");
    task.log_traceback = false;
    RecursionGuard guard("");  // Tasks may wait for each other in a circle.
    Kernel& kernel = *task.loop->kernel;
    if (kernel.recorder().on()) {
        const Value& by = task.loop->current_task;
        auto answer = task.done() ? trace::CancelAnswer::Refused : trace::CancelAnswer::Accepted;
        bool says = message && !is_none(message);
        kernel.recorder().record(
            {.a = task.id.value,
             .b = by ? by.as<Task>()->id.value : 0,
             .text = says ? kernel.recorder().text(describe(message)) : trace::TextId{},
             .line = kernel.line(),
             .kind = EventKind::TaskCancelRequested,
             .detail = static_cast<std::uint8_t>(answer)});
    }
    if (task.done()) return false;
    ++task.cancels_requested;
    if (task.waiter) {
        Value waiter = task.waiter;
        // The waiter stays: it may be a task that ignores the request and is asked again later.
        if (cancel_any(waiter, message)) return true;
    }
    task.must_cancel = true;
    task.cancel_message = message && !is_none(message) ? message : Value();
    return true;
}

std::string task_name_text(const Task& task) {
    return task.name ? task.name.as<Str>()->to_string() : fmt::format("Task-{}", task.name_number);
}

Value task_name(Task& task) {
    if (!task.name) task.name = make_str(task_name_text(task));
    return task.name;
}

void set_task_name(Task& task, const Value& name) {
    task.name = is_str_exact(name) ? name : str(name);
    if (!task.loop) return;  // Made by __new__ alone.
    trace::Recorder& recorder = recorder_of(task);
    if (!recorder.on()) return;
    recorder.record({.a = task.id.value,
                     .text = recorder.text(task_name_text(task)),
                     .line = task.loop->kernel->line(),
                     .kind = EventKind::TaskRenamed});
}

bool is_coroutine(const Value& v) {
    if (!v.is_object()) return false;
    Type* type = v.object()->type;
    if (type == &coro_type) return true;
    bool builtin = !type->has(Type::kHeapType) && type->module == "builtins";
    if (builtin && (type->name == "coroutine" || type->name == "generator")) return true;
    // collections.abc.Coroutine.__subclasshook__
    static Str* const kNames[] = {intern_static("__await__"), intern_static("send"),
                                  intern_static("throw"), intern_static("close")};
    for (Str* name : kNames) {
        if (type_lookup(type, name) == nullptr) return false;
    }
    return true;
}

}  // namespace loopscope::kernel
