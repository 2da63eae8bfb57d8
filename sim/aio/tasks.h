// Which tasks there are, and making one: current_task, all_tasks, create_task.
#pragma once

#include <vector>

#include "sim/kernel/kernel.h"

namespace loopscope::aio {

/// asyncio.all_tasks(loop): the tasks of `loop` that are not done, in order of creation.
std::vector<object::Value> all_tasks(kernel::Kernel& kernel, kernel::EventLoop& loop);
/// asyncio.current_task(loop): None outside of a task.
object::Value current_task(kernel::EventLoop& loop);
/// asyncio.create_task(coroutine, name=…, context=…) on the running loop.
object::Value create_task(kernel::Kernel& kernel, const object::Value& coroutine,
                          const object::Value& name, const object::Value& context);

}  // namespace loopscope::aio
