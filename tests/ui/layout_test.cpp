// Layout: panels, the loop's parts, lanes, flows and the toolbar, at many sizes.
#include <gtest/gtest.h>

#include "ui/model/lanes.h"
#include "ui/model/layout.h"
#include "ui/model/loop_layout.h"
#include "ui/model/overflow.h"
#include "ui/model/toolbar_plan.h"

namespace loopscope::ui {
namespace {

void expect_apart(const std::vector<Rect>& rects, const Rect& inside, const std::string& where) {
    for (std::size_t i = 0; i < rects.size(); ++i) {
        if (rects[i].empty()) continue;
        EXPECT_TRUE(inside.contains(rects[i], 0.01f)) << i << " leaves " << where;
        for (std::size_t k = i + 1; k < rects.size(); ++k) {
            EXPECT_FALSE(overlap(rects[i], rects[k], 0.01f))
                << i << " and " << k << " in " << where;
        }
    }
}

TEST(WindowLayout, PanelsFillTheWindowAndStayApartAtEverySize) {
    for (float w = 480; w <= 3840; w += 97) {
        for (float h = 300; h <= 2160; h += 83) {
            WindowLayout l = layout_window(w, h);
            std::vector<Rect> all{l.toolbar, l.narration};
            for (const PanelPlace& panel : l.panels) all.push_back(panel.rect);
            expect_apart(all, {0, 0, w, h}, std::to_string(w) + "×" + std::to_string(h));
            EXPECT_NEAR(l.toolbar.w, w - 2 * l.gap, 0.01f);
            EXPECT_NEAR(l.of(Page::Timeline).bottom(), h - l.gap, 0.01f);
            EXPECT_GT(l.of(Page::Source).h, 40);
            EXPECT_GT(l.of(Page::Queues).w, 120);
        }
    }
}

TEST(WindowLayout, ASmallWindowAtALargeScaleIsTight) {
    EXPECT_EQ(layout_window(1280 / 1.75f, 720 / 1.75f).density, Density::Tight);
    EXPECT_EQ(layout_window(1920 / 1.75f, 1080 / 1.75f).density, Density::Snug);
    EXPECT_EQ(layout_window(1280, 720).density, Density::Roomy);
}

TEST(LoopLayout, PartsStayApartAtEverySize) {
    for (float w = 130; w <= 1600; w += 61) {
        for (float h = 60; h <= 1200; h += 37) {
            for (std::size_t rows : {0u, 4u, 500u}) {
                Rect area{10, 20, w, h};
                LoopLayout l = layout_loop(area, Density::Roomy, rows);
                std::vector<Rect> parts{
                    l.phases,   l.running_heading, l.running, l.ready_heading,
                    l.ready,    l.timers_heading,  l.timers,  l.selector_heading,
                    l.selector, l.inflow_heading,  l.inflow};
                expect_apart(parts, area, std::to_string(w) + "×" + std::to_string(h));
            }
        }
    }
}

TEST(LoopLayout, TheDiagramGivesWayToLongLists) {
    Rect area{0, 0, 700, 500};
    EXPECT_FALSE(layout_loop(area, Density::Roomy, 2).inflow.empty());
    EXPECT_TRUE(layout_loop(area, Density::Roomy, 40).inflow.empty());
}

TEST(Flow, CardsAreUsedWhileAllFit) {
    Rect area{0, 0, 500, 64};
    FlowPlan plan = plan_flow(3, 3, false, area, {});
    EXPECT_EQ(plan.form, CardForm::Card);
    EXPECT_EQ(plan.places.size(), 3u);
    EXPECT_EQ(plan.hidden, 0u);
}

TEST(Flow, CardsShrinkToChipsThenToACount) {
    Rect area{0, 0, 500, 64};
    FlowPlan chips = plan_flow(8, 8, false, area, {});
    EXPECT_EQ(chips.form, CardForm::Chip);
    EXPECT_EQ(chips.places.size(), 8u);
    FlowPlan counted = plan_flow(40, 40, false, area, {});
    EXPECT_EQ(counted.form, CardForm::Chip);
    EXPECT_EQ(counted.places.size() + counted.hidden, 40u);
    EXPECT_GT(counted.hidden, 0u);
    EXPECT_FALSE(counted.count.empty());
}

TEST(Flow, PlacesNeverOverlapNorLeaveTheArea) {
    for (float w = 90; w < 900; w += 41) {
        for (float h = 22; h < 140; h += 13) {
            for (std::size_t count : {0u, 1u, 2u, 5u, 17u, 40u, 1000u}) {
                for (std::size_t batch : {0u, 1u, 3u, 17u}) {
                    Rect area{7, 9, w, h};
                    FlowPlan plan = plan_flow(count, batch, true, area, {});
                    std::vector<Rect> all = plan.places;
                    if (plan.has_divider) all.push_back(plan.divider);
                    if (plan.hidden > 0) all.push_back(plan.count);
                    expect_apart(all, area, "flow");
                    EXPECT_EQ(plan.places.size() + plan.hidden, count);
                }
            }
        }
    }
}

TEST(Flow, TheDividerStandsBehindTheBatch) {
    FlowPlan plan = plan_flow(3, 2, true, {0, 0, 800, 64}, {});
    ASSERT_TRUE(plan.has_divider);
    EXPECT_GT(plan.divider.x, plan.places[1].x);
    EXPECT_LT(plan.divider.x, plan.places[2].x);
}

TEST(Rows, TheLastRowTellsTheCount) {
    EXPECT_EQ(plan_rows(5, 5).shown, 5u);
    EXPECT_EQ(plan_rows(6, 5).shown, 4u);
    EXPECT_EQ(plan_rows(6, 5).hidden, 2u);
    EXPECT_EQ(plan_rows(6, 0).hidden, 6u);
}

TEST(Rows, SmallWishesAreGrantedFirst) {
    EXPECT_EQ(share_rows({1, 100, 2}, 9), (std::vector<std::size_t>{1, 6, 2}));
    EXPECT_EQ(share_rows({0, 0}, 9), (std::vector<std::size_t>{0, 0}));
}

TEST(Lanes, LanesStayApartAndCountEveryTask) {
    for (float h = 60; h < 900; h += 31) {
        for (auto density : {Density::Roomy, Density::Snug, Density::Tight}) {
            for (int open : {-1, 1}) {
                std::array<std::size_t, kLanes> counts{1, 594, 320, 86};
                Rect area{0, 0, 260, h};
                LanesPlan plan = plan_lanes(counts, area, density, open);
                std::vector<Rect> boxes;
                for (const LanePlan& lane : plan.lanes) boxes.push_back(lane.box);
                boxes.push_back(plan.chain);
                expect_apart(boxes, area, "lanes " + std::to_string(h));
                for (const LanePlan& lane : plan.lanes) {
                    float rows = static_cast<float>(lane.shown + (lane.hidden > 0 ? 1 : 0));
                    EXPECT_LE(rows * lane.row_height, lane.rows.h + 0.01f);
                }
            }
        }
    }
}

TEST(Lanes, FewTasksAreCards) {
    LanesPlan plan = plan_lanes({1, 2, 0, 0}, {0, 0, 300, 500}, Density::Roomy, -1);
    EXPECT_EQ(plan.lanes[1].form, CardForm::Card);
    EXPECT_EQ(plan.lanes[1].shown, 2u);
    EXPECT_FALSE(plan.chain.empty());
}

TEST(Lanes, AnOpenLaneTakesTheRoom) {
    std::array<std::size_t, kLanes> counts{1, 100, 100, 100};
    LanesPlan shared = plan_lanes(counts, {0, 0, 300, 500}, Density::Roomy, -1);
    LanesPlan open = plan_lanes(counts, {0, 0, 300, 500}, Density::Roomy, 2);
    EXPECT_GT(open.lanes[2].shown, shared.lanes[2].shown + 4);
    EXPECT_EQ(open.lanes[1].shown, 0u);
}

ToolbarWidths usual_widths() {
    ToolbarWidths w;
    w.brand = 80;
    w.title = 160;
    w.play_label = 84;
    w.steps_long = 310;
    w.step_one = 110;
    w.speed = 52;
    w.time = 110;
    w.count_long = 120;
    w.count_short = 60;
    return w;
}

TEST(Toolbar, PartsStayApartFromThePhoneToTheWall) {
    for (float w = 560; w < 2600; w += 17) {
        ToolbarPlan p = plan_toolbar({8, 8, w, 32}, usual_widths());
        std::vector<Rect> all{p.list,    p.brand,    p.title, p.badge,  p.first, p.back,  p.play,
                              p.forward, p.last,     p.steps, p.speed,  p.time,  p.count, p.smaller,
                              p.larger,  p.language, p.theme, p.motion, p.help};
        expect_apart(all, {8, 8, w, 32}, std::to_string(w));
        for (const Rect& always : {p.first, p.back, p.play, p.forward, p.last, p.time, p.smaller,
                                   p.larger, p.language, p.theme, p.help}) {
            EXPECT_FALSE(always.empty()) << w;
        }
    }
}

TEST(Toolbar, ARoomyBarShowsEverything) {
    ToolbarPlan p = plan_toolbar({8, 8, 1580, 32}, usual_widths());
    EXPECT_FALSE(p.brand.empty());
    EXPECT_FALSE(p.motion.empty());
    EXPECT_FALSE(p.steps_are_one);
    EXPECT_TRUE(p.play_has_label);
}

}  // namespace
}  // namespace loopscope::ui
