// bytearray: bytes that can change.
#include <algorithm>

#include "sim/object/byte_methods.h"
#include "sim/object/bytes.h"
#include "sim/object/exception.h"
#include "sim/object/format.h"
#include "sim/object/int.h"
#include "sim/object/protocol.h"
#include "sim/object/sequence.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"

namespace loopscope::object {

Type bytearray_type;

namespace {

Type bytearray_iterator_type;

ByteArray& array_of(const Value& v) { return *v.as<ByteArray>(); }

// Iterator.

struct ByteArrayIterator : Container {
    Ref<ByteArray> array;  ///< Null at the end.
    std::size_t index = 0;
    static Type* class_type() { return &bytearray_iterator_type; }
};

Value iterator_self(const Value& self) { return self; }

Value iterator_next(const Value& self) {
    auto& iterator = *self.as<ByteArrayIterator>();
    if (!iterator.array) return Value();
    if (iterator.index < iterator.array->data.size()) {
        return Value::small(static_cast<unsigned char>(iterator.array->data[iterator.index++]));
    }
    iterator.array = nullptr;
    return Value();
}

void iterator_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<ByteArrayIterator*>(self)->array);
}
void iterator_clear(Object* self) { static_cast<ByteArrayIterator*>(self)->array = nullptr; }

Value array_iter(const Value& self) {
    Ref<ByteArrayIterator> iterator = make<ByteArrayIterator>();
    iterator->array = Ref<ByteArray>(&array_of(self));
    return iterator;
}

// Slots.

Value array_construct(Type* cls, CallArgs) { return make_typed<ByteArray>(cls); }

void array_init(const Value& self, CallArgs args) {
    ByteArray& array = array_of(self);
    std::string data = bytes_from_arguments("bytearray", args);
    if (data.size() != array.data.size()) array.prepare_resize(data.size());
    array.data = std::move(data);
}

Value array_repr(const Value& self) {
    std::string text = bytes_repr(array_of(self).data);
    return make_str(self.type()->name + "(" + text + ")");
}

std::int64_t array_length(const Value& self) {
    return static_cast<std::int64_t>(array_of(self).data.size());
}

Value array_getitem(const Value& self, const Value& given) {
    ByteArray& array = array_of(self);
    const Value key = settled_subscript(given);
    if (Slice* slice = as_slice(key)) {
        return ByteArray::make(slice_bytes(array.data, slice->fit(array_length(self))));
    }
    require_index(key, "bytearray");
    std::size_t index = fit_index(key, array.data.size(), "bytearray index out of range");
    return Value::small(static_cast<unsigned char>(array.data[index]));
}

/// What may be assigned to a slice.
std::string assignable(const Value& value) {
    if (std::optional<std::string_view> data = bytes_like(value)) return std::string(*data);
    bool iterable = value.is_object() && !is_str(value) && value.type()->iter != nullptr;
    if (!iterable) {
        raise_type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)");
    }
    return bytes_from_iterable(value, "byte must be in range(0, 256)");
}

void assign_slice(ByteArray& array, const Slice& slice, const Value& value) {
    std::string data = value ? assignable(value) : std::string();
    SliceBounds bounds = slice.fit(static_cast<std::int64_t>(array.data.size()));
    auto start = static_cast<std::size_t>(bounds.start);
    auto count = static_cast<std::size_t>(bounds.count);
    if (bounds.step == 1) {
        if (data.size() != count) array.prepare_resize(data.size());
        array.data.replace(start, count, data);
        return;
    }
    if (!value) {
        if (count > 0) array.prepare_resize(0);
        std::string kept;
        std::string dropped(array.data.size(), '\0');
        for (std::int64_t i = 0, at = bounds.start; i < bounds.count; ++i, at += bounds.step) {
            dropped[static_cast<std::size_t>(at)] = 1;
        }
        for (std::size_t i = 0; i < array.data.size(); ++i) {
            if (dropped[i] == 0) kept += array.data[i];
        }
        array.data = std::move(kept);
        return;
    }
    if (data.size() != count) {
        raise_format(value_error_type,
                     "attempt to assign bytes of size {} to extended slice of size {}", data.size(),
                     count);
    }
    std::int64_t at = bounds.start;
    for (char c : data) {
        array.data[static_cast<std::size_t>(at)] = c;
        at += bounds.step;
    }
}

void array_setitem(const Value& self, const Value& given, const Value& value) {
    ByteArray& array = array_of(self);
    const Value key = settled_subscript(given);
    if (Slice* slice = as_slice(key)) {
        assign_slice(array, *slice, value);
        return;
    }
    require_index(key, "bytearray");
    std::size_t index = fit_index(key, array.data.size(), "bytearray index out of range");
    if (!value) {
        array.prepare_resize(0);
        array.data.erase(index, 1);
        return;
    }
    std::uint8_t byte = byte_of(value);
    if (index < array.data.size()) array.data[index] = static_cast<char>(byte);
}

bool array_contains(const Value& self, const Value& item) {
    return bytes_contain(array_of(self).data, item);
}

[[noreturn]] void raise_cannot_concat(const Value& a, const Value& b) {
    raise_format(type_error_type, "can't concat {} to {}", b.type()->name, a.type()->name);
}

Value array_concat(const Value& a, const Value& b) {
    std::optional<std::string_view> x = bytes_like(a);
    std::optional<std::string_view> y = bytes_like(b);
    if (!x || !y) raise_cannot_concat(a, b);
    check_allocation(x->size() + y->size(), 1);
    return ByteArray::make(std::string(*x) + std::string(*y));
}

Value array_repeat(const Value& self, std::int64_t count) {
    return ByteArray::make(repeat_bytes(array_of(self).data, count));
}

