// Which characters beyond ASCII may stand in identifiers, and which are printable.
#pragma once

#include <cstdint>

namespace loopscope::python::syntax {

/// Whether an identifier may begin with, or go on with, this code point (ASCII included).
/// Mirrors str.isidentifier().
bool may_start_identifier(std::uint32_t code_point);
bool may_continue_identifier(std::uint32_t code_point);

/// Mirrors str.isprintable() for one character.
bool is_printable(std::uint32_t code_point);

}  // namespace loopscope::python::syntax
