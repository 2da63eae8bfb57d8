// Runs with simulated threads: left in the middle, stopped early, taken apart, charged for
// computing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "sim/session/session.h"
#include "tests/session/runs.h"

namespace loopscope::session {
namespace {

using testing::HasSubstr;
using trace::Ending;
using trace::Position;

constexpr const char* kWorkers =
    "import threading, time, queue\n"
    "jobs = queue.Queue(2)\n"
    "def work(name):\n"
    "    while (job := jobs.get()) is not None:\n"
    "        time.sleep(job)\n"
    "        print(name, job, time.monotonic())\n"
    "threads = [threading.Thread(target=work, args=(f'w{n}',)) for n in range(3)]\n"
    "for thread in threads: thread.start()\n"
    "for n in (3, 1, 2, 1, None, None, None): jobs.put(n)\n"
    "for thread in threads: thread.join()\n";

std::string output_of(const std::string& source, RunOptions options = {}) {
    std::string text;
    options.on_output = [&text](trace::OutputStream, std::string_view more) { text += more; };
    session_of(source, std::move(options))->produce_all();
    return text;
}

TEST(Threads, PiecesGiveTheSameTraceAsTheWhole) {
    auto whole = session_of(kWorkers);
    whole->produce_all();
    ASSERT_TRUE(whole->outcome());
    EXPECT_EQ(whole->outcome()->ending, Ending::Finished);
    for (Position piece : {1u, 13u, 200u}) {
        auto pieces = session_of(kWorkers);
        while (pieces->is_live()) pieces->produce(piece);
        EXPECT_EQ(trace_of(*whole), trace_of(*pieces)) << piece;
    }
}

TEST(Threads, ARunCanBeAbandonedAnywhere) {
    auto whole = session_of(kWorkers);
    whole->produce_all();
    for (Position at = 1; at < whole->log().size(); at += 37) session_of(kWorkers)->produce(at);
}

TEST(Threads, ABudgetThatEndsInAThreadEndsTheRun) {
    RunOptions options;
    options.steps_max = 1000;
    auto session = session_of(
        "import threading\n"
        "def spin():\n"
        "    while True: pass\n"
        "threading.Thread(target=spin).start()\n",
        options);
    session->produce_all();
    ASSERT_TRUE(session->outcome());
    EXPECT_EQ(session->outcome()->ending, Ending::Budget);
    EXPECT_THAT(session->outcome()->message, HasSubstr("line 3"));
}

TEST(Threads, TheEndOfTimeEndsEveryThread) {
    RunOptions options;
    options.end_seconds = 2.5;
    const std::string text = output_of(
        "import threading, time\n"
        "def tick(name):\n"
        "    try:\n"
        "        while True:\n"
        "            print(name, time.monotonic())\n"
        "            time.sleep(1)\n"
        "    finally: print('never')\n"
        "for name in 'ab': threading.Thread(target=tick, args=(name,)).start()\n",
        options);
    EXPECT_EQ(text, "a 0.0\nb 0.0\na 1.0\nb 1.0\na 2.0\nb 2.0\n");
}

TEST(Threads, ADeadlockNamesTheCircle) {
    auto session = session_of(
        "import threading, time\n"
        "a, b = threading.Lock(), threading.Lock()\n"
        "def take(first, second):\n"
        "    with first:\n"
        "        time.sleep(1)\n"
        "        with second: pass\n"
        "threading.Thread(target=take, args=(a, b), name='one').start()\n"
        "threading.Thread(target=take, args=(b, a), name='two').start()\n");
    session->produce_all();
    ASSERT_TRUE(session->outcome());
    EXPECT_EQ(session->outcome()->ending, Ending::WaitsForEver);
    EXPECT_THAT(session->outcome()->message,
                HasSubstr("thread one waits at line 6 for the threading.Lock of line 2, held by "
                          "thread two; thread two waits at line 6 for the threading.Lock of line "
                          "2, held by thread one; in a circle: thread one → thread two → thread "
                          "one"));
}

/// The events of locks, queues and their kin, as "class kind-of-event detail-or-value".
std::vector<std::string> syncs_told(Session& session) {
    std::vector<std::string> told;
    std::map<std::uint32_t, std::string> names;
    for (Position at = 0; at < session.log().size(); ++at) {
        const trace::Event& event = session.log()[at];
        const auto& schema = trace::schema_of(event.kind);
        if (!schema.name.starts_with("sync")) continue;
        if (event.kind == trace::EventKind::SyncCreated) {
            names[event.a] = session.log().text(event.text);
            continue;
        }
        std::string line = names[event.a] + " " + std::string(schema.name.substr(5));
        if (!schema.detail.empty()) line += " " + std::string(schema.detail_names[event.detail]);
        if (!schema.c.empty()) line += " " + std::to_string(event.c);
        told.push_back(line);
    }
    return told;
}

TEST(ThreadSyncs, AreToldAsThoseOfAsyncioAre) {
    auto session = session_of(
        "import queue, threading, time\n"
        "lock, event, jobs = threading.Lock(), threading.Event(), queue.Queue(1)\n"
        "def work():\n"
        "    with lock: time.sleep(1)\n"
        "    event.wait()\n"
        "    jobs.get()\n"
        "thread = threading.Thread(target=work)\n"
        "thread.start()\n"
        "lock.acquire()\n"
        "lock.release()\n"
        "time.sleep(1)\n"
        "event.set()\n"
        "jobs.put('job')\n"
        "thread.join()\n");
    session->produce_all();
    EXPECT_EQ(
        syncs_told(*session),
        (std::vector<std::string>{"threading.Lock held 1", "threading.Lock waits acquire",
                                  "threading.Lock released 0", "threading.Event waits wait",
                                  "threading.Lock wait_ended woken", "threading.Lock held 1",
                                  "threading.Lock released 0", "threading.Event changed set 1",
                                  "queue.Queue changed put 1", "threading.Event wait_ended woken",
                                  "queue.Queue changed get 0"}));
}

TEST(ThreadSyncs, OfTheLibraryItselfAreNotTold) {
    auto session = session_of(
        "from concurrent.futures import ThreadPoolExecutor\n"
        "import logging\n"
        "with ThreadPoolExecutor(2) as pool:\n"
        "    print(list(pool.map(str, [1, 2])))\n"
        "logging.warning('x')\n");
    session->produce_all();
    EXPECT_TRUE(syncs_told(*session).empty());
}

TEST(ThreadSyncs, SayWhoHoldsAndWhoWaitsInTheStateOfTheProgram) {
    auto session = session_of(
        "import threading, time\n"
        "class Door(threading.Semaphore): pass\n"
        "door = Door(1)\n"
        "def enter():\n"
        "    with door: time.sleep(1)\n"
        "for _ in range(3): threading.Thread(target=enter).start()\n");
    session->produce_all();
    const trace::Timeline& timeline = session->timeline();
    Position at = 0;
    while (timeline.log()[at].kind != trace::EventKind::ClockAdvanced) ++at;
    const trace::ProgramState state = timeline.state_at(at);
    const trace::SyncState* door = state.syncs.find(trace::SyncId{1});
    ASSERT_NE(door, nullptr);
    EXPECT_EQ(timeline.log().text(door->class_name), "Door");
    EXPECT_EQ(door->created_line, 3u);
    ASSERT_EQ(door->holders.size(), 1u);
    EXPECT_EQ(door->holders[0].thread.value, 2u);
    ASSERT_EQ(door->waiters.size(), 2u);
    EXPECT_EQ(door->waiters[1].who.thread.value, 4u);
}

constexpr const char* kBusy =
    "import time\n"
    "def busy(n):\n"
    "    for _ in range(n): pass\n"
    "busy(1000)\n"
    "print(time.monotonic() > 0.001, time.monotonic() < 0.01)\n";

TEST(CostOfComputing, IsNothingUnlessAskedFor) {
    EXPECT_EQ(output_of("import time\nfor _ in range(1000): pass\nprint(time.monotonic())\n"),
              "0.0\n");
}

TEST(CostOfComputing, PassesTimeByTheBytecodeAtEveryLevelOfRecording) {
    RunOptions options;
    options.bytecode_seconds = 1e-6;
    EXPECT_EQ(output_of(kBusy, options), "True True\n");
    const std::string exact = "import time\nfor _ in range(500): pass\nprint(time.monotonic())\n";
    options.level = trace::Level::Variables;
    const std::string with_variables = output_of(exact, options);
    options.level = trace::Level::Loop;
    EXPECT_EQ(output_of(exact, options), with_variables);
    options.level = trace::Level::Off;
    EXPECT_EQ(output_of(exact, options), with_variables);
}

TEST(CostOfComputing, MakesATimerLate) {
    RunOptions options;
    options.bytecode_seconds = 1e-3;
    const std::string text = output_of(
        "import asyncio\n"
        "async def main():\n"
        "    loop = asyncio.get_running_loop()\n"
        "    loop.call_later(0.2, lambda: print(loop.time() > 0.9))\n"
        "    await asyncio.sleep(0.1)\n"
        "    for _ in range(500): pass\n"
        "    await asyncio.sleep(0.1)\n"
        "asyncio.run(main())\n",
        options);
    EXPECT_EQ(text, "True\n");
}

}  // namespace
}  // namespace loopscope::session
