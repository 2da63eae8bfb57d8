// Two runs on one clock, misconceptions, and what the machine's tab says.
#include <gtest/gtest.h>

#include <algorithm>

#include "sim/session/session.h"
#include "ui/model/compare_view.h"
#include "ui/model/hints.h"
#include "ui/model/machine_view.h"

namespace loopscope::ui {
namespace {

std::unique_ptr<session::Session> run(const std::string& program) {
    auto session = session::Session::from_source(program, "program.py");
    EXPECT_TRUE(session);
    session.value()->produce_all();
    return std::move(session).value();
}

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
    index.update(s->timeline(), "program.py", s->log().size());
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

TEST(MachineView, SaysWhoRunsAndWhoWaitsAtWhat) {
    auto s = run(R"(import asyncio

async def worker(lock):
    async with lock:
        await asyncio.sleep(1)

async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*[worker(lock) for _ in range(3)])

asyncio.run(main())
)");
    trace::Timeline& t = s->timeline();
    trace::Position at = 0;
    while (t.log()[at].kind != trace::EventKind::ThreadBlocked) ++at;
    t.seek(at);
    Strings strings;
    MachineView view = view_machine(t.state(), t.log(), strings);
    ASSERT_EQ(view.groups.size(), 3u);
    ASSERT_FALSE(view.groups[0].cards.empty());
    EXPECT_EQ(view.groups[0].cards[0].state, "blocked until 1.000 s");
    bool lock = false;
    for (const MachineCard& card : view.groups[1].cards) {
        bool two = card.waiters.size() == 2 && card.waiters[0].text == "Task-3" &&
                   card.waiters[1].text == "Task-4";
        lock = lock || (card.name == "Lock.acquire" && two);
    }
    EXPECT_TRUE(lock);
}

}  // namespace
}  // namespace loopscope::ui
