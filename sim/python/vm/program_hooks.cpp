// What a program's own trace and profile functions are told. Mirrors: legacy_tracing.c,
// sysmodule.c.
#include <algorithm>

#include "sim/object/class.h"
#include "sim/object/native.h"
#include "sim/object/singletons.h"
#include "sim/python/vm/executor.h"

namespace loopscope::python::vm {

using compile::Op;
using object::none;

namespace {

/// Library text that CPython has imported before a program begins.
constexpr std::string_view kHidden[] = {"abc.py", "codecs.py", "_collections_abc.py"};

/// Library frames that CPython doesn't have: what is C there, and the bodies of modules and classes
/// that it has run before.
bool is_hidden(const Frame& frame) {
    std::string_view file = frame.code->filename_text;
    if (file.starts_with(kNativePrefix)) return true;
    if (!file.starts_with(kLibraryPrefix)) return false;
    if (!frame.code->has(compile::kOptimized)) return true;
    file.remove_prefix(kLibraryPrefix.size());
    return std::find(std::begin(kHidden), std::end(kHidden), file) != std::end(kHidden);
}

/// Instructions that belong to no line of their own.
bool has_no_line(Op op) {
    return op == Op::MakeCell || op == Op::Begin || op == Op::PushExcInfo || op == Op::PopExcept ||
           op == Op::Reraise;
}

/// Whether an instruction begins a line. A forward jump does where it is a break, not where it
/// skips an else; a return does but where it comes after a finally.
bool begins_line(const FrameObject& view, int line, Op op) {
    if (line == 0 || line == view.hooked_line || has_no_line(op)) return false;
    return (op != Op::Jump && op != Op::Return) || line > view.hooked_line;
}

/// Calls function(frame, what, argument); no hooks meanwhile. If it raises, it is taken off.
/// CPython: call_trampoline.
Value call_hook(ThreadState& thread, Value& hook, const Value& function, Frame& frame,
                const char* what, const Value& argument) {
    thread.hooked = false;
    try {
        Value answer =
            object::call(function, {frame_object(frame), object::make_str(what), argument});
        thread.update_hooked();
        return answer;
    } catch (...) {
        hook = Value();
        if (frame.object != nullptr) frame.object->trace = Value();
        thread.update_hooked();
        throw;
    }
}

/// An event for the frame's own trace function.
void tell_trace(ThreadState& thread, Frame& frame, const char* what, const Value& argument) {
    if (!thread.trace_function || frame.object == nullptr || !frame.object->trace) return;
    Value function = frame.object->trace;
    Value answer = call_hook(thread, thread.trace_function, function, frame, what, argument);
    if (frame.object != nullptr && !object::is_none(answer)) frame.object->trace = answer;
}

void tell_profile(ThreadState& thread, Frame& frame, const char* what, const Value& argument) {
    if (!thread.profile_function) return;
    Value function = thread.profile_function;
    call_hook(thread, thread.profile_function, function, frame, what, argument);
}

void tell_call(ThreadState& thread, Frame& frame) {
    if (thread.trace_function) {
        Value function = thread.trace_function;
        Ref<FrameObject> view = frame_object(frame);
        view->entering = frame.at == frame.code->words.data();
        Value answer = call_hook(thread, thread.trace_function, function, frame, "call", none());
        view->entering = false;
        view->trace = object::is_none(answer) ? Value() : answer;
    }
    tell_profile(thread, frame, "call", none());
}

/// The "line" event. CPython: maybe_call_line_trace.
void tell_line(ThreadState& thread, Frame& frame, Op op) {
    FrameObject* view = frame.object;
    if (!thread.trace_function || view == nullptr || !view->trace || !view->trace_lines) return;
    int line = frame.position().line;
    if (op == Op::JumpBackward) {
        view->hooked_line = 0;  // The next turn of a one-line loop is a new line.
    } else if (begins_line(*view, line, op)) {
        view->hooked_line = line;
        tell_trace(thread, frame, "line", none());
    }
}

/// What a call instruction is about to call, when it is a function of C's; else null.
Value native_callee(const Frame& frame, Op op, const Value* sp) {
    if (op != Op::Call && op != Op::CallKw) return Value();
    const Value* base = sp - compile::argument_of(*frame.at) - 2;
    if (!base[0].is_object()) return Value();
    const Type* type = base[0].type();
    if (type == &object::native_function_type) return base[0];
    if (type != &object::method_descriptor_type) return Value();
    Value owner = base[1].is_null() ? base[2] : base[1];
    Value bound =
        object::lookup_attr(owner, object::str_string(object::getattr(base[0], "__name__")));
    return bound ? bound : base[0];
}

void tell_native_end(ThreadState& thread, Frame& frame, const char* what) {
    if (frame.object == nullptr || !frame.object->native_callee) return;
    Value callee = std::exchange(frame.object->native_callee, Value());
    tell_profile(thread, frame, what, callee);
}

}  // namespace

void tell_hooks(ThreadState& thread, Frame& frame, const Value* sp) {
    if (is_hidden(frame)) return;
    Op op = compile::op_of(*frame.at);
    if (frame.resumed || frame.at == frame.code->words.data()) {
        frame.resumed = false;
        tell_call(thread, frame);
    }
    tell_native_end(thread, frame, "c_return");
    tell_line(thread, frame, op);
    if (op == Op::Return || op == Op::YieldValue) {
        Value value = sp[-1];
        tell_trace(thread, frame, "return", value);
        tell_profile(thread, frame, "return", value);
    } else if (thread.profile_function) {
        if (Value callee = native_callee(frame, op, sp)) {
            tell_profile(thread, frame, "c_call", callee);
            frame_object(frame)->native_callee = callee;
        }
    }
}

void tell_hooks_exception(ThreadState& thread, Frame& frame, Ref<ExceptionObject>& raised) {
    if (is_hidden(frame)) return;
    try {
        tell_native_end(thread, frame, "c_exception");
        Value told = Tuple::make({object::type_value(raised->type), Value(raised),
                                  raised->traceback ? Value(raised->traceback) : none()});
        tell_trace(thread, frame, "exception", told);
    } catch (object::Raised& instead) {
        raised = std::move(instead.exception);
    }
}

void tell_hooks_left(ThreadState& thread, Frame& frame, const Value& value) {
    if (is_hidden(frame)) return;
    try {
        tell_trace(thread, frame, "return", value);
        tell_profile(thread, frame, "return", value);
    } catch (object::Raised&) {
        // FIDELITY: CPython lets it go on from here; the function is taken off all the same.
    }
}

}  // namespace loopscope::python::vm
