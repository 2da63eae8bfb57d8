// str as Python sees it: making, operators, iteration. Its methods: str_methods.cpp.
#include <algorithm>
#include <cstring>

#include "sim/object/codec.h"
#include "sim/object/exception.h"
#include "sim/object/format.h"
#include "sim/object/int.h"
#include "sim/object/iterator.h"
#include "sim/object/memory.h"
#include "sim/object/order.h"
#include "sim/object/protocol.h"
#include "sim/object/sequence.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"
#include "sim/object/text.h"

namespace loopscope::object {

Type str_type;
Type str_iterator_type;
Type str_ascii_iterator_type;

namespace {

// Iterator.

struct StrIterator : Container {
    Ref<Str> text;  ///< Null at the end.
    std::size_t index = 0;
    static Type* class_type() { return &str_iterator_type; }
};

Value iterator_self(const Value& self) { return self; }

Value iterator_next(const Value& self) {
    auto& iterator = *self.as<StrIterator>();
    if (!iterator.text) return Value();
    if (iterator.index < iterator.text->length) {
        return Str::from_char(iterator.text->at(iterator.index++));
    }
    iterator.text = nullptr;
    return Value();
}

Value iterator_length_hint(const Value& self, CallArgs) {
    auto& iterator = *self.as<StrIterator>();
    return Int::from_size(iterator.text ? iterator.text->length - iterator.index : 0);
}

void iterator_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<StrIterator*>(self)->text);
}
void iterator_clear(Object* self) { static_cast<StrIterator*>(self)->text = nullptr; }

void define_iterator(Type& i, std::string_view name) {
    i.iter = iterator_self;
    i.next = iterator_next;
    i.traverse = iterator_traverse;
    i.clear = iterator_clear;
    define_type<StrIterator>(
        i, {.name = name, .methods = {{"__length_hint__", iterator_length_hint, ""}}});
}

Value str_iter(const Value& self) {
    Type* type = text_of(self).is_ascii() ? &str_ascii_iterator_type : &str_iterator_type;
    Ref<StrIterator> iterator = make_typed<StrIterator>(type);
    iterator->text = Ref<Str>(&text_of(self));
    return iterator;
}

// Making.

Value decode_object(const Value& object, const CodecNames& names) {
    if (is_str(object)) raise_type_error("decoding str is not supported");
    std::optional<std::string_view> data = bytes_like(object);
    if (!data) {
        raise_format(type_error_type, "decoding to str: need a bytes-like object, {} found",
                     object.type()->name);
    }
    Value shown = is_bytes(object) ? object : Value(Bytes::make(*data));
    return decode_bytes(*data, shown, names.encoding, names.errors);
}

/// CPython: unicode_new.
Value str_construct(Type* cls, CallArgs args) {
    Value values[3];
    if (args.positional_count == 1 && args.keyword_count() == 0) {
        values[0] = args.values[0];
    } else {
        static const NativeCode* const kCode =
            make_code({"str", nullptr, "object=, encoding=, errors="});
        bind_arguments(*kCode, args, values);
    }
    Value text;
    if (!values[0]) {
        text = make_str("");
    } else if (values[1] || values[2]) {
        text = decode_object(values[0], codec_names("str", values[1], values[2]));
    } else {
        text = str(values[0]);
    }
    return cls == &str_type ? text : Value(Str::of_class(cls, &text_of(text)));
}

// Slots.

/// Most texts only get quotes around them.
Value str_repr_slot(const Value& self) {
    const Str& text = text_of(self);
    if (text.is_ascii()) {
        std::string_view bytes = text.view();
        bool plain = std::all_of(bytes.begin(), bytes.end(), [](char c) {
            return c >= 0x20 && c < 0x7f && c != '\\' && c != '\'';
        });
        if (plain) {
            Ref<Str> result = Str::make_unfilled(bytes.size() + 2, StrKind::Ascii);
            char* to = static_cast<char*>(result->data());
            to[0] = '\'';
            std::memcpy(to + 1, bytes.data(), bytes.size());
            to[bytes.size() + 1] = '\'';
            return result;
        }
    }
    return make_str(str_repr(text));
}
Value str_str(const Value& self) { return exact_text(text_of(self)); }
std::int64_t str_hash(const Value& self) { return text_of(self).hash(); }
std::int64_t str_length(const Value& self) {
    return static_cast<std::int64_t>(text_of(self).length);
}

