// Coro: coroutines written in C++, which a program sees as coroutine objects.
#pragma once

#include <coroutine>
#include <exception>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "sim/kernel/future.h"
#include "sim/object/make.h"
#include "sim/object/memory.h"
#include "sim/object/singletons.h"
#include "sim/object/str.h"

namespace loopscope::kernel {

extern object::Type coro_type;

void define_coro_types();

struct CoroPromise;
using CoroFrame = std::coroutine_handle<CoroPromise>;

/// What runs in a coroutine object in the place of a frame: for the few so frequent that a C++
/// frame, its promise and its awaiters would cost more than what they do.
struct CoroBody {
    virtual ~CoroBody() = default;
    /// Answers as the send slot does. `thrown` is null, or what was thrown in; None alone is ever
    /// sent. After Returned or Raised, or when it throws, it is destroyed.
    virtual object::SendStatus resume(const object::Value& thrown, object::Value& out) = 0;
    /// Visits what it holds.
    virtual void visit(object::Visitor& visitor) = 0;

    static void* operator new(std::size_t size) { return object::allocate_small(size); }
    static void operator delete(void* memory, std::size_t size) {
        object::free_small(memory, size);
    }
};

/// The guest object of a C++ coroutine: send, throw, close, cr_running and the rest, and the
/// "never awaited" warning. The frame is freed as soon as it ends, as CPython frees a frame, so
/// that what it holds goes at the same moment.
struct CoroObject : object::Container {
    enum class State : std::uint8_t { Created, Suspended, Running, Closed };

    CoroFrame frame;                    ///< Null once closed.
    const LibraryCode* code = nullptr;  ///< What it is called, and where it stands in CPython.
    object::Value awaiting;             ///< cr_await: the iterator that send and throw go to.
    object::Value bare_result;          ///< Set: no frame; yields once and returns this.
    std::unique_ptr<CoroBody> body;     ///< Set: no frame; this is run instead.
    State state = State::Created;

    ~CoroObject();
    static object::Type* class_type() { return &coro_type; }
};

/// A coroutine that yields once to the loop and then returns `result`: all that sleep(0) is, and
/// so frequent that it goes without a frame. `code` lives as long as the process. See Coro::bare.
object::Ref<CoroObject> make_bare_yield(const LibraryCode& code, object::Value result);

/// A coroutine that runs `body`. `code` lives as long as the process.
object::Ref<CoroObject> make_frameless(const LibraryCode& code, std::unique_ptr<CoroBody> body);

std::string coroutine_qualname(const CoroObject& coroutine);

/// What a C++ coroutine returns: the library's counterpart of `async def`.
///
///     Coro sleep(Kernel& kernel, double delay, Value result) {
///         …
///         co_return co_await future;
///     }
///     constexpr LibraryCode kSleep{"sleep", "tasks.py", 627};
///     Value coroutine = sleep(kernel, 1.0, none()).named(kSleep);
///
/// Nothing runs until it is awaited. `co_await v` does what `await v` does for any guest value:
/// it gives the result or throws Raised. Parameters must be held by value, apart from things that
/// outlive the run. There is no co_await inside a catch block in C++: remember what happened and
/// wait behind it.
///
/// Each resumption returns to a trampoline in CoroObject's send, never by symmetric transfer, so
/// that a long chain of awaits needs no more stack than CPython's.
class [[nodiscard]] Coro {
  public:
    using promise_type = CoroPromise;

    explicit Coro(object::Ref<CoroObject> object) : object_(std::move(object)) {}
    /// A coroutine that yields once to the loop and then returns `result`. Its guest object is only
    /// made for whom it is more than something to be awaited at once: C++ code that says
    /// `co_await sleep(…)` waits for a bare yield of its own, and nobody could tell.
    static Coro bare(const LibraryCode& code, object::Value result) {
        Coro made{object::Ref<CoroObject>()};
        made.bare_code_ = &code;
        made.bare_result_ = std::move(result);
        return made;
    }
    bool is_bare() const { return bare_code_ != nullptr; }
    /// Requires: is_bare().
    object::Value take_bare_result() && { return std::move(bare_result_); }

