// The loop's own rules: order, counts, timeouts, stop. Orders and counts were seen in CPython 3.11.
#include "tests/kernel/kernel_fixture.h"

namespace loopscope::kernel::testing {
namespace {

class Loop : public KernelTest {
  protected:
    /// Runs the loop until `stop` is called by a callback.
    void run_forever() {
        std::uint32_t before = loop().iteration;
        loop().run_forever();
        iterations = loop().iteration - before;
    }
    std::vector<double> timeouts() const {
        std::vector<double> result;
        for (trace::Position i = 0; i < log.size(); ++i) {
            if (log[i].kind == trace::EventKind::SelectBegan) result.push_back(log[i].number);
        }
        return result;
    }
};

TEST_F(Loop, HandlesAddedWhileABatchRunsWaitForTheNextIteration) {
    soon([&] {
        say("a");
        soon([&] {
            say("added");
            loop().stop();
        });
    });
    soon([&] { say("b"); });
    run_forever();
    EXPECT_EQ(said, (Row{"a", "b", "added"}));
    EXPECT_EQ(iterations, 2U);
}

TEST_F(Loop, ReadyHandlesComeBeforeDescriptorsAndThoseBeforeDueTimers) {
    later(0, [&] { say("timer"); });
    soon([&] { say("ready"); });
    auto [near, far] = world::make_stream_pair();
    far->write("x");
    world::Fd here = machine.descriptors().open(near);
    loop().add_reader(here, {.target = callable([&] { say("descriptor"); })}, "test");
    loop().stop();
    run_forever();
    EXPECT_EQ(said, (Row{"ready", "descriptor", "timer"}));
}

TEST_F(Loop, CallLaterZeroRunsAfterEverythingThatIsReady) {
    later(0, [&] { say("later"); });
    soon([&] { say("soon"); });
    loop().stop();
    run_forever();
    EXPECT_EQ(said, (Row{"soon", "later"}));
}

TEST_F(Loop, FiveTimersDueTogetherLeaveInHeapqsOrder) {
    for (int i = 0; i < 5; ++i) {
        loop().call_at(1.0, {.target = callable([this, i] { say(std::to_string(i)); })});
    }
    later(2.0, [&] { loop().stop(); });
    run_forever();
    EXPECT_EQ(said, (Row{"0", "2", "1", "3", "4"}));
}

TEST_F(Loop, ATimerIsDueWithinTheClocksResolution) {
    loop().call_at(1.0, {.target = callable([&] { say("first"); })});
    loop().call_at(1.0 + 0.9e-9, {.target = callable([&] { say("within"); })});
    loop().call_at(1.0 + 1.1e-9, {.target = callable([&] {
                                      say("beyond");
                                      loop().stop();
                                  })});
    run_forever();
    EXPECT_EQ(said, (Row{"first", "within", "beyond"}));
    EXPECT_EQ(iterations, 2U);
}

TEST_F(Loop, ACancelledTimerLeavesOnlyFromTheHeadOfTheHeap) {
    Ref<TimerHandle> middle = later(2.0, [] {});
    later(1.0, [&] { loop().stop(); });
    cancel_handle(*middle);
    run_forever();
    EXPECT_EQ(loop().scheduled.size(), 1U);
    EXPECT_EQ(loop().timer_cancelled_count, 1);
    soon([&] { loop().stop(); });
    run_forever();
    EXPECT_EQ(loop().scheduled.size(), 0U);
    EXPECT_EQ(loop().timer_cancelled_count, 0);
}

TEST_F(Loop, OverAHundredTimersOverHalfCancelledRebuildTheHeap) {
    std::vector<Ref<TimerHandle>> timers;
    for (int i = 0; i < 101; ++i) timers.push_back(later(10.0 + i, [] {}));
    for (int i = 100; i > 49; --i) cancel_handle(*timers[static_cast<std::size_t>(i)]);
    loop().stop();
    run_forever();
    EXPECT_EQ(loop().scheduled.size(), 50U);
    EXPECT_FALSE(timers[100]->scheduled);
}

TEST_F(Loop, AHundredTimersAreNotRebuilt) {
    std::vector<Ref<TimerHandle>> timers;
    for (int i = 0; i < 100; ++i) timers.push_back(later(10.0 + i, [] {}));
    for (int i = 99; i > 0; --i) cancel_handle(*timers[static_cast<std::size_t>(i)]);
    loop().stop();
    run_forever();
    EXPECT_EQ(loop().scheduled.size(), 100U);
}

TEST_F(Loop, ACancelledHandleStillUsesAPlaceInTheBatch) {
    Ref<Handle> cancelled = loop().call_soon({.target = callable([&] { say("never"); })});
    soon([&] { say("runs"); });
    cancel_handle(*cancelled);
    loop().stop();
    run_forever();
    EXPECT_EQ(said, Row{"runs"});
    for (trace::Position i = 0; i < log.size(); ++i) {
        if (log[i].kind == trace::EventKind::BatchBegan) {
            EXPECT_EQ(log[i].b, 2U);
        }
    }
}

TEST_F(Loop, ALongSleepTakesAnIdleIterationPerDay) {
    EXPECT_EQ(run(sleep(86400 * 2.5)), "None");
    EXPECT_EQ(iterations, 6U);
    EXPECT_EQ(machine.now(), 86400 * 2.5);
    std::vector<double> seen = timeouts();
    EXPECT_EQ(seen[1], 86400.0);
    EXPECT_EQ(seen[2], 86400.0);
    EXPECT_EQ(seen[3], 43200.0);
}

TEST_F(Loop, TheClockJumpsToTheVeryDoubleOfTheTimer) {
    later(0.1, [&] { later(0.2, [&] { loop().stop(); }); });
    run_forever();
    EXPECT_EQ(machine.now(), 0.1 + 0.2);
}

TEST_F(Loop, StopBeforeRunForeverGivesExactlyOneIterationWithTimeoutZero) {
    loop().stop();
    loop().stop();
    run_forever();
    EXPECT_EQ(iterations, 1U);
    EXPECT_EQ(timeouts(), std::vector<double>{0.0});
    soon([&] { loop().stop(); });
    run_forever();
    EXPECT_EQ(iterations, 1U);
}

TEST_F(Loop, KeyboardInterruptLeavesAtOnceAndKeepsTheRest) {
    soon([] { raise(keyboard_interrupt_type); });
    soon([&] { say("rest"); });
    EXPECT_EQ(thrown_by([&] { loop().run_forever(); }), "KeyboardInterrupt()");
    EXPECT_EQ(loop().ready.size(), 1U);
    EXPECT_FALSE(loop().running());
    loop().stop();
    run_forever();
    EXPECT_EQ(said, Row{"rest"});
}

TEST_F(Loop, CallSoonThreadsafeRunsBeforeTheSelfPipeIsRead) {
    loop().call_soon_threadsafe(
        {.target = callable([&] {
             say("callback");
             bool unread = machine.descriptors().readiness(loop().self_read) & world::kReadable;
             say(unread ? "unread" : "read");
             loop().stop();
         })});
    run_forever();
    EXPECT_EQ(said, (Row{"callback", "unread"}));
    EXPECT_EQ(machine.descriptors().readiness(loop().self_read) & world::kReadable, 0);
}

TEST_F(Loop, AnExceptionInACallbackIsReportedAndTheLoopGoesOn) {
    soon([] { raise(value_error_type, "oops"); });
    soon([&] { loop().stop(); });
    run_forever();
    EXPECT_EQ(errors.substr(0, errors.find('\n')), "Exception in callback int.callback()");
    EXPECT_NE(errors.find("\nhandle: <Handle int.callback()>\n"), std::string::npos);
    EXPECT_NE(errors.find("ValueError: oops"), std::string::npos);
}

TEST_F(Loop, TimeSleepInACallbackStallsTheLoop) {
    later(1.0, [&] { say(std::to_string(machine.now())); });
    soon([&] { kernel.sleep(3.0); });
    later(2.0, [&] {
        say(std::to_string(machine.now()));
        loop().stop();
    });
    run_forever();
    EXPECT_EQ(said, (Row{"3.000000", "3.000000"}));
    EXPECT_EQ(iterations, 2U);
}

TEST_F(Loop, DebugModeTellsOfASlowCallback) {
    loop().set_debug(true);
    soon([&] { kernel.sleep(0.25); });
    soon([&] { loop().stop(); });
    run_forever();
    EXPECT_EQ(errors, "Executing <Handle int.callback()> took 0.250 seconds\n");
}

TEST_F(Loop, DebugModeRefusesCallsFromAnotherThread) {
    loop().set_debug(true);
    std::string answer;
    soon([&] {
        machine.start_thread("other", [&] { answer = thrown_by([&] { soon([] {}); }); });
        kernel.sleep(1.0);
        loop().stop();
    });
    run_forever();
    EXPECT_EQ(answer,
              "RuntimeError('Non-thread-safe operation invoked on an event loop other than the "
              "current one')");
}

TEST_F(Loop, AClosedLoopRefusesEverything) {
    loop().close();
    loop().close();
    EXPECT_EQ(thrown_by([&] { soon([] {}); }), "RuntimeError('Event loop is closed')");
    EXPECT_EQ(thrown_by([&] { loop().run_forever(); }), "RuntimeError('Event loop is closed')");
    EXPECT_EQ(repr_string(Value::borrow(loop_.get())),
              "<_UnixSelectorEventLoop running=False closed=True debug=False>");
}

TEST_F(Loop, ARunningLoopCannotBeRunOrClosed) {
    soon([&] {
        say(thrown_by([&] { loop().run_forever(); }));
        say(thrown_by([&] { loop().close(); }));
        Ref<EventLoop> second = make_event_loop(kernel);
        say(thrown_by([&] { second->run_forever(); }));
        second->close();
        loop().stop();
    });
    run_forever();
    EXPECT_EQ(said,
              (Row{"RuntimeError('This event loop is already running')",
                   "RuntimeError('Cannot close a running event loop')",
                   "RuntimeError('Cannot run the event loop while another loop is running')"}));
}

TEST_F(Loop, WaitingForWhatNeverComesEndsTheRunAndSaysWhatWaits) {
    auto body = [](EventLoop& loop) -> Coro { co_return co_await make_future(loop); };
    static constexpr LibraryCode kMain{"main"};
    Value main = body(loop()).named(kMain);
    try {
        loop().run_until_complete(main);
        FAIL() << "it ended";
    } catch (Stopped& stopped) {
        EXPECT_EQ(stopped.reason, Stopped::Reason::WaitsForEver);
        EXPECT_EQ(stopped.message,
                  "waits for ever: nothing is scheduled, no stimulus is left; Task-1 (main()) "
                  "waits for a future that nobody resolves");
    }
}

TEST_F(Loop, ARequestToStopEndsTheRunBeforeTheNextCallback) {
    soon([&] { kernel.request_stop({Stopped::Reason::Abandoned, "enough"}); });
    soon([&] { say("never"); });
    EXPECT_THROW(loop().run_forever(), Stopped);
    EXPECT_TRUE(said.empty());
    EXPECT_FALSE(loop().running());
}

TEST_F(Loop, HandlesShowTheirCallbackAndTime) {
    Ref<TimerHandle> timer = later(1.5, [] {});
    EXPECT_EQ(repr_string(timer), "<TimerHandle when=1.5 int.callback()>");
    cancel_handle(*timer);
    EXPECT_EQ(repr_string(timer), "<TimerHandle cancelled when=1.5>");
}

TEST_F(Loop, EventsOfOneIterationComeInTheOrderOfItsPhases) {
    later(1.0, [&] { loop().stop(); });
    trace::Position begin = log.size();
    run_forever();
    std::string kinds;
    for (trace::Position i = begin; i < log.size(); ++i)
        kinds += std::string(trace::schema_of(log[i].kind).name) + " ";
    EXPECT_EQ(kinds,
              "loop_running iteration timeout select thread_blocked clock thread_woken selected "
              "timer_due ready batch run loop_stop ran iteration_end loop_stopped ");
}

}  // namespace
}  // namespace loopscope::kernel::testing
