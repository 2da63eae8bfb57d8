// Handle and TimerHandle: running, cancelling, and what a program sees of them.
#include "sim/kernel/handle.h"

#include "sim/kernel/describe.h"
#include "sim/kernel/errors.h"
#include "sim/kernel/kernel.h"
#include "sim/object/float.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"

namespace loopscope::kernel {

using namespace object;
using trace::EventKind;

Type handle_type;
Type timer_handle_type;

std::span<const Value> Handle::arguments() const {
    if (argument.is_null()) return {};
    if (!several_arguments) return {&argument, 1};
    return static_cast<const Tuple*>(argument.as<Tuple>())->items();
}

Task* Handle::task() const {
    bool of_task = kind == HandleKind::TaskStep || kind == HandleKind::TaskWakeup;
    return of_task && target ? target.as<Task>() : nullptr;
}

std::string place_text(const LibraryCode& code) {
    if (code.file == nullptr) return {};
    return fmt::format("/usr/lib/python3.11/asyncio/{}:{}", code.file, code.line);
}

std::string callback_place(const LibraryCode& code) {
    std::string_view name = code.qualname;
    if (const std::size_t local = name.rfind("<locals>."); local != std::string_view::npos)
        name.remove_prefix(local + std::string_view("<locals>.").size());
    return name.find('.') == std::string_view::npos ? place_text(code) : std::string();
}

namespace {

bool is_timer(const Handle& handle) {
    return handle.type == &timer_handle_type;  // Programs cannot derive from it.
}

std::string native_text(Handle& handle) {
    std::string place = callback_place(handle.native->code);
    std::string held =
        handle.native->partial ? fmt::format("({})", short_repr(handle.target)) : std::string();
    return fmt::format("{}{}({}){}{}", handle.native->code.qualname, held,
                       handle.argument ? short_repr(handle.argument) : "",
                       place.empty() ? "" : " at ", place);
}

/// The callback and its arguments as a repr shows them; C++ callbacks have names of their own.
std::string callback_text(Handle& handle) {
    switch (handle.kind) {
        case HandleKind::TaskStep:
            // FIDELITY: CPython shows the address of a method wrapper that is made for each step.
            return "<TaskStepMethWrapper object at 0x7f0000000000>()";
        case HandleKind::TaskWakeup:
            return "Task.task_wakeup(" + short_repr(handle.argument) + ")";
        case HandleKind::ReadSelf:
            return "BaseSelectorEventLoop._read_from_self()";
        case HandleKind::Native:
            return native_text(handle);
        case HandleKind::Callback:
            break;
    }
    return format_callback_source(handle.target, handle.arguments());
}

/// Handle._repr_info
std::vector<std::string> repr_info(Handle& handle) {
    std::vector<std::string> info{handle.type->name};
    if (handle.cancelled) info.push_back("cancelled");
    bool timer = is_timer(handle);
    if (timer) {
        auto& as_timer = static_cast<TimerHandle&>(handle);
        info.push_back("when=" + (as_timer.when_value ? str_string(as_timer.when_value)
                                                      : float_repr(as_timer.when)));
    }
    bool reads = handle.kind == HandleKind::ReadSelf && !handle.cancelled;
    if (handle.target || reads) info.push_back(callback_text(handle));
    if (handle.origin && !handle.origin->empty()) {
        const Origin& last = handle.origin->back();
        info.push_back(fmt::format("created at {}:{}", last.file, last.line));
    }
    return info;
}

/// The target and the argument are held here, for a callback may cancel its own handle.
void call_target(Handle& handle) {
    Value target = handle.target;
    Value argument = handle.argument;
    switch (handle.kind) {
        case HandleKind::TaskStep:
            step_task(*target.as<Task>(), argument,
                      argument ? trace::StepReason::Throw : trace::StepReason::Next);
            return;
        case HandleKind::TaskWakeup:
            wake_task(*target.as<Task>(), argument);
            return;
        case HandleKind::ReadSelf:
            read_from_self(*handle.loop);
            return;
        case HandleKind::Native:
            handle.native->call(*handle.loop, target, argument);
            return;
        case HandleKind::Callback:
            call(target, handle.arguments());
            return;
    }
}

/// What Handle._run does with an exception: the loop's handler is told.
void report_failure(Handle& handle, const Ref<ExceptionObject>& exception) {
    Kernel& kernel = *handle.loop->kernel;
    if (kernel.recorder().on()) {
        kernel.recorder().record({.a = handle.loop->id.value,
                                  .b = handle.id.value,
                                  .text = kernel.recorder().text(describe(exception)),
                                  .kind = EventKind::HandleFailed});
    }
    if (leaves_the_loop(*exception)) raise(exception);
    Ref<Dict> details = Dict::make();
    std::string callback = handle.cancelled ? std::string("None()") : callback_text(handle);
    details->set("message", make_str("Exception in callback " + callback));
    details->set("exception", exception);
    details->set("handle", Value::borrow(&handle));
    if (handle.origin) details->set("source_traceback", origin_value(*handle.origin));
    handle.loop->call_exception_handler(details);
}

}  // namespace

void cancel_handle(Handle& handle) {
    if (handle.cancelled || !handle.loop) return;
    EventLoop& loop = *handle.loop;
    if (is_timer(handle) && static_cast<TimerHandle&>(handle).scheduled) {
        ++loop.timer_cancelled_count;  // CPython: BaseEventLoop._timer_handle_cancelled
    }
    handle.cancelled = true;
    if (loop.kernel != nullptr && loop.kernel->recorder().on()) {
        loop.kernel->recorder().record({.a = loop.id.value,
                                        .b = handle.id.value,
                                        .line = loop.kernel->line(),
                                        .kind = EventKind::HandleCancelled});
    }
    if (loop.debug) {
        // The repr keeps the callback, for "Executing <Handle cancelled …> took …".
        handle.repr_cache = make_str(handle_repr(handle));
    }
    Value target = std::move(handle.target);
    Value argument = std::move(handle.argument);
    handle.several_arguments = false;
}

void cancel_quietly(TimerHandle& handle) noexcept {
    try {
        cancel_handle(handle);
    } catch (Raised&) {
        // In debug mode cancelling makes a repr, which may fail; the handle is cancelled anyway.
        handle.target = Value();
    }
}

/// CPython's own calls between run() and a callback, Handle._run and its kin, count towards the
/// limit of recursion; ours are C++.
class LoopLevels {
  public:
    LoopLevels() { Runtime::current().recursion_depth += kLevels; }
    ~LoopLevels() { Runtime::current().recursion_depth -= kLevels; }
    LoopLevels(const LoopLevels&) = delete;
    LoopLevels& operator=(const LoopLevels&) = delete;

