// Drives the viewer as a user does, by keys and clicks fed to Dear ImGui, without a display.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/ui/desk.h"
#include "tests/ui/made_document.h"
#include "ui/app/session_document.h"

namespace loopscope::ui {
namespace {

std::vector<session::ScenarioEntry> two_scenarios() {
    session::ScenarioEntry first;
    first.name = "first";
    first.path = "/first.py";
    first.scenario.title.by_language = {{"en", "The first"}};
    session::ScenarioEntry second = first;
    second.name = "second";
    second.path = "/second.py";
    return {first, second};
}

/// A desk whose window lists two scenarios; every file that it opens is the sample.
class Desk : public testing::PlainDesk {
  public:
    Desk()
        : PlainDesk({settings(), two_scenarios(),
                     [this](const std::string& path) { return open(path); },
                     [](const std::string& source, const std::string& name) {
                         return open_source(source, name, {});
                     }}) {}

    const std::vector<std::string>& opened() const { return opened_; }
    void open_sample() {
        viewer.open(testing::sample_document());
        frame();
    }
    trace::Position position() { return viewer.position(); }

  private:
    static Settings settings() {
        Settings s;
        s.step_size = static_cast<int>(trace::StepSize::Event);
        return s;
    }
    base::Result<std::unique_ptr<Document>> open(const std::string& path) {
        opened_.push_back(path);
        if (path.starts_with("/bad")) return base::Failure{path + ": no such file"};
        return std::unique_ptr<Document>(testing::sample_document());
    }