Value array_inplace_concat(const Value& a, const Value& b) {
    std::optional<std::string_view> data = bytes_like(b);
    if (!data) raise_cannot_concat(a, b);
    array_of(a).prepare_resize(data->size());
    array_of(a).data += std::string(*data);
    return a;
}

Value array_inplace_repeat(const Value& a, std::int64_t count) {
    std::string data = repeat_bytes(array_of(a).data, count);
    array_of(a).prepare_resize(data.size());
    array_of(a).data = std::move(data);
    return a;
}

// Methods.

Value array_append(const Value& self, CallArgs args) {
    std::uint8_t byte = byte_of(args.values[0]);
    array_of(self).prepare_resize(1);
    array_of(self).data += static_cast<char>(byte);
    return none();
}

Value array_extend(const Value& self, CallArgs args) {
    const Value& source = args.values[0];
    std::string data;
    if (std::optional<std::string_view> bytes = bytes_like(source)) {
        data = *bytes;
    } else {
        bool iterable = source.is_object() &&
                        (source.type()->iter != nullptr || source.type()->getitem != nullptr);
        if (!iterable) {
            raise_format(type_error_type, "can't extend bytearray with {}", source.type()->name);
        }
        data = bytes_from_iterable(source, "byte must be in range(0, 256)");
    }
    array_of(self).prepare_resize(data.size());
    array_of(self).data += data;
    return none();
}

Value array_insert(const Value& self, CallArgs args) {
    std::int64_t at = to_index(args.values[0]);
    std::uint8_t byte = byte_of(args.values[1]);
    ByteArray& array = array_of(self);
    array.prepare_resize(1);
    std::int64_t size = array_length(self);
    at = std::clamp<std::int64_t>(at < 0 ? at + size : at, 0, size);
    array.data.insert(static_cast<std::size_t>(at), 1, static_cast<char>(byte));
    return none();
}

Value array_pop(const Value& self, CallArgs args) {
    ByteArray& array = array_of(self);
    std::int64_t size = array_length(self);
    if (size == 0) raise(index_error_type, "pop from empty bytearray");
    std::int64_t at = args.values[0] ? to_index(args.values[0]) : -1;
    if (at < 0) at += size;
    if (at < 0 || at >= size) raise(index_error_type, "pop index out of range");
    array.prepare_resize(0);
    auto byte = static_cast<unsigned char>(array.data[static_cast<std::size_t>(at)]);
    array.data.erase(static_cast<std::size_t>(at), 1);
    return Value::small(byte);
}

Value array_remove(const Value& self, CallArgs args) {
    ByteArray& array = array_of(self);
    std::size_t at = array.data.find(static_cast<char>(byte_of(args.values[0])));
    if (at == std::string::npos) raise_value_error("value not found in bytearray");
    array.prepare_resize(0);
    array.data.erase(at, 1);
    return none();
}

Value array_clear(const Value& self, CallArgs) {
    array_of(self).prepare_resize(0);
    array_of(self).data.clear();
    return none();
}
Value array_copy(const Value& self, CallArgs) { return ByteArray::make(array_of(self).data); }
Value array_reverse(const Value& self, CallArgs) {
    std::reverse(array_of(self).data.begin(), array_of(self).data.end());
    return none();
}

}  // namespace

Ref<ByteArray> ByteArray::make(std::string_view bytes) {
    Ref<ByteArray> result = make_typed<ByteArray>(&bytearray_type);
    result->prepare_resize(bytes.size());
    result->data = bytes;
    return result;
}

ByteArray::~ByteArray() {
    if (Runtime::has_current()) Runtime::current().memory_used_bytes -= counted;
}

void ByteArray::prepare_resize(std::size_t growth) {
    if (exports != 0) {
        raise(buffer_error_type, "Existing exports of data: object cannot be re-sized");
    }
    std::size_t wanted = std::max(data.size() + growth, data.capacity());
    if (wanted > data.capacity()) check_allocation(wanted, 1);
    if (!Runtime::has_current()) return;
    Runtime::current().memory_used_bytes += wanted - counted;
    counted = wanted;
}

void define_bytearray() {
    Type& t = bytearray_type;
    t.construct = array_construct;
    t.init = array_init;
    t.repr = array_repr;
    t.compare = compare_bytes;
    t.iter = array_iter;
    t.length = array_length;
    t.getitem = array_getitem;
    t.setitem = array_setitem;
    t.contains = array_contains;
    t.concat = array_concat;
    t.repeat = array_repeat;
    t.inplace_concat = array_inplace_concat;
    t.inplace_repeat = array_inplace_repeat;
    t.binary[static_cast<std::size_t>(BinaryOp::Mod)] = bytes_percent;
    define_type<ByteArray>(
        t, {.name = "bytearray",
            .doc = "Construct a mutable bytearray object.",
            .flags = Type::kBaseType,
            .methods = {{"append", array_append, "item, /"},
                        {"clear", array_clear, ""},
                        {"copy", array_copy, ""},
                        {"extend", array_extend, "iterable_of_ints, /"},
                        {"insert", array_insert, "index, item, /"},
                        {"pop", array_pop, "index=, /"},
                        {"remove", array_remove, "value, /"},
                        {"reverse", array_reverse, ""},
                        {"fromhex", byte_from_hex, "string, /", nullptr, Binding::Class}}});
    add_byte_methods(t);
    Type& i = bytearray_iterator_type;
    i.iter = iterator_self;
    i.next = iterator_next;
    i.traverse = iterator_traverse;
    i.clear = iterator_clear;
    define_type<ByteArrayIterator>(i, {.name = "bytearray_iterator"});
}

}  // namespace loopscope::object
