// The editor, the index of lines, breakpoints, frames, and matching of two runs.
#include <gtest/gtest.h>

#include "sim/session/session.h"
#include "tests/session/runs.h"
#include "ui/model/breakpoints.h"
#include "ui/model/editor.h"
#include "ui/model/frames_view.h"
#include "ui/model/rerun.h"
#include "ui/model/source_index.h"

namespace loopscope::ui {
namespace {

using session::run;
using trace::EventKind;
using trace::Position;

const std::string kLoop = R"(import asyncio

async def main():
    for i in range(3):
        total = i * 10
        await asyncio.sleep(1)
    return total

asyncio.run(main())
)";

TEST(Editor, TypedTextStandsAtTheCursorAndUndoTakesAStretchBack) {
    Editor e("ab\ncd");
    e.place({0, 1}, Selecting::No);
    e.insert("x");
    e.insert("y");
    EXPECT_EQ(e.text(), "axyb\ncd");
    e.move(Move::Down, Selecting::No);
    e.insert("z");
    EXPECT_EQ(e.text(), "axyb\ncdz");
    EXPECT_TRUE(e.undo());
    EXPECT_EQ(e.text(), "axyb\ncd");
    EXPECT_TRUE(e.undo());
    EXPECT_EQ(e.text(), "ab\ncd");
    EXPECT_FALSE(e.undo());
    EXPECT_TRUE(e.redo());
    EXPECT_EQ(e.text(), "axyb\ncd");
}

TEST(Editor, ANewLineKeepsTheIndentationAndGoesDeeperAfterAColon) {
    Editor e("    if x:");
    e.move(Move::End, Selecting::No);
    e.new_line();
    EXPECT_EQ(e.text(), "    if x:\n        ");
    e.insert("y");
    e.new_line();
    EXPECT_EQ(e.text(), "    if x:\n        y\n        ");
    e.backspace();
    EXPECT_EQ(e.text(), "    if x:\n        y\n    ") << "one step of indentation at a time";
}

TEST(Editor, BackspaceJoinsLinesAndTakesWholeCharacters) {
    Editor e("一\n二");
    e.move(Move::End, Selecting::No);
    e.backspace();
    EXPECT_EQ(e.text(), "一\n");
    e.backspace();
    EXPECT_EQ(e.text(), "一");
    e.backspace();
    EXPECT_EQ(e.text(), "");
    e.backspace();
    EXPECT_EQ(e.text(), "");
}

TEST(Editor, ASelectionOverLinesIsCopiedReplacedIndentedAndCommented) {
    Editor e("one\ntwo\nthree");
    e.place({0, 1}, Selecting::No);
    e.place({1, 2}, Selecting::Yes);
    EXPECT_EQ(e.selected_text(), "ne\ntw");
    e.indent();
    EXPECT_EQ(e.text(), "    one\n    two\nthree");
    e.outdent();
    EXPECT_EQ(e.text(), "one\ntwo\nthree");
    e.toggle_comment();
    EXPECT_EQ(e.text(), "# one\n# two\nthree");
    e.toggle_comment();
    EXPECT_EQ(e.text(), "one\ntwo\nthree");
    e.place({0, 1}, Selecting::No);
    e.place({2, 2}, Selecting::Yes);
    e.insert("-");
    EXPECT_EQ(e.text(), "o-ree");
}

TEST(Editor, WordsAndLineStartsAreFound) {
    Editor e("    foo_1 = bar");
    e.move(Move::LineEnd, Selecting::No);
    e.move(Move::WordLeft, Selecting::No);
    EXPECT_EQ(e.cursor().column, 12u);
    e.move(Move::WordLeft, Selecting::No);
    EXPECT_EQ(e.cursor().column, 4u);
    e.move(Move::LineEnd, Selecting::No);
    e.move(Move::LineStart, Selecting::No);
    EXPECT_EQ(e.cursor().column, 4u);
    e.move(Move::LineStart, Selecting::No);
    EXPECT_EQ(e.cursor().column, 0u);
}

TEST(SourceIndex, CountsHowOftenALineRanUpToAPosition) {
    auto s = run(kLoop);
    SourceIndex index;
    while (!index.update(s->timeline(), SourceFiles("program.py"), 7)) {
    }
    EXPECT_EQ(index.runs(5, s->log().size()), 3u);
    EXPECT_EQ(index.runs(7, s->log().size()), 1u);
    EXPECT_EQ(index.runs(2, s->log().size()), 0u);
    Position first = *index.next(5, 0);
    EXPECT_EQ(index.runs(5, first), 0u);
    EXPECT_EQ(index.runs(5, first + 1), 1u);
    Position second = *index.next(5, first);
    EXPECT_GT(second, first);
    EXPECT_EQ(index.previous(5, second), first);
    EXPECT_FALSE(index.previous(5, first));
}

TEST(Breakpoints, StopAtLinesTimesEndsAndExceptions) {
    auto s = run(kLoop);
    trace::Timeline& t = s->timeline();
    SourceIndex index;
    index.update(t, SourceFiles("program.py"), t.size());
    Position last = t.size() - 1;
    Breakpoints lines;
    lines.toggle({.line = 5});
    EXPECT_EQ(lines.next(t, index, 0, last), index.next(5, 0));
    Breakpoints time;
    time.toggle({.kind = BreakKind::Time, .time = 2});
    Position at = *time.next(t, index, 0, last);
    EXPECT_EQ(t.log()[at].time, 2);
    EXPECT_LT(t.log()[at - 1].time, 2);
    Breakpoints ends;
    ends.toggle({.kind = BreakKind::TaskEnds, .task = trace::FutureId{1}});
    EXPECT_EQ(t.log()[*ends.next(t, index, 0, last)].kind, EventKind::TaskDone);
    EXPECT_EQ(ends.previous(t, index, last), ends.next(t, index, 0, last));
    Breakpoints exceptions;
    exceptions.toggle({.kind = BreakKind::Exception});
    EXPECT_FALSE(exceptions.next(t, index, 0, last));
    lines.toggle({.line = 5});
    EXPECT_TRUE(lines.all().empty());
}

TEST(Breakpoints, AreWrittenAndReadBack) {
    Breakpoints b;
    b.toggle({.line = 12});
    b.toggle({.kind = BreakKind::Exception});
    b.toggle({.kind = BreakKind::Time, .time = 1.5});
    b.toggle({.kind = BreakKind::QueueFull, .size = 20});
    EXPECT_EQ(b.write(), "line 12; exception; time 1.5; ready 20");
    Breakpoints back;
    back.read(b.write() + "; nonsense; line x;");
    EXPECT_EQ(back.all(), b.all());
}

TEST(Errors, ARunThatFailedIsMarkedAtItsLine) {
    auto s =
        run("import asyncio\n\nasync def main():\n    print(nothing)\n\nasyncio.run(main())\n");
    ErrorPlace place = find_error(s->timeline(), "program.py");
    EXPECT_EQ(place.line, 4u);
    EXPECT_EQ(place.message, "NameError: name 'nothing' is not defined");
    auto broken = run("x = 1\nif x\n    pass\n");
    place = find_error(broken->timeline(), "program.py");
    EXPECT_EQ(place.line, 2u);
    EXPECT_EQ(place.message, "SyntaxError: expected ':'");
    EXPECT_EQ(find_error(run(kLoop)->timeline(), "program.py").line, 0u);
}

TEST(Rerun, TheCursorStaysBeforeTheChangeAndAtTheSameCallbackAfterIt) {
    auto before = run(kLoop);
    std::string changed = kLoop;
    changed.replace(changed.find("* 10"), 4, "* 20");
    auto after = run(changed);
    Position same = first_difference(before->log(), after->log());
    EXPECT_GT(same, 20u);
    EXPECT_LT(same, before->log().size());
    EXPECT_EQ(same_moment(before->timeline(), same - 1, after->timeline()), same - 1);
    Position late = before->timeline().callback_ends()[4];
    EXPECT_EQ(same_moment(before->timeline(), late, after->timeline()),
              after->timeline().callback_ends()[4]);
    EXPECT_EQ(first_difference(before->log(), run(kLoop)->log()), before->log().size());
}

TEST(Frames, WhileTheLoopWaitsTheFramesOfWhoHasWaitedLongestAreShown) {
    auto s = run(R"(import asyncio

async def inner(x):
    await asyncio.sleep(1)

async def main():
    await inner(7)

asyncio.run(main())
)");
    trace::Timeline& t = s->timeline();
    Position at = 0;
    while (t.log()[at].kind != trace::EventKind::ThreadBlocked) ++at;
    t.seek(at);
    FramesView view = view_frames(t.state(), t.log(), Strings(), {}, 0);
    EXPECT_EQ(view.title, "Task-1 main()");
    ASSERT_EQ(view.frames.size(), 2u);
    EXPECT_EQ(view.frames[0].function, "inner()");
}

TEST(Rerun, TheCursorStaysAtItsTasksStepWhenAnotherTaskComesIn) {
    const std::string program = R"(import asyncio

async def tick(word):
    for _ in range(3):
        await asyncio.sleep(1)
        print(word)

async def main():
    await asyncio.gather(tick('a'), tick('b'))

asyncio.run(main())
)";
    std::string changed = program;
    changed.replace(changed.find("    await asyncio.gather("), 25,
                    "    extra = asyncio.create_task(asyncio.sleep(2))\n"
                    "    await asyncio.gather(extra, ");
    auto before = run(program);
    auto after = run(changed);
    trace::Positions outputs = before->timeline().outputs();
    trace::Positions now = after->timeline().outputs();
    ASSERT_EQ(outputs.size(), 6u);
    for (std::size_t i = 0; i < outputs.size(); ++i)
        EXPECT_EQ(same_moment(before->timeline(), outputs[i], after->timeline()), now[i]) << i;
}

TEST(Frames, ASuspendedFrameShowsItsVariablesAndANameItsValue) {
    auto s = run(kLoop);
    trace::Timeline& t = s->timeline();
    SourceIndex index;
    index.update(t, SourceFiles("program.py"), t.size());
    Position third = *index.next(6, *index.next(6, *index.next(6, 0)));
    t.seek(third + 6);
    Strings strings;
    FramesView view = view_frames(t.state(), t.log(), strings, trace::FutureId{1}, 0);
    ASSERT_FALSE(view.frames.empty());
    const FrameView& frame = view.frames.back();
    EXPECT_EQ(frame.function, "main()");
    std::string all;
    for (const VariableView& v : frame.variables) all += v.name + "=" + v.value + " ";
    EXPECT_EQ(all, "i=2 total=20 ");
    auto values = values_of(t.state(), t.log(), "total", 6, {}, SourceFiles("program.py"));
    ASSERT_EQ(values.size(), 1u);
    EXPECT_EQ(values[0], "total = 20");
    EXPECT_EQ(word_at("        total = i * 10", 10), "total");
    EXPECT_EQ(word_at("        total = i * 10", 20), "");
    EXPECT_EQ(word_at("x", 5), "");
}

}  // namespace
}  // namespace loopscope::ui