    std::vector<std::string> opened_;
};

TEST(Interaction, AClickOnAScenarioOpensIt) {
    Desk desk;
    EXPECT_TRUE(desk.says("start", "The first"));
    desk.click("start.scenario.second");
    EXPECT_EQ(desk.opened(), std::vector<std::string>{"/second.py"});
    EXPECT_TRUE(desk.viewer.has_document());
    EXPECT_TRUE(desk.says("source", "import"));
}

TEST(Interaction, ArrowsAndEnterOpenAScenarioAndEscapeGoesBack) {
    Desk desk;
    desk.key(Key::Down);
    desk.key(Key::Enter);
    EXPECT_EQ(desk.opened(), std::vector<std::string>{"/second.py"});
    desk.key(Key::Escape);
    EXPECT_FALSE(desk.viewer.has_document());
    EXPECT_TRUE(desk.says("start", "The first"));
}

TEST(Interaction, ADroppedFileOpens) {
    Desk desk;
    desk.frame({{"/some/trace.jsonl"}, {}});
    EXPECT_EQ(desk.opened(), std::vector<std::string>{"/some/trace.jsonl"});
    EXPECT_TRUE(desk.viewer.has_document());
}

TEST(Interaction, AFileThatCannotBeOpenedIsToldAndDismissed) {
    Desk desk;
    desk.frame({{"/bad.py"}, {}});
    desk.frame();
    EXPECT_TRUE(desk.says("error", "/bad.py: no such file"));
    desk.key(Key::Escape);
    EXPECT_EQ(desk.viewer.view().error, "");
}

TEST(Interaction, StepsForwardAndBackLeadToTheSamePlace) {
    Desk desk;
    desk.open_sample();
    for (int size = 0; size < 5; ++size) {
        desk.viewer.seek(40);
        desk.viewer.apply({Act::ChooseStep, size}, 0);
        desk.key(Key::Right);
        trace::Position one = desk.position();
        EXPECT_GT(one, 40u) << size;
        desk.key(Key::Period);
        EXPECT_GT(desk.position(), one) << size;
        desk.key(Key::Left);
        EXPECT_EQ(desk.position(), one) << size;
        desk.key(Key::Comma);
        EXPECT_LE(desk.position(), 40u) << size;
    }
}

TEST(Interaction, APresentersRemoteSteps) {
    Desk desk;
    desk.open_sample();
    desk.key(Key::PageDown);
    desk.key(Key::PageDown);
    EXPECT_EQ(desk.position(), 2u);
    desk.key(Key::PageUp);
    EXPECT_EQ(desk.position(), 1u);
    double speed = desk.viewer.playback().steps_per_second();
    desk.key(Key::RightBracket);
    EXPECT_GT(desk.viewer.playback().steps_per_second(), speed);
    desk.key(Key::LeftBracket);
    EXPECT_EQ(desk.viewer.playback().steps_per_second(), speed);
}

TEST(Interaction, HomeAndEndGoToTheEnds) {
    Desk desk;
    desk.open_sample();
    desk.key(Key::End);
    EXPECT_EQ(desk.position() + 1, desk.viewer.document().timeline().size());
    EXPECT_TRUE(desk.says("output", "the program has ended"));
    desk.key(Key::Home);
    EXPECT_EQ(desk.position(), 0u);
}

TEST(Interaction, TheTransportButtonsStep) {
    Desk desk;
    desk.open_sample();
    desk.click("toolbar.forward");
    desk.click("toolbar.forward");
    EXPECT_EQ(desk.position(), 2u);
    desk.click("toolbar.back");
    EXPECT_EQ(desk.position(), 1u);
    desk.click("toolbar.last");
    EXPECT_GT(desk.position(), 100u);
    desk.click("toolbar.first");
    EXPECT_EQ(desk.position(), 0u);
}

TEST(Interaction, DigitsChooseTheStepSize) {
    Desk desk;
    desk.open_sample();
    desk.key(Key::Digit3);
    EXPECT_EQ(desk.viewer.settings().step_size, 2);
    desk.click("toolbar.step.5");
    EXPECT_EQ(desk.viewer.settings().step_size, 4);
    desk.key(Key::Right);
    EXPECT_DOUBLE_EQ(desk.viewer.document().timeline().state().now, 1.0);
}

TEST(Interaction, SpacePlaysAndPauses) {
    Desk desk;
    desk.open_sample();
    desk.key(Key::Space);
    EXPECT_TRUE(desk.viewer.playback().playing());
    for (int i = 0; i < 30; ++i) desk.frame();
    EXPECT_GT(desk.position(), 4u);
    desk.key(Key::Space);
    trace::Position at = desk.position();
    for (int i = 0; i < 30; ++i) desk.frame();
    EXPECT_EQ(desk.position(), at);
}

TEST(Interaction, PlayingStopsAtTheEnd) {
    Desk desk;
    desk.open_sample();
    desk.viewer.seek(desk.viewer.document().timeline().size() - 2);
    desk.key(Key::Space);
    for (int i = 0; i < 30; ++i) desk.frame();
    EXPECT_FALSE(desk.viewer.playback().playing());
    EXPECT_LT(desk.viewer.next_frame_in(1000), 0) << "and then nothing moves";
}

TEST(Interaction, APressOnTheTimelineSeeksAndADragGoesOn) {
    Desk desk;
    desk.open_sample();
    Rect tracks = desk.area("timeline.tracks");
    desk.move_to({tracks.x + tracks.w * 0.5f, tracks.y + 40});
    desk.button(true);
    desk.frame();
    trace::Position middle = desk.position();
    EXPECT_GT(middle, 50u);
    desk.move_to({tracks.x + tracks.w * 0.8f, 5});
    desk.frame();
    EXPECT_GT(desk.position(), middle) << "the drag goes on outside of the panel";
    desk.button(false);
    trace::Position end = desk.position();
    desk.move_to({tracks.x + 10, tracks.y + 40});
    EXPECT_EQ(desk.position(), end) << "and ends with the button";
}

TEST(Interaction, TheWheelZoomsTheTimeline) {
    Desk desk;
    desk.open_sample();
    Rect tracks = desk.area("timeline.tracks");
    desk.move_to(tracks.centre());
    desk.wheel(3);
    ASSERT_TRUE(desk.viewer.view().axis_view);
    double zoomed = desk.viewer.view().axis_view->length();
    desk.wheel(2);
    EXPECT_LT(desk.viewer.view().axis_view->length(), zoomed);
    desk.key(Key::Escape);
    EXPECT_FALSE(desk.viewer.view().axis_view);
}

TEST(Interaction, AClickOnATaskSelectsItForItsChainAndItsSteps) {
    Desk desk;
    desk.open_sample();
    desk.viewer.seek(100);
    desk.frame();
    trace::FutureId third = desk.viewer.document().timeline().tasks()[2];
    desk.click("tasks.task." + std::to_string(third.value));
    EXPECT_EQ(desk.viewer.view().selected, third);
    EXPECT_TRUE(desk.says("tasks", "Await chain of Task-3"));
    desk.key(Key::Digit4);
    desk.key(Key::Right);
    trace::Positions track = desk.viewer.document().timeline().track(third);
    EXPECT_TRUE(std::find(track.begin(), track.end(), desk.position()) != track.end());
}

TEST(Interaction, ScaleThemeLanguageAndMotionChangeByKeyAndButton) {
    Desk desk;
    desk.open_sample();
    desk.key(Key::Plus);
    EXPECT_EQ(desk.viewer.settings().scale, 1.25f);
    desk.click("toolbar.smaller");
    EXPECT_EQ(desk.viewer.settings().scale, 1.0f);
    desk.key(Key::T);
    EXPECT_EQ(desk.viewer.settings().theme, ThemeName::Light);
    desk.click("toolbar.language");
    EXPECT_EQ(desk.viewer.settings().language, "zh");
    EXPECT_TRUE(desk.says("source", "源代码"));
    desk.key(Key::L);
    EXPECT_TRUE(desk.says("source", "Source"));
    desk.key(Key::M);
    EXPECT_FALSE(desk.viewer.settings().motion);
}

TEST(Interaction, HelpListsTheKeysAndKeepsClicksFromThePanels) {
    Desk desk;
    desk.open_sample();
    Rect forward = desk.area("toolbar.forward");
    desk.key(Key::Question);
    EXPECT_TRUE(desk.says("help", "One step forward"));
    desk.move_to(forward.centre());
    desk.button(true);
    desk.button(false);
    EXPECT_EQ(desk.position(), 0u);
    desk.click("help.close");
    EXPECT_FALSE(desk.viewer.view().help_open);
}

TEST(Interaction, SearchFindsTextsAndTypesNoCommands) {
    Desk desk;
    desk.open_sample();
    desk.key(Key::Slash);
    EXPECT_TRUE(desk.viewer.view().search_open);
    desk.type_characters("again");
    EXPECT_EQ(desk.viewer.view().search_text.text(), "again");
    EXPECT_EQ(desk.viewer.settings().theme, ThemeName::Dark);
    desk.key(Key::Enter);
    EXPECT_TRUE(desk.says("output", "hello again"));
    trace::Position first = desk.position();
    desk.key(Key::Enter);
    EXPECT_GT(desk.position(), first);
    desk.key(Key::Enter);
    EXPECT_TRUE(desk.viewer.view().search_failed);
    desk.key(Key::Escape);
    EXPECT_FALSE(desk.viewer.view().search_open);
    EXPECT_TRUE(desk.viewer.has_document());
}

TEST(Interaction, TheSourceScrollsByWheelAndFollowsAgainWithAStep) {
    Desk desk;
    desk.viewer.open(testing::crowd_document());
    desk.frame();
    for (const DrawnPanel& panel : desk.log.panels) {
        if (panel.name == "source") desk.move_to(panel.rect.centre());
    }
    desk.wheel(-5);
    EXPECT_FALSE(desk.viewer.view().source_follows);
    EXPECT_GT(desk.viewer.view().source_first, 10);
    desk.key(Key::Right);
    EXPECT_TRUE(desk.viewer.view().source_follows);
}

TEST(Interaction, CardsGlideOnAStepAndThenRest) {
    Desk desk;
    desk.open_sample();
    desk.viewer.seek(40);
    desk.frame();
    bool moved = false;
    for (int i = 0; i < 40 && !moved; ++i) {
        desk.viewer.apply({Act::Forward}, 0);
        desk.frame();
        moved = desk.viewer.next_frame_in(1000) == 0;
    }
    EXPECT_TRUE(moved);
    for (int i = 0; i < 10; ++i) desk.frame();
    EXPECT_LT(desk.viewer.next_frame_in(1000), 0);
}

TEST(Interaction, APredictionIsAskedAnsweredByKeyAndCounted) {
    Desk desk;
    desk.open_sample();
    desk.key(Key::P);
    EXPECT_TRUE(desk.says("question", "question 1"));
    EXPECT_FALSE(desk.says("timeline", "Timeline")) << "the timeline would tell the answer";
    trace::Position asked = desk.position();
    desk.key(Key::Right);
    EXPECT_EQ(desk.position(), asked) << "going on may not pass an open question by";
    desk.key(Key::A);
    EXPECT_TRUE(desk.says("question", "of 1 right"));
    EXPECT_GT(desk.position(), asked);
    desk.key(Key::PageDown);
    EXPECT_TRUE(desk.says("question", "question 2"));
    desk.key(Key::Escape);
    EXPECT_TRUE(desk.says("timeline", "Timeline"));
}

TEST(Interaction, AWholeClassVotesByLettersAndSeesTheTally) {
    Desk desk;
    desk.open_sample();
    desk.click("toolbar.predict");
    desk.click("question.class");
    for (int i = 0; i < 3; ++i) desk.key(Key::B);
    desk.click("question.choice.0");
    EXPECT_TRUE(desk.says("question", "3"));
    desk.key(Key::Enter);
    EXPECT_TRUE(desk.says("question", "of 4 hands right"));
}

TEST(Interaction, WhyLeadsBackByClicks) {
    Desk desk;
    desk.open_sample();
    desk.viewer.seek(60);
    desk.frame();
    desk.click("narration.why");
    std::string target;
    for (const DrawnArea& area : desk.log.areas)
        if (area.id.starts_with("why.step.")) target = area.id;
    ASSERT_FALSE(target.empty());
    desk.click(target);
    EXPECT_EQ("why.step." + std::to_string(desk.position()), target);
    desk.key(Key::W);
    EXPECT_TRUE(desk.says("tasks", "Pending"));
}

TEST(Interaction, TheNextNoteIsShownAtItsMoment) {
    Desk desk;
    desk.open_sample();
    desk.click("toolbar.lesson");
    desk.click("lesson.next");
    EXPECT_TRUE(desk.says("lesson", "1 of 1"));
    EXPECT_TRUE(desk.says("source", "13"));
    desk.key(Key::Escape);
    EXPECT_FALSE(desk.says("lesson", "1 of 1"));
}

TEST(Interaction, AnEditedProgramRunsAgainAndItsErrorIsShownAtItsPlace) {
    Desk desk;
    desk.viewer.open(open_source("print('one')\nprint('two')\n", "edited.py", {}).value());
    desk.frame();
    desk.key(Key::End);
    EXPECT_TRUE(desk.says("output", "two"));
    desk.click("source.edit");
    desk.type_characters("print('zero');");
    for (int i = 0; i < 5; ++i) desk.frame();
    EXPECT_TRUE(desk.says("output", "zero"));
    EXPECT_EQ(desk.position() + 1, desk.viewer.document().timeline().size());
    desk.type_characters("if ");
    for (int i = 0; i < 5; ++i) desk.frame();
    EXPECT_TRUE(desk.says("source", "SyntaxError"));
    desk.key(Key::Backspace);
    desk.key(Key::Backspace);
    desk.key(Key::Backspace);
    for (int i = 0; i < 5; ++i) desk.frame();
    EXPECT_FALSE(desk.says("source", "SyntaxError"));
    desk.key(Key::Escape);
    EXPECT_TRUE(desk.viewer.has_document());
    EXPECT_TRUE(desk.says("output", "zero"));
}

TEST(Interaction, ABreakpointIsSetByAClickAndRunOnStopsThere) {
    Desk desk;
    desk.viewer.open(open_source("a = 1\nb = 2\nc = 3\n", "breaks.py", {}).value());
    desk.frame();
    desk.click("source.line.3");
    desk.key(Key::R);
    desk.frame();
    const trace::Timeline& t = desk.viewer.document().timeline();
    EXPECT_EQ(t.log()[desk.position()].kind, trace::EventKind::LineReached);
    EXPECT_EQ(t.log()[desk.position()].line, 3u);
    desk.press({Key::Tab, true});
    desk.press({Key::Tab, true});
    EXPECT_TRUE(desk.says("tasks", "b"));
}

}  // namespace
}  // namespace loopscope::ui
