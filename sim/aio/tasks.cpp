// current_task, all_tasks, create_task. CPython: asyncio.tasks
#include "sim/aio/tasks.h"

#include "sim/kernel/policy.h"
#include "sim/object/protocol.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

std::vector<Value> all_tasks(Kernel& kernel, EventLoop& loop) {
    std::vector<Value> result;
    kernel.for_each_task([&](Task& task) {
        if (task.loop.get() == &loop && !task.done()) result.push_back(Value::borrow(&task));
    });
    return result;
}

Value current_task(EventLoop& loop) { return loop.current_task ? loop.current_task : none(); }

Value create_task(Kernel& kernel, const Value& coroutine, const Value& name, const Value& context) {
    EventLoop& loop = get_running_loop(kernel);
    Value task = loop.create_task(coroutine, Value(), context);
    // CPython names it afterwards, so a number is used up. tasks._set_task_name
    if (name && !is_none(name)) {
        if (Value set_name = lookup_attr(task, "set_name")) call(set_name, {name});
    }
    return task;
}

}  // namespace loopscope::aio
