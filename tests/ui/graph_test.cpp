// The graph of who waits for whom, followed through locks to their holders.
#include <gtest/gtest.h>

#include "sim/session/session.h"
#include "tests/session/runs.h"
#include "ui/model/graph_view.h"
#include "ui/model/sync_wait.h"
#include "ui/model/tasks_view.h"
#include "ui/model/why.h"

namespace loopscope::ui {
namespace {

using trace::FutureId;
using trace::Party;
using trace::SyncAct;
using trace::SyncId;
using trace::SyncKind;
using trace::ThreadId;

GraphView at_the_end_of(const std::string& program) {
    const auto session = session::run(program);
    trace::Timeline& t = session->timeline();
    t.seek(t.size() - 1);
    return view_graph(t.state(), t.log(), Strings(), GraphKind::Waits, "");
}

/// "name* → what it waits for" for each row, one space deeper for each step down; `*` for those of
/// a circle, "^" where all below was told before.
std::string told(const GraphView& view) {
    std::string text;
    for (const GraphRow& row : view.rows)
        text += std::string(static_cast<std::size_t>(row.depth), ' ') + row.name +
                (row.in_circle ? "*" : "") + (row.waits.empty() ? "" : " → " + row.waits) +
                (row.again ? "^" : "") + "\n";
    return text;
}

std::string ring_of(const GraphView& view) {
    std::string text;
    for (const RingStop& stop : view.ring)
        text += stop.who.name + (stop.through ? " -" + stop.through->name + "-> " : " -> ");
    return text;
}

TEST(Graph, PhilosophersWaitInACircleThroughTheLocksThatTheyHold) {
    GraphView view = at_the_end_of(R"(import asyncio

async def eat(left, right):
    async with left:
        await asyncio.sleep(1)
        async with right:
            pass

async def main():
    forks = [asyncio.Lock() for _ in range(3)]
    await asyncio.gather(*(eat(forks[i], forks[(i + 1) % 3]) for i in range(3)))

asyncio.run(main())
)");
    EXPECT_EQ(view.circles, 3u);
    EXPECT_EQ(ring_of(view), "Task-2 -Lock-> Task-3 -Lock-> Task-4 -Lock-> ");
    EXPECT_EQ(told(view),
              "Task-1\n gather\n  Task-2*\n   Lock*\n    Task-3*\n     Lock*\n      Task-4*\n"
              "       Lock*\n        Task-2*^\n  Task-3*^\n  Task-4*^\n");
    EXPECT_EQ(view.rows[3].thing, GraphThing::Sync);
    EXPECT_EQ(view.rows[3].detail, "held by Task-3 · line 10");
}

TEST(Graph, ALockStandsBelowEachWhoWaitsForItAndItsHolderBelowItOnce) {
    GraphView view = at_the_end_of(R"(import asyncio

async def use(lock):
    async with lock:
        await asyncio.Event().wait()

async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*(use(lock) for _ in range(3)))

asyncio.run(main())
)");
    EXPECT_EQ(view.circles, 0u);
    EXPECT_TRUE(view.ring.empty());
    EXPECT_EQ(told(view),
              "Task-1\n gather\n  Task-2 → Event · not set\n  Task-3\n   Lock\n    Task-2^\n"
              "  Task-4 → Lock · held by Task-2\n");
}

/// Task-1 and Task-2 hold the only permits of a semaphore; Task-1 waits for it a second time.
trace::ProgramState semaphore(bool second_is_stuck) {
    trace::ProgramState state;
    for (std::uint32_t i : {1u, 2u}) state.tasks.obtain(FutureId{i}).id = FutureId{i};
    trace::SyncState& sync = state.syncs.obtain(SyncId{1});
    sync.id = SyncId{1};
    sync.kind = SyncKind::Semaphore;
    sync.capacity = 2;
    for (std::uint32_t i : {1u, 2u}) sync.holders.push_back(Party{FutureId{i}, {}});
    sync.waiters.push_back({Party{FutureId{1}, {}}, SyncAct::Acquire, 0});
    if (second_is_stuck) sync.waiters.push_back({Party{FutureId{2}, {}}, SyncAct::Acquire, 0});
    return state;
}

TEST(Graph, ASemaphoreMakesACircleOnlyWhenEveryHolderIsStuckInIt) {
    trace::EventLog log;
    auto circles = [&](const trace::ProgramState& state) {
        return view_graph(state, log, Strings(), GraphKind::Waits, "").circles;
    };
    EXPECT_EQ(circles(semaphore(false)), 0u) << "Task-2 can still let go";
    EXPECT_GT(circles(semaphore(true)), 0u);
}

TEST(Graph, ThreadsWaitForEachOthersLocksToo) {
    trace::ProgramState state;
    for (std::uint16_t i : {1, 2}) {
        state.threads.obtain(ThreadId{i}).id = ThreadId{i};
        trace::SyncState& sync = state.syncs.obtain(SyncId{i});
        sync.id = SyncId{i};
        sync.holders.push_back(Party{{}, ThreadId{i}});
    }
    for (std::uint16_t i : {1, 2})
        state.syncs.obtain(SyncId{i}).waiters.push_back(
            {Party{{}, ThreadId{static_cast<std::uint16_t>(3 - i)}}, SyncAct::Acquire, 0});
    trace::EventLog log;
    GraphView view = view_graph(state, log, Strings(), GraphKind::Waits, "");
    EXPECT_EQ(view.circles, 2u);
    ASSERT_EQ(view.ring.size(), 2u);
    EXPECT_EQ(view.ring[0].who.thing, GraphThing::Thread);
    EXPECT_TRUE(view.ring[0].through);
}

TEST(Graph, ADeadlockOfThreadsIsARingAndWhoJoinsThemHangsBelow) {
    GraphView view = at_the_end_of(R"(import threading, time
a, b = threading.Lock(), threading.Lock()

def take(first, second):
    with first:
        time.sleep(1)
        with second:
            pass

one = threading.Thread(target=take, args=(a, b), name='one')
two = threading.Thread(target=take, args=(b, a), name='two')
one.start(); two.start()
one.join()
)");
    EXPECT_EQ(view.circles, 2u);
    EXPECT_EQ(ring_of(view), "one -threading.Lock-> two -threading.Lock-> ");
    EXPECT_EQ(told(view).substr(0, 16), "MainThread\n one*") << told(view);
}

TEST(Graph, GatherTaskGroupAndKinStandAboveTheirTasks) {
    GraphView view = at_the_end_of(R"(import asyncio

async def never():
    await asyncio.get_running_loop().create_future()

async def group():
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(never())
        tasks.create_task(never())

async def many():
    await asyncio.wait([asyncio.create_task(never())])

async def main():
    done = asyncio.create_task(asyncio.sleep(0))
    await asyncio.gather(done, group(), many(), asyncio.shield(never()))

asyncio.run(main())
)");
    EXPECT_EQ(told(view),
              "Task-1\n gather\n  Task-4\n   TaskGroup\n    Task-6 → Future\n    Task-7 → Future\n"
              "  Task-5\n   wait\n    Task-8 → Future\n  shield\n   Task-3 → Future\n");
    EXPECT_EQ(view.rows[1].detail, "1 of 4 has ended · line 16");
}

TEST(Graph, AWaitThatGivesUpInTimeMakesNoCircle) {
    trace::EventLog log;
    for (const char* purpose : {"gather", "wait_for"}) {
        trace::ProgramState state;
        trace::TaskState& task = state.tasks.obtain(FutureId{1});
        task.id = FutureId{1};
        task.waits_for = FutureId{2};
        trace::FutureState& future = state.futures.obtain(FutureId{2});
        future.id = FutureId{2};
        future.purpose = log.texts.intern(purpose);
        future.needs.edit().push_back({trace::NeedKind::Future, 1});
        GraphView view = view_graph(state, log, Strings(), GraphKind::Waits, "");
        EXPECT_EQ(view.circles, std::string_view(purpose) == "gather" ? 1u : 0u);
    }
}

constexpr const char* kQueueOfWaiters = R"(import asyncio

async def use(lock):
    async with lock:
        await asyncio.sleep(9)

async def outer(lock):
    await use(lock)

async def main():
    lock = asyncio.Lock()
    queue = asyncio.Queue()
    await asyncio.gather(use(lock), outer(lock), queue.get())

asyncio.run(main())
)";

