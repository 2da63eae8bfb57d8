// list: a growing row of values.
#pragma once

#include <initializer_list>
#include <span>

#include "sim/object/make.h"

namespace loopscope::object {

extern Type list_type;

struct List : Container {
    ~List();
    static Type* class_type() { return &list_type; }
    static Ref<List> make(std::span<const Value> items);
    static Ref<List> make(std::initializer_list<Value> items = {}) {
        return make(std::span<const Value>(items.begin(), items.size()));
    }
    static Ref<List> from_iterable(const Value& iterable);

    std::size_t size() const { return size_; }
    Value* data() { return items_; }
    const Value* data() const { return items_; }
    std::span<Value> items() { return {items_, size_}; }
    Value& operator[](std::size_t index) { return items_[index]; }
    const Value& operator[](std::size_t index) const { return items_[index]; }

    void append(Value v) {
        if (size_ == capacity_) grow(size_ + 1);
        new (items_ + size_) Value(std::move(v));
        ++size_;
    }
    void insert(std::size_t index, Value v);  ///< Requires: index <= size().
    Value remove_at(std::size_t index);       ///< Requires: index < size().
    void reserve(std::size_t capacity);
    void extend(const Value& iterable);  ///< list.extend
    /// Replaces [begin, end) by `items`; the old values are released last.
    void replace(std::size_t begin, std::size_t end, std::span<const Value> items);
    void clear();
    void reverse();
    /// list.sort: stable. `key` may be null. ValueError "list modified during sort".
    void sort(const Value& key, bool reverse);

  private:
    friend void sort_list(List& list, const Value& key, bool reverse);
    void grow(std::size_t needed);
    Value* items_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

inline bool is_list(const Value& v) { return v.is_object() && v.type()->has(Type::kListSubclass); }

}  // namespace loopscope::object
