// What panels say at the edges: runs that never end well, names given late, chains without end, and
// windows where not everything has room.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "sim/session/session.h"
#include "sim/trace/narration.h"
#include "tests/session/runs.h"
#include "tests/ui/desk.h"
#include "tests/ui/made_document.h"
#include "ui/app/session_document.h"
#include "ui/app/stage.h"
#include "ui/model/graph_view.h"
#include "ui/model/loop_view.h"
#include "ui/model/narration_view.h"
#include "ui/model/timeline_rows.h"

namespace loopscope::ui {
namespace {

using session::run;
using trace::EventKind;

// ---- What is said.

TEST(Endings, ARunThatWaitsForEverDoesNotLookFine) {
    EXPECT_EQ(look_of_ending(trace::Ending::Finished, 0), Look::Done);
    EXPECT_EQ(look_of_ending(trace::Ending::Exited, 0), Look::Done);
    EXPECT_EQ(look_of_ending(trace::Ending::Exited, 3), Look::Failed);
    EXPECT_EQ(look_of_ending(trace::Ending::Budget, 0), Look::Failed);
    EXPECT_EQ(look_of_ending(trace::Ending::WaitsForEver, 0), Look::Failed);
}

TEST(Endings, WaitingForEverIsSaidOnceAndWhoWaitsIsSaidWhole) {
    auto s = run(
        "import asyncio\n"
        "async def one_of_the_waiters_with_a_long_name():\n"
        "    await asyncio.get_running_loop().create_future()\n"
        "async def main():\n"
        "    names = 'first-waiter-with-a-name', 'second-waiter-with-a-name', 'third-waiter'\n"
        "    await asyncio.gather(*(asyncio.create_task(one_of_the_waiters_with_a_long_name(),\n"
        "                                               name=name) for name in names))\n"
        "asyncio.run(main())\n");
    trace::Timeline& t = s->timeline();
    trace::NarrationSource source{s->log(), nullptr, trace::Language::English};
    trace::Narration told = trace::narrate(source, t, t.size() - 1);
    EXPECT_EQ(told.headline, "The program waits for ever.");
    EXPECT_TRUE(told.reason.starts_with("Nothing is scheduled")) << told.reason;
    EXPECT_NE(told.reason.find("third-waiter"), std::string::npos) << told.reason;
    EXPECT_EQ(told.reason.find('\x01'), std::string::npos);
}

TEST(LoopView, ASleepsHandleIsNamedAfterTheTaskThatItWakes) {
    auto s =
        run("import asyncio\n"
            "async def main():\n"
            "    await asyncio.gather(asyncio.sleep(1), asyncio.sleep(1))\n"
            "asyncio.run(main())\n");
    trace::Timeline& t = s->timeline();
    Strings strings;
    for (trace::Position at = 0; at < t.size(); ++at) {
        if (t.log()[at].kind != EventKind::BatchBegan || t.log()[at].time < 1) continue;
        t.seek(at);
        LoopView view = view_loop(t.state(), nullptr, t.log(), strings);
        ASSERT_EQ(view.ready.size(), 2u);
        EXPECT_EQ(view.ready[0].title, "wakes Task-2");
        EXPECT_EQ(view.ready[1].title, "wakes Task-3");
        EXPECT_NE(view.ready[0].what.find("_set_result_unless_cancelled"), std::string::npos);
        return;
    }
    FAIL() << "no batch at one second";
}

TEST(TimelineRows, ATaskThatWasRenamedGoesByItsNewName) {
    auto s =
        run("import asyncio\n"
            "async def main():\n"
            "    task = asyncio.create_task(asyncio.sleep(1), name='the-sleeper')\n"
            "    asyncio.current_task().set_name('the-first')\n"
            "    await task\n"
            "asyncio.run(main())\n");
    trace::Timeline& t = s->timeline();
    t.seek(t.size() - 1);
    TimeAxis axis;
    axis.update(t, AxisMode::Both);
    auto rows = timeline_rows(t, AxisColumns(axis, fit_view(axis), 0.25), 0, 2);
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].name, "the-first");
    EXPECT_EQ(rows[1].name, "the-sleeper");
}

/// A state in which every task waits for the one before it, and the last `circle` of them for each
/// other.
trace::ProgramState chain(std::uint32_t tasks, std::uint32_t circle) {
    trace::ProgramState state;
    for (std::uint32_t i = 1; i <= tasks; ++i) {
        trace::TaskState task;
        task.id = trace::FutureId{i};
        task.waits_for = trace::FutureId{i - 1};
        if (circle > 0 && i == tasks - circle + 1) task.waits_for = trace::FutureId{tasks};
        state.tasks.obtain(task.id) = task;
    }
    return state;
}

