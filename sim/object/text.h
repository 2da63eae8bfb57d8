// What the sources of str's methods share. For them only.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sim/object/native.h"
#include "sim/object/str.h"

namespace loopscope::object {

// The methods, by the file that has them; str_methods.cpp puts them into the type.
std::span<const MethodDef> str_case_methods();
std::span<const MethodDef> str_test_methods();
std::span<const MethodDef> str_search_methods();
std::span<const MethodDef> str_split_methods();
std::span<const MethodDef> str_layout_methods();
std::span<const MethodDef> str_translate_methods();

/// Enters methods into a builtin type behind define_type.
void add_methods(Type& type, std::span<const MethodDef> methods);

inline Str& text_of(const Value& v) { return *v.as<Str>(); }

/// Characters [begin, end) as an exact str; the string itself where that is the same.
Ref<Str> text_piece(Str& text, std::size_t begin, std::size_t end);
/// The text as an exact str.
Ref<Str> exact_text(Str& text);

constexpr std::size_t kNotFound = static_cast<std::size_t>(-1);
/// Where `needle` first (last) stands within [begin, end) of `text`, or kNotFound.
std::size_t find_text(const Str& text, const Str& needle, std::size_t begin, std::size_t end);
std::size_t find_text_last(const Str& text, const Str& needle, std::size_t begin, std::size_t end);
/// Whether `part` stands at `at`. Requires: at + part.length <= text.length.
bool text_at(const Str& text, const Str& part, std::size_t at);

/// Optional bounds of find and the like, as slices treat them. Null and None: the whole length.
struct Bounds {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool possible = true;  ///< False: begin lies behind the end.
};
Bounds search_bounds(const Value& start, const Value& stop, std::size_t length);

/// An optional int argument; null: `otherwise`.
std::int64_t integer_or(const Value& v, std::int64_t otherwise);
/// TypeError "`what` must be `kind`, not X", X being "None" for None.
[[noreturn]] void raise_wrong_argument(std::string_view what, std::string_view kind,
                                       const Value& given);

}  // namespace loopscope::object
