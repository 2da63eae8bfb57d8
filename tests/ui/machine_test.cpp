// The heap's view, the graph of waiting, and the derivation of the timeout.
#include <gtest/gtest.h>

#include "sim/session/session.h"
#include "tests/session/runs.h"
#include "ui/model/graph_view.h"
#include "ui/model/heap_view.h"

namespace loopscope::ui {
namespace {

using session::run;
using trace::EventKind;
using trace::Position;

Position nth(const session::Session& s, EventKind kind, int n) {
    for (Position at = 0; at < s.log().size(); ++at)
        if (s.log()[at].kind == kind && n-- == 0) return at;
    ADD_FAILURE() << "no such event";
    return 0;
}

const std::string kTimers = R"(import asyncio

async def main():
    tasks = [asyncio.create_task(asyncio.sleep(t)) for t in (3, 1, 2)]
    await asyncio.sleep(0)
    tasks[2].cancel()
    await tasks[0]

asyncio.run(main())
)";

TEST(HeapView, KeepsTheListsOrderMarksTheCancelledAndDerivesTheTimeout) {
    auto s = run(kTimers);
    trace::Timeline& t = s->timeline();
    Strings strings;
    // The second time that select really waits: the cancelled timer has not come to the head yet.
    Position at = nth(*s, EventKind::ThreadBlocked, 0);
    t.seek(at);
    HeapView view = view_heap(t.state(), t.log(), strings);
    ASSERT_EQ(view.count, 3u);
    EXPECT_EQ(view.cells[0].when, "1.000");
    EXPECT_EQ(view.cells[1].when, "3.000");
    EXPECT_EQ(view.cells[2].when, "2.000");
    EXPECT_EQ(view.cancelled, 1u);
    EXPECT_TRUE(view.cells[2].cancelled);
    EXPECT_EQ(view.derivation_title, strings("heap.chosen"));
    ASSERT_EQ(view.derivation.size(), 3u);
    EXPECT_EQ(view.derivation[1], "`= min(max(0, 1.000 − 0.000), 86400)`");
    EXPECT_EQ(view.derivation[2], "`= 1.000 s`");
}

TEST(HeapView, AFullReadyQueueMakesTheTimeoutNought) {
    auto s = run(kTimers);
    trace::Timeline& t = s->timeline();
    t.seek(nth(*s, EventKind::BatchBegan, 0));
    Strings strings;
    EXPECT_EQ(view_heap(t.state(), t.log(), strings).derivation.back(), "`timeout = 0`");
}

TEST(HeapView, TheTreeKeepsChildrenBelowTheirParents) {
    Rect area{0, 0, 400, 200};
    EXPECT_EQ(heap_levels(0), 0u);
    EXPECT_EQ(heap_levels(1), 1u);
    EXPECT_EQ(heap_levels(3), 2u);
    EXPECT_EQ(heap_levels(4), 3u);
    for (std::size_t i = 1; i < 15; ++i) {
        Point child = heap_place(i, 15, area);
        Point parent = heap_place((i - 1) / 2, 15, area);
        EXPECT_GT(child.y, parent.y);
        EXPECT_LT(std::abs(child.x - parent.x), 110);
        EXPECT_TRUE(area.contains(child));
    }
}

TEST(GraphView, ACircleOfTasksIsMarkedAndOthersHangBelowWhatTheyWaitFor) {
    auto s = run(R"(import asyncio
box = {}

async def circle(name):
    await box[name]

async def sleeper():
    await asyncio.sleep(1)

async def main():
    box['a'] = asyncio.create_task(circle('b'))
    box['b'] = asyncio.create_task(circle('a'))
    task = asyncio.create_task(sleeper())
    await task

asyncio.run(main())
)");
    trace::Timeline& t = s->timeline();
    t.seek(nth(*s, EventKind::ThreadBlocked, 0));
    Strings strings;
    GraphView view = view_graph(t.state(), t.log(), strings, GraphKind::Waits, "");
    EXPECT_EQ(view.circles, 2u);
    std::string told;
    for (const GraphRow& row : view.rows)
        told += std::string(static_cast<std::size_t>(row.depth), ' ') + row.name +
                (row.in_circle ? "*" : "") + "\n";
    EXPECT_EQ(told, "Task-1\n Task-4\nTask-2*\n Task-3*\n  Task-2*\n");
    GraphView parents = view_graph(t.state(), t.log(), strings, GraphKind::Parents, "");
    ASSERT_EQ(parents.rows.size(), 4u);
    EXPECT_EQ(parents.rows[0].name, "Task-1");
    EXPECT_EQ(parents.rows[3].depth, 1);
    GraphView filtered = view_graph(t.state(), t.log(), strings, GraphKind::Waits, "SLEEPER");
    ASSERT_EQ(filtered.rows.size(), 2u);
}

}  // namespace
}  // namespace loopscope::ui
