// Sessions: events on demand, budgets, traces that are read back, and seeks by any path.
#include "sim/session/session.h"
#include "tests/session/runs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

namespace loopscope::session {
namespace {

using testing::HasSubstr;
using trace::Ending;
using trace::Position;

constexpr const char* kTwoTasks =
    "import asyncio\n"
    "async def child(name, delay):\n"
    "    await asyncio.sleep(delay)\n"
    "    print(name)\n"
    "    return name\n"
    "async def main():\n"
    "    tasks = [asyncio.create_task(child(f'c{i}', i % 3)) for i in range(6)]\n"
    "    print(await asyncio.gather(*tasks))\n"
    "asyncio.run(main())\n";

TEST(Session, ProducesEventsOnDemand) {
    auto session = session_of(
        "import asyncio\nasync def main():\n    while True:\n        await "
        "asyncio.sleep(1)\nasyncio.run(main())\n");
    EXPECT_TRUE(session->is_live());
    EXPECT_LE(session->log().size(), 1u);  // The main thread at most: no line of the program.
    session->produce(100);
    EXPECT_GE(session->log().size(), 100u);
    EXPECT_LT(session->log().size(), 200u);
    EXPECT_TRUE(session->is_live());
    session->produce(1000);
    EXPECT_GE(session->timeline().size(), 1100u);
}

TEST(Session, PiecesGiveTheSameTraceAsTheWhole) {
    auto whole = session_of(kTwoTasks);
    whole->produce_all();
    for (Position piece : {1u, 7u, 64u}) {
        auto pieces = session_of(kTwoTasks);
        while (pieces->is_live()) pieces->produce(piece);
        EXPECT_EQ(trace_of(*whole), trace_of(*pieces)) << piece;
    }
}

TEST(Session, AbandoningARunRunsNoMoreOfTheProgram) {
    std::string output;
    RunOptions options;
    options.on_output = [&](trace::OutputStream, std::string_view text) { output += text; };
    {
        auto session = session_of(
            "import asyncio\nasync def main():\n    try:\n        await asyncio.sleep(5)\n    "
            "finally:\n"
            "        print('finally')\nasyncio.run(main())\n",
            options);
        session->produce(40);
        EXPECT_TRUE(session->is_live());
    }
    EXPECT_EQ(output, "");
}

TEST(Session, EndsAreToldApart) {
    auto ending = [](const char* source, RunOptions options = {}) {
        auto session = session_of(source, std::move(options));
        session->produce_all();
        return *session->outcome();
    };
    EXPECT_EQ(ending("x = 1\n").ending, Ending::Finished);
    EXPECT_EQ(ending("x = 1\n").status, 0);
    EXPECT_EQ(ending("1 / 0\n").ending, Ending::Failed);
    EXPECT_EQ(ending("1 / 0\n").status, 1);
    EXPECT_EQ(ending("import sys\nsys.exit(5)\n").ending, Ending::Exited);
    EXPECT_EQ(ending("import sys\nsys.exit(5)\n").status, 5);

    RunOptions few_steps;
    few_steps.steps_max = 10'000;
    Outcome spin = ending("while True:\n    pass\n", few_steps);
    EXPECT_EQ(spin.ending, Ending::Budget);
    EXPECT_EQ(spin.status, 3);
    EXPECT_THAT(spin.message, HasSubstr("10,000 steps"));

    Outcome waits = ending(
        "import asyncio\nasync def main():\n    await "
        "asyncio.get_running_loop().create_future()\nasyncio.run(main())\n");
    EXPECT_EQ(waits.ending, Ending::WaitsForEver);
    EXPECT_EQ(waits.status, 3);
    EXPECT_THAT(waits.message, HasSubstr("Task-1"));

    const char* ticks =
        "import asyncio\nasync def main():\n    while True:\n        await "
        "asyncio.sleep(1)\nasyncio.run(main())\n";
    RunOptions until;
    until.end_seconds = 10;
    EXPECT_EQ(ending(ticks, until).ending, Ending::Budget);
    RunOptions few_events;
    few_events.events_max = 500;
    Outcome many = ending(ticks, few_events);
    EXPECT_EQ(many.ending, Ending::Budget);
    EXPECT_THAT(many.message, HasSubstr("500 events"));
}

TEST(Session, TheLastEventSaysHowItEnded) {
    auto session = session_of("1 / 0\n");
    session->produce_all();
    const trace::Event& last = session->log()[session->log().size() - 1];
    EXPECT_EQ(last.kind, trace::EventKind::RunEnded);
    EXPECT_EQ(last.a, 1u);
}

TEST(Session, ASavedTraceOpensAsTheSameTrace) {
    auto session = session_of(kTwoTasks);
    session->produce_all();
    for (const char* ending : {".jsonl", ".jsonl.zst"}) {
        const std::string path = own_path(ending);
        ASSERT_TRUE(session->save(path));
        auto opened = Session::open(path);
        ASSERT_TRUE(opened) << opened.failure().message;
        EXPECT_TRUE((*opened)->is_recording());
        EXPECT_FALSE((*opened)->is_live());
        EXPECT_EQ((*opened)->source(), kTwoTasks);
        EXPECT_EQ((*opened)->outcome()->ending, Ending::Finished);
        EXPECT_EQ(trace_of(*session), trace_of(**opened));
        std::filesystem::remove(path);
    }
}

TEST(Session, SeekingByAnyPathGivesTheSameState) {
    std::mt19937 generator(11);
    for (const char* name : {"two_tasks", "gather", "task_states", "done_callback_stop"}) {
        auto opened = Session::open(std::string(LOOPSCOPE_SOURCE_DIR "/scenarios/") + name + ".py");
        ASSERT_TRUE(opened);
        Session& session = **opened;
        session.produce_all();
        trace::Timeline forward(session.log());
        forward.update();
        std::vector<trace::ProgramState> states;
        for (Position at = 0; at < forward.size(); ++at) {
            forward.seek(at);
            states.push_back(forward.state());
        }
        for (int i = 0; i < 500; ++i) {
            const Position target = generator() % states.size();
            session.timeline().seek(target);
            ASSERT_EQ(session.timeline().state(), states[target]) << name << " at " << target;
        }
    }
}

TEST(Session, RefusesWhatIsNoProgram) {
    auto failure = [](const std::string& path) {
        auto session = Session::open(path);
        return session ? std::string("it opened") : session.failure().message;
    };
    EXPECT_THAT(failure("/nowhere/at/all.py"), HasSubstr("can't be opened"));
    EXPECT_THAT(failure("/"), HasSubstr("directory"));
    EXPECT_THAT(failure("/dev/null"), testing::Eq("it opened"));
    const auto path = own_path(".bin");
    std::ofstream(path, std::ios::binary) << std::string(
        "\x7f"
        "ELF\0\1\2",
        7);
    EXPECT_THAT(failure(path), HasSubstr("binary"));
    std::filesystem::remove(path);
}

}  // namespace
}  // namespace loopscope::session
