// The palette, bookmarks, the axis' modes, presets and small pictures.
#include <gtest/gtest.h>

#include <algorithm>

#include "sim/session/session.h"
#include "tests/session/runs.h"
#include "tests/ui/desk.h"
#include "ui/app/session_document.h"
#include "ui/model/bookmarks.h"
#include "ui/model/layout.h"
#include "ui/model/palette.h"
#include "ui/model/settings.h"
#include "ui/model/source_index.h"
#include "ui/model/thumbnail.h"

namespace loopscope::ui {
namespace {

using session::run;

TEST(Saving, AScenarioOfOnesOwnStandsOnTheFirstScreenAtOnce) {
    Viewer::Setup setup;
    setup.files.save_scenario = [](const std::string& name, const std::string&) {
        return base::Result<std::string>("/own/" + name + ".py");
    };
    testing::PlainDesk desk(std::move(setup));
    desk.viewer.open(document_of(run("print(1)\n")));
    for (int twice = 0; twice < 2; ++twice)
        desk.viewer.apply({.act = Act::SaveAs, .number = 1, .text = "mine"}, 0);
    desk.viewer.apply({Act::ShowList}, 0);
    desk.frame();
    EXPECT_TRUE(desk.says("start", "mine"));
    EXPECT_EQ(std::count_if(desk.log.areas.begin(), desk.log.areas.end(),
                            [](const DrawnArea& area) { return area.id == "start.scenario.mine"; }),
              1);
}

TEST(Palette, PartsOfWordsFindACommandAndTheBestComesFirst) {
    EXPECT_EQ(palette_score("One step forward", "xyz"), 0);
    EXPECT_GT(palette_score("One step forward", "osf"), 0);
    EXPECT_GT(palette_score("One step forward", "forw"), palette_score("Follow the row", "forw"));
    Strings strings;
    auto entries = palette_entries(strings, KeyScope::Program);
    EXPECT_GT(entries.size(), 40u);
    auto answer = palette_answer(entries, "laser", strings);
    ASSERT_FALSE(answer.empty());
    EXPECT_EQ(answer[0].command.act, Act::Laser);
    EXPECT_EQ(palette_answer(entries, "", strings).size(), entries.size());
    EXPECT_TRUE(palette_answer(entries, "qqqqzz", strings).empty());
}

TEST(Palette, ANumberIsAnEventAndATimeIsATime) {
    Strings strings;
    auto answer = palette_answer({}, "12", strings);
    ASSERT_EQ(answer.size(), 1u);
    EXPECT_EQ(answer[0].command, (Command{Act::Seek, 11}));
    answer = palette_answer({}, "t 1.5", strings);
    ASSERT_EQ(answer.size(), 2u);
    EXPECT_EQ(answer[0].command.from, 1.5);
}

TEST(SideNotes, AreWrittenAndReadBack) {
    SideNotes notes;
    notes.keep({41, "here it waits"});
    notes.keep({3, "first"});
    notes.keep({41, "here it waits, for the lock"});
    notes.breaks = "line 7; exception";
    notes.preset = 1;
    ASSERT_EQ(notes.bookmarks.size(), 2u);
    EXPECT_EQ(notes.bookmarks[0].position, 3u);
    EXPECT_EQ(read_notes(write_notes(notes)), notes);
    EXPECT_TRUE(read_notes("nonsense\nbookmark = x\nbookmark = 0 no\n").empty());
    notes.remove(3);
    EXPECT_EQ(notes.bookmarks.size(), 1u);
}

TEST(Settings, OfTheWindowsUseAreRemembered) {
    Settings s;
    s.theme = ThemeName::Contrast;
    s.axis_mode = 2;
    s.preset = 1;
    s.recent = "/a/b.py|/c.trace";
    EXPECT_EQ(read_settings(write_settings(s)), s);
}

TEST(Settings, APresentationTakesTheLargestTypeThatTheScreenHasRoomFor) {
    EXPECT_EQ(presentation_scale(1600, 900, 1), 1.25f);
    EXPECT_EQ(presentation_scale(1920, 1080, 1), 1.5f);
    EXPECT_EQ(presentation_scale(2560, 1440, 1), 2.0f);
    EXPECT_EQ(presentation_scale(1024, 768, 1), 1.25f) << "always larger than usual";
    EXPECT_EQ(presentation_scale(1920, 1080, 2), 2.0f);
}

TEST(Axis, StepsMakeGapsThinAndTimeMakesThemLong) {
    auto s = run("import asyncio\nasyncio.run(asyncio.sleep(1))\n");
    TimeAxis both, steps, time;
    both.update(s->timeline(), AxisMode::Both);
    steps.update(s->timeline(), AxisMode::Steps);
    time.update(s->timeline(), AxisMode::Time);
    double events = static_cast<double>(s->log().size());
    EXPECT_NEAR(both.length(), 2 * events, 4);
    EXPECT_NEAR(steps.length(), events, 4);
    EXPECT_NEAR(time.length(), 13 * events, 4);
    both.update(s->timeline(), AxisMode::Steps);
    EXPECT_EQ(both.length(), steps.length());
}

TEST(Layout, PresentationKeepsSourceLoopAndWordsAlone) {
    WindowLayout l = layout_window(
        1600, 900, {.preset = Preset::Presentation, .dock = dock_of(Preset::Presentation)});
    EXPECT_EQ(l.panels.size(), 2u);
    EXPECT_FALSE(l.of(Page::Source).empty());
    EXPECT_FALSE(l.narration.empty());
    EXPECT_GT(l.of(Page::Queues).w, 600);
}

TEST(SourceIndex, KnowsWhereACallbackBlocksTheLoop) {
    auto s = run(R"(import asyncio, time

async def main():
    await asyncio.sleep(1)
    time.sleep(2)

asyncio.run(main())
)");
    SourceIndex index;
    index.update(s->timeline(), SourceFiles("program.py"), s->log().size());
    ASSERT_EQ(index.blocked().size(), 1u);
    EXPECT_EQ(index.blocked()[0].seconds, 2);
}

TEST(Thumbnail, ShowsWhatTheProgramsOwnTasksDid) {
    auto s =
        run("import asyncio\nasync def main():\n    await asyncio.gather(asyncio.sleep(1), "
            "asyncio.sleep(2))\nasyncio.run(main())\n");
    Thumbnail picture = view_thumbnail(s->timeline());
    EXPECT_EQ(picture.rows.size(), 3u);
    EXPECT_EQ(picture.seconds, 2);
    for (const auto& row : picture.rows) EXPECT_FALSE(row.empty());
}

}  // namespace
}  // namespace loopscope::ui
