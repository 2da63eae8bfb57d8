// What no text may do to the parser: crash it, or keep it busy for ever.
#include <gtest/gtest.h>

#include <string>

#include "sim/python/syntax/parser.h"

namespace loopscope::python::syntax {

namespace {

std::string repeated(std::string_view text, int times) {
    std::string result;
    for (int i = 0; i < times; ++i) result += text;
    return result;
}

/// The error that a text gives; fails the test if it gives none.
SyntaxErrorInfo error_of(std::string_view source) {
    auto parsed = parse_module(source, "test.py");
    if (std::holds_alternative<Module>(parsed)) {
        ADD_FAILURE() << "no error in: " << source.substr(0, 80);
        return {};
    }
    return std::get<SyntaxErrorInfo>(std::move(parsed));
}

bool parses(std::string_view source) {
    return std::holds_alternative<Module>(parse_module(source, "test.py"));
}

}  // namespace

TEST(ParserLimits, TwoHundredBracketsAreFineAndOneMoreIsNot) {
    EXPECT_TRUE(parses(repeated("(", 199) + "1" + repeated(")", 199)));
    EXPECT_EQ(error_of(repeated("(", 201)).message, "too many nested parentheses");
}

TEST(ParserLimits, AHundredIndentsAreTooMany) {
    std::string source;
    for (int i = 0; i < 101; ++i)
        source += std::string(static_cast<std::size_t>(i), ' ') + "if x:\n";
    const SyntaxErrorInfo error = error_of(source);
    EXPECT_EQ(error.message, "too many levels of indentation");
    EXPECT_EQ(error.kind, SyntaxErrorKind::IndentationError);
}

TEST(ParserLimits, EndlessNestingIsARecursionErrorWhateverItIsMadeOf) {
    const int times = 100'000;
    const std::string sources[] = {
        repeated("not ", times) + "x",
        repeated("-", times) + "x",
        repeated("2**", times) + "1",
        repeated("lambda: ", times) + "x",
        repeated("a if b else ", times) + "x",
        repeated("1+", times) + "1",
        "a" + repeated(".b", times),
        "f" + repeated("()", times),
        "if x: pass\n" + repeated("elif x: pass\n", times),
    };
    for (const std::string& source : sources) {
        const SyntaxErrorInfo error = error_of(source);
        EXPECT_EQ(error.kind, SyntaxErrorKind::RecursionError) << source.substr(0, 20);
        EXPECT_EQ(error.message, "maximum recursion depth exceeded during compilation");
    }
}

TEST(ParserLimits, NestedBracketsWithAMistakeInsideAreDiagnosedQuickly) {
    for (const char* open : {"(", "[", "{", "{1:", "f(", "a[", "f(a, ", "(yield ", "[x for x in ",
                             "f(**", "(a:=", "f(x for x in "}) {
        error_of(repeated(open, 190) + "a b");
    }
}

TEST(ParserLimits, MistakesInDeepBlocksAreDiagnosedQuickly) {
    for (const char* header : {"if x:", "try:", "with a as b, (c), d(e):", "for a in b:",
                               "while x:", "class C(a, b=c):", "async def f(a=1, *b):"}) {
        std::string source;
        for (std::size_t i = 0; i < 95; ++i) source += std::string(i, ' ') + header + "\n";
        error_of(source + std::string(96, ' ') + "x y\n");
    }
}

TEST(ParserLimits, LongFlatProgramsAreFine) {
    EXPECT_TRUE(parses("x = " + repeated("a + b * c, ", 20'000)));
    EXPECT_TRUE(parses(repeated("'a' ", 20'000)));
    EXPECT_TRUE(parses("f'" + repeated("{a}", 20'000) + "'"));
    EXPECT_TRUE(parses(repeated("\\\n", 20'000) + "x"));
}

TEST(ParserLimits, NulBytesAreRefused) {
    const SyntaxErrorInfo error = error_of(std::string_view("x = 1\ny\0 = 2\n", 13));
    EXPECT_EQ(error.message, "source code cannot contain null bytes");
    EXPECT_EQ(error.line, 2U);
    EXPECT_EQ(error.text_line, "y");
}

TEST(ParserLimits, MalformedUtf8IsRefused) {
    EXPECT_EQ(error_of("x = 1\ny = '\xff'\n").message,
              "Non-UTF-8 code starting with '\\xff' in file test.py on line 2, but no encoding "
              "declared; see https://peps.python.org/pep-0263/ for details");
    for (const char* text : {"\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\x80"}) {
        EXPECT_FALSE(parses(text));
    }
}

TEST(ParserLimits, EncodingLinesMaySayUtf8OrLatin1) {
    EXPECT_TRUE(parses("# -*- coding: utf-8 -*-\nx = '\xc3\xa9'\n"));
    EXPECT_TRUE(parses("\xEF\xBB\xBF# coding=UTF_8\nx = 1\n"));
    EXPECT_TRUE(parses("#!/usr/bin/python3\n# coding: latin-1\nx = '\xe9'\n"));
    EXPECT_EQ(error_of("# coding: foo\n").message, "encoding problem: foo");
}

TEST(ParserLimits, EveryPrefixOfAProgramIsSafe) {
    const std::string program =
        "@d\nasync def f(a, *b, c=1, **d) -> e:\n    '''doc\n    '''\n"
        "    x = [f'{a!r:>{b}}' for a, (b, *c) in {1: 2, **d} if not c]\n"
        "    match x:\n        case {'a': [1, *_], **r} | C(a=b) as e if e: return lambda z=1: z\n"
        "    try:\n        with (a as b, c): yield 0x1F + 1.5e3j\n    except* E as e: raise\n";
    for (std::size_t length = 0; length <= program.size(); ++length) {
        const auto parsed = parse_module(program.substr(0, length), "test.py");
        if (const auto* const error = std::get_if<SyntaxErrorInfo>(&parsed)) {
            EXPECT_FALSE(error->message.empty());
        }
    }
    EXPECT_TRUE(parses(program));
}

TEST(ParserLimits, EveryByteAloneIsSafe) {
    for (int byte = 0; byte < 256; ++byte) {
        const std::string text(1, static_cast<char>(byte));
        parse_module(text, "test.py");
        parse_module("x = " + text + text + "\n", "test.py");
        parse_module("f'{" + text + "}'", "test.py");
    }
}

}  // namespace loopscope::python::syntax
