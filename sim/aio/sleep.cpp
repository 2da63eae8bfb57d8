// asyncio.sleep: one timer, one future.
#include "sim/aio/sleep.h"

#include "sim/aio/wait.h"
#include "sim/kernel/describe.h"
#include "sim/kernel/errors.h"
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

/// loop.call_later(delay, futures._set_result_unless_cancelled, future, result)
Ref<TimerHandle> wake_later(EventLoop& loop, const Value& delay, Future& future, Value&& result) {
    return call_later(loop, delay,
                      {.target = Value::borrow(&future),
                       .argument = std::move(result),
                       .kind = HandleKind::Native,
                       .native = &kSetResult});
}

Ref<Future> sleeping_future(EventLoop& loop, const Value& delay) {
    if (!loop.kernel->recorder().on()) return make_future(loop);
    return make_future(loop, "sleep(" + describe(delay) + ")");
}

/// sleep() for a delay that is plainly a number: what sleep_body does, without a frame.
struct Sleeping final : CoroBody {
    Kernel& kernel;
    Value delay;
    Value result;
    Ref<Future> future;  ///< Null before the first step.
    Ref<TimerHandle> timer;

    Sleeping(Kernel& k, Value&& seconds, Value&& answer)
        : kernel(k), delay(std::move(seconds)), result(std::move(answer)) {}

    SendStatus resume(const Value& thrown, Value& out) override {
        if (!future) {
            EventLoop& loop = get_running_loop(kernel);
            future = sleeping_future(loop, delay);
            timer = wake_later(loop, delay, *future, std::move(result));
            future->blocking = true;
            out = future;
            return SendStatus::Yielded;
        }
        TimerGuard cancel_at_end{*timer};
        if (thrown) {
            out = thrown;
            return SendStatus::Raised;
        }
        if (!future->done()) raise_runtime_error("await wasn't used with future");
        out = future_result(*future);
        return SendStatus::Returned;
    }

    void visit(Visitor& visitor) override {
        visitor.visit(delay);
        visitor.visit(result);
        visitor.visit(future);
        visitor.visit(timer);
    }
};

/// sleep() for a delay of any type.
Coro sleep_body(Kernel& kernel, Value delay, Value result) {
    if (is_over(delay)) {
        co_await BareYield{};
        co_return result;
    }
    CoroPromise& self = co_await ThisCoro{};
    EventLoop& loop = get_running_loop(kernel);
    Future& future = self.hold(sleeping_future(loop, delay));
    TimerGuard cancel_at_end{self.hold(wake_later(loop, delay, future, std::move(result)))};
    co_return co_await Ref<Future>(&future);
}

}  // namespace

Coro sleep(Kernel& kernel, Value delay, Value result) {
    if (is_plainly_over(delay)) return Coro::bare(kSleep, std::move(result));
    if (delay.is_small() || is_float_exact(delay)) {
        auto body = std::make_unique<Sleeping>(kernel, std::move(delay), std::move(result));
        return Coro(make_frameless(kSleep, std::move(body)));
    }
    return sleep_body(kernel, std::move(delay), std::move(result)).named(kSleep);
}

}  // namespace loopscope::aio
