// str: storage, UTF-8 in and out, interning, hashing, the builder.
#include "sim/object/str.h"

#include <bit>
#include <mutex>
#include <unordered_map>

#include "sim/object/exception.h"
#include "sim/object/state.h"
#include "sim/object/unicode.h"

namespace loopscope::object {

namespace {

std::size_t header_size(StrKind kind) {
    return sizeof(Str) + (kind == StrKind::Ascii ? 0 : sizeof(Str::Utf8Cache));
}

std::size_t width_of(StrKind kind) {
    return kind == StrKind::Ascii ? 1 : static_cast<std::size_t>(kind);
}

std::uint32_t kind_bits(StrKind kind) {
    std::uint32_t code = kind == StrKind::Ucs4 ? 3 : static_cast<std::uint32_t>(kind);
    return code << Str::kKindShift;
}

StrKind kind_for(char32_t widest) {
    if (widest < 0x80) return StrKind::Ascii;
    if (widest < 0x100) return StrKind::Latin1;
    return widest < 0x10000 ? StrKind::Ucs2 : StrKind::Ucs4;
}

Ref<Str> allocate(std::size_t length, StrKind kind, Type* type) {
    std::size_t width = width_of(kind);
    if (length > (std::size_t{1} << 40)) raise(memory_error_type);
    std::size_t size = header_size(kind) + (length + 1) * width;
    Str* text = new (allocate_object(type, size)) Str;
    adopt_object(text, type);
    text->length = length;
    text->flags |= kind_bits(kind);
    if (kind != StrKind::Ascii) {
        new (reinterpret_cast<char*>(text + 1)) Str::Utf8Cache;
    }
    std::memset(static_cast<char*>(text->data()) + length * width, 0, width);
    return Ref<Str>::steal(text);
}

void store(void* data, std::size_t width, std::size_t index, char32_t c) {
    switch (width) {
        case 1:
            static_cast<std::uint8_t*>(data)[index] = static_cast<std::uint8_t>(c);
            break;
        case 2:
            static_cast<std::uint16_t*>(data)[index] = static_cast<std::uint16_t>(c);
            break;
        default:
            static_cast<std::uint32_t*>(data)[index] = c;
            break;
    }
}

/// Copies characters between buffers of possibly different width.
void copy_characters(void* to, std::size_t to_width, std::size_t to_index, const void* from,
                     std::size_t from_width, std::size_t from_index, std::size_t count) {
    if (count == 0) return;  // The buffers may be null then.
    if (to_width == from_width) {
        std::memcpy(static_cast<char*>(to) + to_index * to_width,
                    static_cast<const char*>(from) + from_index * from_width, count * to_width);
        return;
    }
    for (std::size_t i = 0; i < count; ++i) {
        std::size_t at = from_index + i;
        char32_t c = from_width == 1   ? static_cast<const std::uint8_t*>(from)[at]
                     : from_width == 2 ? static_cast<const std::uint16_t*>(from)[at]
                                       : static_cast<const std::uint32_t*>(from)[at];
        store(to, to_width, to_index + i, c);
    }
}

bool all_ascii(std::string_view text) {
    std::size_t i = 0;
    for (; i + 8 <= text.size(); i += 8) {
        std::uint64_t word;
        std::memcpy(&word, text.data() + i, 8);
        if ((word & 0x8080808080808080u) != 0) return false;
    }
    for (; i < text.size(); ++i) {
        if (static_cast<unsigned char>(text[i]) >= 0x80) return false;
    }
    return true;
}

/// The next code point of WTF-8 text; U+FFFD for a byte that fits nowhere.
char32_t next_point(std::string_view text, std::size_t& at) {
    auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    unsigned first = byte(at);
    if (first < 0x80) {
        ++at;
        return first;
    }
    int extra = first >= 0xf0 && first < 0xf5   ? 3
                : first >= 0xe0 && first < 0xf0 ? 2
                : first >= 0xc2 && first < 0xe0 ? 1
                                                : 0;
    char32_t c = extra == 3 ? first & 7 : extra == 2 ? first & 15 : first & 31;
    for (int i = 1; i <= extra; ++i) {
        unsigned next = byte(at + static_cast<std::size_t>(i));
        if ((next & 0xc0) != 0x80) {
            extra = 0;
            break;
        }
        c = (c << 6) | (next & 63);
    }
    constexpr char32_t kLeast[] = {0, 0x80, 0x800, 0x10000};
    if (extra == 0 || c < kLeast[extra] || c > 0x10ffff) {
        ++at;
        return 0xfffd;
    }
    at += static_cast<std::size_t>(extra) + 1;
    return c;
}

Ref<Str> make_from_points(std::span<const char32_t> points, Type* type) {
    char32_t widest = 0;
    for (char32_t c : points) widest |= c;
    Ref<Str> text = allocate(points.size(), kind_for(widest), type);
    std::size_t width = text->width();
    for (std::size_t i = 0; i < points.size(); ++i) store(text->data(), width, i, points[i]);
    return text;
}

/// The shared strings of one Latin-1 character.
Str* latin1_character(unsigned char c) {
    static Str* const* const table = [] {
        ProcessScope scope;
        auto* made = new Str*[256];
        for (int i = 0; i < 256; ++i) {
            char32_t point = static_cast<char32_t>(i);
            Ref<Str> text = make_from_points(std::span(&point, 1), &str_type);
            text->flags |= kImmortal;
            made[i] = text.detach();
            made[i]->hash();
            made[i]->view();
        }
        return made;
    }();
    return table[c];
}

Str* empty_str() {
    static Str* const empty = [] {
        ProcessScope scope;
        Ref<Str> text = allocate(0, StrKind::Ascii, &str_type);
        text->flags |= kImmortal;
        return text.detach();
    }();
    return empty;
}

}  // namespace

Str::~Str() {
    if (is_interned() && (flags & kImmortal) == 0) {
        if (RuntimeState* state = current_state()) {
            auto found = state->interned.find(view());
            if (found != state->interned.end() && found->second == this) {
                state->interned.erase(found);
            }
        }
    }
    // Last, because the name's entry above is found by this text.
    if (!is_ascii() && cache().bytes != nullptr) free_bytes(cache().bytes, cache().size + 1);
}

std::size_t Str::allocated_bytes() const { return header_size(kind()) + (length + 1) * width(); }

Ref<Str> Str::make_ascii(std::string_view ascii) {
    if (ascii.empty()) return Ref<Str>(empty_str());
    if (ascii.size() == 1) return Ref<Str>(latin1_character(static_cast<unsigned char>(ascii[0])));
    Ref<Str> text = allocate(ascii.size(), StrKind::Ascii, &str_type);
    std::memcpy(text->data(), ascii.data(), ascii.size());
    return text;
}

Ref<Str> Str::make(std::string_view utf8) {
    if (all_ascii(utf8)) return make_ascii(utf8);
    std::size_t length = 0;
    char32_t widest = 0;
    for (std::size_t at = 0; at < utf8.size(); ++length) widest |= next_point(utf8, at);
    Ref<Str> text = allocate(length, kind_for(widest), &str_type);
    std::size_t width = text->width();
    std::size_t at = 0;
    for (std::size_t i = 0; i < length; ++i) store(text->data(), width, i, next_point(utf8, at));
    return text;
}

Ref<Str> Str::from_code_points(std::span<const char32_t> points) {
    if (points.empty()) return Ref<Str>(empty_str());
    if (points.size() == 1) return from_char(points[0]);
    return make_from_points(points, &str_type);
}

Ref<Str> Str::from_char(char32_t point) {
    if (point < 256) return Ref<Str>(latin1_character(static_cast<unsigned char>(point)));
    return make_from_points(std::span(&point, 1), &str_type);
}

Ref<Str> Str::make_unfilled(std::size_t length, StrKind kind) {
    return allocate(length, kind, &str_type);
}

Ref<Str> Str::concat(const Str* a, const Str* b) {
    StrKind kind = std::max(a->kind(), b->kind());
    Ref<Str> text = allocate(a->length + b->length, kind, &str_type);
    Runtime::current().count_bytes(text->length * text->width());
    std::size_t width = text->width();
    copy_characters(text->data(), width, 0, a->data(), a->width(), 0, a->length);
    copy_characters(text->data(), width, a->length, b->data(), b->width(), 0, b->length);
    return text;
}

Ref<Str> Str::slice(Str* text, std::size_t begin, std::size_t end) {
    std::size_t count = end - begin;
    if (count == 0) return Ref<Str>(empty_str());
    if (count == text->length && text->type == &str_type) return Ref<Str>(text);
    if (count == 1) return from_char(text->at(begin));
    const char* data = static_cast<const char*>(text->data());
    if (text->is_ascii()) return make_ascii({data + begin, count});
    char32_t widest = 0;
    for (std::size_t i = begin; i < end; ++i) widest |= text->at(i);
    Ref<Str> result = allocate(count, kind_for(widest), &str_type);
    copy_characters(result->data(), result->width(), 0, data, text->width(), begin, count);
    return result;
}

Ref<Str> Str::of_class(Type* cls, const Str* text) {
    Ref<Str> result = allocate(text->length, text->kind(), cls);
    std::memcpy(result->data(), text->data(), text->length * text->width());
    return result;
}

void append_utf8(std::string& out, char32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xc0 | (c >> 6));
        out += static_cast<char>(0x80 | (c & 63));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xe0 | (c >> 12));
        out += static_cast<char>(0x80 | ((c >> 6) & 63));
        out += static_cast<char>(0x80 | (c & 63));
    } else {
        out += static_cast<char>(0xf0 | (c >> 18));
        out += static_cast<char>(0x80 | ((c >> 12) & 63));
        out += static_cast<char>(0x80 | ((c >> 6) & 63));
        out += static_cast<char>(0x80 | (c & 63));
    }
}

