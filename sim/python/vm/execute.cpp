// The interpreter's loop.
//
// One C++ function runs all frames of a chain: calls of interpreted functions, generators driven
// by `for`, and awaits only switch the current frame. It is long because it is the dispatch; what
// an instruction does beyond its fast path stands in calls.cpp, attributes.cpp, operations.cpp.
//
// Rules for an instruction's code:
// 1. Operands stay on the stack until the operation has succeeded, since anything may throw; the
//    catch clause finds `sp` as it was and the unwinder drops the operands.
// 2. frame->at is the instruction under way; frame->sp and frame->next are set before the frame is
//    left for another.
#include <bit>
#include <new>
#include <stdexcept>
#include <utility>

#include "sim/object/attribute.h"
#include "sim/object/class.h"
#include "sim/object/float.h"
#include "sim/object/iterator.h"
#include "sim/object/list.h"
#include "sim/object/method.h"
#include "sim/object/native.h"
#include "sim/object/set.h"
#include "sim/object/singletons.h"
#include "sim/object/slice.h"
#include "sim/object/slots.h"
#include "sim/python/vm/executor.h"
#include "sim/python/vm/inline_cache.h"

namespace loopscope::python::vm {

using compile::Op;
using object::BinaryOp;
using object::CallArgs;
using object::CompareOp;
using object::Float;
using object::List;
using object::make_bool;
using object::none;
using object::SendStatus;

namespace {

[[gnu::always_inline]] inline void push(Value*& sp, Value v) { new (sp++) Value(std::move(v)); }
[[gnu::always_inline]] inline Value take(Value*& sp) { return Value::from_bits((--sp)->bits()); }
[[gnu::always_inline]] inline void drop(Value*& sp) { (--sp)->~Value(); }
[[gnu::always_inline]] inline void drop(Value*& sp, int count) {
    while (count-- > 0) drop(sp);
}
/// Replaces the topmost `count` operands by one.
[[gnu::always_inline]] inline void replace(Value*& sp, int count, Value v) {
    drop(sp, count - 1);
    sp[-1] = std::move(v);
}
inline bool both_small(const Value& a, const Value& b) { return (a.bits() & b.bits() & 1) != 0; }
inline bool both_floats(const Value& a, const Value& b) {
    return object::is_float_exact(a) && object::is_float_exact(b);
}

/// One bit for less, equal, greater; by CompareOp, which of them mean true.
constexpr unsigned kCompareMasks[] = {1, 3, 2, 5, 4, 6};
template <typename T>
inline bool compare_numbers(T a, T b, int op) {
    unsigned relation = a < b ? 1u : a == b ? 2u : a > b ? 4u : 0u;
    if (relation == 0) return op == static_cast<int>(CompareOp::Ne);
    return (kCompareMasks[op] & relation) != 0;
}

/// The truth of a value without calling anything, or -1.
inline int quick_truth(const Value& v) {
    if (object::is_true(v)) return 1;
    if (object::is_false(v) || object::is_none(v)) return 0;
    if (v.is_small()) return v.small() != 0;
    return -1;
}
inline bool truth_of(const Value& v) {
    int quick = quick_truth(v);
    return quick >= 0 ? quick != 0 : object::truth(v);
}

/// Puts a float result in the place of two float operands, using the memory of one if it is free.
[[gnu::always_inline]] inline void float_result(Value*& sp, double d) {
    object::Object* a = sp[-2].object();
    object::Object* b = sp[-1].object();
    --sp;
    if (a->refs == 1) {
        static_cast<Float*>(a)->value = d;
        object::release(b);
        return;
    }
    --a->refs;  // Somebody else holds it too.
    if (b->refs == 1) {
        static_cast<Float*>(b)->value = d;
        new (sp - 1) Value(Value::from_bits(reinterpret_cast<std::uintptr_t>(b)));
        return;
    }
    --b->refs;
    auto* made = new (object::allocate_small(sizeof(Float))) Float(d);
    made->type = &object::float_type;
    new (sp - 1) Value(Value::from_bits(reinterpret_cast<std::uintptr_t>(made)));
}

/// Arithmetic on two floats; false when the operation has no quick form.
[[gnu::always_inline]] inline bool quick_float(BinaryOp op, Value*& sp) {
    double a = sp[-2].as<Float>()->value;
    double b = sp[-1].as<Float>()->value;
    switch (op) {
        case BinaryOp::Add:
            float_result(sp, a + b);
            return true;
        case BinaryOp::Sub:
            float_result(sp, a - b);
            return true;
        case BinaryOp::Mul:
            float_result(sp, a * b);
            return true;
        case BinaryOp::TrueDiv:
            if (b == 0.0) return false;
            float_result(sp, a / b);
            return true;
        default:
            return false;
    }
}

/// Arithmetic on two small ints; null when the operation has no quick form.
inline Value quick_int(BinaryOp op, const Value& a, const Value& b) {
    switch (op) {
        case BinaryOp::Add:
            return object::add_small(a, b);
        case BinaryOp::Sub:
            return object::subtract_small(a, b);
        case BinaryOp::Mul:
            return object::multiply_small(a, b);
        case BinaryOp::FloorDiv:
            return b.small() != 0 ? object::floor_divide_small(a, b) : Value();
        case BinaryOp::Mod:
            return b.small() != 0 ? object::modulo_small(a, b) : Value();
        case BinaryOp::And:
            return Value::small(a.small() & b.small());
        case BinaryOp::Or:
            return Value::small(a.small() | b.small());
        case BinaryOp::Xor:
            return Value::small(a.small() ^ b.small());
        case BinaryOp::RShift:
            return b.small() >= 0 && b.small() < 63 ? Value::small(a.small() >> b.small())
                                                    : Value();
        case BinaryOp::LShift: {
            std::int64_t by = b.small();
            std::int64_t v = a.small();
            if (by < 0 || by > 60 || v > (Value::kSmallMax >> by) ||
                v < -(Value::kSmallMax >> by)) {
                return Value();
            }
            return Value::small(v << by);
        }
        default:
            return Value();
    }
}

/// The place of container[key] in a list or tuple; null when it is not such a case.
[[gnu::always_inline]] inline const Value* quick_element(const Value& container, const Value& key) {
    if (!container.is_object() || !key.is_small()) return nullptr;
    object::Object* c = container.object();
    std::int64_t index = key.small();
    if (c->type == &object::list_type) {
        auto* list = static_cast<List*>(c);
        auto size = static_cast<std::int64_t>(list->size());
        if (index < 0) index += size;
        if (index < 0 || index >= size) return nullptr;
        return &(*list)[static_cast<std::size_t>(index)];
    }
    if (c->type == &object::tuple_type) {
        auto* tuple = static_cast<Tuple*>(c);
        auto size = static_cast<std::int64_t>(tuple->size);
        if (index < 0) index += size;
        if (index < 0 || index >= size) return nullptr;
        return &(*tuple)[static_cast<std::size_t>(index)];
    }
    return nullptr;
}

/// container[key] of a dict; null when it is not such a case.
Value quick_item(const Value& container, const Value& key) {
    if (!container.is_object()) return Value();
    object::Object* c = container.object();
    if (c->type == &object::dict_type) {
        Value* found = static_cast<Dict*>(c)->find(key);
        if (found != nullptr) return *found;
    }
    return Value();
}

/// What container[key] surely raises, where quick_element and quick_item have looked; or null.
Ref<ExceptionObject> subscript_error(const Value& container, const Value& key) {
    if (!container.is_object()) return {};
    const Type* type = container.object()->type;
    if (type == &object::dict_type) return object::make_exception(object::key_error_type, {key});
    if (!key.is_small()) return {};
    if (type == &object::list_type)
        return object::make_exception(object::index_error_type, "list index out of range");
    if (type == &object::tuple_type)
        return object::make_exception(object::index_error_type, "tuple index out of range");
    return {};
}

/// The interpreted getter of the property that is looked up here, if either entry knows of one.
inline Function* find_getter(Code& code, const Value& owner, const InlineCache& cache) {
    if (Function* getter = cached_getter(owner, cache)) return getter;
    const InlineCache* second = second_cache(code, cache);
    return second != nullptr ? cached_getter(owner, *second) : nullptr;
}

/// What a call of C++ code counts as, on top of what it counts itself: about its time.
constexpr std::int64_t kNativeCallSteps = 8;

/// The budget of steps is used up: a new one, or object::Stopped.
void steps_used(Interpreter& vm) {
    vm.steps_left = 0;
    if (vm.on_steps_used) {
        vm.on_steps_used();
    } else {
        vm.steps_left = INT64_MAX;
    }
}

/// What a call meets now and then. False: the recursion is too deep.
bool check_call(Interpreter& vm, const object::Runtime& runtime) {
    if (vm.steps_left < 0) steps_used(vm);
    return runtime.recursion_depth < runtime.recursion_limit;
}

/// clear_frame for a frame that returns and is no running frame any more.
[[gnu::always_inline]] inline void clear_returned(Frame& frame) noexcept {
    bool plain = frame.object == nullptr && frame.locals == nullptr && frame.sp == frame.stack();
    if (!plain) [[unlikely]] {
        clear_frame(frame);
        return;
    }
    for (Value *v = frame.slots(), *end = frame.sp; v < end; ++v) v->~Value();
    object::release(frame.function);
}

/// Releases a coroutine that has returned: mostly the last reference to it.
[[gnu::always_inline]] inline void release_returned(Generator* g) noexcept {
    bool known = (g->flags & (object::kHasWeakrefs | object::kHasAddress)) != 0;
    if (g->refs == 1 && !known) [[likely]] {
        free_returned(g);
    } else {
        object::release(g);
    }
}

/// Leaves and empties the frames of this loop (object::Stopped). No guest code runs in between.
void abandon(Interpreter& vm, Frame* frame, Value* sp) {
    object::Runtime& runtime = object::Runtime::current();
    runtime.end_guest_code();
    ThreadState& t = vm.thread();
    frame->sp = sp;
    for (;;) {
        Frame* back = frame->back;
        bool last = frame->entry == Entry::Native;
        bool construct = frame->entry == Entry::Construct;
        Generator* g = frame->generator;
        if (g != nullptr) {
            g->state = GeneratorState::Finished;
            t.handled = std::exchange(g->handled.previous, nullptr);
            g->handled.exception = nullptr;
        }
        t.frame = back;
        clear_frame(*frame);
        if (g != nullptr) {
            frame->back = nullptr;
        } else {
            t.stack.pop(frame);
        }
        runtime.recursion_depth -= construct ? 2 : 1;
        if (last) return;
        frame = back;
    }
}

}  // namespace

// The argument of the instruction under way. Read anew where it is needed: a register that held it
// for all instructions would be one less for `ip`, `sp` and `frame`. Not behind `*ip++`.
#define ARG (static_cast<std::ptrdiff_t>(static_cast<std::int32_t>(ip[-1]) >> 8))
#define TARGET(name) L_##name
#define NEXT()                     \
    do {                           \
        frame->at = ip;            \
        goto* table[*ip++ & 0xff]; \
    } while (false)
#define RELOAD()                                   \
    do {                                           \
        ip = frame->next;                          \
        sp = frame->sp;                            \
        slots = frame->slots();                    \
        constants = frame->code->constants.data(); \
    } while (false)
// Raises a C++-made exception: the catch clause is the one way.
#define NAME(index) frame->code->names[static_cast<std::size_t>(index)].get()

Exit execute(Interpreter& vm, Frame* frame, Start start, Value& out) {
    static const void* const kLabels[] = {
#define LOOPSCOPE_LABEL(name, extra) &&L_##name,
        LOOPSCOPE_OPCODES(LOOPSCOPE_LABEL)
#undef LOOPSCOPE_LABEL
    };
    static const void* const kObserved[] = {
#define LOOPSCOPE_LABEL(name, extra) &&observed,
        LOOPSCOPE_OPCODES(LOOPSCOPE_LABEL)
#undef LOOPSCOPE_LABEL
    };
    object::Runtime& runtime = object::Runtime::current();
    object::Heap& heap = *object::current_heap;
    ThreadState& thread = vm.thread();
    const void* const* table = vm.observer() != nullptr || thread.hooked ? kObserved : kLabels;
    const Word* ip = nullptr;
    Value* sp = nullptr;
    Value* slots = nullptr;
    Value* constants = nullptr;
    Function* getter = nullptr;
    Ref<ExceptionObject> raised = std::move(start.raising);

    RELOAD();
    for (;;) {
        try {
            if (raised) goto error;
        next:
            // After a call of C++ code, which may have set or taken off the program's hooks.
            table = vm.observer() != nullptr || thread.hooked ? kObserved : kLabels;
            NEXT();

        observed:
            if (vm.observer() != nullptr) observe_instruction(vm, *frame, sp);
            if (thread.hooked) [[unlikely]]
                tell_hooks(thread, *frame, sp);
            goto* kLabels[*frame->at & 0xff];

            // ---- the stack itself ---------------------------------------------------------------
            TARGET(Nop) : NEXT();
            TARGET(Begin) : NEXT();
            TARGET(PopTop) : drop(sp);
            NEXT();
            TARGET(PushNull) : new (sp++) Value();
            NEXT();
            TARGET(Copy) : push(sp, sp[-ARG]);
            NEXT();
            TARGET(Swap) : {
                std::uintptr_t top = sp[-1].detach_bits();
                std::uintptr_t deep = sp[-ARG].detach_bits();
                new (sp - 1) Value(Value::from_bits(deep));
                new (sp - ARG) Value(Value::from_bits(top));
            }
            NEXT();
            TARGET(LoadConst) : push(sp, constants[ARG]);
            NEXT();

            // ---- variables ----------------------------------------------------------------------
            TARGET(LoadFast) : if (slots[ARG].is_null()) [[unlikely]] {
                raise_unbound(*frame->code, ARG);
            }
            push(sp, slots[ARG]);
            NEXT();
            TARGET(StoreFast) : {
                Value old = Value::from_bits(slots[ARG].bits());
                new (&slots[ARG]) Value(take(sp));
            }
            NEXT();
            TARGET(DeleteFast) : {
                if (slots[ARG].is_null()) raise_unbound(*frame->code, ARG);
                Value gone = std::move(slots[ARG]);
            }
            NEXT();
            TARGET(LoadFastLoadFast) : {
                int first = ARG & 0xfff;
                int second = ARG >> 12;
                if (slots[first].is_null()) [[unlikely]]
                    raise_unbound(*frame->code, first);
                if (slots[second].is_null()) [[unlikely]]
                    raise_unbound(*frame->code, second);
                push(sp, slots[first]);
                push(sp, slots[second]);
            }
            NEXT();
            TARGET(LoadFastLoadConst) : {
                int first = ARG & 0xfff;
                if (slots[first].is_null()) [[unlikely]]
                    raise_unbound(*frame->code, first);
                push(sp, slots[first]);
                push(sp, constants[ARG >> 12]);
            }
            NEXT();
            TARGET(StoreFastLoadFast) : {
                int first = ARG & 0xfff;
                int second = ARG >> 12;
                {
                    Value old = Value::from_bits(slots[first].bits());
                    new (&slots[first]) Value(take(sp));
                }
                if (slots[second].is_null()) [[unlikely]]
                    raise_unbound(*frame->code, second);
                push(sp, slots[second]);
            }
            NEXT();
            TARGET(StoreFastStoreFast) : {
                Value a = std::exchange(slots[ARG & 0xfff], take(sp));
                Value b = std::exchange(slots[ARG >> 12], take(sp));
            }
            NEXT();
            TARGET(LoadName) : push(sp, load_name(*frame, NAME(ARG)));
            NEXT();
            TARGET(StoreName) : store_name(*frame, NAME(ARG), sp[-1]);
            drop(sp);
            NEXT();
            TARGET(DeleteName) : delete_name(*frame, NAME(ARG));
            NEXT();
            TARGET(LoadGlobal) : {
                const std::ptrdiff_t argument = ARG;
                InlineCache& cache = frame->code->caches[*ip++];
                Str* name = NAME(argument >> 1);
                Value v = cached_global(*frame, name, cache);
                if (!v) [[unlikely]]
                    v = load_global_slow(*frame, name, cache);
                push(sp, std::move(v));
                if ((argument & 1) != 0) new (sp++) Value();
            }
            NEXT();
            TARGET(StoreGlobal) : frame->globals->set(NAME(ARG), sp[-1]);
            drop(sp);
            NEXT();
            TARGET(DeleteGlobal) : if (!frame->globals->erase(NAME(ARG))) {
                raise_name_error(NAME(ARG));
            }
            NEXT();
            TARGET(MakeCell) : {
                Value cell = object::make<Cell>(slots[ARG]);
                slots[ARG] = std::move(cell);
            }
            NEXT();
            TARGET(LoadClosure) : push(sp, slots[ARG]);
            NEXT();
            TARGET(LoadDeref) : {
                const Value& v = slots[ARG].as<Cell>()->value;
                if (v.is_null()) [[unlikely]]
                    raise_unbound(*frame->code, ARG);
                push(sp, v);
            }
            NEXT();
            TARGET(LoadClassDeref) : {
                Str* name = frame->code->slot_names[static_cast<std::size_t>(ARG)].get();
                Value space = Value::borrow(frame->locals);
                Value v;
                if (space.type() == &object::dict_type) {
                    Value* found = space.as<Dict>()->find(name);
                    if (found != nullptr) v = *found;
                } else {
                    try {
                        v = object::getitem(space, Value::borrow(name));
                    } catch (object::Raised& r) {
                        if (!object::matches(*r.exception, object::key_error_type)) throw;
                    }
                }
                if (!v) v = slots[ARG].as<Cell>()->value;
                if (!v) raise_unbound(*frame->code, ARG);
                push(sp, std::move(v));
            }
            NEXT();
            TARGET(StoreDeref) : {
                Value old = std::exchange(slots[ARG].as<Cell>()->value, take(sp));
            }
            NEXT();
            TARGET(DeleteDeref) : {
                if (slots[ARG].as<Cell>()->value.is_null()) {
                    raise_unbound(*frame->code, ARG);
                }
                Value old = std::move(slots[ARG].as<Cell>()->value);
            }
            NEXT();

            // ---- attributes and items -----------------------------------------------------------
            TARGET(LoadAttr) : {
                Str* name = NAME(ARG);
                InlineCache& cache = frame->code->caches[*ip++];
                const Value* place = cached_place(sp[-1], name, cache);
                if (place != nullptr && !place->is_null()) [[likely]] {
                    std::uintptr_t owner = sp[-1].detach_bits();
                    new (sp - 1) Value(*place);
                    object::release(reinterpret_cast<object::Object*>(owner));
                    NEXT();
                }
                if ((getter = find_getter(*frame->code, sp[-1], cache)) != nullptr &&
                    --vm.steps_left >= 0 && runtime.recursion_depth < runtime.recursion_limit) {
                    goto enter_getter;
                }
                Value v = cached_attr(sp[-1], name, cache);
                if (!v) {
                    v = guarded_attr(*frame->code, sp[-1], name, cache, raised);
                    if (!v) [[unlikely]]
                        goto native_error;
                }
                sp[-1] = std::move(v);
            }
            NEXT();
        enter_getter : {
            // A property: its getter runs in a frame of its own, and the owner moves there.
            Code* code = getter->code.get();
            ++runtime.recursion_depth;
            auto* inner = new (thread.stack.push(Frame::bytes_for(*code))) Frame;
            Value* to = inner->slots();
            new (to) Value(take(sp));
            int plain = code->slot_count - code->free_count;
            for (int k = 1; k < plain; ++k) new (to + k) Value();
            for (int k = 0; k < code->free_count; ++k) {
                new (to + plain + k)
                    Value((*getter->closure.as<Tuple>())[static_cast<std::size_t>(k)]);
            }
            retain(getter);
            inner->function = getter;
            inner->code = code;
            inner->globals = getter->globals.get();
            inner->builtins = getter->builtins.get();
            inner->back = frame;
            inner->entry = Entry::Call;
            frame->next = ip;
            frame->sp = sp;
            frame = inner;
            frame->next = code->words.data();
            frame->sp = to + code->slot_count;
            thread.frame = inner;
            RELOAD();
            NEXT();
        }
            TARGET(StoreAttr) : {
                Str* name = NAME(ARG);
                InlineCache& cache = frame->code->caches[*ip++];
                if (!cached_store(sp[-1], name, sp[-2], cache)) {
                    const InlineCache* second = second_cache(*frame->code, cache);
                    if (second == nullptr || !cached_store(sp[-1], name, sp[-2], *second)) {
                        keep_second(*frame->code, cache);
                        store_attr_slow(sp[-1], name, sp[-2], cache);
                    }
                }
                drop(sp, 2);
            }
            NEXT();
            TARGET(DeleteAttr) : object::delattr(sp[-1], NAME(ARG));
            drop(sp);
            NEXT();
            TARGET(LoadMethod) : {
                Str* name = NAME(ARG);
                InlineCache& cache = frame->code->caches[*ip++];
                if (object::Object* method = cached_method(sp[-1], name, cache)) {
                    std::uintptr_t self = sp[-1].detach_bits();
                    new (sp - 1) Value(Value::borrow(method));
                    new (sp++) Value(Value::from_bits(self));
                    NEXT();
                }
                Value v = cached_attr(sp[-1], name, cache);
                bool with_self = false;
                if (!v) {
                    v = guarded_method(*frame->code, sp[-1], name, cache, with_self, raised);
                    if (!v) [[unlikely]]
                        goto native_error;
                }
                if (with_self) {
                    std::uintptr_t self = sp[-1].detach_bits();
                    new (sp - 1) Value(std::move(v));
                    new (sp++) Value(Value::from_bits(self));
                } else {
                    sp[-1] = std::move(v);
                    new (sp++) Value();
                }
            }
            NEXT();
            TARGET(LoadSubscript) : {
                const Value* element = quick_element(sp[-2], sp[-1]);
                if (element != nullptr) [[likely]] {
                    std::uintptr_t container = sp[-2].detach_bits();
                    --sp;
                    new (sp - 1) Value(*element);
                    object::release(reinterpret_cast<object::Object*>(container));
                    NEXT();
                }
                Value v = quick_item(sp[-2], sp[-1]);
                if (!v) {
                    // The usual errors, without a C++ exception on their way.
                    raised = subscript_error(sp[-2], sp[-1]);
                    if (raised) goto native_error;
                    v = guarded_item(sp[-2], sp[-1], raised);
                    if (!v) [[unlikely]]
                        goto native_error;
                }
                replace(sp, 2, std::move(v));
            }
            NEXT();
            TARGET(StoreSubscript) : {
                const Value& container = sp[-2];
                bool done = false;
                if (container.is_object()) {
                    if (container.object()->type == &object::dict_type) {
                        container.as<Dict>()->set(sp[-1], sp[-3]);
                        done = true;
                    } else if (container.object()->type == &object::list_type &&
                               sp[-1].is_small()) {
                        auto* list = container.as<List>();
                        std::int64_t index = sp[-1].small();
                        auto size = static_cast<std::int64_t>(list->size());
                        if (index < 0) index += size;
                        if (index >= 0 && index < size) {
                            Value old =
                                std::exchange((*list)[static_cast<std::size_t>(index)], sp[-3]);
                            done = true;
                        }
                    }
                }
                if (!done) object::setitem(container, sp[-1], sp[-3]);
                drop(sp, 3);
            }
            NEXT();
            TARGET(DeleteSubscript) : object::delitem(sp[-2], sp[-1]);
            drop(sp, 2);
            NEXT();

            // ---- operators ----------------------------------------------------------------------
            TARGET(BinaryAdd) : {
                if (both_small(sp[-2], sp[-1])) {
                    std::int64_t sum;
                    if (!__builtin_add_overflow(static_cast<std::int64_t>(sp[-2].bits()),
                                                static_cast<std::int64_t>(sp[-1].bits() - 1), &sum))
                        [[likely]] {
                        --sp;
                        new (sp - 1) Value(Value::from_bits(static_cast<std::uintptr_t>(sum)));
                        NEXT();
                    }
                } else if (both_floats(sp[-2], sp[-1])) {
                    quick_float(BinaryOp::Add, sp);
                    NEXT();
                }
                Value v = guarded_binary(BinaryOp::Add, sp[-2], sp[-1], raised);
                if (!v) [[unlikely]]
                    goto native_error;
                replace(sp, 2, std::move(v));
            }
            NEXT();
            TARGET(BinarySub) : {
                if (both_small(sp[-2], sp[-1])) {
                    std::int64_t difference;
                    if (!__builtin_sub_overflow(static_cast<std::int64_t>(sp[-2].bits()),
                                                static_cast<std::int64_t>(sp[-1].bits() - 1),
                                                &difference)) [[likely]] {
                        --sp;
                        new (sp - 1)
                            Value(Value::from_bits(static_cast<std::uintptr_t>(difference)));
                        NEXT();
                    }
                } else if (both_floats(sp[-2], sp[-1])) {
                    quick_float(BinaryOp::Sub, sp);
                    NEXT();
                }
                Value v = guarded_binary(BinaryOp::Sub, sp[-2], sp[-1], raised);
                if (!v) [[unlikely]]
                    goto native_error;
                replace(sp, 2, std::move(v));
            }
            NEXT();
            TARGET(BinaryMul) : {
                if (both_small(sp[-2], sp[-1])) {
                    Value product = object::multiply_small(sp[-2], sp[-1]);
                    --sp;
                    new (sp - 1) Value(std::move(product));
                    goto next;
                }
                if (both_floats(sp[-2], sp[-1])) {
                    quick_float(BinaryOp::Mul, sp);
                    NEXT();
                }
                Value v = guarded_binary(BinaryOp::Mul, sp[-2], sp[-1], raised);
                if (!v) [[unlikely]]
                    goto native_error;
                replace(sp, 2, std::move(v));
            }
            NEXT();
            TARGET(Binary) : {
                auto op = static_cast<BinaryOp>(ARG);
                if (both_small(sp[-2], sp[-1])) {
                    if (Value v = quick_int(op, sp[-2], sp[-1])) {
                        --sp;
                        new (sp - 1) Value(std::move(v));
                        goto next;
                    }
                } else if (both_floats(sp[-2], sp[-1])) {
                    if (quick_float(op, sp)) NEXT();
                }
                Value v = guarded_binary(op, sp[-2], sp[-1], raised);
                if (!v) [[unlikely]]
                    goto native_error;
                replace(sp, 2, std::move(v));
            }
            NEXT();
            TARGET(Inplace) : {
                auto op = static_cast<BinaryOp>(ARG);
                if (both_small(sp[-2], sp[-1])) {
                    if (Value v = quick_int(op, sp[-2], sp[-1])) {
                        --sp;
                        new (sp - 1) Value(std::move(v));
                        goto next;
                    }
                } else if (both_floats(sp[-2], sp[-1])) {
                    if (quick_float(op, sp)) NEXT();
                }
                Value v = guarded_inplace(op, sp[-2], sp[-1], raised);
                if (!v) [[unlikely]]
                    goto native_error;
                replace(sp, 2, std::move(v));
            }
            NEXT();
            TARGET(Compare) : {
                bool result;
                if (both_small(sp[-2], sp[-1])) {
                    result = compare_numbers(sp[-2].small(), sp[-1].small(), ARG);
                    sp -= 2;
                } else if (both_floats(sp[-2], sp[-1])) {
                    result =
                        compare_numbers(sp[-2].as<Float>()->value, sp[-1].as<Float>()->value, ARG);
                    drop(sp, 2);
                } else {
                    {
                        auto op = static_cast<CompareOp>(ARG);
                        Value v = guarded_compare(sp[-2], sp[-1], op, raised);
                        if (!v) [[unlikely]]
                            goto native_error;
                        replace(sp, 2, std::move(v));
                    }
                    NEXT();
                }
                if (compile::op_of(*ip) == Op::PopJumpIfFalse) {
                    Word jump = *ip++;
                    if (!result) ip += static_cast<int>(jump) >> 8;
                    NEXT();
                }
                new (sp++) Value(make_bool(result));
            }
            NEXT();
            TARGET(Is) : {
                bool same = is_same(sp[-2], sp[-1]);
                drop(sp, 2);
                push(sp, make_bool(same != (ARG != 0)));
            }
            NEXT();
            TARGET(Contains) : {
                bool found = object::contains(sp[-1], sp[-2]);
                drop(sp, 2);
                push(sp, make_bool(found != (ARG != 0)));
            }
            NEXT();
            TARGET(Not) : sp[-1] = make_bool(!truth_of(sp[-1]));
            NEXT();
            TARGET(Negative) : sp[-1] = object::negative(sp[-1]);
            NEXT();
            TARGET(Positive) : sp[-1] = object::positive(sp[-1]);
            NEXT();
            TARGET(Invert) : sp[-1] = object::invert(sp[-1]);
            NEXT();

            // ---- building values ----------------------------------------------------------------
            TARGET(BuildTuple) : {
                auto count = static_cast<std::size_t>(ARG);
                Ref<Tuple> tuple = count == 0 ? Tuple::empty() : Tuple::make_unfilled(count);
                sp -= count;
                for (std::size_t k = 0; k < count; ++k)
                    (*tuple)[k] = Value::from_bits(sp[k].bits());
                push(sp, std::move(tuple));
            }
            NEXT();
            TARGET(BuildList) : {
                Ref<List> list = List::make();
                if (ARG > 0) {
                    list->reserve(static_cast<std::size_t>(ARG));
                    sp -= ARG;
                    for (int k = 0; k < ARG; ++k) list->append(Value::from_bits(sp[k].bits()));
                }
                push(sp, std::move(list));
            }
            NEXT();
            TARGET(BuildSet) : {
                Ref<object::Set> set = object::Set::make();
                for (int k = ARG; k > 0; --k) set->add(sp[-k]);
                drop(sp, ARG);
                push(sp, std::move(set));
            }
            NEXT();
            TARGET(BuildMap) : {
                Ref<Dict> dict = Dict::make();
                for (int k = 2 * ARG; k > 0; k -= 2) dict->set(sp[-k], sp[-k + 1]);
                drop(sp, 2 * ARG);
                push(sp, std::move(dict));
            }
            NEXT();
            TARGET(BuildConstKeyMap) : {
                Ref<Dict> dict = Dict::make();
                Tuple& keys = *sp[-1].as<Tuple>();
                for (int k = 0; k < ARG; ++k) {
                    dict->set(keys[static_cast<std::size_t>(k)], sp[-1 - ARG + k]);
                }
                drop(sp, ARG + 1);
                push(sp, std::move(dict));
            }
            NEXT();
            TARGET(BuildString) : {
                Value text = join_strings(sp - ARG, ARG);
                drop(sp, ARG);
                push(sp, std::move(text));
            }
            NEXT();
            TARGET(BuildSlice) : {
                Value step = ARG == 3 ? sp[-1] : none();
                Value slice = object::make<object::Slice>(sp[-ARG], sp[-ARG + 1], step);
                drop(sp, ARG);
                push(sp, std::move(slice));
            }
            NEXT();
            TARGET(ListAppend) : {
                sp[-1 - ARG].as<List>()->append(sp[-1]);
                drop(sp);
            }
            NEXT();
            TARGET(SetAdd) : sp[-1 - ARG].as<object::Set>()->add(sp[-1]);
            drop(sp);
            NEXT();
            TARGET(MapAdd) : sp[-2 - ARG].as<Dict>()->set(sp[-2], sp[-1]);
            drop(sp, 2);
            NEXT();
            TARGET(ListExtend) : {
                List* list = sp[-1 - ARG].as<List>();
                bool iterable = sp[-1].type()->iter != nullptr || sp[-1].type()->getitem != nullptr;
                if (!iterable) {
                    object::raise_type_error("Value after * must be an iterable, not " +
                                             sp[-1].type()->name);
                }
                list->extend(sp[-1]);
                drop(sp);
            }
            NEXT();
            TARGET(SetUpdate) : sp[-1 - ARG].as<object::Set>()->update(sp[-1]);
            drop(sp);
            NEXT();
            TARGET(DictUpdate) : update_dict(*sp[-1 - ARG].as<Dict>(), sp[-1]);
            drop(sp);
            NEXT();
            TARGET(DictMerge) : merge_keywords(sp[-4 - ARG], *sp[-1 - ARG].as<Dict>(), sp[-1]);
            drop(sp);
            NEXT();
            TARGET(ListToTuple) : {
                List* list = sp[-1].as<List>();
                sp[-1] = Tuple::make(list->items());
            }
            NEXT();
            TARGET(FormatValue) : {
                bool has_spec = (ARG & compile::kHasFormatSpec) != 0;
                Value text =
                    format_for_string(sp[has_spec ? -2 : -1], has_spec ? sp[-1] : Value(), ARG);
                replace(sp, has_spec ? 2 : 1, std::move(text));
            }
            NEXT();

            // ---- unpacking ----------------------------------------------------------------------
            TARGET(UnpackSequence) : {
                Value v = take(sp);
                if (v.is_object() && v.object()->type == &object::tuple_type &&
                    v.as<Tuple>()->size == static_cast<std::size_t>(ARG)) {
                    Tuple& tuple = *v.as<Tuple>();
                    for (int k = ARG; k-- > 0;) push(sp, tuple[static_cast<std::size_t>(k)]);
                    goto next;
                }
                unpack_sequence(v, ARG, sp);
                sp += ARG;
            }
            NEXT();
            TARGET(UnpackEx) : {
                Value v = take(sp);
                int before = ARG & 0xfff;
                int after = ARG >> 12;
                unpack_ex(v, before, after, sp);
                sp += before + 1 + after;
            }
            NEXT();

            // ---- jumps --------------------------------------------------------------------------
            TARGET(Jump) : ip += ARG;
            NEXT();
            TARGET(JumpBackward) : ip += ARG;
            if (--vm.steps_left < 0 || heap.collection_due()) [[unlikely]]
                goto steps_used;
            NEXT();
#define CONDITIONAL_JUMP(name, condition) \
    TARGET(name) : {                      \
        bool jump = condition;            \
        drop(sp);                         \
        if (jump) ip += ARG;              \
    }                                     \
    NEXT();
#define CONDITIONAL_BACKWARD(name, condition)                              \
    TARGET(name) : {                                                       \
        bool jump = condition;                                             \
        drop(sp);                                                          \
        if (jump) {                                                        \
            ip += ARG;                                                     \
            if (--vm.steps_left < 0 || heap.collection_due()) [[unlikely]] \
                goto steps_used;                                           \
        }                                                                  \
    }                                                                      \
    NEXT();
            CONDITIONAL_JUMP(PopJumpIfFalse, !truth_of(sp[-1]))
            CONDITIONAL_JUMP(PopJumpIfTrue, truth_of(sp[-1]))
            CONDITIONAL_JUMP(PopJumpIfNone, object::is_none(sp[-1]))
            CONDITIONAL_JUMP(PopJumpIfNotNone, !object::is_none(sp[-1]))
            CONDITIONAL_BACKWARD(PopJumpBackwardIfFalse, !truth_of(sp[-1]))
            CONDITIONAL_BACKWARD(PopJumpBackwardIfTrue, truth_of(sp[-1]))
            CONDITIONAL_BACKWARD(PopJumpBackwardIfNone, object::is_none(sp[-1]))
            CONDITIONAL_BACKWARD(PopJumpBackwardIfNotNone, !object::is_none(sp[-1]))
#undef CONDITIONAL_JUMP
#undef CONDITIONAL_BACKWARD
            TARGET(JumpIfFalseOrPop) : if (!truth_of(sp[-1])) { ip += ARG; }
            else {
                drop(sp);
            }
            NEXT();
            TARGET(JumpIfTrueOrPop) : if (truth_of(sp[-1])) { ip += ARG; }
            else {
                drop(sp);
            }
            NEXT();
        steps_used:
            if (vm.steps_left < 0) steps_used(vm);
            if (heap.collection_due()) runtime.collect_due();
            NEXT();

            // ---- iteration ----------------------------------------------------------------------
            TARGET(GetIter) : sp[-1] = object::iter(sp[-1]);
            NEXT();
            TARGET(ForIter) : {
                object::Object* it = sp[-1].object();
                Value item;
                if (it->type == &object::range_iterator_type) {
                    auto* range = static_cast<object::RangeIterator*>(it);
                    if (range->remaining > 0) {
                        --range->remaining;
                        item = object::Int::from(range->next);
                        range->next += range->step;
                    }
                } else if (it->type == &object::list_iterator_type) {
                    auto* list = static_cast<object::ListIterator*>(it);
                    if (list->list) {
                        if (list->index < list->list->size()) {
                            item = (*list->list)[list->index++];
                        } else {
                            list->list = nullptr;
                        }
                    }
                } else if (it->type == &object::tuple_iterator_type) {
                    auto* tuple = static_cast<object::TupleIterator*>(it);
                    if (tuple->tuple) {
                        if (tuple->index < tuple->tuple->size) {
                            item = (*tuple->tuple)[tuple->index++];
                        } else {
                            tuple->tuple = nullptr;
                        }
                    }
                } else if (it->type == &generator_type &&
                           static_cast<Generator*>(it)->state <= GeneratorState::Suspended) {
                    frame->sp = sp;
                    frame->next = ip;
                    auto* g = static_cast<Generator*>(it);
                    Frame& inner = g->frame();
                    inner.entry = Entry::Iterate;
                    if (g->state == GeneratorState::Suspended) push(inner.sp, none());
                    goto enter_generator_it;
                } else {
                    item = guarded_next(sp[-1], raised);
                    if (raised) [[unlikely]]
                        goto native_error;
                }
                if (item) {
                    push(sp, std::move(item));
                } else {
                    drop(sp);
                    ip += ARG;
                }
            }
            NEXT();
        enter_generator_it : {
            auto* g = sp[-1].as<Generator>();
            g->frame().back = frame;
            frame = &g->frame();
            goto enter_generator;
        }
            TARGET(GetYieldFromIter) : {
                const Value& v = sp[-1];
                if (v.type()->has(object::Type::kCoroutine)) {
                    bool allowed = frame->code->has(compile::kCoroutine) ||
                                   frame->code->has(compile::kIterableCoroutine);
                    if (!allowed) {
                        object::raise_type_error(
                            "cannot 'yield from' a coroutine object in a non-coroutine generator");
                    }
                } else if (v.type() != &generator_type) {
                    sp[-1] = object::iter(v);
                }
            }
            NEXT();
            TARGET(GetAIter) : sp[-1] = get_aiter(sp[-1]);
            NEXT();
            TARGET(GetANext) : push(sp, get_anext(sp[-1]));
            NEXT();
            TARGET(EndAsyncFor) : {
                if (!object::matches(*sp[-1].as<ExceptionObject>(),
                                     object::stop_async_iteration_type)) {
                    Value exception = take(sp);
                    raised = Ref<ExceptionObject>(exception.as<ExceptionObject>());
                    goto unwind;
                }
                drop(sp, 2);
            }
            NEXT();

            // ---- functions and calls ------------------------------------------------------------
            TARGET(MakeFunction) : {
                int parts = std::popcount(static_cast<unsigned>(ARG));
                Value f = make_function_object(*frame, sp[-1], ARG, sp - 1 - parts);
                drop(sp, parts + 1);
                push(sp, std::move(f));
            }
            NEXT();
            TARGET(Call) : {
            call_again:
                Value* base = sp - ARG - 2;
                object::Object* callee = base[0].is_object() ? base[0].object() : nullptr;
                if (callee == nullptr) [[unlikely]]
                    goto call_other;
                if (callee->type == &function_type) {
                    auto* f = static_cast<Function*>(callee);
                    Code* code = f->code.get();
                    bool has_self = !base[1].is_null();
                    int given = ARG + (has_self ? 1 : 0);
                    int missing = code->positional_count - given;
                    int defaults =
                        f->defaults ? static_cast<int>(f->defaults.as<Tuple>()->size) : 0;
                    if (missing < 0 || missing > defaults) [[unlikely]]
                        goto call_bound;
                    if (!code->simple_call) {
                        if (!code->simple_generator) goto call_bound;
                        Value* from = has_self ? base + 1 : base + 2;
                        Generator* made = start_generator(vm, f, from, given);
                        new (base) Value(Value::from_bits(reinterpret_cast<std::uintptr_t>(made)));
                        sp = base + 1;
                        NEXT();
                    }
                    if (--vm.steps_left < 0 || runtime.recursion_depth >= runtime.recursion_limit)
                        [[unlikely]] {
                        if (!check_call(vm, runtime)) {
                            raised = object::make_exception(object::recursion_error_type,
                                                            "maximum recursion depth exceeded");
                            goto native_error;
                        }
                    }
                    ++runtime.recursion_depth;
                    auto* inner = new (thread.stack.push(Frame::bytes_for(*code))) Frame;
                    Value* to = inner->slots();
                    Value* from = has_self ? base + 1 : base + 2;
                    for (int k = 0; k < given; ++k)
                        new (to + k) Value(Value::from_bits(from[k].bits()));
                    int next_slot = given;
                    for (; missing > 0; --missing, ++next_slot) {
                        Tuple& d = *f->defaults.as<Tuple>();
                        new (to + next_slot) Value(d[d.size - static_cast<std::size_t>(missing)]);
                    }
                    int plain = code->slot_count - code->free_count;
                    for (; next_slot < plain; ++next_slot) new (to + next_slot) Value();
                    if (code->free_count > 0) {
                        const Tuple& closure = *f->closure.as<Tuple>();
                        for (int k = 0; k < code->free_count; ++k) {
                            new (to + plain + k) Value(closure[static_cast<std::size_t>(k)]);
                        }
                    }
                    frame->next = ip;
                    frame->sp = base;
                    inner->function = f;  // The stack's reference moves into the frame.
                    inner->code = code;
                    inner->globals = f->globals.get();
                    inner->builtins = f->builtins.get();
                    inner->back = frame;
                    inner->entry = Entry::Call;
                    frame = inner;
                    thread.frame = inner;
                    ip = code->words.data();
                    slots = to;
                    sp = to + code->slot_count;
                    constants = code->constants.data();
                    NEXT();
                }
                if (callee->type == &object::method_type && base[1].is_null()) {
                    auto* bound = static_cast<object::BoundMethod*>(callee);
                    Value function = bound->function;
                    base[1] = bound->self;
                    base[0] = std::move(function);
                    goto call_again;
                }
                if (callee->type == &object::method_descriptor_type ||
                    callee->type == &object::native_function_type) {
                    vm.steps_left -= kNativeCallSteps;
                    Value result = guarded_call(base, ARG, nullptr, raised);
                    if (!result) [[unlikely]]
                        goto native_error;
                    drop(sp, ARG + 1);
                    sp[-1] = std::move(result);
                    goto next;
                }
                if (callee == &object::super_type && ARG == 0 && base[1].is_null()) {
                    Value made = zero_argument_super(*frame);
                    drop(sp);
                    sp[-1] = std::move(made);
                    goto next;
                }
                if (callee->type == &object::type_type && base[1].is_null()) {
                    // A class with an interpreted __init__ and nothing else of its own.
                    auto* cls = static_cast<Type*>(callee);
                    static Str* const kInit = object::intern_static("__init__");
                    bool plain = cls->has(Type::kHeapType) &&
                                 cls->construct == object::object_construct &&
                                 cls->init == object::slot_init;
                    object::Object* init = plain ? object::type_lookup(cls, kInit) : nullptr;
                    if (init != nullptr && init->type == &function_type &&
                        static_cast<Function*>(init)->code->simple_call) {
                        auto* f = static_cast<Function*>(init);
                        int missing = f->code->positional_count - ARG - 1;
                        int defaults =
                            f->defaults ? static_cast<int>(f->defaults.as<Tuple>()->size) : 0;
                        if (missing >= 0 && missing <= defaults &&
                            runtime.recursion_depth + 1 < runtime.recursion_limit) {
                            goto construct;
                        }
                    }
                }
            call_other:
                vm.steps_left -= kNativeCallSteps;
                Value result = guarded_call(base, ARG, nullptr, raised);
                if (!result) [[unlikely]]
                    goto native_error;
                drop(sp, ARG + 1);
                sp[-1] = std::move(result);
                goto next;
            }
        construct : {
            // [cls null args…] becomes [instance], and __init__ runs with its frame's arguments.
            static Str* const kInit = object::intern_static("__init__");
            Value* base = sp - ARG - 2;
            auto* cls = base[0].as<Type>();
            auto* f = static_cast<Function*>(object::type_lookup(cls, kInit));
            Value instance = object::object_new(cls);
            Code* code = f->code.get();
            runtime.recursion_depth += 2;  // The call of the class and that of __init__.
            auto* inner = new (thread.stack.push(Frame::bytes_for(*code))) Frame;
            Value* to = inner->slots();
            new (to) Value(instance);
            for (int k = 0; k < ARG; ++k) {
                new (to + 1 + k) Value(Value::from_bits(base[2 + k].bits()));
            }
            int next_slot = ARG + 1;
            for (int missing = code->positional_count - next_slot; missing > 0; --missing) {
                Tuple& d = *f->defaults.as<Tuple>();
                new (to + next_slot++) Value(d[d.size - static_cast<std::size_t>(missing)]);
            }
            int plain = code->slot_count - code->free_count;
            for (; next_slot < plain; ++next_slot) new (to + next_slot) Value();
            for (int k = 0; k < code->free_count; ++k) {
                new (to + plain + k) Value((*f->closure.as<Tuple>())[static_cast<std::size_t>(k)]);
            }
            retain(f);
            inner->function = f;
            inner->code = code;
            inner->globals = f->globals.get();
            inner->builtins = f->builtins.get();
            inner->back = frame;
            inner->entry = Entry::Construct;
            frame->next = ip;
            base[0] = std::move(instance);
            frame->sp = base + 1;
            frame = inner;
            frame->next = code->words.data();
            frame->sp = to + code->slot_count;
            thread.frame = inner;
            --vm.steps_left;
            RELOAD();
            goto next;
        }
        call_bound : {
            // An interpreted function whose arguments need sorting.
            Value* base = sp - ARG - 2;
            auto* f = base[0].as<Function>();
            bool has_self = !base[1].is_null();
            CallArgs args{has_self ? base + 1 : base + 2,
                          static_cast<std::size_t>(ARG + (has_self ? 1 : 0)), nullptr};
            if (f->code->has(compile::kAnyGenerator)) {
                Value g = call_generator(vm, *f, args);
                drop(sp, ARG + 1);
                sp[-1] = std::move(g);
                goto next;
            }
            retain(f);
            Frame* inner = push_frame(thread, f);
            try {
                if (runtime.recursion_depth >= runtime.recursion_limit) raise_recursion();
                bind_arguments(*f, inner->slots(), args);
            } catch (...) {
                release(inner->function);
                pop_frame(thread, inner);
                throw;
            }
            drop(sp, ARG + 2);
            frame->sp = sp;
            frame->next = ip;
            inner->entry = Entry::Call;
            inner->back = frame;
            frame = inner;
            goto enter_pushed;
        }
        enter_pushed:
            ++runtime.recursion_depth;
            --vm.steps_left;
            thread.frame = frame;
            RELOAD();
            NEXT();
            TARGET(CallKw) : {
                const std::ptrdiff_t argument = ARG;
                auto* names = constants[*ip++].as<Tuple>();
                Value* base = sp - argument - 2;
                if (base[0].is_object() && base[0].object()->type == &object::method_type &&
                    base[1].is_null()) {
                    auto* bound = base[0].as<object::BoundMethod>();
                    Value function = bound->function;
                    base[1] = bound->self;
                    base[0] = std::move(function);
                }
                if (!base[0].is_object() || base[0].object()->type != &function_type) {
                    Value result = guarded_call(base, argument, names, raised);
                    if (!result) [[unlikely]]
                        goto native_error;
                    drop(sp, argument + 1);
                    sp[-1] = std::move(result);
                    goto next;
                }
                auto* f = base[0].as<Function>();
                bool has_self = !base[1].is_null();
                auto count = static_cast<std::size_t>(argument + (has_self ? 1 : 0)) - names->size;
                CallArgs args{has_self ? base + 1 : base + 2, count, names};
                if (f->code->has(compile::kAnyGenerator)) {
                    Value g = call_generator(vm, *f, args);
                    drop(sp, argument + 1);
                    sp[-1] = std::move(g);
                    goto next;
                }
                retain(f);
                Frame* inner = push_frame(thread, f);
                try {
                    if (runtime.recursion_depth >= runtime.recursion_limit) raise_recursion();
                    bind_arguments(*f, inner->slots(), args);
                } catch (...) {
                    release(inner->function);
                    pop_frame(thread, inner);
                    throw;
                }
                drop(sp, argument + 2);
                frame->sp = sp;
                frame->next = ip;
                inner->entry = Entry::Call;
                inner->back = frame;
                frame = inner;
                goto enter_pushed;
            }
            TARGET(CallEx) : {
                int extra = ARG != 0 ? 1 : 0;
                Value result = guarded_call_unpacked(sp[-3 - extra], sp[-1 - extra],
                                                     extra != 0 ? sp[-1] : Value(), raised);
                if (!result) [[unlikely]]
                    goto native_error;
                drop(sp, 2 + extra);
                sp[-1] = std::move(result);
            }
            NEXT();
            TARGET(Return) : {
                if (frame->entry == Entry::Delegate && !frame->traced) {
                    // An awaited coroutine: its value takes its place on the awaiting one's stack.
                    std::uintptr_t value = sp[-1].bits();
                    Frame& left = *frame;
                    left.sp = sp - 1;
                    Generator* g = left.generator;
                    g->state = GeneratorState::Finished;
                    g->object::Object::flags |= object::kFinalized;  // Nothing is left to close.
                    thread.handled = std::exchange(g->handled.previous, nullptr);
                    if (g->handled.exception) g->handled.exception = nullptr;
                    frame = std::exchange(left.back, nullptr);
                    thread.frame = frame;
                    clear_returned(left);
                    --runtime.recursion_depth;
                    RELOAD();
                    ++ip;  // Behind the YieldFrom.
                    new (sp - 1) Value(Value::from_bits(value));
                    release_returned(g);
                    if (heap.collection_due()) [[unlikely]]
                        runtime.collect_due();
                    NEXT();
                }
                Value result = take(sp);
                frame->sp = sp;
                if (frame->traced && vm.observer() != nullptr) {
                    vm.observer()->frame_exited(*frame, result, false);
                }
                Frame* left = frame;
                Entry entry = left->entry;
                Generator* g = left->generator;
                if (g != nullptr) {
                    g->state = GeneratorState::Finished;
                    g->object::Object::flags |= object::kFinalized;  // Nothing is left to close.
                    thread.handled = std::exchange(g->handled.previous, nullptr);
                    g->handled.exception = nullptr;
                }
                Frame* back = left->back;
                thread.frame = back;  // What the variables' ends do, they do in the caller's name.
                clear_returned(*left);
                if (g != nullptr) {
                    left->back = nullptr;
                } else {
                    thread.stack.pop(left);
                }
                --runtime.recursion_depth;
                if (entry == Entry::Native) {
                    out = std::move(result);
                    return Exit::Returned;
                }
                frame = back;
                RELOAD();
                switch (entry) {
                    case Entry::Call:
                        push(sp, std::move(result));
                        break;
                    case Entry::Construct:
                        --runtime.recursion_depth;
                        if (!object::is_none(result)) [[unlikely]] {
                            object::raise_type_error("__init__() should return None, not '" +
                                                     result.type()->name + "'");
                        }
                        break;
                    case Entry::Delegate:
                        ++ip;  // Behind the YieldFrom.
                        sp[-1] = std::move(result);
                        break;
                    case Entry::Iterate:
                        // The generator is exhausted: ForIter jumps.
                        drop(sp);
                        ip += compile::argument_of(ip[-1]);
                        break;
                    case Entry::Native:
                        break;
                }
                if (heap.collection_due()) [[unlikely]]
                    runtime.collect_due();
            }
            NEXT();
            TARGET(LoadBuildClass) : {
                static Str* const kName = object::intern_static("__build_class__");
                Value* found = frame->builtins->find(kName);
                if (found == nullptr) {
                    object::raise(object::name_error_type, "__build_class__ not found");
                }
                push(sp, *found);
            }
            NEXT();
            TARGET(LoadAssertionError) : push(sp, Value::borrow(&object::assertion_error_type));
            NEXT();
            TARGET(SetupAnnotations) : set_up_annotations(*frame);
            NEXT();

            // ---- suspension ---------------------------------------------------------------------
            TARGET(YieldValue) : {
                frame->next = ip;
                goto yield_top;
            }
            TARGET(AsyncGenWrap) : {
                Ref<AsyncWrappedValue> wrapped = object::make<AsyncWrappedValue>();
                wrapped->value = take(sp);
                push(sp, std::move(wrapped));
            }
            NEXT();
            TARGET(GetAwaitable) : {
                object::Object* v = sp[-1].is_object() ? sp[-1].object() : nullptr;
                bool fresh = v != nullptr && v->type == &coroutine_type &&
                             static_cast<Generator*>(v)->state == GeneratorState::Created;
                if (!fresh || ARG != compile::kAwaitExpression) {
                    sp[-1] = awaitable_of(sp[-1], ARG);
                    NEXT();
                }
                if (table != kLabels || compile::op_of(ip[1]) != Op::YieldFrom) NEXT();
                // LoadConst None and YieldFrom come next, and what they would do is sure.
                frame->at = frame->next = ip + 1;
                frame->sp = sp;
                Frame& inner = static_cast<Generator*>(v)->frame();
                inner.entry = Entry::Delegate;
                inner.back = frame;
                frame = &inner;
                goto enter_generator;
            }
            TARGET(YieldFrom) : {
                const Value& it = sp[-2];
                if (Generator* g = as_generator(it);
                    g != nullptr && g->state <= GeneratorState::Suspended &&
                    g->object::Object::type != &async_generator_type) {
                    frame->next = ip - 1;
                    Frame& inner = g->frame();
                    if (g->state == GeneratorState::Suspended) {
                        new (inner.sp++) Value(take(sp));
                    } else {
                        if (!object::is_none(sp[-1])) [[unlikely]] {
                            object::raise_type_error(
                                "can't send non-None value to a just-started " +
                                g->object::Object::type->name);
                        }
                        drop(sp);
                    }
                    frame->sp = sp;
                    inner.entry = Entry::Delegate;
                    inner.back = frame;
                    frame = &inner;
                    goto enter_generator;
                }
                Value result;
                SendStatus status = object::send(it, sp[-1], result);
                if (status == SendStatus::Returned) {
                    drop(sp);
                    sp[-1] = std::move(result);
                    goto next;
                }
                drop(sp);
                if (status == SendStatus::Raised) {
                    raised = Ref<ExceptionObject>(result.as<ExceptionObject>());
                    ExceptionObject* handled = vm.handled_exception();
                    if (handled != nullptr && !raised->context) {
                        object::set_context(*raised, Ref<ExceptionObject>(handled));
                    }
                    goto error;
                }
                frame->next = ip - 1;
                push(sp, std::move(result));
                goto yield_top;
            }
        enter_generator : {
            // `frame` is the generator's, with entry, back and the sent value in place.
            Generator* g = frame->generator;
            if (runtime.recursion_depth >= runtime.recursion_limit) [[unlikely]] {
                Frame* caller = frame->back;
                frame->back = nullptr;
                end_without_running(*g);
                frame = caller;
                RELOAD();
                raise_recursion();
            }
            ++runtime.recursion_depth;
            g->state = GeneratorState::Running;
            g->handled.previous = thread.handled;
            thread.handled = &g->handled;
            thread.frame = frame;
            if (frame->traced && vm.observer() != nullptr) vm.observer()->frame_resumed(*frame);
            frame->resumed = thread.hooked;
            RELOAD();
            NEXT();
        }
        yield_top : {
            // The value on top leaves this frame and those that delegate to it.
            out = take(sp);
            frame->sp = sp;
            for (;;) {
                Generator* g = frame->generator;
                g->state = GeneratorState::Suspended;
                thread.handled = std::exchange(g->handled.previous, nullptr);
                if (frame->traced && vm.observer() != nullptr)
                    vm.observer()->frame_suspended(*frame);
                --runtime.recursion_depth;
                Entry entry = frame->entry;
                frame = std::exchange(frame->back, nullptr);
                thread.frame = frame;
                if (entry == Entry::Delegate) {
                    if (thread.hooked) [[unlikely]]
                        tell_hooks_left(thread, *frame, out);
                    continue;
                }
                if (entry == Entry::Native) return Exit::Yielded;
                break;
            }
            RELOAD();
            push(sp, std::move(out));
            NEXT();
        }

            // ---- exceptions ---------------------------------------------------------------------
            TARGET(PushExcInfo) : {
                Value exception = take(sp);
                Ref<ExceptionObject> previous = std::move(thread.handled->exception);
                thread.handled->exception = Ref<ExceptionObject>(exception.as<ExceptionObject>());
                push(sp, previous ? Value(std::move(previous)) : none());
                push(sp, std::move(exception));
            }
            NEXT();
            TARGET(PopExcept) : {
                Value previous = take(sp);
                Ref<ExceptionObject> old = std::move(thread.handled->exception);
                if (!object::is_none(previous)) {
                    thread.handled->exception =
                        Ref<ExceptionObject>(previous.as<ExceptionObject>());
                }
            }
            NEXT();
            TARGET(CheckExcMatch) : {
                bool matches = exception_matches(sp[-2], sp[-1]);
                sp[-1] = make_bool(matches);
            }
            NEXT();
            TARGET(CheckEgMatch) : {
                Value match;
                Value rest;
                check_except_star_type(sp[-1]);
                match_group(sp[-2], sp[-1], match, rest);
                if (!object::is_none(match)) {
                    thread.handled->exception = Ref<ExceptionObject>(match.as<ExceptionObject>());
                }
                sp[-2] = std::move(rest);
                sp[-1] = std::move(match);
            }
            NEXT();
            TARGET(PrepareReraiseStar) : {
                Value result = prepare_reraise_star(sp[-2], sp[-1]);
                replace(sp, 2, std::move(result));
            }
            NEXT();
            TARGET(Raise) : {
                if (ARG == 0) {
                    ExceptionObject* handled = vm.handled_exception();
                    if (handled == nullptr) {
                        object::raise(object::runtime_error_type, "No active exception to reraise");
                    }
                    raised = Ref<ExceptionObject>(handled);
                    goto unwind;
                }
                Ref<ExceptionObject> exception = object::exception_to_raise(sp[-ARG]);
                if (ARG == 2) {
                    Value cause = sp[-1];
                    if (object::is_none(cause)) {
                        exception->set_cause(nullptr);
                    } else if (object::is_exception(cause)) {
                        exception->set_cause(Ref<ExceptionObject>(cause.as<ExceptionObject>()));
                    } else if (object::is_exception_class(cause)) {
                        Value made = object::call(cause);
                        if (!object::is_exception(made)) {
                            object::raise_type_error(
                                "exception causes must derive from BaseException");
                        }
                        exception->set_cause(Ref<ExceptionObject>(made.as<ExceptionObject>()));
                    } else {
                        object::raise_type_error("exception causes must derive from BaseException");
                    }
                }
                drop(sp, ARG);
                raised = std::move(exception);
                if (ExceptionObject* handled = vm.handled_exception()) {
                    object::set_context(*raised, Ref<ExceptionObject>(handled));
                }
                goto error;
            }
            TARGET(Reraise) : {
                Value exception = take(sp);
                raised = Ref<ExceptionObject>(exception.as<ExceptionObject>());
                goto unwind;
            }
            TARGET(CleanupReraise) : {
                Value exception = take(sp);
                Value previous = take(sp);
                Ref<ExceptionObject> old = std::move(thread.handled->exception);
                if (!object::is_none(previous)) {
                    thread.handled->exception =
                        Ref<ExceptionObject>(previous.as<ExceptionObject>());
                }
                raised = Ref<ExceptionObject>(exception.as<ExceptionObject>());
                goto unwind;
            }

            // ---- with ---------------------------------------------------------------------------
            TARGET(BeforeWith) : {
                Value exit;
                Value entered;
                enter_with(sp[-1], false, exit, entered);
                sp[-1] = std::move(exit);
                push(sp, std::move(entered));
            }
            NEXT();
            TARGET(BeforeAsyncWith) : {
                Value exit;
                Value entered;
                enter_with(sp[-1], true, exit, entered);
                sp[-1] = std::move(exit);
                push(sp, std::move(entered));
            }
            NEXT();
            TARGET(WithExceptStart) : {
                auto* exception = sp[-1].as<ExceptionObject>();
                Value traceback = exception->traceback ? exception->traceback : none();
                Value result = object::call(
                    sp[-3], {Value::borrow(exception->object::Object::type), sp[-1], traceback});
                push(sp, std::move(result));
            }
            NEXT();

            // ---- match --------------------------------------------------------------------------
            TARGET(GetLen) : push(sp, object::Int::from(object::length(sp[-1])));
            NEXT();
            TARGET(MatchMapping) : push(sp, make_bool(is_mapping(sp[-1])));
            NEXT();
            TARGET(MatchSequence) : push(sp, make_bool(is_sequence(sp[-1])));
            NEXT();
            TARGET(MatchKeys) : push(sp, match_keys(sp[-2], sp[-1]));
            NEXT();
            TARGET(MatchClass) : {
                Value matched = match_class(sp[-3], sp[-2], ARG, sp[-1]);
                replace(sp, 3, std::move(matched));
            }
            NEXT();
            TARGET(CopyDictWithoutKeys) : {
                Value rest = copy_without_keys(sp[-2], sp[-1]);
                sp[-1] = std::move(rest);
            }
            NEXT();

            // ---- import -------------------------------------------------------------------------
            TARGET(ImportName) : {
                Value module =
                    vm.import(NAME(ARG), frame->globals, sp[-1], static_cast<int>(sp[-2].small()));
                replace(sp, 2, std::move(module));
            }
            NEXT();
            TARGET(ImportFrom) : push(sp, import_from(sp[-1], NAME(ARG)));
            NEXT();
            TARGET(ImportStar) : import_star(*frame, sp[-1]);
            drop(sp);
            NEXT();

            // ---- unwinding ----------------------------------------------------------------------
        native_error:
            // C++ code raised it in this frame's name.
            if (!raised->traceback && !raised->context) {
                ExceptionObject* handled = vm.handled_exception();
                if (handled != nullptr && handled != raised.get()) {
                    object::set_context(*raised, Ref<ExceptionObject>(handled));
                }
            }
        error:
            // A new exception of this frame: it gets a traceback entry.
            add_traceback(*raised, *frame);
            if (thread.hooked) [[unlikely]]
                tell_hooks_exception(thread, *frame, raised);
        unwind : {
            const compile::HandlerRange* handler =
                frame->code->handler_at(frame->instruction_index());
            if (handler != nullptr) {
                Value* level = frame->stack() + handler->depth;
                LOOPSCOPE_CHECK(sp >= level);
                while (sp > level) drop(sp);
                push(sp, std::move(raised));
                raised = nullptr;
                ip = frame->code->words.data() + handler->target;
                NEXT();
            }
            // Nobody here handles it: leave the frame.
            frame->sp = sp;
            Value exception = std::move(raised);
            raised = nullptr;
            if (thread.hooked) [[unlikely]]
                tell_hooks_left(thread, *frame, none());
            if (frame->traced && vm.observer() != nullptr) {
                vm.observer()->frame_exited(*frame, exception, true);
            }
            Frame* left = frame;
            Entry entry = left->entry;
            Generator* g = left->generator;
            if (g != nullptr) {
                g->state = GeneratorState::Finished;
                thread.handled = std::exchange(g->handled.previous, nullptr);
                g->handled.exception = nullptr;
            }
            Frame* back = left->back;
            thread.frame = back;
            clear_frame(*left);
            if (g != nullptr) {
                left->back = nullptr;
            } else {
                thread.stack.pop(left);
            }
            runtime.recursion_depth -= entry == Entry::Construct ? 2 : 1;
            raised = Ref<ExceptionObject>(exception.as<ExceptionObject>());
            if (g != nullptr) raised = leaving_generator(*g, std::move(raised));
            exception = Value();
            if (entry == Entry::Native) {
                out = std::move(raised);
                return Exit::Raised;
            }
            frame = back;
            RELOAD();
            goto error;
        }
        } catch (object::Raised& native) {
            // An exception made by C++ code in this frame's name.
            raised = std::move(native.exception);
            if (!raised->traceback && !raised->context) {
                ExceptionObject* handled = vm.handled_exception();
                if (handled != nullptr && handled != raised.get()) {
                    object::set_context(*raised, Ref<ExceptionObject>(handled));
                }
            }
        } catch (object::Stopped&) {
            abandon(vm, frame, sp);
            throw;
        } catch (const std::bad_alloc&) {
            raised = object::make_exception(object::memory_error_type);
        } catch (const std::length_error&) {
            raised = object::make_exception(object::memory_error_type);
        }
    }
}

}  // namespace loopscope::python::vm
