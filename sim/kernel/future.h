// Future: a result that is not there yet. CPython: _asyncio.Future (the C accelerator)
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/kernel/handle.h"
#include "sim/object/exception.h"

namespace loopscope::kernel {

extern object::Type future_type;
extern object::Type future_iter_type;

void define_future_types();

enum class FutureState : std::uint8_t { Pending, Cancelled, Finished };

/// One callback of a future: a callable, or a task to wake up.
struct FutureCallback {
    object::Value target = {};
    object::Ref<Context> context = {};
    bool wakeup = false;  ///< `target` is the Task that waits.
    const LibraryCallback* native = nullptr;
};

/// asyncio.Future, and the base of Task.
///
/// A program may derive from it; `loop` is null until `__init__` has run.
struct Future : object::Container {
    object::Ref<EventLoop> loop;
    object::Value result;                                  ///< Null: none.
    object::Ref<object::ExceptionObject> exception;        ///< What set_exception set.
    object::Value exception_traceback;                     ///< As it was then.
    object::Ref<object::ExceptionObject> cancelled_error;  ///< Which ended a task; raised once.
    object::Value cancel_message;                          ///< Null: None.
    FutureCallback first_callback;                         ///< In place, for there is mostly one.
    std::unique_ptr<std::vector<FutureCallback>> more_callbacks;
    std::unique_ptr<OriginStack> origin;  ///< Debug mode.
    object::Dict* dict = nullptr;         ///< `__dict__`. Owned.
    const char* purpose = nullptr;        ///< "Lock.acquire": what the library made it for.
    trace::FutureId id;
    std::uint32_t hash = 0;  ///< What hash() tells; 0: nobody asked yet.
    FutureState state = FutureState::Pending;
    bool blocking = false;       ///< `_asyncio_future_blocking`
    bool log_traceback = false;  ///< Its exception has not been retrieved.
    bool is_task = false;

    ~Future();
    static object::Type* class_type() { return &future_type; }

    bool done() const { return state != FutureState::Pending; }
    bool cancelled() const { return state == FutureState::Cancelled; }
};

/// The exact or derived kernel future that `v` is, or null. Foreign futures are none.
Future* as_future(const object::Value& v);

/// A new future of `loop`. `purpose` says in the trace what it is for ("sleep 1.0").
object::Ref<Future> make_future(EventLoop& loop, std::string_view purpose = {});
/// The same for a literal, which the report of a deadlock tells too.
object::Ref<Future> make_future(EventLoop& loop, const char* purpose);
/// Future.__init__ for one that is no task. `loop` null: the current one.
void begin_future(Future& future, EventLoop* loop, std::string_view purpose);
/// Says in the trace what has to happen before `future` is done: id of a future, descriptor, call
/// of an executor, process or timer. `purpose`: what it is for, where its making could not say.
void note_need(const Future& future, trace::NeedKind what, std::uint32_t id,
               std::string_view purpose = {});
inline void note_need(const Future& future, const Future& other) {
    note_need(future, trace::NeedKind::Future, other.id.value);
}
/// What is common to the making of futures and tasks.
void init_future(Future& future, EventLoop* loop);

// The methods, as C++ calls them. Names are those of Python.
/// Errors: InvalidStateError "invalid state".
void set_result(Future& future, object::Value result);
void set_exception(Future& future, const object::Value& exception);
/// Future.cancel itself, also for tasks. Use cancel_any for what a program's class may override.
bool cancel_future(Future& future, const object::Value& message);
/// Errors: the future's exception, CancelledError, InvalidStateError "Result is not set.".
object::Value future_result(Future& future);
/// What result() raises, marked as retrieved. Requires: it has an exception.
object::Ref<object::ExceptionObject> retrieve_exception(Future& future);
/// The exception or None. Errors: CancelledError, InvalidStateError "Exception is not set.".
object::Value future_exception(Future& future);
/// CPython: Future._make_cancelled_error
object::Ref<object::ExceptionObject> make_cancelled_error(Future& future);
/// Callbacks run in `context`, null: a copy of the current one.
void add_done_callback(Future& future, FutureCallback&& callback);
/// Removes all that are equal; answers how many there were.
std::size_t remove_done_callback(Future& future, const object::Value& callback);
/// The same for callbacks of the library.
std::size_t remove_done_callback(Future& future, const LibraryCallback& callback,
                                 const object::Value& target);

// Any awaitable future, foreign ones included (the `_asyncio_future_blocking` protocol).
/// asyncio.isfuture
bool is_future(const object::Value& v);
/// fut.cancel(msg=message), whatever class it is of.
bool cancel_any(const object::Value& future, const object::Value& message);
/// CPython: futures._get_loop
object::Value loop_of(const object::Value& future);

/// How a program's future objects tell what they are: "pending", "finished".
std::string_view state_name(FutureState state);
std::string future_repr(const object::Value& self);
/// The parts of a future's repr, without the angle brackets. CPython:
/// base_futures._future_repr_info
std::vector<std::string> future_repr_info(Future& future);

// For Task, which is a Future too.
/// Makes a repr unless one of the same object is being made: then "...". CPython: recursive_repr
std::string with_repr_guard(Future& future, std::string (*body)(Future&));
/// "… exception was never retrieved". CPython: Future.__del__
void report_lost_exception(Future& future);
/// Runs what `__del__` does where nothing may be thrown.
void guarded_finalize(Future& future, void (*body)(Future&));
void future_traverse(object::Object* self, object::Visitor& visitor);
void future_clear(object::Object* self);

}  // namespace loopscope::kernel
