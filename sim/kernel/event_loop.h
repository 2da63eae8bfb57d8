// EventLoop: the loop itself. CPython: asyncio.base_events.BaseEventLoop with selector_events
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/kernel/future.h"
#include "sim/kernel/handle.h"
#include "sim/kernel/ready_queue.h"
#include "sim/kernel/selector.h"
#include "sim/kernel/task.h"
#include "sim/kernel/timer_heap.h"
#include "sim/object/dict.h"

namespace loopscope::kernel {

class Kernel;

/// asyncio.AbstractEventLoop, BaseEventLoop: only names to derive from and to test against.
extern object::Type abstract_event_loop_type;
extern object::Type base_event_loop_type;
extern object::Type base_selector_event_loop_type;
/// asyncio.SelectorEventLoop on Unix.
extern object::Type event_loop_type;

void define_event_loop_types();

/// asyncio.constants and base_events: the numbers of the loop.
inline constexpr std::size_t kMinScheduledTimerHandles = 100;
inline constexpr double kMinCancelledTimerHandlesFraction = 0.5;
inline constexpr double kMaximumSelectTimeout = 24 * 3600;
inline constexpr double kClockResolution = 1e-9;  ///< time.get_clock_info('monotonic').resolution

/// How a callback is scheduled. `context` null: a copy of the current one.
struct CallSpec {
    object::Value target;
    object::Value argument = {};
    bool several_arguments = false;
    object::Ref<Context> context = {};
    HandleKind kind = HandleKind::Callback;
    const LibraryCallback* native = nullptr;
    trace::HandleOrigin origin = trace::HandleOrigin::Soon;
};

/// An event loop: a queue of handles that are ready, a heap of timers, a selector.
///
/// One iteration (run_once) has six phases, each of which the trace tells: cancelled timers are
/// dropped; the timeout is chosen; select waits; its events become ready handles; timers that are
/// due become ready; then exactly the handles that are ready now are run. Whatever they schedule
/// waits for the next iteration.
struct EventLoop : object::Container {
    Kernel* kernel = nullptr;  ///< Null before `__init__` and after the run.
    trace::LoopId id;
    ReadyQueue ready;
    TimerHeap scheduled;
    std::int64_t timer_cancelled_count = 0;
    std::unique_ptr<Selector> selector;
    world::Fd selector_fd = -1;
    world::Fd self_read = -1;          ///< `_ssock`
    world::Fd self_write = -1;         ///< `_csock`
    std::uint32_t running_thread = 0;  ///< 0: not running.
    std::uint32_t iteration = 0;       ///< Counts from 1 within the life of the loop.
    bool closed = false;
    bool stopping = false;
    bool debug = false;
    bool call_soon_overridden = false;  ///< A program's class has a call_soon of its own.
    bool asyncgens_shutdown_called = false;
    bool executor_shutdown_called = false;
    object::Value slow_callback_duration;                ///< Seconds; 0.1 at first.
    object::Value exception_handler;                     ///< Null: the default one.
    object::Value task_factory;                          ///< Null: none.
    object::Value default_executor;                      ///< Null: none.
    object::Ref<Handle> current_handle;                  ///< Debug mode, while it runs.
    object::Value current_task;                          ///< asyncio.current_task(); null: none.
    std::map<int, object::Ref<Handle>> signal_handlers;  ///< add_signal_handler, by number.
    std::vector<object::Value> asyncgens;  ///< Weak references, in order of first iteration.
    object::Dict* dict = nullptr;          ///< `__dict__`. Owned.

    ~EventLoop();
    static object::Type* class_type() { return &event_loop_type; }

    bool running() const { return running_thread != 0; }
    double time() const;

    // Scheduling.
    /// Goes through the call_soon of a program's own class, if that has one; the handle may then be
    /// null.
    /// Errors: RuntimeError "Event loop is closed"; in debug mode those of _check_callback and
    /// _check_thread.
    object::Ref<Handle> call_soon(CallSpec&& spec);
    /// BaseEventLoop.call_soon itself.
    object::Ref<Handle> call_soon_here(CallSpec&& spec);
    /// The same, and wakes the loop's thread by a byte in the self-pipe.
    object::Ref<Handle> call_soon_threadsafe(CallSpec spec);
    object::Ref<TimerHandle> call_at(double when, CallSpec&& spec, object::Value when_value = {});
    /// call_at(time() + delay).
    object::Ref<TimerHandle> call_later(double delay, CallSpec&& spec);
    /// A step of a task, past all checks but that the loop is open.
    void call_soon_step(Task& task, const object::Value& exception);
    /// A wake-up of a task in its context, because `waited` is done.
    void call_soon_wakeup(object::Value&& task, object::Ref<Context>&& context, Future& waited);

