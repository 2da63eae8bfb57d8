// Looking up a Unicode name: the table, and the names that follow rules.
#include <algorithm>
#include <string>

#include "sim/base/unicode_names.h"

namespace loopscope::base {

namespace {

/// "CJK UNIFIED IDEOGRAPH-4E2D".
std::optional<char32_t> ideograph(std::string_view name) {
    constexpr std::string_view kPrefix = "CJK UNIFIED IDEOGRAPH-";
    if (!name.starts_with(kPrefix)) return std::nullopt;
    std::string_view digits = name.substr(kPrefix.size());
    if (digits.size() < 4 || digits.size() > 5) return std::nullopt;
    char32_t code = 0;
    for (char c : digits) {
        if (c >= '0' && c <= '9') {
            code = code * 16 + static_cast<char32_t>(c - '0');
        } else if (c >= 'A' && c <= 'F') {
            code = code * 16 + static_cast<char32_t>(c - 'A' + 10);
        } else {
            return std::nullopt;
        }
    }
    bool known = (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf) ||
                 (code >= 0x20000 && code <= 0x2a6df) || (code >= 0x2a700 && code <= 0x2b738);
    return known ? std::optional(code) : std::nullopt;
}

/// The longest of `parts` that `name` begins with; cuts it off.
template <std::size_t N>
std::size_t take_part(std::string_view& name, const char* const (&parts)[N]) {
    std::size_t best = N;
    std::size_t length = 0;
    for (std::size_t i = 0; i < N; ++i) {
        std::string_view part = parts[i];
        if (name.starts_with(part) && (best == N || part.size() > length)) {
            best = i;
            length = part.size();
        }
    }
    if (best != N) name.remove_prefix(length);
    return best;
}

/// "HANGUL SYLLABLE GAG": the Unicode standard, 3.12.
std::optional<char32_t> syllable(std::string_view name) {
    constexpr std::string_view kPrefix = "HANGUL SYLLABLE ";
    static constexpr const char* kLeads[] = {"G",  "GG", "N", "D",  "DD", "R", "M", "B", "BB", "S",
                                             "SS", "",   "J", "JJ", "C",  "K", "T", "P", "H"};
    static constexpr const char* kVowels[] = {"A",   "AE", "YA", "YAE", "EO", "E",  "YEO",
                                              "YE",  "O",  "WA", "WAE", "OE", "YO", "U",
                                              "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
    static constexpr const char* kTails[] = {
        "",   "G",  "GG", "GS", "N",  "NJ", "NH", "D",  "L", "LG", "LM", "LB", "LS", "LT",
        "LP", "LH", "M",  "B",  "BS", "S",  "SS", "NG", "J", "C",  "K",  "T",  "P",  "H"};
    if (!name.starts_with(kPrefix)) return std::nullopt;
    name.remove_prefix(kPrefix.size());
    std::size_t lead = take_part(name, kLeads);
    std::size_t vowel = take_part(name, kVowels);
    if (vowel == std::size(kVowels)) return std::nullopt;
    std::size_t tail = take_part(name, kTails);
    if (!name.empty()) return std::nullopt;
    return static_cast<char32_t>(0xac00 + (lead * 21 + vowel) * 28 + tail);
}

}  // namespace

std::optional<char32_t> character_named(std::string_view name) {
    std::string upper(name);
    for (char& c : upper) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    const NamedCharacter* end = kNamedCharacters + kNamedCharacterCount;
    const NamedCharacter* found = std::lower_bound(
        kNamedCharacters, end, upper,
        [](const NamedCharacter& row, const std::string& wanted) { return row.name < wanted; });
    if (found != end && upper == found->name) return found->code;
    if (auto code = ideograph(upper)) return code;
    return syllable(upper);
}

}  // namespace loopscope::base
