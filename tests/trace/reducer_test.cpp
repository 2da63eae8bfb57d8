// The reducer: what each event does to the state, told by small sequences of events.
#include "sim/trace/reducer.h"

#include <gtest/gtest.h>

#include <vector>

#include "sim/trace/event_log.h"

namespace loopscope::trace {
namespace {

class Reducer : public ::testing::Test {
  protected:
    void take(const Event& event) {
        log_.append(event);
        apply(state_, event);
    }
    TextId text(std::string_view s) { return log_.texts.intern(s); }

    void begin_loop() {
        take({.a = 1, .kind = EventKind::LoopCreated});
        take({.a = 1, .text = text("run_forever"), .kind = EventKind::LoopRunning});
    }
    void task(std::uint32_t id, std::uint32_t parent = 0) {
        take({.a = id, .b = parent, .c = 1, .kind = EventKind::TaskCreated});
    }
    void timer(std::uint32_t id, double when) {
        take({.number = when,
              .a = 1,
              .b = id,
              .kind = EventKind::HandleCreated,
              .detail = static_cast<std::uint8_t>(HandleOrigin::Timer)});
    }
    void soon(std::uint32_t id, std::uint32_t of_task = 0) {
        take({.a = 1, .b = id, .c = of_task, .kind = EventKind::HandleCreated});
        take({.a = 1, .b = id, .kind = EventKind::HandleReady});
    }
    void on_handle(EventKind kind, std::uint32_t id) { take({.a = 1, .b = id, .kind = kind}); }
    void on_task(EventKind kind, std::uint32_t id) { take({.a = id, .kind = kind}); }
    void enter(std::uint32_t frame, std::uint32_t of_task, std::uint32_t caller, FrameKind kind) {
        take({.a = frame,
              .b = of_task,
              .c = caller,
              .line = 1,
              .kind = EventKind::FrameEntered,
              .detail = static_cast<std::uint8_t>(kind)});
    }
    void on_frame(EventKind kind, std::uint32_t frame, std::uint32_t line) {
        take({.a = frame, .line = line, .kind = kind});
    }
    void resume(std::uint32_t frame, std::uint32_t of_task, std::uint32_t caller) {
        take({.a = frame, .b = of_task, .c = caller, .line = 1, .kind = EventKind::FrameResumed});
    }

    const LoopState& loop() { return *state_.loops.find(LoopId{1}); }
    const HandleState* handle(std::uint32_t id) { return state_.handles.find(HandleId{id}); }
    const TaskState& task_state(std::uint32_t id) { return *state_.tasks.find(FutureId{id}); }
    std::vector<std::uint32_t> scheduled() {
        std::vector<std::uint32_t> ids;
        for (const TimerEntry& entry : loop().scheduled) ids.push_back(entry.handle.value);
        return ids;
    }
    std::vector<std::uint32_t> ready() {
        std::vector<std::uint32_t> ids;
        for (HandleId id : loop().ready) ids.push_back(id.value);
        return ids;
    }
    std::vector<std::uint32_t> stack_of_task(std::uint32_t id) {
        std::vector<std::uint32_t> ids;
        for (FrameId frame : task_state(id).frames) ids.push_back(frame.value);
        return ids;
    }
    std::vector<std::uint32_t> stack_of_thread() {
        std::vector<std::uint32_t> ids;
        if (const ThreadState* thread = state_.threads.find(ThreadId{1}))
            for (FrameId frame : thread->frames) ids.push_back(frame.value);
        return ids;
    }

