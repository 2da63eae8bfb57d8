// set and frozenset as Python sees them: operators, methods, iterator.
#include "sim/object/dict.h"
#include "sim/object/exception.h"
#include "sim/object/failure.h"
#include "sim/object/iterator.h"
#include "sim/object/list.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/set_algebra.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"
#include "sim/object/state.h"

namespace loopscope::object {

Type set_type;
Type frozenset_type;
Type set_iterator_type;

namespace {

bool is_frozen_exact(const Value& v) { return v.object()->type == &frozenset_type; }

// Slots.

bool both_sets(const Value& a, const Value& b) { return is_any_set(a) && is_any_set(b); }

Value set_or(const Value& a, const Value& b) {
    if (!both_sets(a, b)) return not_implemented();
    Ref<Set> result = copy_of(a);
    if (!is_same(a, b)) result->merge(set_of(b));
    return result;
}
Value set_and(const Value& a, const Value& b) {
    return both_sets(a, b) ? Value(intersection(a, b)) : not_implemented();
}
Value set_sub(const Value& a, const Value& b) {
    return both_sets(a, b) ? Value(difference(a, b)) : not_implemented();
}
Value set_xor(const Value& a, const Value& b) {
    return both_sets(a, b) ? Value(symmetric_difference(a, b)) : not_implemented();
}
Value set_inplace_or(const Value& a, const Value& b) {
    if (!is_any_set(b)) return not_implemented();
    set_of(a).merge(set_of(b));
    return a;
}
Value set_inplace_and(const Value& a, const Value& b) {
    if (!is_any_set(b)) return not_implemented();
    set_of(a).swap(*intersection(a, b));
    return a;
}
Value set_inplace_sub(const Value& a, const Value& b) {
    if (!is_any_set(b)) return not_implemented();
    subtract_in_place(a, b);
    return a;
}
Value set_inplace_xor(const Value& a, const Value& b) {
    if (!is_any_set(b)) return not_implemented();
    exclude_in_place(a, b);
    return a;
}

bool equal_sets(const Value& a, const Value& b) {
    const Set& x = set_of(a);
    const Set& y = set_of(b);
    if (x.size() != y.size()) return false;
    if (x.hash_cache != -1 && y.hash_cache != -1 && x.hash_cache != y.hash_cache) return false;
    return is_subset(a, b);
}

Value set_compare(const Value& a, const Value& b, CompareOp op) {
    if (!is_any_set(b)) return not_implemented();
    std::size_t x = set_of(a).size();
    std::size_t y = set_of(b).size();
    switch (op) {
        case CompareOp::Eq:
            return make_bool(equal_sets(a, b));
        case CompareOp::Ne:
            return make_bool(!equal_sets(a, b));
        case CompareOp::Le:
            return make_bool(is_subset(a, b));
        case CompareOp::Ge:
            return make_bool(is_subset(b, a));
        case CompareOp::Lt:
            return make_bool(x < y && is_subset(a, b));
        default:
            return make_bool(x > y && is_subset(b, a));
    }
}

Value set_repr(const Value& self) {
    const std::string& name = self.type()->name;
    ReprGuard guard(self);
    if (!guard.entered()) return make_str(name + "(...)");
    if (set_of(self).size() == 0) return make_str(name + "()");
    std::string text;
    std::vector<Value> keys;
    for_each_key(set_of(self), [&](const Value& key, std::int64_t) { keys.push_back(key); });
    for (const Value& key : keys) text += (text.empty() ? "{" : ", ") + repr_string(key);
    text += "}";
    return make_str(self.object()->type == &set_type ? text : name + "(" + text + ")");
}

std::uint64_t shuffle_bits(std::uint64_t h) { return ((h ^ 89869747u) ^ (h << 16)) * 3644798167u; }

/// CPython: frozenset_hash.
std::int64_t frozenset_hash(const Value& self) {
    Set& set = set_of(self);
    if (set.hash_cache != -1) return set.hash_cache;
    std::uint64_t mixed = 0;
    for_each_key(set, [&](const Value&, std::int64_t h) {
        mixed ^= shuffle_bits(static_cast<std::uint64_t>(h));
    });
    mixed ^= (static_cast<std::uint64_t>(set.size()) + 1) * 1927868237u;
    mixed ^= (mixed >> 11) ^ (mixed >> 25);
    mixed = mixed * 69069u + 907133923u;
    auto result = static_cast<std::int64_t>(mixed);
    set.hash_cache = result == -1 ? 590923713 : result;
    return set.hash_cache;
}

/// Runs `operation(key)`; a set, being unhashable, is looked up as a frozenset.
template <typename Operation>
bool with_hashable(const Value& key, Operation operation) {
    if (!key.is_object() || !is_instance(key, &set_type)) return operation(key);
    try {
        return operation(key);
    } catch (const Raised& raised) {
        if (!matches(*raised.exception, type_error_type)) throw;
    }
    Ref<Set> frozen = Set::make_frozen();
    frozen->update(key);
    return operation(frozen);
}

bool set_contains(const Value& self, const Value& item) {
    return with_hashable(item, [&](const Value& key) { return set_of(self).contains(key); });
}

std::int64_t set_length(const Value& self) {
    return static_cast<std::int64_t>(set_of(self).size());
}

void set_traverse(Object* self, Visitor& visitor) {
    Set& set = *static_cast<Set*>(self);
    for (std::size_t i = 0; i <= set.mask; ++i) visitor.visit(set.table[i].key);
}
void set_clear_slot(Object* self) { static_cast<Set*>(self)->clear(); }

// Making.

void check_one_argument(Type* cls, Type& builtin, CallArgs args) {
    if (args.keyword_count() != 0 && cls == &builtin) {
        raise_format(type_error_type, "{}() takes no keyword arguments", builtin.name);
    }
    if (args.positional_count > 1) {
        raise_format(type_error_type, "{} expected at most 1 argument, got {}", builtin.name,
                     args.positional_count);
    }
}

Value set_construct(Type* cls, CallArgs) { return make_typed<Set>(cls); }

void set_init(const Value& self, CallArgs args) {
    check_one_argument(self.type(), set_type, args);
    Set& set = set_of(self);
    set.clear();
    if (args.positional_count == 1) set.update(args.values[0]);
}

Value frozenset_construct(Type* cls, CallArgs args) {
    check_one_argument(cls, frozenset_type, args);
    if (args.positional_count == 1 && cls == &frozenset_type && args.values[0].is_object() &&
        is_frozen_exact(args.values[0])) {
        return args.values[0];
    }
    Ref<Set> result = make_typed<Set>(cls);
    if (args.positional_count == 1) result->update(args.values[0]);
    return result;
}

// Methods.

Value set_add(const Value& self, CallArgs args) {
    set_of(self).add(args.values[0]);
    return none();
}
Value set_discard(const Value& self, CallArgs args) {
    with_hashable(args.values[0], [&](const Value& key) { return set_of(self).discard(key); });
    return none();
}
Value set_remove(const Value& self, CallArgs args) {
    bool found =
        with_hashable(args.values[0], [&](const Value& key) { return set_of(self).discard(key); });
    if (!found) return fail_key_error(args.values[0]);
    return none();
}

Value set_pop(const Value& self, CallArgs) {
    Set& set = set_of(self);
    if (set.size() == 0) return fail_key_error(make_str("pop from an empty set"));
    std::size_t index = set.finger & set.mask;
    while (set.table[index].key.is_null()) index = (index + 1) & set.mask;
    Value key = std::exchange(set.table[index].key, Value());
    set.table[index].hash = -1;
    --set.used;
    set.finger = index + 1;
    return key;
}

Value set_clear(const Value& self, CallArgs) {
    set_of(self).clear();
    return none();
}
Value set_copy(const Value& self, CallArgs) { return copy_of(self); }
Value frozenset_copy(const Value& self, CallArgs) {
    return is_frozen_exact(self) ? self : Value(copy_of(self));
}

std::span<const Value> others(CallArgs args) { return args.values[0].as<Tuple>()->items(); }

Value set_update(const Value& self, CallArgs args) {
    for (const Value& other : others(args)) set_of(self).update(other);
    return none();
}
Value set_union(const Value& self, CallArgs args) {
    Ref<Set> result = copy_of(self);
    for (const Value& other : others(args)) {
        if (!is_same(other, self)) result->update(other);
    }
    return result;
}
Ref<Set> intersect_all(const Value& self, CallArgs args) {
    if (others(args).empty()) return copy_of(self);
    Value result = self;
    for (const Value& other : others(args)) result = intersection(result, other);
    return Ref<Set>(result.as<Set>());
}
Value set_intersection(const Value& self, CallArgs args) { return intersect_all(self, args); }
Value set_intersection_update(const Value& self, CallArgs args) {
    set_of(self).swap(*intersect_all(self, args));
    return none();
}
Value set_difference(const Value& self, CallArgs args) {
    if (others(args).empty()) return copy_of(self);
    Value result = difference(self, others(args)[0]);
    for (const Value& other : others(args).subspan(1)) subtract_in_place(result, other);
    return result;
}
Value set_difference_update(const Value& self, CallArgs args) {
    for (const Value& other : others(args)) subtract_in_place(self, other);
    return none();
}
Value set_symmetric_difference(const Value& self, CallArgs args) {
    return symmetric_difference(self, args.values[0]);
}
Value set_symmetric_difference_update(const Value& self, CallArgs args) {
    exclude_in_place(self, args.values[0]);
    return none();
}
Value set_issubset(const Value& self, CallArgs args) {
    return make_bool(is_subset(self, args.values[0]));
}
Value set_issuperset(const Value& self, CallArgs args) {
    return make_bool(is_superset(self, args.values[0]));
}

Value set_isdisjoint(const Value& self, CallArgs args) {
    const Value& other = args.values[0];
    if (is_same(self, other)) return make_bool(set_of(self).size() == 0);
    if (!is_any_set(other)) {
        Value iterator = iter(other);
        while (Value item = next(iterator)) {
            if (set_of(self).contains(item)) return false_value();
        }
        return true_value();
    }
    bool swapped = set_of(other).size() > set_of(self).size();
    Set& walked = set_of(swapped ? self : other);
    Set& asked = set_of(swapped ? other : self);
    std::size_t position = 0;
    Value key;
    std::int64_t h = 0;
    while (walked.next_entry(position, key, h)) {
        if (asked.contains_hashed(key, h)) return false_value();
    }
    return true_value();
}

Value set_contains_method(const Value& self, CallArgs args) {
    return make_bool(set_contains(self, args.values[0]));
}

Value set_reduce(const Value& self, CallArgs) {
    Ref<List> keys = List::make();
    for_each_key(set_of(self), [&](const Value& key, std::int64_t) { keys->append(key); });
    return Tuple::make({Value::borrow(self.type()), Tuple::make({Value(keys)}), none()});
}

// Iterator.

struct SetIterator : Container {
    Ref<Set> set;  ///< Null at the end.
    std::size_t position = 0;
    std::size_t expected = 0;  ///< The set's size when it began.
    std::size_t left = 0;
    bool broken = false;  ///< The set changed size: raises for ever.
    static Type* class_type() { return &set_iterator_type; }
};

Value set_iter(const Value& self) {
    Ref<SetIterator> iterator = make<SetIterator>();
    iterator->set = Ref<Set>(self.as<Set>());
    iterator->expected = iterator->left = set_of(self).size();
    return iterator;
}

Value iterator_self(const Value& self) { return self; }

/// CPython: setiter_iternext.
Value iterator_next(const Value& self) {
    auto& iterator = *self.as<SetIterator>();
    if (!iterator.set) return Value();
    if (iterator.broken || iterator.expected != iterator.set->size()) {
        iterator.broken = true;
        raise(runtime_error_type, "Set changed size during iteration");
    }
    Value key;
    std::int64_t h = 0;
    if (iterator.set->next_entry(iterator.position, key, h)) {
        --iterator.left;
        return key;
    }
    iterator.set = nullptr;
    return Value();
}

Value iterator_length_hint(const Value& self, CallArgs) {
    auto& iterator = *self.as<SetIterator>();
    bool usable = iterator.set && iterator.expected == iterator.set->size();
    return Int::from_size(usable ? iterator.left : 0);
}

void iterator_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<SetIterator*>(self)->set);
}
void iterator_clear(Object* self) { static_cast<SetIterator*>(self)->set = nullptr; }

