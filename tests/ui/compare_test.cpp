// Two runs on one clock, misconceptions, and what the machine's tab says.
#include <gtest/gtest.h>

#include <algorithm>

#include "sim/session/session.h"
#include "tests/session/runs.h"
#include "ui/model/compare_view.h"
#include "ui/model/hints.h"
#include "ui/model/machine_view.h"

namespace loopscope::ui {
namespace {

using session::run;

const std::string kRow = R"(import asyncio

async def say(word, seconds):
    await asyncio.sleep(seconds)
    print(word)

async def main():
    await say('hello', 1)
    await say('world', 2)

asyncio.run(main())
)";

std::string together() {
    std::string text = kRow;
    text.replace(text.find("    await say('hello'"), std::string::npos,
                 "    await asyncio.gather(say('hello', 1), say('world', 2))\n\n"
                 "asyncio.run(main())\n");
    return text;
}

std::vector<HintKind> hints_of(const std::string& program) {
    auto s = run(program);
    SourceIndex index;
    index.update(s->timeline(), SourceFiles("program.py"), s->log().size());
    Hints hints;
    hints.update(s->timeline(), index, s->log().size());
    std::vector<HintKind> kinds;
    for (const Hint& hint : hints.all()) kinds.push_back(hint.kind);
    return kinds;
}

bool tells(const std::string& program, HintKind kind) {
    std::vector<HintKind> kinds = hints_of(program);
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

TEST(Compare, OneClockRunsThroughBothAndDifferencesAreMarked) {
    auto a = run(kRow);
    auto b = run(together());
    a->timeline().seek(a->log().size() - 1);
    b->timeline().seek(b->log().size() - 1);
    CompareView view = view_compare(a->timeline(), b->timeline());
    EXPECT_EQ(view.sides[0].duration, 3);
    EXPECT_EQ(view.sides[1].duration, 2);
    EXPECT_EQ(view.length, 3);
    EXPECT_EQ(view.sides[0].tasks, 1u);
    EXPECT_EQ(view.sides[1].tasks, 3u);
    ASSERT_EQ(view.sides[0].output.size(), 2u);
    EXPECT_FALSE(view.sides[0].output[0].differs) << "hello at 1 s in both";
    EXPECT_TRUE(view.sides[0].output[1].differs) << "world at 3 s and at 2 s";
    EXPECT_TRUE(view.sides[1].output[1].differs);
}

TEST(Compare, AnExtraLineIsTheOnlyOneThatDiffers) {
    auto line = [](double time, std::string text, trace::Position at) {
        return OutputLine{time, std::move(text), false, true, at};
    };
    std::vector<OutputLine> a{line(0, "one", 1), line(1, "two", 2), line(2, "three", 3)};
    std::vector<OutputLine> b{line(0, "zero", 4), line(0, "one", 5), line(1.5, "two", 6),
                              line(2, "three", 7)};
    auto differing = differing_lines(a, b);
    EXPECT_EQ(differing[0], std::vector<trace::Position>{2}) << "two comes at another time";
    EXPECT_EQ(differing[1], (std::vector<trace::Position>{4, 6}));
    EXPECT_TRUE(differing_lines(a, a)[0].empty());
    EXPECT_EQ(differing_lines(a, {})[0].size(), 3u);
}

TEST(Compare, BarsAreExactWhereFewAndOneAColumnWhereMany) {
    auto few = run(kRow);
    auto many =
        run("import asyncio\nasync def busy():\n    for _ in range(5000):\n"
            "        await asyncio.sleep(0.0001)\n    await asyncio.sleep(2.5)\n"
            "asyncio.run(busy())\n");
    CompareView view = view_compare(few->timeline(), many->timeline());
    const std::vector<ClockBar>& bars = view.sides[0].rows.at(0).bars;
    ASSERT_EQ(bars.size(), 5u) << "it runs, waits, runs, waits and runs";
    EXPECT_EQ(bars[1].from, 0);
    EXPECT_EQ(bars[1].to, 1);
    EXPECT_EQ(bars[3].to, 3);
    for (const ClockBar& bar : bars) EXPECT_FALSE(bar.crowded);
    const std::vector<ClockBar>& dense = view.sides[1].rows.at(0).bars;
    ASSERT_EQ(dense.size(), 4u) << "it runs, runs often, waits and runs";
    EXPECT_TRUE(dense[1].crowded);
    EXPECT_EQ(dense[1].activity, trace::Activity::Running);
    EXPECT_NEAR(dense[1].to, 0.5, 0.01);
    EXPECT_NEAR(dense.back().to, 3, 0.01);
    EXPECT_NEAR(view.sides[1].rows[0].end, 3, 0.01);
}

TEST(Compare, APositionOnTheClockIsTheLastEventAtThatTime) {
    auto s = run(kRow);
    trace::Timeline& t = s->timeline();
    trace::Position at = position_on_clock(t, 0.5, 1);
    EXPECT_EQ(t.log()[at].time, 0);
    EXPECT_GT(t.log()[at + 1].time, 0.5);
    at = position_on_clock(t, 1, 0);
    EXPECT_EQ(t.log()[at].time, 1);
    EXPECT_LT(t.log()[at - 1].time, 1);
    EXPECT_EQ(part_of_instant(t, at), 0);
    EXPECT_EQ(position_on_clock(t, 99, 1), t.size() - 1);
}

TEST(Hints, MisconceptionsAreSpotted) {
    EXPECT_TRUE(
        tells("import asyncio\nasync def f():\n    pass\nasync def main():\n    f()\n"
              "asyncio.run(main())\n",
              HintKind::NeverAwaited));
    EXPECT_TRUE(
        tells("import asyncio, time\nasync def main():\n    time.sleep(1)\n"
              "asyncio.run(main())\n",
              HintKind::BlockingCall));
    EXPECT_TRUE(
        tells("import asyncio\nasync def main():\n    await asyncio.sleep(1)\n"
              "    await asyncio.sleep(2)\nasyncio.run(main())\n",
              HintKind::AwaitsInRow));
    EXPECT_TRUE(
        tells("import asyncio\nasync def main():\n    while True:\n"
              "        await asyncio.sleep(0)\n        if n.append(1) or len(n) > 40: break\n"
              "n = []\nasyncio.run(main())\n",
              HintKind::SleepZeroLoop));
    EXPECT_TRUE(
        tells("import asyncio\nasync def stubborn():\n    try:\n"
              "        await asyncio.sleep(9)\n    except asyncio.CancelledError:\n"
              "        pass\nasync def main():\n    t = asyncio.create_task(stubborn())\n"
              "    await asyncio.sleep(1)\n    t.cancel()\n    await t\n"
              "asyncio.run(main())\n",
              HintKind::SwallowedCancel));
}

TEST(Hints, AGoodProgramIsLeftInPeace) { EXPECT_TRUE(hints_of(together()).empty()); }

/// The card of a name that begins so, at the first moment at which the whole machine waits for
/// the n-th time.
struct MachineMoment {
    std::unique_ptr<session::Session> session;
    MachineView view;

    MachineMoment(const std::string& program, int n) : session(run(program)) {
        trace::Timeline& t = session->timeline();
        trace::Position at = 0;
        while (t.log()[at].kind != trace::EventKind::ThreadBlocked || n-- > 0) ++at;
        t.seek(at);
        view = view_machine(t.state(), t.log(), Strings());
    }
    const MachineCard* card(std::string_view name) const {
        for (const MachineGroup& group : view.groups)
            for (const MachineCard& card : group.cards)
                if (card.name.starts_with(name)) return &card;
        ADD_FAILURE() << "no card " << name;
        return nullptr;
    }
};

std::string names(const std::vector<MachineChip>& chips) {
    std::string text;
    for (const MachineChip& chip : chips) text += chip.text + " ";
    return text;
}

TEST(MachineView, SaysWhoRunsWhoHoldsALockAndWhoWaitsForIt) {
    MachineMoment m(R"(import asyncio

async def worker(lock):
    async with lock:
        await asyncio.sleep(1)

async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*[worker(lock) for _ in range(3)])

asyncio.run(main())
)",
                    0);
    const MachineCard* thread = m.card("MainThread");
    ASSERT_TRUE(thread);
    EXPECT_EQ(thread->state, "blocked until 1.000 s");
    const MachineCard* lock = m.card("asyncio.Lock");
    ASSERT_TRUE(lock);
    EXPECT_EQ(names(lock->holders), "Task-2 ");
    EXPECT_EQ(names(lock->waiters), "Task-3 Task-4 ");
    EXPECT_EQ(lock->state, "held · 2 wait");
    EXPECT_EQ(lock->name_short, "Lock · line 8") << "in a narrow panel what it is stays whole";
    EXPECT_EQ(lock->state_short, "held");
}

