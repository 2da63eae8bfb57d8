// set and frozenset: open addressing in CPython's own probe order, so that sets iterate alike.
#pragma once

#include <cstdint>
#include <span>

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
    static constexpr std::uint32_t kOrdered = kLayerFlag0;

    Set() = default;
    ~Set();
    static Type* class_type() { return &set_type; }
    static Ref<Set> make();
    static Ref<Set> make_frozen();
    /// A set that iterates in order of insertion, for asyncio.wait and all_tasks: CPython's order
    /// there is by address, ours has to be one that means something. Items must be distinct. What
    /// programs derive from it (`a | b`) are sets of the common kind.
    static Ref<Set> make_ordered(std::span<const Value> items = {});

    std::size_t size() const { return used; }
    bool contains(const Value& key);  ///< TypeError for unhashable keys.
    bool add(const Value& key);       ///< False: was there already.
    bool discard(const Value& key);   ///< False: was not there.
    void clear();
    void update(const Value& iterable);

    // The same with the hash known.
    bool contains_hashed(const Value& key, std::int64_t hash);
    bool add_hashed(const Value& key, std::int64_t hash);
    bool discard_hashed(const Value& key, std::int64_t hash);
    /// Adds all keys of another set.
    void merge(Set& other);
    /// Finds the first entry from `position` on and moves `position` behind it. False at the end.
    bool next_entry(std::size_t& position, Value& key, std::int64_t& hash) const;
    /// Makes room for `minimum` keys and drops deleted entries.
    void resize(std::size_t minimum);
    /// Exchanges the contents of two sets.
    void swap(Set& other) noexcept;

    std::size_t table_size() const { return mask + 1; }
    bool is_ordered() const { return (flags & kOrdered) != 0; }

    SetEntry small[8];
    SetEntry* table = small;
    std::size_t mask = 7;
    std::size_t fill = 0;  ///< Keys and deleted entries.
    std::size_t used = 0;
    std::size_t finger = 0;  ///< Where pop() goes on.
    mutable std::int64_t hash_cache = -1;

  private:
    SetEntry* find_entry(const Value& key, std::int64_t hash, SetEntry** deleted = nullptr);
    SetEntry* find_ordered(const Value& key, std::int64_t hash);
    void insert_clean(Value key, std::int64_t hash);
    bool finish_add(SetEntry* entry, const Value& key, std::int64_t hash);
    void free_table() noexcept;
};

/// A set or frozenset.
bool is_any_set(const Value& v);

}  // namespace loopscope::object
