// list: storage. The Python type is in list_type.cpp, sorting in list_sort.cpp.
#include "sim/object/list.h"

#include <algorithm>
#include <cstring>

#include "sim/object/exception.h"
#include "sim/object/iterator.h"
#include "sim/object/protocol.h"
#include "sim/object/tuple.h"

namespace loopscope::object {

List::~List() {
    for (std::size_t i = 0; i < size_; ++i) items_[i].~Value();
    free_bytes(items_, capacity_ * sizeof(Value));
}

void List::reserve(std::size_t capacity) {
    if (capacity <= capacity_) return;
    check_allocation(capacity, sizeof(Value));
    auto* items = static_cast<Value*>(allocate_bytes(capacity * sizeof(Value)));
    // Values can be moved by bytes: the old places are forgotten, not destroyed.
    if (size_ > 0) std::memcpy(static_cast<void*>(items), items_, size_ * sizeof(Value));
    free_bytes(items_, capacity_ * sizeof(Value));
    items_ = items;
    capacity_ = capacity;
}

void List::grow(std::size_t needed) { reserve(std::max<std::size_t>(needed + (needed >> 1), 4)); }

Ref<List> List::make(std::span<const Value> items) {
    Ref<List> list = object::make<List>();
    list->reserve(items.size());
    for (const Value& v : items) list->append(v);
    return list;
}

Ref<List> List::from_iterable(const Value& iterable) {
    Ref<List> list = make();
    list->extend(iterable);
    return list;
}

void List::insert(std::size_t index, Value v) {
    if (size_ == capacity_) grow(size_ + 1);
    std::memmove(static_cast<void*>(items_ + index + 1), items_ + index,
                 (size_ - index) * sizeof(Value));
    new (items_ + index) Value(std::move(v));
    ++size_;
}

Value List::remove_at(std::size_t index) {
    Value removed = std::move(items_[index]);
    --size_;
    std::memmove(static_cast<void*>(items_ + index), items_ + index + 1,
                 (size_ - index) * sizeof(Value));
    return removed;
}

void List::extend(const Value& iterable) {
    if (is_exact<List>(iterable) || is_exact<Tuple>(iterable)) {
        bool tuple = is_tuple(iterable);
        std::size_t count = tuple ? iterable.as<Tuple>()->size : iterable.as<List>()->size();
        if (size_ + count > capacity_) reserve(size_ + count);
        for (std::size_t i = 0; i < count; ++i) {
            append(tuple ? (*iterable.as<Tuple>())[i] : (*iterable.as<List>())[i]);
        }
        return;
    }
    Value iterator = iter(iterable);
    std::int64_t hint = length_hint(iterable);
    if (hint > 0 && hint < 1'000'000) reserve(size_ + static_cast<std::size_t>(hint));
    while (Value item = next(iterator)) append(std::move(item));
}

void List::replace(std::size_t begin, std::size_t end, std::span<const Value> items) {
    std::vector<Value> fresh(items.begin(), items.end());
    std::vector<Value> old;
    old.reserve(end - begin);
    for (std::size_t i = begin; i < end; ++i) old.push_back(std::move(items_[i]));
    std::size_t tail = size_ - end;
    std::size_t size = begin + fresh.size() + tail;
    if (size > capacity_) grow(size);
    if (tail > 0) {
        std::memmove(static_cast<void*>(items_ + begin + fresh.size()), items_ + end,
                     tail * sizeof(Value));
    }
    for (std::size_t i = 0; i < fresh.size(); ++i)
        new (items_ + begin + i) Value(std::move(fresh[i]));
    size_ = size;
}

void List::clear() {
    Value* items = std::exchange(items_, nullptr);
    std::size_t size = std::exchange(size_, 0);
    std::size_t capacity = std::exchange(capacity_, 0);
    for (std::size_t i = size; i > 0; --i) items[i - 1].~Value();
    free_bytes(items, capacity * sizeof(Value));
}

void List::reverse() { std::reverse(items_, items_ + size_); }

void List::sort(const Value& key, bool reverse) { sort_list(*this, key, reverse); }

}  // namespace loopscope::object
