// Panels and tabs that are moved, hidden, written and read.
#include <gtest/gtest.h>

#include "ui/model/arrangement.h"
#include "ui/model/layout.h"

namespace loopscope::ui {
namespace {

TEST(Arrangement, MovedPanelsChangePlaces) {
    Arrangement a;
    a.move(Panel::Source, Place::Right);
    EXPECT_EQ(a.place_of(Panel::Source), Place::Right);
    EXPECT_EQ(a.place_of(Panel::Tasks), Place::LeftTop);
    EXPECT_EQ(a.at(Place::LeftTop), Panel::Tasks);
}

TEST(Arrangement, AMovedTabIsChosenWhereItGoesAndTheLastOneStays) {
    Arrangement a;
    a.move(Tab::Graph, Panel::Loop);
    EXPECT_EQ(a.holder(Tab::Graph), Panel::Loop);
    EXPECT_TRUE(a.shows(Tab::Graph));
    EXPECT_EQ(a.tabs(Panel::Tasks).size(), 3u);
    for (Tab tab : {Tab::Tasks, Tab::Why, Tab::Frames}) a.move(tab, Panel::Loop);
    EXPECT_EQ(a.tabs(Panel::Tasks).size(), 1u);
    EXPECT_EQ(a.chosen(Panel::Tasks), a.tabs(Panel::Tasks).front());
}

TEST(Arrangement, TheLastPanelCannotBeHidden) {
    Arrangement a;
    for (Panel panel : {Panel::Source, Panel::Output, Panel::Loop, Panel::Tasks, Panel::Timeline})
        a.toggle(panel);
    EXPECT_FALSE(a.hidden(Panel::Timeline));
    EXPECT_TRUE(a.hidden(Panel::Tasks));
    EXPECT_FALSE(a.shows(Tab::Tasks));
}

TEST(Arrangement, IsReadAsItWasWrittenAndNonsenseGivesTheUsual) {
    Arrangement a;
    a.move(Panel::Timeline, Place::Centre);
    a.move(Tab::Machine, Panel::Tasks);
    a.choose(Tab::Heap);
    a.toggle(Panel::Output);
    EXPECT_EQ(Arrangement::read(a.write()), a) << a.write();
    for (const char* text : {"", "01234", "01134 Qphm/Twfg 0", "01234 Qphm/Twfg 31",
                             "01234 Qph/Twfg 0", "01234 qphm/Twfg 0", "01234 Qphm/Twfg x"})
        EXPECT_EQ(Arrangement::read(text), Arrangement()) << text;
}

/// Every panel that is shown has room, none overlaps another, and nothing is left empty.
void check(const LayoutWish& wish, float width, float height) {
    WindowLayout layout = layout_window(width, height, wish);
    float covered = 0;
    std::vector<Rect> rects;
    for (Panel panel : {Panel::Source, Panel::Output, Panel::Loop, Panel::Tasks, Panel::Timeline}) {
        Rect rect = layout.of(panel);
        EXPECT_EQ(rect.empty(), wish.arrangement.hidden(panel)) << static_cast<int>(panel);
        for (const Rect& other : rects) EXPECT_TRUE(intersection(rect, other).empty());
        rects.push_back(rect);
        covered += rect.w * rect.h;
    }
    float whole =
        (width - 2 * layout.gap) * (layout.narration.y - 2 * layout.gap - 48 - layout.gap);
    if (!layout.of(wish.arrangement.at(Place::Bottom)).empty())
        whole += (width - 2 * layout.gap) * layout.of(wish.arrangement.at(Place::Bottom)).h;
    EXPECT_GT(covered, whole * 0.95f);
}

TEST(Arrangement, WhoIsHiddenLeavesTheRoomToTheOthers) {
    for (unsigned hidden = 0; hidden < 31; ++hidden) {
        LayoutWish wish;
        for (unsigned i = 0; i < 5; ++i)
            if (hidden >> i & 1u) wish.arrangement.toggle(static_cast<Panel>(i));
        bool upper = (hidden & 15u) != 15u;  // Else only the timeline is seen.
        if (upper) check(wish, 1600, 900);
        wish.arrangement.move(Panel::Loop, Place::LeftBottom);
        if (upper && (hidden & 15u) != 0) check(wish, 1600, 900);
    }
}

TEST(Layout, TheLowerPanelOfTheLeftColumnTakesTheShareItWasDraggedTo) {
    LayoutWish wish;
    wish.output_percent = 50;
    WindowLayout layout = layout_window(1600, 900, wish);
    EXPECT_NEAR(layout.output.h, layout.source.h, 16);
    EXPECT_FALSE(layout.split_output.empty());
}

}  // namespace
}  // namespace loopscope::ui