TEST(MachineView, WhoWaitsForASocketStandsOnItsCard) {
    MachineMoment m(R"(import asyncio

async def serve(reader, writer):
    await reader.read(9)

async def client():
    reader, writer = await asyncio.open_connection('127.0.0.1', 8888)
    await reader.read(9)

async def main():
    server = await asyncio.start_server(serve, '127.0.0.1', 8888)
    task = asyncio.create_task(client(), name='client')
    await asyncio.sleep(1)

asyncio.run(main())
)",
                    0);
    const MachineCard* connection = m.card(":32768 → :8888");
    ASSERT_TRUE(connection);
    EXPECT_EQ(names(connection->waiters), "client Task-5 ") << "the other end's reader too";
    for (const MachineGroup& group : m.view.groups)
        for (const MachineCard& card : group.cards) EXPECT_NE(card.name, "read") << "told once";
}

TEST(MachineView, SaysHowFullAQueueIsAndWhoWaitsToPut) {
    MachineMoment m(R"(import asyncio

async def main():
    queue = asyncio.Queue(2)
    async def put():
        for i in range(5):
            await queue.put(i)
    task = asyncio.create_task(put())
    await asyncio.sleep(1)

asyncio.run(main())
)",
                    0);
    const MachineCard* queue = m.card("asyncio.Queue");
    ASSERT_TRUE(queue && queue->fill);
    EXPECT_EQ(queue->fill->size, 2u);
    EXPECT_EQ(queue->fill->size_max, 2u);
    EXPECT_EQ(names(queue->waiters), "Task-2 ");
}

