// What runs that can never go on say: who waits for what, and in which circles.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "sim/session/session.h"
#include "sim/trace/narration.h"
#include "tests/session/runs.h"

namespace loopscope::session {
namespace {

using testing::HasSubstr;
using testing::Not;
using trace::Ending;

std::unique_ptr<Session> stuck_run(const std::string& source, trace::Level level) {
    RunOptions options;
    options.level = level;
    auto session = run(source, std::move(options));
    EXPECT_TRUE(session->outcome());
    EXPECT_EQ(session->outcome()->ending, Ending::WaitsForEver);
    return session;
}

/// The same message, whether anything is recorded or not.
std::string message_of(const std::string& source) {
    const std::string message = stuck_run(source, trace::Level::Loop)->outcome()->message;
    EXPECT_EQ(stuck_run(source, trace::Level::Off)->outcome()->message, message);
    return message;
}

std::string told_in(trace::Language language, const std::string& source) {
    auto session = stuck_run(source, trace::Level::Loop);
    const trace::ProgramState state = session->timeline().state_at(session->timeline().size() - 1);
    return trace::plain_text(
        trace::tell_waiting({session->log(), &session->header(), language}, state));
}

const std::string kTasks =
    "import asyncio\n"
    "async def take(first, second):\n"
    "    async with first:\n"
    "        await asyncio.sleep(1)\n"
    "        async with second: pass\n"
    "async def main():\n"
    "    a, b = asyncio.Lock(), asyncio.Lock()\n"
    "    await asyncio.gather(take(a, b), take(b, a))\n"
    "asyncio.run(main())\n";

TEST(Deadlock, OfTasksNamesLocksHoldersAndTheCircle) {
    EXPECT_THAT(message_of(kTasks),
                HasSubstr("Task-1 (main()) waits at line 8 for gather; Task-2 (take()) waits at "
                          "line 5 for the asyncio.Lock of line 7, held by Task-3; Task-3 (take()) "
                          "waits at line 5 for the asyncio.Lock of line 7, held by Task-2; in a "
                          "circle: Task-2 (take()) → Task-3 (take()) → Task-2 (take())"));
}

TEST(Deadlock, IsToldInBothLanguages) {
    EXPECT_EQ(told_in(trace::Language::English, kTasks),
              "Task-1 main() waits for gather. Task-2 take() waits for asyncio.Lock 2 of line 7, "
              "held by Task-3 take(). Task-3 take() waits for asyncio.Lock 1 of line 7, held by "
              "Task-2 take(). Task-2 take() and Task-3 take() wait for each other in a circle: "
              "none of them can ever go on.");
    EXPECT_THAT(told_in(trace::Language::Chinese, kTasks),
                HasSubstr("Task-2 take() 等待第 7 行的 asyncio.Lock 2，它由 Task-3 take() 持有。"));
    EXPECT_THAT(told_in(trace::Language::Chinese, kTasks), HasSubstr("互相等待，形成一个环"));
}

TEST(Deadlock, OfThreadsThatJoinEachOther) {
    EXPECT_THAT(message_of("import threading\n"
                           "main = threading.current_thread()\n"
                           "thread = threading.Thread(target=main.join, name='one')\n"
                           "thread.start()\n"
                           "thread.join()\n"),
                HasSubstr("thread MainThread waits at line 5 for thread one to end; thread one "
                          "waits for thread MainThread to end; in a circle: thread MainThread → "
                          "thread one → thread MainThread"));
}

TEST(Deadlock, OfALockThatItsHolderWantsAgain) {
    const std::string message =
        message_of("import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()\n");
    EXPECT_THAT(message, HasSubstr("thread MainThread waits at line 4 for the threading.Lock of "
                                   "line 2 that it holds itself"));
    EXPECT_THAT(message, Not(HasSubstr("circle")));
}

TEST(Deadlock, OfAResultThatOnlyTheWaitingThreadCouldBring) {
    EXPECT_THAT(message_of("import asyncio\n"
                           "async def one(): return 1\n"
                           "async def main():\n"
                           "    loop = asyncio.get_running_loop()\n"
                           "    asyncio.run_coroutine_threadsafe(one(), loop).result()\n"
                           "asyncio.run(main())\n"),
                HasSubstr("thread MainThread in Task-1 waits at line 5 for Future.result, which is "
                          "up to itself"));
    EXPECT_THAT(message_of("from concurrent.futures import ThreadPoolExecutor\n"
                           "pool = ThreadPoolExecutor(1)\n"
                           "def outer(): return pool.submit(int).result()\n"
                           "pool.submit(outer).result()\n"),
                HasSubstr("waits at line 4 for Future.result, which is up to thread "
                          "ThreadPoolExecutor-0_0; thread ThreadPoolExecutor-0_0 waits at line 3 "
                          "for Future.result, which is up to itself"));
}

TEST(Deadlock, OfATaskWhoseThreadIsBlocked) {
    EXPECT_THAT(message_of("import asyncio, threading\n"
                           "lock = threading.Lock()\n"
                           "async def hold():\n"
                           "    with lock: await asyncio.sleep(1)\n"
                           "async def main():\n"
                           "    task = asyncio.create_task(hold())\n"
                           "    await asyncio.sleep(0)\n"
                           "    lock.acquire()\n"
                           "asyncio.run(main())\n"),
                HasSubstr("thread MainThread in Task-1 waits at line 8 for the threading.Lock of "
                          "line 2, held by Task-2; Task-2 (hold()) waits at line 4 for its turn: "
                          "thread MainThread, which runs its loop, is blocked; in a circle"));
}

struct Lonely {
    const char* program;
    const char* told;
};

void PrintTo(const Lonely& lonely, std::ostream* out) { *out << lonely.told; }

class WaitingAlone : public testing::TestWithParam<Lonely> {};

TEST_P(WaitingAlone, SaysForWhat) {
    EXPECT_THAT(message_of(GetParam().program), HasSubstr(GetParam().told));
}

INSTANTIATE_TEST_SUITE_P(
    Deadlock, WaitingAlone,
    testing::Values(
        Lonely{"import queue\nqueue.Queue().get()\n",
               "waits at line 2 for an item in the queue.Queue of line 2"},
        Lonely{"import queue\nqueue.SimpleQueue().get()\n",
               "for an item in the queue.SimpleQueue of line 2"},
        Lonely{"import queue\nq = queue.LifoQueue(1)\nq.put(1)\nq.put(2)\n",
               "for room in the queue.LifoQueue of line 2, which holds 1 of 1"},
        Lonely{"import queue\nq = queue.Queue()\nq.put(1)\nq.join()\n",
               "for all items of the queue.Queue of line 2 to be done"},
        Lonely{"import threading\nthreading.Event().wait()\n",
               "for the threading.Event of line 2 to be set"},
        Lonely{"import threading\nthreading.Barrier(3).wait()\n",
               "for the others at the threading.Barrier of line 2 (1 of 3 are there)"},
        Lonely{"import threading\nc = threading.Condition()\nwith c: c.wait()\n",
               "for a notify of the threading.Condition of line 2"},
        Lonely{"import threading\ns = threading.Semaphore(0)\ns.acquire()\n",
               "for the threading.Semaphore of line 2"},
        Lonely{"import threading\nl = threading.Lock()\n"
               "t = threading.Thread(target=l.acquire)\nt.start()\nt.join()\nl.acquire()\n",
               "for the threading.Lock of line 2, held by a thread that has ended"},
        Lonely{"import socket\na, b = socket.socketpair()\na.recv(1)\n", "at line 3 for recv"},
        Lonely{
            "import subprocess\np = subprocess.Popen(['cat'], stdin=subprocess.PIPE)\np.wait()\n",
            "for process 4243 to end; process 4243 (cat) waits for read"},
        Lonely{"import asyncio\nasync def main():\n"
               "    await asyncio.get_running_loop().create_future()\nasyncio.run(main())\n",
               "Task-1 (main()) waits at line 3 for a future that nobody resolves"},
        Lonely{"import asyncio\nasync def main():\n    await asyncio.Queue().get()\n"
               "asyncio.run(main())\n",
               "for an item in the asyncio.Queue of line 3"},
        Lonely{"import asyncio\nasync def main():\n    await asyncio.Barrier(2).wait()\n"
               "asyncio.run(main())\n",
               "for the others at the asyncio.Barrier of line 3 (1 of 2 are there)"}));

TEST(Deadlock, OfManyTellsOfSomeAndCountsTheOthers) {
    EXPECT_THAT(message_of("import threading\n"
                           "gate = threading.Event()\n"
                           "for _ in range(100): threading.Thread(target=gate.wait).start()\n"),
                HasSubstr("; 77 more wait"));
}

}  // namespace
}  // namespace loopscope::session
