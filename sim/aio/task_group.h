// asyncio.TaskGroup.
#pragma once

#include <vector>

#include "sim/kernel/coro.h"
#include "sim/kernel/kernel.h"

namespace loopscope::aio {

extern object::Type task_group_type;

/// asyncio.TaskGroup: tasks that end together. The first error cancels the others and the parent;
/// at the end the errors come out as one group. CPython: taskgroups.TaskGroup
struct TaskGroup : object::Container {
    object::Ref<kernel::EventLoop> loop;
    object::Value parent;
    std::vector<object::Value> tasks;  ///< `_tasks`, in order of creation.
    std::vector<object::Value> errors;
    object::Ref<object::ExceptionObject> base_error;  ///< KeyboardInterrupt or SystemExit.
    object::Ref<kernel::Future> on_completed;
    bool entered = false;
    bool exiting = false;
    bool aborting = false;
    bool parent_cancel_requested = false;

    static object::Type* class_type() { return &task_group_type; }
};

void define_task_group_type();

}  // namespace loopscope::aio