TEST(MachineView, SaysWhatAnExecutorsWorkersDoAndWhatIsQueued) {
    MachineMoment m(R"(import asyncio, time
from concurrent.futures import ThreadPoolExecutor

def job(n):
    time.sleep(1)

async def main():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(2) as pool:
        await asyncio.gather(*[loop.run_in_executor(pool, job, i) for i in range(5)])

asyncio.run(main())
)",
                    4);
    const MachineCard* pool = nullptr;
    for (const MachineGroup& group : m.view.groups)
        for (const MachineCard& card : group.cards)
            if (!card.slots.empty()) pool = &card;
    ASSERT_TRUE(pool);
    ASSERT_EQ(pool->slots.size(), 2u);
    EXPECT_EQ(pool->slots[0].job, "job");
    EXPECT_EQ(pool->slots[1].job, "job");
    EXPECT_EQ(pool->queue.size(), 3u);
    EXPECT_EQ(pool->state, "2 of 2 busy · 3 queued");
}

TEST(MachineView, AConnectionIsOneCardWithWhatGoesEachWay) {
    auto s = run(R"(import asyncio

async def serve(reader, writer):
    writer.write(await reader.read(100))
    await writer.drain()
    writer.close()

async def main():
    server = await asyncio.start_server(serve, '127.0.0.1', 8080)
    reader, writer = await asyncio.open_connection('127.0.0.1', 8080)
    writer.write(b'hello')
    await reader.read(100)
    writer.close()

asyncio.run(main())
)");
    trace::Timeline& t = s->timeline();
    bool sent = false;
    for (trace::Position at = 0; at < t.size() && !sent; ++at) {
        if (t.log()[at].kind != trace::EventKind::BytesArrived) continue;
        t.seek(at);
        MachineView view = view_machine(t.state(), t.log(), Strings());
        for (const MachineGroup& group : view.groups) {
            for (const MachineCard& card : group.cards) {
                if (card.flows.size() != 2) continue;
                sent = true;
                EXPECT_NE(card.flows[0].text.find("5 B"), std::string::npos) << card.flows[0].text;
                EXPECT_GT(card.flows[0].part, 0);
                EXPECT_EQ(card.flows[1].part, 0);
            }
        }
    }
    EXPECT_TRUE(sent);
}

TEST(MachineView, WhatARecorderCouldNotSeeIsTold) {
    auto s = run("print(1)\n");
    MachineView view = view_machine(s->timeline().state(), s->log(), Strings(), "the sockets");
    ASSERT_FALSE(view.groups.empty());
    EXPECT_EQ(view.groups.back().cards.front().name, "the sockets");
}

}  // namespace
}  // namespace loopscope::ui