/// What a chain says, from its first link to its end.
std::string chain_of(const trace::Timeline& t, std::uint32_t task) {
    TasksView view = view_tasks(t.state(), t.log(), Strings(), FutureId{task}, {});
    std::string text;
    for (const ChainLink& link : view.chain.links) text += link.name + " " + link.detail + "| ";
    return text + view.chain.end;
}

std::unique_ptr<session::Session> at_second_wait(const char* program) {
    auto session = session::run(program);
    trace::Timeline& t = session->timeline();
    trace::Position at = 0;
    while (t.log()[at].kind != trace::EventKind::ThreadBlocked) ++at;
    t.seek(at);
    return session;
}

TEST(AwaitChain, GoesThroughCoroutinesAndALockToItsHolderAndDownToTheTimer) {
    auto s = at_second_wait(kQueueOfWaiters);
    EXPECT_EQ(
        chain_of(s->timeline(), 3),
        "Task-3 outer() → use()| Lock.acquire | Lock line 11| Task-2 use()| sleep(9) | timer | "
        "its timer is due at 9.000 s");
    EXPECT_EQ(chain_of(s->timeline(), 4).substr(0, 7), "Task-4 ");
    EXPECT_NE(chain_of(s->timeline(), 4).find("the queue is empty"), std::string::npos);
}