TEST(GraphView, ACircleAmongThousandsOfTasksIsFoundAtOnce) {
    trace::EventLog log;
    Strings strings;
    auto began = std::chrono::steady_clock::now();
    EXPECT_EQ(view_graph(chain(20'000, 3), log, strings, GraphKind::Waits, "").circles, 3u);
    EXPECT_EQ(view_graph(chain(20'000, 0), log, strings, GraphKind::Waits, "").circles, 0u);
    std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    // A walk from every task to the end of the chain would be 200 million steps.
    EXPECT_LT(took.count(), 3.0);
}

TEST(Compare, RunsThatBeginAlikeStandAtOneEventUntilTheyPart) {
    auto program = [](const std::string& seconds) {
        return "import asyncio\nasync def main():\n    for n in range(3):\n        print('turn', "
               "n)\n"
               "        await asyncio.sleep(0)\n    await asyncio.sleep(" +
               seconds + ")\nasyncio.run(main())\n";
    };
    Settings settings;
    settings.motion = false;
    Viewer viewer({settings, {}, [&](const std::string&) {
                       return open_source(program("2"), "later.py", {});
                   }});
    viewer.open(std::move(open_source(program("1"), "soon.py", {})).value());
    const trace::Timeline& timeline = viewer.document().timeline();
    ASSERT_GE(timeline.outputs().size(), 3u);
    viewer.seek(timeline.outputs()[1]);
    viewer.apply({.act = Act::Compare, .text = "later"}, 0);
    Stage stage;
    DrawLog log;
    for (int i = 0; i < 2; ++i) {
        stage.update_fonts(viewer);
        log.clear();
        stage.frame(viewer, i, &log);
    }
    int told = 0;
    for (const DrawnText& text : log.texts) {
        EXPECT_NE(text.text, "≠") << "no difference has come yet";
        told += text.full == "turn 1" && text.panel != "narration";
    }
    EXPECT_EQ(told, 2) << "both have printed it";
}

// ---- Where not everything has room.

/// A small window at a projector's scale.
class SmallDesk : public testing::PlainDesk {
  public:
    SmallDesk() : PlainDesk({settings(), {}, {}}, 1280, 720) {
        viewer.open(testing::sample_document());
        viewer.seek(60);
        frame();
    }

  private:
    static Settings settings() {
        Settings s;
        s.scale = 1.75f;
        s.motion = false;
        return s;
    }
};

TEST(SmallWindow, TabsWithoutRoomAreChosenFromAMenu) {
    SmallDesk desk;
    desk.click("tasks.tab.0");
    ASSERT_TRUE(desk.has("tasks.tab.3")) << "the menu shows all tabs";
    EXPECT_EQ(desk.viewer.view().dock.group_of(Page::Tasks).chosen, Page::Tasks)
        << "opening chooses nothing";
    desk.click("tasks.tab.3");
    EXPECT_EQ(desk.viewer.view().dock.group_of(Page::Tasks).chosen, Page::Graph);
    EXPECT_FALSE(desk.has("tasks.tab.4")) << "the menu has closed";
}

TEST(SmallWindow, AClickBesideAMenuOnlyClosesIt) {
    SmallDesk desk;
    trace::Position before = desk.viewer.position();
    desk.click("toolbar.step");
    ASSERT_TRUE(desk.has("toolbar.step.5"));
    desk.click(Point{600, 390});  // On the timeline, which would seek.
    EXPECT_FALSE(desk.has("toolbar.step.5"));
    EXPECT_EQ(desk.viewer.position(), before);
    desk.click("toolbar.step");
    desk.click("toolbar.step.5");
    EXPECT_EQ(desk.viewer.settings().step_size, 4);
}

TEST(Input, WhatIsTypedGoesWhereTheKeysBeforeItPointTo) {
    SmallDesk desk;
    auto character = [](char c) { return *key_of_character(static_cast<unsigned char>(c)); };
    trace::Position before = desk.viewer.position();
    // All within one frame, as on a slow machine: the last letter before Enter is the palette's and
    // does not ask for a prediction.
    std::vector<KeyPress> keys{{Key::K, true}};
    for (char c : std::string("show the heap")) keys.push_back(character(c));
    keys.push_back({Key::Enter});
    keys.push_back(character('w'));
    desk.frame({{}, std::move(keys)});
    EXPECT_EQ(desk.viewer.view().dock.group_of(Page::Queues).chosen, Page::Heap);
    EXPECT_EQ(desk.viewer.view().dock.group_of(Page::Tasks).chosen, Page::Why)
        << "what follows Enter is a key again";
    EXPECT_EQ(desk.viewer.position(), before);
    EXPECT_EQ(key_of_character(0x8f74)->text, "轴");
    EXPECT_FALSE(key_of_character(0x0d));
}

TEST(SmallWindow, TheKeysScrollUntilTheLastIsSeen) {
    SmallDesk desk;
    desk.viewer.apply({Act::ToggleHelp}, 0);
    desk.frame();
    EXPECT_TRUE(desk.says("help", "One step forward"));
    EXPECT_FALSE(desk.says("help", "Close, or back to the list"));
    desk.viewer.apply({Act::ScrollHelp, 1000}, 0);
    desk.frame();
    desk.frame();
    EXPECT_TRUE(desk.says("help", "Close, or back to the list"));
}

TEST(SmallWindow, WhyShowsItsFirstStepHoweverLittleRoomThereIs) {
    SmallDesk desk;
    desk.viewer.apply({Act::SelectTask, 1}, 0);
    desk.viewer.apply({Act::ToggleWhy}, 0);
    desk.frame();
    EXPECT_TRUE(desk.has_one_of("why.step."));
}

TEST(SmallWindow, ThePathTellsItsTimersAndItsTimeoutInALineEach) {
    SmallDesk desk;
    desk.viewer.apply({Act::ChooseCentre, 1}, 0);
    desk.frame();
    EXPECT_TRUE(desk.says("loop", "_scheduled"));
    EXPECT_TRUE(desk.says("loop", "Selector"));
}

}  // namespace
}  // namespace loopscope::ui
