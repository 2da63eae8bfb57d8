// What the panels say, worked out from a trace; settings, keys and themes.
#include <gtest/gtest.h>

#include <set>

#include "tests/ui/made_document.h"
#include "ui/model/keys.h"
#include "ui/model/loop_view.h"
#include "ui/model/settings.h"
#include "ui/model/source_view.h"
#include "ui/model/tasks_view.h"
#include "ui/theme/theme.h"

namespace loopscope::ui {
namespace {

using trace::EventKind;

/// The sample, with the cursor after the n-th event of a kind (from 1).
class Sample {
  public:
    Sample() : document_(testing::sample_document()) {}

    const trace::ProgramState& after(EventKind kind, int n = 1) {
        trace::Timeline& timeline = document_->timeline();
        for (trace::Position p = 0; p < timeline.size(); ++p) {
            if (timeline.log()[p].kind != kind || --n > 0) continue;
            timeline.seek(p);
            return timeline.state();
        }
        ADD_FAILURE() << "no such event";
        return timeline.state();
    }
    const trace::EventLog& log() { return document_->timeline().log(); }
    trace::Timeline& timeline() { return document_->timeline(); }
    Strings strings{"en"};

  private:
    std::unique_ptr<testing::MadeDocument> document_;
};

TEST(LoopView, BeforeThereIsALoopItSaysSo) {
    Sample sample;
    const auto& state = sample.after(EventKind::ThreadStarted);
    EXPECT_FALSE(view_loop(state, nullptr, sample.log(), sample.strings).exists);
}

TEST(LoopView, ThePresentPhaseIsLitAndThoseBeforeItArePast) {
    Sample sample;
    const auto& state = sample.after(EventKind::TimeoutChosen);
    LoopView view = view_loop(state, nullptr, sample.log(), sample.strings);
    ASSERT_EQ(view.phases.size(), 6u);
    EXPECT_TRUE(view.phases[0].past);
    EXPECT_TRUE(view.phases[1].lit);
    EXPECT_EQ(view.phases[1].note, "0: 1 ready");
    EXPECT_TRUE(view.phases[4].note.empty()) << "a phase that has not come has found nothing";
    EXPECT_EQ(view.timeout, "timeout=0");
    EXPECT_EQ(view.timeout_reason, "0: `_ready` holds 1 handle, so it does not wait");
}

TEST(LoopView, TheRunningHandleIsNamedByItsTask) {
    Sample sample;
    const auto& state = sample.after(EventKind::TaskStepped, 2);
    LoopView view = view_loop(state, nullptr, sample.log(), sample.strings);
    ASSERT_TRUE(view.running);
    EXPECT_EQ(view.running->title, "Task-2");
    EXPECT_EQ(view.running->what, "first step of say()");
    EXPECT_EQ(view.running->look, Look::Running);
    EXPECT_TRUE(view.divided);
    EXPECT_EQ(view.ready_state, "ntodo 2 · 1 left in this turn");
    ASSERT_EQ(view.ready.size(), 1u);
    EXPECT_EQ(view.ready[0].title, "Task-3");
}

TEST(LoopView, AHandleThatHasJustRunIsShownAsHistory) {
    Sample sample;
    const auto& state = sample.after(EventKind::HandleEnded, 2);
    trace::ProgramState before = sample.timeline().state_at(state.position - 1);
    LoopView view = view_loop(state, &before, sample.log(), sample.strings);
    EXPECT_FALSE(view.running);
    ASSERT_TRUE(view.just_ran);
    EXPECT_EQ(view.just_ran->title, "Task-2");
    EXPECT_EQ(view.just_ran->origin, "has run");
}

TEST(LoopView, WhatAnEarlierTurnChoseIsNotSaidOfThisOne) {
    Sample sample;
    auto reason = [&](EventKind kind, int nth) {
        return view_loop(sample.after(kind, nth), nullptr, sample.log(), sample.strings)
            .timeout_reason;
    };
    EXPECT_EQ(reason(EventKind::IterationBegan, 2), "");
    EXPECT_EQ(reason(EventKind::IterationEnded, 1), "");
    EXPECT_EQ(reason(EventKind::BatchBegan, 1), "0: `_ready` held 1 handle, so it did not wait");
}

TEST(LoopView, ATimerOfASleepGoesByItsTask) {
    Sample sample;
    const auto& state = sample.after(EventKind::SelectBegan, 3);
    LoopView view = view_loop(state, nullptr, sample.log(), sample.strings);
    ASSERT_EQ(view.timers.size(), 2u);
    EXPECT_EQ(view.timers[0].when, "1.000");
    EXPECT_EQ(view.timers[0].until, "in 1.000 s");
    EXPECT_EQ(view.timers[0].handle.title, "Task-2");
    EXPECT_EQ(view.timers[0].handle.what, "sleep(1)");
    EXPECT_TRUE(view.selecting);
    EXPECT_EQ(view.timeout_reason, "until the first timer is due, at 1.000 s");
    ASSERT_EQ(view.fds.size(), 1u);
    EXPECT_EQ(view.fds[0].what, "self-pipe");
}

TEST(LoopView, WhereAHandleComesFromIsToldWhenItBecomesReady) {
    Sample sample;
    const auto& soon = sample.after(EventKind::HandleReady, 1);
    EXPECT_EQ(view_loop(soon, nullptr, sample.log(), sample.strings).inflow, Inflow::Soon);
    const auto& due = sample.after(EventKind::TimerDue, 1);
    EXPECT_EQ(view_loop(due, nullptr, sample.log(), sample.strings).inflow, Inflow::None);
    sample.timeline().seek(due.position + 1);
    EXPECT_EQ(view_loop(sample.timeline().state(), nullptr, sample.log(), sample.strings).inflow,
              Inflow::Timer);
}

TEST(LoopView, AClosedLoopHasNoTimeout) {
    Sample sample;
    const auto& state = sample.after(EventKind::LoopClosed);
    LoopView view = view_loop(state, nullptr, sample.log(), sample.strings);
    EXPECT_EQ(view.state, "closed");
    EXPECT_EQ(view.timeout, "");
    EXPECT_EQ(view.idle, "empty: the loop is not running");
}

TEST(LoopView, LongListsAreCappedButCounted) {
    auto document = testing::crowd_document();
    document->timeline().seek(document->timeline().size());
    Strings strings;
    LoopView view = view_loop(document->timeline().state(), nullptr, document->file.log, strings);
    EXPECT_EQ(view.timer_count, 500u);
    EXPECT_EQ(view.timers.size(), LoopView::kListMax);
    EXPECT_EQ(view.ready_count, 40u);
}

TEST(Callbacks, LabelsAreShortened) {
    EXPECT_EQ(short_callback("<function say at 0x7f00>"), "say");
    EXPECT_EQ(short_callback("asyncio.futures._set_result_unless_cancelled()"),
              "_set_result_unless_cancelled()");
    EXPECT_EQ(short_callback("<bound method Future.set_result of <Future pending>>"), "set_result");
    EXPECT_EQ(short_callback(""), "");
}

const TaskView* find_task(const TasksView& view, LaneName lane, std::string_view name) {
    for (const TaskView& task : view.lanes[static_cast<std::size_t>(lane)].tasks) {
        if (task.name == name) return &task;
    }
    return nullptr;
}

TEST(TasksView, EveryTaskStandsInItsLane) {
    Sample sample;
    const auto& state = sample.after(EventKind::TaskStepped, 2);
    TasksView view = view_tasks(state, sample.log(), sample.strings, {});
    EXPECT_EQ(view.count, 3u);
    ASSERT_NE(find_task(view, LaneName::Running, "Task-2"), nullptr);
    const TaskView* main = find_task(view, LaneName::Pending, "Task-1");
    ASSERT_NE(main, nullptr);
    EXPECT_EQ(main->detail, "waits for Task-2, line 15");
    EXPECT_EQ(main->look, Look::Waiting);
    const TaskView* third = find_task(view, LaneName::Pending, "Task-3");
    ASSERT_NE(third, nullptr);
    EXPECT_EQ(third->detail, "ready: first step, 1st in _ready");
    EXPECT_EQ(third->look, Look::Ready);
}

TEST(TasksView, ADoneTaskShowsItsResult) {
    Sample sample;
    const auto& state = sample.after(EventKind::TaskDone);
    TasksView view = view_tasks(state, sample.log(), sample.strings, {});
    const TaskView* done = find_task(view, LaneName::Done, "Task-2");
    ASSERT_NE(done, nullptr);
    EXPECT_EQ(done->detail, "result 'HELLO'");
}

TEST(TasksView, TheChainGoesFromTheWaiterToTheTimer) {
    Sample sample;
    const auto& state = sample.after(EventKind::SelectBegan, 3);
    TasksView view = view_tasks(state, sample.log(), sample.strings, {});
    ASSERT_EQ(view.chain.links.size(), 4u);
    EXPECT_EQ(view.chain.links[0].name, "Task-1");
    EXPECT_EQ(view.chain.links[1].name, "Task-2");
    EXPECT_EQ(view.chain.links[2].name, "sleep(1)");
    EXPECT_EQ(view.chain.links[3].thing, Thing::Timer);
    EXPECT_EQ(view.chain.end, "its timer is due at 1.000 s");
}

TEST(TasksView, TheSelectedTaskBeginsTheChain) {
    Sample sample;
    const auto& state = sample.after(EventKind::SelectBegan, 3);
    trace::FutureId third = sample.timeline().tasks()[2];
    TasksView view = view_tasks(state, sample.log(), sample.strings, third);
    ASSERT_FALSE(view.chain.links.empty());
    EXPECT_EQ(view.chain.links[0].name, "Task-3");
}

TEST(TasksView, OrdinalsAreEnglish) {
    Strings en("en");
    EXPECT_EQ(ordinal(1, en), "1st");
    EXPECT_EQ(ordinal(2, en), "2nd");
    EXPECT_EQ(ordinal(11, en), "11th");
    EXPECT_EQ(ordinal(23, en), "23rd");
    EXPECT_EQ(ordinal(112, en), "112th");
}

TEST(SourceView, TheLiveLineAndTheLinesOfTheWaitingAreMarked) {
    Sample sample;
    const auto& state = sample.after(EventKind::Output, 2);
    SourceMarks marks = view_source(state, sample.timeline(), SourceFiles("sample.py"));
    EXPECT_EQ(marks.live_line, 6u);
    EXPECT_FALSE(marks.live_is_quiet);
    ASSERT_NE(marks.at(6), nullptr);
    EXPECT_EQ(marks.at(6)->name, "Task-3");
    EXPECT_EQ(marks.at(6)->look, Look::Running);
    ASSERT_NE(marks.at(15), nullptr);
    EXPECT_EQ(marks.at(15)->name, "Task-1");
    EXPECT_EQ(marks.at(3), nullptr);
}

TEST(SourceView, ATaskThatIsAboutToGoOnStandsWhereItWaited) {
    Sample sample;
    const auto& state = sample.after(EventKind::TaskStepped, 4);  // Task-2 wakes up.
    SourceMarks marks = view_source(state, sample.timeline(), SourceFiles("sample.py"));
    EXPECT_EQ(marks.live_line, 7u) << "not the module's line, which called asyncio.run";
    ASSERT_NE(marks.at(7), nullptr);
    EXPECT_EQ(marks.at(7)->name, "Task-2");
    EXPECT_EQ(marks.at(19), nullptr);
}

TEST(SourceView, BeforeATasksFirstLineTheCallOfTheLoopStaysQuiet) {
    Sample sample;
    const auto& state = sample.after(EventKind::TaskStepped, 3);
    SourceMarks marks = view_source(state, sample.timeline(), SourceFiles("sample.py"));
    EXPECT_EQ(marks.live_line, 19u);
    EXPECT_TRUE(marks.live_is_quiet);
}

TEST(SourceView, TasksAtOneLineShareAMark) {
    Sample sample;
    const auto& state = sample.after(EventKind::SelectBegan, 3);
    SourceMarks marks = view_source(state, sample.timeline(), SourceFiles("sample.py"));
    ASSERT_NE(marks.at(7), nullptr);
    EXPECT_EQ(marks.at(7)->all.size(), 2u);
    EXPECT_TRUE(marks.live_is_quiet) << "the loop is at work, not the program";
}

TEST(OutputView, LinesCarryTheTimeOfTheirFirstCharacter) {
    Sample sample;
    sample.timeline().seek(sample.timeline().size());
    auto lines = view_output(sample.timeline().state(), sample.timeline());
    ASSERT_EQ(lines.size(), 6u);
    EXPECT_EQ(lines[0].text, "hello 00:00:00");
    EXPECT_DOUBLE_EQ(lines[2].time, 1.0);
    const auto& early = sample.after(EventKind::Output, 1);
    EXPECT_EQ(view_output(early, sample.timeline()).size(), 1u) << "only what has been written";
}

TEST(Scroll, TheLiveLineStaysInSight) {
    for (std::uint32_t line = 1; line <= 100; ++line) {
        std::uint32_t first = scroll_to_line(1, line, 100, 10);
        EXPECT_LE(first, line);
        EXPECT_LT(line, first + 10);
        EXPECT_LE(first, 91u);
    }
    EXPECT_EQ(scroll_to_line(5, 10, 100, 20), 5u) << "no scroll while it is seen";
    EXPECT_EQ(scroll_to_line(5, 3, 8, 20), 1u);
}

TEST(Settings, SurviveTheirFile) {
    Settings s;
    s.scale = 1.75f;
    s.theme = ThemeName::Light;
    s.language = "zh";
    s.motion = false;
    s.step_size = 4;
    s.window_width = 1280;
    EXPECT_EQ(read_settings(write_settings(s)), s);
}

TEST(Settings, NonsenseIsPassedOver) {
    Settings defaults;
    EXPECT_EQ(read_settings("scale_percent = huge\ntheme=pink\n\xff\xfe==\nlanguage = fr\n"
                            "step_size = 99\nwindow_width = -4\nfuture_option = 1\n"),
              defaults);
    EXPECT_EQ(read_settings("scale_percent = 120").scale, 1.25f) << "the nearest one there is";
}

TEST(Keys, EveryKeyOfEveryBindingDoesWhatTheHelpSays) {
    for (const Binding& b : bindings()) {
        KeyScope screen = b.scope == KeyScope::List ? KeyScope::List : KeyScope::Program;
        for (Key key : b.keys) {
            if (key == Key::Count) continue;  // With Shift: its test is below.
            EXPECT_EQ(command_for({key, b.control}, screen), b.command) << b.label;
        }
    }
}

TEST(Keys, ShiftTurnsAKeyRoundOrScrolls) {
    constexpr KeyScope kProgram = KeyScope::Program;
    EXPECT_EQ(command_for({Key::Down, false, true}, kProgram), (Command{Act::ScrollPanel, -1}));
    EXPECT_EQ(command_for({Key::Up, false, true}, kProgram), (Command{Act::ScrollPanel, 1}));
    EXPECT_EQ(command_for({Key::V, false, true}, kProgram), (Command{Act::NextBookmark, -1}));
    EXPECT_EQ(command_for({Key::R, false, true}, kProgram), (Command{Act::RunBack}));
    EXPECT_EQ(command_for({Key::N, false, true}, kProgram), (Command{Act::SearchPrevious}));
}

TEST(Keys, NoKeyMeansTwoThings) {
    for (KeyScope screen : {KeyScope::Program, KeyScope::List}) {
        std::set<std::pair<Key, bool>> seen;
        for (const Binding& b : bindings()) {
            if (b.scope != KeyScope::Everywhere && b.scope != screen) continue;
            for (Key key : std::set<Key>(std::begin(b.keys), std::end(b.keys))) {
                EXPECT_TRUE(seen.insert({key, b.control}).second) << b.label;
            }
        }
    }
}

TEST(Keys, ALetterWithControlIsNoBareLetter) {
    EXPECT_EQ(command_for({Key::T, true}, KeyScope::Program), std::nullopt);
    EXPECT_EQ(command_for({Key::F, true}, KeyScope::Program), (Command{Act::Search}));
}

TEST(Strings, EveryBindingHasItsTextInBothLanguages) {
    for (const char* language : {"en", "zh"}) {
        Strings strings(language);
        for (const Binding& b : bindings()) {
            EXPECT_NE(strings(b.text), "ui." + std::string(b.text)) << language;
        }
    }
}

TEST(Theme, TextCanBeReadOnEveryGround) {
    for (ThemeName name : {ThemeName::Dark, ThemeName::Light, ThemeName::Contrast}) {
        const Theme& t = theme(name);
        for (Colour ground : {t.background, t.panel, t.raised, t.sunken}) {
            EXPECT_GE(contrast(t.text, ground), 7);
            EXPECT_GE(contrast(t.dim, ground), 4.5);
            EXPECT_GE(contrast(t.faint, ground), 4.5);
        }
        for (int i = 0; i < kLookCount; ++i) {
            Look look = static_cast<Look>(i);
            EXPECT_GE(contrast(t.look(look), t.panel), 3.0) << i;
        }
        EXPECT_GE(contrast(t.on_accent, t.running), 4.0);
        for (Colour c : {t.keyword, t.string, t.number, t.definition, t.comment, t.builtin}) {
            EXPECT_GE(contrast(c, t.panel), 4.5);
        }
    }
}

}  // namespace
}  // namespace loopscope::ui
