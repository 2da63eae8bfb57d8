// dict: the table. The Python type is in dict_type.cpp, the views in dict_views.cpp.
#include "sim/object/dict.h"

#include <algorithm>
#include <atomic>
#include <cstring>

#include "sim/object/exception.h"
#include "sim/object/protocol.h"

namespace loopscope::object {

/// The table's inner workings: index slots of 1, 2 or 4 bytes, probing as CPython's (perturbed).
struct DictTable {
    static constexpr std::int32_t kFree = -1;
    static constexpr std::int32_t kDeleted = -2;

    static std::size_t slots(const Dict& d) { return std::size_t{1} << d.log2_index_; }
    static std::size_t slot_width(std::uint8_t log2) { return log2 <= 7 ? 1 : log2 <= 15 ? 2 : 4; }
    static std::size_t block_size(std::uint32_t capacity, std::uint8_t log2) {
        std::size_t index = log2 == 0 ? 0 : (std::size_t{1} << log2) * slot_width(log2);
        return capacity * sizeof(DictEntry) + index;
    }
    static char* index_of(const Dict& d) {
        return reinterpret_cast<char*>(d.entries_ + d.capacity_);
    }
    static std::int32_t get(const Dict& d, std::size_t slot) {
        char* index = index_of(d);
        switch (slot_width(d.log2_index_)) {
            case 1:
                return reinterpret_cast<std::int8_t*>(index)[slot];
            case 2:
                return reinterpret_cast<std::int16_t*>(index)[slot];
            default:
                return reinterpret_cast<std::int32_t*>(index)[slot];
        }
    }
    static void put(Dict& d, std::size_t slot, std::int32_t entry) {
        char* index = index_of(d);
        switch (slot_width(d.log2_index_)) {
            case 1:
                reinterpret_cast<std::int8_t*>(index)[slot] = static_cast<std::int8_t>(entry);
                break;
            case 2:
                reinterpret_cast<std::int16_t*>(index)[slot] = static_cast<std::int16_t>(entry);
                break;
            default:
                reinterpret_cast<std::int32_t*>(index)[slot] = entry;
                break;
        }
    }

    /// Walks the index slots a hash leads to.
    struct Probe {
        std::size_t mask;
        std::size_t perturb;
        std::size_t slot;
        Probe(const Dict& d, std::int64_t hash)
            : mask(slots(d) - 1), perturb(static_cast<std::size_t>(hash)), slot(perturb & mask) {}
        void next() {
            perturb >>= 5;
            slot = (slot * 5 + perturb + 1) & mask;
        }
    };

    static bool same_text(const DictEntry& e, const Str* key, std::int64_t hash) {
        if (e.key.bits() == reinterpret_cast<std::uintptr_t>(key)) return true;
        return e.hash == hash && is_str_exact(e.key) && e.key.as<Str>()->equals(*key);
    }

    /// Entry of a str key in a dict of str keys.
    static std::uint32_t find_text(const Dict& d, const Str* key) {
        if (d.log2_index_ == 0) {
            for (std::uint32_t i = 0; i < d.filled_; ++i) {
                if (d.entries_[i].key.bits() == reinterpret_cast<std::uintptr_t>(key)) return i;
            }
            std::int64_t hash = key->hash();
            for (std::uint32_t i = 0; i < d.filled_; ++i) {
                if (d.entries_[i].hash == hash && d.entries_[i].key &&
                    d.entries_[i].key.as<Str>()->equals(*key)) {
                    return i;
                }
            }
            return Dict::kNoEntry;
        }
        std::int64_t hash = key->hash();
        for (Probe probe(d, hash);; probe.next()) {
            std::int32_t entry = get(d, probe.slot);
            if (entry == kFree) return Dict::kNoEntry;
            if (entry >= 0 && same_text(d.entries_[entry], key, hash)) {
                return static_cast<std::uint32_t>(entry);
            }
        }
    }

    enum class Match { No, Yes, Changed };

    /// Compares an entry's key, which may run guest code and so change the dict.
    static Match matches(Dict& d, std::uint32_t i, const Value& key, std::int64_t hash) {
        DictEntry& e = d.entries_[i];
        if (!e.key) return Match::No;
        if (is_same(e.key, key)) return Match::Yes;
        if (e.hash != hash) return Match::No;
        if (e.key.is_small() && key.is_small()) return Match::No;
        if (is_str_exact(e.key) && is_str_exact(key)) {
            return e.key.as<Str>()->equals(*key.as<Str>()) ? Match::Yes : Match::No;
        }
        Value held = e.key;
        DictEntry* entries = d.entries_;
        bool same = equal(held, key);
        bool moved = d.entries_ != entries || i >= d.filled_ || !is_same(d.entries_[i].key, held);
        if (moved) return Match::Changed;
        return same ? Match::Yes : Match::No;
    }

