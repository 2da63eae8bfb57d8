// ensure_future: a future for any awaitable. CPython: tasks.ensure_future
#include "sim/kernel/coro.h"
#include "sim/kernel/errors.h"
#include "sim/kernel/kernel.h"
#include "sim/kernel/policy.h"
#include "sim/object/protocol.h"

namespace loopscope::kernel {

using namespace object;

namespace {

constexpr LibraryCode kWrapAwaitable{"_wrap_awaitable", "tasks.py", 677};

/// CPython: tasks._wrap_awaitable, which delegates to awaitable.__await__().
Coro wrap_awaitable(Value awaitable) { co_return co_await awaitable; }

/// inspect.isawaitable
bool is_awaitable(const Value& v) { return v.is_object() && v.type()->await != nullptr; }

}  // namespace

Value ensure_future(const Value& awaitable, EventLoop* loop) {
    if (is_future(awaitable)) {
        Value own = loop_of(awaitable);
        if (loop != nullptr && !(own.is_object() && own.object() == loop)) {
            raise_value_error(
                "The future belongs to a different loop than the one specified as the loop "
                "argument");
        }
        return awaitable;
    }
    Value coroutine = awaitable;
    bool wrapped = false;
    if (!is_coroutine(awaitable)) {
        if (!is_awaitable(awaitable))
            raise_type_error("An asyncio.Future, a coroutine or an awaitable is required");
        coroutine = wrap_awaitable(awaitable).named(kWrapAwaitable);
        wrapped = true;
    }
    EventLoop& target = loop != nullptr ? *loop : get_event_loop(Kernel::current());
    try {
        return target.create_task(coroutine);
    } catch (Raised& raised) {
        if (!wrapped && matches(*raised.exception, runtime_error_type)) close(coroutine);
        throw;
    }
}

}  // namespace loopscope::kernel
