// What the observer is told, instruction by instruction, and the observer that writes the trace.
#include "sim/python/vm/tracing.h"

#include <array>
#include <charconv>

#include "sim/object/bytes.h"
#include "sim/object/class.h"
#include "sim/object/float.h"
#include "sim/object/list.h"
#include "sim/object/set.h"
#include "sim/object/singletons.h"
#include "sim/python/vm/executor.h"

namespace loopscope::python::vm {

using compile::Op;

namespace {

/// The variable that an instruction is about to change, or null.
const Str* changed_variable(const Frame& frame, Op op, int argument) {
    auto index = static_cast<std::size_t>(argument);
    switch (op) {
        case Op::StoreFast:
        case Op::DeleteFast:
        case Op::StoreDeref:
        case Op::DeleteDeref:
            return frame.code->slot_names[index].get();
        case Op::StoreFastLoadFast:
        case Op::StoreFastStoreFast:
            return frame.code->slot_names[index & 0xfff].get();
        case Op::StoreName:
        case Op::DeleteName:
        case Op::StoreGlobal:
        case Op::DeleteGlobal:
            return frame.code->names[index].get();
        default:
            return nullptr;
    }
}

/// By opcode: the instructions that changed_variable knows, and JumpBackward. Most instructions on
/// a line that has been told need no look beyond this.
constexpr auto kNoticed = [] {
    std::array<bool, 256> noticed{};
    for (Op op : {Op::StoreFast, Op::DeleteFast, Op::StoreDeref, Op::DeleteDeref,
                  Op::StoreFastLoadFast, Op::StoreFastStoreFast, Op::StoreName, Op::DeleteName,
                  Op::StoreGlobal, Op::DeleteGlobal, Op::JumpBackward}) {
        noticed[static_cast<std::size_t>(op)] = true;
    }
    return noticed;
}();

bool is_delete(Op op) {
    return op == Op::DeleteFast || op == Op::DeleteDeref || op == Op::DeleteName ||
           op == Op::DeleteGlobal;
}

void observe_variable(Observer& observer, const Frame& frame, const Value* sp) {
    Op op = compile::op_of(*frame.at);
    int argument = compile::argument_of(*frame.at);
    const Str* name = changed_variable(frame, op, argument);
    if (name == nullptr) return;
    observer.variable_changed(frame, *name, is_delete(op) ? Value() : sp[-1]);
    if (op == Op::StoreFastStoreFast) {
        auto second = static_cast<std::size_t>(argument >> 12);
        observer.variable_changed(frame, *frame.code->slot_names[second], sp[-2]);
    }
}

}  // namespace

/// Called before every instruction while there is an observer.
void observe_instruction(Interpreter& vm, Frame& frame, const Value* sp) {
    Observer& observer = *vm.observer();
    if (vm.counts_instructions && !is_library_file(frame.code->filename_text)) ++vm.instructions;
    if (!frame.traced) {
        frame.traced = true;
        frame.trace_id = observer.frame_entered(frame);
        if (observer.wants_variables() && frame.trace_id != 0) {
            for (int k = 0; k < frame.code->parameter_slots; ++k) {
                const Value& v = frame.slots()[k];
                if (v) {
                    observer.variable_changed(
                        frame, *frame.code->slot_names[static_cast<std::size_t>(k)], v);
                }
            }
        }
    }
    if (frame.trace_id == 0) return;
    int line = frame.position().line;
    Op op = compile::op_of(*frame.at);
    if (line == frame.trace_line && !kNoticed[static_cast<std::size_t>(op)]) return;
    if (observer.wants_lines()) {
        bool jumps_back = op == Op::JumpBackward || op == Op::ForIter;
        if (line != 0 && line != frame.trace_line && op != Op::MakeCell && op != Op::Begin) {
            frame.trace_line = line;
            observer.line_reached(frame, line);
        } else if (jumps_back && op == Op::JumpBackward) {
            frame.trace_line = 0;  // The next turn of a one-line loop is a new line.
        }
    }
    if (observer.wants_variables()) observe_variable(observer, frame, sp);
}

// ---- the trace --------------------------------------------------------------------------------

using trace::Event;
using trace::EventKind;

namespace {

constexpr std::size_t kTextMax = 80;

/// Whether showing the value runs no code of the program.
bool is_plain(const Value& v, int depth) {
    if (v.is_small()) return true;
    const Type* t = v.type();
    if (!t->has(Type::kHeapType)) {
        if (depth == 0 && (object::is_list(v) || object::is_tuple(v) || object::is_dict(v)))
            return false;
        if (object::is_list(v)) {
            for (const Value& x : v.as<object::List>()->items()) {
                if (!is_plain(x, depth - 1)) return false;
            }
            return true;
        }
        if (object::is_tuple(v)) {
            for (const Value& x : v.as<Tuple>()->items()) {
                if (!is_plain(x, depth - 1)) return false;
            }
            return true;
        }
        if (object::is_dict(v)) {
            Dict& d = *v.as<Dict>();
            for (std::uint32_t k = 0; k < d.entry_count(); ++k) {
                if (!d.entry(k).key) continue;
                if (!is_plain(d.entry(k).key, depth - 1)) return false;
                if (!is_plain(d.entry(k).value, depth - 1)) return false;
            }
            return true;
        }
        return !object::is_any_set(v) || v.as<object::Set>()->size() < 20;
    }
    return false;
}

/// A value's text for the window: its repr when that runs no code of the program, else its type.
/// Never asks for an address: "at 0x…" numbers are handed out in the order in which a program asks.
std::string shown(const Value& v) {
    bool has_address = false;
    if (v.is_object()) {
        const Type* t = v.type();
        has_address = t == &function_type || t == &frame_type || t == &compile::code_type ||
                      as_generator(v) != nullptr || t->repr == object::object_type.repr;
    }
    std::string text;
    if (has_address || !is_plain(v, 4)) {
        text = "<" + v.type()->name + ">";
        if (auto* f = object::try_cast<Function>(v)) {
            text = "<function " + object::str_string(f->qualname) + ">";
        } else if (Generator* g = as_generator(v)) {
            text = "<" + v.type()->name + " " + object::str_string(g->qualname) + ">";
        } else if (Type* cls = object::as_type(v)) {
            text = "<class " + cls->qualname + ">";
        }
    } else {
        try {
            text = object::repr_string(v);
        } catch (object::Raised&) {
            text = "<" + v.type()->name + ">";
        }
    }
    if (text.size() <= kTextMax) return text;
    std::size_t end = kTextMax;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return text.substr(0, end) + "…";
}

trace::FrameKind kind_of(const Code& code) {
    if (code.has(compile::kCoroutine)) return trace::FrameKind::Coroutine;
    if (code.has(compile::kAsyncGenerator)) return trace::FrameKind::AsyncGenerator;
    if (code.has(compile::kGenerator)) return trace::FrameKind::Generator;
    if (code.has(compile::kOptimized)) return trace::FrameKind::Function;
    return code.name->view() == "<module>" ? trace::FrameKind::Module : trace::FrameKind::Class;
}

/// The nearest caller that is in the trace.
std::uint32_t caller_of(const Frame& frame) {
    for (const Frame* f = frame.back; f != nullptr; f = f->back) {
        if (f->trace_id != 0) return f->trace_id;
    }
    return 0;
}

}  // namespace

TraceObserver::TraceObserver(trace::Recorder& recorder, std::function<std::uint32_t()> current_task)
    : recorder_(recorder), current_task_(std::move(current_task)) {}

std::uint32_t TraceObserver::frame_entered(const Frame& frame) {
    if (is_library_file(frame.code->filename_text)) return 0;
    std::uint32_t id = recorder_.next_frame().value;
    if (!recorder_.lines()) return id;
    Event e;
    e.kind = EventKind::FrameEntered;
    e.a = id;
    e.b = current_task_ ? current_task_() : 0;
    e.c = caller_of(frame);
    e.text = recorder_.text(frame.code->qualname_text);
    e.text2 = recorder_.text(frame.code->filename_text);
    e.line = static_cast<std::uint32_t>(frame.code->first_line);
    e.detail = static_cast<std::uint8_t>(kind_of(*frame.code));
    recorder_.record(e);
    return id;
}

void TraceObserver::frame_suspended(const Frame& frame) {
    if (frame.trace_id == 0 || !recorder_.lines()) return;
    Event e;
    e.kind = EventKind::FrameSuspended;
    e.a = frame.trace_id;
    e.line = static_cast<std::uint32_t>(frame.line());
    recorder_.record(e);
}

void TraceObserver::frame_resumed(const Frame& frame) {
    if (frame.trace_id == 0 || !recorder_.lines()) return;
    Event e;
    e.kind = EventKind::FrameResumed;
    e.a = frame.trace_id;
    e.b = current_task_ ? current_task_() : 0;
    e.c = caller_of(frame);
    recorder_.record(e);
}

void TraceObserver::frame_exited(const Frame& frame, const Value& result, bool raised) {
    if (frame.trace_id == 0 || !recorder_.lines()) return;
    Event e;
    e.kind = EventKind::FrameExited;
    e.a = frame.trace_id;
    e.text = raised ? recorder_.text(result.type()->name) : shown_text(result);
    e.detail =
        static_cast<std::uint8_t>(raised ? trace::FrameExit::Raised : trace::FrameExit::Returned);
    recorder_.record(e);
}

void TraceObserver::line_reached(const Frame& frame, int line) {
    Event e;
    e.kind = EventKind::LineReached;
    e.a = frame.trace_id;
    e.line = static_cast<std::uint32_t>(line);
    recorder_.record(e);
}

trace::TextId TraceObserver::shown_text(const Value& value) {
    if (!value.is_small()) return recorder_.text(shown(value));
    SmallText& known = small_texts_[static_cast<std::size_t>(value.small()) % kSmallTexts];
    if (known.number == value.small() && known.text.value != 0) return known.text;
    char digits[24];
    auto end = std::to_chars(digits, digits + sizeof digits, value.small()).ptr;
    known = {value.small(), recorder_.text({digits, static_cast<std::size_t>(end - digits)})};
    return known.text;
}

void TraceObserver::variable_changed(const Frame& frame, const Str& name, const Value& value) {
    Event e;
    e.kind = EventKind::VariableChanged;
    e.a = frame.trace_id;
    e.text = recorder_.text(name.view());
    e.text2 = value ? shown_text(value) : trace::TextId{};
    recorder_.record(e);
}

}  // namespace loopscope::python::vm