    // Running.
    /// One iteration. CPython: BaseEventLoop._run_once
    void run_once();
    void run_forever();
    /// Errors: those of the future; RuntimeError "Event loop stopped before Future completed.".
    object::Value run_until_complete(const object::Value& future);
    void stop();
    void close();

    object::Value create_task(const object::Value& coroutine, const object::Value& name = {},
                              const object::Value& context = {});
    void set_debug(bool enabled);

    // Signals. CPython: unix_events._UnixSelectorEventLoop; in loop_signals.cpp.
    /// Errors: ValueError for a bad number, RuntimeError outside of the main thread or for one
    /// that can't be caught.
    void add_signal_handler(const object::Value& number, CallSpec spec);
    bool remove_signal_handler(const object::Value& number);
    /// The signals whose numbers arrived in the self-pipe: their handles become ready.
    void process_self_data(std::string_view bytes);

    // Descriptors, for the loop's own use and for transports.
    void add_reader(world::Fd fd, CallSpec spec, const char* what);
    bool remove_reader(world::Fd fd);
    void add_writer(world::Fd fd, CallSpec spec, const char* what);
    bool remove_writer(world::Fd fd);

    // Errors that nobody catches; see exception_handler.cpp.
    void call_exception_handler(const object::Ref<object::Dict>& details);
    void default_exception_handler(const object::Ref<object::Dict>& details);

    void check_closed() const;
    void check_running() const;
    void check_thread() const;
    void check_callback(const object::Value& callback, std::string_view method) const;

    /// Handles that have run and that nobody else knew, for reuse; the first spare_count of them.
    std::array<object::Ref<Handle>, 32> spare_handles;
    std::size_t spare_count = 0;
    std::vector<Selector::Ready> select_events;  ///< Scratch of one iteration.

  private:
    /// What select is told, and why.
    struct Timeout {
        trace::TimeoutReason reason;
        double seconds;   ///< kNoTimeout: none.
        double deadline;  ///< Absolute; the very double of the timer.
        const TimerHandle* timer;
    };

    template <typename T>
    object::Ref<T> blank_handle();
    template <typename T>
    object::Ref<T> new_handle(CallSpec&& spec, double when);
    void number_handle(Handle& handle, trace::HandleOrigin origin, double when);
    void record_handle(const Handle& handle, trace::HandleOrigin origin, double when);
    void make_ready(object::Ref<Handle> handle);
    void record(trace::EventKind kind, std::uint32_t b = 0);
    void drop_cancelled_timers();
    Timeout choose_timeout() const;
    void select(const Timeout& timeout);
    void process_event(const Selector::Ready& event);
    void move_due_timers();
    void run_batch();
    void recycle(object::Ref<Handle> handle);
    void run_one(Handle& handle);
    void run_debugged(Handle& handle);
    void watch(world::Fd fd, CallSpec spec, std::uint8_t bit, const char* what);
    bool unwatch(world::Fd fd, std::uint8_t bit);
    void handle_signal(int number);

  public:
    void write_to_self();
    object::Ref<Handle> call_overridden(CallSpec spec);
    /// A handle that is not scheduled yet.
    object::Ref<Handle> make_handle(CallSpec spec);
};

/// inspect.iscoroutinefunction: a function or bound method whose code has CO_COROUTINE set.
bool is_coroutine_function(const object::Value& v);

/// asyncio.ensure_future: the future itself, or a new task for a coroutine or awaitable. `loop`
/// null: the current one. Errors: ValueError "The future belongs to a different loop …", TypeError
/// "An asyncio.Future, a coroutine or an awaitable is required".
object::Value ensure_future(const object::Value& awaitable, EventLoop* loop);
/// Reads what has arrived in the self-pipe. CPython: BaseSelectorEventLoop._read_from_self
void read_from_self(EventLoop& loop);
/// The loop that `v` is, or null.
EventLoop* as_event_loop(const object::Value& v);
/// A new `_UnixSelectorEventLoop`.
/// How many frames debug mode keeps of where something was made. CPython: DEBUG_STACK_DEPTH
inline constexpr int kDebugStackDepth = 10;

object::Ref<EventLoop> make_event_loop(Kernel& kernel);
/// `selector`: what SelectorEventLoop(selector) was given; null: the default.
void init_event_loop(EventLoop& loop, Kernel& kernel, const object::Value& selector = {});

}  // namespace loopscope::kernel