std::string_view Str::make_view() const {
    Utf8Cache& kept = cache();
    if (kept.bytes == nullptr) {
        std::string utf8;
        utf8.reserve(length * 2);
        for (std::size_t i = 0; i < length; ++i) append_utf8(utf8, at(i));
        kept.bytes = static_cast<char*>(allocate_bytes(utf8.size() + 1));
        kept.size = utf8.size();
        std::memcpy(kept.bytes, utf8.c_str(), utf8.size() + 1);
    }
    return {kept.bytes, kept.size};
}

std::size_t code_point_count(std::string_view utf8) {
    std::size_t count = 0;
    for (char c : utf8) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    return count;
}

// Hashing.

namespace {

struct SipState {
    std::uint64_t a = 0x736f6d6570736575;
    std::uint64_t b = 0x646f72616e646f6d;
    std::uint64_t c = 0x6c7967656e657261;
    std::uint64_t d = 0x7465646279746573;

    void round() {
        a += b;
        b = std::rotl(b, 13) ^ a;
        a = std::rotl(a, 32);
        c += d;
        d = std::rotl(d, 16) ^ c;
        a += d;
        d = std::rotl(d, 21) ^ a;
        c += b;
        b = std::rotl(b, 17) ^ c;
        c = std::rotl(c, 32);
    }
};

}  // namespace

