// The algebra of sets, below operators and methods. For the sources of set only.
#pragma once

#include "sim/object/set.h"

namespace loopscope::object {

inline Set& set_of(const Value& v) { return *v.as<Set>(); }

/// Calls `each(key, hash)` for all keys, as they stand when their turn comes.
template <typename Each>
void for_each_key(const Set& set, Each each) {
    std::size_t position = 0;
    Value key;
    std::int64_t hash = 0;
    while (set.next_entry(position, key, hash)) each(key, hash);
}

// `self` is a set or frozenset, `other` any iterable. Results are plain sets of self's kind.

Ref<Set> copy_of(const Value& self);
Ref<Set> intersection(const Value& self, const Value& other);
Ref<Set> difference(const Value& self, const Value& other);
Ref<Set> symmetric_difference(const Value& self, const Value& other);
void subtract_in_place(const Value& self, const Value& other);
void exclude_in_place(const Value& self, const Value& other);
bool is_subset(const Value& a, const Value& b);
bool is_superset(const Value& a, const Value& b);

}  // namespace loopscope::object