    EventLog log_;
    ProgramState state_;
};

using Ids = std::vector<std::uint32_t>;

TEST_F(Reducer, FiveEqualTimersLeaveTheHeapInTheOrderOfHeapq) {
    begin_loop();
    for (std::uint32_t id = 1; id <= 5; ++id) timer(id, 1.0);
    Ids order;
    while (!loop().scheduled.empty()) {
        std::uint32_t head = scheduled().front();
        on_handle(EventKind::TimerDue, head);
        on_handle(EventKind::HandleReady, head);
        order.push_back(head);
    }
    EXPECT_EQ(order, (Ids{1, 3, 5, 2, 4}));
    EXPECT_EQ(ready(), order);
}

TEST_F(Reducer, ALaterTimerChangesTheOrderOfFiveEqualOnes) {
    begin_loop();
    for (std::uint32_t id = 1; id <= 5; ++id) timer(id, 1.0);
    timer(6, 2.0);
    Ids order;
    while (scheduled().front() != 6) {
        order.push_back(scheduled().front());
        on_handle(EventKind::TimerDue, order.back());
    }
    EXPECT_EQ(order, (Ids{1, 3, 2, 4, 5}));
}

TEST_F(Reducer, ACancelledTimerStaysInTheHeapUntilItIsDropped) {
    begin_loop();
    timer(1, 1.0);
    timer(2, 2.0);
    on_handle(EventKind::HandleCancelled, 1);
    EXPECT_EQ(scheduled(), (Ids{1, 2}));
    EXPECT_TRUE(handle(1)->cancelled);
    take({.a = 1, .b = 1, .kind = EventKind::IterationBegan});
    on_handle(EventKind::TimerDropped, 1);
    EXPECT_EQ(scheduled(), (Ids{2}));
    EXPECT_EQ(handle(1), nullptr);
    EXPECT_EQ(loop().timers_dropped, 1u);
}

TEST_F(Reducer, RebuildingTheHeapFiltersAndHeapifies) {
    begin_loop();
    for (std::uint32_t id = 1; id <= 9; ++id) timer(id, 10.0 - id);
    for (std::uint32_t id = 6; id <= 9; ++id) on_handle(EventKind::HandleCancelled, id);
    Ids before = scheduled();
    take({.a = 1, .b = 5, .c = 4, .kind = EventKind::TimersRebuilt});
    EXPECT_EQ(before.size(), 9u);
    EXPECT_EQ(scheduled(), (Ids{5, 4, 3, 1, 2}));  // What CPython's heapq gives.
    EXPECT_EQ(loop().timers_rebuilt, 4u);
    EXPECT_EQ(handle(7), nullptr);
    Ids order;
    while (!loop().scheduled.empty()) {
        order.push_back(scheduled().front());
        on_handle(EventKind::TimerDue, order.back());
    }
    EXPECT_EQ(order, (Ids{5, 4, 3, 2, 1}));
}

TEST_F(Reducer, TheBatchCountsDownAndSkippedHandlesUseAPlace) {
    begin_loop();
    for (std::uint32_t id = 1; id <= 3; ++id) soon(id);
    on_handle(EventKind::HandleCancelled, 2);
    take({.a = 1, .b = 3, .kind = EventKind::BatchBegan});
    EXPECT_EQ(loop().batch_left, 3u);
    on_handle(EventKind::HandleBegan, 1);
    EXPECT_EQ(loop().running, HandleId{1});
    EXPECT_TRUE(handle(1)->running);
    soon(4);
    EXPECT_EQ(ready(), (Ids{2, 3, 4}));
    EXPECT_EQ(loop().batch_left, 2u);
    on_handle(EventKind::HandleEnded, 1);
    EXPECT_EQ(handle(1), nullptr);
    on_handle(EventKind::HandleSkipped, 2);
    EXPECT_EQ(loop().batch_left, 1u);
    EXPECT_EQ(handle(2), nullptr);
    EXPECT_EQ(loop().handles_run, 1u);
}

TEST_F(Reducer, AnInterruptedIterationLeavesTheRestInReady) {
    begin_loop();
    soon(1);
    soon(2);
    take({.a = 1, .b = 1, .kind = EventKind::IterationBegan});
    take({.a = 1, .b = 2, .kind = EventKind::BatchBegan});
    on_handle(EventKind::HandleBegan, 1);
    on_handle(EventKind::HandleEnded, 1);
    take({.a = 1, .kind = EventKind::LoopStopped});
    EXPECT_EQ(loop().status, LoopStatus::Idle);
    EXPECT_EQ(loop().phase, Phase::Outside);
    EXPECT_EQ(loop().ntodo, 0u);
    EXPECT_EQ(ready(), (Ids{2}));
}

TEST_F(Reducer, ADescriptorsHandleOutlivesItsRunsUntilItIsUnregistered) {
    begin_loop();
    take({.a = 1,
          .b = 7,
          .kind = EventKind::HandleCreated,
          .detail = static_cast<std::uint8_t>(HandleOrigin::Io)});
    take({.a = 1,
          .b = 5,
          .c = 7,
          .text = text("pipe"),
          .kind = EventKind::FdRegistered,
          .detail = kFdRead});
    take({.a = 1, .b = 1, .kind = EventKind::SelectReturned});
    take({.a = 1, .b = 5, .kind = EventKind::FdReady, .detail = kFdRead});
    EXPECT_EQ(loop().selector[0].ready, kFdRead);
    on_handle(EventKind::HandleReady, 7);
    on_handle(EventKind::HandleBegan, 7);
    on_handle(EventKind::HandleEnded, 7);
    ASSERT_NE(handle(7), nullptr);
    take({.a = 1, .b = 2, .kind = EventKind::IterationBegan});
    EXPECT_EQ(loop().selector[0].ready, 0);
    take({.a = 1, .b = 5, .kind = EventKind::FdUnregistered, .detail = kFdRead});
    EXPECT_EQ(handle(7), nullptr);
    EXPECT_TRUE(loop().selector.empty());
}

TEST_F(Reducer, ReaderAndWriterOfADescriptorAreApart) {
    begin_loop();
    for (std::uint32_t id : {7u, 8u})
        take({.a = 1,
              .b = id,
              .kind = EventKind::HandleCreated,
              .detail = static_cast<std::uint8_t>(HandleOrigin::Io)});
    take({.a = 1, .b = 5, .c = 7, .kind = EventKind::FdRegistered, .detail = kFdRead});
    take({.a = 1, .b = 5, .c = 8, .kind = EventKind::FdRegistered, .detail = kFdWrite});
    ASSERT_EQ(loop().selector.size(), 1u);
    take({.a = 1, .b = 5, .kind = EventKind::FdUnregistered, .detail = kFdRead});
    ASSERT_EQ(loop().selector.size(), 1u);
    EXPECT_EQ(loop().selector[0].writer, HandleId{8});
    EXPECT_EQ(handle(7), nullptr);
    EXPECT_NE(handle(8), nullptr);
}

TEST_F(Reducer, ATaskGoesThroughItsStates) {
    begin_loop();
    task(1);
    EXPECT_EQ(task_state(1).status, TaskStatus::Pending);
    EXPECT_FALSE(is_ready(task_state(1)));
    soon(1, 1);
    EXPECT_TRUE(is_ready(task_state(1)));
    EXPECT_EQ(ready_index(loop(), task_state(1).ready_handle), 0);
    EXPECT_TRUE(handle(1)->first_step);
    on_handle(EventKind::HandleBegan, 1);
    on_task(EventKind::TaskStepped, 1);
    EXPECT_EQ(task_state(1).status, TaskStatus::Running);
    EXPECT_EQ(loop().current_task, FutureId{1});
    EXPECT_EQ(state_.threads.find(ThreadId{1})->task, FutureId{1});

    take({.a = 2, .b = 1, .text2 = text("sleep(1)"), .kind = EventKind::FutureCreated});
    take({.a = 1, .b = 2, .line = 9, .kind = EventKind::TaskWaits});
    EXPECT_EQ(task_state(1).status, TaskStatus::Pending);
    EXPECT_EQ(task_state(1).waits_for, FutureId{2});
    EXPECT_EQ(task_state(1).waiting_line, 9u);
    EXPECT_EQ(state_.futures.find(FutureId{2})->waiters, std::vector{FutureId{1}});
    EXPECT_EQ(loop().current_task, FutureId{});
    on_handle(EventKind::HandleEnded, 1);

    take({.a = 2, .text = text("None"), .kind = EventKind::FutureResolved});
    EXPECT_TRUE(state_.futures.find(FutureId{2})->waiters.empty());
    soon(2, 1);
    EXPECT_FALSE(handle(2)->first_step);
    EXPECT_EQ(task_state(1).waits_for, FutureId{2});
    on_handle(EventKind::HandleBegan, 2);
    on_task(EventKind::TaskStepped, 1);
    EXPECT_EQ(task_state(1).waits_for, FutureId{});
    take({.a = 1, .text = text("42"), .kind = EventKind::TaskDone});
    EXPECT_EQ(task_state(1).status, TaskStatus::Done);
    EXPECT_FALSE(task_state(1).failed);
    EXPECT_EQ(log_.text(task_state(1).value), "42");
    on_task(EventKind::FutureReleased, 2);
    EXPECT_FALSE(state_.futures.contains(FutureId{2}));
    on_task(EventKind::FutureReleased, 1);
    EXPECT_TRUE(task_state(1).released);
}

TEST_F(Reducer, AnEagerTaskStepsInsideTheStepOfItsParent) {
    begin_loop();
    task(1);
    soon(1, 1);
    on_handle(EventKind::HandleBegan, 1);
    on_task(EventKind::TaskStepped, 1);
    take({.a = 2, .b = 1, .c = 1, .text = text("Task-2"), .kind = EventKind::TaskCreated});
    on_task(EventKind::TaskStepped, 2);
    EXPECT_EQ(loop().current_task, FutureId{2});
    EXPECT_EQ(task_state(1).status, TaskStatus::Running);
    on_task(EventKind::TaskDone, 2);
    EXPECT_EQ(loop().current_task, FutureId{1});
    EXPECT_EQ(state_.threads.find(ThreadId{1})->task, FutureId{1});
    on_task(EventKind::TaskDone, 1);
    EXPECT_EQ(loop().current_task, FutureId{});
    EXPECT_EQ(state_.threads.find(ThreadId{1})->task, FutureId{});
}

TEST_F(Reducer, ABareYieldLeavesTheTaskReady) {
    begin_loop();
    task(1);
    soon(1, 1);
    on_handle(EventKind::HandleBegan, 1);
    on_task(EventKind::TaskStepped, 1);
    soon(2, 1);
    take({.a = 1,
          .line = 4,
          .kind = EventKind::TaskWaits,
          .detail = static_cast<std::uint8_t>(WaitKind::BareYield)});
    on_handle(EventKind::HandleEnded, 1);
    EXPECT_TRUE(task_state(1).bare_yield);
    EXPECT_TRUE(is_ready(task_state(1)));
    EXPECT_EQ(task_state(1).ready_handle, HandleId{2});
}

TEST_F(Reducer, ACancelRequestIsKeptWithItsAuthorAndMessage) {
    task(1);
    task(2);
    take({.a = 2,
          .b = 1,
          .text = text("enough"),
          .line = 8,
          .kind = EventKind::TaskCancelRequested,
          .detail = static_cast<std::uint8_t>(CancelAnswer::Accepted)});
    EXPECT_EQ(task_state(2).cancel_requests, 1u);
    EXPECT_EQ(task_state(2).cancel_by, FutureId{1});
    EXPECT_EQ(log_.text(task_state(2).cancel_message), "enough");
    EXPECT_EQ(task_state(2).cancel_answer, CancelAnswer::Accepted);
    on_task(EventKind::TaskCancelled, 2);
    EXPECT_EQ(task_state(2).status, TaskStatus::Cancelled);
}

TEST_F(Reducer, SuspendedFramesStayOnTheirTasksStack) {
    task(1);
    enter(1, 0, 0, FrameKind::Module);
    enter(2, 1, 0, FrameKind::Coroutine);
    enter(3, 1, 2, FrameKind::Coroutine);
    EXPECT_EQ(stack_of_thread(), (Ids{1, 2, 3}));
    on_frame(EventKind::FrameSuspended, 3, 7);
    on_frame(EventKind::FrameSuspended, 2, 12);
    EXPECT_EQ(stack_of_thread(), (Ids{1}));
    EXPECT_EQ(stack_of_task(1), (Ids{2, 3}));
    EXPECT_EQ(state_.frames.find(FrameId{3})->line, 7u);
    EXPECT_TRUE(state_.frames.find(FrameId{3})->suspended);

    resume(2, 1, 0);
    resume(3, 1, 2);
    EXPECT_EQ(stack_of_thread(), (Ids{1, 2, 3}));
    EXPECT_EQ(stack_of_task(1), (Ids{2, 3}));
    on_frame(EventKind::FrameExited, 3, 8);
    on_frame(EventKind::LineReached, 2, 13);
    EXPECT_EQ(stack_of_task(1), (Ids{2}));
    EXPECT_EQ(live_frame(state_, ThreadId{1})->line, 13u);
}

TEST_F(Reducer, AGeneratorThatHasYieldedIsNotOnTheStackWhileItsCallerRuns) {
    task(1);
    enter(1, 1, 0, FrameKind::Coroutine);
    enter(2, 1, 1, FrameKind::Generator);
    on_frame(EventKind::FrameSuspended, 2, 5);
    on_frame(EventKind::LineReached, 1, 3);
    EXPECT_EQ(stack_of_task(1), (Ids{1}));
    EXPECT_TRUE(state_.frames.contains(FrameId{2}));
    resume(2, 1, 1);
    EXPECT_EQ(stack_of_task(1), (Ids{1, 2}));
}

TEST_F(Reducer, VariablesAreKeptInOrderWithTheirChanges) {
    enter(1, 0, 0, FrameKind::Function);
    auto set = [&](const char* name, const char* value) {
        take(
            {.a = 1, .text = text(name), .text2 = text(value), .kind = EventKind::VariableChanged});
    };
    set("a", "1");
    set("b", "2");
    set("a", "3");
    const auto& variables = state_.frames.find(FrameId{1})->variables;
    ASSERT_EQ(variables.size(), 2u);
    EXPECT_EQ(log_.text(variables[0].value), "3");
    EXPECT_EQ(variables[0].changed, 3u);
    EXPECT_EQ(variables[1].changed, 2u);
    set("a", "");
    EXPECT_EQ(state_.frames.find(FrameId{1})->variables.size(), 1u);
}

TEST_F(Reducer, ThreadsAndLoopsAreKeptApart) {
    take({.a = 1, .text = text("MainThread"), .kind = EventKind::ThreadStarted});
    begin_loop();
    take({.a = 2, .text = text("worker"), .kind = EventKind::ThreadStarted});
    take({.a = 2, .text = text("run_forever"), .thread = 2, .kind = EventKind::LoopRunning});
    EXPECT_EQ(shown_loop(state_)->id, LoopId{2});
    take(
        {.number = 1.5, .a = 1, .text = text("time.sleep(1.5)"), .kind = EventKind::ThreadBlocked});
    EXPECT_EQ(shown_loop(state_)->id, LoopId{1});
    const ThreadState& main = *state_.threads.find(ThreadId{1});
    EXPECT_EQ(main.status, ThreadStatus::Blocked);
    EXPECT_EQ(main.blocked_until, 1.5);
    take({.a = 1, .kind = EventKind::ThreadWoken});
    EXPECT_EQ(main.status, ThreadStatus::Running);
}

TEST_F(Reducer, ClosingALoopForgetsItsHandles) {
    begin_loop();
    soon(1);
    timer(2, 3.0);
    take({.a = 1, .kind = EventKind::LoopClosed});
    EXPECT_TRUE(state_.handles.empty());
    EXPECT_TRUE(loop().ready.empty());
    EXPECT_TRUE(loop().scheduled.empty());
    EXPECT_EQ(loop().status, LoopStatus::Closed);
}

TEST_F(Reducer, TheEndIsKept) {
    take({.a = 3,
          .text = text("waits"),
          .kind = EventKind::RunEnded,
          .detail = static_cast<std::uint8_t>(Ending::WaitsForEver)});
    EXPECT_TRUE(state_.ending.ended);
    EXPECT_EQ(state_.ending.how, Ending::WaitsForEver);
    EXPECT_EQ(state_.ending.status, 3u);
}

}  // namespace
}  // namespace loopscope::trace
