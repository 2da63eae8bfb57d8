// asyncio.timeout and asyncio.timeout_at.
#pragma once

#include "sim/kernel/coro.h"
#include "sim/kernel/kernel.h"

namespace loopscope::aio {

extern object::Type timeout_type;

/// asyncio.Timeout: an asynchronous context manager that cancels the task it is entered in, and
/// turns that cancellation into TimeoutError when nobody else asked for one too.
/// CPython: timeouts.Timeout (3.11.2)
struct Timeout : object::Container {
    enum class State : std::uint8_t { Created, Active, Expiring, Expired, Finished };

    State state = State::Created;
    object::Ref<kernel::Handle> handler;
    object::Value task;
    object::Value when;  ///< Absolute time, or None.

    static object::Type* class_type() { return &timeout_type; }
};

/// asyncio.timeout(delay), with `delay` None: no end.
object::Value timeout(kernel::Kernel& kernel, const object::Value& delay);
/// asyncio.timeout_at(when).
object::Value timeout_at(const object::Value& when);
/// Timeout.reschedule(when).
void reschedule(kernel::Kernel& kernel, Timeout& timeout, const object::Value& when);

void define_timeout_type();

}  // namespace loopscope::aio
