// Format specifications and the two template languages: str.format and the % operator.
#pragma once

#include <string_view>

#include "sim/object/str.h"

namespace loopscope::object {

/// `value:spec` as format(value, spec) with a spec object; the interpreter's FORMAT_VALUE.
Value format_value(const Value& v, const Value& spec);
/// template.format(*args, **kwargs)
Value str_format(const Value& format_string, CallArgs args);
/// template % arguments
Value str_percent(const Value& format_string, const Value& arguments);
Value bytes_percent(const Value& format_string, const Value& arguments);

}  // namespace loopscope::object
