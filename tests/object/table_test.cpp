// Builtin types answer as CPython 3.11 does: every line of the tables, which tables.py wrote.
#include <gtest/gtest.h>

#include "sim/object/runtime.h"
#include "tests/object/expression.h"

namespace loopscope::object::test {
namespace {

class Tables : public testing::TestWithParam<const char*> {};

TEST_P(Tables, AnswerAsCPython) {
    std::vector<Expectation> table = read_table(GetParam());
    ASSERT_FALSE(table.empty());
    Runtime runtime;
    Runtime::Scope scope(runtime);
    for (const Expectation& row : table) {
        EXPECT_EQ(outcome(row.expression), row.outcome)
            << GetParam() << ".txt:" << row.line << ": " << row.expression;
    }
}

INSTANTIATE_TEST_SUITE_P(Object, Tables,
                         testing::Values("format", "percent", "str_format", "float", "complex",
                                         "set", "str", "unicode", "codec", "bytes", "bytearray",
                                         "memoryview", "int", "sequence", "dict", "type",
                                         "core_int", "core_list", "core_tuple", "core_dict",
                                         "core_range", "core_calls"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace loopscope::object::test
