// The methods that bytes and bytearray share.
#include "sim/object/byte_methods.h"

#include <algorithm>

#include "sim/object/codec.h"
#include "sim/object/exception.h"
#include "sim/object/int.h"
#include "sim/object/list.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/text.h"

namespace loopscope::object {

namespace {

std::string_view view_of(const Value& self) { return *bytes_like(self); }

/// Bytes as an object of self's kind.
Value wrap(const Value& self, std::string_view data) {
    if (is_bytes(self)) return Bytes::make(data);
    return ByteArray::make(data);
}

/// Unchanged data: bytes may be answered as they are.
Value wrap_unchanged(const Value& self) {
    return is_exact<Bytes>(self) ? self : wrap(self, view_of(self));
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter(char c) { return is_upper(c) || is_lower(c); }
bool is_number(char c) { return c >= '0' && c <= '9'; }
bool is_letter_or_number(char c) { return is_letter(c) || is_number(c); }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
char to_upper(char c) { return is_lower(c) ? static_cast<char>(c - 32) : c; }
char to_lower(char c) { return is_upper(c) ? static_cast<char>(c + 32) : c; }
char swap_case(char c) { return is_lower(c) ? to_upper(c) : to_lower(c); }

template <char (*Change)(char)>
Value change_all(const Value& self, CallArgs) {
    std::string data(view_of(self));
    std::transform(data.begin(), data.end(), data.begin(), Change);
    return wrap(self, data);
}

Value byte_title(const Value& self, CallArgs) {
    std::string data(view_of(self));
    bool inside = false;
    for (char& c : data) {
        c = inside ? to_lower(c) : to_upper(c);
        inside = is_letter(c);
    }
    return wrap(self, data);
}

Value byte_capitalize(const Value& self, CallArgs) {
    std::string data(view_of(self));
    std::transform(data.begin(), data.end(), data.begin(), to_lower);
    if (!data.empty()) data[0] = to_upper(data[0]);
    return wrap(self, data);
}

template <bool (*Test)(char)>
Value all_are(const Value& self, CallArgs) {
    std::string_view data = view_of(self);
    return make_bool(!data.empty() && std::all_of(data.begin(), data.end(), Test));
}
Value byte_isascii(const Value& self, CallArgs) {
    std::string_view data = view_of(self);
    return make_bool(std::all_of(data.begin(), data.end(), is_ascii));
}

template <bool (*Right)(char), bool (*Wrong)(char)>
Value has_case(const Value& self, CallArgs) {
    std::string_view data = view_of(self);
    return make_bool(std::any_of(data.begin(), data.end(), Right) &&
                     std::none_of(data.begin(), data.end(), Wrong));
}

Value byte_istitle(const Value& self, CallArgs) {
    bool any = false;
    bool inside = false;
    for (char c : view_of(self)) {
        if ((is_upper(c) && inside) || (is_lower(c) && !inside)) return false_value();
        inside = is_letter(c);
        any = any || inside;
    }
    return make_bool(any);
}

// Search.

/// What find and count look for: bytes, or an int that is one byte.
std::string needle_of(const Value& v) {
    if (std::optional<std::string_view> data = bytes_like(v)) return std::string(*data);
    if (v.is_small() || v.type()->index != nullptr) {
        return std::string(1, static_cast<char>(byte_of(v)));
    }
    raise_format(type_error_type, "argument should be integer or bytes-like object, not '{}'",
                 v.type()->name);
}

enum class Direction { Forward, Backward };

template <Direction direction>
std::size_t locate(const Value& self, CallArgs args) {
    std::string needle = needle_of(args.values[0]);
    std::string_view data = view_of(self);
    Bounds bounds = search_bounds(args.values[1], args.values[2], data.size());
    if (!bounds.possible) return kNotFound;
    std::string_view part = data.substr(bounds.begin, bounds.end - bounds.begin);
    std::size_t at = direction == Direction::Forward ? part.find(needle) : part.rfind(needle);
    return at == part.npos ? kNotFound : at + bounds.begin;
}

template <Direction direction>
Value byte_find(const Value& self, CallArgs args) {
    std::size_t at = locate<direction>(self, args);
    return at == kNotFound ? Value::small(-1) : Int::from_size(at);
}
template <Direction direction>
Value byte_index(const Value& self, CallArgs args) {
    std::size_t at = locate<direction>(self, args);
    if (at == kNotFound) raise_value_error("subsection not found");
    return Int::from_size(at);
}

Value byte_count(const Value& self, CallArgs args) {
    std::string needle = needle_of(args.values[0]);
    std::string_view data = view_of(self);
    Bounds bounds = search_bounds(args.values[1], args.values[2], data.size());
    if (!bounds.possible) return Value::small(0);
    data = data.substr(bounds.begin, bounds.end - bounds.begin);
    if (needle.empty()) return Int::from_size(data.size() + 1);
    std::size_t count = 0;
    for (std::size_t at = data.find(needle); at != data.npos;
         at = data.find(needle, at + needle.size())) {
        ++count;
    }
    return Int::from_size(count);
}

template <bool at_start>
bool matches_at(std::string_view data, const Value& part, const Bounds& bounds) {
    std::string_view wanted = expect_bytes_like(part);
    if (!bounds.possible) return false;
    data = data.substr(bounds.begin, bounds.end - bounds.begin);
    return at_start ? data.starts_with(wanted) : data.ends_with(wanted);
}

template <bool at_start>
Value byte_starts_or_ends(const Value& self, CallArgs args) {
    const Value& wanted = args.values[0];
    std::string_view data = view_of(self);
    Bounds bounds = search_bounds(args.values[1], args.values[2], data.size());
    if (is_tuple(wanted)) {
        for (const Value& part : wanted.as<Tuple>()->items()) {
            if (matches_at<at_start>(data, part, bounds)) return true_value();
        }
        return false_value();
    }
    if (!bytes_like(wanted)) {
        raise_format(type_error_type, "{} first arg must be bytes or a tuple of bytes, not {}",
                     at_start ? "startswith" : "endswith", wanted.type()->name);
    }
    return make_bool(matches_at<at_start>(data, wanted, bounds));
}

Value byte_replace(const Value& self, CallArgs args) {
    std::string_view data = view_of(self);
    std::string_view old = expect_bytes_like(args.values[0]);
    std::string_view with = expect_bytes_like(args.values[1]);
    std::int64_t limit = integer_or(args.values[2], -1);
    std::size_t most = limit < 0 ? SIZE_MAX : static_cast<std::size_t>(limit);
    std::string out;
    std::size_t done = 0;
    if (old.empty()) {
        for (std::size_t i = 0; i <= data.size(); ++i) {
            if (i < most) out += with;
            if (i < data.size()) out += data[i];
        }
        return wrap(self, out);
    }
    for (; most > 0; --most) {
        std::size_t at = data.find(old, done);
        if (at == data.npos) break;
        out += data.substr(done, at - done);
        out += with;
        done = at + old.size();
    }
    out += data.substr(done);
    return wrap(self, out);
}

Value byte_removeprefix(const Value& self, CallArgs args) {
    std::string_view part = expect_bytes_like(args.values[0]);
    std::string_view data = view_of(self);
    if (!data.starts_with(part)) return wrap_unchanged(self);
    return wrap(self, data.substr(part.size()));
}
Value byte_removesuffix(const Value& self, CallArgs args) {
    std::string_view part = expect_bytes_like(args.values[0]);
    std::string_view data = view_of(self);
    if (!data.ends_with(part)) return wrap_unchanged(self);
    return wrap(self, data.substr(0, data.size() - part.size()));
}

// Split, join, strip.

/// The separator of split; an empty view for white space.
std::string_view separator_of(const Value& v) {
    if (!v || is_none(v)) return {};
    std::string_view separator = expect_bytes_like(v);
    if (separator.empty()) raise_value_error("empty separator");
    return separator;
}

std::size_t split_limit(const Value& v) {
    std::int64_t limit = integer_or(v, -1);
    return limit < 0 ? SIZE_MAX : static_cast<std::size_t>(limit);
}

Value byte_split(const Value& self, CallArgs args) {
    std::string_view data = view_of(self);
    std::string_view separator = separator_of(args.values[0]);
    std::size_t most = split_limit(args.values[1]);
    Ref<List> parts = List::make();
    if (separator.empty()) {
        while (true) {
            while (!data.empty() && is_space(data.front())) data.remove_prefix(1);
            if (data.empty()) return parts;
            if (most-- == 0) break;
            auto end = std::find_if(data.begin(), data.end(), is_space);
            auto size = static_cast<std::size_t>(end - data.begin());
            parts->append(wrap(self, data.substr(0, size)));
            data.remove_prefix(size);
        }
        parts->append(wrap(self, data));
        return parts;
    }
    for (; most > 0; --most) {
        std::size_t at = data.find(separator);
        if (at == data.npos) break;
        parts->append(wrap(self, data.substr(0, at)));
        data.remove_prefix(at + separator.size());
    }
    parts->append(wrap(self, data));
    return parts;
}

Value byte_rsplit(const Value& self, CallArgs args) {
    std::string_view data = view_of(self);
    std::string_view separator = separator_of(args.values[0]);
    std::size_t most = split_limit(args.values[1]);
    Ref<List> parts = List::make();
    while (true) {
        if (separator.empty()) {
            while (!data.empty() && is_space(data.back())) data.remove_suffix(1);
            if (data.empty()) break;
        }
        std::size_t begin = 0;
        std::size_t gap = separator.size();
        bool found = false;
        if (most > 0 && separator.empty()) {
            begin = data.size();
            while (begin > 0 && !is_space(data[begin - 1])) --begin;
            found = true;
        } else if (most > 0) {
            std::size_t at = data.rfind(separator);
            found = at != data.npos;
            begin = found ? at + gap : 0;
        }
        if (!found) {
            parts->append(wrap(self, data));
            break;
        }
        parts->append(wrap(self, data.substr(begin)));
        data = data.substr(0, begin - gap);
        --most;
    }
    parts->reverse();
    return parts;
}

Value byte_splitlines(const Value& self, CallArgs args) {
    std::string_view data = view_of(self);
    bool keep = args.values[0] && to_index(args.values[0]) != 0;
    Ref<List> lines = List::make();
    while (!data.empty()) {
        std::size_t end = std::min(data.find_first_of("\r\n"), data.size());
        std::size_t next = std::min(end + 1, data.size());
        if (data.substr(end).starts_with("\r\n")) ++next;
        lines->append(wrap(self, data.substr(0, keep ? next : end)));
        data.remove_prefix(next);
    }
    return lines;
}

Value byte_join(const Value& self, CallArgs args) {
    const Value& iterable = args.values[0];
    if (!iterable.is_object() ||
        (iterable.type()->iter == nullptr && iterable.type()->getitem == nullptr)) {
        raise_type_error("can only join an iterable");
    }
    Ref<List> items = List::from_iterable(iterable);
    std::string separator(view_of(self));
    std::string out;
    for (std::size_t i = 0; i < items->size(); ++i) {
        std::optional<std::string_view> part = bytes_like((*items)[i]);
        if (!part) {
            raise_format(type_error_type,
                         "sequence item {}: expected a bytes-like object, {} found", i,
                         (*items)[i].type()->name);
        }
        if (i > 0) out += separator;
        out += *part;
    }
    return wrap(self, out);
}

enum Sides : unsigned { kLeft = 1, kRight = 2 };

template <unsigned sides>
Value byte_strip(const Value& self, CallArgs args) {
    std::string_view set = " \t\n\r\v\f";
    if (args.values[0] && !is_none(args.values[0])) set = expect_bytes_like(args.values[0]);
    std::string_view data = view_of(self);
    auto among = [set](char c) { return set.find(c) != set.npos; };
    if ((sides & kLeft) != 0) {
        while (!data.empty() && among(data.front())) data.remove_prefix(1);
    }
    if ((sides & kRight) != 0) {
        while (!data.empty() && among(data.back())) data.remove_suffix(1);
    }
    return data.size() == view_of(self).size() ? wrap_unchanged(self) : wrap(self, data);
}

template <Direction direction>
Value byte_partition(const Value& self, CallArgs args) {
    std::string_view separator = expect_bytes_like(args.values[0]);
    if (separator.empty()) raise_value_error("empty separator");
    std::string_view data = view_of(self);
    bool forward = direction == Direction::Forward;
    std::size_t at = forward ? data.find(separator) : data.rfind(separator);
    if (at == data.npos) {
        Value all = wrap_unchanged(self);
        if (forward) return Tuple::make({all, wrap(self, ""), wrap(self, "")});
        return Tuple::make({wrap(self, ""), wrap(self, ""), all});
    }
    Value middle = is_bytes(self) ? args.values[0] : wrap(self, separator);
    return Tuple::make(
        {wrap(self, data.substr(0, at)), middle, wrap(self, data.substr(at + separator.size()))});
}

// Layout.

char fill_byte(const char* function, const Value& v) {
    if (!v) return ' ';
    bool good = is_bytes(v) || is_instance(v, &bytearray_type);
    if (good && view_of(v).size() == 1) return view_of(v)[0];
    raise_format(type_error_type, "{}() argument 2 must be a byte string of length 1, not {}",
                 function, v.type()->name);
}

enum class Place { Left, Center, Right };

template <Place place>
Value byte_justify(const Value& self, CallArgs args) {
    constexpr const char* kName = place == Place::Left     ? "ljust"
                                  : place == Place::Center ? "center"
                                                           : "rjust";
    std::int64_t width = to_index(args.values[0]);
    char fill = fill_byte(kName, args.values[1]);
    std::string_view data = view_of(self);
    if (width <= static_cast<std::int64_t>(data.size())) return wrap_unchanged(self);
    check_allocation(static_cast<std::size_t>(width), 1);
    std::size_t missing = static_cast<std::size_t>(width) - data.size();
    std::size_t left = place == Place::Left ? 0
                       : place == Place::Center
                           ? missing / 2 + (missing & static_cast<std::size_t>(width) & 1)
                           : missing;
    std::string out(left, fill);
    out += data;
    out.append(missing - left, fill);
    return wrap(self, out);
}

Value byte_zfill(const Value& self, CallArgs args) {
    std::int64_t width = to_index(args.values[0]);
    std::string out(view_of(self));
    if (width <= static_cast<std::int64_t>(out.size())) return wrap_unchanged(self);
    check_allocation(static_cast<std::size_t>(width), 1);
    bool sign = !out.empty() && (out[0] == '+' || out[0] == '-');
    out.insert(sign ? 1 : 0, static_cast<std::size_t>(width) - out.size(), '0');
    return wrap(self, out);
}

Value byte_expandtabs(const Value& self, CallArgs args) {
    std::int64_t size = integer_or(args.values[0], 8);
    std::string out;
    std::int64_t column = 0;
    for (char c : view_of(self)) {
        if (c == '\t') {
            std::int64_t count = size > 0 ? size - column % size : 0;
            check_allocation(out.size() + static_cast<std::size_t>(count), 1);
            out.append(static_cast<std::size_t>(count), ' ');
            column += count;
            continue;
        }
        out += c;
        column = c == '\n' || c == '\r' ? 0 : column + 1;
    }
    return wrap(self, out);
}

Value byte_translate(const Value& self, CallArgs args) {
    std::string_view table;
    bool has_table = !is_none(args.values[0]);
    if (has_table) {
        table = expect_bytes_like(args.values[0]);
        if (table.size() != 256) {
            raise_value_error("translation table must be 256 characters long");
        }
    }
    std::string_view removed;
    if (args.values[1]) removed = expect_bytes_like(args.values[1]);
    std::string out;
    for (char c : view_of(self)) {
        if (removed.find(c) != removed.npos) continue;
        out += has_table ? table[static_cast<unsigned char>(c)] : c;
    }
    return wrap(self, out);
}

Value byte_maketrans(const Value&, CallArgs args) {
    std::string_view from = expect_bytes_like(args.values[0]);
    std::string_view to = expect_bytes_like(args.values[1]);
    if (from.size() != to.size()) {
        raise_value_error("maketrans arguments must have same length");
    }
    std::string table;
    for (int i = 0; i < 256; ++i) table += static_cast<char>(i);
    for (std::size_t i = 0; i < from.size(); ++i)
        table[static_cast<unsigned char>(from[i])] = to[i];
    return Bytes::make(table);
}

Value byte_decode(const Value& self, CallArgs args) {
    CodecNames names = codec_names("decode", args.values[0], args.values[1]);
    return decode_bytes(view_of(self), self, names.encoding, names.errors);
}

}  // namespace

void add_byte_methods(Type& type) {
    constexpr const char* kBounds = "sub, start=, end=, /";
    using enum Direction;
    static const MethodDef kMethods[] = {
        {"capitalize", byte_capitalize, ""},
        {"center", byte_justify<Place::Center>, "width, fillchar=, /"},
        {"count", byte_count, kBounds},
        {"decode", byte_decode, "encoding=, errors="},
        {"endswith", byte_starts_or_ends<false>, "suffix, start=, end=, /"},
        {"expandtabs", byte_expandtabs, "tabsize="},
        {"find", byte_find<Forward>, kBounds},
        {"hex", byte_hex, "sep=, bytes_per_sep="},
        {"index", byte_index<Forward>, kBounds},
        {"isalnum", all_are<is_letter_or_number>, ""},
        {"isalpha", all_are<is_letter>, ""},
        {"isascii", byte_isascii, ""},
        {"isdigit", all_are<is_number>, ""},
        {"islower", has_case<is_lower, is_upper>, ""},
        {"isspace", all_are<is_space>, ""},
        {"istitle", byte_istitle, ""},
        {"isupper", has_case<is_upper, is_lower>, ""},
        {"join", byte_join, "iterable_of_bytes, /"},
        {"ljust", byte_justify<Place::Left>, "width, fillchar=, /"},
        {"lower", change_all<to_lower>, ""},
        {"lstrip", byte_strip<kLeft>, "bytes=, /"},
        {"maketrans", byte_maketrans, "frm, to, /", nullptr, Binding::Static},
        {"partition", byte_partition<Forward>, "sep, /"},
        {"removeprefix", byte_removeprefix, "prefix, /"},
        {"removesuffix", byte_removesuffix, "suffix, /"},
        {"replace", byte_replace, "old, new, count=, /"},
        {"rfind", byte_find<Backward>, kBounds},
        {"rindex", byte_index<Backward>, kBounds},
        {"rjust", byte_justify<Place::Right>, "width, fillchar=, /"},
        {"rpartition", byte_partition<Backward>, "sep, /"},
        {"rsplit", byte_rsplit, "sep=, maxsplit="},
        {"rstrip", byte_strip<kRight>, "bytes=, /"},
        {"split", byte_split, "sep=, maxsplit="},
        {"splitlines", byte_splitlines, "keepends="},
        {"startswith", byte_starts_or_ends<true>, "prefix, start=, end=, /"},
        {"strip", byte_strip<kLeft | kRight>, "bytes=, /"},
        {"swapcase", change_all<swap_case>, ""},
        {"title", byte_title, ""},
        {"translate", byte_translate, "table, /, delete="},
        {"upper", change_all<to_upper>, ""},
        {"zfill", byte_zfill, "width, /"},
    };
    add_methods(type, kMethods);
}

}  // namespace loopscope::object
