// str: find, count, replace and the like.
#include <string>

#include "sim/object/exception.h"
#include "sim/object/failure.h"
#include "sim/object/int.h"
#include "sim/object/singletons.h"
#include "sim/object/text.h"

namespace loopscope::object {

namespace {

template <typename C>
std::basic_string_view<C> characters(const Str& text) {
    return {static_cast<const C*>(text.data()), text.length};
}

template <typename C, typename Search>
std::size_t search_widened(const Str& text, const Str& needle, Search search) {
    if (needle.width() == sizeof(C)) return search(characters<C>(text), characters<C>(needle));
    std::basic_string<C> wide(needle.length, C());
    for (std::size_t i = 0; i < needle.length; ++i) wide[i] = static_cast<C>(needle.at(i));
    return search(characters<C>(text), std::basic_string_view<C>(wide));
}

/// Runs `search` over both texts' characters, of the width that `text` has. A needle of wider
/// characters cannot be in it.
template <typename Search>
std::size_t search_characters(const Str& text, const Str& needle, Search search) {
    if (needle.width() > text.width()) return kNotFound;
    switch (text.width()) {
        case 1:
            return search_widened<char>(text, needle, search);
        case 2:
            return search_widened<char16_t>(text, needle, search);
        default:
            return search_widened<char32_t>(text, needle, search);
    }
}

const Str& needle_of(const Value& v) {
    if (!is_str(v)) raise_format(type_error_type, "must be str, not {}", v.type()->name);
    return text_of(v);
}

template <std::size_t (*Find)(const Str&, const Str&, std::size_t, std::size_t)>
std::size_t locate(const Value& self, CallArgs args) {
    const Str& needle = needle_of(args.values[0]);
    const Str& text = text_of(self);
    Bounds bounds = search_bounds(args.values[1], args.values[2], text.length);
    return bounds.possible ? Find(text, needle, bounds.begin, bounds.end) : kNotFound;
}

template <std::size_t (*Find)(const Str&, const Str&, std::size_t, std::size_t)>
Value str_find(const Value& self, CallArgs args) {
    std::size_t at = locate<Find>(self, args);
    return at == kNotFound ? Value::small(-1) : Int::from_size(at);
}

template <std::size_t (*Find)(const Str&, const Str&, std::size_t, std::size_t)>
Value str_index(const Value& self, CallArgs args) {
    std::size_t at = locate<Find>(self, args);
    if (at == kNotFound) return fail(value_error_type, "substring not found");
    return Int::from_size(at);
}

Value str_count(const Value& self, CallArgs args) {
    const Str& needle = needle_of(args.values[0]);
    const Str& text = text_of(self);
    Bounds bounds = search_bounds(args.values[1], args.values[2], text.length);
    if (!bounds.possible) return Value::small(0);
    if (needle.length == 0) return Int::from_size(bounds.end - bounds.begin + 1);
    std::size_t count = 0;
    std::size_t at = bounds.begin;
    while ((at = find_text(text, needle, at, bounds.end)) != kNotFound) {
        ++count;
        at += needle.length;
    }
    return Int::from_size(count);
}

/// Every gap between characters gets the new text, as far as `most` goes.
Value replace_empty(Str& text, const Str& with, std::size_t most) {
    StrBuilder out;
    for (std::size_t i = 0; i <= text.length; ++i) {
        if (i < most) out.append(with);
        if (i < text.length) out.append(text.at(i));
    }
    return out.finish();
}

Value str_replace(const Value& self, CallArgs args) {
    for (std::size_t i = 0; i < 2; ++i) {
        if (!is_str(args.values[i])) {
            raise_wrong_argument("replace() argument " + std::to_string(i + 1), "str",
                                 args.values[i]);
        }
    }
    Str& text = text_of(self);
    const Str& old = text_of(args.values[0]);
    const Str& with = text_of(args.values[1]);
    std::int64_t limit = integer_or(args.values[2], -1);
    std::size_t most = limit < 0 ? SIZE_MAX : static_cast<std::size_t>(limit);
    if (most == 0) return exact_text(text);
    if (old.length == 0) return replace_empty(text, with, most);
    std::size_t at = find_text(text, old, 0, text.length);
    if (at == kNotFound) return exact_text(text);
    StrBuilder out(text.length);
    std::size_t done = 0;
    for (; at != kNotFound && most > 0; --most) {
        out.append(text, done, at);
        out.append(with);
        done = at + old.length;
        at = find_text(text, old, done, text.length);
    }
    out.append(text, done, text.length);
    return out.finish();
}

enum class Side { Start, End };

template <Side side>
bool matches_at(const Str& text, const Str& part, const Bounds& bounds) {
    if (!bounds.possible || part.length > bounds.end - bounds.begin) return false;
    return text_at(text, part, side == Side::Start ? bounds.begin : bounds.end - part.length);
}

template <Side side>
Value str_starts_or_ends(const Value& self, CallArgs args) {
    constexpr const char* kName = side == Side::Start ? "startswith" : "endswith";
    const Str& text = text_of(self);
    const Value& wanted = args.values[0];
    Bounds bounds = search_bounds(args.values[1], args.values[2], text.length);
    if (is_tuple(wanted)) {
        for (const Value& part : wanted.as<Tuple>()->items()) {
            if (!is_str(part)) {
                raise_format(type_error_type, "tuple for {} must only contain str, not {}", kName,
                             part.type()->name);
            }
            if (matches_at<side>(text, text_of(part), bounds)) return true_value();
        }
        return false_value();
    }
    if (!is_str(wanted)) {
        raise_format(type_error_type, "{} first arg must be str or a tuple of str, not {}", kName,
                     wanted.type()->name);
    }
    return make_bool(matches_at<side>(text, text_of(wanted), bounds));
}

Value str_removeprefix(const Value& self, CallArgs args) {
    if (!is_str(args.values[0])) {
        raise_wrong_argument("removeprefix() argument", "str", args.values[0]);
    }
    Str& text = text_of(self);
    const Str& part = text_of(args.values[0]);
    bool there = part.length <= text.length && text_at(text, part, 0);
    return text_piece(text, there ? part.length : 0, text.length);
}

Value str_removesuffix(const Value& self, CallArgs args) {
    if (!is_str(args.values[0])) {
        raise_wrong_argument("removesuffix() argument", "str", args.values[0]);
    }
    Str& text = text_of(self);
    const Str& part = text_of(args.values[0]);
    bool there = part.length <= text.length && text_at(text, part, text.length - part.length);
    return text_piece(text, 0, there ? text.length - part.length : text.length);
}

}  // namespace

std::size_t find_text(const Str& text, const Str& needle, std::size_t begin, std::size_t end) {
    return search_characters(text, needle, [&](auto in, auto what) {
        std::size_t at = in.substr(0, end).find(what, begin);
        return at == in.npos ? kNotFound : at;
    });
}

std::size_t find_text_last(const Str& text, const Str& needle, std::size_t begin, std::size_t end) {
    return search_characters(text, needle, [&](auto in, auto what) {
        std::size_t at = in.substr(begin, end - begin).rfind(what);
        return at == in.npos ? kNotFound : at + begin;
    });
}

bool text_at(const Str& text, const Str& part, std::size_t at) {
    std::size_t found = search_characters(text, part, [&](auto in, auto what) {
        return in.compare(at, what.size(), what) == 0 ? at : kNotFound;
    });
    return found != kNotFound;
}

std::span<const MethodDef> str_search_methods() {
    constexpr const char* kBounds = "sub, start=, end=, /";
    static const MethodDef kMethods[] = {
        {"find", str_find<find_text>, kBounds},
        {"rfind", str_find<find_text_last>, kBounds},
        {"index", str_index<find_text>, kBounds},
        {"rindex", str_index<find_text_last>, kBounds},
        {"count", str_count, kBounds},
        {"replace", str_replace, "old, new, count=, /"},
        {"startswith", str_starts_or_ends<Side::Start>, "prefix, start=, end=, /"},
        {"endswith", str_starts_or_ends<Side::End>, "suffix, start=, end=, /"},
        {"removeprefix", str_removeprefix, "prefix, /"},
        {"removesuffix", str_removesuffix, "suffix, /"},
    };
    return kMethods;
}

}  // namespace loopscope::object
