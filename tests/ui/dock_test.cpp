// The tree of panels: moved, hidden, resized, written, read, and laid out.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "ui/model/dock.h"
#include "ui/model/layout.h"

namespace loopscope::ui {
namespace {

std::vector<Page> all_pages() {
    std::vector<Page> pages;
    for (std::size_t i = 0; i < kPages; ++i) pages.push_back(static_cast<Page>(i));
    return pages;
}

/// Counts the pages of a tree, and checks that it is one.
std::size_t check_tree(const Dock::Node& node) {
    if (node.is_group()) {
        EXPECT_FALSE(node.pages.empty());
        EXPECT_NE(std::find(node.pages.begin(), node.pages.end(), node.chosen), node.pages.end());
        return node.pages.size();
    }
    EXPECT_EQ(node.children.size(), 2u);
    EXPECT_TRUE(node.pages.empty());
    return check_tree(node.children[0]) + check_tree(node.children[1]);
}

TEST(Dock, APageMovedBesideAnotherStandsThere) {
    Dock dock;
    dock.move(Page::Timeline, {Page::Source, Side::Right});
    WindowLayout l = layout_window(1600, 900, {.dock = dock});
    Rect source = l.of(Page::Source);
    Rect timeline = l.of(Page::Timeline);
    EXPECT_FLOAT_EQ(timeline.x, source.right() + l.gap);
    EXPECT_FLOAT_EQ(timeline.y, source.y);
    EXPECT_FLOAT_EQ(timeline.h, source.h);
    EXPECT_NEAR(l.narration.bottom(), 900 - l.gap, 0.01f) << "nothing stands below the words now";
}

TEST(Dock, APageMovedIntoAnotherPanelIsItsChosenTab) {
    Dock dock;
    dock.move(Page::Graph, {Page::Source, std::nullopt});
    EXPECT_EQ(dock.group_of(Page::Graph).pages, (std::vector{Page::Source, Page::Graph}));
    EXPECT_TRUE(dock.shows(Page::Graph));
    EXPECT_FALSE(dock.shows(Page::Source));
    dock.choose(Page::Source);
    EXPECT_TRUE(dock.shows(Page::Source));
}

TEST(Dock, ATabCanBeSplitOffItsOwnPanel) {
    Dock dock;
    dock.move(Page::Heap, {Page::Heap, Side::Bottom});
    WindowLayout l = layout_window(1600, 900, {.dock = dock});
    EXPECT_GT(l.of(Page::Heap).y, l.of(Page::Queues).bottom());
    EXPECT_FLOAT_EQ(l.of(Page::Heap).x, l.of(Page::Queues).x);
}

TEST(Dock, AWholePanelMovesWithItsTabs) {
    Dock dock;
    dock.choose(Page::Why);
    dock.move_group(Page::Why, {std::nullopt, Side::Left});
    EXPECT_EQ(dock.group_of(Page::Tasks).pages.size(), 4u);
    EXPECT_TRUE(dock.shows(Page::Why));
    WindowLayout l = layout_window(1600, 900, {.dock = dock});
    EXPECT_FLOAT_EQ(l.of(Page::Why).x, l.gap);
    EXPECT_GT(l.of(Page::Why).h, l.of(Page::Source).h) << "along all of the edge";
}

TEST(Dock, WhatMakesNoSenseChangesNothing) {
    Dock dock;
    dock.move(Page::Source, {Page::Source, Side::Left});
    dock.move(Page::Source, {Page::Source, std::nullopt});
    dock.move_group(Page::Heap, {Page::Path, Side::Left});
    EXPECT_EQ(dock, Dock());
}

TEST(Dock, WhatIsHiddenComesBackToItsPlaceAndTheLastStays) {
    Dock dock;
    dock.move(Page::Output, {Page::Timeline, Side::Right});
    Dock before = dock;
    dock.hide(Page::Output);
    EXPECT_TRUE(layout_window(1600, 900, {.dock = dock}).of(Page::Output).empty());
    dock.choose(Page::Output);
    EXPECT_EQ(dock, before);
    for (Page page : all_pages()) dock.hide(page);
    EXPECT_FALSE(dock.hidden(Page::Timeline));
    EXPECT_EQ(layout_window(1600, 900, {.dock = dock}).panels.size(), 1u);
    dock.toggle_group(Page::Timeline);
    EXPECT_FALSE(dock.hidden(Page::Timeline));
}

TEST(Dock, HidingTheChosenTabShowsAnother) {
    Dock dock;
    dock.hide(Page::Queues);
    EXPECT_TRUE(dock.shows(Page::Path));
    EXPECT_EQ(dock.shown_of(dock.group_of(Page::Path)).size(), 3u);
}

TEST(Dock, IsReadAsItWasWritten) {
    EXPECT_EQ(Dock().write(), "c(r(c(S,O),r(Qphm,Twfg)),L) ");
    Dock dock;
    dock.move(Page::Machine, {Page::Output, std::nullopt});
    dock.resize(2, 33);
    dock.choose(Page::Heap);
    dock.hide(Page::Why);
    EXPECT_EQ(Dock::read(dock.write()), dock) << dock.write();
}

TEST(Dock, DamageGivesTheUsualAndMissingPagesComeBack) {
    for (const char* text : {"", " ", "01234 Qphm/Twfg 0", "c(", "c(S", "c(S,O) ", "c(S,O", ")(",
                             "r(,) ", "r999999999999(S,O) ", "((((", "c(r(c(S,O),r(Q"}) {
        Dock dock = Dock::read(text);
        EXPECT_EQ(check_tree(dock.root()), kPages) << text;
    }
    EXPECT_EQ(Dock::read("c(S"), Dock());
    std::string deep;
    for (int i = 0; i < 5000; ++i) deep += "c(";
    EXPECT_EQ(Dock::read(deep), Dock());
    // A page of a later version, one twice, and two that this text did not know yet.
    Dock mended = Dock::read("r(SzS,c(QphmO,Tw)) lw");
    EXPECT_EQ(check_tree(mended.root()), kPages);
    EXPECT_EQ(mended.group_of(Page::Frames).pages.front(), Page::Tasks);
    EXPECT_TRUE(mended.hidden(Page::Timeline));
}

/// Panels stay inside the window and apart from each other and from the words, each with room.
void check_layout(const WindowLayout& l, float width, float height, const std::string& what) {
    std::vector<Rect> rects{l.toolbar};
    for (const PanelPlace& panel : l.panels) rects.push_back(panel.rect);
    for (const Rect& rect : {l.narration, l.lesson, l.question})
        if (!rect.empty()) rects.push_back(rect);
    ASSERT_GT(l.panels.size(), 0u) << what;
    float covered = 0;
    for (std::size_t i = 0; i < rects.size(); ++i) {
        EXPECT_TRUE((Rect{0, 0, width, height}.contains(rects[i], 0.01f))) << what << " " << i;
        EXPECT_GT(rects[i].w, 2) << what << " " << i;
        EXPECT_GT(rects[i].h, 2) << what << " " << i;
        covered += (rects[i].w + l.gap) * (rects[i].h + l.gap);
        for (std::size_t k = i + 1; k < rects.size(); ++k)
            EXPECT_FALSE(overlap(rects[i], rects[k], 0.01f)) << what << " " << i << " " << k;
    }
    EXPECT_NEAR(covered, (width - l.gap) * (height - l.gap), width * height * 0.002f) << what;
}

TEST(Dock, AnyMovesLeaveATreeThatFillsTheWindow) {
    std::minstd_rand random(20);
    auto pick = [&](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
    Dock dock;
    for (int i = 0; i < 3000; ++i) {
        Page page = static_cast<Page>(pick(kPages));
        DockPlace place;
        if (pick(6) != 0) place.beside = static_cast<Page>(pick(kPages));
        if (!place.beside || pick(3) != 0) place.side = static_cast<Side>(pick(4));
        switch (pick(6)) {
            case 0:
                dock.move_group(page, place);
                break;
            case 1:
                dock.hide(page);
                break;
            case 2:
                dock.choose(page);
                break;
            case 3:
                dock.resize(1 + static_cast<std::uint32_t>(pick(40)), static_cast<int>(pick(110)));
                break;
            default:
                dock.move(page, place);
                break;
        }
        ASSERT_EQ(check_tree(dock.root()), kPages) << i;
        ASSERT_EQ(Dock::read(dock.write()), dock) << i;
        if (i % 10 != 0) continue;
        LayoutWish wish{.dock = dock, .lesson = pick(3) == 0, .question = pick(4) == 0};
        std::string what = dock.write();
        check_layout(layout_window(1600, 900, wish), 1600, 900, what);
        check_layout(layout_window(2560, 1440, wish), 2560, 1440, what);
        if (i % 100 == 0) dock = {};
    }
}

TEST(Dock, AtEverySizeTheUsualOrderFillsTheWindow) {
    for (float w = 480; w <= 3840; w += 173)
        for (float h = 300; h <= 2160; h += 127)
            for (bool lesson : {false, true})
                check_layout(layout_window(w, h, {.dock = {}, .lesson = lesson}), w, h,
                             std::to_string(w) + "×" + std::to_string(h));
}

TEST(Dock, AGapThatIsDraggedFollowsThePointer) {
    Dock dock;
    for (float part : {0.2f, 0.45f, 0.7f}) {
        for (std::size_t i = 0; i < 4; ++i) {
            WindowLayout l = layout_window(1600, 900, {.dock = dock});
            ASSERT_EQ(l.splitters.size(), 4u);
            const Splitter& s = l.splitters[i];
            Point at{s.room.x + part * s.room.w, s.room.y + part * s.room.h};
            Dock dragged = dock;
            dragged.resize(s.split, s.percent_at(at));
            WindowLayout after = layout_window(1600, 900, {.dock = dragged});
            Point gap = after.splitters[i].gap.centre();
            bool roomy = s.room.w > 500 && s.room.h - s.words > 400;
            if (!roomy) continue;
            EXPECT_NEAR(s.row ? gap.x : gap.y, s.row ? at.x : at.y, 10 + s.words) << i;
        }
    }
}

TEST(Dock, StepsTowardsASideLeadToTheWindowsEdge) {
    for (Page page : all_pages()) {
        for (Side side : {Side::Left, Side::Right, Side::Top, Side::Bottom}) {
            Dock dock;
            for (int i = 0; i < 8; ++i) {
                WindowLayout l = layout_window(1600, 900, {.dock = dock});
                dock.move(page, step_place(l, page, side));
            }
            WindowLayout l = layout_window(1600, 900, {.dock = dock});
            Rect rect = l.of(page);
            EXPECT_EQ(l.neighbour(page, side), nullptr) << dock.write();
            bool sideways = side == Side::Left || side == Side::Right;
            EXPECT_NEAR(sideways ? rect.y : rect.x, sideways ? l.dock.y : l.dock.x, 0.01f);
        }
    }
}

TEST(Dock, WhereSomethingIsDroppedDecidesWhatBecomesOfIt) {
    WindowLayout l = layout_window(1600, 900);
    Rect loop = l.of(Page::Queues);
    auto at = [&](float x, float y) {
        return drop_at(l, {loop.x + x * loop.w, loop.y + y * loop.h}, Page::Source, false);
    };
    EXPECT_EQ(at(0.1f, 0.5f), (DockPlace{Page::Queues, Side::Left}));
    EXPECT_EQ(at(0.9f, 0.5f), (DockPlace{Page::Queues, Side::Right}));
    EXPECT_EQ(at(0.5f, 0.2f), (DockPlace{Page::Queues, Side::Top}));
    EXPECT_EQ(at(0.5f, 0.9f), (DockPlace{Page::Queues, Side::Bottom}));
    EXPECT_EQ(at(0.5f, 0.5f), (DockPlace{Page::Queues, std::nullopt}));
    EXPECT_EQ(at(0.1f, 0.04f), (DockPlace{Page::Queues, std::nullopt})) << "among the tabs";
    EXPECT_EQ(drop_at(l, {12, 500}, Page::Heap, false), (DockPlace{std::nullopt, Side::Left}));
    EXPECT_EQ(drop_at(l, loop.centre(), Page::Heap, false), std::nullopt) << "it is there";
    EXPECT_EQ(drop_at(l, loop.centre(), Page::Queues, true), std::nullopt);
    EXPECT_EQ(drop_at(l, l.toolbar.centre(), Page::Heap, false), std::nullopt);
}

}  // namespace
}  // namespace loopscope::ui
