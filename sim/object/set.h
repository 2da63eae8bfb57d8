// set and frozenset: open addressing in CPython's own probe order, so that sets iterate alike.
#pragma once

#include <cstdint>

#include "sim/object/make.h"

namespace loopscope::object {

extern Type set_type;
extern Type frozenset_type;

struct SetEntry {
    Value key;  ///< Null: free, or deleted when hash is -1.
    std::int64_t hash = 0;
};

/// Mirrors: setobject.c's table (8 entries at first, 9 linear probes, then perturbed jumps; grows
/// fourfold at three fifths), because iteration order is visible to programs.
struct Set : Container {
    Set();
    ~Set();
    static Type* class_type() { return &set_type; }
    static Ref<Set> make();
    static Ref<Set> make_frozen();

    std::size_t size() const { return used; }
    bool contains(const Value& key);  ///< TypeError for unhashable keys.
    bool add(const Value& key);       ///< False: was there already.
    bool discard(const Value& key);   ///< False: was not there.
    void clear();
    void update(const Value& iterable);

    std::size_t table_size() const { return mask + 1; }

    SetEntry small[8];
    SetEntry* table = small;
    std::size_t mask = 7;
    std::size_t fill = 0;  ///< Keys and deleted entries.
    std::size_t used = 0;
    std::size_t finger = 0;  ///< Where pop() goes on.
    mutable std::int64_t hash_cache = -1;
};

/// A set or frozenset.
bool is_any_set(const Value& v);

}  // namespace loopscope::object
