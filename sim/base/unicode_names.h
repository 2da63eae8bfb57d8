// Characters by their Unicode names, for \N{…} in string literals and patterns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace loopscope::base {

/// The character of a name or alias, upper and lower case alike.
///
/// FIDELITY: knows the names of common blocks only (see unicode_names.py), and by rule those of
/// unified ideographs and of Hangul syllables.
std::optional<char32_t> character_named(std::string_view name);

/// One row of the generated table.
struct NamedCharacter {
    const char* name;
    std::uint32_t code;
};
extern const NamedCharacter kNamedCharacters[];
extern const std::size_t kNamedCharacterCount;

}  // namespace loopscope::base
