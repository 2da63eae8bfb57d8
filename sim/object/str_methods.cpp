// Enters the methods of str into its type, and what they share.
#include "sim/object/exception.h"
#include "sim/object/int.h"
#include "sim/object/protocol.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"
#include "sim/object/text.h"

namespace loopscope::object {

Ref<Str> exact_text(Str& text) {
    if (text.type == &str_type) return Ref<Str>(&text);
    return Str::of_class(&str_type, &text);
}

Ref<Str> text_piece(Str& text, std::size_t begin, std::size_t end) {
    if (begin == 0 && end == text.length) return exact_text(text);
    return Str::slice(&text, begin, end);
}

std::int64_t integer_or(const Value& v, std::int64_t otherwise) {
    return v ? to_index(v) : otherwise;
}

void raise_wrong_argument(std::string_view what, std::string_view kind, const Value& given) {
    raise_format(type_error_type, "{} must be {}, not {}", what, kind,
                 is_none(given) ? "None" : given.type()->name);
}

namespace {

/// A bound of a slice, clipped to int64. CPython: _PyEval_SliceIndex.
std::int64_t slice_index(const Value& v) {
    Value index = v;
    if (!v.is_small()) {
        if (v.type()->index == nullptr) {
            raise_type_error("slice indices must be integers or None or have an __index__ method");
        }
        index = index_value(v);
    }
    if (std::optional<std::int64_t> i = int_to_int64(index)) return *i;
    return int_compare(index, Value::small(0)) < 0 ? INT64_MIN : INT64_MAX;
}

}  // namespace

Bounds search_bounds(const Value& start, const Value& stop, std::size_t length) {
    auto size = static_cast<std::int64_t>(length);
    std::int64_t begin = start && !is_none(start) ? slice_index(start) : 0;
    std::int64_t end = stop && !is_none(stop) ? slice_index(stop) : size;
    if (end > size) end = size;
    if (end < 0) end = std::max<std::int64_t>(end + size, 0);
    if (begin < 0) begin = std::max<std::int64_t>(begin + size, 0);
    Bounds bounds;
    bounds.possible = begin <= end;
    bounds.begin = static_cast<std::size_t>(begin);
    bounds.end = static_cast<std::size_t>(end);
    return bounds;
}

void add_methods(Type& type, std::span<const MethodDef> methods) {
    ProcessScope scope;
    for (const MethodDef& def : methods) {
        const NativeCode* code = make_code(def, type.name);
        Value method = make<MethodDescriptor>(code, &type);
        if (def.binding == Binding::Static) {
            method = make<NativeFunction>(code, Value::borrow(&type));
        }
        set_type_attribute(type, def.name, method);
    }
}

void define_str_methods() {
    for (auto methods : {str_case_methods(), str_test_methods(), str_search_methods(),
                         str_split_methods(), str_layout_methods(), str_translate_methods()}) {
        add_methods(str_type, methods);
    }
}

}  // namespace loopscope::object
