// Unicode's normal forms: one spelling for texts that mean the same.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace loopscope::base {

enum class NormalForm : std::uint8_t { C, D, KC, KD };

/// The text in that form, after Unicode 14.0. Lone surrogates and unassigned characters stay.
/// Mirrors: unicodedata.normalize().
std::u32string normalized(std::u32string_view text, NormalForm form);

/// An identifier in UTF-8 as the compiler knows it: in form KC.
std::string normalized_identifier(std::string_view name);

/// What one character is made of, as UnicodeData.txt has it: "<compat> 0020 0308"; empty: itself.
std::string decomposition_of(char32_t c);

}  // namespace loopscope::base