    static std::uint32_t find_any(Dict& d, const Value& key, std::int64_t hash) {
        if (d.str_keys_ && is_str_exact(key)) return find_text(d, key.as<Str>());
        while (true) {
            bool changed = false;
            std::uint32_t found = scan(d, key, hash, changed);
            if (!changed) return found;
        }
    }

    static std::uint32_t scan(Dict& d, const Value& key, std::int64_t hash, bool& changed) {
        if (d.log2_index_ == 0) {
            for (std::uint32_t i = 0; i < d.filled_; ++i) {
                Match match = matches(d, i, key, hash);
                if (match == Match::Yes) return i;
                if (match == Match::Changed) {
                    changed = true;
                    return Dict::kNoEntry;
                }
            }
            return Dict::kNoEntry;
        }
        for (Probe probe(d, hash);; probe.next()) {
            std::int32_t entry = get(d, probe.slot);
            if (entry == kFree) return Dict::kNoEntry;
            if (entry < 0) continue;
            Match match = matches(d, static_cast<std::uint32_t>(entry), key, hash);
            if (match == Match::Yes) return static_cast<std::uint32_t>(entry);
            if (match == Match::Changed) {
                changed = true;
                return Dict::kNoEntry;
            }
        }
    }

    /// Moves the live entries into a block with room for at least `wanted`.
    static void rebuild(Dict& d, std::uint32_t wanted) {
        // Most dicts are those of instances with a few attributes.
        std::uint32_t capacity = wanted <= 3 ? 3 : wanted <= 5 ? 5 : Dict::kSmallEntries;
        std::uint8_t log2 = 0;
        if (wanted > Dict::kSmallEntries) {
            log2 = 4;
            while (((std::size_t{1} << log2) * 2) / 3 < wanted) ++log2;
            capacity = static_cast<std::uint32_t>((std::size_t{1} << log2) * 2 / 3);
        }
        std::size_t size = block_size(capacity, log2);
        auto* block = static_cast<DictEntry*>(allocate_bytes(size));
        std::uint32_t filled = 0;
        for (std::uint32_t i = 0; i < d.filled_; ++i) {
            if (!d.entries_[i].key) continue;
            std::memcpy(static_cast<void*>(block + filled), d.entries_ + i, sizeof(DictEntry));
            ++filled;
        }
        free_bytes(d.entries_, block_size(d.capacity_, d.log2_index_));
        d.entries_ = block;
        d.capacity_ = capacity;
        d.log2_index_ = log2;
        d.filled_ = filled;
        if (log2 == 0) return;
        std::memset(index_of(d), 0xff, size - capacity * sizeof(DictEntry));
        for (std::uint32_t i = 0; i < filled; ++i) link(d, i);
    }

    static void link(Dict& d, std::uint32_t entry) {
        Probe probe(d, d.entries_[entry].hash);
        while (get(d, probe.slot) >= 0) probe.next();
        put(d, probe.slot, static_cast<std::int32_t>(entry));
    }

    static void append(Dict& d, Value key, std::int64_t hash, Value value) {
        if (d.filled_ == d.capacity_) {
            // CPython's growth: three times the keys, so that a shrunken dict becomes compact.
            rebuild(d, d.used_ + 1 <= Dict::kSmallEntries ? d.used_ + 1 : d.used_ * 2 + 1);
        }
        if (!is_str_exact(key)) d.str_keys_ = false;
        new (d.entries_ + d.filled_) DictEntry{std::move(key), std::move(value), hash};
        if (d.log2_index_ != 0) link(d, d.filled_);
        ++d.filled_;
        ++d.used_;
        d.keys_version_ = 0;
    }

