// collections.deque.
#include "sim/object/failure.h"
#include "sim/python/modules/collections.h"

#include <algorithm>
#include <deque>

#include "sim/object/type_name.h"
#include "sim/python/modules/arguments.h"

namespace loopscope::python::modules {

Type deque_type;
Type deque_iterator_type;
Type deque_reverse_iterator_type;

namespace {

/// Mirrors: dequeobject. `state` counts changes of the row, so that an iterator notices them.
struct Deque : Container {
    std::deque<Value> items;
    std::int64_t size_max = -1;  ///< -1: no limit.
    std::uint64_t state = 0;

    static Type* class_type() { return &deque_type; }
    std::int64_t size() const { return static_cast<std::int64_t>(items.size()); }
};

struct DequeIterator : Container {
    Ref<Deque> deque;
    std::int64_t index = 0;
    std::uint64_t state = 0;
};

Deque& deque_of(const Value& self) { return *self.as<Deque>(); }

/// MemoryError, looked for now and then, when the row grows past the run's limit.
void check_growth(const Deque& deque) {
    constexpr std::size_t kSometimes = 0xffff;
    if ((deque.items.size() & kSometimes) != kSometimes) return;
    object::check_allocation(deque.items.size(), 2 * sizeof(Value));
}

void append_right(Deque& deque, Value item) {
    check_growth(deque);
    deque.items.push_back(std::move(item));
    ++deque.state;
    if (deque.size_max >= 0 && deque.size() > deque.size_max) {
        Value dropped = std::move(deque.items.front());
        deque.items.pop_front();
    }
}

void append_left(Deque& deque, Value item) {
    check_growth(deque);
    deque.items.push_front(std::move(item));
    ++deque.state;
    if (deque.size_max >= 0 && deque.size() > deque.size_max) {
        Value dropped = std::move(deque.items.back());
        deque.items.pop_back();
    }
}

Value deque_append(const Value& self, CallArgs args) {
    append_right(deque_of(self), args.values[0]);
    return none();
}

Value deque_appendleft(const Value& self, CallArgs args) {
    append_left(deque_of(self), args.values[0]);
    return none();
}

Value deque_pop(const Value& self, CallArgs) {
    Deque& deque = deque_of(self);
    if (deque.items.empty())
        return object::fail(object::index_error_type, "pop from an empty deque");
    Value item = std::move(deque.items.back());
    deque.items.pop_back();
    ++deque.state;
    return item;
}

Value deque_popleft(const Value& self, CallArgs) {
    Deque& deque = deque_of(self);
    if (deque.items.empty())
        return object::fail(object::index_error_type, "pop from an empty deque");
    Value item = std::move(deque.items.front());
    deque.items.pop_front();
    ++deque.state;
    return item;
}

/// The items of an iterable; a deque may be extended by itself.
void extend(const Value& self, const Value& iterable, void (*append)(Deque&, Value)) {
    Deque& deque = deque_of(self);
    if (is_same(self, iterable)) {
        std::vector<Value> copy(deque.items.begin(), deque.items.end());
        for (Value& item : copy) append(deque, item);
        return;
    }
    for_each(iterable, [&](const Value& item) { append(deque, item); });
}

Value deque_extend(const Value& self, CallArgs args) {
    extend(self, args.values[0], append_right);
    return none();
}

Value deque_extendleft(const Value& self, CallArgs args) {
    extend(self, args.values[0], append_left);
    return none();
}

Value deque_clear(const Value& self, CallArgs) {
    Deque& deque = deque_of(self);
    std::deque<Value> old = std::exchange(deque.items, {});
    ++deque.state;
    return none();
}

/// A new deque of the same class, length limit and items.
Value copy_deque(const Value& self) {
    Deque& deque = deque_of(self);
    if (self.type() == &deque_type) {
        auto result = make<Deque>();
        result->items = deque.items;
        result->size_max = deque.size_max;
        return result;
    }
    Value cls = type_value(self.type());
    if (deque.size_max < 0) return call(cls, {self});
    return call(cls, {self, Int::from(deque.size_max)});
}

Value deque_copy(const Value& self, CallArgs) { return copy_deque(self); }

[[noreturn]] void raise_mutated() {
    raise(object::runtime_error_type, "deque mutated during iteration");
}

Value deque_count(const Value& self, CallArgs args) {
    Deque& deque = deque_of(self);
    std::uint64_t state = deque.state;
    std::int64_t count = 0;
    for (std::size_t i = 0; i < deque.items.size(); ++i) {
        Value item = deque.items[i];
        if (equal(item, args.values[0])) ++count;
        if (deque.state != state) raise_mutated();
    }
    return Int::from(count);
}

/// The first place in [begin, end) that holds an equal item, or -1.
std::int64_t find_item(Deque& deque, const Value& wanted, std::int64_t begin, std::int64_t end) {
    std::uint64_t state = deque.state;
    for (std::int64_t i = begin; i < end; ++i) {
        Value item = deque.items[static_cast<std::size_t>(i)];
        bool found = equal(item, wanted);
        if (deque.state != state) raise_mutated();
        if (found) return i;
    }
    return -1;
}

std::int64_t clamp_index(std::int64_t index, std::int64_t size) {
    if (index < 0) index = std::max<std::int64_t>(index + size, 0);
    return std::min(index, size);
}

Value deque_index(const Value& self, CallArgs args) {
    Deque& deque = deque_of(self);
    std::int64_t begin = clamp_index(index_or(args.values[1], 0), deque.size());
    std::int64_t end = clamp_index(index_or(args.values[2], deque.size()), deque.size());
    std::int64_t at = find_item(deque, args.values[0], begin, end);
    if (at < 0) {
        raise_format(value_error_type, "{} is not in deque", repr_string(args.values[0]));
    }
    return Int::from(at);
}

Value deque_insert(const Value& self, CallArgs args) {
    Deque& deque = deque_of(self);
    std::int64_t index = object::to_index(args.values[0]);
    if (deque.size_max >= 0 && deque.size() >= deque.size_max) {
        raise(object::index_error_type, "deque already at its maximum size");
    }
    deque.items.insert(deque.items.begin() + clamp_index(index, deque.size()), args.values[1]);
    ++deque.state;
    return none();
}

Value deque_remove(const Value& self, CallArgs args) {
    Deque& deque = deque_of(self);
    std::uint64_t state = deque.state;
    for (std::int64_t i = 0; i < deque.size(); ++i) {
        Value item = deque.items[static_cast<std::size_t>(i)];
        bool found = equal(item, args.values[0]);
        if (deque.state != state) {
            raise(object::index_error_type, "deque mutated during remove().");
        }
        if (!found) continue;
        deque.items.erase(deque.items.begin() + i);
        ++deque.state;
        return none();
    }
    raise_format(value_error_type, "{} is not in deque", repr_string(args.values[0]));
}

Value deque_reverse(const Value& self, CallArgs) {
    Deque& deque = deque_of(self);
    std::reverse(deque.items.begin(), deque.items.end());
    return none();
}

Value deque_rotate(const Value& self, CallArgs args) {
    Deque& deque = deque_of(self);
    std::int64_t steps = index_or(args.values[0], 1);
    if (deque.size() < 2) return none();
    steps %= deque.size();
    if (steps < 0) steps += deque.size();
    if (steps == 0) return none();
    std::rotate(deque.items.begin(), deque.items.end() - steps, deque.items.end());
    ++deque.state;
    return none();
}

Value deque_maxlen(const Value& self) {
    std::int64_t size_max = deque_of(self).size_max;
    return size_max < 0 ? none() : Int::from(size_max);
}

Value deque_reduce(const Value& self, CallArgs) {
    Deque& deque = deque_of(self);
    Ref<Tuple> arguments = deque.size_max < 0
                               ? Tuple::empty()
                               : Tuple::make({Tuple::empty(), Int::from(deque.size_max)});
    return Tuple::make({type_value(self.type()), arguments, none(), iter(self)});
}

// Slots.

Value deque_construct(Type* cls, CallArgs) { return make_typed<Deque>(cls); }

void deque_init(const Value& self, CallArgs args) {
    static const Parameters kParameters{"deque", "iterable=, maxlen="};
    auto [iterable, size_max] = kParameters.bind<2>(args);
    Deque& deque = deque_of(self);
    deque.size_max = -1;
    if (!absent(size_max)) {
        if (!is_int(size_max)) raise_type_error("an integer is required");
        deque.size_max = object::to_index(size_max);
        if (deque.size_max < 0) raise_value_error("maxlen must be non-negative");
    }
    if (!deque.items.empty()) deque_clear(self, {});
    if (iterable) extend(self, iterable, append_right);
}

Value deque_repr(const Value& self) {
    static thread_local std::vector<const Object*> active;
    Deque& deque = deque_of(self);
    if (std::find(active.begin(), active.end(), self.object()) != active.end()) {
        return make_str("[...]");
    }
    active.push_back(self.object());
    struct Leave {
        ~Leave() { active.pop_back(); }
    } leave;
    std::string text = object::short_name(*self.type()) + "([";
    std::vector<Value> items(deque.items.begin(), deque.items.end());
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) text += ", ";
        text += repr_string(items[i]);
    }
    text += "]";
    if (deque.size_max >= 0) text += fmt::format(", maxlen={}", deque.size_max);
    return make_str(text + ")");
}