void set_common_slots(Type& t) {
    auto at = [&t](BinaryOp op) -> auto& { return t.binary[static_cast<std::size_t>(op)]; };
    at(BinaryOp::Or) = set_or;
    at(BinaryOp::And) = set_and;
    at(BinaryOp::Sub) = set_sub;
    at(BinaryOp::Xor) = set_xor;
    t.compare = set_compare;
    t.repr = set_repr;
    t.contains = set_contains;
    t.length = set_length;
    t.iter = set_iter;
    t.traverse = set_traverse;
    t.clear = set_clear_slot;
}

void define_mutable_set() {
    Type& t = set_type;
    set_common_slots(t);
    auto at = [](BinaryOp op) -> auto& { return set_type.inplace[static_cast<std::size_t>(op)]; };
    at(BinaryOp::Or) = set_inplace_or;
    at(BinaryOp::And) = set_inplace_and;
    at(BinaryOp::Sub) = set_inplace_sub;
    at(BinaryOp::Xor) = set_inplace_xor;
    t.construct = set_construct;
    t.init = set_init;
    define_type<Set>(
        t,
        {.name = "set",
         .doc = "set() -> new empty set object\nset(iterable) -> new set object\n\n"
                "Build an unordered collection of unique elements.",
         .flags = Type::kBaseType | Type::kGeneric,
         .methods = {{"add", set_add, "element, /"},
                     {"clear", set_clear, ""},
                     {"copy", set_copy, ""},
                     {"discard", set_discard, "element, /"},
                     {"remove", set_remove, "element, /"},
                     {"pop", set_pop, ""},
                     {"update", set_update, "*others"},
                     {"union", set_union, "*others"},
                     {"intersection", set_intersection, "*others"},
                     {"intersection_update", set_intersection_update, "*others"},
                     {"difference", set_difference, "*others"},
                     {"difference_update", set_difference_update, "*others"},
                     {"symmetric_difference", set_symmetric_difference, "other, /"},
                     {"symmetric_difference_update", set_symmetric_difference_update, "other, /"},
                     {"isdisjoint", set_isdisjoint, "other, /"},
                     {"issubset", set_issubset, "other, /"},
                     {"issuperset", set_issuperset, "other, /"},
                     {"__contains__", set_contains_method, "element, /"},
                     {"__reduce__", set_reduce, ""}}});
}