    /// Gives it its `__qualname__`. `code` lives as long as the process.
    Coro&& named(const LibraryCode& code) && {
        if (is_bare()) {
            bare_code_ = &code;
        } else {
            object_->code = &code;
        }
        return std::move(*this);
    }
    object::Ref<CoroObject> take() && {
        if (is_bare()) return make_bare_yield(*bare_code_, std::move(bare_result_));
        return std::move(object_);
    }
    operator object::Value() && { return std::move(*this).take(); }

  private:
    object::Ref<CoroObject> object_;
    const LibraryCode* bare_code_ = nullptr;  ///< Set: there is no object, see bare().
    object::Value bare_result_;
};

/// `co_await ThisCoro{}` gives the coroutine's own promise, for hold().
struct ThisCoro {};

/// `await` of something that yields once to the loop: the bare `yield` of asyncio.sleep(0).
struct BareYield {};

/// Waits for any guest awaitable. Made by CoroPromise::await_transform.
class ValueAwaiter {
  public:
    ValueAwaiter(CoroPromise& promise, object::Value awaitable);
    ValueAwaiter(CoroPromise& promise, Coro&& coro);
    bool await_ready() const noexcept { return ready_; }
    void await_suspend(CoroFrame) noexcept;
    object::Value await_resume();

  private:
    CoroPromise& promise_;
    bool is_future_ = false;
    bool is_bare_ = false;  ///< Coro::bare: the subject is the result.
    bool ready_ = false;
};

class YieldAwaiter {
  public:
    explicit YieldAwaiter(CoroPromise& promise) : promise_(promise) {}
    bool await_ready() const noexcept { return false; }
    void await_suspend(CoroFrame) noexcept;
    void await_resume();

  private:
    CoroPromise& promise_;
};

struct CoroPromise {
    CoroObject* object = nullptr;  ///< Owns the frame; outlives it.
    object::Value subject;         ///< What is awaited: a future, or an iterator.
    object::Value held[3];         ///< See hold().
    std::vector<object::Value> held_more;
    std::uint32_t held_count = 0;
    object::Value yielded;                        ///< Set at suspension: what send answers.
    object::Value incoming;                       ///< Set before resumption: what was sent.
    object::Ref<object::ExceptionObject> thrown;  ///< Or what was thrown in.
    object::Value result;
    object::Ref<object::ExceptionObject> failure;
    std::exception_ptr host_failure;  ///< Stopped and the like: passes through.

    static void* operator new(std::size_t size) { return object::allocate_small(size); }
    static void operator delete(void* memory, std::size_t size) {
        object::free_small(memory, size);
    }

    /// Keeps a reference as long as the frame lives, and where the cycle collector sees it. What a
    /// coroutine waits for belongs here: a local Ref in its frame would keep a task that nobody
    /// knows any more from ever being found.
    template <typename T>
    T& hold(object::Ref<T> reference) {
        T* target = reference.get();
        if (held_count < std::size(held)) {
            held[held_count++] = std::move(reference);
        } else {
            held_more.push_back(std::move(reference));
        }
        return *target;
    }

    Coro get_return_object();
    std::suspend_always initial_suspend() const noexcept { return {}; }
    std::suspend_always final_suspend() const noexcept { return {}; }
    void return_value(object::Value value) { result = std::move(value); }
    void unhandled_exception() noexcept;

    ValueAwaiter await_transform(object::Value awaitable) {
        return ValueAwaiter(*this, std::move(awaitable));
    }
    template <typename T>
    ValueAwaiter await_transform(object::Ref<T> awaitable) {
        return ValueAwaiter(*this, object::Value(std::move(awaitable)));
    }
    ValueAwaiter await_transform(Coro&& coro) { return ValueAwaiter(*this, std::move(coro)); }
    auto await_transform(ThisCoro) {
        struct Ready {
            CoroPromise& promise;
            bool await_ready() const noexcept { return true; }
            void await_suspend(CoroFrame) const noexcept {}
            CoroPromise& await_resume() const noexcept { return promise; }
        };
        return Ready{*this};
    }
    YieldAwaiter await_transform(BareYield) { return YieldAwaiter(*this); }
};

}  // namespace loopscope::kernel
