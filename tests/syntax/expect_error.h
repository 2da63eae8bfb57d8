// A table of programs that are refused, each with the error that CPython 3.11 raises for it.
#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "sim/python/syntax/parser.h"

namespace loopscope::python::syntax {

/// A program and its error. Offsets count from 1; 0 is CPython's None, -1 or 0.
struct ErrorCase {
    const char* source;
    SyntaxErrorKind kind;
    const char* message;
    std::uint32_t line;
    std::uint32_t column;
    std::uint32_t end_line;
    std::uint32_t end_column;
};

inline void PrintTo(const ErrorCase& error, std::ostream* out) { *out << error.source; }

class SyntaxErrorTest : public testing::TestWithParam<ErrorCase> {};

}  // namespace loopscope::python::syntax
