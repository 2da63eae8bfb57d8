// Predict, lessons and why, on traces of real programs.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "sim/session/session.h"
#include "tests/session/runs.h"
#include "ui/model/lesson.h"
#include "ui/model/predict.h"
#include "ui/model/why.h"

namespace loopscope::ui {
namespace {

using session::run;
using trace::EventKind;
using trace::Position;

constexpr const char* kTwoTasks = R"(import asyncio

async def worker(name):
    print(name, 'starts')
    await asyncio.sleep(1)
    print(name, 'ends')

async def main():
    a = asyncio.create_task(worker('a'))
    b = asyncio.create_task(worker('b'))
    await a
    await b

asyncio.run(main())
)";

constexpr const char* kCancelled = R"(import asyncio

async def worker():
    await asyncio.sleep(10)

async def main():
    task = asyncio.create_task(worker())
    await asyncio.sleep(1)
    task.cancel('enough')
    try:
        await task
    except asyncio.CancelledError:
        print('gone')

asyncio.run(main())
)";

Position first(const session::Session& s, EventKind kind, std::uint32_t a, Position from = 0) {
    for (Position at = from; at < s.log().size(); ++at)
        if (s.log()[at].kind == kind && s.log()[at].a == a) return at;
    ADD_FAILURE() << "no such event";
    return 0;
}

std::vector<EventKind> kinds(const session::Session& s, const std::vector<Position>& chain) {
    std::vector<EventKind> list;
    for (Position at : chain) list.push_back(s.log()[at].kind);
    return list;
}

TEST(Why, AStepAfterASleepLeadsBackThroughTheTimerToWhoSetIt) {
    auto s = run(kTwoTasks);
    Position step = first(*s, EventKind::TaskStepped, 2);
    step = first(*s, EventKind::TaskStepped, 2, step + 1);
    using K = EventKind;
    std::vector<EventKind> expected{K::TaskStepped,    K::HandleBegan,   K::HandleReady,
                                    K::FutureResolved, K::HandleBegan,   K::HandleReady,
                                    K::TimerDue,       K::HandleCreated, K::HandleBegan,
                                    K::HandleReady,    K::TaskCreated};
    EXPECT_EQ(kinds(*s, causes_of(s->timeline(), step, 11)), expected);
}

TEST(Why, BytesThatCameLeadToWhoSentThem) {
    auto s = run(R"(import asyncio

async def handle(reader, writer):
    writer.write((await reader.readline()).upper())
    writer.close()

async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 8888)
    reader, writer = await asyncio.open_connection("127.0.0.1", 8888)
    writer.write(b"hi\n")
    print(await reader.readline())
    writer.close()
    server.close()

asyncio.run(main())
)");
    using K = EventKind;
    const trace::EventLog& log = s->log();
    std::vector<std::vector<EventKind>> chains;
    for (Position at = 0; at < log.size(); ++at)
        if (log[at].kind == K::FdReady)
            chains.push_back(kinds(*s, causes_of(s->timeline(), at, 4)));
    ASSERT_GE(chains.size(), 4u);
    // The listening socket, the connection made, the request at the server.
    EXPECT_EQ(chains[0][1], K::SocketQueued);
    EXPECT_EQ(chains[1][1], K::SocketConnected);
    const std::vector<EventKind> request{K::FdReady, K::BytesArrived, K::BytesSent, K::HandleBegan};
    EXPECT_EQ(std::count(chains.begin(), chains.end(), request), 2) << "the request, the answer";
}

TEST(Why, TheLoopsOwnStepsHaveCausesToo) {
    auto s = run(kTwoTasks);
    using K = EventKind;
    const trace::EventLog& log = s->log();
    const auto cause = [&](Position at) { return log[cause_of(s->timeline(), at).value()].kind; };
    std::set<EventKind> asked;
    for (Position at = 0; at < log.size(); ++at) {
        const trace::Event& e = log[at];
        asked.insert(e.kind);
        if (e.kind == K::BatchBegan && e.b > 0) {
            EXPECT_EQ(cause(at), K::HandleReady) << at;
        }
        if (e.kind == K::SelectBegan) {
            EXPECT_EQ(cause(at), K::TimeoutChosen) << at;
        }
        if (e.kind == K::SelectReturned && e.b == 0) {
            EXPECT_EQ(cause(at), K::SelectBegan) << at;
        }
        if (e.kind == K::IterationBegan) {
            EXPECT_EQ(cause(at), K::LoopRunning) << at;
        }
        if (e.kind == K::TimeoutChosen) {
            const bool timer =
                static_cast<trace::TimeoutReason>(e.detail) == trace::TimeoutReason::NextTimer;
            EXPECT_EQ(cause(at), timer ? K::HandleCreated : K::HandleReady) << at;
        }
        if (e.kind == K::LoopStopped) {
            EXPECT_EQ(cause(at), K::LoopStopRequested) << at;
        }
    }
    for (EventKind kind : {K::BatchBegan, K::SelectBegan, K::SelectReturned, K::TimeoutChosen})
        EXPECT_TRUE(asked.contains(kind));
}

