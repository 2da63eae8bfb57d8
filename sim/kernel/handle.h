// Handle and TimerHandle: a callback that a loop will run.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/kernel/context.h"
#include "sim/trace/event.h"

namespace loopscope::kernel {

struct EventLoop;
struct Task;

extern object::Type handle_type;
extern object::Type timer_handle_type;

void define_handle_types();

/// A place in the program's text that outlives the frame: one line of a `_source_traceback`.
struct Origin {
    std::string file;
    std::string function;
    int line = 0;
    std::string source = {};  ///< The text of the line, without indentation; empty: unknown.
};
/// Where something was created, outermost frame first; kept in debug mode only.
using OriginStack = std::vector<Origin>;

/// What a handle runs. Steps and wake-ups of tasks, by far the most frequent, are called directly;
/// CPython's C tasks have method wrappers for them.
enum class HandleKind : std::uint8_t {
    Callback,    ///< Any callable.
    TaskStep,    ///< Task.__step: `target` is the task, the argument an exception to throw in.
    TaskWakeup,  ///< Task.__wakeup: `target` is the task, the argument the future that is done.
    ReadSelf,    ///< BaseSelectorEventLoop._read_from_self
    Native,      ///< A LibraryCallback with `target` as its state.
};

/// Where a function of the library stands in CPython: what reprs tell of it.
struct LibraryCode {
    const char* qualname;
    const char* file = nullptr;  ///< Below CPython's asyncio folder: "tasks.py". Null: not told.
    int line = 0;
};

/// "/usr/lib/python3.11/asyncio/tasks.py:627"; empty when the code has no file.
std::string place_text(const LibraryCode& code);
/// The same for a callback's repr: only functions tell where they are, bound methods do not.
/// CPython: format_helpers._get_function_source
std::string callback_place(const LibraryCode& code);

/// A callback of the library, for which no callable is made that a program could see. `target` is
/// its state, `argument` what it is called with (the future that is done).
struct LibraryCallback {
    LibraryCode code;
    void (*call)(EventLoop& loop, const object::Value& target, const object::Value& argument);
    /// Nothing that it does can see the current context, so that it is run in none.
    bool without_context = false;
    /// In CPython a functools.partial that holds `target`, which its repr tells.
    bool partial = false;
};

/// A callback with its arguments and context. CPython: events.Handle
///
/// Requires: made by EventLoop::call_soon and its kin only.
/// Cost: one pooled allocation; arguments up to one are held in place.
struct Handle : object::Container {
    object::Ref<EventLoop> loop;
    object::Ref<Context> context;
    object::Value target;    ///< The callable, or the task. Null once cancelled.
    object::Value argument;  ///< Null: none. The one argument, or a tuple of several.
    const LibraryCallback* native = nullptr;  ///< For HandleKind::Native.
    std::unique_ptr<OriginStack> origin;
    object::Value repr_cache;  ///< Debug mode: the repr from before cancel().
    trace::HandleId id;
    HandleKind kind = HandleKind::Callback;
    bool several_arguments = false;  ///< `argument` is a tuple of positional arguments.
    bool cancelled = false;

    static object::Type* class_type() { return &handle_type; }
    /// The arguments as a row.
    std::span<const object::Value> arguments() const;
    /// The task that this handle steps or wakes, or null.
    Task* task() const;
};

/// A handle that becomes ready at a point of time. CPython: events.TimerHandle
struct TimerHandle : Handle {
    double when = 0.0;         ///< Virtual seconds.
    object::Value when_value;  ///< As the program gave it; null: a float made here.
    bool scheduled = false;    ///< Stands in the loop's heap.

    static object::Type* class_type() { return &timer_handle_type; }
};

/// Handle.cancel(), TimerHandle.cancel(). Does nothing the second time.
void cancel_handle(Handle& handle);
/// The same for destructors: errors of a repr are dropped.
void cancel_quietly(TimerHandle& handle) noexcept;
/// Handle._run: runs the callback in its context; what it raises goes to the loop's exception
/// handler, except KeyboardInterrupt and SystemExit, which are thrown.
void run_handle(Handle& handle);
/// repr(handle).
std::string handle_repr(Handle& handle);
/// The repr of a slow handle in debug mode: its task's, if it belongs to one.
/// CPython: base_events._format_handle
std::string format_handle(Handle& handle);
/// A `_source_traceback` as a value for exception handlers: the lines as traceback prints them.
object::Value origin_value(const OriginStack& origin);

}  // namespace loopscope::kernel
