// What the window teaches of the scenarios that come with Loopscope: questions that have one right
// answer, and misconceptions that are found where they are and nowhere else.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "sim/session/session.h"
#include "tests/session/runs.h"
#include "ui/model/hints.h"
#include "ui/model/loop_view.h"
#include "ui/model/predict.h"
#include "ui/model/source_index.h"
#include "ui/model/time_axis.h"

namespace loopscope::ui {
namespace {

using trace::Event;
using trace::EventKind;
using trace::Position;

constexpr int kQuestions = 30;           // Of a scenario, from its start.
constexpr Position kEventsMax = 40'000;  // Of a scenario.

std::vector<session::ScenarioEntry> scenarios() {
    auto all = session::list_scenarios(LOOPSCOPE_SOURCE_DIR "/scenarios");
    EXPECT_GE(all.size(), 45u);
    return all;
}

std::unique_ptr<session::Session> run(const session::ScenarioEntry& entry) {
    auto session = session::Session::open(entry.path, {});
    EXPECT_TRUE(session) << entry.name;
    session.value()->produce(kEventsMax);
    return std::move(session).value();
}

class Checker {
  public:
    Checker(const session::Session& s, trace::Timeline& timeline)
        : log_(s.log()), timeline_(timeline) {}

    void check(const Question& q) const {
        ASSERT_GE(q.choices.size(), 2u);
        ASSERT_LE(q.choices.size(), kChoicesMax);
        ASSERT_LT(q.right, q.choices.size());
        ASSERT_GT(q.answered, q.asked);
        EXPECT_FALSE(q.why.empty());
        std::set<std::string> seen;
        for (const Choice& choice : q.choices) {
            EXPECT_FALSE(choice.text.empty());
            bool handles = q.kind == QuestionKind::NextHandle;
            EXPECT_TRUE(seen.insert(handles ? choice.text + choice.detail : choice.text).second)
                << "two choices say " << choice.text;
        }
        const Choice& right = q.choices[q.right];
        switch (q.kind) {
            case QuestionKind::NextHandle:
                return handle(q, right);
            case QuestionKind::NextOutput:
                return output(q, right);
            case QuestionKind::SelectEnd:
                return select(q, right);
            case QuestionKind::TaskState:
                return state(q);
        }
    }

  private:
    Position first(Position after, std::set<EventKind> kinds) const {
        for (Position at = after + 1; at < log_.size(); ++at)
            if (kinds.count(log_[at].kind) > 0) return at;
        return 0;
    }

    void handle(const Question& q, const Choice& right) const {
        EXPECT_EQ(q.answered, first(q.asked, {EventKind::HandleBegan, EventKind::HandleSkipped}));
        trace::ProgramState then = timeline_.state_at(q.answered);
        const trace::HandleState* handle = then.handles.find(trace::HandleId{log_[q.answered].b});
        ASSERT_TRUE(handle);
        EXPECT_EQ(right.text, view_handle(*handle, then, log_, strings_).title);
    }

    void output(const Question& q, const Choice& right) const {
        EXPECT_EQ(q.answered, first(q.asked, {EventKind::Output}));
        std::string_view text = log_.text(log_[q.answered].text);
        EXPECT_NE(text.find(right.text), std::string_view::npos);
        for (const Choice& choice : q.choices) {
            bool other = choice.text != right.text;
            EXPECT_FALSE(other && text.starts_with(choice.text + "\n")) << choice.text;
        }
    }

    void select(const Question& q, const Choice& right) const {
        EXPECT_EQ(q.answered, first(q.asked, {EventKind::SelectReturned}));
        double time = log_[q.answered].time;
        EXPECT_EQ(right.text, strings_("predict.at", {{"t", format_time(time)}}));
        EXPECT_GT(time, log_[q.asked].time);
    }

