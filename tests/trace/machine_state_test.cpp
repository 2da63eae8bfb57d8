// What the machine's events fold into: sockets, locks and queues, executors, processes, signals.
#include <gtest/gtest.h>

#include "sim/trace/event_log.h"
#include "sim/trace/model.h"
#include "sim/trace/reducer.h"

namespace loopscope::trace {
namespace {

using K = EventKind;

template <typename Detail>
std::uint8_t d(Detail detail) {
    return static_cast<std::uint8_t>(detail);
}

class MachineState : public ::testing::Test {
  protected:
    void happen(const Event& event) { apply(state, event); }
    void connect() {
        happen({.a = 1, .b = 6, .c = 4242, .kind = K::SocketOpened});
        happen({.a = 1, .b = 100, .kind = K::SocketListens});
        happen({.a = 2, .b = 7, .c = 4242, .kind = K::SocketOpened});
        happen({.a = 2, .kind = K::SocketConnecting});
        happen({.a = 3, .c = 4242, .kind = K::SocketOpened});
        happen({.a = 2, .b = 3, .kind = K::SocketConnected});
        happen({.a = 3, .b = 1, .kind = K::SocketQueued});
    }
    const SocketState& socket(std::uint32_t id) { return *state.sockets.find(SocketId{id}); }

    ProgramState state;
};

TEST_F(MachineState, AConnectionIsTwoSocketsOfWhichOneWaitsInTheListenersQueue) {
    connect();
    EXPECT_EQ(socket(1).status, SocketStatus::Listening);
    EXPECT_EQ(socket(1).queued, 1u);
    EXPECT_EQ(socket(2).peer, SocketId{3});
    EXPECT_EQ(socket(3).peer, SocketId{2});
    EXPECT_EQ(socket(3).listener, SocketId{1});
    happen({.a = 3, .b = 1, .c = 8, .kind = K::SocketAccepted});
    EXPECT_EQ(socket(1).queued, 0u);
    EXPECT_EQ(socket(1).accepted, 1u);
    EXPECT_EQ(socket(3).fd, 8u);
}

TEST_F(MachineState, BytesAreInFlightThenUnreadThenReceived) {
    connect();
    happen({.a = 2, .b = 3, .c = 10, .kind = K::BytesSent});
    EXPECT_EQ(socket(2).in_flight, 10u);
    happen({.a = 3, .b = 2, .c = 4, .kind = K::BytesArrived});
    EXPECT_EQ(socket(2).in_flight, 6u);
    EXPECT_EQ(socket(3).unread, 4u);
    happen({.a = 3, .c = 3, .kind = K::BytesReceived});
    EXPECT_EQ(socket(3).unread, 1u);
    EXPECT_EQ(socket(3).received, 3u);
    happen({.a = 2, .c = 6, .kind = K::PacketLost, .detail = d(LossReason::Link)});
    EXPECT_EQ(socket(2).in_flight, 0u);
    EXPECT_EQ(state.packets_lost, 1u);
}

TEST_F(MachineState, TheLatestClosedSocketsAreKeptAndNoMore) {
    for (std::uint32_t id = 1; id <= 40; ++id) {
        happen({.a = id, .kind = K::SocketOpened});
        happen({.a = id, .kind = K::SocketClosed});
    }
    EXPECT_EQ(state.sockets.size(), kLatestMax);
    EXPECT_EQ(state.sockets.find(SocketId{24}), nullptr);
    EXPECT_EQ(socket(25).status, SocketStatus::Closed);
}

TEST_F(MachineState, ALockKnowsItsHolderAndWhoWaits) {
    const Event made{.a = 1, .kind = K::SyncCreated, .detail = d(SyncKind::Lock)};
    happen(made);
    happen({.a = 1, .b = 5, .c = 1, .kind = K::SyncHeld});
    happen({.a = 1, .b = 6, .kind = K::SyncWaits, .detail = d(SyncAct::Acquire)});
    happen({.a = 1, .b = 7, .kind = K::SyncWaits, .detail = d(SyncAct::Acquire)});
    const SyncState& lock = *state.syncs.find(SyncId{1});
    ASSERT_EQ(lock.holders.size(), 1u);
    EXPECT_EQ(lock.holders[0].task, FutureId{5});
    ASSERT_EQ(lock.waiters.size(), 2u);
    happen({.a = 1, .b = 5, .kind = K::SyncReleased});
    happen({.a = 1, .b = 7, .kind = K::SyncWaitEnded, .detail = d(WaitEnd::GaveUp)});
    happen({.a = 1, .b = 6, .kind = K::SyncWaitEnded, .detail = d(WaitEnd::Woken)});
    const SyncState& later = *state.syncs.find(SyncId{1});
    EXPECT_TRUE(later.holders.empty());
    EXPECT_TRUE(later.waiters.empty());
    EXPECT_EQ(later.value, 0u);
}

TEST_F(MachineState, AWorkerShowsTheCallItRunsAndItsPool) {
    happen({.a = 9, .b = 5, .text = TextId{1}, .text2 = TextId{2}, .kind = K::ExecutorWork});
    EXPECT_EQ(state.works.find(WorkId{9})->status, WorkStatus::Waiting);
    happen({.a = 9, .thread = 2, .kind = K::ExecutorWork, .detail = d(WorkStage::Started)});
    const ThreadState* worker = state.threads.find(ThreadId{2});
    ASSERT_NE(worker, nullptr);
    EXPECT_EQ(worker->work, WorkId{9});
    EXPECT_EQ(worker->pool, TextId{2});
    happen({.a = 9, .thread = 2, .kind = K::ExecutorWork, .detail = d(WorkStage::Finished)});
    EXPECT_EQ(state.threads.find(ThreadId{2})->work, WorkId{});
    EXPECT_EQ(state.works.find(WorkId{9})->status, WorkStatus::Finished);
}

TEST_F(MachineState, ProcessesAndSignalsAreKept) {
    happen({.a = 4243, .b = 4242, .kind = K::ProcessStarted});
    happen({.a = 15, .b = 4243, .kind = K::SignalArrived, .detail = d(SignalFate::Kills)});
    happen({.a = 4243, .kind = K::ProcessEnded, .detail = d(ProcessEnd::Killed)});
    const ProcessState& child = *state.processes.find(ProcessId{4243});
    EXPECT_TRUE(child.ended);
    EXPECT_EQ(child.how, ProcessEnd::Killed);
    EXPECT_EQ(child.signals, 1u);
    ASSERT_EQ(state.latest_signals.size(), 1u);
    EXPECT_EQ(state.latest_signals[0].number, 15u);
}

}  // namespace
}  // namespace loopscope::trace
