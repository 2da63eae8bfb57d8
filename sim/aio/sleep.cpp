// asyncio.sleep: one timer, one future.
#include "sim/aio/sleep.h"

#include "sim/aio/wait.h"
#include "sim/kernel/describe.h"
#include "sim/kernel/policy.h"
#include "sim/object/float.h"
#include "sim/object/protocol.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

namespace {

constexpr LibraryCode kSleep{"sleep", "tasks.py", 627};

/// CPython: futures._set_result_unless_cancelled. The target is the future, the argument the
/// result.
constexpr LibraryCallback kSetResult{{"_set_result_unless_cancelled", "futures.py", 311},
                                     [](EventLoop&, const Value& target, const Value& argument) {
                                         Future& future = *target.as<Future>();
                                         if (!future.cancelled()) set_result(future, argument);
                                     },
                                     true};

bool is_plainly_over(const Value& delay) {
    if (delay.is_small()) return delay.small() <= 0;
    return is_float_exact(delay) && delay.as<Float>()->value <= 0.0;
}

bool is_over(const Value& delay) {
    if (delay.is_small() || is_float_exact(delay)) return is_plainly_over(delay);
    return compare_bool(delay, Value::small(0), CompareOp::Le);
}

Coro sleep_body(Kernel& kernel, Value delay, Value result) {
    if (is_over(delay)) {
        co_await BareYield{};
        co_return result;
    }
    CoroPromise& self = co_await ThisCoro{};
    EventLoop& loop = get_running_loop(kernel);
    bool recorded = kernel.recorder().on();
    Future& future =
        self.hold(make_future(loop, recorded ? "sleep(" + describe(delay) + ")" : std::string()));
    // loop.call_later(delay, futures._set_result_unless_cancelled, future, result)
    TimerGuard cancel_at_end{self.hold(call_later(loop, delay,
                                                  {.target = Value::borrow(&future),
                                                   .argument = std::move(result),
                                                   .kind = HandleKind::Native,
                                                   .native = &kSetResult}))};
    co_return co_await Ref<Future>(&future);
}

}  // namespace

Coro sleep(Kernel& kernel, Value delay, Value result) {
    if (is_plainly_over(delay)) return Coro(make_bare_yield(kSleep, std::move(result)));
    return sleep_body(kernel, std::move(delay), std::move(result)).named(kSleep);
}

}  // namespace loopscope::aio
