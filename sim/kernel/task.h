// Task: a coroutine driven by the loop. CPython: _asyncio.Task (the C accelerator)
#pragma once

#include <cstdint>
#include <string>

#include "sim/kernel/future.h"

namespace loopscope::kernel {

extern object::Type task_type;

void define_task_type();

/// asyncio.Task.
///
/// A pending task is in one of three situations: a step or wake-up handle of it stands in the
/// ready queue; `waiter` is the future whose end will wake it; or it is running.
struct Task : Future {
    object::Value coroutine;
    object::Ref<Context> context;
    object::Value name;    ///< A str; null while it is still "Task-<name_number>".
    object::Value waiter;  ///< `_fut_waiter`: the future it waits for, of any class. Null: none.
    Task* previous = nullptr;  ///< All tasks of the run, in order of creation; not counted.
    Task* next = nullptr;
    std::uint64_t name_number = 0;
    int cancels_requested = 0;
    bool must_cancel = false;
    bool log_destroy_pending = true;
    bool stepped = false;  ///< Has had its first step.

    ~Task();
    static object::Type* class_type() { return &task_type; }
};

/// How a task is made. Null members are defaults.
struct TaskOptions {
    object::Value name = {};
    object::Ref<Context> context = {};
};

/// A new Task whose first step is scheduled. Does not ask the task factory; see
/// EventLoop::create_task.
///
/// Errors: TypeError "a coroutine was expected, got …"; RuntimeError "Event loop is closed".
object::Ref<Task> make_task(EventLoop& loop, const object::Value& coroutine,
                            TaskOptions options = {});
void init_task(Task& task, EventLoop* loop, const object::Value& coroutine, TaskOptions options);

/// Runs the coroutine until it waits or ends. `exception` (null: none) is thrown into it.
/// CPython: Task.__step
void step_task(Task& task, const object::Value& exception, trace::StepReason reason);
/// A callable that does what a wake-up handle does, for foreign futures' add_done_callback.
object::Value wakeup_callable(Task& task);
/// The task that such a callable wakes, or null: a foreign future hands it to call_soon itself.
Task* task_of_wakeup(const object::Value& callable);
/// The future that the task waited for is done. CPython: Task.__wakeup
void wake_task(Task& task, const object::Value& future);

/// Task.cancel. Answers whether the request was accepted.
bool cancel_task(Task& task, const object::Value& message);
object::Value task_name(Task& task);
std::string task_name_text(const Task& task);
void set_task_name(Task& task, const object::Value& name);

/// asyncio.iscoroutine: native and interpreted coroutines, generators, and what looks like one.
bool is_coroutine(const object::Value& v);

std::string task_repr(const object::Value& self);
/// "main() running at prog.py:3". CPython: coroutines._format_coroutine
std::string format_coroutine(const object::Value& coroutine);

}  // namespace loopscope::kernel
