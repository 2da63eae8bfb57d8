// The hand-made trace, and what the reducer makes of it.
#include "tests/trace/sample_trace.h"

#include <gtest/gtest.h>

#include <memory>

#include "sim/trace/timeline.h"

namespace loopscope::trace {
namespace {

class SampleTrace : public ::testing::Test {
  protected:
    void SetUp() override { testing::make_sample_trace(file_); }
    TraceFile file_;
};

TEST_F(SampleTrace, TakesThirteenIterationsAndTwoSecondsAsCPythonDoes) {
    Timeline timeline(file_.log);
    EXPECT_EQ(timeline.iterations().size(), 13u);
    EXPECT_EQ(timeline.duration(), 2.0);
    std::string text;
    for (auto at : timeline.outputs()) text += file_.log.text(file_.log[at].text);
    EXPECT_EQ(text,
              "hello 00:00:00\nworld 00:00:00\nhello again 00:00:01\nHELLO\n"
              "world again 00:00:02\nWORLD\n");
}

TEST_F(SampleTrace, EndsWithEverythingGoneButTheTasks) {
    Timeline timeline(file_.log);
    timeline.seek(timeline.size() - 1);
    const ProgramState& end = timeline.state();
    EXPECT_TRUE(end.ending.ended);
    EXPECT_EQ(end.tasks.size(), 5u);
    for (const TaskState& task : end.tasks) EXPECT_EQ(task.status, TaskStatus::Done);
    EXPECT_TRUE(end.handles.empty());
    EXPECT_TRUE(end.futures.empty());
    EXPECT_TRUE(end.frames.empty());
    EXPECT_EQ(end.loops.find(LoopId{1})->status, LoopStatus::Closed);
}

TEST_F(SampleTrace, ShowsTwoTimersAndWhoWaitsWhereBeforeTheClockMoves) {
    Timeline timeline(file_.log);
    timeline.seek(timeline.clock_advances()[0] - 1);
    const ProgramState& state = timeline.state();
    const LoopState& loop = *shown_loop(state);
    EXPECT_EQ(loop.phase, Phase::Select);
    EXPECT_EQ(loop.timeout, 1.0);
    EXPECT_EQ(loop.timeout_reason, TimeoutReason::NextTimer);
    ASSERT_EQ(loop.scheduled.size(), 2u);
    EXPECT_EQ(loop.scheduled[0].when, 1.0);
    EXPECT_EQ(loop.scheduled[1].when, 2.0);
    ASSERT_EQ(loop.selector.size(), 1u);
    EXPECT_EQ(file_.log.text(loop.selector[0].what), "self-pipe");

    const TaskState& main = *state.tasks.find(FutureId{1});
    const TaskState& hello = *state.tasks.find(FutureId{2});
    EXPECT_EQ(main.status, TaskStatus::Pending);
    EXPECT_EQ(main.waits_for, hello.id);
    EXPECT_EQ(main.waiting_line, 15u);
    EXPECT_EQ(hello.waiters, std::vector{main.id});
    EXPECT_EQ(hello.waiting_line, 7u);
    ASSERT_EQ(hello.frames.size(), 1u);
    const FrameState& frame = *state.frames.find(hello.frames[0]);
    EXPECT_TRUE(frame.suspended);
    EXPECT_EQ(frame.line, 7u);
    ASSERT_EQ(frame.variables.size(), 2u);
    EXPECT_EQ(file_.log.text(frame.variables[0].value), "'hello'");
    const FutureState& sleep = *state.futures.find(hello.waits_for);
    EXPECT_EQ(file_.log.text(sleep.purpose), "sleep(1)");
    EXPECT_EQ(live_frame(state, ThreadId{1})->kind, FrameKind::Module);
}

TEST_F(SampleTrace, ShowsTheBatchAndTheReadyQueueWhileAHandleRuns) {
    Timeline timeline(file_.log);
    Position first_step = timeline.track(FutureId{2})[2];
    ASSERT_EQ(file_.log[first_step].kind, EventKind::TaskStepped);
    timeline.seek(first_step);
    const ProgramState& state = timeline.state();
    const LoopState& loop = *shown_loop(state);
    EXPECT_EQ(loop.phase, Phase::Batch);
    EXPECT_EQ(loop.ntodo, 2u);
    EXPECT_EQ(loop.batch_left, 1u);
    ASSERT_EQ(loop.ready.size(), 1u);
    const HandleState& next = *state.handles.find(loop.ready.front());
    EXPECT_EQ(next.task, FutureId{3});
    EXPECT_EQ(next.created_by, FutureId{1});
    EXPECT_EQ(next.created_line, 14u);
    EXPECT_TRUE(is_ready(*state.tasks.find(FutureId{3})));
    EXPECT_EQ(loop.current_task, FutureId{2});
    EXPECT_EQ(state.tasks.find(FutureId{2})->status, TaskStatus::Running);
}

}  // namespace
}  // namespace loopscope::trace
