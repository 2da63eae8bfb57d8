// str: split, join, strip, partition.
#include <algorithm>

#include "sim/object/exception.h"
#include "sim/object/int.h"
#include "sim/object/list.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/text.h"
#include "sim/object/unicode.h"

namespace loopscope::object {

namespace {

bool is_space_at(const Str& text, std::size_t at) {
    char32_t c = text.at(at);
    if (c > 0x20 && c < 0x7f) return false;
    return unicode::is_space(c);
}

std::size_t split_limit(const Value& v) {
    std::int64_t limit = integer_or(v, -1);
    return limit < 0 ? SIZE_MAX : static_cast<std::size_t>(limit);
}

/// The separator of split; null for white space.
const Str* separator_of(const Value& v) {
    if (!v || is_none(v)) return nullptr;
    if (!is_str(v)) {
        raise_format(type_error_type, "must be str or None, not {}", v.type()->name);
    }
    if (text_of(v).length == 0) raise_value_error("empty separator");
    return &text_of(v);
}

Ref<List> split_at_spaces(Str& text, std::size_t most) {
    Ref<List> parts = List::make();
    std::size_t at = 0;
    while (true) {
        while (at < text.length && is_space_at(text, at)) ++at;
        if (at == text.length) return parts;
        if (most-- == 0) break;
        std::size_t begin = at;
        while (at < text.length && !is_space_at(text, at)) ++at;
        parts->append(text_piece(text, begin, at));
    }
    parts->append(text_piece(text, at, text.length));
    return parts;
}

Ref<List> split_at_spaces_from_end(Str& text, std::size_t most) {
    Ref<List> parts = List::make();
    std::size_t end = text.length;
    while (true) {
        while (end > 0 && is_space_at(text, end - 1)) --end;
        if (end == 0) break;
        if (most-- == 0) {
            parts->append(text_piece(text, 0, end));
            break;
        }
        std::size_t begin = end;
        while (begin > 0 && !is_space_at(text, begin - 1)) --begin;
        parts->append(text_piece(text, begin, end));
        end = begin;
    }
    parts->reverse();
    return parts;
}

Value str_split(const Value& self, CallArgs args) {
    Str& text = text_of(self);
    std::size_t most = split_limit(args.values[1]);
    const Str* separator = separator_of(args.values[0]);
    if (separator == nullptr) return split_at_spaces(text, most);
    Ref<List> parts = List::make();
    std::size_t begin = 0;
    while (most-- > 0) {
        std::size_t at = find_text(text, *separator, begin, text.length);
        if (at == kNotFound) break;
        parts->append(text_piece(text, begin, at));
        begin = at + separator->length;
    }
    parts->append(text_piece(text, begin, text.length));
    return parts;
}

Value str_rsplit(const Value& self, CallArgs args) {
    Str& text = text_of(self);
    std::size_t most = split_limit(args.values[1]);
    const Str* separator = separator_of(args.values[0]);
    if (separator == nullptr) return split_at_spaces_from_end(text, most);
    Ref<List> parts = List::make();
    std::size_t end = text.length;
    while (most-- > 0) {
        std::size_t at = find_text_last(text, *separator, 0, end);
        if (at == kNotFound) break;
        parts->append(text_piece(text, at + separator->length, end));
        end = at;
    }
    parts->append(text_piece(text, 0, end));
    parts->reverse();
    return parts;
}

Value str_splitlines(const Value& self, CallArgs args) {
    Str& text = text_of(self);
    bool keep = args.values[0] && to_index(args.values[0]) != 0;
    Ref<List> lines = List::make();
    std::size_t at = 0;
    while (at < text.length) {
        std::size_t begin = at;
        while (at < text.length && !unicode::is_line_break(text.at(at))) ++at;
        std::size_t end = at;
        if (at < text.length) {
            bool pair = text.at(at) == '\r' && at + 1 < text.length && text.at(at + 1) == '\n';
            at += pair ? 2 : 1;
        }
        lines->append(text_piece(text, begin, keep ? at : end));
    }
    return lines;
}

// join.

[[noreturn]] void raise_wrong_item(std::size_t index, const Value& item) {
    raise_format(type_error_type, "sequence item {}: expected str instance, {} found", index,
                 item.type()->name);
}

/// Joins into storage of the final size at once. CPython: _PyUnicode_JoinArray.
Value join_items(const Str& separator, std::span<const Value> items) {
    std::size_t length = items.size() > 1 ? separator.length * (items.size() - 1) : 0;
    bool ascii = separator.is_ascii() || items.size() < 2;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!is_str(items[i])) raise_wrong_item(i, items[i]);
        length += text_of(items[i]).length;
        ascii = ascii && text_of(items[i]).is_ascii();
    }
    if (items.size() == 1 && is_str_exact(items[0])) return items[0];
    if (!ascii) {
        StrBuilder out(length);
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (i > 0) out.append(separator);
            out.append(text_of(items[i]));
        }
        return out.finish();
    }
    if (length == 0) return make_str("");
    Ref<Str> result = Str::make_unfilled(length, StrKind::Ascii);
    auto* to = static_cast<char*>(result->data());
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) to = std::copy_n(separator.view().data(), separator.length, to);
        std::string_view part = text_of(items[i]).view();
        to = std::copy_n(part.data(), part.size(), to);
    }
    return result;
}

