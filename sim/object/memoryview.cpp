// memoryview: a window on bytes or bytearray without a copy.
//
// FIDELITY: one dimension; cast(…, shape) to more is refused.
#include <bit>
#include <cstring>

#include "sim/object/byte_methods.h"
#include "sim/object/bytes.h"
#include "sim/object/exception.h"
#include "sim/object/float.h"
#include "sim/object/int.h"
#include "sim/object/list.h"
#include "sim/object/protocol.h"
#include "sim/object/sequence.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"

namespace loopscope::object {

Type memoryview_type;

namespace {

/// The view, checked to be alive.
MemoryView& view_of(const Value& self) {
    auto& view = *self.as<MemoryView>();
    if (!view.owner) raise_value_error("operation forbidden on released memoryview object");
    return view;
}

void set_owner(MemoryView& view, const Value& owner) {
    view.owner = owner;
    if (auto* array = try_cast<ByteArray>(owner)) ++array->exports;
}

/// Where the view's item stands in the owner's data.
std::size_t place_of(const MemoryView& view, std::size_t index) {
    auto offset = static_cast<std::int64_t>(index) * view.stride;
    return static_cast<std::size_t>(static_cast<std::int64_t>(view.begin) + offset);
}

std::string bytes_in(const MemoryView& view) {
    std::size_t width = view_item_size(view.format);
    std::string out(view.size * width, '\0');
    std::string_view data = *bytes_like(view.owner);
    for (std::size_t i = 0; i < view.size; ++i) {
        std::memcpy(out.data() + i * width, data.data() + place_of(view, i), width);
    }
    return out;
}

bool is_signed_format(char format) { return std::strchr("bhilqn", format) != nullptr; }

/// An item's bytes, in the machine's order, as a value. CPython: unpack_single
Value item_from(char format, const char* from) {
    if (format == 'c') return Bytes::make({from, 1});
    if (format == '?') return make_bool(*from != 0);
    std::size_t width = view_item_size(format);
    std::uint64_t bits = 0;
    std::memcpy(&bits, from, width);
    if (format == 'd') return Float::from(std::bit_cast<double>(bits));
    if (format == 'f') {
        return Float::from(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
    }
    if (!is_signed_format(format)) return Int::from_unsigned(bits);
    std::size_t unused = 64 - width * 8;
    return Int::from(static_cast<std::int64_t>(bits << unused) >> unused);
}

Value item_at(const MemoryView& view, std::size_t index) {
    return item_from(view.format, bytes_like(view.owner)->data() + place_of(view, index));
}

Value view_construct(Type*, CallArgs args) {
    static const NativeCode* const kCode = make_code({"memoryview", nullptr, "object"});
    Value source;
    bind_arguments(*kCode, args, &source);
    Ref<MemoryView> view = make<MemoryView>();
    if (is_instance(source, &memoryview_type)) {
        const MemoryView& other = view_of(source);
        view->begin = other.begin;
        view->size = other.size;
        view->stride = other.stride;
        view->readonly = other.readonly;
        view->format = other.format;
        set_owner(*view, other.owner);
        return view;
    }
    std::optional<std::string_view> data = bytes_like(source);
    if (!data) {
        raise_format(type_error_type, "memoryview: a bytes-like object is required, not '{}'",
                     source.type()->name);
    }
    view->size = data->size();
    view->readonly = is_bytes(source);
    set_owner(*view, source);
    // array.array is a subclass of bytearray, and says how its items lie.
    static Str* const kFormat = intern_static("_buffer_format");
    if (source.type()->has(Type::kHeapType)) {
        if (Value format = lookup_attr(source, kFormat); format && is_str(format)) {
            view->format = format.as<Str>()->view()[0];
            view->stride = static_cast<std::int64_t>(view_item_size(view->format));
            view->size /= view_item_size(view->format);
        }
    }
    return view;
}

Value view_repr(const Value& self) {
    return make_str(fmt::format("<{} at 0x{:x}>",
                                self.as<MemoryView>()->owner ? "memory" : "released memory",
                                identity_of(self)));
}

std::int64_t view_hash(const Value& self) {
    MemoryView& view = view_of(self);
    if (!view.readonly) raise_value_error("cannot hash writable memoryview object");
    std::string data = bytes_in(view);
    return hash_of_bytes(data.data(), data.size());
}

Value view_tolist(const Value& self, CallArgs);

Value view_compare(const Value& a, const Value& b, CompareOp op) {
    if (op != CompareOp::Eq && op != CompareOp::Ne) return not_implemented();
    if (!a.as<MemoryView>()->owner) return make_bool(is_same(a, b) == (op == CompareOp::Eq));
    std::string data = bytes_in(view_of(a));
    bool same = false;
    if (is_instance(b, &memoryview_type) && b.as<MemoryView>()->owner &&
        b.as<MemoryView>()->format != view_of(a).format) {
        same = equal(view_tolist(a, {}), view_tolist(b, {}));
    } else if (is_instance(b, &memoryview_type)) {
        same = b.as<MemoryView>()->owner && data == bytes_in(view_of(b));
    } else {
        std::optional<std::string_view> other = bytes_like(b);
        if (!other) return not_implemented();
        same = data == *other;
    }
    return make_bool(same == (op == CompareOp::Eq));
}

std::int64_t view_length(const Value& self) {
    return static_cast<std::int64_t>(view_of(self).size);
}

std::size_t view_index(const MemoryView& view, const Value& key) {
    if (!key.is_small() && key.type()->index == nullptr) {
        raise_type_error("memoryview: invalid slice key");
    }
    return fit_index(key, view.size, "index out of bounds on dimension 1");
}

Ref<MemoryView> part_of(const MemoryView& view, const SliceBounds& bounds) {
    Ref<MemoryView> part = make<MemoryView>();
    part->begin =
        bounds.count > 0 ? place_of(view, static_cast<std::size_t>(bounds.start)) : view.begin;
    part->size = static_cast<std::size_t>(bounds.count);
    part->stride = view.stride * bounds.step;
    part->readonly = view.readonly;
    part->format = view.format;
    set_owner(*part, view.owner);
    return part;
}

Value view_getitem(const Value& self, const Value& given) {
    const Value key = settled_subscript(given);
    MemoryView& view = view_of(self);
    if (Slice* slice = as_slice(key)) return part_of(view, slice->fit(view_length(self)));
    return item_at(view, view_index(view, key));
}

/// The bits of an integer item. CPython: pack_single
std::uint64_t integer_bits(const MemoryView& view, const Value& value) {
    Value index = value;
    if (!value.is_small()) {
        if (value.type()->index == nullptr) {
            raise_format(type_error_type, "memoryview: invalid type for format '{}'", view.format);
        }
        index = index_value(value);
    }
    IntView number(index);
    mpz_srcptr z = number;
    std::size_t bits = view_item_size(view.format) * 8;
    bool fits = mpz_sgn(z) >= 0 && mpz_sizeinbase(z, 2) <= bits;
    if (is_signed_format(view.format)) {
        std::optional<std::int64_t> n = int_to_int64(index);
        fits = n && (bits == 64 || (*n >> (bits - 1)) == 0 || (*n >> (bits - 1)) == -1);
    }
    if (!fits) {
        raise_format(value_error_type, "memoryview: invalid value for format '{}'", view.format);
    }
    if (auto n = int_to_int64(index)) return static_cast<std::uint64_t>(*n);
    return mpz_get_ui(z);
}

/// A value as the bytes of an item.
std::string bytes_for(const MemoryView& view, const Value& value) {
    if (view.format == 'c') {
        if (!is_bytes(value) || value.as<Bytes>()->size != 1) {
            raise_type_error("memoryview: invalid type for format 'c'");
        }
        return std::string(value.as<Bytes>()->view());
    }
    std::uint64_t bits = 0;
    if (view.format == '?') {
        bits = truth(value) ? 1 : 0;
    } else if (view.format == 'd') {
        bits = std::bit_cast<std::uint64_t>(to_double(value));
    } else if (view.format == 'f') {
        bits = std::bit_cast<std::uint32_t>(static_cast<float>(to_double(value)));
    } else {
        bits = integer_bits(view, value);
    }
    return {reinterpret_cast<const char*>(&bits), view_item_size(view.format)};
}

void view_setitem(const Value& self, const Value& given, const Value& value) {
    const Value key = settled_subscript(given);
    MemoryView& view = view_of(self);
    const Value owner = view.owner;  // Kept, whatever bytes_for runs.
    if (view.readonly) raise_type_error("cannot modify read-only memory");
    if (!value) raise_type_error("cannot delete memory");
    std::string& data = view.owner.as<ByteArray>()->data;
    Slice* slice = as_slice(key);
    if (slice == nullptr) {
        std::size_t index = view_index(view, key);
        std::string item = bytes_for(view, value);
        data.replace(place_of(view, index), item.size(), item);
        return;
    }
    SliceBounds bounds = slice->fit(view_length(self));
    std::string source(expect_bytes_like(value));
    std::size_t width = view_item_size(view.format);
    if (source.size() != static_cast<std::size_t>(bounds.count) * width) {
        raise_value_error("memoryview assignment: lvalue and rvalue have different structures");
    }
    Ref<MemoryView> part = part_of(view, bounds);
    for (std::size_t i = 0; i < part->size; ++i) {
        data.replace(place_of(*part, i), width, source, i * width, width);
    }
}

Value view_tobytes(const Value& self, CallArgs) { return Bytes::make(bytes_in(view_of(self))); }

Value view_tolist(const Value& self, CallArgs) {
    MemoryView& view = view_of(self);
    Ref<List> items = List::make();
    for (std::size_t i = 0; i < view.size; ++i) items->append(item_at(view, i));
    return items;
}

Value view_hex(const Value& self, CallArgs args) {
    return byte_hex(Bytes::make(bytes_in(view_of(self))), args);
}

Value view_release(const Value& self, CallArgs) {
    self.as<MemoryView>()->release();
    return none();
}

Value view_toreadonly(const Value& self, CallArgs) {
    MemoryView& view = view_of(self);
    Ref<MemoryView> copy = part_of(view, {0, 0, 1, static_cast<std::int64_t>(view.size)});
    copy->readonly = true;
    return copy;
}

Value view_cast(const Value& self, CallArgs args) {
    MemoryView& view = view_of(self);
    const Value& format = args.values[0];
    if (!is_str(format)) {
        raise_format(type_error_type, "cast() argument 'format' must be str, not {}",
                     format.type()->name);
    }
    std::string_view name = format.as<Str>()->view();
    if (name.starts_with('@')) name.remove_prefix(1);
    std::size_t width = name.size() == 1 ? view_item_size(name[0]) : 0;
    if (width == 0) {
        raise_value_error(
            "memoryview: destination format must be a native single character format prefixed "
            "with an optional '@'");
    }
    std::size_t old_width = view_item_size(view.format);
    if (old_width != 1 && width != 1) {
        raise_type_error("memoryview: cannot cast between two non-byte formats");
    }
    if (args.values[1] && !is_none(args.values[1])) {
        raise(not_implemented_error_type,
              "memoryview: casts to a shape (not supported by Loopscope)");
    }
    if (view.stride != static_cast<std::int64_t>(old_width) && view.size > 1) {
        raise_type_error("memoryview: casts are restricted to C-contiguous views");
    }
    std::size_t bytes = view.size * old_width;
    if (bytes % width != 0) raise_type_error("memoryview: length is not a multiple of itemsize");
    Ref<MemoryView> copy = part_of(view, {0, 0, 1, static_cast<std::int64_t>(view.size)});
    copy->format = name[0];
    copy->size = bytes / width;
    copy->stride = static_cast<std::int64_t>(width);
    return copy;
}

Value view_enter(const Value& self, CallArgs) {
    view_of(self);
    return self;
}

Value get_length(const Value& self) { return Int::from(view_length(self)); }
Value get_item_size(const Value& self) {
    return Int::from_size(view_item_size(view_of(self).format));
}
Value get_byte_count(const Value& self) {
    return Int::from_size(view_of(self).size * view_item_size(view_of(self).format));
}
Value get_dimensions(const Value& self) {
    view_of(self);
    return Value::small(1);
}
Value get_format(const Value& self) { return make_str({&view_of(self).format, 1}); }
Value get_readonly(const Value& self) { return make_bool(view_of(self).readonly); }
Value get_shape(const Value& self) { return Tuple::make({get_length(self)}); }
Value get_strides(const Value& self) { return Tuple::make({Int::from(view_of(self).stride)}); }
Value get_suboffsets(const Value& self) {
    view_of(self);
    return Tuple::empty();
}
Value get_contiguous(const Value& self) {
    const MemoryView& view = view_of(self);
    auto width = static_cast<std::int64_t>(view_item_size(view.format));
    return make_bool(view.stride == width || view.size < 2);
}
Value get_owner(const Value& self) { return view_of(self).owner; }

void view_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<MemoryView*>(self)->owner);
}
void view_clear(Object* self) { static_cast<MemoryView*>(self)->release(); }

}  // namespace

