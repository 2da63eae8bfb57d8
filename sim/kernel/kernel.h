// Kernel: what all loops of one run share.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/kernel/context.h"
#include "sim/kernel/event_loop.h"
#include "sim/kernel/signal_handlers.h"
#include "sim/object/runtime.h"
#include "sim/trace/recorder.h"
#include "sim/world/machine.h"

namespace loopscope::kernel {

/// What the interpreter tells the kernel. All may be left unset, for runs without a language.
struct KernelHooks {
    /// An iteration of a loop begins, or a thread blocks elsewhere. May throw Stopped: a budget is
    /// used up.
    std::function<void()> iteration;
    /// Between two callbacks: what the user lets happen here. Unset in nearly all runs.
    std::function<void()> between_callbacks;
    /// When a timer is due that is about to be set for `when`. Unset in nearly all runs.
    std::function<double(double when)> set_timer;
    /// The line of the program that runs, or that called the library code that runs; 0: none.
    std::function<int()> program_line;
    /// The line of the program at which a thread stands; 0: unknown.
    std::function<int(std::uint32_t thread)> thread_line;
    /// How many instructions the interpreter has run since it was last asked.
    std::function<std::uint64_t()> take_instructions;
    /// A function of the library that is written in Python, "BaseEventLoop.run_in_executor".
    std::function<object::Value(std::string_view name)> library;
    /// A thread is about to end, on its own stack: state of the layers above that belongs to it.
    std::function<void()> thread_ends;
    /// The line at which the innermost frame of a suspended coroutine waits; 0: unknown.
    std::function<int(const object::Value& coroutine)> waiting_line;
    /// The guest frames that run now, outermost first: for debug mode's "created at".
    std::function<OriginStack()> stack;
    /// The traceback of an exception as `traceback.print_exception` prints it, with a newline at
    /// the end.
    std::function<std::string(object::ExceptionObject&)> format_exception;
    /// The text of the line at which a frame stands, without indentation; empty: unknown.
    std::function<std::string(const object::Value& frame)> source_line;
    /// Where a callable was defined, for its repr: false when it has no source.
    std::function<bool(const object::Value& callable, Origin& origin)> function_source;
    /// The 'asyncio' logger. Without it, warnings and errors go to the program's stderr.
    std::function<void(int level, const std::string& message, object::ExceptionObject* exception)>
        log;
    /// The innermost frame object, or None: what a signal's handler is given.
    std::function<object::Value()> frame;
    /// sys.set_asyncgen_hooks, called when a loop begins (with it) and stops (null) running.
    std::function<void(EventLoop* loop)> asyncgen_hooks;
    /// shutdown_asyncgens: an awaitable that closes the asynchronous generators the loop has seen
    /// begin and that still live; null when there is none.
    std::function<object::Value(EventLoop& loop)> close_asyncgens;
};

inline constexpr int kLogDebug = 10;
inline constexpr int kLogInfo = 20;
inline constexpr int kLogWarning = 30;
inline constexpr int kLogError = 40;

class BlockingLock;
class SyncWait;

/// What each simulated thread has of its own.
struct ThreadState {
    const BlockingLock* waits_for = nullptr;  ///< While it waits for one.
    const SyncWait* sync_wait = nullptr;      ///< While it waits at something that is told of.
    /// Who would have to do something before its wait for `waits_for` ends, as far as known.
    std::vector<world::ThreadId> waits_for_threads;
    int process_id = 0;                   ///< A process pool's worker; 0: the program's own.
    object::Ref<EventLoop> running_loop;  ///< events._running_loop
    object::Ref<EventLoop> policy_loop;   ///< What set_event_loop set. CPython: policy._local
    bool set_event_loop_called = false;
    object::Ref<Context> base_context;  ///< The one that the thread began in.
    Context* context = nullptr;         ///< The current one; held by whoever entered it.
};

/// The state that every loop, future and task of a run refers to: the machine, the recorder, the
/// register of tasks, each thread's running loop and context.
///
/// Add one to a Runtime before anything of asyncio is used:
///
///     runtime.add(std::make_unique<Kernel>(runtime, machine));
class Kernel final : public object::Runtime::Extension {
  public:
    static const char kRuntimeKey;

    Kernel(object::Runtime& runtime, world::Machine& machine);
    ~Kernel() override;
    Kernel(const Kernel&) = delete;
    Kernel& operator=(const Kernel&) = delete;

    /// The kernel of the current Runtime. Requires: there is one.
    static Kernel& current();

    object::Runtime& runtime() { return runtime_; }
    world::Machine& machine() { return machine_; }
    /// A new descriptor of the running process. Errors: OSError EMFILE at its limit.
    world::Fd open_descriptor(std::shared_ptr<world::File> file);
    trace::Recorder& recorder() { return recorder_; }
    KernelHooks hooks;
    /// New loops start in debug mode: python -X dev, PYTHONASYNCIODEBUG.
    bool debug_by_default = false;

    ThreadState& thread() { return thread(machine_.current_thread()); }
    ThreadState& thread(trace::ThreadId of) {
        const std::uint32_t id = of.value;
        if (id >= threads_.size() || !threads_[id]) [[unlikely]]
            make_thread(id);
        return *threads_[id];
    }
    /// The current context of the thread that runs. The pointer itself is where ContextScope puts
    /// another one.
    Context*& context() { return thread().context; }

