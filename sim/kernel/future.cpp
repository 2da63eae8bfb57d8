// Future: its state, its callbacks, its errors. What programs see is in future_type.cpp.
#include "sim/kernel/future.h"

#include "sim/kernel/describe.h"
#include "sim/kernel/errors.h"
#include "sim/kernel/kernel.h"
#include "sim/kernel/policy.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"

namespace loopscope::kernel {

using namespace object;
using trace::EventKind;

namespace {

[[noreturn]] void invalid_state(std::string_view message) {
    raise(invalid_state_error_type, message);
}

void check_initialized(const Future& future) {
    if (!future.loop) raise_runtime_error("Future object is not initialized.");
}

/// The end of a future or task, for the trace. Comes before the handles of its callbacks.
void record_end(Future& future) {
    Kernel& kernel = *future.loop->kernel;
    trace::Recorder& recorder = kernel.recorder();
    if (!recorder.on()) return;
    trace::Event event{.a = future.id.value, .line = kernel.line()};
    if (future.cancelled()) {
        event.text = recorder.text(describe(future.cancel_message));
        event.kind = future.is_task ? EventKind::TaskCancelled : EventKind::FutureCancelled;
    } else if (future.exception) {
        event.text = recorder.text(describe(future.exception));
        event.kind = future.is_task ? EventKind::TaskFailed : EventKind::FutureResolved;
        event.detail = future.is_task ? 0 : static_cast<std::uint8_t>(trace::Resolution::Exception);
    } else {
        event.text =
            is_none(future.result) ? kernel.texts().none : recorder.text(describe(future.result));
        event.kind = future.is_task ? EventKind::TaskDone : EventKind::FutureResolved;
    }
    if (event.kind == EventKind::TaskDone) event.line = 0;
    recorder.record(event);
}

void schedule(Future& future, FutureCallback&& callback) {
    if (callback.wakeup) {
        future.loop->call_soon_wakeup(std::move(callback.target), std::move(callback.context),
                                      future);
        return;
    }
    HandleKind kind = callback.native ? HandleKind::Native : HandleKind::Callback;
    future.loop->call_soon({.target = std::move(callback.target),
                            .argument = Value::borrow(&future),
                            .context = std::move(callback.context),
                            .kind = kind,
                            .native = callback.native});
}

/// CPython: future_schedule_callbacks
void schedule_callbacks(Future& future) {
    if (future.first_callback.target) {
        FutureCallback first = std::move(future.first_callback);
        schedule(future, std::move(first));
    }
    if (!future.more_callbacks) return;
    auto callbacks = std::move(future.more_callbacks);
    for (FutureCallback& callback : *callbacks) schedule(future, std::move(callback));
}

void end(Future& future, FutureState state) {
    future.state = state;
    // A task that is done has nothing more to say, unless its exception is never retrieved.
    if (future.type == &task_type && !future.log_traceback) future.flags |= kFinalized;
    record_end(future);
    schedule_callbacks(future);
}

template <typename Same>
std::size_t remove_callbacks(Future& future, Same same) {
    std::size_t removed = 0;
    if (future.first_callback.target && same(future.first_callback)) {
        future.first_callback = FutureCallback{};
        ++removed;
    }
    if (!future.more_callbacks) return removed;
    auto old = std::move(future.more_callbacks);
    auto kept = std::make_unique<std::vector<FutureCallback>>();
    for (FutureCallback& callback : *old) {
        if (same(callback)) {
            ++removed;
        } else {
            kept->push_back(std::move(callback));
        }
    }
    if (!kept->empty()) future.more_callbacks = std::move(kept);
    return removed;
}

}  // namespace

Future::~Future() {
    if (dict != nullptr) release(dict);
    if (!loop || loop->kernel == nullptr || !id) return;
    trace::Recorder& recorder = loop->kernel->recorder();
    if (recorder.on()) recorder.record({.a = id.value, .kind = EventKind::FutureReleased});
}

Future* as_future(const Value& v) {
    if (!v.is_object()) return nullptr;
    Type* type = v.object()->type;
    if (type == &task_type || type == &future_type) [[likely]]
        return v.as<Future>();
    return type->is_subtype_of(&future_type) ? v.as<Future>() : nullptr;
}

void init_future(Future& future, EventLoop* loop) {
    Kernel& kernel = loop != nullptr && loop->kernel != nullptr ? *loop->kernel : Kernel::current();
    future.loop = Ref<EventLoop>(loop != nullptr ? loop : &get_event_loop(kernel));
    future.id = kernel.recorder().next_future();
    // A plain future has nothing to say when it dies, until it gets an exception.
    if (future.type == &future_type) future.flags |= kFinalized;
    if (future.loop->debug) future.origin = kernel.capture_origin();
}

namespace {

void record_created(Future& future, std::string_view purpose) {
    Kernel& kernel = *future.loop->kernel;
    trace::Recorder& recorder = kernel.recorder();
    if (!recorder.on()) return;
    bool plain = future.type == &future_type;
    recorder.record({.a = future.id.value,
                     .b = future.loop->id.value,
                     .text = plain ? kernel.texts().future : recorder.text(future.type->name),
                     .text2 = recorder.text(purpose),
                     .line = kernel.line(),
                     .kind = EventKind::FutureCreated});
}

}  // namespace

void note_need(const Future& future, trace::NeedKind what, std::uint32_t id,
               std::string_view purpose) {
    trace::Recorder& recorder = future.loop->kernel->recorder();
    if (!recorder.on()) return;
    recorder.record({.a = future.id.value,
                     .b = id,
                     .text = recorder.text(purpose),
                     .kind = EventKind::FutureNeeds,
                     .detail = static_cast<std::uint8_t>(what)});
}

void begin_future(Future& future, EventLoop* loop, std::string_view purpose) {
    init_future(future, loop);
    record_created(future, purpose);
}

Ref<Future> make_future(EventLoop& loop, std::string_view purpose) {
    Ref<Future> future = make<Future>();
    begin_future(*future, &loop, purpose);
    return future;
}

Ref<Future> make_future(EventLoop& loop, const char* purpose) {
    Ref<Future> future = make_future(loop, std::string_view(purpose));
    future->purpose = purpose;
    return future;
}

void set_result(Future& future, Value result) {
    check_initialized(future);
    if (future.done()) invalid_state("invalid state");
    future.result = std::move(result);
    end(future, FutureState::Finished);
}

void set_exception(Future& future, const Value& exception) {
    check_initialized(future);
    if (future.done()) invalid_state("invalid state");
    Value instance = is_exception_class(exception) ? call(exception) : exception;
    if (!is_exception(instance)) raise_type_error("invalid exception object");
    if (instance.type() == &stop_iteration_type) {
        raise_type_error(
            "StopIteration interacts badly with generators and cannot be raised into a Future");
    }
    future.exception = Ref<ExceptionObject>(instance.as<ExceptionObject>());
    future.exception_traceback = future.exception->traceback;
    // The flag comes first here: nothing between can see the difference.
    future.log_traceback = true;
    if (future.type == &future_type) future.flags &= ~kFinalized;
    end(future, FutureState::Finished);
}

bool cancel_future(Future& future, const Value& message) {
    check_initialized(future);
    future.log_traceback = false;
    if (future.done()) return false;
    future.cancel_message = message && !is_none(message) ? message : Value();
    end(future, FutureState::Cancelled);
    return true;
}

Ref<ExceptionObject> make_cancelled_error(Future& future) {
    if (future.cancelled_error) return std::exchange(future.cancelled_error, nullptr);
    if (!future.cancel_message) return make_exception(cancelled_error_type);
    return make_exception(cancelled_error_type, {future.cancel_message});
}

Ref<ExceptionObject> retrieve_exception(Future& future) {
    future.log_traceback = false;
    // CPython: future_get_result gives the traceback of the time of set_exception, once.
    future.exception->traceback = std::exchange(future.exception_traceback, Value());
    return future.exception;
}

Value future_result(Future& future) {
    check_initialized(future);
    if (future.cancelled()) raise(make_cancelled_error(future));
    if (!future.done()) invalid_state("Result is not set.");
    if (future.exception) raise(retrieve_exception(future));
    future.log_traceback = false;
    return future.result;
}

Value future_exception(Future& future) {
    check_initialized(future);
    if (future.cancelled()) raise(make_cancelled_error(future));
    if (!future.done()) invalid_state("Exception is not set.");
    future.log_traceback = false;
    if (!future.exception) return none();
    return future.exception;
}

void add_done_callback(Future& future, FutureCallback&& callback) {
    check_initialized(future);
    bool needs_context = callback.native == nullptr || !callback.native->without_context;
    if (!callback.context && needs_context)
        callback.context = future.loop->kernel->context()->copy();
    if (future.done()) {
        schedule(future, std::move(callback));
    } else if (!future.first_callback.target && !future.more_callbacks) {
        future.first_callback = std::move(callback);
    } else {
        if (!future.more_callbacks)
            future.more_callbacks = std::make_unique<std::vector<FutureCallback>>();
        future.more_callbacks->push_back(std::move(callback));
    }
}

std::size_t remove_done_callback(Future& future, const Value& callback) {
    check_initialized(future);
    return remove_callbacks(future, [&callback](const FutureCallback& candidate) {
        bool callable = !candidate.wakeup && candidate.native == nullptr;
        return callable && equal(candidate.target, callback);
    });
}

std::size_t remove_done_callback(Future& future, const LibraryCallback& callback,
                                 const Value& target) {
    return remove_callbacks(future, [&callback, &target](const FutureCallback& candidate) {
        return candidate.native == &callback && is_same(candidate.target, target);
    });
}

bool is_future(const Value& v) {
    if (as_future(v) != nullptr) return true;
    if (!v.is_object()) return false;
    static Str* const kBlocking = intern_static("_asyncio_future_blocking");
    if (type_lookup(v.type(), kBlocking) == nullptr) return false;
    Value blocking = getattr(v, kBlocking);
    return !is_none(blocking);
}

bool cancel_any(const Value& future, const Value& message) {
    if (future.type() == &future_type) return cancel_future(*future.as<Future>(), message);
    if (future.type() == &task_type) return cancel_task(*future.as<Task>(), message);
    static Str* const kCancel = intern_static("cancel");
    static Tuple* const kNames = [] {
        ProcessScope process;
        return Tuple::make({Value::borrow(intern_static("msg"))}).detach();
    }();
    Value arguments[] = {message ? message : none()};
    return truth(call(getattr(future, kCancel), CallArgs{arguments, 0, kNames}));
}

Value loop_of(const Value& future) {
    if (Future* known = as_future(future)) {
        check_initialized(*known);
        return known->loop;
    }
    static Str* const kGetLoop = intern_static("get_loop");
    static Str* const kLoop = intern_static("_loop");
    if (Value get_loop = lookup_attr(future, kGetLoop)) return call(get_loop);
    return getattr(future, kLoop);
}

std::string_view state_name(FutureState state) {
    switch (state) {
        case FutureState::Pending:
            return "pending";
        case FutureState::Cancelled:
            return "cancelled";
        case FutureState::Finished:
            return "finished";
    }
    return "";
}

}  // namespace loopscope::kernel
