// Frames: their memory, and the frame and traceback objects that the program sees.
#include "sim/python/vm/frame.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/object/dict.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/python/vm/function.h"
#include "sim/python/vm/generator.h"
#include "sim/python/vm/interpreter.h"

namespace loopscope::python::vm {

Type frame_type;
Type traceback_type;

// ---- memory -----------------------------------------------------------------------------------

void DataStack::grow(std::size_t bytes) {
    if (used_chunks_ > 0) tops_.push_back(top_);
    if (used_chunks_ == chunks_.size() || sizes_[used_chunks_] < bytes) {
        chunks_.resize(used_chunks_);
        sizes_.resize(used_chunks_);
        std::size_t size = std::max(bytes, next_bytes_);
        next_bytes_ = std::min(2 * next_bytes_, kChunkBytes);
        chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(size));
        sizes_.push_back(size);
    }
    top_ = chunks_[used_chunks_].get();
    limit_ = top_ + sizes_[used_chunks_];
    ++used_chunks_;
}

void DataStack::shrink() {
    --used_chunks_;
    top_ = tops_.back();
    tops_.pop_back();
    limit_ = chunks_[used_chunks_ - 1].get() + sizes_[used_chunks_ - 1];
}

void clear_frame(Frame& frame) noexcept {
    if (frame.object != nullptr) {
        FrameObject* view = std::exchange(frame.object, nullptr);
        if (view->refs > 1) {
            view->last_index = frame.instruction_index();
            view->kept.reserve(static_cast<std::size_t>(frame.code->slot_count));
            for (int k = 0; k < frame.code->slot_count; ++k) view->kept.push_back(frame.slots()[k]);
        }
        view->frame = nullptr;
        object::release(view);
    }
    for (Value* v = frame.sp; v > frame.stack();) (--v)->~Value();
    frame.sp = frame.stack();
    for (Value* v = frame.slots(); v < frame.stack(); ++v) {
        Value gone = std::move(*v);  // Null while the old value's finalizer runs.
    }
    if (frame.locals != nullptr) object::release(std::exchange(frame.locals, nullptr));
    if (Function* f = std::exchange(frame.function, nullptr)) object::release(f);
}

// ---- frame objects ----------------------------------------------------------------------------

Ref<FrameObject> frame_object(Frame& frame) {
    if (frame.object == nullptr) {
        Ref<FrameObject> made = object::make<FrameObject>();
        made->frame = &frame;
        made->code = Ref<Code>(frame.code);
        made->globals = Ref<Dict>(frame.globals);
        made->builtins = Ref<Dict>(frame.builtins);
        if (frame.locals != nullptr) made->locals = Value::borrow(frame.locals);
        frame.object = made.detach();
    }
    return Ref<FrameObject>(frame.object);
}

namespace {

/// The program's value of a slot: what a cell holds, or the slot itself; null when unset.
Value slot_value(const Code& code, const Value* slots, int k) {
    const Value& v = slots[k];
    bool cell = code.slot_kinds[static_cast<std::size_t>(k)] != compile::SlotKind::Local;
    if (cell && v.is_object() && v.object()->type == &cell_type) return v.as<Cell>()->value;
    return v;
}

/// The one dict that tells a function's variables, brought up to date. What a program put under
/// other names stays. CPython: _PyFrame_FastToLocalsWithError.
Value refreshed_locals(FrameObject& view, const Value* slots) {
    const Code& code = *view.code;
    if (!view.snapshot) view.snapshot = Dict::make();
    Ref<Dict> result(view.snapshot.as<Dict>());
    for (int k = 0; k < code.slot_count; ++k) {
        Str* name = code.slot_names[static_cast<std::size_t>(k)].get();
        if (Value v = slot_value(code, slots, k)) {
            result->set(name, std::move(v));
        } else {
            result->erase(name);
        }
    }
    return result;
}

}  // namespace

Value frame_locals(FrameObject& view) {
    if (view.frame != nullptr) return frame_locals(*view.frame);
    if (view.locals) return view.locals;
    if (static_cast<int>(view.kept.size()) < view.code->slot_count) {
        return view.snapshot ? view.snapshot : Value(Dict::make());
    }
    return refreshed_locals(view, view.kept.data());
}

Value frame_locals(Frame& frame) {
    if (frame.locals != nullptr) {
        // A class body's free variables show in its locals too.
        Value space = Value::borrow(frame.locals);
        for (int k = frame.code->local_count; k < frame.code->slot_count; ++k) {
            if (frame.code->slot_kinds[static_cast<std::size_t>(k)] != compile::SlotKind::Free)
                continue;
            if (Value v = slot_value(*frame.code, frame.slots(), k)) {
                object::setitem(space, frame.code->slot_names[static_cast<std::size_t>(k)], v);
            }
        }
        return space;
    }
    return refreshed_locals(*frame_object(frame), frame.slots());
}

void add_traceback(ExceptionObject& exception, Frame& frame) {
    if (frame.code->filename_text.starts_with(kNativePrefix)) return;
    Ref<Traceback> entry = object::make<Traceback>();
    entry->frame = frame_object(frame);
    entry->index = frame.instruction_index();
    entry->line = frame.line();
    if (Traceback* older = traceback_of(exception)) entry->next = Ref<Traceback>(older);
    exception.traceback = entry;
}

