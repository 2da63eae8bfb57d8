// Shortening, rich text and colouring: what becomes of texts before they are drawn.
#include <gtest/gtest.h>

#include "tests/ui/fake_measure.h"
#include "ui/model/elide.h"
#include "ui/model/python_tokens.h"
#include "ui/model/rich_text.h"

namespace loopscope::ui {
namespace {

const testing::FakeMeasure kMeasure;

TEST(Elide, ATextThatFitsIsLeftAlone) {
    EXPECT_EQ(elide_middle("Task-1", 60, kLabel, kMeasure), "Task-1");
    EXPECT_EQ(elide_end("Task-1", 60, kLabel, kMeasure), "Task-1");
    EXPECT_EQ(elide_end("", 0, kLabel, kMeasure), "");
}

TEST(Elide, BothEndsOfANameStay) {
    EXPECT_EQ(elide_middle("worker_number_17", 90, kLabel, kMeasure), "work…r_17");
}

TEST(Elide, ASentenceKeepsItsBeginning) {
    EXPECT_EQ(elide_end("waits for Task-2", 80, kLabel, kMeasure), "waits f…");
    EXPECT_EQ(elide_end("waits for Task-2", 70, kLabel, kMeasure), "waits…") << "no space before …";
}

TEST(Elide, CutsFallBetweenCharacters) {
    EXPECT_EQ(elide_middle("下载网页的任务", 90, kLabel, kMeasure), "下载…任务");
    EXPECT_EQ(elide_end("下载网页的任务", 59, kLabel, kMeasure), "下载…");
}

TEST(Elide, ALoneEllipsisIsNothing) {
    EXPECT_EQ(elide_middle("abcdef", 10, kLabel, kMeasure), "");
    EXPECT_EQ(elide_end("abcdef", 15, kLabel, kMeasure), "");
}

std::string joined(const TextLine& line) {
    std::string text;
    for (const TextPiece& piece : line.pieces) text += piece.text;
    return text;
}

TEST(RichText, MarksBecomeSpans) {
    std::vector<TextSpan> expected{{"the queue ", SpanKind::Plain},
                                   {"_ready", SpanKind::Code},
                                   {" is ", SpanKind::Plain},
                                   {"empty", SpanKind::Strong}};
    EXPECT_EQ(parse_rich("the queue `_ready` is **empty**"), expected);
}

TEST(RichText, AMarkWithoutItsPartnerStandsForItself) {
    EXPECT_EQ(parse_rich("a ` b"), (std::vector<TextSpan>{{"a ` b", SpanKind::Plain}}));
}

TEST(RichText, ANumberAndItsUnitStayOnOneLine) {
    auto lines = break_lines(parse_rich("it is due at 1 s."), 150, Size::Small, kMeasure);
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(joined(lines[0]), "it is due at");
    EXPECT_EQ(joined(lines[1]), "1 s.");
    lines = break_lines(parse_rich("要等 `0.3` s 才到期"), 65, Size::Small, kMeasure);
    ASSERT_GE(lines.size(), 2u);
    EXPECT_EQ(joined(lines[1]), "0.3 s");
    EXPECT_EQ(break_lines(parse_rich("3 tasks"), 50, Size::Small, kMeasure).size(), 2u);
}

TEST(RichText, LinesBreakBetweenWordsAndDropTheSpace) {
    auto lines = break_lines(parse_rich("one two three"), 75, Size::Small, kMeasure);
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(joined(lines[0]), "one two");
    EXPECT_FLOAT_EQ(lines[0].width, 70);
    EXPECT_EQ(joined(lines[1]), "three");
}

TEST(RichText, AFullStopNeverBeginsALineEvenAfterCode) {
    auto lines = break_lines(parse_rich("aaaa `bbbb`."), 95, Size::Small, kMeasure);
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(joined(lines[1]), "bbbb.");
}

TEST(RichText, ChineseBreaksAnywhereButNotBeforePunctuation) {
    auto lines = break_lines(parse_rich("任务等待结果。"), 120, Size::Small, kMeasure);
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(joined(lines[0]), "任务等待结");
    EXPECT_EQ(joined(lines[1]), "果。");
}

TEST(RichText, AWordWiderThanALineIsBrokenInside) {
    auto lines = break_lines(parse_rich("abcdefghij"), 40, Size::Small, kMeasure);
    ASSERT_EQ(lines.size(), 3u);
    EXPECT_EQ(joined(lines[0]), "abcd");
    EXPECT_EQ(joined(lines[2]), "ij");
}

TEST(RichText, NoLineIsWiderThanItsRoom) {
    std::string text =
        "`select(timeout=0)`: the ready queue holds 2 handles，所以循环不等待，它继续 now";
    for (float width = 60; width < 700; width += 35) {
        for (const TextLine& line : break_lines(parse_rich(text), width, Size::Large, kMeasure)) {
            EXPECT_LE(line.width, width);
        }
    }
}

TEST(RichText, TheLargestSizeThatFitsIsTaken) {
    auto spans = parse_rich("one two three four");
    EXPECT_EQ(fit_text(spans, 400, 30, Size::Large, kMeasure).size, Size::Large);
    FittedText two = fit_text(spans, 100, 42, Size::Large, kMeasure);
    EXPECT_EQ(two.size, Size::Body) << "two lines of 21 fit where two of 28 do not";
    EXPECT_TRUE(two.complete);
}

TEST(RichText, WhatDoesNotFitAtAnySizeEndsInAnEllipsis) {
    FittedText text =
        fit_text(parse_rich("one two three four five six"), 80, 36, Size::Large, kMeasure);
    EXPECT_FALSE(text.complete);
    ASSERT_EQ(text.lines.size(), 2u);
    EXPECT_TRUE(joined(text.lines[1]).ends_with("…")) << joined(text.lines[1]);
    EXPECT_LE(text.lines[1].width, 80);
}

TokenKind kind_at(const SourceLine& line, std::string_view word) {
    auto at = static_cast<std::uint32_t>(line.text.find(word));
    for (const SourceToken& token : line.tokens) {
        if (at >= token.begin && at < token.begin + token.length) return token.kind;
    }
    return TokenKind::Plain;
}

TEST(PythonColours, WordsAreToldApart) {
    auto lines = colour_source("async def f(x):\n    return print('a', 12)  # b\n@deco\n");
    ASSERT_EQ(lines.size(), 3u);
    EXPECT_EQ(kind_at(lines[0], "async"), TokenKind::Keyword);
    EXPECT_EQ(kind_at(lines[0], "f("), TokenKind::Definition);
    EXPECT_EQ(kind_at(lines[0], "x"), TokenKind::Plain);
    EXPECT_EQ(kind_at(lines[1], "print"), TokenKind::Builtin);
    EXPECT_EQ(kind_at(lines[1], "'a'"), TokenKind::String);
    EXPECT_EQ(kind_at(lines[1], "12"), TokenKind::Number);
    EXPECT_EQ(kind_at(lines[1], "# b"), TokenKind::Comment);
    EXPECT_EQ(kind_at(lines[2], "deco"), TokenKind::Decorator);
}

TEST(PythonColours, AnAttributeNamedLikeABuiltinIsPlain) {
    auto lines = colour_source("queue.open(map)\n");
    EXPECT_EQ(kind_at(lines[0], "open"), TokenKind::Plain);
    EXPECT_EQ(kind_at(lines[0], "map"), TokenKind::Builtin);
}

TEST(PythonColours, ATripleStringRunsOverLines) {
    auto lines = colour_source("x = '''one\ntwo # no comment\nthree''' + y\n");
    EXPECT_EQ(kind_at(lines[1], "#"), TokenKind::String);
    EXPECT_EQ(kind_at(lines[2], "three"), TokenKind::String);
    EXPECT_EQ(kind_at(lines[2], "y"), TokenKind::Plain);
}

TEST(PythonColours, AnOpenStringEndsWithItsLine) {
    auto lines = colour_source("x = 'open\ny = 1\n");
    EXPECT_EQ(kind_at(lines[1], "y"), TokenKind::Plain);
}

TEST(PythonColours, AMetadataBlockAtTheEndIsFoldedIntoOneLine) {
    auto lines = colour_source("run()\n\n# /// script\n# a = 1\n# ///\n");
    fold_metadata(lines);
    ASSERT_EQ(lines.size(), 3u);
    EXPECT_EQ(lines[2].text, "# /// script … # ///");
    auto first = colour_source("# /// script\n# a = 1\n# ///\nrun()\n");
    fold_metadata(first);
    EXPECT_EQ(first.size(), 4u) << "lines after it would lose their numbers";
    auto comment = colour_source("run()\n# ///\n");
    fold_metadata(comment);
    EXPECT_EQ(comment.size(), 2u);
}

TEST(PythonColours, TokensCoverEveryLineWhateverItHolds) {
    std::string any = "\tdef\x01 \xff\xfe f'''{\"} @ \\\n'\\\n第一行 = \"二\n\"\"\"";
    for (const SourceLine& line : colour_source(any)) {
        std::uint32_t at = 0;
        for (const SourceToken& token : line.tokens) {
            EXPECT_EQ(token.begin, at);
            EXPECT_GT(token.length, 0u);
            at += token.length;
        }
        EXPECT_EQ(at, line.text.size());
    }
}

}  // namespace
}  // namespace loopscope::ui
