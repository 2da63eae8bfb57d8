// The hash table of set and frozenset.
//
// Invariants.
// 1. An entry with a null key is free when its hash is 0 and deleted when it is -1; deleted entries
//    keep the chains behind them whole. A new key takes the last deleted entry that its search met.
// 2. fill counts keys and deleted entries and stays below three fifths of the table.
// 3. An ordered set's keys stand in table[0, fill) in order of insertion, and look-up scans.
#include "sim/object/set.h"

#include <utility>

#include "sim/object/dict.h"
#include "sim/object/memory.h"
#include "sim/object/protocol.h"
#include "sim/object/str.h"

namespace loopscope::object {

namespace {

constexpr std::size_t kLinearProbes = 9;
constexpr std::size_t kPerturbShift = 5;
constexpr std::int64_t kDeleted = -1;

bool is_free(const SetEntry& entry) { return entry.key.is_null() && entry.hash == 0; }

/// The sequence of places where a key of some hash may stand. CPython: set_lookkey's loops.
class Probe {
  public:
    Probe(std::int64_t hash, std::size_t mask)
        : perturb_(static_cast<std::size_t>(hash)), mask_(mask), start_(perturb_ & mask) {
        begin_run();
    }
    std::size_t index() const { return index_; }
    void advance() {
        if (left_ > 0) {
            --left_;
            ++index_;
            return;
        }
        perturb_ >>= kPerturbShift;
        start_ = (start_ * 5 + 1 + perturb_) & mask_;
        begin_run();
    }

