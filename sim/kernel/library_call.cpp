// LibraryCall: made when a program's loop class has a call_soon of its own.
#include "sim/kernel/library_call.h"

#include "sim/kernel/describe.h"
#include "sim/kernel/kernel.h"
#include "sim/object/class.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"

namespace loopscope::kernel {

using namespace object;

Type library_call_type;

namespace {

struct LibraryCall : Container {
    Ref<EventLoop> loop;
    Value target;
    Value exception;  ///< Of a step.
    HandleKind kind = HandleKind::Native;
    const LibraryCallback* native = nullptr;
    static Type* class_type() { return &library_call_type; }
};

Value call_slot(const Value& self, CallArgs args) {
    auto& call = *self.as<LibraryCall>();
    Value argument = args.positional_count > 0 ? args.values[0] : Value();
    if (call.kind == HandleKind::TaskStep) {
        step_task(*call.target.as<Task>(), call.exception, trace::StepReason::Next);
    } else if (call.kind == HandleKind::TaskWakeup) {
        wake_task(*call.target.as<Task>(), argument);
    } else {
        call.native->call(*call.loop, call.target, argument);
    }
    return none();
}

Value repr_slot(const Value& self) {
    auto& call = *self.as<LibraryCall>();
    const std::uint64_t address = Runtime::current().address_of(self.object());
    switch (call.kind) {
        case HandleKind::TaskStep:
            return make_str(fmt::format("<TaskStepMethWrapper object at {:#x}>", address));
        case HandleKind::TaskWakeup:
            return make_str(fmt::format("<built-in method task_wakeup of {} object at {:#x}>",
                                        full_name(*call.target.type()), address));
        default:
            return make_str(
                fmt::format("<function {} at {:#x}>", call.native->code.qualname, address));
    }
}

/// The function's name: a step's wrapper has none.
Value name_of(const Value& self, bool qualified) {
    auto& call = *self.as<LibraryCall>();
    if (call.kind == HandleKind::TaskStep) {
        raise_format(attribute_error_type,
                     "'TaskStepMethWrapper' object has no attribute '__{}name__'",
                     qualified ? "qual" : "");
    }
    if (call.kind == HandleKind::TaskWakeup)
        return make_str(qualified ? "Task.task_wakeup" : "task_wakeup");
    const std::string name(call.native->code.qualname);
    return make_str(qualified ? name : name.substr(name.rfind('.') + 1));
}
Value short_name_of(const Value& self) { return name_of(self, false); }
Value qualified_name_of(const Value& self) { return name_of(self, true); }

void traverse(Object* self, Visitor& visitor) {
    auto& call = *static_cast<LibraryCall*>(self);
    visitor.visit(call.loop);
    visitor.visit(call.target);
    visitor.visit(call.exception);
}

}  // namespace

void define_library_call_type() {
    library_call_type.call = call_slot;
    library_call_type.repr = repr_slot;
    library_call_type.traverse = traverse;
    define_type<LibraryCall>(library_call_type, {.name = "TaskStepMethWrapper",
                                                 .module = "_asyncio",
                                                 .getsets = {{"__name__", short_name_of},
                                                             {"__qualname__", qualified_name_of}}});
}

Value library_call(EventLoop& loop, const CallSpec& spec) {
    Ref<LibraryCall> call = make<LibraryCall>();
    call->loop = Ref<EventLoop>(&loop);
    call->target = spec.target;
    call->kind = spec.kind;
    call->native = spec.native;
    if (spec.kind == HandleKind::TaskStep) call->exception = spec.argument;
    return call;
}

void resolve_library_call(CallSpec& spec) {
    auto* call = try_cast<LibraryCall>(spec.target);
    if (call == nullptr) return;
    spec.kind = call->kind;
    spec.native = call->native;
    if (call->kind == HandleKind::TaskStep) spec.argument = call->exception;
    Value target = call->target;
    spec.target = std::move(target);
}

}  // namespace loopscope::kernel
