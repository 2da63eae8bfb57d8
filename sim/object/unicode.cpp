// Look-ups in the tables of Unicode properties.
#include "sim/object/unicode.h"

#include <algorithm>
#include <array>

#include "sim/object/unicode_tables.h"

namespace loopscope::object::unicode {

namespace {

const Traits& search(char32_t c) {
    const std::uint32_t* end = kRuns + kRunCount;
    std::uint32_t wanted = (static_cast<std::uint32_t>(c) << 9) | 0x1ff;
    const std::uint32_t* run = std::upper_bound(kRuns, end, wanted) - 1;
    const TraitsPair& pair = kPairs[*run & 0x1ff];
    return kTraits[(c & 1) != 0 ? pair.odd : pair.even];
}

/// The traits of the first 256 characters, which are asked for most.
const std::array<Traits, 256>& latin1() {
    static const std::array<Traits, 256> table = [] {
        std::array<Traits, 256> made;
        for (char32_t c = 0; c < 256; ++c) made[c] = search(c);
        return made;
    }();
    return table;
}

const Traits& traits(char32_t c) { return c < 256 ? latin1()[c] : search(c); }

bool has(char32_t c, unsigned flag) { return (traits(c).flags & flag) != 0; }

}  // namespace

bool is_alpha(char32_t c) { return has(c, kAlpha); }
bool is_decimal(char32_t c) { return has(c, kDecimal); }
bool is_digit(char32_t c) { return has(c, kDigit); }
bool is_numeric(char32_t c) { return has(c, kNumeric); }
bool is_space(char32_t c) { return has(c, kSpace); }
bool is_upper(char32_t c) { return has(c, kUpper); }
bool is_lower(char32_t c) { return has(c, kLower); }
bool is_title(char32_t c) { return has(c, kTitle); }
bool is_cased(char32_t c) { return has(c, kUpper | kLower | kTitle); }
bool is_case_ignorable(char32_t c) { return has(c, kCaseIgnorable); }
bool is_printable(char32_t c) { return has(c, kPrintable); }
bool is_identifier_start(char32_t c) { return has(c, kIdentifierStart); }
bool is_identifier_continue(char32_t c) { return has(c, kIdentifierContinue); }
bool is_alphanumeric(char32_t c) { return has(c, kAlpha | kDecimal | kDigit | kNumeric); }

bool is_line_break(char32_t c) {
    return (c >= 0x0a && c <= 0x0d) || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 ||
           c == 0x2029;
}

int decimal_value(char32_t c) {
    if (c < 0x80) return c >= '0' && c <= '9' ? static_cast<int>(c - '0') : -1;
    if (!is_decimal(c)) return -1;
    // The five sets of mathematical digits stand one behind the other; all other sets begin at a
    // multiple of ten characters after some character that is no digit.
    if (c >= 0x1d7ce && c <= 0x1d7ff) return static_cast<int>((c - 0x1d7ce) % 10);
    char32_t first = c;
    while (is_decimal(first - 1)) --first;
    return static_cast<int>((c - first) % 10);
}

Mapped map_case(char32_t c, Mapping mapping) {
    auto kind = static_cast<std::uint8_t>(mapping);
    std::int32_t distance = traits(c).mapping[kind];
    if (distance != 0) return {{static_cast<char32_t>(static_cast<std::int32_t>(c) + distance)}, 1};
    if (c < 0x80) return {{c}, 1};
    const LongMapping* end = kLongMappings + kLongMappingCount;
    const LongMapping* found =
        std::lower_bound(kLongMappings, end, c, [kind](const LongMapping& m, char32_t wanted) {
            return m.code_point < wanted || (m.code_point == wanted && m.kind < kind);
        });
    if (found == end || found->code_point != c || found->kind != kind) return {{c}, 1};
    Mapped result{{found->to[0], found->to[1], found->to[2]}, 2};
    if (found->to[2] != 0) result.count = 3;
    return result;
}

}  // namespace loopscope::object::unicode
