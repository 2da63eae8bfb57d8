// dict: insertion-ordered hash table, compact, with hints for the interpreter's caches.
#pragma once

#include <cstdint>
#include <string_view>

#include "sim/object/str.h"

namespace loopscope::object {

extern Type dict_type;
extern Type dict_keys_type;
extern Type dict_values_type;
extern Type dict_items_type;

/// One key of a dict. A deleted one has a null key until the table is rebuilt.
struct DictEntry {
    Value key;
    Value value;
    std::int64_t hash;
};

/// Invariants.
/// 1. entries_[0, filled_) are in order of insertion; those with a null key are deleted.
/// 2. Up to kSmallEntries entries there is no index: look-up scans. Beyond, index_ maps hash
///    positions to entries, 1, 2 or 4 bytes each.
/// 3. An entry keeps its place in entries_ until a key is deleted or the table grows; so a cached
///    entry index is right if the entry there still has the wanted key (checked by pointer).
struct Dict : Container {
    static constexpr std::uint32_t kNoEntry = 0xffffffffu;
    static constexpr std::uint32_t kSmallEntries = 8;

    ~Dict();
    static Type* class_type() { return &dict_type; }
    static Ref<Dict> make();

    std::size_t size() const { return used_; }

    // Keys that are exact str: never calls guest code unless the dict holds stranger keys.
    /// The value's place, or null; valid until the dict changes.
    Value* find(const Str* key);
    Value* find(std::string_view key);  ///< Slow: for C++ code that runs seldom.
    void set(Str* key, Value value);
    void set(std::string_view key, Value value);  ///< Interns the key.
    bool erase(const Str* key);

    // Any key; may call __hash__ and __eq__. TypeError "unhashable type: 'list'".
    Value* find(const Value& key);
    Value get(const Value& key);  ///< Null when absent.
    void set(const Value& key, Value value);
    bool erase(const Value& key);
    Value pop(const Value& key);          ///< Null when absent.
    Value pop_last(std::uint32_t index);  ///< Removes the entry there. For popitem.
    void set_hashed(const Value& key, std::int64_t hash, Value value);
    Value* find_hashed(const Value& key, std::int64_t hash);

    void clear();
    Ref<Dict> copy() const;
    /// dict.update(other): a mapping or an iterable of pairs.
    void update(const Value& other);

    // Hints. A caller that looks up one name again and again keeps the entry's index:
    //     if (dict.has_at(hint, name)) return dict.value_at(hint);
    std::uint32_t index_of(const Str* key);  ///< kNoEntry when absent.
    bool has_at(std::uint32_t index, const Str* key) const {
        return index < filled_ &&
               entries_[index].key.bits() == reinterpret_cast<std::uintptr_t>(key);
    }
    Value& value_at(std::uint32_t index) { return entries_[index].value; }
    /// A number that is the same as before only if no key was added or removed since. Never 0.
    /// For caching that a name is absent.
    std::uint64_t keys_version() {
        if (keys_version_ == 0) keys_version_ = next_keys_version();
        return keys_version_;
    }

    // Iteration by position: for (i = 0; i < entry_count(); ++i) if (entry(i).key) …
    std::uint32_t entry_count() const { return filled_; }
    DictEntry& entry(std::uint32_t index) { return entries_[index]; }
    const DictEntry& entry(std::uint32_t index) const { return entries_[index]; }

  private:
    friend struct DictTable;
    static std::uint64_t next_keys_version();

    DictEntry* entries_ = nullptr;  ///< One block: entries, then the index.
    std::uint32_t filled_ = 0;      ///< Entries in use, deleted ones included.
    std::uint32_t used_ = 0;        ///< Keys.
    std::uint32_t capacity_ = 0;    ///< Entries there is room for.
    std::uint8_t log2_index_ = 0;   ///< log2 of the index's length; 0: no index.
    bool str_keys_ = true;          ///< All keys are exact str.
    std::uint64_t keys_version_ = 0;
};

inline bool is_dict(const Value& v) { return v.is_object() && v.type()->has(Type::kDictSubclass); }

}  // namespace loopscope::object