void define_frozenset() {
    Type& t = frozenset_type;
    set_common_slots(t);
    t.hash = frozenset_hash;
    t.construct = frozenset_construct;
    define_type<Set>(
        t, {.name = "frozenset",
            .doc = "frozenset() -> empty frozenset object\nfrozenset(iterable) -> frozenset "
                   "object\n\nBuild an immutable unordered collection of unique elements.",
            .flags = Type::kBaseType | Type::kGeneric,
            .methods = {{"copy", frozenset_copy, ""},
                        {"union", set_union, "*others"},
                        {"intersection", set_intersection, "*others"},
                        {"difference", set_difference, "*others"},
                        {"symmetric_difference", set_symmetric_difference, "other, /"},
                        {"isdisjoint", set_isdisjoint, "other, /"},
                        {"issubset", set_issubset, "other, /"},
                        {"issuperset", set_issuperset, "other, /"},
                        {"__contains__", set_contains_method, "element, /"},
                        {"__reduce__", set_reduce, ""}}});
}

}  // namespace

void define_set() {
    define_mutable_set();
    define_frozenset();
    Type& i = set_iterator_type;
    i.iter = iterator_self;
    i.next = iterator_next;
    i.traverse = iterator_traverse;
    i.clear = iterator_clear;
    define_type<SetIterator>(
        i, {.name = "set_iterator", .methods = {{"__length_hint__", iterator_length_hint, ""}}});
}

}  // namespace loopscope::object
