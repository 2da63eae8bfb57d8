// What if: the run made again otherwise from a step.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <imgui.h>

#include "sim/session/session.h"
#include "tests/session/runs.h"
#include "tests/ui/desk.h"
#include "ui/app/session_document.h"
#include "ui/app/viewer.h"
#include "ui/model/what_if.h"

namespace loopscope::ui {
namespace {

const std::string kTwo = R"(import asyncio

async def worker(name, delay):
    await asyncio.sleep(delay)
    print(name)

async def main():
    await asyncio.gather(worker("a", 1), worker("b", 2), return_exceptions=True)

asyncio.run(main())
)";

std::unique_ptr<session::Session> run(const std::string& program, Stimuli stimuli = {}) {
    session::RunOptions options;
    options.only_stimuli = std::move(stimuli);
    return session::run(program, std::move(options));
}

std::string printed(const session::Session& s) {
    std::string text;
    for (trace::Position at = 0; at < s.log().size(); ++at)
        if (s.log()[at].kind == trace::EventKind::Output) text += s.log().text(s.log()[at].text);
    return text;
}

/// The first moment at which the whole machine waits.
trace::Position first_wait(session::Session& s) {
    trace::Position at = 0;
    while (s.log()[at].kind != trace::EventKind::ThreadBlocked) ++at;
    s.timeline().seek(at);
    return at;
}

const WhatIf* find(const std::vector<WhatIf>& list, std::string_view text) {
    for (const WhatIf& what : list)
        if (what.text == text) return &what;
    ADD_FAILURE() << "nobody asks " << text;
    return nullptr;
}

TEST(WhatIf, ATaskCancelledHereEndsHereAndAllBeforeStaysAsItWas) {
    auto before = run(kTwo);
    trace::Position at = first_wait(*before);
    auto list =
        what_ifs(before->timeline().state(), before->log(), {}, trace::FutureId{2}, Strings());
    EXPECT_EQ(list.front().text, "Cancel Task-2 here");
    auto after = run(kTwo, list.front().stimuli);
    for (trace::Position i = 0; i <= at; ++i)
        ASSERT_EQ(before->log()[i].kind, after->log()[i].kind);
    EXPECT_EQ(printed(*before), "a\nb\n");
    EXPECT_EQ(printed(*after), "b\n");
    EXPECT_EQ(after->timeline().stimuli().size(), 1u);
}

TEST(WhatIf, ASleepTakesLongerOrShorter) {
    auto before = run(kTwo);
    first_wait(*before);
    auto list =
        what_ifs(before->timeline().state(), before->log(), {}, trace::FutureId{2}, Strings());
    const WhatIf* twice = find(list, "Let Task-3's sleep(2) take twice as long");
    ASSERT_TRUE(twice);
    EXPECT_EQ(twice->detail, "until 4.000 s");
    EXPECT_EQ(run(kTwo, twice->stimuli)->timeline().duration(), 4);
    const WhatIf* shorter = find(list, "Let Task-3's sleep(2) end halfway from here");
    ASSERT_TRUE(shorter);
    EXPECT_EQ(run(kTwo, shorter->stimuli)->timeline().duration(), 1);
    // A second question adds to the first.
    auto again = run(kTwo, twice->stimuli);
    first_wait(*again);
    auto more = what_ifs(again->timeline().state(), again->log(), twice->stimuli,
                         trace::FutureId{2}, Strings());
    EXPECT_EQ(printed(*run(kTwo, more.front().stimuli)), "b\n");
}

TEST(WhatIf, ASignalRaisedHereEndsTheRunAtThisMoment) {
    auto before = run(kTwo);
    first_wait(*before);
    auto list = what_ifs(before->timeline().state(), before->log(), {}, {}, Strings());
    const WhatIf* signal = find(list, "Raise SIGINT here");
    ASSERT_TRUE(signal);
    auto after = run(kTwo, signal->stimuli);
    EXPECT_EQ(printed(*after).substr(0, 9), "Traceback");
}

TEST(WhatIf, AnInputComesEarlierOrLaterOrNotAtAll) {
    const std::string program = R"(
import sys, time
print(sys.stdin.readline().strip(), time.monotonic())
)";
    Stimuli told{{.at_seconds = 2, .kind = Stimuli::value_type::Kind::Input, .text = "yes\n"}};
    auto before = run(program, told);
    EXPECT_EQ(printed(*before), "yes 2.0\n");
    before->timeline().seek(0);
    auto list = what_ifs(before->timeline().state(), before->log(), told, {}, Strings());
    const WhatIf* later = find(list, "Let stdin 'yes\\n' come 1 s later");
    const WhatIf* here = find(list, "Let stdin 'yes\\n' come here");
    const WhatIf* without = find(list, "Leave out stdin 'yes\\n'");
    ASSERT_TRUE(later && here && without);
    EXPECT_EQ(later->detail, "2.000 → 3.000 s");
    EXPECT_EQ(printed(*run(program, later->stimuli)), "yes 3.0\n");
    EXPECT_EQ(printed(*run(program, here->stimuli)), "yes 0.0\n");
    EXPECT_EQ(printed(*run(program, without->stimuli)), " 0.0\n");
}

