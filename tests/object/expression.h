// Evaluates small Python expressions with the object model alone, for tests that compare with
// CPython: literals, names of builtins, operators, attributes, calls, subscripts, displays.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/object/value.h"

namespace loopscope::object::test {

/// The value of an expression. A guest exception comes as Raised.
Value evaluate(std::string_view expression);

/// repr of the value, or "TypeError: message" (str of the exception) if it raises.
std::string outcome(std::string_view expression);

/// One line of a table: an expression and what CPython 3.11 says about it.
struct Expectation {
    std::string expression;
    std::string outcome;
    int line;
};
/// Reads tests/object/tables/NAME.txt: pairs of lines `>>> expression` and its outcome.
std::vector<Expectation> read_table(std::string_view name);

}  // namespace loopscope::object::test