// ---- types ------------------------------------------------------------------------------------

namespace {

FrameObject& view_of(const Value& v) { return *v.as<FrameObject>(); }

Value or_none(Value v) { return v ? v : object::none(); }

Value frame_repr(const Value& self) {
    FrameObject& f = view_of(self);
    return object::make_str(fmt::format("<frame at {:#x}, file '{}', line {}, code {}>",
                                        object::Runtime::current().address_of(self.object()),
                                        f.code->filename_text, f.line(), f.code->name->view()));
}

Value frame_back(const Value& self) {
    FrameObject& f = view_of(self);
    if (f.frame == nullptr || f.frame->back == nullptr) return or_none(f.back);
    return frame_object(*f.frame->back);
}

void frame_traverse(object::Object* self, object::Visitor& visitor) {
    auto& f = *static_cast<FrameObject*>(self);
    visitor.visit(f.code);
    visitor.visit(f.globals);
    visitor.visit(f.builtins);
    visitor.visit(f.locals);
    visitor.visit(f.back);
    visitor.visit(f.snapshot);
    visitor.visit(f.trace);
    visitor.visit(f.native_callee);
    for (const Value& v : f.kept) visitor.visit(v);
}

void frame_drop(object::Object* self) {
    auto& f = *static_cast<FrameObject*>(self);
    f.locals = Value();
    f.back = nullptr;
    f.snapshot = Value();
    f.trace = Value();
    f.native_callee = Value();
    f.kept.clear();
}

Value frame_clear(const Value& self, object::CallArgs) {
    FrameObject& f = view_of(self);
    if (f.frame == nullptr) {
        std::vector<Value> gone = std::move(f.kept);
        f.kept.clear();
    } else if (f.frame->generator != nullptr &&
               f.frame->generator->state != GeneratorState::Running) {
        close_generator(*f.frame->generator);
    } else {
        object::raise(object::runtime_error_type, "cannot clear an executing frame");
    }
    return object::none();
}

Traceback& entry_of(const Value& v) { return *v.as<Traceback>(); }

void traceback_traverse(object::Object* self, object::Visitor& visitor) {
    auto& t = *static_cast<Traceback*>(self);
    visitor.visit(t.next);
    visitor.visit(t.frame);
}

void traceback_clear(object::Object* self) {
    auto& t = *static_cast<Traceback*>(self);
    t.next = nullptr;
    t.frame = nullptr;
}

void set_traceback_next(const Value& self, const Value& value) {
    if (!value) object::raise_type_error("can't delete tb_next attribute");
    if (object::is_none(value)) {
        entry_of(self).next = nullptr;
        return;
    }
    Traceback* next = object::try_cast<Traceback>(value);
    if (next == nullptr) {
        object::raise_type_error(
            fmt::format("expected traceback object, got '{}'", value.type()->name));
    }
    for (const Traceback* t = next; t != nullptr; t = t->next.get()) {
        if (t == &entry_of(self)) object::raise_value_error("traceback loop detected");
    }
    entry_of(self).next = Ref<Traceback>(next);
}

}  // namespace

void define_frame_types() {
    frame_type.repr = frame_repr;
    frame_type.traverse = frame_traverse;
    frame_type.clear = frame_drop;
    object::define_type<FrameObject>(
        frame_type,
        {.name = "frame",
         .methods = {{"clear", frame_clear, ""}},
         .getsets = {
             {"f_back", frame_back},
             {"f_code", [](const Value& v) -> Value { return view_of(v).code; }},
             {"f_globals", [](const Value& v) -> Value { return view_of(v).globals; }},
             {"f_builtins", [](const Value& v) -> Value { return view_of(v).builtins; }},
             {"f_locals", [](const Value& v) { return frame_locals(view_of(v)); }},
             {"f_lineno", [](const Value& v) { return Value::small(view_of(v).line()); }},
             {"f_lasti",
              [](const Value& v) {
                  return object::Int::from_size(view_of(v).instruction_index() * 2);
              }},
             {"f_trace", [](const Value& v) { return or_none(view_of(v).trace); },
              [](const Value& v, const Value& to) {
                  view_of(v).trace = to && !object::is_none(to) ? to : Value();
                  view_of(v).hooked_line = view_of(v).line();
              }},
             {"f_trace_lines",
              [](const Value& v) { return object::make_bool(view_of(v).trace_lines); },
              [](const Value& v, const Value& to) { view_of(v).trace_lines = object::truth(to); }},
             {"f_trace_opcodes", [](const Value&) { return object::make_bool(false); },
              [](const Value&, const Value&) {}}}});
    traceback_type.traverse = traceback_traverse;
    traceback_type.clear = traceback_clear;
    object::define_type<Traceback>(
        traceback_type,
        {.name = "traceback",
         .getsets = {
             {"tb_frame", [](const Value& v) -> Value { return or_none(entry_of(v).frame); }},
             {"tb_lineno", [](const Value& v) { return Value::small(entry_of(v).line); }},
             {"tb_lasti",
              [](const Value& v) { return object::Int::from_size(entry_of(v).index * 2); }},
             {"tb_next", [](const Value& v) -> Value { return or_none(entry_of(v).next); },
              set_traceback_next}}});
}

}  // namespace loopscope::python::vm
