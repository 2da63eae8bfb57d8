// What if: the run made again otherwise from a step.
#include <gtest/gtest.h>

#include "sim/session/session.h"
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
    auto session = session::Session::from_source(program, "program.py", options);
    EXPECT_TRUE(session);
    session.value()->produce_all();
    return std::move(session).value();
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