    void state(const Question& q) const {
        const Event& began = log_[q.asked];
        trace::ProgramState then = timeline_.state_at(q.asked);
        const trace::HandleState* handle = then.handles.find(trace::HandleId{began.b});
        ASSERT_TRUE(handle);
        Position over = q.asked + 1;
        while (log_[over].kind != EventKind::HandleEnded || log_[over].b != began.b) ++over;
        trace::ProgramState after = timeline_.state_at(over);
        const trace::TaskState* task = after.tasks.find(handle->task);
        ASSERT_TRUE(task);
        const char* key = task->status == trace::TaskStatus::Cancelled ? "predict.cancelled"
                          : task->status == trace::TaskStatus::Done
                              ? (task->failed ? "predict.failed" : "predict.done")
                          : task->ready_handle || task->bare_yield ? "predict.ready"
                                                                   : "predict.waits";
        EXPECT_EQ(q.choices[q.right].text, strings_(key));
    }

    const trace::EventLog& log_;
    trace::Timeline& timeline_;
    Strings strings_;
};

TEST(Scenarios, EveryQuestionHasOneRightAnswerAndItIsWhatTheTraceSays) {
    std::map<QuestionKind, int> asked;
    std::map<std::pair<QuestionKind, std::size_t>, int> right;
    for (const session::ScenarioEntry& entry : scenarios()) {
        SCOPED_TRACE(entry.name);
        auto s = run(entry);
        Checker checker(*s, s->timeline());
        trace::NarrationSource source{s->log(), &s->header(), trace::Language::English};
        Position from = 0;
        int count = 0;
        for (int wished = 0; count < kQuestions; ++count) {
            auto q = next_question(source, s->timeline(), Strings(), from,
                                   static_cast<QuestionKind>(wished % kQuestionKinds));
            if (!q) break;
            SCOPED_TRACE(q->text + " after event " + std::to_string(q->asked));
            checker.check(*q);
            ++asked[q->kind];
            ++right[{q->kind, q->right}];
            from = q->answered;
            wished = static_cast<int>(q->kind) + 1;
        }
        bool has_loop = !s->timeline().iterations().empty();
        EXPECT_TRUE(count > 0 || !has_loop) << "a program without a question";
    }
    for (int kind = 0; kind < kQuestionKinds; ++kind) {
        auto k = static_cast<QuestionKind>(kind);
        EXPECT_GT(asked[k], 20) << "kind " << kind;
        for (std::size_t i = 0; i < 2; ++i)
            EXPECT_LT((right[{k, i}]), asked[k] * 3 / 4) << "kind " << kind << " answers itself";
    }
}

std::string hints_of(std::unique_ptr<session::Session> s) {
    SourceIndex index;
    index.update(s->timeline(), SourceFiles(s->name()), s->log().size());
    Hints hints;
    hints.update(s->timeline(), index, s->log().size());
    std::set<int> kinds;
    for (const Hint& hint : hints.all()) kinds.insert(static_cast<int>(hint.kind));
    std::string text;
    for (int kind : kinds) text += std::to_string(kind);
    return text;
}

/// The scenarios that have a fault, and which: all others are right and must be left in peace.
TEST(Scenarios, MisconceptionsAreFoundWhereTheyAreAndNowhereElse) {
    const std::map<std::string, std::set<HintKind>> faulty{
        {"never_awaited", {HintKind::NeverAwaited}},
        {"exception_handler", {HintKind::LostException}},
        {"two_awaits", {HintKind::AwaitsInRow}},
        {"serial_awaits", {HintKind::AwaitsInRow}},
        {"threadsafe_blocking", {HintKind::BlockingCall}},
        {"blocking_call", {HintKind::BlockingCall}},
        {"lock_fairness", {HintKind::LockOverWait}},
        {"lost_task", {HintKind::LostTask}},
        {"swallowed_cancellation", {HintKind::SwallowedCancel}},
    };
    for (const session::ScenarioEntry& entry : scenarios()) {
        std::string expected;
        if (auto found = faulty.find(entry.name); found != faulty.end())
            for (HintKind kind : found->second) expected += std::to_string(static_cast<int>(kind));
        EXPECT_EQ(hints_of(run(entry)), expected) << entry.name;
    }
}

struct Twins {
    HintKind kind;
    const char* faulty;  ///< The body of a module that has imported asyncio and time.
    const char* right;   ///< One that means the same and does it well.
};

const Twins kTwins[] = {
    {HintKind::NeverAwaited, "async def f(): pass\nasync def main(): f()\nasyncio.run(main())\n",
     "async def f(): pass\nasync def main(): await f()\nasyncio.run(main())\n"},
    {HintKind::BlockingCall, "async def main(): time.sleep(1)\nasyncio.run(main())\n",
     "async def main(): await asyncio.to_thread(time.sleep, 1)\nasyncio.run(main())\n"},
    {HintKind::AwaitsInRow,
     "async def fetch(n):\n    await asyncio.sleep(1)\n    return n\n"
     "async def main():\n    for n in range(4):\n        print(await fetch(n))\n"
     "asyncio.run(main())\n",
     "async def fetch(n):\n    await asyncio.sleep(1)\n    return n\n"
     "async def main():\n    print(*await asyncio.gather(*map(fetch, range(4))))\n"
     "    for n in range(4):\n        await asyncio.sleep(1)\n"
     "asyncio.run(main())\n"},
    {HintKind::LostException,
     "async def fail(): raise ValueError\nasync def main():\n"
     "    t = asyncio.create_task(fail())\n    await asyncio.sleep(1)\nasyncio.run(main())\n",
     "async def fail(): raise ValueError\nasync def main():\n"
     "    t = asyncio.create_task(fail())\n    try: await t\n    except ValueError: pass\n"
     "asyncio.run(main())\n"},
    {HintKind::LostTask,
     "async def wait(): await asyncio.get_running_loop().create_future()\n"
     "async def main():\n    asyncio.create_task(wait())\n    await asyncio.sleep(1)\n"
     "    import gc\n    gc.collect()\nasyncio.run(main())\n",
     "async def wait(): await asyncio.get_running_loop().create_future()\n"
     "async def main():\n    t = asyncio.create_task(wait())\n    await asyncio.sleep(1)\n"
     "    import gc\n    gc.collect()\n    t.cancel()\nasyncio.run(main())\n"},
    {HintKind::SwallowedCancel,
     "async def f():\n    try: await asyncio.sleep(9)\n"
     "    except asyncio.CancelledError: pass\n"
     "async def main():\n    t = asyncio.create_task(f())\n    await asyncio.sleep(1)\n"
     "    t.cancel()\n    await t\nasyncio.run(main())\n",
     "async def f():\n    try: await asyncio.sleep(9)\n"
     "    except asyncio.CancelledError:\n        print('bye')\n        raise\n"
     "async def main():\n    t = asyncio.create_task(f())\n    await asyncio.sleep(1)\n"
     "    t.cancel()\n    try: await t\n    except asyncio.CancelledError: pass\n"
     "    try:\n        async with asyncio.timeout(1): await asyncio.sleep(9)\n"
     "    except TimeoutError: pass\nasyncio.run(main())\n"},
    {HintKind::SleepZeroLoop,
     "done = []\nasync def main():\n    while len(done) < 40:\n        done.append(1)\n"
     "        await asyncio.sleep(0)\nasyncio.run(main())\n",
     "async def main():\n    e = asyncio.Event()\n"
     "    asyncio.get_running_loop().call_later(1, e.set)\n    await e.wait()\n"
     "    for i in range(10): await asyncio.sleep(0)\nasyncio.run(main())\n"},
    {HintKind::SiblingsGoOn,
     "async def fail(): raise ValueError\nasync def main():\n"
     "    try: await asyncio.gather(fail(), asyncio.sleep(5))\n    except ValueError: pass\n"
     "asyncio.run(main())\n",
     "async def fail(): raise ValueError\nasync def main():\n    try:\n"
     "        async with asyncio.TaskGroup() as g:\n            g.create_task(fail())\n"
     "            g.create_task(asyncio.sleep(5))\n    except* ValueError: pass\n"
     "asyncio.run(main())\n"},
    {HintKind::LockOverWait,
     "async def use(lock):\n    async with lock:\n        await asyncio.sleep(1)\n"
     "async def main():\n    lock = asyncio.Lock()\n"
     "    await asyncio.gather(use(lock), use(lock))\nasyncio.run(main())\n",
     "async def use(lock):\n    async with lock:\n        await asyncio.sleep(0)\n"
     "    await asyncio.sleep(1)\n"
     "async def main():\n    lock = asyncio.Lock()\n"
     "    await asyncio.gather(use(lock), use(lock))\nasyncio.run(main())\n"},
    // A task made and awaited, then the next; right where each needs what the one before gave.
    {HintKind::AwaitsInRow,
     "async def pause(n): await asyncio.sleep(n)\nasync def main():\n"
     "    t = asyncio.create_task(pause(1))\n    await t\n"
     "    t = asyncio.create_task(pause(2))\n    await t\nasyncio.run(main())\n",
     "async def login():\n    await asyncio.sleep(1)\n    return 'ticket'\n"
     "async def fetch(ticket):\n    await asyncio.sleep(1)\n    return {'user': ticket}\n"
     "async def show(data):\n    await asyncio.sleep(1)\n"
     "async def main():\n    ticket = await login()\n    data = await fetch(ticket)\n"
     "    await show(data)\nasyncio.run(main())\n"},
    // Giving way between pieces of work is no busy loop.
    {HintKind::SleepZeroLoop,
     "async def main():\n    loop = asyncio.get_running_loop()\n    n = 0\n"
     "    while n < 40:\n        n += 1\n        await asyncio.sleep(0)\nasyncio.run(main())\n",
     "async def main():\n    total = 0\n    for i in range(60):\n        for k in range(9):\n"
     "            total += i * k\n        await asyncio.sleep(0)\nasyncio.run(main())\n"},
    // With return_exceptions the siblings are meant to go on.
    {HintKind::SiblingsGoOn,
     "async def fail(): raise ValueError\nasync def main():\n"
     "    try: await asyncio.gather(asyncio.sleep(5), fail())\n    except ValueError: pass\n"
     "    await asyncio.sleep(9)\nasyncio.run(main())\n",
     "async def fail(): raise ValueError\nasync def main():\n"
     "    await asyncio.gather(asyncio.sleep(5), fail(), return_exceptions=True)\n"
     "asyncio.run(main())\n"},
    // A lock is held as long by whoever waits for something else than a sleep.
    {HintKind::LockOverWait,
     "async def use(lock, event):\n    async with lock: await event.wait()\n"
     "async def main():\n    lock, event = asyncio.Lock(), asyncio.Event()\n"
     "    asyncio.get_running_loop().call_later(3, event.set)\n"
     "    await asyncio.gather(use(lock, event), use(lock, event))\nasyncio.run(main())\n",
     "async def use(lock, event):\n    await event.wait()\n    async with lock: print('mine')\n"
     "async def main():\n    lock, event = asyncio.Lock(), asyncio.Event()\n"
     "    asyncio.get_running_loop().call_later(3, event.set)\n"
     "    await asyncio.gather(use(lock, event), use(lock, event))\nasyncio.run(main())\n"},
};

TEST(Misconceptions, EachIsFoundInAProgramThatHasItAndNotInItsRightTwin) {
    std::set<HintKind> tried;
    for (const Twins& twins : kTwins) {
        tried.insert(twins.kind);
        const std::string begin = "import asyncio, time\n";
        auto hints = [&](const char* body) { return hints_of(session::run(begin + body)); };
        const std::string number = std::to_string(static_cast<int>(twins.kind));
        EXPECT_NE(hints(twins.faulty).find(number), std::string::npos) << twins.faulty;
        EXPECT_EQ(hints(twins.right), "") << twins.right;
    }
    EXPECT_EQ(tried.size(), static_cast<std::size_t>(kHintKinds));
}

}  // namespace
}  // namespace loopscope::ui
