// memoryview: a window on bytes or bytearray without a copy.
//
// FIDELITY: one dimension and items of one byte (formats B, b and c), which is what sockets and
// streams use; casts to wider items are refused.
#include "sim/object/byte_methods.h"
#include "sim/object/bytes.h"
#include "sim/object/exception.h"
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

char byte_at(const MemoryView& view, std::size_t index) {
    return (*bytes_like(view.owner))[place_of(view, index)];
}

std::string bytes_in(const MemoryView& view) {
    std::string out(view.size, '\0');
    for (std::size_t i = 0; i < view.size; ++i) out[i] = byte_at(view, i);
    return out;
}

Value item_at(const MemoryView& view, std::size_t index) {
    char c = byte_at(view, index);
    if (view.format == 'c') return Bytes::make({&c, 1});
    if (view.format == 'b') return Value::small(static_cast<signed char>(c));
    return Value::small(static_cast<unsigned char>(c));
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

Value view_compare(const Value& a, const Value& b, CompareOp op) {
    if (op != CompareOp::Eq && op != CompareOp::Ne) return not_implemented();
    if (!a.as<MemoryView>()->owner) return make_bool(is_same(a, b) == (op == CompareOp::Eq));
    std::string data = bytes_in(view_of(a));
    bool same = false;
    if (is_instance(b, &memoryview_type)) {
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

char byte_for(const MemoryView& view, const Value& value) {
    if (view.format == 'c') {
        if (!is_bytes(value) || value.as<Bytes>()->size != 1) {
            raise_type_error("memoryview: invalid type for format 'c'");
        }
        return static_cast<char>(value.as<Bytes>()->data()[0]);
    }
    Value index = value;
    if (!value.is_small()) {
        if (value.type()->index == nullptr) {
            raise_format(type_error_type, "memoryview: invalid type for format '{}'", view.format);
        }
        index = value.type()->index(value);
    }
    std::int64_t low = view.format == 'b' ? -128 : 0;
    std::optional<std::int64_t> n = int_to_int64(index);
    if (!n || *n < low || *n > low + 255) {
        raise_format(value_error_type, "memoryview: invalid value for format '{}'", view.format);
    }
    return static_cast<char>(*n);
}

void view_setitem(const Value& self, const Value& given, const Value& value) {
    const Value key = settled_subscript(given);
    MemoryView& view = view_of(self);
    const Value owner = view.owner;  // Kept, whatever byte_for runs.
    if (view.readonly) raise_type_error("cannot modify read-only memory");
    if (!value) raise_type_error("cannot delete memory");
    std::string& data = view.owner.as<ByteArray>()->data;
    Slice* slice = as_slice(key);
    if (slice == nullptr) {
        std::size_t index = view_index(view, key);
        data[place_of(view, index)] = byte_for(view, value);
        return;
    }
    SliceBounds bounds = slice->fit(view_length(self));
    std::string source(expect_bytes_like(value));
    if (source.size() != static_cast<std::size_t>(bounds.count)) {
        raise_value_error("memoryview assignment: lvalue and rvalue have different structures");
    }
    Ref<MemoryView> part = part_of(view, bounds);
    for (std::size_t i = 0; i < source.size(); ++i) data[place_of(*part, i)] = source[i];
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
    if (name != "B" && name != "b" && name != "c") {
        raise(not_implemented_error_type, "memoryview: only casts to 'B', 'b' and 'c'");
    }
    Ref<MemoryView> copy = part_of(view, {0, 0, 1, static_cast<std::int64_t>(view.size)});
    copy->format = name[0];
    return copy;
}

Value view_enter(const Value& self, CallArgs) {
    view_of(self);
    return self;
}

Value get_length(const Value& self) { return Int::from(view_length(self)); }
Value get_item_size(const Value& self) {
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
    return make_bool(view_of(self).stride == 1 || view_of(self).size < 2);
}
Value get_owner(const Value& self) { return view_of(self).owner; }

void view_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<MemoryView*>(self)->owner);
}
void view_clear(Object* self) { static_cast<MemoryView*>(self)->release(); }

}  // namespace

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
                                            {"nbytes", get_length},
                                            {"itemsize", get_item_size},
                                            {"ndim", get_item_size},
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