std::int64_t deque_length(const Value& self) { return deque_of(self).size(); }

std::size_t checked_index(const Deque& deque, const Value& key) {
    if (!is_int(key) && key.type()->index == nullptr) {
        raise_format(type_error_type, "sequence index must be integer, not '{}'", type_name(key));
    }
    std::int64_t index = object::to_index(key);
    if (index < 0) index += deque.size();
    if (index < 0 || index >= deque.size()) {
        raise(object::index_error_type, "deque index out of range");
    }
    return static_cast<std::size_t>(index);
}

Value deque_getitem(const Value& self, const Value& key) {
    Deque& deque = deque_of(self);
    return deque.items[checked_index(deque, key)];
}

void deque_setitem(const Value& self, const Value& key, const Value& value) {
    Deque& deque = deque_of(self);
    std::size_t index = checked_index(deque, key);
    if (value) {
        Value old = std::exchange(deque.items[index], value);
        return;
    }
    Value old = deque.items[index];
    deque.items.erase(deque.items.begin() + static_cast<std::ptrdiff_t>(index));
    ++deque.state;
}

bool deque_contains(const Value& self, const Value& item) {
    Deque& deque = deque_of(self);
    return find_item(deque, item, 0, deque.size()) >= 0;
}

Value deque_compare(const Value& a, const Value& b, CompareOp op) {
    if (!is_instance(a, &deque_type) || !is_instance(b, &deque_type)) return not_implemented();
    Deque& x = deque_of(a);
    Deque& y = deque_of(b);
    if (x.size() != y.size() && op == CompareOp::Eq) return object::false_value();
    if (x.size() != y.size() && op == CompareOp::Ne) return object::true_value();
    for (std::size_t i = 0; i < std::min(x.items.size(), y.items.size()); ++i) {
        Value left = x.items[i];
        Value right = y.items[i];
        if (equal(left, right)) continue;
        if (op == CompareOp::Eq) return object::false_value();
        if (op == CompareOp::Ne) return object::true_value();
        return object::compare(left, right, op);
    }
    return object::compare(Int::from(x.size()), Int::from(y.size()), op);
}

