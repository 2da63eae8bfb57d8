// Timeline: any path of seeks gives the state of a forward fold, and steps go where they say.
#include "sim/trace/timeline.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "sim/trace/reducer.h"
#include "tests/trace/generated_trace.h"
#include "tests/trace/sample_trace.h"

namespace loopscope::trace {
namespace {

ProgramState fold_from_start(const EventLog& log, Position target) {
    ProgramState state;
    for (Position at = 0; at <= target; ++at) apply(state, log[at]);
    return state;
}

// A hostile trace may carry NaN, which differs from itself; the rest is compared.
void forget_nan(ProgramState& state) {
    std::vector<LoopId> loops;
    for (const LoopState& loop : state.loops) loops.push_back(loop.id);
    for (LoopId id : loops) {
        LoopState& loop = *state.loops.edit(id);
        if (loop.timeout != loop.timeout) loop.timeout = -1;
        for (TimerEntry& entry : loop.scheduled)
            if (entry.when != entry.when) entry.when = -1;
    }
    std::vector<HandleId> handles;
    for (const HandleState& handle : state.handles) handles.push_back(handle.id);
    for (HandleId id : handles)
        if (HandleState& handle = *state.handles.edit(id); handle.when != handle.when)
            handle.when = -1;
    std::vector<ThreadId> threads;
    for (const ThreadState& thread : state.threads) threads.push_back(thread.id);
    for (ThreadId id : threads)
        if (ThreadState& thread = *state.threads.edit(id);
            thread.blocked_until != thread.blocked_until)
            thread.blocked_until = -1;
    for (LinkState& link : state.links)
        if (link.latency != link.latency) link.latency = -1;
}

void expect_same_state_by_any_path(const EventLog& log, int seeks) {
    Timeline timeline(log);
    std::mt19937_64 random(5);
    for (int i = 0; i < seeks; ++i) {
        Position target = random() % log.size();
        if (i % 3 == 1) target = std::min(timeline.position() + random() % 20, log.size() - 1);
        if (i % 3 == 2) target = timeline.position() - std::min(timeline.position(), random() % 20);
        timeline.seek(target);
        ProgramState expected = fold_from_start(log, target), got = timeline.state();
        forget_nan(expected);
        forget_nan(got);
        ASSERT_EQ(got.position, target);
        ASSERT_TRUE(got == expected) << "at " << target << " after " << i << " seeks";
    }
}

TEST(Timeline, AnyPathOfSeeksInAPlausibleTraceGivesTheFoldFromTheStart) {
    EventLog log;
    testing::PlausibleTrace(log, 1, 40).write(20'000);
    expect_same_state_by_any_path(log, 200);
}

TEST(Timeline, AnyPathOfSeeksInAHostileTraceGivesTheFoldFromTheStart) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        EventLog log;
        testing::write_hostile(log, seed, 5'000);
        expect_same_state_by_any_path(log, 40);
    }
}

TEST(Timeline, AGrowingLogGivesTheSameAsAWholeOne) {
    EventLog log;
    testing::PlausibleTrace trace(log, 2, 30);
    Timeline growing(log);
    EXPECT_TRUE(growing.empty());
    growing.seek(7);
    EXPECT_EQ(growing.state(), ProgramState{});
    for (Position count = 100; count < 9'000; count += 777) {
        trace.write(count);
        growing.update();
        ASSERT_EQ(growing.size(), log.size());
        growing.seek(count / 2);
    }
    Timeline whole(log);
    EXPECT_EQ(growing.keyframe_count(), whole.keyframe_count());
    EXPECT_EQ(growing.tasks().size(), whole.tasks().size());
    for (Position at : {Position{0}, log.size() / 3, log.size() - 1}) {
        growing.seek(at);
        whole.seek(at);
        EXPECT_TRUE(growing.state() == whole.state());
    }
}

TEST(Timeline, ASeekPastTheEndGoesToTheLastEvent) {
    EventLog log;
    testing::PlausibleTrace(log, 3, 5).write(100);
    Timeline timeline(log);
    timeline.seek(~Position{0} - 1);
    EXPECT_EQ(timeline.position(), log.size() - 1);
}

TEST(Timeline, StateAtLeavesTheCursor) {
    EventLog log;
    testing::PlausibleTrace(log, 3, 5).write(5'000);
    Timeline timeline(log);
    timeline.seek(100);
    EXPECT_TRUE(timeline.state_at(4'000) == fold_from_start(log, 4'000));
    EXPECT_EQ(timeline.position(), 100u);
    EXPECT_TRUE(timeline.state() == fold_from_start(log, 100));
}

class SteppingBackUndoesSteppingForward : public ::testing::TestWithParam<StepSize> {};

TEST_P(SteppingBackUndoesSteppingForward, FromStopToStop) {
    EventLog log;
    testing::PlausibleTrace(log, 4, 10).write(3'000);
    Timeline timeline(log);
    FutureId task = timeline.tasks()[1];
    Position at = 0;
    int steps = 0;
    while (auto next = timeline.next(at, GetParam(), task)) {
        ASSERT_GT(*next, at);
        EXPECT_EQ(timeline.previous(*next, GetParam(), task), at);
        at = *next;
        ++steps;
    }
    EXPECT_EQ(at, log.size() - 1);
    EXPECT_GT(steps, 2);
    EXPECT_EQ(timeline.previous(0, GetParam(), task), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Timeline, SteppingBackUndoesSteppingForward,
                         ::testing::Values(StepSize::Event, StepSize::Callback, StepSize::Iteration,
                                           StepSize::Task, StepSize::Time));

class SampleTimeline : public ::testing::Test {
  protected:
    SampleTimeline() {
        testing::make_sample_trace(file_);
        timeline_.update();
    }
    Event at(std::optional<Position> position) { return file_.log[position.value()]; }
    TraceFile file_;
    Timeline timeline_{file_.log};
};

TEST_F(SampleTimeline, EachStepSizeStopsWhereItSays) {
    EXPECT_EQ(at(timeline_.next(0, StepSize::Callback)).kind, EventKind::HandleEnded);
    EXPECT_EQ(at(timeline_.next(0, StepSize::Iteration)).kind, EventKind::IterationEnded);
    const Event& clock = at(timeline_.next(0, StepSize::Time));
    EXPECT_EQ(clock.kind, EventKind::ClockAdvanced);
    EXPECT_EQ(clock.time, 1.0);
    const Event& step = at(timeline_.next(0, StepSize::Task, FutureId{3}));
    EXPECT_EQ(step.kind, EventKind::TaskStepped);
    EXPECT_EQ(step.a, 3u);
    EXPECT_EQ(timeline_.next(0, StepSize::Task, FutureId{77}), timeline_.size() - 1);
}

TEST_F(SampleTimeline, ATasksSpansTellReadyRunningAndWaitingWithoutGaps) {
    auto spans = timeline_.spans(FutureId{2}, 0, timeline_.size());
    std::vector<Activity> activities;
    for (const TaskSpan& span : spans) activities.push_back(span.activity);
    using enum Activity;
    EXPECT_EQ(activities, (std::vector{Ready, Running, Waiting, Ready, Running}));
    for (std::size_t i = 1; i < spans.size(); ++i) EXPECT_EQ(spans[i].from, spans[i - 1].to);
    EXPECT_EQ(file_.log[spans[2].from].time, 0.0);
    EXPECT_EQ(file_.log[spans[2].to].time, 1.0);
    EXPECT_EQ(at(spans.back().to).kind, EventKind::TaskDone);
}

TEST_F(SampleTimeline, SpansOfAWindowAreThoseThatTouchIt) {
    auto all = timeline_.spans(FutureId{2}, 0, timeline_.size());
    Position middle = (all[2].from + all[2].to) / 2;
    auto some = timeline_.spans(FutureId{2}, middle, middle);
    ASSERT_EQ(some.size(), 1u);
    EXPECT_EQ(some[0].from, all[2].from);
    EXPECT_EQ(some[0].activity, Activity::Waiting);
}

TEST_F(SampleTimeline, ATimeIsFoundAndATextToo) {
    Position one = timeline_.position_at(1.0);
    EXPECT_EQ(file_.log[one].time, 1.0);
    EXPECT_EQ(file_.log[one - 1].time, 0.0);
    EXPECT_EQ(timeline_.position_at(99), timeline_.size() - 1);
    EXPECT_EQ(timeline_.duration(), 2.0);

    auto found = timeline_.find_next(0, "HELLO AGAIN");
    EXPECT_EQ(at(found).kind, EventKind::Output);
    EXPECT_EQ(timeline_.find_previous(timeline_.size(), "hello again"), found);
    EXPECT_EQ(timeline_.find_next(*found, "hello again"), std::nullopt);
    EXPECT_EQ(timeline_.find_next(0, ""), std::nullopt);
}

TEST(IdMap, IsTheSameAsAnOrdinaryMapAndCopiesStayAsTheyWere) {
    using Map = IdMap<HandleId, HandleState>;
    std::mt19937_64 random(9);
    Map map;
    std::map<HandleId, double> oracle;
    std::vector<std::pair<Map, std::map<HandleId, double>>> copies;
    for (int i = 0; i < 20'000; ++i) {
        auto any = static_cast<std::uint32_t>(random());
        HandleId id{1 + (random() % 8 ? any % 300 : any >> (any % 24))};
        if (random() % 3) {
            map.obtain(id).id = id;
            map.obtain(id).when = oracle[id] = i;
        } else {
            map.erase(id);
            oracle.erase(id);
        }
        if (i % 1000 == 0) copies.emplace_back(map, oracle);
    }
    copies.emplace_back(map, oracle);
    for (const auto& [copy, expected] : copies) {
        ASSERT_EQ(copy.size(), expected.size());
        auto it = expected.begin();
        for (const HandleState& value : copy) {
            ASSERT_EQ(value.id, it->first);
            ASSERT_EQ(value.when, (it++)->second);
        }
        Map rebuilt;
        for (auto entry = expected.rbegin(); entry != expected.rend(); ++entry) {
            rebuilt.obtain(entry->first).id = entry->first;
            rebuilt.obtain(entry->first).when = entry->second;
        }
        EXPECT_TRUE(rebuilt == copy);
    }
}

TEST(IdMap, ErasingEverythingLeavesNothing) {
    IdMap<HandleId, HandleState> map;
    for (std::uint32_t id : {1u, 1000u, 4'000'000'000u}) map.obtain(HandleId{id});
    EXPECT_EQ(map.size(), 3u);
    for (std::uint32_t id : {1000u, 4'000'000'000u, 1u, 77u}) map.erase(HandleId{id});
    EXPECT_TRUE(map.empty());
    EXPECT_TRUE(map.begin() == map.end());
    EXPECT_TRUE((map == IdMap<HandleId, HandleState>{}));
}

}  // namespace
}  // namespace loopscope::trace