Value str_join(const Value& self, CallArgs args) {
    const Value& iterable = args.values[0];
    if (is_list(iterable)) {
        return join_items(text_of(self), iterable.as<List>()->items());
    }
    if (is_tuple(iterable)) {
        return join_items(text_of(self), iterable.as<Tuple>()->items());
    }
    if (iterable.type()->iter == nullptr && iterable.type()->getitem == nullptr) {
        raise_type_error("can only join an iterable");
    }
    Ref<List> items = List::from_iterable(iterable);
    return join_items(text_of(self), items->items());
}

// strip.

enum Sides : unsigned { kLeft = 1, kRight = 2 };

bool is_among(const Str& set, char32_t c) {
    for (std::size_t i = 0; i < set.length; ++i) {
        if (set.at(i) == c) return true;
    }
    return false;
}

template <unsigned sides>
Value str_strip(const Value& self, CallArgs args) {
    constexpr const char* kName = sides == kLeft ? "lstrip" : sides == kRight ? "rstrip" : "strip";
    Str& text = text_of(self);
    const Str* set = nullptr;
    if (args.values[0] && !is_none(args.values[0])) {
        if (!is_str(args.values[0])) {
            raise_format(type_error_type, "{} arg must be None or str", kName);
        }
        set = &text_of(args.values[0]);
    }
    auto strippable = [set](char32_t c) {
        return set == nullptr ? unicode::is_space(c) : is_among(*set, c);
    };
    std::size_t begin = 0;
    std::size_t end = text.length;
    if ((sides & kLeft) != 0) {
        while (begin < end && strippable(text.at(begin))) ++begin;
    }
    if ((sides & kRight) != 0) {
        while (end > begin && strippable(text.at(end - 1))) --end;
    }
    return text_piece(text, begin, end);
}

const Str& partition_separator(const Value& v) {
    if (!is_str(v)) raise_format(type_error_type, "must be str, not {}", v.type()->name);
    if (text_of(v).length == 0) raise_value_error("empty separator");
    return text_of(v);
}

Value str_partition(const Value& self, CallArgs args) {
    const Str& separator = partition_separator(args.values[0]);
    Str& text = text_of(self);
    std::size_t at = find_text(text, separator, 0, text.length);
    if (at == kNotFound) return Tuple::make({exact_text(text), make_str(""), make_str("")});
    return Tuple::make({text_piece(text, 0, at), args.values[0],
                        text_piece(text, at + separator.length, text.length)});
}

Value str_rpartition(const Value& self, CallArgs args) {
    const Str& separator = partition_separator(args.values[0]);
    Str& text = text_of(self);
    std::size_t at = find_text_last(text, separator, 0, text.length);
    if (at == kNotFound) return Tuple::make({make_str(""), make_str(""), exact_text(text)});
    return Tuple::make({text_piece(text, 0, at), args.values[0],
                        text_piece(text, at + separator.length, text.length)});
}

}  // namespace

std::span<const MethodDef> str_split_methods() {
    static const MethodDef kMethods[] = {
        {"split", str_split, "sep=, maxsplit="},
        {"rsplit", str_rsplit, "sep=, maxsplit="},
        {"splitlines", str_splitlines, "keepends="},
        {"join", str_join, "iterable, /"},
        {"strip", str_strip<kLeft | kRight>, "chars=, /"},
        {"lstrip", str_strip<kLeft>, "chars=, /"},
        {"rstrip", str_strip<kRight>, "chars=, /"},
        {"partition", str_partition, "sep, /"},
        {"rpartition", str_rpartition, "sep, /"},
    };
    return kMethods;
}

}  // namespace loopscope::object
