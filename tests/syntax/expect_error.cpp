// The check that the tables of refused programs share.
#include "tests/syntax/expect_error.h"

namespace loopscope::python::syntax {

TEST_P(SyntaxErrorTest, HasCPythonsMessageAndPlace) {
    const ErrorCase& expected = GetParam();
    const auto parsed = parse_module(expected.source, "test.py");
    ASSERT_TRUE(std::holds_alternative<SyntaxErrorInfo>(parsed));
    const auto& error = std::get<SyntaxErrorInfo>(parsed);
    EXPECT_EQ(error.message, expected.message);
    EXPECT_EQ(name_of(error.kind), name_of(expected.kind));
    EXPECT_EQ(error.line, expected.line);
    EXPECT_EQ(error.column, expected.column);
    EXPECT_EQ(error.end_line, expected.end_line);
    // Where the place is the lexer's, CPython gives the end as -1.
    const bool lexers = error.end_column == static_cast<std::uint32_t>(-1);
    EXPECT_EQ(lexers ? 0 : error.end_column, expected.end_column);
}

}  // namespace loopscope::python::syntax
