// asyncio.gather.
#pragma once

#include <span>
#include <vector>

#include "sim/kernel/future.h"
#include "sim/kernel/kernel.h"

namespace loopscope::aio {

extern object::Type gathering_future_type;

/// What gather answers. Cancelling it cancels the children; it ends when all of them have.
/// CPython: tasks._GatheringFuture, with the variables of gather's closure.
struct GatheringFuture : kernel::Future {
    std::vector<object::Ref<kernel::Future>> children;
    std::size_t futures_count = 0;  ///< Without repetitions.
    std::size_t finished_count = 0;
    bool return_exceptions = false;
    bool cancel_requested = false;

    static object::Type* class_type() { return &gathering_future_type; }
};

/// asyncio.gather(*awaitables, return_exceptions=…).
///
/// Equal arguments share one future. With return_exceptions the first exception of a child becomes
/// a result like any other; without, it ends the gathering future while the other children go on.
object::Value gather(kernel::Kernel& kernel, std::span<const object::Value> awaitables,
                     bool return_exceptions);

void define_gather_type();

}  // namespace loopscope::aio
