// Unicode names: ICU's, and the aliases that ICU does not know.
#include "sim/base/unicode_names.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

namespace loopscope::base {

namespace {

constexpr int kUnicodeVersion = 14;

struct Alias {
    std::string_view name;
    char32_t code;
};

/// Names of controls, and short names, in order. Unicode's NameAliases.txt.
// clang-format off
constexpr Alias kAliases[] = {
    {"ACK", 0x6}, {"ACKNOWLEDGE", 0x6}, {"ALERT", 0x7}, {"ALM", 0x61c}, {"APC", 0x9f},
    {"APPLICATION PROGRAM COMMAND", 0x9f}, {"BACKSPACE", 0x8}, {"BEL", 0x7}, {"BOM", 0xfeff},
    {"BPH", 0x82}, {"BREAK PERMITTED HERE", 0x82}, {"BS", 0x8}, {"BYTE ORDER MARK", 0xfeff},
    {"CAN", 0x18}, {"CANCEL", 0x18}, {"CANCEL CHARACTER", 0x94}, {"CARRIAGE RETURN", 0xd},
    {"CCH", 0x94}, {"CGJ", 0x34f}, {"CHARACTER TABULATION", 0x9},
    {"CHARACTER TABULATION SET", 0x88}, {"CHARACTER TABULATION WITH JUSTIFICATION", 0x89},
    {"CONTROL SEQUENCE INTRODUCER", 0x9b}, {"CR", 0xd}, {"CSI", 0x9b}, {"DATA LINK ESCAPE", 0x10},
    {"DC1", 0x11}, {"DC2", 0x12}, {"DC3", 0x13}, {"DC4", 0x14}, {"DCS", 0x90}, {"DEL", 0x7f},
    {"DELETE", 0x7f}, {"DEVICE CONTROL FOUR", 0x14}, {"DEVICE CONTROL ONE", 0x11},
    {"DEVICE CONTROL STRING", 0x90}, {"DEVICE CONTROL THREE", 0x13}, {"DEVICE CONTROL TWO", 0x12},
    {"DLE", 0x10}, {"END OF GUARDED AREA", 0x97}, {"END OF LINE", 0xa}, {"END OF MEDIUM", 0x19},
    {"END OF PROTECTED AREA", 0x97}, {"END OF SELECTED AREA", 0x87}, {"END OF TEXT", 0x3},
    {"END OF TRANSMISSION", 0x4}, {"END OF TRANSMISSION BLOCK", 0x17}, {"ENQ", 0x5},
    {"ENQUIRY", 0x5}, {"EOL", 0xa}, {"EOM", 0x19}, {"EOT", 0x4}, {"EPA", 0x97}, {"ESA", 0x87},
    {"ESC", 0x1b}, {"ESCAPE", 0x1b}, {"ETB", 0x17}, {"ETX", 0x3}, {"FF", 0xc},
    {"FILE SEPARATOR", 0x1c}, {"FORM FEED", 0xc}, {"FS", 0x1c}, {"FSI", 0x2068}, {"FVS1", 0x180b},
    {"FVS2", 0x180c}, {"FVS3", 0x180d}, {"FVS4", 0x180f}, {"GROUP SEPARATOR", 0x1d}, {"GS", 0x1d},
    {"HIGH OCTET PRESET", 0x81}, {"HOP", 0x81}, {"HORIZONTAL TABULATION", 0x9},
    {"HORIZONTAL TABULATION SET", 0x88}, {"HORIZONTAL TABULATION WITH JUSTIFICATION", 0x89},
    {"HT", 0x9}, {"HTJ", 0x89}, {"HTS", 0x88}, {"IND", 0x84}, {"INDEX", 0x84},
    {"INFORMATION SEPARATOR FOUR", 0x1c}, {"INFORMATION SEPARATOR ONE", 0x1f},
    {"INFORMATION SEPARATOR THREE", 0x1d}, {"INFORMATION SEPARATOR TWO", 0x1e}, {"LF", 0xa},
    {"LINE FEED", 0xa}, {"LINE TABULATION", 0xb}, {"LINE TABULATION SET", 0x8a},
    {"LOCKING-SHIFT ONE", 0xe}, {"LOCKING-SHIFT ZERO", 0xf}, {"LRE", 0x202a}, {"LRI", 0x2066},
    {"LRM", 0x200e}, {"LRO", 0x202d}, {"MESSAGE WAITING", 0x95}, {"MMSP", 0x205f}, {"MVS", 0x180e},
    {"MW", 0x95}, {"NAK", 0x15}, {"NBH", 0x83}, {"NBSP", 0xa0}, {"NEGATIVE ACKNOWLEDGE", 0x15},
    {"NEL", 0x85}, {"NEW LINE", 0xa}, {"NEXT LINE", 0x85}, {"NL", 0xa}, {"NNBSP", 0x202f},
    {"NO BREAK HERE", 0x83}, {"NUL", 0x0}, {"NULL", 0x0}, {"OPERATING SYSTEM COMMAND", 0x9d},
    {"OSC", 0x9d}, {"PAD", 0x80}, {"PADDING CHARACTER", 0x80}, {"PARTIAL LINE BACKWARD", 0x8c},
    {"PARTIAL LINE DOWN", 0x8b}, {"PARTIAL LINE FORWARD", 0x8b}, {"PARTIAL LINE UP", 0x8c},
    {"PDF", 0x202c}, {"PDI", 0x2069}, {"PLD", 0x8b}, {"PLU", 0x8c}, {"PM", 0x9e},
    {"PRIVACY MESSAGE", 0x9e}, {"PRIVATE USE ONE", 0x91}, {"PRIVATE USE TWO", 0x92},
    {"PRIVATE USE-1", 0x91}, {"PRIVATE USE-2", 0x92}, {"PU1", 0x91}, {"PU2", 0x92},
    {"RECORD SEPARATOR", 0x1e}, {"REVERSE INDEX", 0x8d}, {"REVERSE LINE FEED", 0x8d}, {"RI", 0x8d},
    {"RLE", 0x202b}, {"RLI", 0x2067}, {"RLM", 0x200f}, {"RLO", 0x202e}, {"RS", 0x1e}, {"SCI", 0x9a},
    {"SET TRANSMIT STATE", 0x93}, {"SGC", 0x99}, {"SHIFT IN", 0xf}, {"SHIFT OUT", 0xe},
    {"SHY", 0xad}, {"SI", 0xf}, {"SINGLE CHARACTER INTRODUCER", 0x9a},
    {"SINGLE GRAPHIC CHARACTER INTRODUCER", 0x99}, {"SINGLE SHIFT THREE", 0x8f},
    {"SINGLE SHIFT TWO", 0x8e}, {"SINGLE-SHIFT-2", 0x8e}, {"SINGLE-SHIFT-3", 0x8f}, {"SO", 0xe},
    {"SOH", 0x1}, {"SOS", 0x98}, {"SP", 0x20}, {"SPA", 0x96}, {"SS2", 0x8e}, {"SS3", 0x8f},
    {"SSA", 0x86}, {"ST", 0x9c}, {"START OF GUARDED AREA", 0x96}, {"START OF HEADING", 0x1},
    {"START OF PROTECTED AREA", 0x96}, {"START OF SELECTED AREA", 0x86}, {"START OF STRING", 0x98},
    {"START OF TEXT", 0x2}, {"STRING TERMINATOR", 0x9c}, {"STS", 0x93}, {"STX", 0x2}, {"SUB", 0x1a},
    {"SUBSTITUTE", 0x1a}, {"SYN", 0x16}, {"SYNCHRONOUS IDLE", 0x16}, {"TAB", 0x9},
    {"UNIT SEPARATOR", 0x1f}, {"US", 0x1f}, {"VERTICAL TABULATION", 0xb},
    {"VERTICAL TABULATION SET", 0x8a}, {"VT", 0xb}, {"VTS", 0x8a}, {"WJ", 0x2060}, {"ZWJ", 0x200d},
    {"ZWNBSP", 0xfeff}, {"ZWNJ", 0x200c}, {"ZWSP", 0x200b},
};
// clang-format on

std::optional<char32_t> by_alias(std::string_view name) {
    const auto* found = std::lower_bound(
        std::begin(kAliases), std::end(kAliases), name,
        [](const Alias& row, std::string_view wanted) { return row.name < wanted; });
    if (found == std::end(kAliases) || found->name != name) return std::nullopt;
    return found->code;
}

/// VS1 to VS256, the variation selectors.
std::optional<char32_t> variation_selector(std::string_view name) {
    if (!name.starts_with("VS") || name.size() < 3 || name[2] == '0') return std::nullopt;
    unsigned number = 0;
    const char* end = name.data() + name.size();
    const auto read = std::from_chars(name.data() + 2, end, number);
    if (read.ec != std::errc() || read.ptr != end || number > 256) return std::nullopt;
    return static_cast<char32_t>(number <= 16 ? 0xfe00 + number - 1 : 0xe0100 + number - 17);
}

/// Tangut ideographs have names by rule in Unicode, but none in CPython 3.11.
bool is_tangut_ideograph(char32_t c) {
    return (c >= 0x17000 && c <= 0x187f7) || (c >= 0x18d00 && c <= 0x18d08);
}

std::optional<char32_t> by_icu(const std::string& name, UCharNameChoice choice) {
    UErrorCode status = U_ZERO_ERROR;
    const UChar32 c = u_charFromName(choice, name.c_str(), &status);
    const auto found = static_cast<char32_t>(c);
    if (U_FAILURE(status) != 0 || !is_known_character(found) || is_tangut_ideograph(found)) {
        return std::nullopt;
    }
    return found;
}

}  // namespace

bool is_known_character(char32_t c) {
    if (u_charType(static_cast<UChar32>(c)) == U_UNASSIGNED) return false;
    UVersionInfo age;
    u_charAge(static_cast<UChar32>(c), age);
    return age[0] != 0 && age[0] <= kUnicodeVersion;
}

std::optional<char32_t> character_named(std::string_view name) {
    std::string upper(name);
    for (char& c : upper) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    if (auto code = by_alias(upper)) return code;
    if (auto code = variation_selector(upper)) return code;
    if (upper.find('\0') != std::string::npos) return std::nullopt;
    if (auto code = by_icu(upper, U_UNICODE_CHAR_NAME)) return code;
    return by_icu(upper, U_CHAR_NAME_ALIAS);
}

std::string name_of_character(char32_t c) {
    if (!is_known_character(c) || is_tangut_ideograph(c)) return {};
    std::array<char, 256> text{};
    UErrorCode status = U_ZERO_ERROR;
    const std::int32_t length =
        u_charName(static_cast<UChar32>(c), U_UNICODE_CHAR_NAME, text.data(),
                   static_cast<std::int32_t>(text.size()), &status);
    if (U_FAILURE(status) != 0) return {};
    return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace loopscope::base
