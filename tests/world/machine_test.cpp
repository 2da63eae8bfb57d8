// Machine: when time passes, and who runs next.
#include "sim/world/machine.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

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
    auto [here, there] = machine.descriptors().open_pair();
    EXPECT_EQ(here, 3);
    EXPECT_EQ(there, 4);
    machine.agenda().add(1.5, "data", [&, end = there] { machine.descriptors().send(end, 1); });
    std::vector<Fd> watched{here};
    EXPECT_EQ(machine.block({.deadline = 9.0, .on = "select", .watched = watched}), Wake::Woken);
    EXPECT_EQ(machine.now(), 1.5);
    EXPECT_EQ(machine.descriptors().readiness(here), kReadable | kWritable);
    EXPECT_EQ(machine.descriptors().receive(here), 1U);
    EXPECT_EQ(machine.descriptors().receive(here), 0U);
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
    Fd epoll = table.open();
    auto [a, b] = table.open_pair();
    table.close(epoll);
    EXPECT_EQ(table.open(), epoll);
    EXPECT_EQ(b, a + 1);
    EXPECT_FALSE(table.is_open(17));
    table.close(b);
    EXPECT_EQ(table.readiness(a), 0);
}

}  // namespace
}  // namespace loopscope::world