TEST(WhatIf, TheBlocksWordsDoTheSame) {
    auto cancel = session::read_stimulus("at = 0.5, cancel = \"Task-3\"");
    ASSERT_TRUE(cancel);
    EXPECT_EQ(printed(*run(kTwo, {cancel.value()})), "a\n");
    auto before = run(kTwo);
    trace::Position set = 0;
    while (before->log()[set].kind != trace::EventKind::HandleCreated ||
           before->log()[set].number != 2)
        ++set;
    auto delay = session::read_stimulus("delay = 1.5, step = " + std::to_string(set + 1));
    ASSERT_TRUE(delay);
    EXPECT_EQ(run(kTwo, {delay.value()})->timeline().duration(), 3.5);
    EXPECT_FALSE(session::read_stimulus("at = 1, delay = 1.5")) << "a delay needs its timer";
    EXPECT_FALSE(session::read_stimulus("cancel = \"Task-3\""));
}

TEST(WhatIf, ATimeSleepBlocksLongerToo) {
    const std::string program = R"(import asyncio, time

async def main():
    time.sleep(2)
    print(asyncio.get_running_loop().time())

asyncio.run(main())
)";
    auto before = run(program);
    first_wait(*before);
    auto list = what_ifs(before->timeline().state(), before->log(), {}, {}, Strings());
    const WhatIf* longer = find(list, "Let Task-1's time.sleep(2) take 1 s longer");
    const WhatIf* shorter = find(list, "Let Task-1's time.sleep(2) end halfway from here");
    ASSERT_TRUE(longer && shorter);
    EXPECT_EQ(longer->detail, "until 3.000 s");
    EXPECT_EQ(printed(*run(program, longer->stimuli)), "3.0\n");
    EXPECT_EQ(printed(*run(program, shorter->stimuli)), "1.0\n");
}

