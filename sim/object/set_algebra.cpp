// Union, intersection and difference of sets, each in the order in which CPython visits the keys.
#include "sim/object/set_algebra.h"

#include "sim/object/dict.h"
#include "sim/object/protocol.h"

namespace loopscope::object {

namespace {

/// The builtin type that results of operations on v have.
Type* plain_type(const Value& v) {
    return is_instance(v, &frozenset_type) ? &frozenset_type : &set_type;
}

/// A plain set of v's kind. CPython: make_new_set_basetype.
Ref<Set> make_like(const Value& v, const Value& iterable = Value()) {
    Ref<Set> result = make_typed<Set>(plain_type(v));
    if (iterable) result->update(iterable);
    return result;
}

}  // namespace

Ref<Set> copy_of(const Value& self) { return make_like(self, self); }

/// CPython: set_intersection.
Ref<Set> intersection(const Value& self, const Value& other) {
    if (is_same(self, other)) return copy_of(self);
    Ref<Set> result = make_like(self);
    if (!is_any_set(other)) {
        for_each(other, [&](const Value& item) {
            std::int64_t h = hash(item);
            if (set_of(self).contains_hashed(item, h)) result->add_hashed(item, h);
        });
        return result;
    }
    bool swapped = set_of(other).size() > set_of(self).size();
    Set& walked = set_of(swapped ? self : other);
    Set& asked = set_of(swapped ? other : self);
    for_each_key(walked, [&](const Value& key, std::int64_t h) {
        if (asked.contains_hashed(key, h)) result->add_hashed(key, h);
    });
    return result;
}

/// CPython: set_difference_update_internal.
void subtract_in_place(const Value& self, const Value& other) {
    Set& set = set_of(self);
    if (is_same(self, other)) {
        set.clear();
        return;
    }
    if (is_any_set(other)) {
        Value smaller = other;
        if ((set_of(other).size() >> 3) > set.size()) smaller = intersection(self, other);
        for_each_key(set_of(smaller),
                     [&](const Value& key, std::int64_t h) { set.discard_hashed(key, h); });
    } else {
        for_each(other, [&](const Value& item) { set.discard(item); });
    }
    if (set.fill - set.used <= set.mask / 4) return;
    set.resize(set.used > 50000 ? set.used * 2 : set.used * 4);
}

/// CPython: set_difference.
Ref<Set> difference(const Value& self, const Value& other) {
    bool other_is_set = is_any_set(other);
    bool other_is_dict = other.is_object() && other.object()->type == &dict_type;
    std::size_t other_size = other_is_set    ? set_of(other).size()
                             : other_is_dict ? other.as<Dict>()->size()
                                             : 0;
    bool copy_first = !other_is_set && !other_is_dict;
    if (copy_first || (set_of(self).size() >> 2) > other_size) {
        Ref<Set> result = copy_of(self);
        subtract_in_place(result, other);
        return result;
    }
    Ref<Set> result = make_like(self);
    for_each_key(set_of(self), [&](const Value& key, std::int64_t h) {
        bool there = other_is_set ? set_of(other).contains_hashed(key, h)
                                  : other.as<Dict>()->find_hashed(key, h) != nullptr;
        if (!there) result->add_hashed(key, h);
    });
    return result;
}

/// CPython: set_symmetric_difference_update.
void exclude_in_place(const Value& self, const Value& other) {
    Set& set = set_of(self);
    if (is_same(self, other)) {
        set.clear();
        return;
    }
    Value others = is_any_set(other) ? other : Value(make_like(self, other));
    for_each_key(set_of(others), [&](const Value& key, std::int64_t h) {
        if (!set.discard_hashed(key, h)) set.add_hashed(key, h);
    });
}

Ref<Set> symmetric_difference(const Value& self, const Value& other) {
    Ref<Set> result = make_like(self, other);
    exclude_in_place(result, self);
    return result;
}

bool is_subset(const Value& a, const Value& b) {
    if (!is_any_set(b)) return intersection(a, b)->size() == set_of(a).size();
    if (set_of(a).size() > set_of(b).size()) return false;
    std::size_t position = 0;
    Value key;
    std::int64_t h = 0;
    while (set_of(a).next_entry(position, key, h)) {
        if (!set_of(b).contains_hashed(key, h)) return false;
    }
    return true;
}

bool is_superset(const Value& a, const Value& b) {
    if (is_any_set(b)) return is_subset(b, a);
    Value iterator = iter(b);
    while (Value item = next(iterator)) {
        if (!set_of(a).contains(item)) return false;
    }
    return true;
}

}  // namespace loopscope::object
