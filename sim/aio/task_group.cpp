// asyncio.TaskGroup. CPython: taskgroups.TaskGroup
#include "sim/aio/task_group.h"

#include <mutex>

#include "sim/kernel/errors.h"
#include "sim/kernel/policy.h"
#include "sim/object/list.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

Type task_group_type;

namespace {

TaskGroup& self_group(const Value& self) { return *self.as<TaskGroup>(); }
std::string text_of(TaskGroup& group) { return repr_string(Value::borrow(&group)); }

/// TaskGroup._abort
void abort(TaskGroup& group) {
    group.aborting = true;
    std::vector<Value> tasks = group.tasks;
    for (const Value& task : tasks) {
        if (!task.as<Future>()->done()) cancel_any(task, Value());
    }
}

void report_orphan_error(TaskGroup& group, const Value& task, const Value& exception) {
    Ref<Dict> details = Dict::make();
    details->set("message", make_str(fmt::format("Task {} has errored out but its parent task {} "
                                                 "is already completed",
                                                 repr_string(task), str_string(group.parent))));
    details->set("exception", exception);
    details->set("task", task);
    group.loop->call_exception_handler(details);
}

/// TaskGroup._on_task_done
void on_task_done(EventLoop&, const Value& target, const Value& argument) {
    TaskGroup& group = self_group(target);
    Future& task = *argument.as<Future>();
    std::erase_if(group.tasks, [&](const Value& v) { return is_same(v, argument); });
    if (group.on_completed && group.tasks.empty() && !group.on_completed->done())
        set_result(*group.on_completed, true_value());
    if (task.cancelled()) return;
    Value exception = future_exception(task);
    if (is_none(exception)) return;
    group.errors.push_back(exception);
    auto* error = exception.as<ExceptionObject>();
    if (leaves_the_loop(*error) && !group.base_error)
        group.base_error = Ref<ExceptionObject>(error);
    if (group.parent.as<Future>()->done()) {
        report_orphan_error(group, argument, exception);
        return;
    }
    if (!group.aborting && !group.parent_cancel_requested) {
        abort(group);
        group.parent_cancel_requested = true;
        cancel_any(group.parent, Value());
    }
}

// (The repr of a bound method tells no place.)
constexpr LibraryCallback kOnTaskDone{{"TaskGroup._on_task_done"}, on_task_done};
constexpr LibraryCode kEnter{"TaskGroup.__aenter__", "taskgroups.py", 54};
constexpr LibraryCode kExit{"TaskGroup.__aexit__", "taskgroups.py", 70};

Coro enter(Kernel& kernel, Ref<TaskGroup> group) {
    if (group->entered)
        raise_runtime_error(fmt::format("TaskGroup {} has been already entered", text_of(*group)));
    group->entered = true;
    if (!group->loop) group->loop = Ref<EventLoop>(&get_running_loop(kernel));
    group->parent = group->loop->current_task;
    if (!group->parent) {
        raise_runtime_error(
            fmt::format("TaskGroup {} cannot determine the parent task", text_of(*group)));
    }
    co_return group;
}

[[noreturn]] void raise_errors(TaskGroup& group) {
    Ref<List> errors = List::make(std::span<const Value>(group.errors));
    group.errors.clear();
    Value made = call(Value::borrow(&base_exception_group_type),
                      {make_str("unhandled errors in a TaskGroup"), Value(errors)});
    Ref<ExceptionObject> exception(made.as<ExceptionObject>());
    exception->set_cause(nullptr);  // raise … from None
    raise(exception);
}

/// TaskGroup.__aexit__
Coro leave(Ref<TaskGroup> given, Value type, Value value) {
    CoroPromise& self = co_await ThisCoro{};
    TaskGroup* group = &self.hold(std::move(given));
    group->exiting = true;
    bool failed = !is_none(type);
    Ref<ExceptionObject> error(is_exception(value) ? value.as<ExceptionObject>() : nullptr);
    if (error && leaves_the_loop(*error) && !group->base_error) group->base_error = error;
    bool cancelled = failed && type.is_object() && type.object() == &cancelled_error_type;
    Ref<ExceptionObject> propagate = cancelled ? error : Ref<ExceptionObject>();
    if (group->parent_cancel_requested) {
        Task& parent = *group->parent.as<Task>();
        if (parent.cancels_requested > 0) --parent.cancels_requested;
        if (parent.cancels_requested == 0) propagate = nullptr;
    }
    if (failed && !group->aborting) abort(*group);
    // The future can be cancelled again and again while the children end.
    while (!group->tasks.empty()) {
        if (!group->on_completed) {
            group->on_completed = make_future(*group->loop, "TaskGroup");
            for (const Value& task : group->tasks)
                note_need(*group->on_completed, *task.as<Future>());
        }
        try {
            co_await Value(group->on_completed);
        } catch (Raised& raised) {
            if (!matches(*raised.exception, cancelled_error_type)) throw;
            if (!group->aborting) {
                propagate = raised.exception;
                abort(*group);
            }
        }
        group->on_completed = nullptr;
    }
    if (group->base_error) raise(group->base_error);
    if (propagate && group->errors.empty()) raise(propagate);
    if (failed && !cancelled) group->errors.push_back(value);
    if (!group->errors.empty()) raise_errors(*group);
    co_return none();
}

Value enter_method(const Value& self, CallArgs) {
    return enter(Kernel::current(), Ref<TaskGroup>(&self_group(self))).named(kEnter);
}
Value exit_method(const Value& self, CallArgs args) {
    return leave(Ref<TaskGroup>(&self_group(self)), args.values[0], args.values[1]).named(kExit);
}

/// TaskGroup.create_task
Value create_task_method(const Value& self, CallArgs args) {
    TaskGroup& group = self_group(self);
    if (!group.entered)
        raise_runtime_error(fmt::format("TaskGroup {} has not been entered", text_of(group)));
    if (group.exiting && group.tasks.empty())
        raise_runtime_error(fmt::format("TaskGroup {} is finished", text_of(group)));
    if (group.aborting)
        raise_runtime_error(fmt::format("TaskGroup {} is shutting down", text_of(group)));
    Value task = group.loop->create_task(args.values[0], Value(), args.values[2]);
    const Value& name = args.values[1];
    if (name && !is_none(name)) {
        if (Value set_name = lookup_attr(task, "set_name")) call(set_name, {name});
    }
    Future* future = as_future(task);
    // FIDELITY: a task factory must make asyncio's own kind of future here.
    if (future == nullptr) raise_type_error("the task factory must make an asyncio.Future");
    add_done_callback(*future, {.target = self, .native = &kOnTaskDone});
    group.tasks.push_back(task);
    if (group.on_completed) note_need(*group.on_completed, *future);
    return task;
}

Value repr_slot(const Value& self) {
    TaskGroup& group = self_group(self);
    std::string info;
    if (!group.tasks.empty()) info += fmt::format(" tasks={}", group.tasks.size());
    if (!group.errors.empty()) info += fmt::format(" errors={}", group.errors.size());
    if (group.aborting) {
        info += " cancelling";
    } else if (group.entered) {
        info += " entered";
    }
    return make_str("<TaskGroup" + info + ">");
}

Value construct(Type* cls, CallArgs) { return make_typed<TaskGroup>(cls); }

void traverse(Object* self, Visitor& visitor) {
    auto* group = static_cast<TaskGroup*>(self);
    visitor.visit(group->parent);
    visitor.visit(group->loop);
    visitor.visit(group->base_error);
    visitor.visit(group->on_completed);
    for (const Value& task : group->tasks) visitor.visit(task);
    for (const Value& error : group->errors) visitor.visit(error);
}
void clear(Object* self) {
    auto* group = static_cast<TaskGroup*>(self);
    Value parent = std::move(group->parent);
    auto tasks = std::move(group->tasks);
    auto errors = std::move(group->errors);
    Ref<Future> future = std::move(group->on_completed);
}

}  // namespace

void define_task_group_type() {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        task_group_type.construct = construct;
        task_group_type.repr = repr_slot;
        task_group_type.traverse = traverse;
        task_group_type.clear = clear;
        constexpr CallStyle kPython = CallStyle::Function;
        define_type<TaskGroup>(
            task_group_type,
            {.name = "TaskGroup",
             .module = "asyncio.taskgroups",
             .flags = Type::kBaseType,
             .methods = {
                 {.name = "__aenter__", .call = enter_method, .parameters = "", .style = kPython},
                 {.name = "__aexit__",
                  .call = exit_method,
                  .parameters = "et, exc, tb",
                  .style = kPython},
                 {.name = "create_task",
                  .call = create_task_method,
                  .parameters = "coro, *, name=, context=",
                  .style = kPython}}});
    });
}

}  // namespace loopscope::aio