/// -1, 0, 1 by code points.
int order_of(const Str& a, const Str& b) {
    std::size_t common = std::min(a.length, b.length);
    if (a.width() == 1 && b.width() == 1) {
        int order = std::memcmp(a.data(), b.data(), common);
        if (order != 0) return order;
    } else {
        for (std::size_t i = 0; i < common; ++i) {
            if (a.at(i) != b.at(i)) return a.at(i) < b.at(i) ? -1 : 1;
        }
    }
    return a.length < b.length ? -1 : a.length > b.length ? 1 : 0;
}

Value str_compare(const Value& a, const Value& b, CompareOp op) {
    if (!is_str(a) || !is_str(b)) return not_implemented();
    const Str& x = text_of(a);
    const Str& y = text_of(b);
    switch (op) {
        case CompareOp::Eq:
            return make_bool(x.equals(y));
        case CompareOp::Ne:
            return make_bool(!x.equals(y));
        default:
            return make_bool(holds(order_of(x, y) <=> 0, op));
    }
}

Value sliced(Str& text, const SliceBounds& bounds) {
    if (bounds.count <= 0) return make_str("");
    auto start = static_cast<std::size_t>(bounds.start);
    auto count = static_cast<std::size_t>(bounds.count);
    if (bounds.step == 1) return text_piece(text, start, start + count);
    StrBuilder out(count);
    std::int64_t at = bounds.start;
    for (std::size_t i = 0; i < count; ++i, at += bounds.step) {
        out.append(text.at(static_cast<std::size_t>(at)));
    }
    return out.finish();
}

Value str_getitem(const Value& self, const Value& key) {
    Str& text = text_of(self);
    if (Slice* slice = as_slice(key)) return sliced(text, slice->fit(str_length(self)));
    if (!key.is_small() && key.type()->index == nullptr) {
        raise_format(type_error_type, "string indices must be integers, not '{}'",
                     key.type()->name);
    }
    return Str::from_char(text.at(fit_index(key, text.length, "string index out of range")));
}

bool str_contains(const Value& self, const Value& item) {
    if (!is_str(item)) {
        raise_format(type_error_type, "'in <string>' requires string as left operand, not {}",
                     item.type()->name);
    }
    const Str& text = text_of(self);
    return find_text(text, text_of(item), 0, text.length) != kNotFound;
}

Value str_concat(const Value& a, const Value& b) {
    if (!is_str(b)) {
        raise_format(type_error_type, "can only concatenate str (not \"{}\") to str",
                     b.type()->name);
    }
    if (text_of(b).length == 0 && is_str_exact(a)) return a;
    if (text_of(a).length == 0 && is_str_exact(b)) return b;
    return Str::concat(&text_of(a), &text_of(b));
}

Value str_repeat(const Value& self, std::int64_t count) {
    Str& text = text_of(self);
    if (count <= 0 || text.length == 0) return make_str("");
    if (count == 1) return exact_text(text);
    check_allocation(text.length * text.width(), static_cast<std::size_t>(count));
    std::size_t size = text.length * text.width();
    Ref<Str> result =
        Str::make_unfilled(text.length * static_cast<std::size_t>(count), text.kind());
    auto* to = static_cast<char*>(result->data());
    const auto* from = static_cast<const char*>(text.data());
    if (size == 1) {
        std::memset(to, from[0], static_cast<std::size_t>(count));
    } else {
        for (std::int64_t i = 0; i < count; ++i, to += size) std::memcpy(to, from, size);
    }
    return result;
}

Value str_new_args(const Value& self, CallArgs) { return Tuple::make({exact_text(text_of(self))}); }

}  // namespace

void define_str() {
    Type& t = str_type;
    t.construct = str_construct;
    t.repr = str_repr_slot;
    t.str = str_str;
    t.hash = str_hash;
    t.compare = str_compare;
    t.iter = str_iter;
    t.length = str_length;
    t.getitem = str_getitem;
    t.contains = str_contains;
    t.concat = str_concat;
    t.repeat = str_repeat;
    t.binary[static_cast<std::size_t>(BinaryOp::Mod)] = str_percent;
    define_type<Str>(t, {.name = "str",
                         .doc = "str(object='') -> str\n"
                                "str(bytes_or_buffer[, encoding[, errors]]) -> str\n\n"
                                "Create a new string object from the given object.",
                         .flags = Type::kBaseType | Type::kStrSubclass,
                         .methods = {{"__getnewargs__", str_new_args, ""}}});
    define_str_methods();
    define_iterator(str_iterator_type, "str_iterator");
    define_iterator(str_ascii_iterator_type, "str_ascii_iterator");
}

}  // namespace loopscope::object
