// tuple: a fixed row of values behind the header.
#pragma once

#include <initializer_list>
#include <span>

#include "sim/object/make.h"

namespace loopscope::object {

extern Type tuple_type;

struct Tuple : Container {
    std::size_t size = 0;

    ~Tuple();
    static Type* class_type() { return &tuple_type; }
    std::size_t allocated_bytes() const { return sizeof(Tuple) + size * sizeof(Value); }
    /// All items null; the caller sets every one before anybody else sees the tuple.
    static Ref<Tuple> make_unfilled(std::size_t size, Type* cls = &tuple_type);
    static Ref<Tuple> make(std::span<const Value> items, Type* cls = &tuple_type);
    static Ref<Tuple> make(std::initializer_list<Value> items) {
        return make(std::span<const Value>(items.begin(), items.size()));
    }
    /// tuple(iterable).
    static Ref<Tuple> from_iterable(const Value& iterable);
    static Ref<Tuple> empty();

    Value* data() { return reinterpret_cast<Value*>(this + 1); }
    const Value* data() const { return reinterpret_cast<const Value*>(this + 1); }
    std::span<Value> items() { return {data(), size}; }
    std::span<const Value> items() const { return {data(), size}; }
    Value& operator[](std::size_t index) { return data()[index]; }
    const Value& operator[](std::size_t index) const { return data()[index]; }
};

inline bool is_tuple(const Value& v) {
    return v.is_object() && v.type()->has(Type::kTupleSubclass);
}

inline std::size_t CallArgs::keyword_count() const { return names == nullptr ? 0 : names->size; }

}  // namespace loopscope::object
