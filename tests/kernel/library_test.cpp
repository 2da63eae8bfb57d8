// The library's functions: results, errors and what they cost. As seen in CPython 3.11.
#include "sim/aio/locks.h"
#include "sim/aio/queues.h"
#include "sim/aio/task_group.h"
#include "sim/aio/timeouts.h"
#include "sim/aio/wait.h"
#include "tests/kernel/kernel_fixture.h"

namespace loopscope::kernel::testing {
namespace {

class Library : public KernelTest {
  protected:
    Library() {
        aio::define_queue_types();
        aio::define_task_group_type();
        aio::define_timeout_type();
    }
    static Coro give(Kernel& k, double delay, Value result) {
        co_return co_await aio::sleep(k, Float::from(delay), result);
    }
    static Coro empty() { co_return Value::small(1); }
    Value give_later(double delay, int result) {
        return Value(give(kernel, delay, Value::small(result)));
    }
    /// manager.__aexit__(…): g++ 12 takes no initializer lists inside a co_await.
    static Value leave(const Value& manager, const Ref<ExceptionObject>& caught) {
        if (!caught) return call_method(manager, "__aexit__", {none(), none(), none()});
        return call_method(manager, "__aexit__",
                           {Value::borrow(caught->type), Value(caught), none()});
    }
    Value make(Type& type, std::initializer_list<Value> args = {}) {
        return call(Value::borrow(&type), args);
    }
};

TEST_F(Library, WaitForCostsThreeIterationsAndNoneWithoutATimeout) {
    auto body = [](Kernel& k, Value timeout) -> Coro {
        co_return co_await aio::wait_for(k, Value(empty()), timeout);
    };
    EXPECT_EQ(run(body(kernel, Value::small(1))), "1");
    EXPECT_EQ(iterations, 5U);
    EXPECT_EQ(run(body(kernel, none())), "1");
    EXPECT_EQ(iterations, 2U);
    EXPECT_EQ(run(body(kernel, Value::small(0))), "TimeoutError()");
    EXPECT_EQ(iterations, 5U);
}

TEST_F(Library, WaitForTimesOutAfterTheCancelledTaskHasCleanedUp) {
    auto body = [](Kernel& k) -> Coro {
        std::string answer;
        try {
            co_await aio::wait_for(k, Value(give(k, 5.0, none())), Value::small(1));
        } catch (Raised& raised) {
            answer =
                repr_string(raised.exception) + " from " + repr_string(raised.exception->cause);
        }
        co_return make_str(answer);
    };
    EXPECT_EQ(run(body(kernel)), "'TimeoutError() from CancelledError()'");
    EXPECT_EQ(iterations, 8U);
    EXPECT_EQ(machine.now(), 1.0);
}

TEST_F(Library, WaitForReturnsALateResultInsteadOfTimingOut) {
    auto stubborn = [](Kernel& k) -> Coro {
        try {
            co_await aio::sleep(k, Float::from(5.0), none());
        } catch (Raised&) {
        }
        co_return make_str("late");
    };
    auto body = [stubborn](Kernel& k) -> Coro {
        co_return co_await aio::wait_for(k, Value(stubborn(k)), Value::small(1));
    };
    EXPECT_EQ(run(body(kernel)), "'late'");
}

TEST_F(Library, CancellingWaitForCancelsWhatItWaitsFor) {
    Value inner = loop().create_task(give_later(5.0, 1));
    Value outer = task(aio::wait_for(kernel, inner, Value::small(9)));
    later(1.0, [&] { cancel_task(*outer.as<Task>(), make_str("stop")); });
    EXPECT_EQ(run(outer), "CancelledError('stop')");
    EXPECT_TRUE(inner.as<Task>()->cancelled());
}

TEST_F(Library, ShieldLetsTheInnerTaskGoOn) {
    Value inner = loop().create_task(give_later(2.0, 7));
    auto body = [](Kernel& k, Value protected_task) -> Coro {
        co_return co_await aio::shield(k, protected_task);
    };
    Value outer = task(body(kernel, inner));
    later(1.0, [&] { cancel_task(*outer.as<Task>(), Value()); });
    EXPECT_EQ(run(outer), "CancelledError()");
    EXPECT_EQ(run(inner), "7");
    EXPECT_EQ(machine.now(), 2.0);
}

TEST_F(Library, ShieldOfADoneFutureIsThatFuture) {
    Value done = loop().create_task(Value(empty()));
    run(done);
    EXPECT_TRUE(is_same(aio::shield(kernel, done), done));
}

TEST_F(Library, WaitCostsThreeIterationsAndSortsByTheArgument) {
    auto body = [](Kernel& k) -> Coro {
        Ref<List> tasks = List::make();
        for (double delay : {3.0, 1.0, 2.0})
            tasks->append(aio::create_task(k, Value(give(k, delay, none())), Value(), Value()));
        Value sets = co_await aio::wait(k, tasks, Float::from(2.5), Value());
        Tuple& pair = *sets.as<Tuple>();
        co_return Tuple::make({Value::small(length(pair[0])), Value::small(length(pair[1]))});
    };
    EXPECT_EQ(run(body(kernel)), "(2, 1)");
    EXPECT_EQ(machine.now(), 2.5);
}

TEST_F(Library, WaitCanReturnAtTheFirstAndRejectsCoroutines) {
    auto body = [](Kernel& k) -> Coro {
        Ref<List> tasks = List::make();
        for (double delay : {3.0, 1.0})
            tasks->append(aio::create_task(k, Value(give(k, delay, none())), Value(), Value()));
        co_return co_await aio::wait(k, tasks, none(), make_str("FIRST_COMPLETED"));
    };
    run(body(kernel));
    EXPECT_EQ(machine.now(), 1.0);
    Value coroutine = empty();
    EXPECT_EQ(run(aio::wait(kernel, List::make({coroutine}), none(), Value())),
              "TypeError('Passing coroutines is forbidden, use tasks explicitly.')");
    EXPECT_EQ(run(aio::wait(kernel, List::make(), none(), Value())),
              "ValueError('Set of Tasks/Futures is empty.')");
    close(coroutine);
}

TEST_F(Library, AsCompletedGivesResultsInTheOrderOfCompletion) {
    auto body = [](Kernel& k) -> Coro {
        Ref<List> given = List::make();
        for (int delay : {3, 1, 2}) given->append(Value(give(k, delay, Value::small(delay))));
        Ref<List> results = List::make();
        Value iterator = aio::as_completed(k, given, none());
        while (Value each = next(iterator)) results->append(co_await each);
        co_return results;
    };
    EXPECT_EQ(run(body(kernel)), "[1, 2, 3]");
}

TEST_F(Library, AsCompletedRaisesOncePerFutureThatIsLeftAtTheTimeout) {
    auto body = [](Kernel& k) -> Coro {
        Ref<List> given = List::make();
        for (int delay : {1, 8, 9}) given->append(Value(give(k, delay, Value::small(delay))));
        Ref<List> results = List::make();
        Value iterator = aio::as_completed(k, given, Value::small(2));
        while (Value each = next(iterator)) {
            Value result;
            try {
                result = co_await each;
            } catch (Raised& raised) {
                result = raised.exception;
            }
            results->append(result);
        }
        co_return results;
    };
    EXPECT_EQ(run(body(kernel)), "[1, TimeoutError(), TimeoutError()]");
}

// timeout() and TaskGroup, used as `async with` does.

TEST_F(Library, TimeoutTurnsItsOwnCancellationIntoTimeoutError) {
    auto body = [](Kernel& k) -> Coro {
        Value timeout = aio::timeout(k, Value::small(1));
        co_await call_method(timeout, "__aenter__");
        Ref<ExceptionObject> caught;
        try {
            co_await aio::sleep(k, Float::from(5.0), none());
        } catch (Raised& raised) {
            caught = raised.exception;
        }
        co_return co_await leave(timeout, caught);
    };
    EXPECT_EQ(run(body(kernel)), "TimeoutError()");
    EXPECT_EQ(machine.now(), 1.0);
}

TEST_F(Library, AnEmptyTaskGroupCostsNothingAndOneTaskThreeIterations) {
    auto body = [](Value group, bool with_task) -> Coro {
        co_await call_method(group, "__aenter__");
        if (with_task) call_method(group, "create_task", {Value(empty())});
        co_await leave(group, nullptr);
        co_return none();
    };
    EXPECT_EQ(run(body(make(aio::task_group_type), false)), "None");
    EXPECT_EQ(iterations, 2U);
    EXPECT_EQ(run(body(make(aio::task_group_type), true)), "None");
    EXPECT_EQ(iterations, 5U);
}

TEST_F(Library, AFailingChildCancelsTheOthersAndComesOutInAGroup) {
    auto fails = [](Kernel& k) -> Coro {
        co_await aio::sleep(k, Float::from(1.0), none());
        raise(value_error_type, "bad");
        co_return none();
    };
    auto body = [fails](Kernel& k, Value group) -> Coro {
        co_await call_method(group, "__aenter__");
        Value other = call_method(group, "create_task", {Value(give(k, 9.0, none()))});
        call_method(group, "create_task", {Value(fails(k))});
        Ref<ExceptionObject> caught;
        try {
            co_await aio::sleep(k, Float::from(9.0), none());
        } catch (Raised& raised) {
            caught = raised.exception;
        }
        std::string error;
        try {
            co_await leave(group, caught);
        } catch (Raised& raised) {
            error = repr_string(raised.exception);
        }
        co_return Tuple::make({make_str(error), make_bool(other.as<Task>()->cancelled())});
    };
    EXPECT_EQ(run(body(kernel, make(aio::task_group_type))),
              "(\"ExceptionGroup('unhandled errors in a TaskGroup', [ValueError('bad')])\", True)");
    EXPECT_EQ(machine.now(), 1.0);
}

// Locks and queues.

TEST_F(Library, ALockGoesToThoseWhoWaitInTheirOrder) {
    Value lock = make(aio::lock_type);
    auto body = [](Kernel& k, Value shared, Row& heard, std::string name) -> Coro {
        co_await call_method(shared, "acquire");
        heard.push_back(name);
        co_await aio::sleep(k, Float::from(1.0), none());
        call_method(shared, "release");
        co_return none();
    };
    std::vector<Value> tasks;
    for (const char* name : {"a", "b", "c"}) tasks.push_back(task(body(kernel, lock, said, name)));
    run(aio::gather(kernel, tasks, false));
    EXPECT_EQ(said, (Row{"a", "b", "c"}));
    EXPECT_EQ(machine.now(), 3.0);
    EXPECT_EQ(thrown_by([&] { call_method(lock, "release"); }),
              "RuntimeError('Lock is not acquired.')");
}

TEST_F(Library, AnEventWakesAllWhoWait) {
    Value event = make(aio::event_type);
    set_event_loop(kernel, &loop());
    std::vector<Value> waits{call_method(event, "wait"), call_method(event, "wait")};
    later(2.0, [&] { call_method(event, "set"); });
    EXPECT_EQ(run(aio::gather(kernel, waits, false)), "[True, True]");
    EXPECT_EQ(machine.now(), 2.0);
}

TEST_F(Library, AConditionTakesItsLockAgainBeforeACancellationLeaves) {
    Value condition = make(aio::condition_type);
    auto body = [](Value shared) -> Coro {
        co_await call_method(shared, "acquire");
        co_return co_await call_method(shared, "wait");
    };
    Value waiting = task(body(condition));
    soon([&] { cancel_task(*waiting.as<Task>(), Value()); });
    EXPECT_EQ(run(waiting), "CancelledError()");
    EXPECT_TRUE(truth(call_method(condition, "locked")));
}

TEST_F(Library, ASemaphoreLetsInAsManyAsItSays) {
    Value semaphore = make(aio::semaphore_type, {Value::small(2)});
    auto body = [](Kernel& k, Value shared) -> Coro {
        co_await call_method(shared, "acquire");
        co_await aio::sleep(k, Float::from(1.0), none());
        call_method(shared, "release");
        co_return none();
    };
    std::vector<Value> tasks;
    for (int i = 0; i < 5; ++i) tasks.push_back(task(body(kernel, semaphore)));
    run(aio::gather(kernel, tasks, false));
    EXPECT_EQ(machine.now(), 3.0);
    Value bounded = make(aio::bounded_semaphore_type);
    EXPECT_EQ(thrown_by([&] { call_method(bounded, "release"); }),
              "ValueError('BoundedSemaphore released too many times')");
}

TEST_F(Library, ABarrierLetsAllPartiesGoTogether) {
    Value barrier = make(aio::barrier_type, {Value::small(3)});
    auto body = [](Kernel& k, Value shared, double delay) -> Coro {
        co_await aio::sleep(k, Float::from(delay), none());
        co_return co_await call_method(shared, "wait");
    };
    std::vector<Value> tasks;
    for (double delay : {1.0, 3.0, 2.0}) tasks.push_back(task(body(kernel, barrier, delay)));
    EXPECT_EQ(run(aio::gather(kernel, tasks, false)), "[0, 2, 1]");
    EXPECT_EQ(machine.now(), 3.0);
}

TEST_F(Library, AQueueHandsItemsOverInOrderAndHoldsBackWhenFull) {
    Value queue = make(aio::queue_type, {Value::small(1)});
    auto producer = [](Value shared, Row& heard) -> Coro {
        for (int i = 0; i < 3; ++i) {
            Value put = call_method(shared, "put", {Value::small(i)});
            co_await put;
            heard.push_back("put " + std::to_string(i));
        }
        co_return none();
    };
    auto consumer = [](Kernel& k, Value shared, Row& heard) -> Coro {
        for (int i = 0; i < 3; ++i) {
            co_await aio::sleep(k, Float::from(1.0), none());
            heard.push_back("got " + repr_string(co_await call_method(shared, "get")));
        }
        co_return none();
    };
    std::vector<Value> both{task(producer(queue, said)), task(consumer(kernel, queue, said))};
    run(aio::gather(kernel, both, false));
    EXPECT_EQ(said, (Row{"put 0", "got 0", "put 1", "got 1", "put 2", "got 2"}));
    EXPECT_EQ(thrown_by([&] { call_method(queue, "get_nowait"); }), "QueueEmpty()");
}

TEST_F(Library, PriorityAndLifoQueuesOrderTheirItems) {
    Value priority = make(aio::priority_queue_type);
    Value lifo = make(aio::lifo_queue_type);
    for (int item : {3, 1, 2}) {
        call_method(priority, "put_nowait", {Value::small(item)});
        call_method(lifo, "put_nowait", {Value::small(item)});
    }
    Row order;
    for (int i = 0; i < 3; ++i) {
        order.push_back(repr_string(call_method(priority, "get_nowait")) +
                        repr_string(call_method(lifo, "get_nowait")));
    }
    EXPECT_EQ(order, (Row{"12", "21", "33"}));
    EXPECT_EQ(str_string(priority), "<PriorityQueue maxsize=0 tasks=3>");
}

TEST_F(Library, JoinWaitsUntilEveryItemIsDone) {
    Value queue = make(aio::queue_type);
    call_method(queue, "put_nowait", {Value::small(1)});
    later(4.0, [&] { call_method(queue, "task_done"); });
    EXPECT_EQ(run(call_method(queue, "join")), "None");
    EXPECT_EQ(machine.now(), 4.0);
    EXPECT_EQ(thrown_by([&] { call_method(queue, "task_done"); }),
              "ValueError('task_done() called too many times')");
}

// Runner.

TEST_F(Library, RunnerKeepsItsLoopBetweenRunsAndClosesItAtTheEnd) {
    aio::Runner runner(kernel, Value(), Value());
    Value first = runner.get_loop();
    EXPECT_EQ(repr_string(runner.run(Value(empty()), Value())), "1");
    EXPECT_TRUE(is_same(runner.get_loop(), first));
    runner.close();
    EXPECT_TRUE(first.as<EventLoop>()->closed);
    EXPECT_EQ(thrown_by([&] { runner.get_loop(); }), "RuntimeError('Runner is closed')");
    EXPECT_EQ(thrown_by([&] { get_event_loop(kernel); }),
              "RuntimeError(\"There is no current event loop in thread 'MainThread'.\")");
}

TEST_F(Library, RunTellsOfATaskThatFailsWhileItIsCancelled) {
    auto fails = [](Kernel& k) -> Coro {
        try {
            co_await aio::sleep(k, Float::from(9.0), none());
        } catch (Raised&) {
        }
        raise(value_error_type, "at the end");
        co_return none();
    };
    auto main = [fails](Kernel& k) -> Coro {
        aio::create_task(k, Value(fails(k)), Value(), Value());
        co_await aio::sleep(k, Value::small(0), none());
        co_return none();
    };
    aio::run(kernel, Value(main(kernel)), Value());
    EXPECT_EQ(errors.substr(0, errors.find('\n')),
              "unhandled exception during asyncio.run() shutdown");
}

// Context variables.

TEST_F(Library, ATaskRunsInACopyOfTheContext) {
    Ref<ContextVar> var = make_context_var(make_str("request"), Value());
    kernel.context()->set(var.get(), Value::small(1));
    auto body = [](Kernel& k, Ref<ContextVar> inner) -> Coro {
        Value before = *k.context()->find(inner.get());
        k.context()->set(inner.get(), Value::small(2));
        co_await aio::sleep(k, Value::small(0), none());
        co_return Tuple::make({before, *k.context()->find(inner.get())});
    };
    Value child = task(body(kernel, var));
    kernel.context()->set(var.get(), Value::small(3));
    EXPECT_EQ(run(child), "(1, 2)");
    EXPECT_EQ(repr_string(*kernel.context()->find(var.get())), "3");
}

TEST_F(Library, CopyingAContextSharesItsValuesUntilOneChanges) {
    Ref<ContextVar> var = make_context_var(make_str("v"), Value());
    Ref<Context> original = object::make<Context>();
    original->set(var.get(), Value::small(1));
    Ref<Context> copy = original->copy();
    EXPECT_EQ(copy->snapshot, original->snapshot);
    copy->set(var.get(), Value::small(2));
    EXPECT_NE(copy->snapshot, original->snapshot);
    EXPECT_EQ(repr_string(*original->find(var.get())), "1");
}

}  // namespace
}  // namespace loopscope::kernel::testing