/// The chain of the task of this name, when "look" has just been printed.
std::string chain_at_look(const std::string& body, const std::string& name) {
    auto session = session::Session::from_source("import asyncio, socket, threading, time\n" + body,
                                                 "program.py");
    EXPECT_TRUE(session);
    session.value()->produce_all();
    trace::Timeline& t = session.value()->timeline();
    trace::Position at = 0;
    while (at + 1 < t.size() && t.log().text(t.log()[at].text) != "look\n") ++at;
    t.seek(at);
    for (const trace::TaskState& task : t.state().tasks)
        if (t.log().text(task.name) == name) return chain_of(t, task.id.value);
    return "no such task";
}

std::string leaf_of(const std::string& coroutine) {
    return chain_at_look(coroutine + R"(
async def main():
    task = asyncio.create_task(wait(), name='it')
    await asyncio.sleep(0.5)
    print('look')
    await task

asyncio.run(main())
)",
                         "it");
}

TEST(AwaitChain, EndsAtTheSocketThatBytesHaveToReach) {
    EXPECT_EQ(leaf_of(R"(
async def wait():
    async def serve(reader, writer):
        await asyncio.sleep(1)
        writer.close()
    server = await asyncio.start_server(serve, '127.0.0.1', 8888)
    reader, writer = await asyncio.open_connection('127.0.0.1', 8888)
    await reader.readline()
)"),
              "it wait()| readuntil | :32768 → :8888 | bytes have to arrive on its socket");
    EXPECT_EQ(leaf_of(R"(
async def wait():
    listener = socket.create_server(('127.0.0.1', 80))
    listener.setblocking(False)
    loop = asyncio.get_running_loop()
    await asyncio.wait_for(loop.sock_accept(listener), 1)
)"),
              "it wait()| wait_for | Task-3 sock_accept()| sock_accept | :80 | "
              "somebody has to connect");
    EXPECT_EQ(leaf_of(R"(
async def wait():
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    loop = asyncio.get_running_loop()
    loop.call_later(1, theirs.send, b'x')
    await loop.sock_recv(ours, 9)
)"),
              "it wait()| sock_recv | socket (fd 6) | bytes have to arrive on its socket");
}

TEST(AwaitChain, EndsAtTheCallTheProcessTheTimerOfAProgramsOwnFuture) {
    EXPECT_EQ(leaf_of(R"(
def work(): time.sleep(1)
async def wait(): await asyncio.to_thread(work)
)"),
              "it wait()| executor | work() | thread asyncio_0 runs it: it has to return");
    EXPECT_EQ(leaf_of(R"(
async def wait():
    process = await asyncio.create_subprocess_exec('sleep', '1')
    await process.wait()
)"),
              "it wait()| Process.wait | process 4243 | the process has to end");
    EXPECT_EQ(leaf_of(R"(
async def wait():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(1, future.set_result, 3)
    await future
)"),
              "it wait()| Future | timer | its timer is due at 1.000 s");
    EXPECT_EQ(leaf_of(R"(
async def wait():
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(1, lambda: future.set_result(3))
    await future
)"),
              "it wait()| Future | pending: the program itself has to set its result");
}