  private:
    void begin_run() {
        index_ = start_;
        left_ = start_ + kLinearProbes <= mask_ ? kLinearProbes : 0;
    }
    std::size_t perturb_;
    std::size_t mask_;
    std::size_t start_;
    std::size_t index_ = 0;
    std::size_t left_ = 0;
};

/// Whether two keys of equal hash are equal. May run guest code.
bool same_key(const Value& a, const Value& b) {
    if (is_same(a, b)) return true;
    if (a.is_small() && b.is_small()) return false;
    if (is_str_exact(a) && is_str_exact(b)) return a.as<Str>()->equals(*b.as<Str>());
    return equal(a, b);
}

SetEntry* make_table(std::size_t size) {
    check_allocation(size, sizeof(SetEntry));
    auto* table = static_cast<SetEntry*>(allocate_bytes(size * sizeof(SetEntry)));
    for (std::size_t i = 0; i < size; ++i) new (table + i) SetEntry;
    return table;
}

std::size_t growth(std::size_t used) { return used > 50000 ? used * 2 : used * 4; }

}  // namespace

Set::~Set() { free_table(); }

void Set::free_table() noexcept {
    if (table == small) return;
    for (std::size_t i = 0; i <= mask; ++i) table[i].~SetEntry();
    free_bytes(table, table_size() * sizeof(SetEntry));
}

Ref<Set> Set::make() { return make_typed<Set>(&set_type); }
Ref<Set> Set::make_frozen() { return make_typed<Set>(&frozenset_type); }

Ref<Set> Set::make_ordered(std::span<const Value> items) {
    Ref<Set> set = make();
    set->flags |= kOrdered;
    if (items.size() > 4) set->resize(items.size() * 2);
    for (const Value& item : items) set->finish_add(set->table + set->fill, item, hash(item));
    return set;
}

/// The entry that holds the key, or the free one where the search ended; `deleted` gets the last
/// deleted entry on the way. CPython: set_lookkey, set_add_entry.
SetEntry* Set::find_entry(const Value& key, std::int64_t hash, SetEntry** deleted) {
    if (is_ordered()) return find_ordered(key, hash);
    while (true) {
        SetEntry* const before = table;
        bool restart = false;
        if (deleted != nullptr) *deleted = nullptr;
        for (Probe probe(hash, mask); !restart; probe.advance()) {
            SetEntry& entry = table[probe.index()];
            if (is_free(entry)) return &entry;
            if (entry.key.is_null()) {
                if (deleted != nullptr) *deleted = &entry;
                continue;
            }
            if (entry.hash != hash) continue;
            Value candidate = entry.key;
            bool same = same_key(candidate, key);
            // The comparison may have changed the set: then look again.
            if (table != before || !is_same(entry.key, candidate)) {
                restart = true;
            } else if (same) {
                return &entry;
            }
        }
    }
}

SetEntry* Set::find_ordered(const Value& key, std::int64_t hash) {
    for (std::size_t i = 0; i < fill; ++i) {
        if (table[i].key.is_null() || table[i].hash != hash) continue;
        Value candidate = table[i].key;
        bool same = same_key(candidate, key);
        if (i >= fill || !is_same(table[i].key, candidate)) return find_ordered(key, hash);
        if (same) return table + i;
    }
    return table + fill;
}

bool Set::contains_hashed(const Value& key, std::int64_t hash) {
    return !find_entry(key, hash)->key.is_null();
}

bool Set::finish_add(SetEntry* entry, const Value& key, std::int64_t hash) {
    entry->key = key;
    entry->hash = hash;
    ++fill;
    ++used;
    if (fill * 5 >= mask * 3) resize(growth(used));
    return true;
}

/// CPython: set_add_entry.
bool Set::add_hashed(const Value& key, std::int64_t hash) {
    SetEntry* deleted = nullptr;
    SetEntry* entry = find_entry(key, hash, &deleted);
    if (!entry->key.is_null()) return false;
    if (deleted != nullptr) {
        deleted->key = key;
        deleted->hash = hash;
        ++used;
        return true;
    }
    return finish_add(entry, key, hash);
}

bool Set::discard_hashed(const Value& key, std::int64_t hash) {
    SetEntry* entry = find_entry(key, hash);
    if (entry->key.is_null()) return false;
    Value old = std::exchange(entry->key, Value());
    entry->hash = kDeleted;
    --used;
    return true;
}

bool Set::contains(const Value& key) { return contains_hashed(key, hash(key)); }
bool Set::add(const Value& key) { return add_hashed(key, hash(key)); }
bool Set::discard(const Value& key) { return discard_hashed(key, hash(key)); }

/// CPython: set_insert_clean. Requires: the key is not there, and nothing was deleted.
void Set::insert_clean(Value key, std::int64_t hash) {
    Probe probe(hash, mask);
    while (!table[probe.index()].key.is_null()) probe.advance();
    table[probe.index()].key = std::move(key);
    table[probe.index()].hash = hash;
}

/// CPython: set_table_resize.
void Set::resize(std::size_t minimum) {
    std::size_t size = 8;
    while (size <= minimum) size *= 2;
    if (size == 8 && table == small && fill == used) return;
    SetEntry copy[8];
    SetEntry* old = table;
    std::size_t old_size = table_size();
    bool old_is_small = old == small;
    if (old_is_small) {
        for (std::size_t i = 0; i < 8; ++i) copy[i] = std::exchange(small[i], SetEntry());
        old = copy;
    }
    table = size == 8 ? small : make_table(size);
    mask = size - 1;
    fill = used;
    std::size_t next = 0;
    for (std::size_t i = 0; i < old_size; ++i) {
        if (old[i].key.is_null()) continue;
        if (is_ordered()) {
            table[next++] = std::move(old[i]);
        } else {
            insert_clean(std::move(old[i].key), old[i].hash);
        }
    }
    if (old_is_small) return;
    for (std::size_t i = 0; i < old_size; ++i) old[i].~SetEntry();
    free_bytes(old, old_size * sizeof(SetEntry));
}

void Set::swap(Set& other) noexcept {
    for (std::size_t i = 0; i < 8; ++i) std::swap(small[i], other.small[i]);
    bool small_here = table == small;
    bool small_there = other.table == other.small;
    std::swap(table, other.table);
    if (small_there) table = small;
    if (small_here) other.table = other.small;
    std::swap(mask, other.mask);
    std::swap(fill, other.fill);
    std::swap(used, other.used);
    std::uint32_t order = (flags ^ other.flags) & kOrdered;
    flags ^= order;
    other.flags ^= order;
    hash_cache = -1;
    other.hash_cache = -1;
}

void Set::clear() {
    if (fill == 0 && table == small) return;
    Set emptied;
    swap(emptied);
    if (emptied.is_ordered()) flags |= kOrdered;
}

bool Set::next_entry(std::size_t& position, Value& key, std::int64_t& hash) const {
    while (position <= mask && table[position].key.is_null()) ++position;
    if (position > mask) return false;
    key = table[position].key;
    hash = table[position].hash;
    ++position;
    return true;
}

/// CPython: set_merge.
void Set::merge(Set& other) {
    if (&other == this || other.used == 0) return;
    if ((fill + other.used) * 5 >= mask * 3) resize((used + other.used) * 2);
    bool plain = !is_ordered() && !other.is_ordered();
    if (fill == 0 && plain && mask == other.mask && other.fill == other.used) {
        for (std::size_t i = 0; i <= mask; ++i) table[i] = other.table[i];
        fill = other.fill;
        used = other.used;
        return;
    }
    bool clean = fill == 0 && !is_ordered();
    if (clean) fill = used = other.used;
    std::size_t position = 0;
    Value key;
    std::int64_t hash = 0;
    while (other.next_entry(position, key, hash)) {
        if (clean) {
            insert_clean(key, hash);
        } else {
            add_hashed(key, hash);
        }
    }
}

/// CPython: set_update_internal.
void Set::update(const Value& iterable) {
    if (is_any_set(iterable)) {
        merge(*iterable.as<Set>());
        return;
    }
    if (iterable.is_object() && iterable.object()->type == &dict_type) {
        Ref<Dict> dict(iterable.as<Dict>());
        std::size_t count = dict->size();
        if ((fill + count) * 5 >= mask * 3) resize((used + count) * 2);
        for (std::uint32_t i = 0; i < dict->entry_count(); ++i) {
            Value key = dict->entry(i).key;
            if (key) add_hashed(key, dict->entry(i).hash);
        }
        return;
    }
    for_each(iterable, [this](const Value& item) { add(item); });
}

bool is_any_set(const Value& v) {
    return v.is_object() && (is_instance(v, &set_type) || is_instance(v, &frozenset_type));
}

}  // namespace loopscope::object
