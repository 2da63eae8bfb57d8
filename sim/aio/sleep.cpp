// asyncio.sleep: one timer, one future.
#include "sim/aio/sleep.h"

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
                                     }};

bool is_over(const Value& delay) {
    if (delay.is_small()) return delay.small() <= 0;
    if (is_float_exact(delay)) return delay.as<Float>()->value <= 0.0;
    return compare_bool(delay, Value::small(0), CompareOp::Le);
}

/// loop.call_later(delay, futures._set_result_unless_cancelled, future, result)
Ref<TimerHandle> start_timer(EventLoop& loop, const Value& delay, const Ref<Future>& future,
                             const Value& result) {
    CallSpec spec{
        .target = future, .argument = result, .kind = HandleKind::Native, .native = &kSetResult};
    if (is_float_exact(delay) || delay.is_small())
        return loop.call_later(to_double(delay), std::move(spec));
    Value when = binary(BinaryOp::Add, Float::from(loop.time()), delay);
    return loop.call_at(to_double(when), std::move(spec), is_float_exact(when) ? Value() : when);
}

struct CancelAtEnd {
    Ref<TimerHandle> timer;
    ~CancelAtEnd() { cancel_handle(*timer); }
};

Coro sleep_body(Kernel& kernel, Value delay, Value result) {
    if (is_over(delay)) {
        co_await BareYield{};
        co_return result;
    }
    EventLoop& loop = get_running_loop(kernel);
    bool recorded = kernel.recorder().on();
    Ref<Future> future =
        make_future(loop, recorded ? "sleep(" + describe(delay) + ")" : std::string());
    CancelAtEnd at_end{start_timer(loop, delay, future, result)};
    co_return co_await future;
}

}  // namespace

Coro sleep(Kernel& kernel, Value delay, Value result) {
    return sleep_body(kernel, std::move(delay), std::move(result)).named(kSleep);
}

}  // namespace loopscope::aio
