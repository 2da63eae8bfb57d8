// EventLoop: scheduling, and running from beginning to end. One iteration is in run_once.cpp.
#include "sim/kernel/event_loop.h"

#include "sim/kernel/describe.h"
#include "sim/kernel/errors.h"
#include "sim/kernel/kernel.h"
#include "sim/kernel/library_call.h"
#include "sim/kernel/policy.h"
#include "sim/object/float.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/world/stream_pair.h"

namespace loopscope::kernel {

using namespace object;
using trace::EventKind;

EventLoop::~EventLoop() {
    if (dict != nullptr) release(dict);
    if (kernel != nullptr) kernel->unregister_loop(*this);
}

double EventLoop::time() const {
    kernel->charge();
    return kernel->machine().now();
}

// Checks.

void EventLoop::check_closed() const {
    if (kernel == nullptr) raise_runtime_error("event loop is not initialized");
    if (closed) raise_runtime_error("Event loop is closed");
}

void EventLoop::check_running() const {
    if (running()) raise_runtime_error("This event loop is already running");
    if (running_loop(*kernel) != nullptr)
        raise_runtime_error("Cannot run the event loop while another loop is running");
}

void EventLoop::check_thread() const {
    if (!running()) return;
    if (kernel->machine().current_thread().value == running_thread) return;
    raise_runtime_error(
        "Non-thread-safe operation invoked on an event loop other than the current one");
}

namespace {

/// inspect.CO_COROUTINE
constexpr std::int64_t kCoroutineFlag = 0x80;

}  // namespace

bool is_coroutine_function(const Value& v) {
    Value code = lookup_attr(v, "__code__");
    if (!code) return false;
    Value flags = lookup_attr(code, "co_flags");
    return flags && is_int(flags) && (to_index(flags) & kCoroutineFlag) != 0;
}

void EventLoop::check_callback(const Value& callback, std::string_view method) const {
    if (is_coroutine(callback) || is_coroutine_function(callback))
        raise_type_error(fmt::format("coroutines cannot be used with {}()", method));
    if (!is_callable(callback)) {
        raise_type_error(fmt::format("a callable object was expected by {}(), got {}", method,
                                     repr_string(callback)));
    }
}

// Scheduling.

/// A handle of this loop without anything to run: the spare one if there is one.
template <typename T>
inline Ref<T> EventLoop::blank_handle() {
    if constexpr (std::is_same_v<T, Handle>) {
        if (spare_count > 0) return std::move(spare_handles[--spare_count]);
    }
    Ref<T> handle = make<T>();
    handle->loop = Ref<EventLoop>(this);
    return handle;
}

/// The last thing in the making of every handle: it gets its id and is told of.
inline void EventLoop::number_handle(Handle& handle, trace::HandleOrigin origin, double when) {
    handle.id = kernel->recorder().next_handle();
    if (debug) handle.origin = kernel->capture_origin();
    if (kernel->recorder().on()) record_handle(handle, origin, when);
}

template <typename T>
Ref<T> EventLoop::new_handle(CallSpec&& spec, double when) {
    Ref<T> handle = blank_handle<T>();
    if (spec.context) {
        handle->context = std::move(spec.context);
    } else if (spec.native == nullptr || !spec.native->without_context) {
        handle->context = kernel->context()->copy();
    }
    handle->target = std::move(spec.target);
    handle->argument = std::move(spec.argument);
    handle->several_arguments = spec.several_arguments;
    handle->native = spec.native;
    handle->kind = spec.kind;
    number_handle(*handle, spec.origin, when);
    return handle;
}

void EventLoop::record_handle(const Handle& handle, trace::HandleOrigin origin, double when) {
    trace::Recorder& recorder = kernel->recorder();
    trace::Event event{.number = when,
                       .a = id.value,
                       .b = handle.id.value,
                       .line = kernel->line(),
                       .kind = EventKind::HandleCreated,
                       .detail = static_cast<std::uint8_t>(origin)};
    const Task* task = handle.task();
    if (task == nullptr) task = task_of_wakeup(handle.target);
    if (task != nullptr) event.c = task->id.value;
    switch (handle.kind) {
        case HandleKind::TaskStep:
            event.text = kernel->texts().step;
            break;
        case HandleKind::TaskWakeup:
            event.text = kernel->texts().wakeup;
            break;
        case HandleKind::ReadSelf:
            event.text = kernel->texts().read_self;
            break;
        case HandleKind::Native:
            event.text = kernel->text_of(handle.native->code);
            break;
        case HandleKind::Callback:
            event.text = recorder.text(describe_callable(handle.target));
            event.text2 = recorder.text(describe_arguments(handle.arguments()));
            break;
    }
    recorder.record(event);
}

Ref<Handle> EventLoop::make_handle(CallSpec spec) {
    return new_handle<Handle>(std::move(spec), 0.0);
}

void EventLoop::make_ready(Ref<Handle> handle) {
    record(EventKind::HandleReady, handle->id.value);
    ready.push(std::move(handle));
}

/// CPython: call_soon in _asynciomodule.c, which calls the loop's method
Ref<Handle> EventLoop::call_overridden(CallSpec spec) {
    static Str* const kCallSoon = intern_static("call_soon");
    static Tuple* const kNames = [] {
        ProcessScope process;
        return Tuple::make({Value::borrow(intern_static("context"))}).detach();
    }();
    const bool plain = spec.kind == HandleKind::Callback;
    std::vector<Value> arguments{plain ? spec.target : library_call(*this, spec)};
    if (spec.several_arguments) {
        for (const Value& v : spec.argument.as<Tuple>()->items()) arguments.push_back(v);
    } else if (spec.argument && spec.kind != HandleKind::TaskStep) {
        arguments.push_back(spec.argument);
    }
    const std::size_t positional = arguments.size();
    if (spec.context) arguments.emplace_back(spec.context);
    Value handle = call(getattr(Value::borrow(this), kCallSoon),
                        CallArgs{arguments.data(), positional, spec.context ? kNames : nullptr});
    return Ref<Handle>(try_cast<Handle>(handle));
}

Ref<Handle> EventLoop::call_soon(CallSpec&& spec) {
    if (call_soon_overridden) [[unlikely]]
        return call_overridden(std::move(spec));
    return call_soon_here(std::move(spec));
}

Ref<Handle> EventLoop::call_soon_here(CallSpec&& spec) {
    check_closed();
    if (debug) {
        check_thread();
        if (spec.kind == HandleKind::Callback) check_callback(spec.target, "call_soon");
    }
    Ref<Handle> handle = new_handle<Handle>(std::move(spec), 0.0);
    make_ready(handle);
    return handle;
}

void EventLoop::call_soon_step(Task& task, const Value& exception) {
    if (call_soon_overridden) [[unlikely]] {
        call_overridden({.target = Value::borrow(&task),
                         .argument = exception,
                         .context = task.context,
                         .kind = HandleKind::TaskStep});
        return;
    }
    check_closed();
    if (debug) check_thread();
    // Each step of a spinning task comes here, so no CallSpec is filled and emptied again.
    Ref<Handle> handle = blank_handle<Handle>();
    handle->context = task.context;
    handle->target = Value::borrow(&task);
    handle->argument = exception;
    handle->native = nullptr;
    handle->kind = HandleKind::TaskStep;
    number_handle(*handle, trace::HandleOrigin::Soon, 0.0);
    make_ready(std::move(handle));
}

void EventLoop::call_soon_wakeup(Value&& task, Ref<Context>&& context, Future& waited) {
    if (call_soon_overridden) [[unlikely]] {
        call_overridden({.target = std::move(task),
                         .argument = Value::borrow(&waited),
                         .context = std::move(context),
                         .kind = HandleKind::TaskWakeup});
        return;
    }
    check_closed();
    if (debug) check_thread();
    Ref<Handle> handle = blank_handle<Handle>();
    handle->context = std::move(context);
    handle->target = std::move(task);
    handle->argument = Value::borrow(&waited);
    handle->native = nullptr;
    handle->kind = HandleKind::TaskWakeup;
    number_handle(*handle, trace::HandleOrigin::Soon, 0.0);
    make_ready(std::move(handle));
}

Ref<Handle> EventLoop::call_soon_threadsafe(CallSpec spec) {
    check_closed();
    if (debug && spec.kind == HandleKind::Callback)
        check_callback(spec.target, "call_soon_threadsafe");
    spec.origin = trace::HandleOrigin::Threadsafe;
    Ref<Handle> handle = new_handle<Handle>(std::move(spec), 0.0);
    make_ready(handle);
    write_to_self();
    return handle;
}

Ref<TimerHandle> EventLoop::call_at(double when, CallSpec&& spec, Value when_value) {
    check_closed();
    if (debug) {
        check_thread();
        if (spec.kind == HandleKind::Callback) check_callback(spec.target, "call_at");
    }
    spec.origin = trace::HandleOrigin::Timer;
    if (kernel->hooks.set_timer) [[unlikely]] {
        const double due = kernel->hooks.set_timer(when);
        if (due != when) when_value = Value();
        when = due;
    }
    Ref<TimerHandle> timer = new_handle<TimerHandle>(std::move(spec), when);
    timer->when = when;
    timer->when_value = std::move(when_value);
    scheduled.push(timer);
    timer->scheduled = true;
    return timer;
}

Ref<TimerHandle> EventLoop::call_later(double delay, CallSpec&& spec) {
    return call_at(time() + delay, std::move(spec));
}

// The self-pipe.

void EventLoop::write_to_self() {
    if (world::File* end = kernel->machine().descriptors().find(self_write))
        end->write(std::string_view("\0", 1));
}

void read_from_self(EventLoop& loop) {
    world::File* end = loop.kernel->machine().descriptors().find(loop.self_read);
    char bytes[4096];
    while (end != nullptr) {
        const std::size_t count = end->read(bytes).count;
        if (count == 0) break;
        loop.process_self_data(std::string_view(bytes, count));
        end = loop.kernel->machine().descriptors().find(loop.self_read);
    }
}

void EventLoop::watch(world::Fd fd, CallSpec spec, std::uint8_t bit, const char* what) {
    check_closed();
    spec.origin = trace::HandleOrigin::Io;
    Ref<Handle> handle = new_handle<Handle>(std::move(spec), 0.0);
    SelectorKey* key = selector->find(fd);
    if (key == nullptr) key = &selector->add(fd);
    Ref<Handle>& place = bit == world::kReadable ? key->reader : key->writer;
    Ref<Handle> old = std::exchange(place, handle);
    selector->set_mask(*key, key->mask | bit);
    if (kernel->recorder().on()) {
        kernel->recorder().record({.a = id.value,
                                   .b = static_cast<std::uint32_t>(fd),
                                   .c = handle->id.value,
                                   .text = kernel->recorder().text(what),
                                   .line = kernel->line(),
                                   .kind = EventKind::FdRegistered,
                                   .detail = bit});
    }
    if (old) cancel_handle(*old);
}

bool EventLoop::unwatch(world::Fd fd, std::uint8_t bit) {
    if (closed && !selector) return false;
    SelectorKey* key = selector->find(fd);
    if (key == nullptr) return false;
    Ref<Handle> handle = std::move(bit == world::kReadable ? key->reader : key->writer);
    selector->set_mask(*key, key->mask & ~bit);
    if (kernel->recorder().on()) {
        kernel->recorder().record({.a = id.value,
                                   .b = static_cast<std::uint32_t>(fd),
                                   .line = kernel->line(),
                                   .kind = EventKind::FdUnregistered,
                                   .detail = bit});
    }
    if (!handle) return false;
    cancel_handle(*handle);
    return true;
}

void EventLoop::add_reader(world::Fd fd, CallSpec spec, const char* what) {
    watch(fd, std::move(spec), world::kReadable, what);
}
bool EventLoop::remove_reader(world::Fd fd) { return unwatch(fd, world::kReadable); }
void EventLoop::add_writer(world::Fd fd, CallSpec spec, const char* what) {
    watch(fd, std::move(spec), world::kWritable, what);
}
bool EventLoop::remove_writer(world::Fd fd) { return unwatch(fd, world::kWritable); }

// Life.

namespace {

/// What SelectorEventLoop(selector) was given. The library's own classes are only an order here;
/// any other object is asked itself.
std::string choose_selector(Selector& own, const Value& given) {
    if (!given || is_none(given)) return "EpollSelector";
    const Type& type = *given.type();
    bool library = type.module == "selectors";
    if (library && type.name == "SelectSelector") {
        own.kind = Selector::Kind::Select;
    } else if (library && type.name == "PollSelector") {
        own.kind = Selector::Kind::Poll;
    } else if (!library || type.name != "EpollSelector") {
        own.guest = given;
    }
    return type.name;
}

Dict& loop_dict(EventLoop& loop) {
    if (loop.dict == nullptr) loop.dict = Dict::make().detach();
    return *loop.dict;
}

}  // namespace

/// CPython: BaseEventLoop.__init__, BaseSelectorEventLoop.__init__ and _make_self_pipe
void init_event_loop(EventLoop& loop, Kernel& kernel, const Value& selector) {
    loop.kernel = &kernel;
    loop.id = kernel.recorder().next_loop();
    loop.debug = kernel.debug_by_default;
    loop.slow_callback_duration = Float::from(0.1);
    static Str* const kCallSoon = intern_static("call_soon");
    loop.call_soon_overridden =
        type_lookup(loop.type, kCallSoon) != type_lookup(&event_loop_type, kCallSoon);
    kernel.register_loop(loop);
    trace::Recorder& recorder = kernel.recorder();
    if (recorder.on()) {
        recorder.record({.a = loop.id.value,
                         .text = recorder.text(loop.type->name),
                         .line = kernel.line(),
                         .kind = EventKind::LoopCreated});
    }
    world::Machine& machine = kernel.machine();
    loop.selector = std::make_unique<Selector>(machine);
    std::string name = choose_selector(*loop.selector, selector);
    loop.selector_fd = kernel.open_descriptor(loop.selector->file());
    if (selector && !is_none(selector)) loop_dict(loop).set("_selector", selector);
    kernel.log(kLogDebug, "Using selector: " + name);
    auto [read_end, write_end] = world::make_stream_pair();
    loop.self_read = kernel.open_descriptor(std::move(read_end));
    loop.self_write = kernel.open_descriptor(std::move(write_end));
    loop.add_reader(loop.self_read, {.target = Value(), .kind = HandleKind::ReadSelf}, "self-pipe");
}

Ref<EventLoop> make_event_loop(Kernel& kernel) {
    Ref<EventLoop> loop = make<EventLoop>();
    init_event_loop(*loop, kernel);
    return loop;
}

EventLoop* as_event_loop(const Value& v) { return try_cast<EventLoop>(v); }

void EventLoop::stop() {
    stopping = true;
    if (kernel->recorder().on()) {
        kernel->recorder().record(
            {.a = id.value, .line = kernel->line(), .kind = EventKind::LoopStopRequested});
    }
}

void EventLoop::close() {
    if (running()) raise_runtime_error("Cannot close a running event loop");
    if (closed) return;
    while (!signal_handlers.empty())
        remove_signal_handler(Value::small(signal_handlers.begin()->first));
    remove_reader(self_read);
    world::Descriptors& descriptors = kernel->machine().descriptors();
    descriptors.close(std::exchange(self_read, -1));
    descriptors.close(std::exchange(self_write, -1));
    if (debug) kernel->log(kLogDebug, "Close " + repr_string(Value::borrow(this)));
    closed = true;
    ReadyQueue old_ready = std::exchange(ready, ReadyQueue());
    TimerHeap old_scheduled = std::move(scheduled);
    for (Ref<Handle>& spare : spare_handles) spare = nullptr;
    spare_count = 0;
    executor_shutdown_called = true;
    if (Value executor = std::exchange(default_executor, Value()))
        call_method(executor, "shutdown", {false_value()});
    descriptors.close(std::exchange(selector_fd, -1));
    if (Value given = selector->guest) call_method(given, "close");
    selector = nullptr;
    if (kernel->recorder().on()) {
        kernel->recorder().record(
            {.a = id.value, .line = kernel->line(), .kind = EventKind::LoopClosed});
    }
}

namespace {

/// What run_forever sets at its beginning and takes back at its end, however that comes.
class Running {
  public:
    explicit Running(EventLoop& loop) : loop_(loop) {
        loop_.running_thread = loop_.kernel->machine().current_thread().value;
        loop_.kernel->thread().running_loop = Ref<EventLoop>(&loop_);
        if (loop_.kernel->hooks.asyncgen_hooks) loop_.kernel->hooks.asyncgen_hooks(&loop_);
        note(EventKind::LoopRunning, loop_.kernel->line());
    }
    ~Running() {
        loop_.stopping = false;
        loop_.running_thread = 0;
        loop_.kernel->thread().running_loop = nullptr;
        if (loop_.kernel->hooks.asyncgen_hooks) loop_.kernel->hooks.asyncgen_hooks(nullptr);
        note(EventKind::LoopStopped, 0);
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

  private:
    void note(EventKind kind, std::uint32_t line) {
        trace::Recorder& recorder = loop_.kernel->recorder();
        if (!recorder.on()) return;
        recorder.record({.a = loop_.id.value,
                         .text = kind == EventKind::LoopRunning ? recorder.text("run_forever")
                                                                : trace::TextId{},
                         .line = line,
                         .kind = kind});
    }

    EventLoop& loop_;
};

}  // namespace

void EventLoop::run_forever() {
    check_closed();
    check_running();
    Ref<EventLoop> alive(this);
    Running running_now(*this);
    do {
        run_once();
    } while (!stopping);
}

namespace {

/// CPython: base_events._run_until_complete_cb
void run_until_complete_cb(EventLoop& loop, const Value&, const Value& argument) {
    Future& future = *argument.as<Future>();
    if (!future.cancelled()) {
        Value exception = future_exception(future);
        if (is_exception(exception) && leaves_the_loop(*exception.as<ExceptionObject>())) {
            // The exception has left run_forever already.
            return;
        }
    }
    loop.stop();
}

constexpr LibraryCallback kRunUntilComplete{
    {"_run_until_complete_cb", "base_events.py", 180}, run_until_complete_cb, true};

/// tasks.ensure_future for run_until_complete: a future of this loop.
Ref<Future> as_own_future(EventLoop& loop, const Value& awaitable, bool& made) {
    made = !is_future(awaitable);
    Value future = ensure_future(awaitable, &loop);
    Future* known = as_future(future);
    // FIDELITY: CPython would take a foreign future that has the same methods.
    if (known == nullptr)
        raise_type_error("An asyncio.Future, a coroutine or an awaitable is required");
    if (made && known->is_task) static_cast<Task*>(known)->log_destroy_pending = false;
    return Ref<Future>(known);
}

}  // namespace

Value EventLoop::run_until_complete(const Value& awaitable) {
    check_closed();
    check_running();
    bool made = false;
    Ref<Future> future = as_own_future(*this, awaitable, made);
    add_done_callback(*future, {.target = none(), .native = &kRunUntilComplete});
    auto detach = [&] { remove_done_callback(*future, kRunUntilComplete, none()); };
    try {
        run_forever();
    } catch (Raised&) {
        // A BaseException came out of a callback: the caller has no access to the local task.
        if (made && future->done() && !future->cancelled()) future_exception(*future);
        detach();
        throw;
    }
    detach();
    if (!future->done()) raise_runtime_error("Event loop stopped before Future completed.");
    return future_result(*future);
}

Value EventLoop::create_task(const Value& coroutine, const Value& name, const Value& context) {
    check_closed();
    Context* given = context && !is_none(context) ? try_cast<Context>(context) : nullptr;
    if (!task_factory) {
        TaskOptions options{.name = name, .context = Ref<Context>(given)};
        return make_task(*this, coroutine, std::move(options));
    }
    Value task;
    if (given == nullptr) {
        task = call(task_factory, {Value::borrow(this), coroutine});
    } else {
        static Tuple* const kNames = [] {
            ProcessScope process;
            return Tuple::make({Value::borrow(intern_static("context"))}).detach();
        }();
        Value arguments[] = {Value::borrow(this), coroutine, context};
        task = call(task_factory, CallArgs{arguments, 2, kNames});
    }
    // CPython: tasks._set_task_name
    if (name && !is_none(name)) {
        if (Value set_name = lookup_attr(task, "set_name")) call(set_name, {name});
    }
    return task;
}

void EventLoop::set_debug(bool enabled) {
    debug = enabled;
    if (!running()) return;
    static constexpr LibraryCallback kTracking{
        {"BaseEventLoop._set_coroutine_origin_tracking", "base_events.py", 1928},
        [](EventLoop& loop, const Value&, const Value&) {
            if (loop.kernel->hooks.asyncgen_hooks) loop.kernel->hooks.asyncgen_hooks(&loop);
        }};
    call_soon_threadsafe({.target = none(),
                          .argument = make_bool(enabled),
                          .kind = HandleKind::Native,
                          .native = &kTracking});
}

}  // namespace loopscope::kernel