TEST(Why, ACancellationLeadsToTheTaskThatAskedForIt) {
    auto s = run(kCancelled);
    s->timeline().seek(s->log().size() - 1);
    Strings strings;
    trace::NarrationSource source{s->log(), &s->header(), trace::Language::English};
    WhyView why = view_why(source, s->timeline(), strings, {trace::FutureId{2}});
    ASSERT_FALSE(why.sections.empty());
    EXPECT_EQ(why.sections[0].title, strings("why.cancelled"));
    EXPECT_EQ(s->log()[why.sections[0].steps[0].position].kind, EventKind::TaskCancelRequested);
    EXPECT_EQ(s->log()[why.sections[0].steps[0].position].b, 1u);
}

TEST(Why, AWaitingTaskIsFollowedToTheTimerAtTheEndOfTheChain) {
    auto s = run(kTwoTasks);
    Position blocked = first(*s, EventKind::ThreadBlocked, 1);
    s->timeline().seek(blocked);
    Strings strings;
    trace::NarrationSource source{s->log(), &s->header(), trace::Language::English};
    WhyView why = view_why(source, s->timeline(), strings, {trace::FutureId{1}});
    ASSERT_FALSE(why.sections.empty());
    const WhySection& waits = why.sections[0];
    EXPECT_EQ(waits.title, strings("why.waits"));
    ASSERT_EQ(waits.steps.size(), 3u);  // main waits, the worker waits, its timer.
    EXPECT_EQ(waits.end, strings("chain.timer", {{"when", std::string("1.000")}}));
}

TEST(Predict, EveryAnswerIsWhatTheTraceSaysAndChoicesDiffer) {
    for (const char* program : {kTwoTasks, kCancelled}) {
        auto s = run(program);
        Strings strings;
        trace::NarrationSource source{s->log(), &s->header(), trace::Language::English};
        Position from = 0;
        int count = 0;
        int seen[kQuestionKinds] = {};
        for (int wished = 0; count < 60; ++count) {
            auto q = next_question(source, s->timeline(), strings, from,
                                   static_cast<QuestionKind>(wished % kQuestionKinds));
            if (!q) break;
            ++seen[static_cast<int>(q->kind)];
            EXPECT_GE(q->asked, from);
            EXPECT_GT(q->answered, q->asked);
            ASSERT_LT(q->right, q->choices.size());
            EXPECT_FALSE(q->why.empty());
            if (q->kind == QuestionKind::NextOutput) {
                std::string text(s->log().text(s->log()[q->answered].text));
                EXPECT_EQ(q->choices[q->right].text + "\n", text);
            }
            from = q->answered;
            wished = static_cast<int>(q->kind) + 1;
        }
        EXPECT_GT(count, 3);
        EXPECT_LT(count, 60);
        EXPECT_GT(seen[static_cast<int>(QuestionKind::SelectEnd)], 0);
        EXPECT_GT(seen[static_cast<int>(QuestionKind::TaskState)], 0);
    }
}

TEST(Predict, TheSamePlaceGivesTheSameQuestion) {
    auto s = run(kTwoTasks);
    Strings strings;
    trace::NarrationSource source{s->log(), &s->header(), trace::Language::English};
    auto one = next_question(source, s->timeline(), strings, 10, QuestionKind::NextHandle);
    auto two = next_question(source, s->timeline(), strings, 10, QuestionKind::NextHandle);
    ASSERT_TRUE(one && two);
    EXPECT_EQ(one->right, two->right);
    EXPECT_EQ(one->choices[0].text, two->choices[0].text);
    auto again = next_question(source, s->timeline(), strings, one->asked, one->kind);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->asked, one->asked);
}

TEST(Lesson, NotesComeInTheOrderOfTheirMoments) {
    auto s = run(kTwoTasks);
    std::vector<session::Note> notes(3);
    notes[0].line = 5;   // await sleep: third.
    notes[1].line = 9;   // create_task: first.
    notes[2].line = 11;  // await a: second.
    Lesson lesson;
    lesson.update(s->timeline(), notes, "program.py");
    ASSERT_EQ(lesson.stops().size(), 3u);
    EXPECT_EQ(lesson.stops()[0].note, 1u);
    EXPECT_EQ(lesson.stops()[1].note, 2u);
    EXPECT_EQ(lesson.stops()[2].note, 0u);
    Position second = lesson.stops()[1].position;
    EXPECT_EQ(lesson.stop_at(second), std::size_t{1});
    EXPECT_EQ(lesson.next(second), std::size_t{2});
    EXPECT_EQ(lesson.previous(second), std::size_t{0});
    EXPECT_EQ(lesson.previous(second + 1), std::size_t{1});
    EXPECT_FALSE(lesson.stop_at(0));
}

TEST(Lesson, ANoteLightsUpWhatItNames) {
    EXPECT_EQ(parts_named("A timer goes into `_scheduled`."), bit(Part::Scheduled));
    EXPECT_EQ(parts_named("At the end of `_ready`."), bit(Part::Ready));
    EXPECT_EQ(parts_named("Nothing of the kind"), 0u);
}

}  // namespace
}  // namespace loopscope::ui