std::int64_t hash_of_bytes(const void* data, std::size_t size) {
    if (size == 0) return 0;
    const char* bytes = static_cast<const char*>(data);
    SipState state;
    std::size_t whole = size / 8;
    for (std::size_t i = 0; i < whole; ++i) {
        std::uint64_t word;
        std::memcpy(&word, bytes + i * 8, 8);
        state.d ^= word;
        state.round();
        state.a ^= word;
    }
    std::uint64_t last = static_cast<std::uint64_t>(size) << 56;
    for (std::size_t i = whole * 8; i < size; ++i) {
        last |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * (i % 8));
    }
    state.d ^= last;
    state.round();
    state.a ^= last;
    state.c ^= 0xff;
    state.round();
    state.round();
    state.round();
    std::uint64_t h = (state.a ^ state.b) ^ (state.c ^ state.d);
    std::int64_t result = static_cast<std::int64_t>(h);
    return result == -1 ? -2 : result;
}

std::int64_t Str::compute_hash() const {
    hash_cache = hash_of_bytes(data(), length * width());
    return hash_cache;
}

// Interning.

namespace {

struct StaticNames {
    std::mutex mutex;
    std::unordered_map<std::string_view, Str*> names;
};

StaticNames& static_names() {
    static auto* const table = new StaticNames;
    return *table;
}

Str* find_static(std::string_view utf8) {
    StaticNames& table = static_names();
    std::lock_guard lock(table.mutex);
    auto found = table.names.find(utf8);
    return found == table.names.end() ? nullptr : found->second;
}

}  // namespace

Str* intern_static(std::string_view utf8) {
    if (Str* known = find_static(utf8)) return known;
    ProcessScope scope;
    Ref<Str> text = Str::make(utf8);
    text->flags |= kImmortal | Str::kInterned;
    text->hash();
    std::string_view key = text->view();
    StaticNames& table = static_names();
    std::lock_guard lock(table.mutex);
    auto [place, fresh] = table.names.try_emplace(key, text.get());
    if (fresh) text.detach();
    return place->second;
}

Ref<Str> intern(const Ref<Str>& text) {
    if (text->is_interned()) return text;
    std::string_view key = text->view();
    RuntimeState* state = current_state();
    if (state == nullptr) return Ref<Str>(intern_static(key));
    auto found = state->interned.find(key);
    if (found != state->interned.end()) return Ref<Str>(found->second);
    if (Str* known = find_static(key)) return Ref<Str>(known);
    if (text->type != &str_type || (text->flags & kImmortal) != 0) {
        return Ref<Str>(intern_static(key));
    }
    text->flags |= Str::kInterned;
    text->hash();
    state->interned.emplace(key, text.get());
    return text;
}

Ref<Str> intern(std::string_view utf8) {
    RuntimeState* state = current_state();
    if (state != nullptr) {
        auto found = state->interned.find(utf8);
        if (found != state->interned.end()) return Ref<Str>(found->second);
    }
    return intern(Str::make(utf8));
}

// StrBuilder.

