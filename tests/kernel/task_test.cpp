// Tasks and futures: what waiting costs, cancelling, errors, reprs. As seen in CPython 3.11.
#include "tests/kernel/kernel_fixture.h"

namespace loopscope::kernel::testing {
namespace {

constexpr LibraryCode kMain{"main"};
constexpr LibraryCode kEmpty{"empty"};

Coro empty_body() { co_return Value::small(1); }
Coro empty() { return empty_body().named(kEmpty); }

using TaskTest = KernelTest;
using Cost = KernelTest;

// What waiting costs, in iterations; run_until_complete itself takes two.

TEST_F(Cost, OfAnEmptyCoroutineIsTheStepAndTheCallback) {
    EXPECT_EQ(run(empty()), "1");
    EXPECT_EQ(iterations, 2U);
}

TEST_F(Cost, OfAwaitingACoroutineIsNothing) {
    auto body = []() -> Coro { co_return co_await empty(); };
    EXPECT_EQ(run(body()), "1");
    EXPECT_EQ(iterations, 2U);
}

TEST_F(Cost, OfSleepZeroIsOneIteration) {
    EXPECT_EQ(run(yield_once()), "None");
    EXPECT_EQ(iterations, 3U);
}

TEST_F(Cost, OfAFreshTaskIsTwoAndOfADoneOneNothing) {
    auto body = [](KernelTest*, EventLoop& loop) -> Coro {
        Value task = loop.create_task(Value(empty()));
        co_await task;
        co_return co_await task;
    };
    EXPECT_EQ(run(body(this, loop())), "1");
    EXPECT_EQ(iterations, 4U);
}

TEST_F(Cost, OfSleepingIsTwo) {
    EXPECT_EQ(run(sleep(1.0)), "None");
    EXPECT_EQ(iterations, 4U);
}

TEST_F(Cost, OfGatherIsThreeOfNestedGatherFourOfNoneNothing) {
    auto of_one = [](Kernel& k) -> Coro {
        Value child = empty();
        co_return co_await aio::gather(k, {&child, 1}, false);
    };
    EXPECT_EQ(run(of_one(kernel)), "[1]");
    EXPECT_EQ(iterations, 5U);
    auto nested = [](Kernel& k) -> Coro {
        Value child = empty();
        Value inner = aio::gather(k, {&child, 1}, false);
        co_return co_await aio::gather(k, {&inner, 1}, false);
    };
    EXPECT_EQ(run(nested(kernel)), "[[1]]");
    EXPECT_EQ(iterations, 6U);
    auto of_none = [](Kernel& k) -> Coro { co_return co_await aio::gather(k, {}, false); };
    EXPECT_EQ(run(of_none(kernel)), "[]");
    EXPECT_EQ(iterations, 2U);
}

TEST_F(Cost, OfAsyncioRunIsSixAndUsesUpTwoNames) {
    loop_ = nullptr;
    EXPECT_EQ(repr_string(aio::run(kernel, Value(empty()), Value())), "1");
    std::uint32_t last = 0;
    for (trace::Position i = 0; i < log.size(); ++i) {
        if (log[i].kind == trace::EventKind::IterationBegan) last = log[i].b;
    }
    EXPECT_EQ(last, 6U);
    EXPECT_EQ(kernel.next_task_number(), 4U);
}

TEST_F(Cost, OfLeftOverTasksAtTheEndOfRunIsAGather) {
    auto sleeper = [](Kernel& k) -> Coro {
        co_await aio::sleep(k, Float::from(9.0), none());
        co_return none();
    };
    auto main = [sleeper](Kernel& k) -> Coro {
        aio::create_task(k, Value(sleeper(k)), Value(), Value());
        co_await aio::sleep(k, Value::small(0), none());
        co_return none();
    };
    aio::run(kernel, Value(main(kernel)), Value());
    std::uint32_t last = 0;
    for (trace::Position i = 0; i < log.size(); ++i) {
        if (log[i].kind == trace::EventKind::IterationBegan) last = log[i].b;
    }
    EXPECT_EQ(last, 10U);
    EXPECT_EQ(machine.now(), 0.0);
}

// Futures.

TEST_F(TaskTest, CallbacksRunInTheOrderInWhichTheyWereAdded) {
    Ref<Future> future = make_future(loop());
    for (const char* name : {"a", "b", "c"})
        add_done_callback(*future, {.target = callable([this, name] { say(name); })});
    set_result(*future, none());
    soon([&] { say("after"); });
    loop().stop();
    loop().run_forever();
    EXPECT_EQ(said, (Row{"a", "b", "c", "after"}));
}

TEST_F(TaskTest, AFutureSaysWhatIsWrongInTheWordsOfTheCAccelerator) {
    Ref<Future> future = make_future(loop());
    EXPECT_EQ(thrown_by([&] { future_result(*future); }),
              "InvalidStateError('Result is not set.')");
    EXPECT_EQ(thrown_by([&] { future_exception(*future); }),
              "InvalidStateError('Exception is not set.')");
    set_result(*future, Value::small(7));
    EXPECT_EQ(thrown_by([&] { set_result(*future, none()); }),
              "InvalidStateError('invalid state')");
    EXPECT_EQ(thrown_by([&] { set_exception(*future, type_value(&value_error_type)); }),
              "InvalidStateError('invalid state')");
    Ref<Future> second = make_future(loop());
    EXPECT_EQ(thrown_by([&] { set_exception(*second, Value::small(3)); }),
              "TypeError('invalid exception object')");
    EXPECT_EQ(thrown_by([&] { set_exception(*second, type_value(&stop_iteration_type)); }),
              "TypeError('StopIteration interacts badly with generators and cannot be raised into "
              "a Future')");
}

TEST_F(TaskTest, RemovingACallbackRemovesEveryInstance) {
    Ref<Future> future = make_future(loop());
    Value twice = callable([&] { say("never"); });
    add_done_callback(*future, {.target = twice});
    add_done_callback(*future, {.target = callable([&] { say("kept"); })});
    add_done_callback(*future, {.target = twice});
    EXPECT_EQ(remove_done_callback(*future, twice), 2U);
    set_result(*future, none());
    loop().stop();
    loop().run_forever();
    EXPECT_EQ(said, Row{"kept"});
}

TEST_F(TaskTest, AFutureShowsItsStateAndCallbacks) {
    Ref<Future> future = make_future(loop());
    EXPECT_EQ(repr_string(future), "<Future pending>");
    for (int i = 0; i < 3; ++i) {
        add_done_callback(*future, {.target = callable([] {})});
        if (i == 0) {
            EXPECT_EQ(repr_string(future), "<Future pending cb=[int.callback()]>");
        }
    }
    EXPECT_EQ(repr_string(future),
              "<Future pending cb=[int.callback(), <1 more>, int.callback()]>");
    set_result(*future, make_str(std::string(50, 'x')));
    EXPECT_EQ(repr_string(future), "<Future finished result='xxxxxxxxxxxx...xxxxxxxxxxxxx'>");
    Ref<Future> cancelled = make_future(loop());
    cancel_future(*cancelled, Value());
    EXPECT_EQ(repr_string(cancelled), "<Future cancelled>");
}

TEST_F(TaskTest, AnExceptionThatNobodyFetchedIsReportedWhenTheLastReferenceGoes) {
    {
        Ref<Future> future = make_future(loop());
        set_exception(*future, make_exception(value_error_type, "lost"));
        EXPECT_EQ(errors, "");
    }
    EXPECT_EQ(errors,
              "Future exception was never retrieved\n"
              "future: <Future finished exception=ValueError('lost')>\n"
              "ValueError: lost\n");
}

TEST_F(TaskTest, AnExceptionThatWasFetchedIsNotReported) {
    {
        Ref<Future> future = make_future(loop());
        set_exception(*future, make_exception(value_error_type, "seen"));
        future_exception(*future);
    }
    EXPECT_EQ(errors, "");
}

// Cancelling.

TEST_F(TaskTest, ATaskCancelledBeforeItsFirstStepNeverRunsItsBody) {
    auto body = [](KernelTest*, Row& heard) -> Coro {
        heard.push_back("ran");
        co_return none();
    };
    Value victim = task(body(this, said));
    cancel_task(*victim.as<Task>(), make_str("early"));
    EXPECT_EQ(run(victim), "CancelledError('early')");
    EXPECT_TRUE(said.empty());
    EXPECT_EQ(iterations, 2U);
}

TEST_F(TaskTest, CancellingGoesToTheFutureThatTheTaskWaitsFor) {
    Ref<Future> future = make_future(loop());
    auto body = [](Ref<Future> waited) -> Coro { co_return co_await waited; };
    Value waiting = task(body(future));
    soon([&] {
        EXPECT_TRUE(cancel_task(*waiting.as<Task>(), make_str("why")));
        EXPECT_TRUE(future->cancelled());
        EXPECT_FALSE(waiting.as<Task>()->must_cancel);
    });
    EXPECT_EQ(run(waiting), "CancelledError('why')");
}

TEST_F(TaskTest, CancellingWhenTheFutureIsDoneLosesTheValue) {
    Ref<Future> future = make_future(loop());
    auto body = [](Ref<Future> waited, Row& heard) -> Coro {
        co_await waited;
        heard.push_back("got it");
        co_return none();
    };
    Value waiting = task(body(future, said));
    soon([&] {
        set_result(*future, none());
        cancel_task(*waiting.as<Task>(), Value());
        EXPECT_TRUE(waiting.as<Task>()->must_cancel);
    });
    EXPECT_EQ(run(waiting), "CancelledError()");
    EXPECT_TRUE(said.empty());
}

TEST_F(TaskTest, CancellingItselfJustBeforeReturningDropsTheResult) {
    auto body = [](EventLoop& loop) -> Coro {
        cancel_task(*loop.current_task.as<Task>(), make_str("late"));
        co_return Value::small(5);
    };
    Value doomed = task(body(loop()));
    EXPECT_EQ(run(doomed), "CancelledError('late')");
    EXPECT_TRUE(doomed.as<Task>()->cancelled());
}

TEST_F(TaskTest, UncancelDoesNotTakeTheRequestBack) {
    auto body = [](EventLoop& loop, Kernel& k) -> Coro {
        Task& self = *loop.current_task.as<Task>();
        cancel_task(self, Value());
        --self.cancels_requested;
        co_await aio::sleep(k, Value::small(0), none());
        co_return none();
    };
    EXPECT_EQ(run(body(loop(), kernel)), "CancelledError()");
}

TEST_F(TaskTest, ACaughtCancellationLetsTheTaskGoOn) {
    auto body = [](KernelTest*, Kernel& k) -> Coro {
        bool cancelled = false;
        try {
            co_await aio::sleep(k, Float::from(5.0), none());
        } catch (Raised& raised) {
            cancelled = matches(*raised.exception, cancelled_error_type);
        }
        co_await aio::sleep(k, Float::from(1.0), none());
        co_return make_bool(cancelled);
    };
    Value stubborn = task(body(this, kernel));
    later(2.0, [&] { cancel_task(*stubborn.as<Task>(), Value()); });
    EXPECT_EQ(run(stubborn), "True");
    EXPECT_EQ(machine.now(), 3.0);
}

TEST_F(TaskTest, AMessageTravelsThroughNestedAwaits) {
    auto inner = [](Kernel& k) -> Coro {
        co_return co_await aio::sleep(k, Float::from(5.0), none());
    };
    auto outer = [inner](Kernel& k) -> Coro { co_return co_await inner(k); };
    Value nested = task(outer(kernel));
    soon([&] { cancel_task(*nested.as<Task>(), make_str("deep")); });
    EXPECT_EQ(run(nested), "CancelledError('deep')");
}

TEST_F(TaskTest, ADoneTaskRefusesToBeCancelled) {
    Value done = task(empty());
    run(done);
    EXPECT_FALSE(cancel_task(*done.as<Task>(), Value()));
    EXPECT_EQ(done.as<Task>()->cancels_requested, 0);
}

// Gather.

TEST_F(TaskTest, GatherWithReturnExceptionsGivesAFreshCancelledError) {
    auto sleeper = [](Kernel& k) -> Coro {
        co_return co_await aio::sleep(k, Float::from(5.0), none());
    };
    Value child = task(sleeper(kernel));
    soon([&] { cancel_task(*child.as<Task>(), Value()); });
    EXPECT_EQ(run(aio::gather(kernel, {&child, 1}, true)), "[CancelledError('')]");
}

TEST_F(TaskTest, GatherGoesOnWithTheOthersAfterTheFirstException) {
    auto fails = []() -> Coro {
        raise(value_error_type, "bad");
        co_return none();
    };
    auto goes_on = [](Kernel& k, Row& heard) -> Coro {
        co_await aio::sleep(k, Float::from(1.0), none());
        heard.push_back("finished");
        co_return none();
    };
    auto main = [=](Kernel& k, Row& heard) -> Coro {
        Value children[] = {Value(fails()), Value(goes_on(k, heard))};
        std::string error;
        try {
            co_await aio::gather(k, children, false);
        } catch (Raised& raised) {
            error = repr_string(raised.exception);
        }
        co_await aio::sleep(k, Float::from(2.0), none());
        co_return make_str(error);
    };
    EXPECT_EQ(run(main(kernel, said)), "\"ValueError('bad')\"");
    EXPECT_EQ(said, Row{"finished"});
}

TEST_F(TaskTest, EqualArgumentsOfGatherShareOneFuture) {
    Value one = task(empty());
    Value both[] = {one, one};
    EXPECT_EQ(run(aio::gather(kernel, both, false)), "[1, 1]");
}

// Bad yields.

struct YieldsValue {
    static Coro of(Value first) { co_return co_await std::move(first); }
};

TEST_F(TaskTest, AwaitingItselfIsAnError) {
    auto body = [](EventLoop& loop) -> Coro { co_return co_await loop.current_task; };
    Value selfish = loop().create_task(Value(body(loop()).named(kMain)));
    EXPECT_EQ(run(selfish),
              "RuntimeError(\"Task cannot await on itself: <Task pending name='Task-1' "
              "coro=<main()> cb=[_run_until_complete_cb() at "
              "/usr/lib/python3.11/asyncio/base_events.py:180]>\")");
}

TEST_F(TaskTest, AFutureOfAnotherLoopIsAnError) {
    Ref<EventLoop> other = make_event_loop(kernel);
    Ref<Future> foreign = make_future(*other);
    Value lost = loop().create_task(Value(YieldsValue::of(foreign).named(kMain)));
    EXPECT_EQ(run(lost),
              "RuntimeError(\"Task <Task pending name='Task-1' coro=<main()> "
              "cb=[_run_until_complete_cb() at /usr/lib/python3.11/asyncio/base_events.py:180]> "
              "got Future <Future pending> attached to a different loop\")");
    other->close();
}

TEST_F(TaskTest, AwaitingWhatCannotBeAwaitedIsATypeError) {
    EXPECT_EQ(run(YieldsValue::of(Value::small(3))),
              "TypeError(\"object int can't be used in 'await' expression\")");
}

TEST_F(TaskTest, StopIterationFromACoroutineBecomesARuntimeError) {
    auto body = []() -> Coro {
        raise(stop_iteration_type);
        co_return none();
    };
    EXPECT_EQ(run(body()), "RuntimeError('coroutine raised StopIteration')");
}

TEST_F(TaskTest, WhatIsNoCoroutineMakesNoTask) {
    EXPECT_EQ(thrown_by([&] { loop().create_task(Value::small(3)); }),
              "TypeError('a coroutine was expected, got 3')");
    EXPECT_EQ(errors, "");
}

// What programs see.

TEST_F(TaskTest, ATaskShowsNameCoroutineWaiterAndResult) {
    Ref<Future> future = make_future(loop());
    Value shown = loop().create_task(Value(YieldsValue::of(future).named(kMain)));
    EXPECT_EQ(repr_string(shown), "<Task pending name='Task-1' coro=<main()>>");
    soon([&] {
        EXPECT_EQ(repr_string(shown),
                  "<Task pending name='Task-1' coro=<main()> wait_for=<Future pending "
                  "cb=[Task.task_wakeup()]>>");
        cancel_task(*shown.as<Task>(), Value());
        EXPECT_EQ(repr_string(shown),
                  "<Task cancelling name='Task-1' coro=<main()> wait_for=<Future cancelled>>");
        loop().stop();
    });
    loop().run_forever();
    run(shown);
    EXPECT_EQ(repr_string(shown), "<Task cancelled name='Task-1' coro=<main()>>");
    Value named = loop().create_task(Value(empty()), make_str("it's"));
    run(named);
    EXPECT_EQ(repr_string(named), "<Task finished name=\"it's\" coro=<empty()> result=1>");
}

TEST_F(TaskTest, ACoroutineThatIsNeverAwaitedIsWarnedAbout) {
    { Value forgotten = empty(); }
    EXPECT_EQ(warnings, Row{"RuntimeWarning: coroutine 'empty' was never awaited"});
}

TEST_F(TaskTest, APendingTaskThatIsLostIsReported) {
    Ref<Future> future = make_future(loop());
    {
        Value lost = loop().create_task(Value(YieldsValue::of(future).named(kMain)));
        loop().stop();
        loop().run_forever();
    }
    future = nullptr;  // The future was all that knew of the task.
    runtime.collect_cycles();
    EXPECT_EQ(errors,
              "Task was destroyed but it is pending!\n"
              "task: <Task pending name='Task-1' coro=<main()> wait_for=<Future pending "
              "cb=[Task.task_wakeup()]>>\n");
}

TEST_F(TaskTest, NamesAreCountedThroughTheWholeRunAndCanBeChanged) {
    Value first = task(empty());
    Value second = task(empty());
    EXPECT_EQ(repr_string(task_name(*first.as<Task>())), "'Task-1'");
    EXPECT_EQ(repr_string(task_name(*second.as<Task>())), "'Task-2'");
    set_task_name(*second.as<Task>(), Value::small(7));
    EXPECT_EQ(repr_string(task_name(*second.as<Task>())), "'7'");
    run(first);
    run(second);
}

TEST_F(TaskTest, AKeyboardInterruptEndsTheTaskAndLeavesTheLoop) {
    auto body = []() -> Coro {
        raise(keyboard_interrupt_type);
        co_return none();
    };
    Value interrupted = task(body());
    EXPECT_EQ(run(interrupted), "KeyboardInterrupt()");
    EXPECT_TRUE(interrupted.as<Task>()->done());
    EXPECT_FALSE(loop().running());
}

TEST_F(TaskTest, RunUntilCompleteSaysWhenTheLoopWasStoppedBefore) {
    soon([&] { loop().stop(); });
    Ref<Future> never = make_future(loop());
    EXPECT_EQ(run(never), "RuntimeError('Event loop stopped before Future completed.')");
}

TEST_F(TaskTest, TheCostOfAwaitingDeeplyIsNotStack) {
    struct Chain {
        static Coro of(int depth, Kernel& k) {
            if (depth == 0) co_return co_await aio::sleep(k, Value::small(0), none());
            co_return co_await of(depth - 1, k);
        }
    };
    EXPECT_EQ(run(Chain::of(500, kernel)), "None");
    // Ten thousand awaits one after the other come back to the trampoline each time.
    auto many = []() -> Coro {
        for (int i = 0; i < 10000; ++i) co_await empty();
        co_return none();
    };
    EXPECT_EQ(run(many()), "None");
    EXPECT_EQ(iterations, 2U);
}

}  // namespace
}  // namespace loopscope::kernel::testing
