// Reading numbers from text as int() and float() do.
#pragma once

#include <string>
#include <string_view>

#include "sim/object/value.h"

namespace loopscope::object {

/// int(text, base): ValueError "invalid literal for int() with base …: …", which may come as a
/// failure (failure.h); the digits limit.
Value int_from_text(std::string_view text, int base, const Value& shown);
/// Decimal text of an int, ValueError beyond 4300 digits.
std::string int_to_decimal(const Value& v);

}  // namespace loopscope::object