    /// Virtual seconds that one instruction of the program takes. 0: computing takes no time.
    double instruction_seconds = 0.0;
    /// Lets the time pass that the program has computed since the last call. The clock's readers
    /// call it, and whoever is about to wait.
    void charge() {
        if (instruction_seconds > 0.0) [[unlikely]]
            charge_now();
    }

    /// The tasks that wait at a lock, a queue, …, by id: for the report of a deadlock.
    std::unordered_map<std::uint32_t, const SyncWait*> task_waits;

    object::Value policy;          ///< What set_event_loop_policy set; null: the default one.
    object::Value default_policy;  ///< The default one as an object, once asked for.

    // The register of tasks. CPython: tasks._all_tasks
    void register_task(Task& task);
    void unregister_task(Task& task);
    /// Every task that lives, in order of creation, done ones included.
    template <typename Each>
    void for_each_task(Each each) {
        for (Task* task = first_task_; task; task = task->next) each(*task);
    }
    std::uint64_t next_task_number() { return ++task_count_; }
    /// What hash() tells of one more future.
    std::uint32_t next_future_hash() { return ++hashed_futures_; }

    void register_loop(EventLoop& loop) { loops_.push_back(&loop); }
    void unregister_loop(EventLoop& loop) { std::erase(loops_, &loop); }

    /// Where the program is now: for events and warnings.
    object::SourcePlace where() const;
    std::uint32_t line() const;
    std::unique_ptr<OriginStack> capture_origin() const;

    /// The task that the running loop runs now; 0 outside of any.
    trace::FutureId current_task_id() {
        EventLoop* loop = thread().running_loop.get();
        if (loop == nullptr || !loop->current_task) return {};
        return loop->current_task.as<Task>()->id;
    }

    /// Blocks the calling thread, for all that waits in C++ code. Woken, Deadline, or Interrupted
    /// when signal handlers have run meanwhile: whoever waits for a condition looks again.
    /// Errors: Stopped when the run must end; what a signal handler raises.
    world::Wake block(const world::Blocking& blocking);
    /// Lets virtual time pass: time.sleep.
    void sleep(double seconds);
    /// Runs the program's handlers of signals that have come, in the main thread; elsewhere it does
    /// nothing. May raise. Whoever waits past block() calls it after each wait.
    void run_signals();
    /// The process that this kernel belongs to, and its main thread.
    world::Process& process() const { return process_; }
    bool in_main_thread() const { return machine_.current_thread() == process_.main_thread; }
    SignalHandlers& signals() { return signals_; }
    /// Ends the run if waiting came to an end that no program can see.
    void check_wake(world::Wake why);
    /// Starts a simulated thread that calls `body`, which may throw: Stopped ends the run.
    /// Errors: RuntimeError "can't start new thread".
    world::ThreadId start_thread(std::string name, std::function<void()> body);
    /// Asks the run to stop: Stopped is thrown before the next callback. For whoever abandons a
    /// run that is paused.
    void request_stop(object::Stopped stopped) { stop_request_ = std::move(stopped); }
    bool stop_requested() const { return stop_request_.has_value(); }
    void throw_if_stop_requested() {
        if (stop_request_) [[unlikely]]
            throw_stop();
    }

    void log(int level, const std::string& message, object::ExceptionObject* exception = nullptr);
    /// What logging does when nobody has set it up (logging.lastResort): warnings and worse, the
    /// bare message, to stderr.
    void log_by_default(int level, const std::string& message, object::ExceptionObject* exception);
    void warn(object::Type& category, std::string_view message);
    std::string format_exception(object::ExceptionObject& exception) const;

    /// Texts that the trace needs again and again.
    struct Texts {
        trace::TextId step, wakeup, read_self, task, future, none;
    };
    const Texts& texts() const { return texts_; }
    /// The qualified name of library code, as an interned text.
    trace::TextId text_of(const LibraryCode& code);

  private:
    void make_thread(std::uint32_t id);
    void charge_now();
    void run_thread_body(const std::function<void()>& body);
    void thread_stopped(object::Stopped stopped);
    [[noreturn]] void throw_stop();

    object::Runtime& runtime_;
    world::Machine& machine_;
    trace::Recorder& recorder_;
    world::Process& process_;
    SignalHandlers signals_;
    std::vector<std::unique_ptr<ThreadState>> threads_;  ///< By thread id.
    Task* first_task_ = nullptr;
    Task* last_task_ = nullptr;
    std::vector<EventLoop*> loops_;
    std::uint64_t task_count_ = 0;
    std::uint32_t hashed_futures_ = 0;
    std::optional<object::Stopped> stop_request_;
    Texts texts_;
    std::unordered_map<const LibraryCode*, trace::TextId> code_texts_;
};

inline void EventLoop::record(trace::EventKind kind, std::uint32_t b) {
    trace::Recorder& recorder = kernel->recorder();
    if (recorder.on()) recorder.record({.a = id.value, .b = b, .kind = kind});
}

}  // namespace loopscope::kernel
