// list.sort: a stable merge sort that makes few comparisons and respects runs.
//
// Mirrors what a program can see of CPython's listsort: stability, `<` alone is called, the list is
// empty meanwhile, reverse keeps stability by reversing before and after. FIDELITY: the sequence of
// comparisons differs from timsort's, which only a comparison with side effects can notice.
#include <algorithm>
#include <vector>

#include "sim/object/exception.h"
#include "sim/object/float.h"
#include "sim/object/list.h"
#include "sim/object/protocol.h"
#include "sim/object/str.h"

namespace loopscope::object {

namespace {

struct SortItem {
    Value key;
    Value value;  ///< Null when the item is its own key.
};

enum class KeyKind { SmallInt, Float, Ascii, Any };

bool less(const SortItem& a, const SortItem& b, KeyKind kind) {
    switch (kind) {
        case KeyKind::SmallInt:
            return a.key.small() < b.key.small();
        case KeyKind::Float:
            return a.key.as<Float>()->value < b.key.as<Float>()->value;
        case KeyKind::Ascii:
            return a.key.as<Str>()->view() < b.key.as<Str>()->view();
        default:
            return compare_bool(a.key, b.key, CompareOp::Lt);
    }
}

KeyKind kind_of(const std::vector<SortItem>& items) {
    bool ints = true;
    bool floats = true;
    bool texts = true;
    for (const SortItem& item : items) {
        ints = ints && item.key.is_small();
        floats = floats && is_float_exact(item.key);
        texts = texts && is_str_exact(item.key) && item.key.as<Str>()->is_ascii();
    }
    return ints     ? KeyKind::SmallInt
           : floats ? KeyKind::Float
           : texts  ? KeyKind::Ascii
                    : KeyKind::Any;
}

/// Sorts one merge of natural runs: ascending ones stay, strictly descending ones are reversed.
class MergeSort {
  public:
    MergeSort(std::vector<SortItem>& items, KeyKind kind) : items_(items), kind_(kind) {}

    void run() {
        std::vector<std::size_t> ends = find_runs();
        scratch_.resize(items_.size());
        while (ends.size() > 1) {
            std::vector<std::size_t> merged;
            std::size_t begin = 0;
            for (std::size_t i = 0; i + 1 < ends.size(); i += 2) {
                merge(begin, ends[i], ends[i + 1]);
                merged.push_back(ends[i + 1]);
                begin = ends[i + 1];
            }
            if (ends.size() % 2 == 1) merged.push_back(ends.back());
            ends = std::move(merged);
        }
    }

  private:
    static constexpr std::size_t kRunMin = 32;

    std::vector<std::size_t> find_runs() {
        std::vector<std::size_t> ends;
        std::size_t begin = 0;
        while (begin < items_.size()) {
            std::size_t end = natural_run(begin);
            std::size_t wanted = std::min(begin + kRunMin, items_.size());
            for (; end < wanted; ++end) insert_sorted(begin, end);
            ends.push_back(end);
            begin = end;
        }
        return ends;
    }

    std::size_t natural_run(std::size_t begin) {
        std::size_t end = begin + 1;
        if (end >= items_.size()) return items_.size();
        bool down = less(items_[end], items_[begin], kind_);
        ++end;
        while (end < items_.size() && less(items_[end], items_[end - 1], kind_) == down) ++end;
        if (down) {
            std::reverse(items_.begin() + static_cast<std::ptrdiff_t>(begin),
                         items_.begin() + static_cast<std::ptrdiff_t>(end));
        }
        return end;
    }

    /// Puts item `at` into the sorted [begin, at), behind its equals.
    void insert_sorted(std::size_t begin, std::size_t at) {
        std::size_t low = begin;
        std::size_t high = at;
        while (low < high) {
            std::size_t middle = low + (high - low) / 2;
            if (less(items_[at], items_[middle], kind_)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        auto first = items_.begin() + static_cast<std::ptrdiff_t>(low);
        auto last = items_.begin() + static_cast<std::ptrdiff_t>(at);
        std::rotate(first, last, last + 1);
    }

    void merge(std::size_t begin, std::size_t middle, std::size_t end) {
        if (!less(items_[middle], items_[middle - 1], kind_)) return;
        std::size_t left = begin;
        std::size_t right = middle;
        // Only take from items_ once the order is known: less() may throw, and the caller then
        // gives back whatever stands in items_.
        std::vector<bool> from_right;
        from_right.reserve(end - begin);
        while (left < middle && right < end) {
            bool take_right = less(items_[right], items_[left], kind_);
            from_right.push_back(take_right);
            ++(take_right ? right : left);
        }
        std::size_t l = begin;
        std::size_t r = middle;
        std::size_t out = begin;
        for (bool take_right : from_right)
            scratch_[out++] = std::move(items_[take_right ? r++ : l++]);
        while (l < middle) scratch_[out++] = std::move(items_[l++]);
        while (r < end) scratch_[out++] = std::move(items_[r++]);
        for (std::size_t i = begin; i < end; ++i) items_[i] = std::move(scratch_[i]);
    }

    std::vector<SortItem>& items_;
    std::vector<SortItem> scratch_;
    KeyKind kind_;
};

}  // namespace

/// CPython: list_sort_impl.
void sort_list(List& list, const Value& key, bool reverse) {
    std::vector<SortItem> items;
    Value* saved = std::exchange(list.items_, nullptr);
    std::size_t size = std::exchange(list.size_, 0);
    std::size_t capacity = std::exchange(list.capacity_, 0);
    auto give_back = [&] {
        bool modified = list.items_ != nullptr;
        list.clear();
        for (std::size_t i = 0; i < items.size(); ++i) {
            bool own_key = !items[i].value;
            new (saved + i) Value(std::move(own_key ? items[i].key : items[i].value));
        }
        list.items_ = saved;
        list.size_ = size;
        list.capacity_ = capacity;
        return modified;
    };
    bool has_key = key && !key.is_null();
    items.resize(size);
    for (std::size_t i = 0; i < size; ++i) {
        (has_key ? items[i].value : items[i].key) = std::move(saved[i]);
    }
    try {
        if (has_key) {
            for (SortItem& item : items) item.key = call(key, {item.value});
        }
        if (reverse) std::reverse(items.begin(), items.end());
        if (items.size() > 1) MergeSort(items, kind_of(items)).run();
        if (reverse) std::reverse(items.begin(), items.end());
    } catch (...) {
        give_back();
        throw;
    }
    if (give_back()) raise_value_error("list modified during sort");
}

}  // namespace loopscope::object