  private:
    static constexpr int kLevels = 8;
};

void run_handle(Handle& handle) {
    LoopLevels levels;
    Ref<ExceptionObject> failure;
    try {
        if (handle.context) {
            ContextScope scope(handle.loop->kernel->context(), handle.context.get());
            call_target(handle);
        } else {
            call_target(handle);
        }
        return;
    } catch (Raised& raised) {
        failure = std::move(raised.exception);
    }
    report_failure(handle, failure);
}

std::string handle_repr(Handle& handle) {
    if (handle.repr_cache) return str_string(handle.repr_cache);
    return fmt::format("<{}>", fmt::join(repr_info(handle), " "));
}

std::string format_handle(Handle& handle) {
    if (Task* task = handle.task()) return repr_string(Value::borrow(task));
    if (handle.kind == HandleKind::Callback && handle.target) {
        static Str* const kSelf = intern_static("__self__");
        Value owner = lookup_attr(handle.target, kSelf);
        if (owner && is_instance(owner, &task_type)) return repr_string(owner);
    }
    return handle_repr(handle);
}

namespace {

Handle& self_handle(const Value& self) { return *self.as<Handle>(); }
TimerHandle& self_timer(const Value& self) { return *self.as<TimerHandle>(); }

Value repr_slot(const Value& self) { return make_str(handle_repr(self_handle(self))); }
Value cancel_method(const Value& self, CallArgs) {
    cancel_handle(self_handle(self));
    return none();
}
Value cancelled_method(const Value& self, CallArgs) {
    return make_bool(self_handle(self).cancelled);
}
Value when_of(TimerHandle& timer) {
    return timer.when_value ? timer.when_value : Float::from(timer.when);
}
Value when_method(const Value& self, CallArgs) { return when_of(self_timer(self)); }

Value get_cancelled(const Value& self) { return make_bool(self_handle(self).cancelled); }
Value get_callback(const Value& self) {
    Handle& handle = self_handle(self);
    return handle.target && handle.kind == HandleKind::Callback ? handle.target : none();
}
Value get_args(const Value& self) {
    Handle& handle = self_handle(self);
    return handle.target ? Value(Tuple::make(handle.arguments())) : none();
}
Value get_scheduled(const Value& self) { return make_bool(self_timer(self).scheduled); }

/// TimerHandle.__lt__ and its kin.
Value timer_compare(const Value& a, const Value& b, CompareOp op) {
    auto* other = try_cast<TimerHandle>(b);
    if (other == nullptr) return not_implemented();
    TimerHandle& mine = self_timer(a);
    auto same = [&] {
        return mine.when == other->when && mine.cancelled == other->cancelled &&
               mine.kind == other->kind && mine.native == other->native &&
               mine.target.is_null() == other->target.is_null() &&
               (mine.target.is_null() || equal(mine.target, other->target)) &&
               (mine.target.is_null() ||
                equal(Tuple::make(mine.arguments()), Tuple::make(other->arguments())));
    };
    switch (op) {
        case CompareOp::Lt:
            return make_bool(mine.when < other->when);
        case CompareOp::Le:
            return make_bool(mine.when < other->when || same());
        case CompareOp::Gt:
            return make_bool(mine.when > other->when);
        case CompareOp::Ge:
            return make_bool(mine.when > other->when || same());
        case CompareOp::Eq:
            return make_bool(same());
        case CompareOp::Ne:
            return make_bool(!same());
    }
    return not_implemented();
}
std::int64_t timer_hash(const Value& self) { return hash(when_of(self_timer(self))); }

void handle_traverse(Object* self, Visitor& visitor) {
    auto* handle = static_cast<Handle*>(self);
    visitor.visit(handle->loop);
    visitor.visit(handle->context);
    visitor.visit(handle->target);
    visitor.visit(handle->argument);
}

void handle_clear(Object* self) {
    auto* handle = static_cast<Handle*>(self);
    Value target = std::move(handle->target);
    Value argument = std::move(handle->argument);
    Ref<Context> context = std::move(handle->context);
    Ref<EventLoop> loop = std::move(handle->loop);
    handle->several_arguments = false;
}

Value no_construct(Type* cls, CallArgs) {
    raise_type_error("cannot create '" + cls->name + "' instances");
}

}  // namespace

void define_handle_types() {
    handle_type.repr = repr_slot;
    handle_type.traverse = handle_traverse;
    handle_type.clear = handle_clear;
    // FIDELITY: programs cannot make handles; asyncio.Handle is there for isinstance tests.
    handle_type.construct = no_construct;
    define_type<Handle>(
        handle_type,
        {.name = "Handle",
         .module = "asyncio.events",
         .doc = "Object returned by callback registration methods.",
         .methods = {{"cancel", cancel_method, ""}, {"cancelled", cancelled_method, ""}},
         .getsets = {
             {"_cancelled", get_cancelled}, {"_callback", get_callback}, {"_args", get_args}}});
    timer_handle_type.compare = timer_compare;
    timer_handle_type.hash = timer_hash;
    timer_handle_type.construct = no_construct;
    define_type<TimerHandle>(
        timer_handle_type,
        {.name = "TimerHandle",
         .module = "asyncio.events",
         .doc = "Object returned by timed callback registration methods.",
         .base = &handle_type,
         .methods = {{"when", when_method, ""}},
         .getsets = {{"_when", [](const Value& self) { return when_of(self_timer(self)); }},
                     {"_scheduled", get_scheduled}}});
}

}  // namespace loopscope::kernel
