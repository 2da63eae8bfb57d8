// The shell's arithmetic: `$((1 + n))`.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace loopscope::world {

using Environment = std::map<std::string, std::string>;

/// The value of what stands in `$(( ))`: whole numbers, names, parentheses, and the operators of C
/// that count and compare. What makes no sense is 0; what is too large wraps around.
std::int64_t evaluate(std::string_view text, const Environment& environment);

}  // namespace loopscope::world
