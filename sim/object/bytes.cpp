// bytes, and what is common to all bytes-like objects.
#include "sim/object/bytes.h"

#include <algorithm>

#include "sim/object/byte_methods.h"
#include "sim/object/codec.h"
#include "sim/object/exception.h"
#include "sim/object/format.h"
#include "sim/object/int.h"
#include "sim/object/order.h"
#include "sim/object/protocol.h"
#include "sim/object/sequence.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"
#include "sim/object/slots.h"

namespace loopscope::object {

Type bytes_type;

namespace {

Type bytes_iterator_type;

Bytes& bytes_of(const Value& v) { return *v.as<Bytes>(); }

/// Steps through bytes; bytearray has its own, as its size may change.
struct BytesIterator : Container {
    Ref<Bytes> bytes;  ///< Null at the end.
    std::size_t index = 0;
    static Type* class_type() { return &bytes_iterator_type; }
};

Value iterator_self(const Value& self) { return self; }

Value iterator_next(const Value& self) {
    auto& iterator = *self.as<BytesIterator>();
    if (!iterator.bytes) return Value();
    if (iterator.index < iterator.bytes->size) {
        return Value::small(iterator.bytes->data()[iterator.index++]);
    }
    iterator.bytes = nullptr;
    return Value();
}

Value iterator_length_hint(const Value& self, CallArgs) {
    auto& iterator = *self.as<BytesIterator>();
    return Int::from_size(iterator.bytes ? iterator.bytes->size - iterator.index : 0);
}

void iterator_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<BytesIterator*>(self)->bytes);
}
void iterator_clear(Object* self) { static_cast<BytesIterator*>(self)->bytes = nullptr; }

Value bytes_iter(const Value& self) {
    Ref<BytesIterator> iterator = make<BytesIterator>();
    iterator->bytes = Ref<Bytes>(&bytes_of(self));
    return iterator;
}

Value bytes_construct(Type* cls, CallArgs args) {
    if (args.positional_count == 1 && args.keyword_count() == 0 && cls == &bytes_type &&
        is_exact<Bytes>(args.values[0])) {
        return args.values[0];
    }
    std::string data = bytes_from_arguments("bytes", args);
    Ref<Bytes> result = Bytes::make_unfilled(data.size(), cls);
    std::copy(data.begin(), data.end(), result->data());
    return result;
}

Value bytes_repr_slot(const Value& self) { return make_str(bytes_repr(bytes_of(self).view())); }

std::int64_t bytes_hash(const Value& self) {
    Bytes& bytes = bytes_of(self);
    if (bytes.hash_cache == -1) bytes.hash_cache = hash_of_bytes(bytes.data(), bytes.size);
    return bytes.hash_cache;
}

std::int64_t bytes_length(const Value& self) {
    return static_cast<std::int64_t>(bytes_of(self).size);
}

Value bytes_getitem(const Value& self, const Value& key) {
    Bytes& bytes = bytes_of(self);
    if (Slice* slice = as_slice(key)) {
        SliceBounds bounds = slice->fit(bytes_length(self));
        if (bounds.step == 1 && bounds.count == bytes_length(self) && is_exact<Bytes>(self)) {
            return self;
        }
        return Bytes::make(slice_bytes(bytes.view(), bounds));
    }
    require_index(key, "byte");
    return Value::small(bytes.data()[fit_index(key, bytes.size, "index out of range")]);
}

bool bytes_contains(const Value& self, const Value& item) {
    return bytes_contain(bytes_of(self).view(), item);
}

/// bytes leaves other bytes-like objects to their own comparison.
Value bytes_compare(const Value& a, const Value& b, CompareOp op) {
    return is_bytes(a) && is_bytes(b) ? compare_bytes(a, b, op) : not_implemented();
}

Value bytes_concat(const Value& a, const Value& b) {
    std::optional<std::string_view> x = bytes_like(a);
    std::optional<std::string_view> y = bytes_like(b);
    if (!x || !y) {
        raise_format(type_error_type, "can't concat {} to {}", b.type()->name, a.type()->name);
    }
    Ref<Bytes> result = Bytes::make_unfilled(x->size() + y->size());
    std::copy(y->begin(), y->end(), std::copy(x->begin(), x->end(), result->data()));
    return result;
}

Value bytes_repeat(const Value& self, std::int64_t count) {
    return Bytes::make(repeat_bytes(bytes_of(self).view(), count));
}