TEST(WhatIf, ChangesWrittenAsTextMakeTheSameFutureAgain) {
    using Kind = Stimuli::value_type::Kind;
    const Stimuli told{{.at_seconds = 1, .kind = Kind::Input, .text = "a \"b\"\\\n\x01"},
                       {.at_seconds = 2, .kind = Kind::Signal, .number = 2},
                       {.at_seconds = 2, .kind = Kind::Signal, .number = 2},
                       {.at_seconds = 3, .kind = Kind::Connect, .number = 80, .text = "hi"}};
    Stimuli now = told;
    now[0].at_seconds = 2.5;     // Moved past the next one,
    now.erase(now.begin() + 1);  // one of two like ones left out,
    std::swap(now[0], now[1]);
    now.push_back({.at_seconds = 0.1,  // and more of every kind added.
                   .at_event = 57,
                   .kind = Kind::CancelTask,
                   .number = 2,
                   .target = "Task-2"});
    now.push_back({.at_event = 34, .kind = Kind::DelayTimer, .target = "timer", .seconds = -0.25});
    now.push_back({.at_event = 9, .kind = Kind::Signal, .number = 15});
    now.push_back({.at_seconds = 4, .kind = Kind::Signal, .number = 10, .target = "sleep"});
    now.push_back({.at_seconds = 4, .kind = Kind::PutFile, .target = "a", .text = "\t"});
    now.push_back({.at_seconds = 4, .kind = Kind::AppendFile, .target = "a", .text = "b"});
    now.push_back({.at_seconds = 4, .kind = Kind::RemoveFile, .target = "a"});
    now.push_back({.at_seconds = 4, .kind = Kind::Datagram, .number = 53, .text = "q"});
    now.push_back({.at_seconds = 4, .kind = Kind::CutLink, .target = "host"});
    std::vector<session::WhatIfChange> read;
    for (const session::WhatIfChange& change : session::changes_between(told, now)) {
        auto again = session::read_what_if(session::text_of(change));
        ASSERT_TRUE(again) << session::text_of(change) << ": " << again.failure().message;
        read.push_back(std::move(again).value());
    }
    auto made = session::changed(told, read);
    ASSERT_TRUE(made);
    for (Stimuli::value_type& s : now)
        if (s.at_event > 0) s.at_seconds = 0;  // It only tells people when.
    EXPECT_EQ(made.value(), now);
    EXPECT_TRUE(session::changes_between(told, told).empty());
    EXPECT_FALSE(session::read_what_if("move = 1"));
    EXPECT_FALSE(session::read_what_if("nonsense"));
    EXPECT_FALSE(session::changed(told, {session::read_what_if("leave_out = 5").value()}));
}

Viewer::Setup editable() {
    return {.settings = {},
            .scenarios = {},
            .opener = {},
            .source_opener = [](const std::string& source,
                                const std::string& name) { return open_source(source, name, {}); },
            .changed_opener =
                [](const std::string& source, const std::string& name, const Stimuli& stimuli) {
                    return open_changed(source, name, stimuli, {});
                },
            .command_options = "--seed 3"};
}

std::string printed(const trace::Timeline& timeline) {
    std::string text;
    for (std::uint32_t at : timeline.outputs())
        text += timeline.log().text(timeline.log()[at].text);
    return text;
}

trace::Position first_wait(const trace::Timeline& timeline) {
    trace::Position at = 0;
    while (timeline.log()[at].kind != trace::EventKind::ThreadBlocked) ++at;
    return at;
}

