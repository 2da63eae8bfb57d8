// Kernel: the register of tasks, each thread's state, and the doors to the layers above.
#include "sim/kernel/kernel.h"

#include <fmt/format.h>
#include <algorithm>

#include <mutex>

#include "sim/kernel/coro.h"
#include "sim/kernel/errors.h"
#include "sim/kernel/library_call.h"
#include "sim/kernel/waiting_report.h"
#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/world/error_number.h"

namespace loopscope::kernel {

using namespace object;

const char Kernel::kRuntimeKey = 0;

namespace {

/// What the stack of a thread that waits takes of the run's memory, about.
constexpr std::size_t kThreadStackTouchedBytes = std::size_t{16} << 10;

void define_kernel_types() {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        define_error_types();
        define_context_types();
        define_handle_types();
        define_future_types();
        define_task_type();
        define_event_loop_types();
        define_coro_types();
        define_library_call_type();
    });
}

}  // namespace

Kernel::Kernel(Runtime& runtime, world::Machine& machine)
    : runtime_(runtime),
      machine_(machine),
      recorder_(machine.recorder()),
      process_(machine.current_process()),
      signals_(*this) {
    define_kernel_types();
    if (!recorder_.on()) return;
    texts_.step = recorder_.text("Task.__step");
    texts_.wakeup = recorder_.text("Task.task_wakeup");
    texts_.read_self = recorder_.text("BaseSelectorEventLoop._read_from_self");
    texts_.task = recorder_.text("Task");
    texts_.future = recorder_.text("Future");
    texts_.none = recorder_.text("None");
}

trace::TextId Kernel::text_of(const LibraryCode& code) {
    trace::TextId& text = code_texts_[&code];
    if (!text) text = recorder_.text(code.qualname);
    return text;
}

Kernel::~Kernel() {
    // Objects outlive the kernel, but must not refer to it any more.
    for (EventLoop* loop : loops_) loop->kernel = nullptr;
    for (Task* task = first_task_; task != nullptr;) {
        Task* next = task->next;
        task->previous = task->next = nullptr;
        task = next;
    }
}

Kernel& Kernel::current() {
    Kernel* kernel = Runtime::current().find<Kernel>();
    LOOPSCOPE_CHECK(kernel != nullptr);
    return *kernel;
}

void Kernel::make_thread(std::uint32_t id) {
    if (id >= threads_.size()) threads_.resize(id + 1);
    threads_[id] = std::make_unique<ThreadState>();
    threads_[id]->base_context = make<Context>();
    threads_[id]->context = threads_[id]->base_context.get();
}

void Kernel::register_task(Task& task) {
    if (task.hash == 0) task.hash = next_future_hash();
    task.previous = last_task_;
    if (last_task_ != nullptr) {
        last_task_->next = &task;
    } else {
        first_task_ = &task;
    }
    last_task_ = &task;
}

void Kernel::unregister_task(Task& task) {
    bool listed = first_task_ == &task || task.previous != nullptr;
    if (!listed) return;
    (task.previous != nullptr ? task.previous->next : first_task_) = task.next;
    (task.next != nullptr ? task.next->previous : last_task_) = task.previous;
    task.previous = task.next = nullptr;
}

SourcePlace Kernel::where() const {
    return runtime_.hooks.where ? runtime_.hooks.where() : SourcePlace{};
}

std::uint32_t Kernel::line() const {
    if (hooks.program_line) return static_cast<std::uint32_t>(hooks.program_line());
    return static_cast<std::uint32_t>(where().line);
}

std::unique_ptr<OriginStack> Kernel::capture_origin() const {
    OriginStack stack;
    if (hooks.stack) {
        stack = hooks.stack();
    } else if (SourcePlace place = where(); !place.file.empty()) {
        stack.push_back({std::string(place.file), std::string(place.function), place.line});
    }
    return stack.empty() ? nullptr : std::make_unique<OriginStack>(std::move(stack));
}

world::Wake Kernel::block(const world::Blocking& blocking) {
    throw_if_stop_requested();
    if (hooks.iteration) hooks.iteration();
    charge();
    const world::Wake why = machine_.block(blocking);
    check_wake(why);
    run_signals();
    return why;
}