TEST(AwaitChain, ForksAtAGatherAndGoesOnWhereOnlyOneIsLeft) {
    const std::string two = R"(
async def two():
    await asyncio.sleep(2)
async def one():
    await asyncio.sleep(0.1)
async def wait():
    await asyncio.gather(two(), )";
    EXPECT_EQ(leaf_of(two + "two(), one())\n"),
              "it wait()| gather | Task-3, Task-4 | all of its tasks have to end · 1 of 3 has "
              "ended");
    EXPECT_EQ(leaf_of(two + "one())\n"),
              "it wait()| gather | Task-3 two()| sleep(2) | timer | its timer is due at 2.000 s");
    EXPECT_EQ(leaf_of(R"(
async def two(): await asyncio.sleep(2)
async def wait():
    async with asyncio.TaskGroup() as group:
        group.create_task(two(), name='A')
)"),
              "it wait()| TaskGroup | A two()| sleep(2) | timer | its timer is due at 2.000 s");
    EXPECT_EQ(leaf_of(R"(
async def two(): await asyncio.sleep(2)
async def wait():
    for each in asyncio.as_completed([two(), two()]):
        await each
)"),
              "it wait()| as_completed | Task-3, Task-4 | the next of its tasks has to end · 0 of "
              "2 have ended");
}

TEST(AwaitChain, EndsWithWhatHasToHappen) {
    EXPECT_EQ(end_of_purpose("readuntil", Strings()), "bytes have to arrive on its socket");
    EXPECT_EQ(end_of_purpose("gather", Strings()), "all of its tasks have to end");
    EXPECT_EQ(end_of_purpose("wait_for", Strings()), "what it wraps has to end");
    EXPECT_EQ(end_of_purpose("wait", Strings()), "enough of its tasks have to end");
    EXPECT_EQ(end_of_purpose("", Strings()), Strings()("chain.program"));
    auto s = at_second_wait(kQueueOfWaiters);
    EXPECT_NE(chain_of(s->timeline(), 1).find("all of its tasks have to end"), std::string::npos);
}

TEST(Why, AnswersAboutAFutureAndAHandleToo) {
    auto s = at_second_wait(kQueueOfWaiters);
    const trace::Timeline& t = s->timeline();
    trace::NarrationSource source{s->log(), &s->header(), trace::Language::English};
    FutureId sleep, gather;
    for (const trace::FutureState& future : t.state().futures) {
        if (t.log().text(future.purpose) == "sleep(9)") sleep = future.id;
        if (t.log().text(future.purpose) == "gather") gather = future.id;
    }
    WhyView why = view_why(source, t, Strings(), {sleep});
    EXPECT_EQ(why.subject, "sleep(9)");
    ASSERT_EQ(why.sections.size(), 2u);
    EXPECT_EQ(why.sections[0].end, Strings()("chain.timer", {{"when", std::string("9.000")}}));
    why = view_why(source, t, Strings(), {gather});
    EXPECT_EQ(why.sections[0].steps.size(), 3u) << "each child's wait";
    const trace::LoopState* loop = trace::shown_loop(t.state());
    ASSERT_FALSE(loop->scheduled.empty());
    why = view_why(source, t, Strings(), {{}, loop->scheduled[0].handle});
    ASSERT_FALSE(why.sections.empty());
    EXPECT_EQ(t.log()[why.sections.back().steps[0].position].kind, trace::EventKind::HandleCreated);
}

TEST(Why, AWaitForALockLeadsToWhoTookItAndWhatThatWaitsFor) {
    auto s = at_second_wait(kQueueOfWaiters);
    trace::NarrationSource source{s->log(), &s->header(), trace::Language::English};
    WhyView why = view_why(source, s->timeline(), Strings(), {FutureId{3}});
    ASSERT_FALSE(why.sections.empty());
    std::string kinds;
    for (const WhyStep& step : why.sections[0].steps)
        kinds += std::string(trace::schema_of(s->log()[step.position].kind).name) + " ";
    EXPECT_EQ(kinds, "waits sync_held waits handle ");
    EXPECT_EQ(why.sections[0].end, Strings()("chain.timer", {{"when", std::string("9.000")}}));
}

}  // namespace
}  // namespace loopscope::ui
