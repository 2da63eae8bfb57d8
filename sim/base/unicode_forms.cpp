// Normal forms by ICU, run by run between characters that Unicode 14.0 does not know.
#include "sim/base/unicode_forms.h"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <array>
#include <cstddef>
#include <iterator>

#include "sim/base/check.h"
#include "sim/base/unicode_names.h"

namespace loopscope::base {

namespace {

const UNormalizer2* normalizer(NormalForm form) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2* found = form == NormalForm::C    ? unorm2_getNFCInstance(&status)
                                : form == NormalForm::D  ? unorm2_getNFDInstance(&status)
                                : form == NormalForm::KC ? unorm2_getNFKCInstance(&status)
                                                         : unorm2_getNFKDInstance(&status);
    LOOPSCOPE_CHECK(U_SUCCESS(status) != 0);
    return found;
}

std::u16string to_utf16(std::u32string_view text) {
    std::u16string units;
    for (char32_t c : text) {
        if (c > 0xffff) {
            units += static_cast<char16_t>(U16_LEAD(c));
            units += static_cast<char16_t>(U16_TRAIL(c));
        } else {
            units += static_cast<char16_t>(c);
        }
    }
    return units;
}

void append_utf16(std::u32string& out, std::u16string_view units) {
    for (std::size_t i = 0; i < units.size();) {
        UChar32 c = 0;
        U16_NEXT(units.data(), i, units.size(), c);
        out += static_cast<char32_t>(c);
    }
}

/// Appends a run of known characters.
void append_normalized(std::u32string& out, std::u32string_view run, NormalForm form) {
    if (run.empty()) return;
    const std::u16string units = to_utf16(run);
    std::u16string made(units.size() + 16, u'\0');
    for (;;) {
        UErrorCode status = U_ZERO_ERROR;
        const std::int32_t length = unorm2_normalize(
            normalizer(form), units.data(), static_cast<std::int32_t>(units.size()), made.data(),
            static_cast<std::int32_t>(made.size()), &status);
        made.resize(static_cast<std::size_t>(length));
        if (status == U_BUFFER_OVERFLOW_ERROR) continue;
        LOOPSCOPE_CHECK(U_SUCCESS(status) != 0);
        break;
    }
    append_utf16(out, made);
}

bool is_surrogate(char32_t c) { return c >= 0xd800 && c <= 0xdfff; }

/// The longest run that is given to ICU at once, to bound the room for what comes out.
constexpr std::size_t kRunMax = 1u << 16;

/// Where the run that begins at `from` ends: before a character that stays as it is.
std::size_t end_of_run(std::u32string_view text, std::size_t from) {
    std::size_t to = from;
    while (to < text.size() &&
           (text[to] < 0x80 || (!is_surrogate(text[to]) && is_known_character(text[to])))) {
        // What is ASCII never joins what stands before it.
        if (to - from >= kRunMax && text[to] < 0x80) break;
        ++to;
    }
    return to;
}

}  // namespace

std::u32string normalized(std::u32string_view text, NormalForm form) {
    std::u32string out;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = end_of_run(text, at);
        append_normalized(out, text.substr(at, end - at), form);
        if (end == at) out += text[at];
        at = end == at ? at + 1 : end;
    }
    return out;
}

std::string normalized_identifier(std::string_view name) {
    std::u32string points;
    for (std::size_t i = 0; i < name.size();) {
        UChar32 c = 0;
        U8_NEXT(name.data(), i, name.size(), c);
        points += static_cast<char32_t>(c < 0 ? 0xfffd : c);
    }
    std::string out;
    for (char32_t c : normalized(points, NormalForm::KC)) {
        std::array<char, 4> bytes{};
        std::size_t length = 0;
        U8_APPEND_UNSAFE(bytes.data(), length, c);
        out.append(bytes.data(), length);
    }
    return out;
}

std::string decomposition_of(char32_t c) {
    const bool syllable = c >= 0xac00 && c <= 0xd7a3;  // Made by rule, in no table.
    if (syllable || !is_known_character(c)) return {};
    std::array<UChar, 64> units{};
    UErrorCode status = U_ZERO_ERROR;
    const std::int32_t length =
        unorm2_getRawDecomposition(normalizer(NormalForm::KC), static_cast<UChar32>(c),
                                   units.data(), static_cast<std::int32_t>(units.size()), &status);
    if (U_FAILURE(status) != 0 || length < 0) return {};
    std::u32string parts;
    append_utf16(parts, {units.data(), static_cast<std::size_t>(length)});
    const int kind = u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_DECOMPOSITION_TYPE);
    // As the data file spells the kinds.
    static constexpr const char* kKinds[] = {
        "",           "",          "<compat>",   "<circle>", "<final>",    "<font>",
        "<fraction>", "<initial>", "<isolated>", "<medial>", "<narrow>",   "<noBreak>",
        "<small>",    "<square>",  "<sub>",      "<super>",  "<vertical>", "<wide>"};
    std::string text = kind >= 0 && kind < static_cast<int>(std::size(kKinds)) ? kKinds[kind] : "";
    for (char32_t part : parts) {
        text += fmt::format("{}{:04X}", text.empty() ? "" : " ", static_cast<std::uint32_t>(part));
    }
    return text;
}

}  // namespace loopscope::base