void Kernel::run_signals() {
    if (!in_main_thread()) return;
    throw_if_stop_requested();
    if (signals_.any_pending()) signals_.run_pending();
}

void Kernel::sleep(double seconds) {
    double deadline = machine_.now() + seconds;
    if (hooks.set_timer) [[unlikely]]
        deadline = std::max(machine_.now(), hooks.set_timer(deadline));
    while (block({.deadline = deadline, .on = "sleep"}) != world::Wake::Deadline) {
    }
}

world::ThreadId Kernel::start_thread(std::string name, std::function<void()> body) {
    const std::size_t stacks = machine_.live_threads() * kThreadStackTouchedBytes;
    const bool room = runtime_.memory_total_bytes() + stacks < runtime_.memory_limit_bytes;
    if (!room || !machine_.can_start_thread()) raise_runtime_error("can't start new thread");
    return machine_.start_thread(std::move(name),
                                 [this, body = std::move(body)] { run_thread_body(body); });
}

world::Fd Kernel::open_descriptor(std::shared_ptr<world::File> file) {
    const world::Fd fd = machine_.descriptors().open(std::move(file));
    if (fd == world::Descriptors::kNone)
        raise(make_os_error(world::kEMFILE, world::error_text(world::kEMFILE)));
    return fd;
}

void Kernel::run_thread_body(const std::function<void()>& body) {
    try {
        body();
    } catch (Stopped& stopped) {
        thread_stopped(std::move(stopped));
    } catch (const std::bad_alloc&) {
        thread_stopped(
            {Stopped::Reason::Memory, "The machine has no memory left for the simulation."});
    }
    if (hooks.thread_ends) hooks.thread_ends();
    const std::uint32_t id = machine_.current_thread().value;
    if (id < threads_.size()) std::unique_ptr<ThreadState> gone = std::move(threads_[id]);
}

/// A budget ended in a thread: the main thread unwinds first, then all the others.
void Kernel::thread_stopped(Stopped stopped) {
    runtime_.end_guest_code();
    if (!stop_request_) stop_request_ = std::move(stopped);
    machine_.stop();
}

void Kernel::check_wake(world::Wake why) {
    if (why == world::Wake::EndOfTime) {
        throw Stopped{Stopped::Reason::VirtualTime,
                      fmt::format("the run was to end at {} s of virtual time",
                                  machine_.options().end_time_seconds)};
    }
    if (why == world::Wake::WaitsForEver) {
        throw Stopped{Stopped::Reason::WaitsForEver, report_waiting(*this)};
    }
    if (why == world::Wake::Ended) {
        // In the main thread: why another one has ended the run. In that case it is the outcome.
        if (in_main_thread()) throw_if_stop_requested();
        throw Stopped{Stopped::Reason::Abandoned, "the run is over"};
    }
}

void Kernel::charge_now() {
    if (!hooks.take_instructions) return;
    const std::uint64_t count = hooks.take_instructions();
    if (count > 0) machine_.work(static_cast<double>(count) * instruction_seconds);
}

void Kernel::throw_stop() { throw *std::exchange(stop_request_, std::nullopt); }

void Kernel::log(int level, const std::string& message, ExceptionObject* exception) {
    if (hooks.log) {
        hooks.log(level, message, exception);
    } else {
        log_by_default(level, message, exception);
    }
}

void Kernel::log_by_default(int level, const std::string& message, ExceptionObject* exception) {
    if (level < kLogWarning || !runtime_.hooks.write) return;
    std::string text = message + "\n";
    if (exception != nullptr) text += format_exception(*exception);
    runtime_.hooks.write(Stream::Stderr, text);
}

void Kernel::warn(Type& category, std::string_view message) {
    if (runtime_.hooks.warn) runtime_.hooks.warn(category, message, where());
}

std::string Kernel::format_exception(ExceptionObject& exception) const {
    if (hooks.format_exception) return hooks.format_exception(exception);
    std::string text = str_string(Value::borrow(&exception));
    std::string name = full_name(*exception.type);
    return text.empty() ? name + "\n" : name + ": " + text + "\n";
}

}  // namespace loopscope::kernel