Value bytes_new_args(const Value& self, CallArgs) {
    return Tuple::make({Bytes::make(bytes_of(self).view())});
}
Value bytes_method(const Value& self, CallArgs) {
    return is_exact<Bytes>(self) ? self : Value(Bytes::make(bytes_of(self).view()));
}

/// v's `__bytes__`, or null.
Value through_method(const Value& v) {
    static Str* const kBytes = intern_static("__bytes__");
    Value made = call_special(v, kBytes);
    if (made && !is_bytes(made)) {
        raise_format(type_error_type, "__bytes__ returned non-bytes (type {})", made.type()->name);
    }
    return made;
}

std::string zero_bytes(const Value& v) {
    std::int64_t count = to_index(v);
    if (count < 0) raise_value_error("negative count");
    check_allocation(static_cast<std::size_t>(count), 1);
    return std::string(static_cast<std::size_t>(count), '\0');
}

/// A view whose items don't stand side by side, copied together.
std::string gather(const MemoryView& view) {
    std::string out;
    std::string_view all =
        is_bytes(view.owner) ? view.owner.as<Bytes>()->view() : view.owner.as<ByteArray>()->data;
    auto at = static_cast<std::int64_t>(view.begin);
    for (std::size_t i = 0; i < view.size; ++i, at += view.stride) {
        out += all.substr(static_cast<std::size_t>(at), view_item_size(view.format));
    }
    return out;
}

}  // namespace

Ref<Bytes> Bytes::make_unfilled(std::size_t size, Type* cls) {
    std::size_t total = sizeof(Bytes) + size + 1;
    check_allocation(total, 1);
    void* memory = allocate_object(cls, total);
    auto* bytes = new (memory) Bytes;
    bytes->size = size;
    adopt_object(bytes, cls);
    bytes->data()[size] = 0;
    return Ref<Bytes>::steal(bytes);
}

Ref<Bytes> Bytes::make(std::string_view data) {
    Ref<Bytes> result = make_unfilled(data.size());
    std::copy(data.begin(), data.end(), result->data());
    return result;
}

std::optional<std::string_view> bytes_like(const Value& v) {
    if (!v.is_object()) return std::nullopt;
    if (is_bytes(v)) return v.as<Bytes>()->view();
    if (auto* array = try_cast<ByteArray>(v)) return array->data;
    auto* view = try_cast<MemoryView>(v);
    if (view == nullptr) return std::nullopt;
    if (!view->owner) raise_value_error("operation forbidden on released memoryview object");
    std::size_t width = view_item_size(view->format);
    if (view->stride != static_cast<std::int64_t>(width) && view->size > 1) {
        raise(buffer_error_type, "memoryview: underlying buffer is not C-contiguous");
    }
    return bytes_like(view->owner)->substr(view->begin, view->size * width);
}

std::string_view expect_bytes_like(const Value& v) {
    std::optional<std::string_view> bytes = bytes_like(v);
    if (bytes) return *bytes;
    raise_format(type_error_type, "a bytes-like object is required, not '{}'", v.type()->name);
}

std::string bytes_repr(std::string_view data) {
    bool single = data.find('\'') != data.npos && data.find('"') == data.npos;
    char quote = single ? '"' : '\'';
    std::string text = std::string("b") + quote;
    for (char c : data) {
        auto byte = static_cast<unsigned char>(c);
        if (c == quote || c == '\\') {
            text += '\\';
            text += c;
        } else if (c == '\t' || c == '\n' || c == '\r') {
            text += c == '\t' ? "\\t" : c == '\n' ? "\\n" : "\\r";
        } else if (byte < ' ' || byte >= 0x7f) {
            text += fmt::format("\\x{:02x}", byte);
        } else {
            text += c;
        }
    }
    return text + quote;
}

std::uint8_t byte_of(const Value& v, const char* message) {
    Value index = v;
    if (!v.is_small()) {
        if (v.type()->index == nullptr) {
            raise_format(type_error_type, "'{}' object cannot be interpreted as an integer",
                         v.type()->name);
        }
        index = index_value(v);
    }
    std::optional<std::int64_t> byte = int_to_int64(index);
    if (!byte || *byte < 0 || *byte > 255) raise_value_error(message);
    return static_cast<std::uint8_t>(*byte);
}

std::string bytes_from_iterable(const Value& iterable, const char* message) {
    std::string data;
    for_each(iterable, [&](const Value& item) {
        data += static_cast<char>(byte_of(item, message));
        if ((data.size() & 0xfff) == 0) check_allocation(data.size(), 2);
    });
    return data;
}