Value deque_concat(const Value& a, const Value& b) {
    if (!is_instance(b, &deque_type)) {
        raise_format(type_error_type, "can only concatenate deque (not \"{}\") to deque",
                     type_name(b));
    }
    Value result = copy_deque(a);
    extend(result, b, append_right);
    return result;
}

Value deque_inplace_concat(const Value& a, const Value& b) {
    extend(a, b, append_right);
    return a;
}

Value deque_inplace_repeat(const Value& self, std::int64_t count) {
    Deque& deque = deque_of(self);
    if (count <= 0) {
        deque_clear(self, {});
        return self;
    }
    std::vector<Value> once(deque.items.begin(), deque.items.end());
    for (std::int64_t i = 1; i < count; ++i) {
        for (const Value& item : once) append_right(deque, item);
    }
    return self;
}

Value deque_repeat(const Value& self, std::int64_t count) {
    return deque_inplace_repeat(copy_deque(self), count);
}

// Iterators.

Value make_deque_iterator(const Value& self, Type& type) {
    auto iterator = make_typed<DequeIterator>(&type);
    iterator->deque = Ref<Deque>(self.as<Deque>());
    iterator->state = iterator->deque->state;
    return iterator;
}

Value deque_iter(const Value& self) { return make_deque_iterator(self, deque_iterator_type); }

