// Machine: when time passes, and who runs next.
#include "sim/world/machine.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sim/world/error_number.h"
#include "sim/world/poller.h"
#include "sim/world/stream_pair.h"

namespace loopscope::world {
namespace {

class MachineTest : public testing::Test {
  protected:
    void sleep_until(double when) { machine.block({.deadline = when, .on = "sleep"}); }
    void say(std::string what) {
        said.push_back(std::to_string(machine.now()).substr(0, 3) + " " + what);
    }
    std::vector<trace::EventKind> kinds() const {
        std::vector<trace::EventKind> result;
        for (trace::Position i = 0; i < log.size(); ++i) result.push_back(log[i].kind);
        return result;
    }

    trace::EventLog log;
    trace::Recorder recorder{log, trace::Level::Loop};
    Machine machine{recorder};
    std::vector<std::string> said;
};

TEST_F(MachineTest, SleepingMovesTheClockToExactlyTheDeadline) {
    double deadline = 0.1 + 0.2;
    EXPECT_EQ(machine.block({.deadline = deadline, .on = "sleep"}), Wake::Deadline);
    EXPECT_EQ(machine.now(), deadline);
    EXPECT_EQ(machine.clock().wall(), kDefaultWallStart + deadline);
    EXPECT_EQ(recorder.now, deadline);
}

TEST_F(MachineTest, TheTraceTellsOfTheWaitAndOfTheClock) {
    sleep_until(1.0);
    using K = trace::EventKind;
    EXPECT_EQ(kinds(), (std::vector<K>{K::ThreadStarted, K::ThreadBlocked, K::ClockAdvanced,
                                       K::ThreadWoken}));
    EXPECT_EQ(log[2].number, 0.0);
    EXPECT_EQ(log[2].time, 1.0);
}

TEST_F(MachineTest, ADeadlineThatIsPastStillLetsOthersRunFirst) {
    machine.start_thread("other", [&] { say("other"); });
    sleep_until(0.0);
    say("main");
    EXPECT_EQ(said, (std::vector<std::string>{"0.0 other", "0.0 main"}));
}

TEST_F(MachineTest, ThreadsTakeTurnsByDeadlineThenByTheOrderInWhichTheyBlocked) {
    auto sleeper = [this](const char* name, double until) {
        machine.start_thread(name, [this, name, until] {
            sleep_until(until);
            say(name);
        });
    };
    sleeper("a", 2.0);
    sleeper("b", 1.0);
    sleeper("c", 2.0);
    sleep_until(2.0);
    say("main");
    sleep_until(3.0);
    // The main thread blocked first: a, b and c only began when it did.
    EXPECT_EQ(said, (std::vector<std::string>{"1.0 b", "2.0 main", "2.0 a", "2.0 c"}));
    EXPECT_EQ(machine.live_threads(), 1U);
}

TEST_F(MachineTest, WakingMakesAThreadRunnableInTheOrderOfTheWakes) {
    ThreadId a = machine.start_thread("a", [&] {
        EXPECT_EQ(machine.block({.on = "lock"}), Wake::Woken);
        say("a");
    });
    ThreadId b = machine.start_thread("b", [&] {
        machine.block({.on = "lock"});
        say("b");
    });
    sleep_until(1.0);
    machine.wake(b);
    machine.wake(a);
    sleep_until(2.0);
    EXPECT_EQ(said, (std::vector<std::string>{"1.0 b", "1.0 a"}));
}

TEST_F(MachineTest, NothingToWaitForIsTold) {
    EXPECT_EQ(machine.block({.on = "select"}), Wake::WaitsForEver);
    EXPECT_EQ(machine.now(), 0.0);
}

TEST_F(MachineTest, HappeningsComeBeforeThreadsDueAtTheSameTimeAndInOrderOfEntry) {
    machine.start_thread("t", [&] {
        sleep_until(1.0);
        say("thread");
    });
    machine.agenda().add(1.0, "first", [&] { say("first"); });
    machine.agenda().add(1.0, "second", [&] { say("second"); });
    machine.agenda().add(0.5, "early", [&] { say("early"); });
    sleep_until(2.0);
    EXPECT_EQ(said,
              (std::vector<std::string>{"0.5 early", "1.0 first", "1.0 second", "1.0 thread"}));
}

TEST_F(MachineTest, ArrivingDataWakesTheThreadThatWatchesTheDescriptor) {
    auto [near, far] = make_stream_pair();
    Fd here = machine.descriptors().open(near);
    EXPECT_EQ(here, 3);
    EXPECT_EQ(machine.descriptors().open(far), 4);
    machine.agenda().add(1.5, "data", [&, end = far] { end->write("x"); });
    EXPECT_EQ(wait_ready(machine, *near, kReadable, 9.0, "recv"), Wake::Woken);
    EXPECT_EQ(machine.now(), 1.5);
    EXPECT_EQ(machine.descriptors().readiness(here), kReadable | kWritable);
    char room[8];
    EXPECT_EQ(near->read(room).count, 1U);
    EXPECT_EQ(near->read(room).error, kEAGAIN);
}

TEST(MachineEnd, TheClockNeverPassesTheEndThatWasSet) {
    trace::EventLog log;
    trace::Recorder recorder(log, trace::Level::Off);
    Machine machine(recorder, {.end_time_seconds = 5.0});
    EXPECT_EQ(machine.block({.deadline = 5.0, .on = "sleep"}), Wake::Deadline);
    EXPECT_EQ(machine.block({.deadline = 5.5, .on = "sleep"}), Wake::EndOfTime);
    EXPECT_EQ(machine.now(), 5.0);
}

TEST(Descriptors, TheLowestFreeNumberIsGivenOut) {
    Descriptors table;
    auto [near, far] = make_stream_pair();
    Fd first = table.open(near);
    Fd second = table.open(far);
    EXPECT_EQ(second, first + 1);
    table.close(first);
    EXPECT_EQ(table.open(near), first);
    EXPECT_EQ(table.open(near, 10), 10);
    EXPECT_FALSE(table.is_open(17));
}

TEST(Descriptors, AFileIsReleasedWithItsLastDescriptorOnly) {
    Descriptors table;
    auto [near, far] = make_stream_pair();
    Fd first = table.open(near);
    Fd second = table.open(near);
    table.close(first);
    EXPECT_EQ(far->readiness(), kWritable);
    table.close(second);
    EXPECT_EQ(far->readiness(), kReadable | kWritable | kHangUp);
    char room[8];
    EXPECT_EQ(far->read(room).error, kNoError);
    EXPECT_EQ(far->write("x").error, kEPIPE);
}

TEST(PollerTest, WhatIsReadyIsToldInTheOrderInWhichItBecameReady) {
    Descriptors table;
    Poller poller(table);
    std::vector<std::shared_ptr<File>> far;
    std::vector<Fd> fds;
    for (int i = 0; i < 3; ++i) {
        auto [a, b] = make_stream_pair();
        fds.push_back(table.open(a));
        far.push_back(b);
        EXPECT_EQ(poller.set(fds.back(), kReadable), kNoError);
    }
    auto told = [&] {
        std::vector<Poller::Ready> ready;
        poller.collect(ready);
        std::vector<Fd> order;
        for (const Poller::Ready& event : ready) order.push_back(event.fd);
        return order;
    };
    EXPECT_EQ(told(), std::vector<Fd>{});
    far[2]->write("x");
    far[0]->write("x");
    EXPECT_EQ(told(), (std::vector<Fd>{fds[2], fds[0]}));
    far[1]->write("x");
    EXPECT_EQ(told(), (std::vector<Fd>{fds[2], fds[0], fds[1]}))
        << "what stays ready keeps its place";
    char room[8];
    table.find(fds[2])->read(room);
    EXPECT_EQ(told(), (std::vector<Fd>{fds[0], fds[1]}));
    far[2]->write("x");
    table.close(fds[0]);
    EXPECT_EQ(told(), (std::vector<Fd>{fds[1], fds[2]}));
}

TEST_F(MachineTest, ThreadsThatStillWaitAreUnwoundAtTheEnd) {
    struct Held {
        int& count;
        explicit Held(int& c) : count(c) { ++count; }
        ~Held() { --count; }
    };
    int held = 0;
    for (int k = 0; k < 3; ++k) {
        machine.start_thread("waits", [&] {
            Held on_the_stack(held);
            EXPECT_EQ(machine.block({.on = "lock"}), Wake::Ended);
            EXPECT_EQ(machine.block({.on = "lock"}), Wake::Ended);
        });
    }
    sleep_until(1.0);
    machine.start_thread("never began", [&] { say("began"); });
    EXPECT_EQ(held, 3);
    machine.end_threads();
    EXPECT_EQ(held, 0);
    EXPECT_EQ(machine.live_threads(), 1u);
    EXPECT_TRUE(said.empty());
}

TEST_F(MachineTest, AThreadThatStopsTheRunMakesTheMainThreadGoOnAtOnce) {
    machine.start_thread("stops", [&] { machine.stop(); });
    machine.start_thread("behind it", [&] { say("ran"); });
    EXPECT_EQ(machine.block({.deadline = 5.0, .on = "sleep"}), Wake::Ended);
    EXPECT_EQ(machine.now(), 0.0);
    EXPECT_TRUE(said.empty());
    machine.end_threads();
}

TEST_F(MachineTest, AnInterruptedThreadIsToldSo) {
    machine.start_thread("sends", [&] { EXPECT_TRUE(machine.interrupt(Machine::kMainThread)); });
    EXPECT_EQ(machine.block({.on = "lock"}), Wake::Interrupted);
    EXPECT_FALSE(machine.interrupt(Machine::kMainThread));
}

TEST_F(MachineTest, FrozenThreadsDoNotRunWhileTheMainThreadSleeps) {
    machine.start_thread("daemon", [&] {
        sleep_until(1.0);
        say("daemon");
    });
    sleep_until(0.5);
    machine.freeze_others();
    sleep_until(2.0);
    EXPECT_TRUE(said.empty());
    machine.end_threads();
}

TEST_F(MachineTest, WhoRunsIsToldAtEverySwitch) {
    std::vector<std::uint32_t> running;
    machine.on_switch = [&](ThreadId id) { running.push_back(id.value); };
    machine.start_thread("a", [&] { sleep_until(1.0); });
    sleep_until(2.0);
    EXPECT_EQ(running, (std::vector<std::uint32_t>{2, 1, 2, 1}));
}

}  // namespace
}  // namespace loopscope::world
