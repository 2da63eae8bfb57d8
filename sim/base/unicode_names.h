// Characters by their Unicode names, and their names.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace loopscope::base {

/// Whether the character was in Unicode 14.0, the version of CPython 3.11. What came later is
/// unassigned here, whichever version the library that we ask has.
bool is_known_character(char32_t c);

/// The character of a name or alias, upper and lower case alike.
/// Mirrors: unicodedata.lookup(), without the names of sequences.
std::optional<char32_t> character_named(std::string_view name);

/// The name; empty when the character has none (controls, surrogates, private and unassigned ones).
std::string name_of_character(char32_t c);

}  // namespace loopscope::base