    static Value remove(Dict& d, std::uint32_t i) {
        DictEntry& e = d.entries_[i];
        if (d.log2_index_ != 0) {
            Probe probe(d, e.hash);
            while (get(d, probe.slot) != static_cast<std::int32_t>(i)) probe.next();
            put(d, probe.slot, kDeleted);
        }
        Value key = std::move(e.key);
        Value value = std::move(e.value);
        --d.used_;
        d.keys_version_ = 0;
        if (i + 1 == d.filled_ && d.log2_index_ == 0) --d.filled_;
        return value;
    }
};

Dict::~Dict() {
    for (std::uint32_t i = 0; i < filled_; ++i) entries_[i].~DictEntry();
    free_bytes(entries_, DictTable::block_size(capacity_, log2_index_));
}

Ref<Dict> Dict::make() { return object::make<Dict>(); }

std::uint64_t Dict::next_keys_version() {
    static std::atomic<std::uint64_t> counter{0};
    return ++counter;
}

std::uint32_t Dict::index_of(const Str* key) {
    if (str_keys_) return DictTable::find_text(*this, key);
    Value v = Value::borrow(const_cast<Str*>(key));
    return DictTable::find_any(*this, v, key->hash());
}

Value* Dict::find(const Str* key) {
    std::uint32_t i = index_of(key);
    return i == kNoEntry ? nullptr : &entries_[i].value;
}

Value* Dict::find(std::string_view key) { return find(intern(key).get()); }

void Dict::set(Str* key, Value value) {
    std::uint32_t i = index_of(key);
    if (i != kNoEntry) {
        Value old = std::exchange(entries_[i].value, std::move(value));
        return;
    }
    DictTable::append(*this, Value::borrow(key), key->hash(), std::move(value));
}

void Dict::set(std::string_view key, Value value) { set(intern(key).get(), std::move(value)); }

bool Dict::erase(const Str* key) {
    std::uint32_t i = index_of(key);
    if (i == kNoEntry) return false;
    DictTable::remove(*this, i);
    return true;
}

Value* Dict::find_hashed(const Value& key, std::int64_t hash) {
    std::uint32_t i = DictTable::find_any(*this, key, hash);
    return i == kNoEntry ? nullptr : &entries_[i].value;
}

Value* Dict::find(const Value& key) { return find_hashed(key, hash(key)); }

Value Dict::get(const Value& key) {
    Value* found = find(key);
    return found == nullptr ? Value() : *found;
}

void Dict::set_hashed(const Value& key, std::int64_t key_hash, Value value) {
    std::uint32_t i = DictTable::find_any(*this, key, key_hash);
    if (i != kNoEntry) {
        Value old = std::exchange(entries_[i].value, std::move(value));
        return;
    }
    DictTable::append(*this, key, key_hash, std::move(value));
}

void Dict::set(const Value& key, Value value) { set_hashed(key, hash(key), std::move(value)); }

bool Dict::erase(const Value& key) {
    std::uint32_t i = DictTable::find_any(*this, key, hash(key));
    if (i == kNoEntry) return false;
    DictTable::remove(*this, i);
    return true;
}

Value Dict::pop(const Value& key) {
    if (used_ == 0) return Value();  // Without hashing, as CPython.
    std::uint32_t i = DictTable::find_any(*this, key, hash(key));
    return i == kNoEntry ? Value() : DictTable::remove(*this, i);
}

Value Dict::pop_last(std::uint32_t index) {
    Value value = DictTable::remove(*this, index);
    filled_ = index;
    return value;
}

void Dict::clear() {
    DictEntry* entries = std::exchange(entries_, nullptr);
    std::uint32_t filled = std::exchange(filled_, 0);
    std::size_t size = DictTable::block_size(capacity_, log2_index_);
    capacity_ = 0;
    log2_index_ = 0;
    used_ = 0;
    str_keys_ = true;
    keys_version_ = 0;
    for (std::uint32_t i = 0; i < filled; ++i) entries[i].~DictEntry();
    free_bytes(entries, size);
}

Ref<Dict> Dict::copy() const {
    Ref<Dict> result = make();
    if (used_ == 0) return result;
    DictTable::rebuild(*result, used_);
    for (std::uint32_t i = 0; i < filled_; ++i) {
        const DictEntry& e = entries_[i];
        if (e.key) DictTable::append(*result, e.key, e.hash, e.value);
    }
    return result;
}

namespace {

void merge_dict(Dict& into, const Value& from) {
    Ref<Dict> other(from.as<Dict>());
    std::size_t size = other->size();
    for (std::uint32_t i = 0; i < other->entry_count(); ++i) {
        const DictEntry& e = other->entry(i);
        if (!e.key) continue;
        Value key = e.key;
        Value value = e.value;
        into.set_hashed(key, e.hash, std::move(value));
        if (other->size() != size) raise(runtime_error_type, "dict mutated during update");
    }
}

void merge_pairs(Dict& into, const Value& iterable) {
    Value iterator = iter(iterable);
    std::size_t n = 0;
    while (Value item = next(iterator)) {
        Ref<Tuple> pair;
        try {
            pair = Tuple::from_iterable(item);
        } catch (const Raised& raised) {
            if (!matches(*raised.exception, type_error_type)) throw;
            raise_format(type_error_type,
                         "cannot convert dictionary update sequence element #{} to a sequence", n);
        }
        if (pair->size != 2) {
            raise_format(value_error_type,
                         "dictionary update sequence element #{} has length {}; 2 is required", n,
                         pair->size);
        }
        into.set((*pair)[0], (*pair)[1]);
        ++n;
    }
}

}  // namespace

void Dict::update(const Value& other) {
    static Str* const kKeys = intern_static("keys");
    if (is_dict(other) && other.type()->iter == dict_type.iter) {
        merge_dict(*this, other);
        return;
    }
    Value keys = lookup_attr(other, kKeys);
    if (!keys) {
        merge_pairs(*this, other);
        return;
    }
    for_each(call(keys), [&](const Value& key) { set(key, getitem(other, key)); });
}

}  // namespace loopscope::object
