// What is typed into a line, where the focus goes, and how the cards of the first screen stand.
#include <gtest/gtest.h>

#include "tests/ui/fake_measure.h"
#include "ui/model/card_rows.h"
#include "ui/model/focus.h"
#include "ui/model/line_edit.h"

namespace loopscope::ui {
namespace {

LineEdit typed(std::string_view text) {
    LineEdit line;
    line.insert(text);
    return line;
}

TEST(LineEdit, TypesErasesAndMovesByCharactersOfAnyScript) {
    LineEdit line = typed("a事b");
    EXPECT_EQ(line.cursor(), 5u);
    line.take({Key::Left});
    line.take({Key::Backspace});
    EXPECT_EQ(line.text(), "ab");
    line.insert("事件");
    EXPECT_EQ(line.text(), "a事件b");
    line.take({Key::Delete});
    EXPECT_EQ(line.text(), "a事件");
    EXPECT_EQ(line.take({Key::Delete}), LineEdit::Took::Moved);
    line.take({Key::Home});
    EXPECT_EQ(line.cursor(), 0u);
    EXPECT_EQ(line.take({Key::Enter}), LineEdit::Took::Nothing);
    EXPECT_EQ(line.take({Key::A}), LineEdit::Took::Nothing);  // A letter: it comes as text.
}

TEST(LineEdit, SelectsReplacesAndUndoes) {
    LineEdit line = typed("one two");
    line.take({Key::Left, true, true});
    EXPECT_EQ(line.selected(), "two");
    line.insert("three");
    EXPECT_EQ(line.text(), "one three");
    line.take({Key::Z, true});
    EXPECT_EQ(line.text(), "one two");
    line.take({Key::A, true});
    EXPECT_EQ(line.selected(), "one two");
    line.take({Key::Backspace, true});
    EXPECT_TRUE(line.empty());
}

TEST(LineEdit, ErasesAWordAtATime) {
    LineEdit line = typed("name.gif 50");
    line.take({Key::Backspace, true});
    EXPECT_EQ(line.text(), "name.gif ");
}

TEST(LineEdit, MakesOneLineOfWhatIsPasted) { EXPECT_EQ(typed("a\tb\nc\r\n").text(), "a b c"); }

TEST(LineEdit, AFieldShowsWhatFitsAndAlwaysTheCursor) {
    testing::FakeMeasure measure;
    LineEdit line = typed("0123456789");
    FieldView view = view_field(line, 50, kBody, measure);
    EXPECT_EQ(view.first, 5u);
    EXPECT_EQ(view.last, 10u);
    line.take({Key::Home});
    view = view_field(line, 50, kBody, measure);
    EXPECT_EQ(view.first, 0u);
    EXPECT_EQ(view.last, 5u);
    EXPECT_EQ(place_in_field(line, view, 26, kBody, measure), 3u);
    EXPECT_EQ(place_in_field(line, view, 500, kBody, measure), 5u);
    EXPECT_EQ(place_in_field(line, view, -5, kBody, measure), 0u);
}

TEST(Focus, GoesThroughPanelsAsOneReadsAndRoundFromTheLastToTheFirst) {
    Rect top{0, 0, 100, 20}, left{0, 30, 50, 50}, right{50, 30, 50, 50};
    // Drawn in another order.
    std::vector<FocusStop> stops{
        {"right.1", {}, right}, {"left.1", {}, left}, {"left.2", {}, left}, {"bar.1", {}, top}};
    auto go = [&](const char* from, FocusMove move) { return moved_focus(stops, from, move); };
    EXPECT_EQ(go("", FocusMove::Next), "bar.1");
    EXPECT_EQ(go("bar.1", FocusMove::Next), "left.1");
    EXPECT_EQ(go("left.1", FocusMove::Next), "left.2");
    EXPECT_EQ(go("left.2", FocusMove::Next), "right.1");
    EXPECT_EQ(go("right.1", FocusMove::Next), "bar.1");
    EXPECT_EQ(go("bar.1", FocusMove::Previous), "right.1");
    EXPECT_EQ(go("left.1", FocusMove::NextPanel), "right.1");
    EXPECT_EQ(go("right.1", FocusMove::PreviousPanel), "left.1");
    EXPECT_EQ(go("bar.1", FocusMove::PreviousPanel), "right.1");
    EXPECT_EQ(go("gone", FocusMove::Next), "bar.1");
    EXPECT_EQ(moved_focus({}, "x", FocusMove::Next), "");
}

TEST(CardRows, StandBelowTheirChaptersAndArrowsKeepTheColumn) {
    const std::string chapters[] = {"a", "a", "a", "a", "b", "b", "c"};
    std::vector<CardRow> rows = card_rows(chapters, 3);
    ASSERT_EQ(rows.size(), 7u);  // a, 3 cards, 1 card, b, 2 cards, c, 1 card.
    EXPECT_EQ(rows[1].count, 3u);
    EXPECT_EQ(rows[2].first, 3u);
    EXPECT_EQ(rows[3].heading, "b");
    auto go = [&](std::size_t from, ChoiceMove move) { return moved_choice(rows, from, move); };
    EXPECT_EQ(go(1, ChoiceMove::Down), 3u);  // A shorter row: its last card.
    EXPECT_EQ(go(0, ChoiceMove::Down), 3u);
    EXPECT_EQ(go(3, ChoiceMove::Down), 4u);
    EXPECT_EQ(go(5, ChoiceMove::Up), 3u);
    EXPECT_EQ(go(6, ChoiceMove::Down), 6u);
    EXPECT_EQ(go(0, ChoiceMove::PageDown), 6u);
    EXPECT_EQ(go(6, ChoiceMove::First), 0u);
    EXPECT_EQ(go(2, ChoiceMove::Next), 3u);
    EXPECT_EQ(go(0, ChoiceMove::Previous), 0u);
    EXPECT_EQ(row_of_card(rows, 5), 4u);
}

}  // namespace
}  // namespace loopscope::ui
