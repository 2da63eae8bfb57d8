// Places: the ranges of nodes, lines of the source, characters against bytes.
#include <gtest/gtest.h>

#include "sim/python/syntax/parser.h"

namespace loopscope::python::syntax {

namespace {

Module module_of(std::string_view source) {
    auto parsed = parse_module(source, "test.py");
    EXPECT_TRUE(std::holds_alternative<Module>(parsed));
    return std::get<Module>(std::move(parsed));
}

}  // namespace

TEST(Places, ColumnsCountBytesAndCanBeTurnedIntoCharacters) {
    const Module module = module_of("x = '\xc3\xa9\xe2\x82\xac' + y\n");
    const auto& assign = as<Assign>(*module.body[0]);
    const ExprPtr y = as<BinOp>(*assign.value).right;
    EXPECT_EQ(y->range.column, 14U);
    EXPECT_EQ(character_offset(module.line_text(1), y->range.column), 11U);
}

TEST(Places, AllKindsOfLineEndsCountAsOneLine) {
    const Module module = module_of("a\r\nb\rc\nd");
    ASSERT_EQ(module.body.size(), 4U);
    EXPECT_EQ(module.body[3]->range.line, 4U);
    EXPECT_EQ(module.line_text(2), "b");
    EXPECT_EQ(module.line_text(4), "d");
    EXPECT_EQ(module.line_text(5), "");
}

TEST(Places, TextOfARangeIsTheSourceBetweenItsEnds) {
    const Module module = module_of("x = (a +\n     b)\n");
    const ExprPtr value = as<Assign>(*module.body[0]).value;
    EXPECT_EQ(module.text(value->range), "a +\n     b");
}

TEST(Places, ExpressionsInFStringsStandWhereTheyStandInTheFile) {
    const Module module = module_of("x = f'''a\n  {b}'''\n");
    const auto& joined = as<JoinedStr>(*as<Assign>(*module.body[0]).value);
    const ExprPtr b = as<FormattedValue>(*joined.values[1]).value;
    EXPECT_EQ(b->range.line, 2U);
    EXPECT_EQ(b->range.column, 3U);
}

TEST(Places, EqualNamesShareTheirText) {
    const Module module = module_of("name + name\n");
    const auto& sum = as<BinOp>(*as<ExprStmt>(*module.body[0]).value);
    EXPECT_EQ(as<Name>(*sum.left).id.data(), as<Name>(*sum.right).id.data());
}

TEST(Places, NodesStayWhereTheyAreWhenTheModuleMoves) {
    Module first = module_of("a = 1\n");
    const StmtPtr before = first.body[0];
    const Module second = std::move(first);
    EXPECT_EQ(second.body[0], before);
    EXPECT_EQ(second.line_text(1), "a = 1");
}

TEST(Places, AnExpressionCanBeParsedAlone) {
    const auto parsed = parse_expression("a + 1", "<eval>");
    ASSERT_TRUE(std::holds_alternative<Module>(parsed));
    const auto& module = std::get<Module>(parsed);
    EXPECT_EQ(as<ExprStmt>(*module.body[0]).value->kind, ExprKind::BinOp);
    const auto refused = parse_expression("a = 1", "<eval>");
    EXPECT_TRUE(std::holds_alternative<SyntaxErrorInfo>(refused));
}

TEST(Numbers, FloatsAreRoundedCorrectly) {
    const Module module =
        module_of("0.1, 1e23, 5e-324, 1e-400, 123456789012345678901234567890.0\n");
    const auto& tuple = as<Tuple>(*as<ExprStmt>(*module.body[0]).value);
    const double expected[] = {0.1, 1e23, 5e-324, 0.0, 123456789012345678901234567890.0};
    for (std::size_t i = 0; i < tuple.elts.size(); ++i) {
        EXPECT_EQ(as<Constant>(*tuple.elts[i]).number, expected[i]);
    }
}

TEST(Numbers, IntegersKeepTheirBaseAndLoseWhatDoesNotCount) {
    const Module module = module_of("0x00_Ff, 0o0, 0B1_0, 000, 1_000\n");
    const auto& tuple = as<Tuple>(*as<ExprStmt>(*module.body[0]).value);
    const std::pair<const char*, int> expected[] = {
        {"ff", 16}, {"0", 8}, {"10", 2}, {"0", 10}, {"1000", 10}};
    for (std::size_t i = 0; i < tuple.elts.size(); ++i) {
        EXPECT_EQ(as<Constant>(*tuple.elts[i]).text, expected[i].first);
        EXPECT_EQ(as<Constant>(*tuple.elts[i]).base, expected[i].second);
    }
}

TEST(Strings, LoneSurrogatesAndNulsAreKept) {
    const Module module = module_of("'\\ud800\\0', b'\\xff\\0'\n");
    const auto& tuple = as<Tuple>(*as<ExprStmt>(*module.body[0]).value);
    EXPECT_EQ(as<Constant>(*tuple.elts[0]).text, std::string_view("\xED\xA0\x80\0", 4));
    EXPECT_EQ(as<Constant>(*tuple.elts[1]).text, std::string_view("\xFF\0", 2));
}

}  // namespace loopscope::python::syntax