std::string bytes_from_arguments(std::string_view type_name, CallArgs args) {
    static const NativeCode* const kBytesCode =
        make_code({"bytes", nullptr, "source=, encoding=, errors="});
    static const NativeCode* const kArrayCode =
        make_code({"bytearray", nullptr, "source=, encoding=, errors="});
    Value values[3];
    bind_arguments(type_name == "bytes" ? *kBytesCode : *kArrayCode, args, values);
    const Value& source = values[0];
    if (values[1] || values[2]) {
        const Value& text = values[1] ? values[1] : values[2];
        expect_str(text,
                   fmt::format("{}() argument '{}'", type_name, values[1] ? "encoding" : "errors"));
        if (!source || !is_str(source)) {
            raise_type_error(values[1] ? "encoding without a string argument"
                                       : "errors without a string argument");
        }
        CodecNames names = codec_names(type_name, values[1], values[2]);
        return std::string(encode_text(source, names.encoding, names.errors)->view());
    }
    if (!source) return {};
    if (source.is_small()) return zero_bytes(source);
    if (is_str(source)) raise_type_error("string argument without an encoding");
    if (type_name == "bytes") {
        if (Value made = through_method(source)) return std::string(made.as<Bytes>()->view());
    }
    auto* view = try_cast<MemoryView>(source);
    if (view != nullptr && view->owner && view->stride != 1) return gather(*view);
    if (std::optional<std::string_view> data = bytes_like(source)) return std::string(*data);
    if (source.type()->index != nullptr) return zero_bytes(source);
    if (source.type()->iter == nullptr && source.type()->getitem == nullptr) {
        raise_format(type_error_type, "cannot convert '{}' object to {}", source.type()->name,
                     type_name);
    }
    return bytes_from_iterable(source, type_name == "bytes" ? "bytes must be in range(0, 256)"
                                                            : "byte must be in range(0, 256)");
}

bool bytes_contain(std::string_view data, const Value& item) {
    if (item.is_small() || item.type()->index != nullptr) {
        return data.find(static_cast<char>(byte_of(item))) != data.npos;
    }
    return data.find(expect_bytes_like(item)) != data.npos;
}

Value compare_bytes(const Value& a, const Value& b, CompareOp op) {
    std::optional<std::string_view> x = bytes_like(a);
    std::optional<std::string_view> y = bytes_like(b);
    if (!x || !y) return not_implemented();
    return make_bool(holds(*x <=> *y, op));
}

std::string slice_bytes(std::string_view data, const SliceBounds& bounds) {
    if (bounds.count <= 0) return {};
    if (bounds.step == 1) {
        return std::string(data.substr(static_cast<std::size_t>(bounds.start),
                                       static_cast<std::size_t>(bounds.count)));
    }
    std::string out;
    std::int64_t at = bounds.start;
    for (std::int64_t i = 0; i < bounds.count; ++i, at += bounds.step) {
        out += data[static_cast<std::size_t>(at)];
    }
    return out;
}

std::string repeat_bytes(std::string_view data, std::int64_t count) {
    if (count <= 0 || data.empty()) return {};
    check_allocation(data.size(), static_cast<std::size_t>(count));
    std::string out;
    out.reserve(data.size() * static_cast<std::size_t>(count));
    for (std::int64_t i = 0; i < count; ++i) out += data;
    return out;
}

void define_bytes() {
    Type& t = bytes_type;
    t.construct = bytes_construct;
    t.repr = bytes_repr_slot;
    t.hash = bytes_hash;
    t.compare = bytes_compare;
    t.iter = bytes_iter;
    t.length = bytes_length;
    t.getitem = bytes_getitem;
    t.contains = bytes_contains;
    t.concat = bytes_concat;
    t.repeat = bytes_repeat;
    t.binary[static_cast<std::size_t>(BinaryOp::Mod)] = bytes_percent;
    define_type<Bytes>(
        t, {.name = "bytes",
            .doc = "Construct an immutable array of bytes.",
            .flags = Type::kBaseType | Type::kBytesSubclass,
            .methods = {{"fromhex", byte_from_hex, "string, /", nullptr, Binding::Class},
                        {"__getnewargs__", bytes_new_args, ""},
                        {"__bytes__", bytes_method, ""}}});
    add_byte_methods(t);
    Type& i = bytes_iterator_type;
    i.iter = iterator_self;
    i.next = iterator_next;
    i.traverse = iterator_traverse;
    i.clear = iterator_clear;
    define_type<BytesIterator>(
        i, {.name = "bytes_iterator", .methods = {{"__length_hint__", iterator_length_hint, ""}}});
}

}  // namespace loopscope::object
