// asyncio.wait_for, wait and shield.
#pragma once

#include <vector>

#include "sim/kernel/coro.h"
#include "sim/kernel/kernel.h"

namespace loopscope::aio {

/// asyncio.wait_for(awaitable, timeout). In 3.11 it wraps its argument in a task of its own, waits
/// for a cancelled one's clean-up, and prefers a late result to TimeoutError.
kernel::Coro wait_for(kernel::Kernel& kernel, object::Value awaitable, object::Value timeout);

/// When asyncio.wait returns.
enum class ReturnWhen : std::uint8_t { FirstCompleted, FirstException, AllCompleted };

/// asyncio.wait(futures, timeout=…, return_when=…): the two sets (done, pending).
///
/// Errors: TypeError for a lone future and for coroutines, ValueError for an empty collection.
kernel::Coro wait(kernel::Kernel& kernel, object::Value futures, object::Value timeout,
                  object::Value return_when);

/// asyncio.shield(awaitable): a future that can be cancelled while the inner one goes on.
object::Value shield(kernel::Kernel& kernel, const object::Value& awaitable);

/// asyncio.as_completed(awaitables, timeout=…): an iterator of coroutines, each of which gives the
/// result of the next one to end. As CPython's generator, it does nothing before it is iterated.
object::Value as_completed(kernel::Kernel& kernel, const object::Value& awaitables,
                           const object::Value& timeout);

/// CPython: tasks._release_waiter, as a callback whose target is the waiter.
extern const kernel::LibraryCallback kReleaseWaiter;
/// The same as a done callback: functools.partial(_release_waiter, waiter).
extern const kernel::LibraryCallback kReleaseHeldWaiter;

/// Cancels a timer when it goes out of scope: `finally: handle.cancel()`.
struct TimerGuard {
    kernel::TimerHandle& timer;  ///< Held by whoever holds the guard.
    ~TimerGuard() { kernel::cancel_quietly(timer); }
};

/// loop.call_later(delay, …) for a delay of any number type.
object::Ref<kernel::TimerHandle> call_later(kernel::EventLoop& loop, const object::Value& delay,
                                            kernel::CallSpec&& spec);

}  // namespace loopscope::aio