TEST(WhatIf, AnEditKeepsWhatStillMakesSenseAndTellsOfTheRest) {
    testing::PlainDesk desk(editable());
    Viewer& viewer = desk.viewer;
    viewer.open(open_source(kTwo, "two.py", {}).value());
    viewer.document().produce(100'000);
    viewer.seek(first_wait(viewer.document().timeline()));
    viewer.apply({Act::SelectTask, 3}, 0);
    viewer.apply({Act::WhatIf, 0}, 0);  // Cancel Task-3, which prints b.
    viewer.apply({Act::Compare}, 0);    // Back to the one run.
    viewer.apply({Act::ToggleEdit, 1}, 0);
    desk.type("print('first'); ");
    desk.wait();
    EXPECT_EQ(printed(viewer.document().timeline()), "first\na\n") << "Task-3 is still cancelled";
    EXPECT_TRUE(viewer.view().notice.empty());
    ASSERT_EQ(viewer.document().stimuli().size(), 1u);
    EXPECT_EQ(viewer.document().stimuli()[0].at_event,
              first_wait(viewer.document().timeline()) + 1);
    // Without the second worker there is no Task-3 to be cancelled.
    const std::string line = "    await asyncio.gather(worker(\"a\", 1)";
    const std::string gone = ", worker(\"b\", 2)";
    auto column = static_cast<double>(line.size());
    viewer.apply({Act::PlaceCursor, 7, column}, 0);
    viewer.apply({Act::PlaceCursor, 7, column + static_cast<double>(gone.size()), 1}, 0);
    desk.type(" ");
    desk.wait();
    EXPECT_EQ(printed(viewer.document().timeline()), "first\na\n");
    EXPECT_TRUE(viewer.document().stimuli().empty());
    EXPECT_NE(viewer.view().notice.find("cancel Task-3"), std::string::npos)
        << viewer.view().notice;
}

TEST(WhatIf, TheCopiedCommandLineOpensTheSameFuture) {
    testing::PlainDesk desk(editable());
    Viewer& viewer = desk.viewer;
    viewer.open(open_source(kTwo, "two.py", {}).value());
    viewer.document().produce(100'000);
    trace::Position at = first_wait(viewer.document().timeline());
    viewer.seek(at);
    viewer.apply({Act::SelectTask, 3}, 0);
    viewer.apply({Act::WhatIf, 0}, 0);
    viewer.apply({Act::CopyCommand}, 0);
    EXPECT_EQ(std::string(ImGui::GetClipboardText()),
              fmt::format("loopscope window two.py --seed 3 --what-if 'cancel = \"Task-3\", "
                          "task = 3, step = {}' --at {}",
                          at + 1, at));
    // The same words, asked at once, give the same run and can be undone.
    testing::PlainDesk other(editable());
    other.viewer.open(open_source(kTwo, "two.py", {}).value());
    other.viewer.ask_what_ifs(
        {session::read_what_if(fmt::format("cancel = \"Task-3\", task = 3, step = {}", at + 1))
             .value()});
    other.viewer.document().produce(100'000);
    viewer.document().produce(100'000);
    EXPECT_EQ(printed(other.viewer.document().timeline()), "a\n");
    EXPECT_EQ(other.viewer.document().timeline().size(), viewer.document().timeline().size());
    other.viewer.apply({Act::UndoWhatIf}, 0);
    other.viewer.document().produce(100'000);
    EXPECT_EQ(printed(other.viewer.document().timeline()), "a\nb\n");
}

TEST(WhatIf, TheWindowComparesBothFuturesAndUndoes) {
    Viewer viewer({.settings = {},
                   .scenarios = {},
                   .opener = {},
                   .source_opener = {},
                   .changed_opener = [](const std::string& source, const std::string& name,
                                        const Stimuli& stimuli) {
                       return open_changed(source, name, stimuli, {});
                   }});
    viewer.open(open_source(kTwo, "two.py", {}).value());
    viewer.document().produce(100'000);
    trace::Timeline& timeline = viewer.document().timeline();
    trace::Position size = timeline.size();
    trace::Position at = 0;
    while (timeline.log()[at].kind != trace::EventKind::ThreadBlocked) ++at;
    viewer.seek(at);
    viewer.apply({Act::WhatIf, -1}, 0);
    EXPECT_TRUE(viewer.view().palette_asks);
    viewer.apply({Act::TogglePalette}, 0);
    EXPECT_FALSE(viewer.view().palette_asks);
    viewer.apply({Act::SelectTask, 2}, 0);
    viewer.apply({Act::WhatIf, 0}, 0);
    EXPECT_EQ(viewer.position(), at) << "the step that was looked at stays";
    EXPECT_EQ(viewer.document().stimuli().size(), 1u);
    viewer.apply({Act::UndoWhatIf}, 0);
    viewer.document().produce(100'000);
    EXPECT_EQ(viewer.document().timeline().size(), size);
    EXPECT_TRUE(viewer.document().stimuli().empty());
    viewer.apply({Act::UndoWhatIf}, 0);  // Nothing is left to undo.
    EXPECT_EQ(viewer.document().timeline().size(), size);
}

}  // namespace
}  // namespace loopscope::ui