std::size_t view_item_size(char format) {
    switch (format) {
        case 'B':
        case 'b':
        case 'c':
        case '?':
            return 1;
        case 'h':
        case 'H':
            return 2;
        case 'i':
        case 'I':
        case 'f':
            return 4;
        case 'l':
        case 'L':
        case 'q':
        case 'Q':
        case 'n':
        case 'N':
        case 'P':
        case 'd':
            return 8;
        default:
            return 0;
    }
}

void MemoryView::release() noexcept {
    Value old = std::exchange(owner, Value());
    if (!old) return;
    if (auto* array = try_cast<ByteArray>(old)) --array->exports;
}

MemoryView::~MemoryView() { release(); }

void define_memoryview() {
    Type& t = memoryview_type;
    t.construct = view_construct;
    t.repr = view_repr;
    t.hash = view_hash;
    t.compare = view_compare;
    t.length = view_length;
    t.getitem = view_getitem;
    t.setitem = view_setitem;
    t.traverse = view_traverse;
    t.clear = view_clear;
    define_type<MemoryView>(t, {.name = "memoryview",
                                .doc = "Create a new memoryview object which references the given "
                                       "object.",
                                .methods = {{"tobytes", view_tobytes, "order="},
                                            {"tolist", view_tolist, ""},
                                            {"hex", view_hex, "sep=, bytes_per_sep="},
                                            {"release", view_release, ""},
                                            {"toreadonly", view_toreadonly, ""},
                                            {"cast", view_cast, "format, shape="},
                                            {"__enter__", view_enter, ""},
                                            {"__exit__", view_release, "*exc_info"}},
                                .getsets = {{"obj", get_owner},
                                            {"nbytes", get_byte_count},
                                            {"itemsize", get_item_size},
                                            {"ndim", get_dimensions},
                                            {"format", get_format},
                                            {"readonly", get_readonly},
                                            {"shape", get_shape},
                                            {"strides", get_strides},
                                            {"suboffsets", get_suboffsets},
                                            {"c_contiguous", get_contiguous},
                                            {"f_contiguous", get_contiguous},
                                            {"contiguous", get_contiguous}}});
}

}  // namespace loopscope::object