StrBuilder::StrBuilder(std::size_t size) {
    if (size > 0) reserve(size, 0);
}

StrBuilder::~StrBuilder() { free_bytes(buffer_, capacity_ * width_); }

void StrBuilder::reserve(std::size_t more, char32_t widest) {
    widest_ |= widest;
    std::size_t width = widest_ < 0x100 ? 1 : widest_ < 0x10000 ? 2 : 4;
    std::size_t needed = length_ + more;
    if (needed <= capacity_ && width == width_) return;
    std::size_t capacity = needed <= capacity_ ? capacity_ : std::max(needed, capacity_ * 2);
    if (capacity < 32) capacity = 32;
    check_allocation(capacity, width);
    void* buffer = allocate_bytes(capacity * width);
    if (length_ > 0) copy_characters(buffer, width, 0, buffer_, width_, 0, length_);
    free_bytes(buffer_, capacity_ * width_);
    buffer_ = buffer;
    capacity_ = capacity;
    width_ = width;
}

void StrBuilder::append(const Str& text) { append(text, 0, text.length); }

void StrBuilder::append(const Str& text, std::size_t begin, std::size_t end) {
    char32_t widest = text.is_ascii()     ? 0x7f
                      : text.width() == 1 ? 0xff
                      : text.width() == 2 ? 0xffff
                                          : 0x10ffff;
    if (!text.is_ascii()) {
        widest = 0;
        for (std::size_t i = begin; i < end; ++i) widest |= text.at(i);
    }
    reserve(end - begin, widest);
    copy_characters(buffer_, width_, length_, text.data(), text.width(), begin, end - begin);
    length_ += end - begin;
}

void StrBuilder::append(std::string_view utf8) {
    if (all_ascii(utf8)) {
        reserve(utf8.size(), 0x7f);
        copy_characters(buffer_, width_, length_, utf8.data(), 1, 0, utf8.size());
        length_ += utf8.size();
        return;
    }
    for (std::size_t at = 0; at < utf8.size();) append(next_point(utf8, at));
}

void StrBuilder::append(char32_t point) {
    reserve(1, point);
    store(buffer_, width_, length_++, point);
}

void StrBuilder::append_fill(char32_t point, std::size_t count) {
    reserve(count, point);
    for (std::size_t i = 0; i < count; ++i) store(buffer_, width_, length_++, point);
}

Ref<Str> StrBuilder::finish() {
    if (length_ == 0) return Ref<Str>(empty_str());
    if (length_ == 1) {
        char32_t only = width_ == 1   ? static_cast<std::uint8_t*>(buffer_)[0]
                        : width_ == 2 ? static_cast<std::uint16_t*>(buffer_)[0]
                                      : static_cast<std::uint32_t*>(buffer_)[0];
        return Str::from_char(only);
    }
    Ref<Str> text = allocate(length_, kind_for(widest_), &str_type);
    copy_characters(text->data(), text->width(), 0, buffer_, width_, 0, length_);
    return text;
}

// repr.

std::string str_repr(const Str& text) {
    bool single = false;
    bool both = false;
    bool plain = true;  ///< Nothing but the quotes needs an escape.
    for (std::size_t i = 0; i < text.length; ++i) {
        char32_t c = text.at(i);
        single = single || c == '\'';
        both = both || c == '"';
        plain = plain && c >= 0x20 && c < 0x7f && c != '\\';
    }
    plain = plain && !(single && both);
    char quote = single && !both ? '"' : '\'';
    if (plain) {
        std::string whole;
        whole.reserve(text.length + 2);
        whole += quote;
        whole += text.view();
        return whole += quote;
    }
    std::string out(1, quote);
    for (std::size_t i = 0; i < text.length; ++i) {
        char32_t c = text.at(i);
        if (c == static_cast<char32_t>(quote) || c == '\\') {
            out += '\\';
            out += static_cast<char>(c);
        } else if (c == '\t') {
            out += "\\t";
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\r') {
            out += "\\r";
        } else if (c >= 0x20 && c < 0x7f) {
            out += static_cast<char>(c);
        } else if (c >= 0x80 && unicode::is_printable(c)) {
            append_utf8(out, c);
        } else if (c < 0x100) {
            out += fmt::format("\\x{:02x}", static_cast<unsigned>(c));
        } else if (c < 0x10000) {
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
            out += fmt::format("\\U{:08x}", static_cast<unsigned>(c));
        }
    }
    return out + quote;
}

std::string quoted(std::string_view utf8) { return str_repr(*Str::make(utf8)); }

Str* expect_str(const Value& v, std::string_view what) {
    if (is_str(v)) return v.as<Str>();
    raise_format(type_error_type, "{} must be str, not {}", what, v.type()->name);
}

}  // namespace loopscope::object
