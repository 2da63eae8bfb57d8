// asyncio.sleep.
#pragma once

#include "sim/kernel/coro.h"
#include "sim/kernel/kernel.h"

namespace loopscope::aio {

/// Waits for `delay` seconds (a number), then gives `result`. A delay of zero or less is one bare
/// yield: one iteration. CPython: tasks.sleep
kernel::Coro sleep(kernel::Kernel& kernel, object::Value delay, object::Value result);

}  // namespace loopscope::aio
