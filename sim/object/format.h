// Format specifications and the two template languages: str.format and the % operator.
#pragma once

#include <string_view>

#include "sim/object/str.h"

namespace loopscope::object {

/// `value:spec` as format(value, spec) with a spec object; the interpreter's FORMAT_VALUE.
Value format_value(const Value& v, const Value& spec);

// `__format__` of the builtin types, for their method tables ("format_spec, /").
Value int_format(const Value& self, CallArgs args);  ///< bool too.
Value float_format(const Value& self, CallArgs args);
Value complex_format(const Value& self, CallArgs args);
Value str_format_method(const Value& self, CallArgs args);

/// template.format(*args, **kwargs)
Value str_format(const Value& format_string, CallArgs args);
/// template.format_map(mapping)
Value str_format_map(const Value& format_string, const Value& mapping);
/// template % arguments
Value str_percent(const Value& format_string, const Value& arguments);
Value bytes_percent(const Value& format_string, const Value& arguments);

}  // namespace loopscope::object