Value deque_reversed(const Value& self, CallArgs) {
    return make_deque_iterator(self, deque_reverse_iterator_type);
}

template <bool kReverse>
Value deque_iterator_next(const Value& self) {
    auto& iterator = *self.as<DequeIterator>();
    if (!iterator.deque) return Value();
    Deque& deque = *iterator.deque;
    if (iterator.state != deque.state) {
        iterator.deque = nullptr;
        raise_mutated();
    }
    if (iterator.index >= deque.size()) {
        iterator.deque = nullptr;
        return Value();
    }
    std::int64_t at = kReverse ? deque.size() - 1 - iterator.index : iterator.index;
    ++iterator.index;
    return deque.items[static_cast<std::size_t>(at)];
}

Value deque_iterator_length_hint(const Value& self, CallArgs) {
    auto& iterator = *self.as<DequeIterator>();
    return Int::from(iterator.deque ? iterator.deque->size() - iterator.index : 0);
}

Value self_iter(const Value& self) { return self; }

void define_iterator(Type& type, const char* name, Value (*next_slot)(const Value&)) {
    type.next = next_slot;
    type.iter = self_iter;
    type.traverse = [](Object* self, Visitor& visitor) {
        visitor.visit(static_cast<DequeIterator*>(self)->deque);
    };
    define_type<DequeIterator>(type,
                               {.name = name,
                                .module = "_collections",
                                .methods = {{"__length_hint__", deque_iterator_length_hint, ""}}});
}

void set_deque_slots() {
    deque_type.construct = deque_construct;
    deque_type.init = deque_init;
    deque_type.repr = deque_repr;
    deque_type.length = deque_length;
    deque_type.getitem = deque_getitem;
    deque_type.setitem = deque_setitem;
    deque_type.contains = deque_contains;
    deque_type.compare = deque_compare;
    deque_type.concat = deque_concat;
    deque_type.repeat = deque_repeat;
    deque_type.inplace_concat = deque_inplace_concat;
    deque_type.inplace_repeat = deque_inplace_repeat;
    deque_type.iter = deque_iter;
    deque_type.traverse = [](Object* self, Visitor& visitor) {
        for (const Value& item : static_cast<Deque*>(self)->items) visitor.visit(item);
    };
    deque_type.clear = [](Object* self) {
        std::deque<Value> old = std::exchange(static_cast<Deque*>(self)->items, {});
    };
}

}  // namespace

void define_deque() {
    set_deque_slots();
    define_type<Deque>(deque_type, {.name = "deque",
                                    .module = "collections",
                                    .flags = Type::kBaseType | Type::kGeneric,
                                    .methods = {{"append", deque_append, "item, /"},
                                                {"appendleft", deque_appendleft, "item, /"},
                                                {"pop", deque_pop, ""},
                                                {"popleft", deque_popleft, ""},
                                                {"extend", deque_extend, "iterable, /"},
                                                {"extendleft", deque_extendleft, "iterable, /"},
                                                {"clear", deque_clear, ""},
                                                {"copy", deque_copy, ""},
                                                {"__copy__", deque_copy, ""},
                                                {"count", deque_count, "value, /"},
                                                {"index", deque_index, "value, start=, stop=, /"},
                                                {"insert", deque_insert, "index, value, /"},
                                                {"remove", deque_remove, "value, /"},
                                                {"reverse", deque_reverse, ""},
                                                {"rotate", deque_rotate, "n=, /"},
                                                {"__reversed__", deque_reversed, ""},
                                                {"__reduce__", deque_reduce, ""}},
                                    .getsets = {{"maxlen", deque_maxlen}}});
    define_iterator(deque_iterator_type, "_deque_iterator", deque_iterator_next<false>);
    define_iterator(deque_reverse_iterator_type, "_deque_reverse_iterator",
                    deque_iterator_next<true>);
}

}  // namespace loopscope::python::modules
