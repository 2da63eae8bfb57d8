// The timeline's groups: threads, several loops, and what each thread did.
#include <gtest/gtest.h>

#include "sim/session/session.h"
#include "tests/session/runs.h"
#include "ui/model/timeline_groups.h"

namespace loopscope::ui {
namespace {

using session::run;

const std::string kThreads = R"(import asyncio, threading, time

async def main(n):
    await asyncio.gather(*[asyncio.sleep(i) for i in range(n)])

def other():
    asyncio.run(main(2))

t = threading.Thread(target=other, name="other")
t.start()
asyncio.run(main(1))
t.join()

async def work():
    await asyncio.to_thread(time.sleep, 1)

asyncio.run(work())
)";

std::string told(const TimelineGroups& groups) {
    std::string text;
    for (const TimelineGroups::Group& g : groups.groups())
        text += g.name + ":" + std::to_string(g.tasks.size()) + (g.turns.empty() ? "" : "*") + "\n";
    return text;
}

TEST(TimelineGroups, EachLoopHasAGroupAndSoHasAThreadWithoutOne) {
    auto s = run(kThreads);
    TimelineGroups groups;
    while (!groups.update(s->timeline(), 100)) {
    }
    EXPECT_TRUE(groups.grouped());
    EXPECT_EQ(told(groups),
              "MainThread:4*\nother:5*\nMainThread · 2:3*\nasyncio_0:0\n"
              "Thread-1 (_do_shutdown):0\n");
}

TEST(TimelineGroups, OneLoopInOneThreadIsNotGrouped) {
    auto s = run("import asyncio\nasyncio.run(asyncio.sleep(1))\n");
    TimelineGroups groups;
    groups.update(s->timeline(), 1'000'000);
    EXPECT_FALSE(groups.grouped());
}

TEST(TimelineGroups, AFoldedGroupKeepsItsHeaderAlone) {
    auto s = run(kThreads);
    TimelineGroups groups;
    groups.update(s->timeline(), 1'000'000);
    std::size_t all = groups.rows({}).size();
    EXPECT_EQ(all, 5u + 12u);
    std::size_t folded = groups.rows({groups.groups()[1].key}).size();
    EXPECT_EQ(all - folded, groups.groups()[1].tasks.size());
    EXPECT_EQ(groups.rows({}).size(), all);
}

TEST(TimelineGroups, AThreadsBarsSayWhenItIsBlockedAndItsJobsWhatItWasGiven) {
    auto s = run(kThreads);
    TimelineGroups groups;
    groups.update(s->timeline(), 1'000'000);
    TimeAxis axis;
    axis.update(s->timeline());
    AxisView all{0, axis.length()};
    const TimelineGroups::Group& worker = groups.groups()[3];
    auto jobs = groups.jobs(worker, axis, all, s->log());
    ASSERT_EQ(jobs.size(), 1u);
    EXPECT_EQ(jobs[0].name, "sleep");
    auto bars = groups.bars(worker, axis, all, 0.01);
    bool blocked = false;
    for (const BarView& bar : bars) {
        EXPECT_GT(bar.to, bar.from);
        blocked = blocked || (bar.activity == trace::Activity::Waiting &&
                              bar.from >= jobs[0].from && bar.to <= jobs[0].to);
    }
    EXPECT_TRUE(blocked);
    EXPECT_GE(bars.front().from, axis.unit(0) + 1) << "it did not live before it was started";
    // From afar there are no more bars than room.
    EXPECT_LE(groups.bars(groups.groups()[0], axis, all, axis.length() / 50).size(), 102u);
}

TEST(TimelineGroups, OfSeveralLoopsInAThreadEachHasItsOwnStretchOfTheBand) {
    auto s = run(R"(import asyncio

async def main():
    await asyncio.sleep(1)

for turn in range(3):
    asyncio.run(main())
)");
    const trace::Timeline& timeline = s->timeline();
    TimelineGroups groups;
    groups.update(timeline, timeline.size());
    TimeAxis axis;
    axis.update(timeline);
    ASSERT_EQ(groups.groups().size(), 3u);
    double before = 0;
    for (const TimelineGroups::Group& group : groups.groups()) {
        auto bars = groups.bars(group, axis, fit_view(axis), 0.01);
        ASSERT_FALSE(bars.empty());
        EXPECT_GE(bars.front().from, before) << group.name;
        before = bars.back().to;
        EXPECT_LT(before - bars.front().from, axis.length() * 0.4) << group.name;
    }
}

}  // namespace
}  // namespace loopscope::ui
