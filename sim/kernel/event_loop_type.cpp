// EventLoop as programs see it: the methods of asyncio's loop.
#include "sim/kernel/coro.h"
#include "sim/kernel/errors.h"
#include "sim/kernel/event_loop.h"
#include "sim/kernel/kernel.h"
#include "sim/kernel/library_call.h"
#include "sim/kernel/policy.h"
#include "sim/object/float.h"
#include "sim/object/int.h"
#include "sim/object/list.h"
#include "sim/object/method.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"

namespace loopscope::kernel {

using namespace object;

Type abstract_event_loop_type;
Type base_event_loop_type;
Type base_selector_event_loop_type;
Type event_loop_type;

namespace {

EventLoop& self_loop(const Value& self) {
    EventLoop* loop = as_event_loop(self);
    // FIDELITY: a class of a program's own that derives from BaseEventLoop alone has no selector.
    if (loop == nullptr) raise(not_implemented_error_type);
    if (loop->kernel == nullptr) raise_runtime_error("the event loop is not initialized");
    return *loop;
}

/// callback, *args, context= : as call_soon and its kin take them, `first` places further on.
CallSpec call_spec(const Value& callback, const Value& context, const Value& rest) {
    CallSpec spec{.target = callback};
    Tuple* arguments = rest.as<Tuple>();
    if (arguments->size == 1) {
        spec.argument = (*arguments)[0];
    } else if (arguments->size > 1) {
        spec.argument = rest;
        spec.several_arguments = true;
    }
    if (context && !is_none(context)) {
        auto* given = try_cast<Context>(context);
        if (given == nullptr)
            raise_type_error("context must be a Context, got " + repr_string(context));
        spec.context = Ref<Context>(given);
    }
    return spec;
}

Value call_soon_method(const Value& self, CallArgs args) {
    CallSpec spec = call_spec(args.values[0], args.values[1], args.values[2]);
    resolve_library_call(spec);
    return self_loop(self).call_soon_here(std::move(spec));
}

Value call_soon_threadsafe_method(const Value& self, CallArgs args) {
    return self_loop(self).call_soon_threadsafe(
        call_spec(args.values[0], args.values[1], args.values[2]));
}

/// Tells the trace when a timer is to end a future: call_later(1, future.set_result, 2).
void note_timer_need(const Value& callback, const TimerHandle& timer) {
    const NativeFunction* native = try_cast<NativeFunction>(callback);
    const BoundMethod* method = try_cast<BoundMethod>(callback);
    const Future* future = native != nullptr && native->self ? as_future(native->self)
                           : method != nullptr               ? as_future(method->self)
                                                             : nullptr;
    if (future != nullptr && !future->is_task && future->loop && !future->done())
        note_need(*future, trace::NeedKind::Timer, timer.id.value);
}

Ref<TimerHandle> call_at_told(EventLoop& loop, const Value& when, CallArgs args) {
    Ref<TimerHandle> timer =
        loop.call_at(to_double(when), call_spec(args.values[1], args.values[2], args.values[3]),
                     is_float_exact(when) ? Value() : when);
    note_timer_need(args.values[1], *timer);
    return timer;
}

Value call_later_method(const Value& self, CallArgs args) {
    EventLoop& loop = self_loop(self);
    if (is_none(args.values[0])) raise_type_error("delay must not be None");
    Value when = binary(BinaryOp::Add, Float::from(loop.time()), args.values[0]);
    return call_at_told(loop, when, args);
}

Value call_at_method(const Value& self, CallArgs args) {
    EventLoop& loop = self_loop(self);
    const Value& when = args.values[0];
    if (is_none(when)) raise_type_error("when cannot be None");
    return call_at_told(loop, when, args);
}

Value time_method(const Value& self, CallArgs) { return Float::from(self_loop(self).time()); }

Value run_forever_method(const Value& self, CallArgs) {
    self_loop(self).run_forever();
    return none();
}
Value run_until_complete_method(const Value& self, CallArgs args) {
    return self_loop(self).run_until_complete(args.values[0]);
}
Value stop_method(const Value& self, CallArgs) {
    self_loop(self).stop();
    return none();
}
Value close_method(const Value& self, CallArgs) {
    self_loop(self).close();
    return none();
}
Value is_running_method(const Value& self, CallArgs) {
    return make_bool(self_loop(self).running());
}
Value is_closed_method(const Value& self, CallArgs) { return make_bool(self_loop(self).closed); }

Value create_future_method(const Value& self, CallArgs) { return make_future(self_loop(self)); }
Value create_task_method(const Value& self, CallArgs args) {
    return self_loop(self).create_task(args.values[0], args.values[1], args.values[2]);
}

Value set_task_factory_method(const Value& self, CallArgs args) {
    const Value& factory = args.values[0];
    if (!is_none(factory) && !is_callable(factory))
        raise_type_error("task factory must be a callable or None");
    self_loop(self).task_factory = is_none(factory) ? Value() : factory;
    return none();
}
Value get_task_factory_method(const Value& self, CallArgs) {
    const Value& factory = self_loop(self).task_factory;
    return factory ? factory : none();
}
Value set_exception_handler_method(const Value& self, CallArgs args) {
    const Value& handler = args.values[0];
    if (!is_none(handler) && !is_callable(handler)) {
        raise_type_error("A callable object or None is expected, got " + repr_string(handler));
    }
    self_loop(self).exception_handler = is_none(handler) ? Value() : handler;
    return none();
}
Value get_exception_handler_method(const Value& self, CallArgs) {
    const Value& handler = self_loop(self).exception_handler;
    return handler ? handler : none();
}

Ref<Dict> dict_argument(const Value& v) {
    if (!is_dict(v)) raise_type_error("context must be a dict, got " + repr_string(v));
    return Ref<Dict>(v.as<Dict>());
}
Value call_exception_handler_method(const Value& self, CallArgs args) {
    self_loop(self).call_exception_handler(dict_argument(args.values[0]));
    return none();
}
Value default_exception_handler_method(const Value& self, CallArgs args) {
    self_loop(self).default_exception_handler(dict_argument(args.values[0]));
    return none();
}

Value get_debug_method(const Value& self, CallArgs) { return make_bool(self_loop(self).debug); }
Value set_debug_method(const Value& self, CallArgs args) {
    self_loop(self).set_debug(truth(args.values[0]));
    return none();
}

/// BaseEventLoop's part that is written in Python.
Value library_function(EventLoop& loop, std::string_view name) {
    if (!loop.kernel->hooks.library) raise_runtime_error("there is no library");
    return loop.kernel->hooks.library(fmt::format("BaseEventLoop.{}", name));
}
Value library_method(EventLoop& loop, std::string_view name) {
    return call(library_function(loop, name), {Value::borrow(&loop)});
}

constexpr LibraryCode kShutdownAsyncgens{"BaseEventLoop.shutdown_asyncgens", "base_events.py", 539};
/// BaseEventLoop.shutdown_asyncgens. The generators that are alive are known to the interpreter.
Coro shutdown_asyncgens(Ref<EventLoop> loop) {
    loop->asyncgens_shutdown_called = true;
    const auto& closing = loop->kernel->hooks.close_asyncgens;
    if (Value waiting = closing ? closing(*loop) : Value()) co_await waiting;
    co_return none();
}

constexpr LibraryCode kShutdownExecutor{"BaseEventLoop.shutdown_default_executor", "base_events.py",
                                        564};

/// BaseEventLoop.shutdown_default_executor, when no executor was used.
Coro shutdown_no_executor(Ref<EventLoop> loop) {
    loop->executor_shutdown_called = true;
    if (loop->default_executor)
        co_return co_await library_method(*loop, "shutdown_default_executor");
    co_return none();
}

Value shutdown_asyncgens_method(const Value& self, CallArgs) {
    return shutdown_asyncgens(Ref<EventLoop>(&self_loop(self))).named(kShutdownAsyncgens);
}
Value shutdown_default_executor_method(const Value& self, CallArgs) {
    return shutdown_no_executor(Ref<EventLoop>(&self_loop(self))).named(kShutdownExecutor);
}

Value run_in_executor_method(const Value& self, CallArgs args) {
    EventLoop& loop = self_loop(self);
    loop.check_closed();
    if (loop.debug) loop.check_callback(args.values[1], "run_in_executor");
    std::vector<Value> arguments{self, args.values[0], args.values[1]};
    for (const Value& v : args.values[2].as<Tuple>()->items()) arguments.push_back(v);
    return call(library_function(loop, "run_in_executor"), arguments);
}
Value set_default_executor_method(const Value& self, CallArgs args) {
    return call(library_function(self_loop(self), "set_default_executor"), {self, args.values[0]});
}
Value get_default_executor(const Value& self) {
    EventLoop& loop = self_loop(self);
    return loop.default_executor ? loop.default_executor : none();
}
void set_default_executor_attribute(const Value& self, const Value& value) {
    self_loop(self).default_executor = is_none(value) ? Value() : value;
}
Value get_executor_shutdown(const Value& self) {
    return make_bool(self_loop(self).executor_shutdown_called);
}
void set_executor_shutdown(const Value& self, const Value& value) {
    self_loop(self).executor_shutdown_called = truth(value);
}

Value add_signal_handler_method(const Value& self, CallArgs args) {
    self_loop(self).add_signal_handler(args.values[0],
                                       call_spec(args.values[1], Value(), args.values[2]));
    return none();
}
Value remove_signal_handler_method(const Value& self, CallArgs args) {
    return make_bool(self_loop(self).remove_signal_handler(args.values[0]));
}

Value loop_construct(Type* cls, CallArgs) { return make_typed<EventLoop>(cls); }
void loop_init(const Value& self, CallArgs args) {
    static const NativeCode* const kCode = make_code({.name = "_UnixSelectorEventLoop.__init__",
                                                      .parameters = "selector=",
                                                      .style = CallStyle::Function});
    Value selector;
    bind_arguments(*kCode, args, &selector);
    auto& loop = *self.as<EventLoop>();
    if (loop.kernel == nullptr) init_event_loop(loop, Kernel::current(), selector);
}

/// BaseEventLoop.__repr__
Value repr_slot(const Value& self) {
    EventLoop& loop = *self.as<EventLoop>();
    auto text = [](bool b) { return b ? "True" : "False"; };
    return make_str(fmt::format("<{} running={} closed={} debug={}>", loop.type->name,
                                text(loop.running()), text(loop.closed), text(loop.debug)));
}

/// BaseEventLoop.__del__
void loop_finalize(Object* self) {
    auto& loop = *static_cast<EventLoop*>(self);
    if (loop.closed || loop.kernel == nullptr) return;
    try {
        loop.kernel->warn(resource_warning_type,
                          "unclosed event loop " + repr_string(Value::borrow(self)));
        if (!loop.running()) loop.close();
    } catch (Raised& raised) {
        report_unraisable(raised.exception, "", Value::borrow(self));
    } catch (Stopped& stopped) {
        loop.kernel->request_stop(std::move(stopped));
    }
}

Value get_slow(const Value& self) { return self_loop(self).slow_callback_duration; }
void set_slow(const Value& self, const Value& value) {
    self_loop(self).slow_callback_duration = value;
}
Value get_thread_id(const Value& self) {
    EventLoop& loop = self_loop(self);
    return loop.running() ? Int::from(static_cast<std::int64_t>(loop.running_thread)) : none();
}

void set_selector(const Value& self, const Value& value) {
    EventLoop& loop = self_loop(self);
    if (loop.dict == nullptr) loop.dict = Dict::make().detach();
    loop.dict->set("_selector", value);
}

/// What the loop was given, or what stands for the one that it made itself.
Value get_selector(const Value& self) {
    EventLoop& loop = self_loop(self);
    if (loop.dict != nullptr) {
        if (Value given = loop.dict->get(make_str("_selector"))) return given;
    }
    if (loop.kernel == nullptr || !loop.kernel->hooks.library) return none();
    Value made = call(loop.kernel->hooks.library("epoll_selector"));
    set_selector(self, made);
    return made;
}
template <typename Rows>
Value listing(const Rows& rows, std::size_t count) {
    Ref<List> list = List::make();
    for (std::size_t i = 0; i < count; ++i) list->append(Value::borrow(rows[i].get()));
    return list;
}
Value get_ready(const Value& self) {
    EventLoop& loop = self_loop(self);
    return listing(loop.ready, loop.ready.size());
}
Value get_scheduled(const Value& self) {
    EventLoop& loop = self_loop(self);
    return listing(loop.scheduled, loop.scheduled.size());
}

void loop_traverse(Object* self, Visitor& visitor) {
    auto* loop = static_cast<EventLoop*>(self);
    for (std::size_t i = 0; i < loop->ready.size(); ++i) visitor.visit(loop->ready[i]);
    for (const TimerHeap::Entry& entry : loop->scheduled)
        visitor.visit(static_cast<Object*>(entry.timer));
    if (loop->selector) {
        loop->selector->for_each([&](const SelectorKey& key) {
            visitor.visit(key.reader);
            visitor.visit(key.writer);
        });
        visitor.visit(loop->selector->guest);
    }
    for (const auto& [number, handle] : loop->signal_handlers) visitor.visit(handle);
    visitor.visit(loop->slow_callback_duration);
    visitor.visit(loop->exception_handler);
    visitor.visit(loop->task_factory);
    visitor.visit(loop->default_executor);
    visitor.visit(loop->current_handle);
    for (const Ref<Handle>& spare : loop->spare_handles) visitor.visit(spare);
    visitor.visit(loop->current_task);
    if (loop->dict != nullptr) visitor.visit(static_cast<Object*>(loop->dict));
}

void loop_clear(Object* self) {
    auto* loop = static_cast<EventLoop*>(self);
    ReadyQueue ready = std::exchange(loop->ready, ReadyQueue());
    TimerHeap scheduled = std::move(loop->scheduled);
    for (Ref<Handle>& spare : loop->spare_handles) spare = nullptr;
    loop->spare_count = 0;
    auto signal_handlers = std::exchange(loop->signal_handlers, {});
    auto selector = std::move(loop->selector);
    Value handler = std::move(loop->exception_handler);
    Value factory = std::move(loop->task_factory);
    Value executor = std::move(loop->default_executor);
    Dict* dict = std::exchange(loop->dict, nullptr);
    if (dict != nullptr) release(dict);
}

void define_base_types() {
    define_type<Container>(abstract_event_loop_type, {.name = "AbstractEventLoop",
                                                      .module = "asyncio.events",
                                                      .doc = "Abstract event loop.",
                                                      .flags = Type::kBaseType});
    auto python = [](std::string_view name, NativeCall call, std::string_view parameters) {
        return MethodDef{
            .name = name, .call = call, .parameters = parameters, .style = CallStyle::Function};
    };
    define_type<Container>(
        base_event_loop_type,
        {.name = "BaseEventLoop",
         .module = "asyncio.base_events",
         .base = &abstract_event_loop_type,
         .flags = Type::kBaseType,
         .methods = {
             python("call_soon", call_soon_method, "callback, *args, context="),
             python("call_soon_threadsafe", call_soon_threadsafe_method,
                    "callback, *args, context="),
             python("call_later", call_later_method, "delay, callback, *args, context="),
             python("call_at", call_at_method, "when, callback, *args, context="),
             python("time", time_method, ""),
             python("run_forever", run_forever_method, ""),
             python("run_until_complete", run_until_complete_method, "future"),
             python("stop", stop_method, ""),
             python("close", close_method, ""),
             python("is_running", is_running_method, ""),
             python("is_closed", is_closed_method, ""),
             python("create_future", create_future_method, ""),
             python("create_task", create_task_method, "coro, *, name=, context="),
             python("set_task_factory", set_task_factory_method, "factory"),
             python("get_task_factory", get_task_factory_method, ""),
             python("set_exception_handler", set_exception_handler_method, "handler"),
             python("get_exception_handler", get_exception_handler_method, ""),
             python("call_exception_handler", call_exception_handler_method, "context"),
             python("default_exception_handler", default_exception_handler_method, "context"),
             python("get_debug", get_debug_method, ""),
             python("set_debug", set_debug_method, "enabled"),
             python("shutdown_asyncgens", shutdown_asyncgens_method, ""),
             python("shutdown_default_executor", shutdown_default_executor_method, ""),
             python("run_in_executor", run_in_executor_method, "executor, func, *args"),
             python("set_default_executor", set_default_executor_method, "executor")}});
    define_type<Container>(base_selector_event_loop_type, {.name = "BaseSelectorEventLoop",
                                                           .module = "asyncio.selector_events",
                                                           .base = &base_event_loop_type,
                                                           .flags = Type::kBaseType});
}

}  // namespace

void define_event_loop_types() {
    define_base_types();
    event_loop_type.construct = loop_construct;
    event_loop_type.init = loop_init;
    event_loop_type.repr = repr_slot;
    event_loop_type.finalize = loop_finalize;
    event_loop_type.traverse = loop_traverse;
    event_loop_type.clear = loop_clear;
    define_type<EventLoop>(
        event_loop_type,
        {.name = "_UnixSelectorEventLoop",
         .module = "asyncio.unix_events",
         .base = &base_selector_event_loop_type,
         .flags = Type::kBaseType,
         .dict_offset = static_cast<std::int32_t>(offset_of(&EventLoop::dict)),
         .methods = {{.name = "add_signal_handler",
                      .call = add_signal_handler_method,
                      .parameters = "sig, callback, *args",
                      .style = CallStyle::Function},
                     {.name = "remove_signal_handler",
                      .call = remove_signal_handler_method,
                      .parameters = "sig",
                      .style = CallStyle::Function}},
         .getsets = {{"slow_callback_duration", get_slow, set_slow},
                     {"_thread_id", get_thread_id},
                     {"_selector", get_selector, set_selector},
                     {"_default_executor", get_default_executor, set_default_executor_attribute},
                     {"_executor_shutdown_called", get_executor_shutdown, set_executor_shutdown},
                     {"_ready", get_ready},
                     {"_scheduled", get_scheduled}}});
}

}  // namespace loopscope::kernel
