// Task as programs see it: its methods, its repr, its stack, and the warning of a lost task.
#include "sim/kernel/coro.h"
#include "sim/kernel/describe.h"
#include "sim/kernel/errors.h"
#include "sim/kernel/kernel.h"
#include "sim/object/class.h"
#include "sim/object/list.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/type_name.h"

namespace loopscope::kernel {

using namespace object;

Type task_type;

namespace {

Task& self_task(const Value& self) { return *self.as<Task>(); }

Value attribute(const Value& v, std::string_view name) {
    Value value = lookup_attr(v, name);
    return value && !is_none(value) ? value : Value();
}

/// The first of two attributes that is there: cr_… of coroutines, gi_… of generators.
Value either(const Value& v, std::string_view first, std::string_view second) {
    Value value = attribute(v, first);
    return value ? value : attribute(v, second);
}

std::string coroutine_name(const Value& coroutine) {
    Value name = attribute(coroutine, "__qualname__");
    if (!name || !truth(name)) name = attribute(coroutine, "__name__");
    if (name && truth(name)) return str_string(name) + "()";
    return fmt::format("<{} without __name__>()", coroutine.type()->name);
}

}  // namespace

std::string format_coroutine(const Value& coroutine) {
    std::string name = coroutine_name(coroutine);
    if (is_exact<CoroObject>(coroutine)) {
        auto& native = *coroutine.as<CoroObject>();
        std::string place = native.code != nullptr ? place_text(*native.code) : std::string();
        if (place.empty()) return name;
        bool ended = native.state == CoroObject::State::Closed;
        return fmt::format("{} {} at {}", name, ended ? "done, defined" : "running", place);
    }
    Value code = either(coroutine, "cr_code", "gi_code");
    if (!code) {
        Value running = either(coroutine, "cr_running", "gi_running");
        return running && truth(running) ? name + " running" : name;
    }
    std::string file = str_string(getattr(code, "co_filename"));
    Value frame = either(coroutine, "gi_frame", "cr_frame");
    if (frame) {
        return fmt::format("{} running at {}:{}", name, file,
                           str_string(getattr(frame, "f_lineno")));
    }
    return fmt::format("{} done, defined at {}:{}", name, file,
                       str_string(getattr(code, "co_firstlineno")));
}

std::string task_repr(const Value& self) {
    return with_repr_guard(self_task(self), [](Future& future) {
        auto& task = static_cast<Task&>(future);
        // CPython: base_tasks._task_repr_info
        std::vector<std::string> info = future_repr_info(task);
        if (task.cancels_requested > 0 && !task.done()) info[0] = "cancelling";
        if (task.coroutine) {
            info.insert(info.begin() + 1, "name=" + repr_string(task_name(task)));
            info.insert(info.begin() + 2, "coro=<" + format_coroutine(task.coroutine) + ">");
        }
        if (task.waiter) info.insert(info.begin() + 3, "wait_for=" + repr_string(task.waiter));
        return fmt::format("<{} {}>", short_name(*task.type), fmt::join(info, " "));
    });
}

namespace {

/// Task.__del__
void task_finalize(Object* self) {
    auto& task = *static_cast<Task*>(self);
    bool lost = !task.done() && task.log_destroy_pending && task.loop;
    if (!lost && !task.log_traceback) return;
    guarded_finalize(task, [](Future& future) {
        auto& dying = static_cast<Task&>(future);
        if (!dying.done() && dying.log_destroy_pending) {
            Ref<Dict> details = Dict::make();
            details->set("task", Value::borrow(&dying));
            details->set("message", make_str("Task was destroyed but it is pending!"));
            if (dying.origin) details->set("source_traceback", origin_value(*dying.origin));
            dying.loop->call_exception_handler(details);
        }
        report_lost_exception(dying);
    });
}

Value task_construct(Type* cls, CallArgs) { return make_typed<Task>(cls); }

void task_init(const Value& self, CallArgs args) {
    static const NativeCode* const kCode =
        make_code({.name = "Task", .parameters = "coro, *, loop=, name=, context="});
    Value values[4];
    bind_arguments(*kCode, args, values);
    EventLoop* loop = nullptr;
    if (values[1] && !is_none(values[1])) {
        loop = as_event_loop(values[1]);
        if (loop == nullptr)
            raise_type_error("loop must be an event loop, got " + repr_string(values[1]));
    }
    TaskOptions options{.name = values[2]};
    if (values[3] && !is_none(values[3]))
        options.context = Ref<Context>(try_cast<Context>(values[3]));
    init_task(self_task(self), loop, values[0], std::move(options));
}

Value repr_slot(const Value& self) { return make_str(task_repr(self)); }

Value cancel_method(const Value& self, CallArgs args) {
    return make_bool(cancel_task(self_task(self), args.values[0]));
}
Value cancelling_method(const Value& self, CallArgs) {
    return Value::small(self_task(self).cancels_requested);
}
Value uncancel_method(const Value& self, CallArgs) {
    Task& task = self_task(self);
    if (task.cancels_requested > 0) --task.cancels_requested;
    return Value::small(task.cancels_requested);
}
Value get_name_method(const Value& self, CallArgs) { return task_name(self_task(self)); }
Value set_name_method(const Value& self, CallArgs args) {
    set_task_name(self_task(self), args.values[0]);
    return none();
}
Value get_coro_method(const Value& self, CallArgs) {
    Task& task = self_task(self);
    return task.coroutine ? task.coroutine : none();
}
Value set_result_method(const Value&, CallArgs) {
    raise_runtime_error("Task does not support set_result operation");
}
Value set_exception_method(const Value&, CallArgs) {
    raise_runtime_error("Task does not support set_exception operation");
}

/// The frames of a suspended coroutine, or of the traceback of a failed one, oldest first.
/// CPython: base_tasks._task_get_stack
Ref<List> task_frames(Task& task, std::int64_t limit) {
    Ref<List> frames = List::make();
    Value frame = task.coroutine ? either(task.coroutine, "cr_frame", "gi_frame") : Value();
    if (frame) {
        for (; frame && !is_none(frame) && limit-- > 0; frame = getattr(frame, "f_back"))
            frames->append(frame);
        frames->reverse();
    } else if (task.exception && task.exception->traceback) {
        Value traceback = task.exception->traceback;
        for (; traceback && !is_none(traceback) && limit-- > 0;
             traceback = getattr(traceback, "tb_next"))
            frames->append(getattr(traceback, "tb_frame"));
    }
    return frames;
}

std::int64_t limit_argument(const Value& limit) {
    return limit && !is_none(limit) ? to_index(limit) : INT64_MAX;
}

Value get_stack_method(const Value& self, CallArgs args) {
    return task_frames(self_task(self), limit_argument(args.values[0]));
}

void write_text(const Value& file, const std::string& text) {
    if (file && !is_none(file)) {
        call_method(file, "write", {make_str(text)});
    } else if (const auto& write = Runtime::current().hooks.write) {
        write(Stream::Stderr, text);
    }
}

/// Task.print_stack. CPython: base_tasks._task_print_stack
Value print_stack_method(const Value& self, CallArgs args) {
    Task& task = self_task(self);
    Ref<List> frames = task_frames(task, limit_argument(args.values[0]));
    std::string text;
    if (frames->size() == 0) {
        text = "No stack for " + task_repr(self) + "\n";
    } else {
        text = fmt::format("{} for {} (most recent call last):\n",
                           task.exception ? "Traceback" : "Stack", task_repr(self));
    }
    for (const Value& frame : frames->items()) {
        Value code = getattr(frame, "f_code");
        text += fmt::format(
            "  File \"{}\", line {}, in {}\n", str_string(getattr(code, "co_filename")),
            str_string(getattr(frame, "f_lineno")), str_string(getattr(code, "co_name")));
        // FIDELITY: the source line itself is printed when the interpreter offers it.
        if (const auto& source = Kernel::current().hooks.source_line) {
            std::string line = source(frame);
            if (!line.empty()) text += "    " + line + "\n";
        }
    }
    if (task.exception) {
        std::string name = full_name(*task.exception->type);
        std::string message = str_string(task.exception);
        text += message.empty() ? name + "\n" : name + ": " + message + "\n";
    }
    write_text(args.values[1], text);
    return none();
}

Value get_coro(const Value& self) { return get_coro_method(self, {}); }
Value get_waiter(const Value& self) {
    return self_task(self).waiter ? self_task(self).waiter : none();
}
Value get_must_cancel(const Value& self) { return make_bool(self_task(self).must_cancel); }
Value get_log_destroy(const Value& self) { return make_bool(self_task(self).log_destroy_pending); }
void set_log_destroy(const Value& self, const Value& value) {
    self_task(self).log_destroy_pending = value && truth(value);
}
Value get_context(const Value& self) {
    return self_task(self).context ? Value(self_task(self).context) : none();
}

void task_traverse(Object* self, Visitor& visitor) {
    future_traverse(self, visitor);
    auto* task = static_cast<Task*>(self);
    visitor.visit(task->coroutine);
    visitor.visit(task->context);
    visitor.visit(task->waiter);
}

void task_clear(Object* self) {
    auto* task = static_cast<Task*>(self);
    Value coroutine = std::move(task->coroutine);
    Value waiter = std::move(task->waiter);
    Ref<Context> context = std::move(task->context);
    future_clear(self);
}

}  // namespace

void define_task_type() {
    task_type.construct = task_construct;
    task_type.init = task_init;
    task_type.repr = repr_slot;
    task_type.finalize = task_finalize;
    task_type.traverse = task_traverse;
    task_type.clear = task_clear;
    define_type<Task>(task_type,
                      {.name = "Task",
                       .module = "_asyncio",
                       .base = &future_type,
                       .flags = Type::kBaseType | Type::kGeneric | Type::kFutureLike,
                       .methods = {{"cancel", cancel_method, "msg="},
                                   {"cancelling", cancelling_method, ""},
                                   {"uncancel", uncancel_method, ""},
                                   {"get_name", get_name_method, ""},
                                   {"set_name", set_name_method, "value, /"},
                                   {"get_coro", get_coro_method, ""},
                                   {"set_result", set_result_method, "result, /"},
                                   {"set_exception", set_exception_method, "exception, /"},
                                   {"get_stack", get_stack_method, "*, limit="},
                                   {"print_stack", print_stack_method, "*, limit=, file="}},
                       .getsets = {{"_coro", get_coro},
                                   {"_fut_waiter", get_waiter},
                                   {"_must_cancel", get_must_cancel},
                                   {"_log_destroy_pending", get_log_destroy, set_log_destroy},
                                   {"_context", get_context}}});
}

}  // namespace loopscope::kernel
