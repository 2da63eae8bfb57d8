// Everything that the pointer does can be done by keys: the focus, the palette, fields, scrolling.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/ui/desk.h"
#include "tests/ui/made_document.h"
#include "ui/app/session_document.h"
#include "ui/model/palette.h"

namespace loopscope::ui {
namespace {

class Desk : public testing::PlainDesk {
  public:
    Desk()
        : PlainDesk({{},
                     scenarios(),
                     [this](const std::string& path) { return open(path); },
                     [](const std::string& source, const std::string& name) {
                         return open_source(source, name, {});
                     },
                     [](const std::string& source, const std::string& name,
                        const Stimuli& stimuli) { return open_changed(source, name, stimuli, {}); },
                     {.load = [](const std::string&) { return std::nullopt; },
                      .save = [](const std::string&, const std::string&) { return true; },
                      .save_scenario = {},
                      .peek = {},
                      .whole_path = [](const std::string& path) { return "/whole" + path; },
                      .complete_path = [](const std::string& path) { return path + "!"; }}}) {}

    void run(const std::string& source) {
        viewer.open(open_source(source, "made.py", {}).value());
        frame();
        frame();
    }
    std::vector<std::string> opened;

  private:
    static std::vector<session::ScenarioEntry> scenarios() {
        std::vector<session::ScenarioEntry> list;
        for (int i = 0; i < 40; ++i) {
            session::ScenarioEntry entry;
            entry.name = "number_" + std::to_string(i);
            entry.path = "/" + entry.name;
            entry.scenario.chapter.by_language = {{"en", i < 20 ? "Easy" : "Hard"}};
            list.push_back(entry);
        }
        return list;
    }
    base::Result<std::unique_ptr<Document>> open(const std::string& path) {
        opened.push_back(path);
        return std::unique_ptr<Document>(testing::sample_document());
    }
};

constexpr const char* kEndless =
    "import asyncio\nasync def main():\n    while True:\n        await asyncio.sleep(0)\n"
    "asyncio.run(main())\n";

TEST(Keyboard, TabGoesThroughAllThatCanBePressedAndEnterPressesIt) {
    Desk desk;
    desk.viewer.open(testing::sample_document());
    desk.frame();
    std::set<std::string> areas, reached;
    for (const DrawnArea& area : desk.log.areas) areas.insert(area.id);
    for (std::size_t i = 0; i < areas.size(); ++i) {
        desk.key(Key::Tab);
        reached.insert(desk.viewer.focus());
    }
    // What is dragged has keys of its own, or stands in the palette.
    for (const std::string& id : areas) {
        bool dragged = id.starts_with("panel.") || id.starts_with("split.") ||
                       id.find("scroll") != std::string::npos || id == "timeline.tracks" ||
                       id == "timeline.overview" || id.starts_with("source.code.");
        EXPECT_TRUE(dragged || reached.count(id)) << id;
    }
    ThemeName before = desk.viewer.settings().theme;
    for (int i = 0; i < 200 && desk.viewer.focus() != "toolbar.theme"; ++i) desk.key(Key::Tab);
    desk.key(Key::Enter);
    EXPECT_NE(desk.viewer.settings().theme, before);
    desk.key(Key::Escape);
    EXPECT_EQ(desk.viewer.focus(), "");
    EXPECT_TRUE(desk.viewer.has_document());
}

TEST(Keyboard, F6GoesFromPanelToPanel) {
    Desk desk;
    desk.viewer.open(testing::sample_document());
    desk.frame();
    std::set<std::string> panels;
    for (int i = 0; i < 12; ++i) {
        desk.key(Key::F6);
        for (const DrawnArea& area : desk.log.areas)
            if (area.id == desk.viewer.focus()) panels.insert(area.panel);
    }
    for (const char* name : {"toolbar", "source", "loop", "tasks", "narration", "timeline"})
        EXPECT_TRUE(panels.count(name)) << name;
}

TEST(Keyboard, InADialogTheFocusStaysInIt) {
    Desk desk;
    desk.viewer.open(testing::sample_document());
    desk.press({Key::B, true});
    for (int i = 0; i < 5; ++i) {
        desk.key(Key::Tab);
        EXPECT_TRUE(desk.viewer.focus().starts_with("prompt.")) << desk.viewer.focus();
    }
}

TEST(Keyboard, EveryActIsAKeyOrInThePaletteOrPressedByTheFocus) {
    Strings strings;
    std::set<Act> acts;
    for (KeyScope screen : {KeyScope::Program, KeyScope::List}) {
        for (const PaletteEntry& entry : palette_entries(strings, screen))
            acts.insert(entry.command.act);
        for (int key = 0; key < static_cast<int>(Key::Count); ++key)
            for (bool control : {false, true})
                for (bool shift : {false, true})
                    if (auto c = command_for({static_cast<Key>(key), control, shift}, screen))
                        acts.insert(c->act);
    }
    Desk desk;
    desk.viewer.open(testing::sample_document());
    desk.viewer.seek(60);
    for (const PaletteEntry& entry : desk.viewer.palette()) acts.insert(entry.command.act);
    // Pressed where they stand, which Tab reaches (see above), or what other acts have as well.
    const std::set<Act> elsewhere{
        Act::Seek,  // Steps; and a number or a time that is typed into the palette.
        Act::ScrollSource, Act::ScrollOutput, Act::ScrollTasks, Act::ScrollRows, Act::ScrollSide,
        Act::ScrollColumn, Act::ScrollHelp,  // ScrollPanel, or keys of their
                                             // own.
        Act::OpenLane, Act::AskWhy, Act::DismissHint, Act::ChooseGraph, Act::ToggleLoading,
        Act::Tally, Act::Answer, Act::NextQuestion, Act::DismissError, Act::CancelExport,
        Act::CancelJob, Act::ClosePrompt, Act::PaletteChoice, Act::PlaceField, Act::PlaceCursor,
        Act::PickTab,
        Act::ViewTimeline,              // ZoomTimeline and PanTimeline.
        Act::MovePage, Act::MovePanel,  // Also StepPage.
        Act::Split,                     // GrowPanel.
        Act::ShowFile,                  // In the palette, once a program has several.
    };
    for (int i = 0; i <= static_cast<int>(Act::FoldGroup); ++i) {
        Act act = static_cast<Act>(i);
        EXPECT_TRUE(acts.count(act) || elsewhere.count(act)) << "Act number " << i;
    }
}

TEST(Keyboard, ShiftAndTheArrowsScrollThePanelThatHasTheFocus) {
    Desk desk;
    std::string source;
    for (int i = 0; i < 200; ++i) source += "a" + std::to_string(i) + " = 1\n";
    desk.run(source);
    std::int64_t before = desk.viewer.view().source_first;
    desk.press({Key::Down, false, true});
    EXPECT_GT(desk.viewer.view().source_first, before);
}

TEST(Keyboard, PanelsGrowAndShrinkByThePalette) {
    Desk desk;
    desk.viewer.open(testing::sample_document());
    desk.frame();
    float before = desk.panel("source").w;
    for (const PaletteEntry& entry : desk.viewer.palette())
        if (entry.title == "Source: wider") desk.viewer.apply(entry.command, 0);
    desk.frame();
    EXPECT_GT(desk.panel("source").w, before + 30);
}

TEST(Keyboard, AFieldHasACursorASelectionAndTheClipboard) {
    Desk desk;
    desk.viewer.open(testing::sample_document());
    desk.press({Key::K, true});
    desk.type("gridx");
    desk.press({Key::Left});
    desk.press({Key::Backspace});
    EXPECT_EQ(desk.viewer.view().palette_text.text(), "grix");
    desk.press({Key::A, true});
    desk.press({Key::C, true});
    desk.press({Key::End});
    desk.press({Key::V, true});
    EXPECT_EQ(desk.viewer.view().palette_text.text(), "grixgrix");
    // A press sets the cursor, and one beside the palette closes it.
    Rect field = desk.area("palette.field");
    desk.click(Point{field.x + 1, field.centre().y});
    EXPECT_EQ(desk.viewer.view().palette_text.cursor(), 0u);
    desk.click(Point{5, 800});
    EXPECT_FALSE(desk.viewer.view().palette_open);
}

TEST(Keyboard, AProgramIsOpenedByItsPathWhichTabCompletes) {
    Desk desk;
    desk.press({Key::O, true});
    desk.type("/a.p");
    desk.press({Key::Tab});
    EXPECT_EQ(desk.viewer.view().prompt_text.text(), "/a.p!");
    desk.press({Key::Enter});
    EXPECT_EQ(desk.opened, std::vector<std::string>{"/whole/a.p!"});
    EXPECT_TRUE(desk.viewer.has_document());
}

TEST(Keyboard, TheChosenCardComesIntoSight) {
    Desk desk;
    desk.key(Key::End);
    ASSERT_EQ(desk.viewer.view().chosen, 39);
    desk.frame();
    EXPECT_TRUE(desk.has("start.scenario.number_39"));
    desk.key(Key::Home);
    desk.frame();
    EXPECT_TRUE(desk.has("start.scenario.number_0"));
}

TEST(Keyboard, ANoteIsWrittenAgainWithItsOldTextAndFoundByV) {
    Desk desk;
    desk.viewer.open(testing::sample_document());
    desk.viewer.seek(30);
    desk.press({Key::B, true});
    desk.type("here");
    desk.press({Key::Enter});
    desk.viewer.seek(5);
    desk.press({Key::V});
    EXPECT_EQ(desk.viewer.position(), 30u);
    desk.press({Key::B, true});
    EXPECT_EQ(desk.viewer.view().prompt_text.text(), "here");
}

TEST(Keyboard, CopyingSaysWhatWasCopied) {
    Desk desk;
    desk.viewer.open(testing::sample_document());
    desk.press({Key::C, true});
    EXPECT_NE(desk.viewer.view().notice.find("--at"), std::string::npos);
    desk.viewer.apply({Act::CopyText, static_cast<int>(CopiedText::Source)}, 0);
    EXPECT_EQ(ImGui::GetClipboardText(), std::string(desk.viewer.document().source()));
}

TEST(LongWork, TheWayToTheEndOfAnEndlessRunIsToldAndGivenUpByEscape) {
    Desk desk;
    desk.run(kEndless);
    desk.key(Key::End);
    desk.wait();
    desk.wait();
    ASSERT_TRUE(desk.has("progress.cancel"));
    trace::Position far = desk.viewer.position();
    desk.frame();
    EXPECT_GT(desk.viewer.position(), far);
    desk.key(Key::Escape);
    far = desk.viewer.position();
    desk.wait();
    EXPECT_FALSE(desk.has("progress.cancel"));
    EXPECT_EQ(desk.viewer.position(), far);
    EXPECT_TRUE(desk.viewer.has_document()) << "Escape ended the way, not the program";
}

TEST(LongWork, RunningOnInAnEndlessRunGoesOnUntilTheStopOrACancel) {
    Desk desk;
    desk.run(
        "import asyncio\nasync def main():\n    n = 0\n    while True:\n        n += 1\n"
        "        await asyncio.sleep(0)\n        if n == 4000:\n            print('there')\n"
        "asyncio.run(main())\n");
    desk.viewer.apply({Act::ToggleBreak, 0, 8}, 0);
    desk.key(Key::R);
    for (int i = 0; i < 100 && desk.viewer.position() == 0; ++i) desk.frame();
    EXPECT_GT(desk.viewer.position(), 20'000u);
    EXPECT_EQ(desk.viewer.document().timeline().log()[desk.viewer.position()].line, 8u);
    trace::Position there = desk.viewer.position();
    desk.key(Key::R);
    desk.wait();
    desk.wait();
    ASSERT_TRUE(desk.has("progress.cancel"));
    desk.click("progress.cancel");
    EXPECT_EQ(desk.viewer.position(), there);
    desk.press({Key::R, false, true});
    for (int i = 0; i < 100 && desk.viewer.position() == there; ++i) desk.frame();
    EXPECT_EQ(desk.viewer.position(), 0u);
}

TEST(LongWork, AStepThatNeverEndsIsGivenUp) {
    Desk desk;
    desk.run(kEndless);
    desk.viewer.apply({Act::ChooseStep, static_cast<int>(trace::StepSize::Time)}, 0);
    for (int i = 0; i < 4; ++i) {  // The first steps are those of the start.
        desk.key(Key::Right);
        desk.wait();
        desk.wait();
        if (desk.has("progress.cancel")) break;
    }
    ASSERT_TRUE(desk.has("progress.cancel"));
    trace::Position at = desk.viewer.position();
    desk.key(Key::Escape);
    desk.wait();
    EXPECT_EQ(desk.viewer.position(), at);
}

TEST(Presentation, TheTypeIsAsBeforeAfterwardsAndItsPanelsAreRemembered) {
    Desk desk;
    desk.viewer.settings().scale = 2;
    desk.viewer.open(testing::sample_document());
    desk.key(Key::F11);
    EXPECT_TRUE(desk.viewer.presenting());
    desk.press({Key::Digit2, true});  // The output too.
    EXPECT_TRUE(desk.viewer.view().dock.shows(Page::Output));
    EXPECT_EQ(desk.viewer.settings_to_keep().scale, 2);
    desk.key(Key::F11);
    EXPECT_EQ(desk.viewer.settings().scale, 2);
    desk.key(Key::F11);
    EXPECT_TRUE(desk.viewer.view().dock.shows(Page::Output));
}

}  // namespace
}  // namespace loopscope::ui
