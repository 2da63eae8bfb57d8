// Programs of several files: whose frame is whose, which file is shown, stops and counts in each.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/session/runs.h"
#include "tests/ui/desk.h"
#include "ui/app/session_document.h"
#include "ui/model/breakpoints.h"
#include "ui/model/frames_view.h"
#include "ui/model/source_files.h"
#include "ui/model/source_index.h"
#include "ui/model/source_view.h"

namespace loopscope::ui {
namespace {

const std::string kMain =
    "import asyncio\n"
    "from kit.steps import step\n"
    "\n"
    "async def main():\n"
    "    n = 'of main'\n"
    "    print(await asyncio.gather(step(1), step(2)))\n"
    "asyncio.run(main())\n";
const std::string kSteps =
    "import asyncio\n"
    "async def step(n):\n"
    "    await asyncio.sleep(n)\n"
    "    return n\n";

session::RunOptions with_steps() {
    session::RunOptions options;
    options.files = {{"kit/__init__.py", "# 没有内容\n"}, {"kit/steps.py", kSteps}};
    return options;
}

struct Program {
    Program() : session(session::run(kMain, with_steps())), files("program.py") {
        files.update(session->header());
    }
    /// Right after line `line` of file `file` is reached for the first time.
    void stand_at(std::string_view file, std::uint32_t line) {
        SourceIndex index;
        index.update(session->timeline(), files, session->log().size());
        session->timeline().seek(index.next(line, 0, file).value());
    }
    const trace::ProgramState& state() { return session->timeline().state(); }

    std::unique_ptr<session::Session> session;
    SourceFiles files;
};

TEST(SourceFiles, ComeFromTheHeader) {
    Program p;
    ASSERT_EQ(p.files.count(), 3);
    EXPECT_EQ(p.files.name(2), "kit/steps.py");
    EXPECT_EQ(p.files.text(2), kSteps);
    EXPECT_FALSE(p.files.update(p.session->header())) << "nothing new";
}

TEST(SourceFiles, KnowWhatAFramesFileMeans) {
    Program p;
    EXPECT_EQ(p.files.of("program.py"), SourceFiles::kProgram);
    EXPECT_EQ(p.files.of("/somewhere/program.py"), SourceFiles::kProgram);
    EXPECT_EQ(p.files.of(""), SourceFiles::kProgram);
    EXPECT_EQ(p.files.of("kit/steps.py"), 2);
    EXPECT_EQ(p.files.of("steps.py"), SourceFiles::kUnknown);
    EXPECT_EQ(p.files.of("__init__.py"), SourceFiles::kUnknown);
}

TEST(SourceFiles, TheFileInWhichTheProgramRunsIsShown) {
    Program p;
    p.stand_at("", 6);
    EXPECT_EQ(file_to_show(p.state(), p.session->timeline(), p.files, {}), 0);
    p.stand_at("kit/steps.py", 3);
    EXPECT_EQ(file_to_show(p.state(), p.session->timeline(), p.files, {}), 2);
    const SourceMarks marks = view_source(p.state(), p.session->timeline(), p.files, 2);
    EXPECT_EQ(marks.live_line, 3u);
    ASSERT_NE(marks.at(3), nullptr);
    EXPECT_EQ(marks.at(3)->name, "Task-2");
    const SourceMarks main = view_source(p.state(), p.session->timeline(), p.files);
    EXPECT_EQ(main.at(3), nullptr) << "line 3 of another file";
    ASSERT_NE(main.at(6), nullptr);
    EXPECT_EQ(main.at(6)->name, "Task-1");
}

TEST(SourceFiles, BetweenTwoCallbacksTheSelectedTasksFileIsShown) {
    Program p;
    const trace::EventLog& log = p.session->log();
    trace::Position at = 0;
    while (log[at].kind != trace::EventKind::SelectBegan || log[at].number <= 0) ++at;
    p.session->timeline().seek(at);
    EXPECT_EQ(file_to_show(p.state(), p.session->timeline(), p.files, {}), 0);
    EXPECT_EQ(file_to_show(p.state(), p.session->timeline(), p.files, trace::FutureId{1}), 0);
    for (const trace::TaskState& task : p.state().tasks) {
        const int expected = p.session->log().text(task.name) == "Task-1" ? 0 : 2;
        EXPECT_EQ(file_to_show(p.state(), p.session->timeline(), p.files, task.id), expected);
    }
}

TEST(SourceFiles, LinesAreCountedAndStoppedAtInEachFile) {
    Program p;
    const trace::Timeline& timeline = p.session->timeline();
    const trace::Position size = timeline.size();
    SourceIndex index;
    index.update(timeline, p.files, size);
    EXPECT_EQ(index.runs(3, size, 2), 2u);
    EXPECT_EQ(index.runs(3, size), 0u);
    EXPECT_EQ(index.most_runs(2), 2u);
    Breakpoints stops;
    stops.read("line 3 kit/steps.py; line 6");
    EXPECT_EQ(stops.write(), "line 3 kit/steps.py; line 6");
    EXPECT_TRUE(stops.has_line(3, "kit/steps.py"));
    EXPECT_FALSE(stops.has_line(3));
    const auto first = stops.next(timeline, index, 0, size - 1);
    const auto second = stops.next(timeline, index, first.value(), size - 1);
    EXPECT_EQ(first, index.next(6, 0));
    EXPECT_EQ(second, index.next(3, 0, "kit/steps.py"));
}

TEST(SourceFiles, ValuesUnderThePointerAreThoseOfTheFile) {
    Program p;
    p.stand_at("kit/steps.py", 3);
    const trace::EventLog& log = p.session->log();
    EXPECT_EQ(values_of(p.state(), log, "n", 3, {}, p.files, 2), std::vector<std::string>{"n = 1"});
    EXPECT_EQ(values_of(p.state(), log, "n", 5, {}, p.files),
              std::vector<std::string>{"n = 'of main'"});
}

TEST(SourceFiles, TheWindowFollowsAndAnAskedForFileStaysForOneStep) {
    Program p;
    p.stand_at("kit/steps.py", 3);
    const trace::Position inside = p.session->timeline().position();
    testing::PlainDesk desk({.settings = {}, .scenarios = {}, .opener = {}});
    desk.viewer.open(document_of(session::run(kMain, with_steps())));
    desk.viewer.seek(inside);
    desk.frame();
    EXPECT_TRUE(desk.says("source", "return"));
    EXPECT_TRUE(desk.says("source", "kit/steps.py"));
    desk.click("source.file");
    EXPECT_TRUE(desk.says("menu", "kit/__init__.py"));
    desk.key(Key::Up);
    desk.key(Key::Up);
    desk.key(Key::Enter);
    desk.frame();
    EXPECT_FALSE(desk.says("source", "return"));
    desk.viewer.apply({Act::ChooseStep, static_cast<int>(trace::StepSize::Event)}, 0);
    desk.key(Key::Period);
    EXPECT_TRUE(desk.says("source", "return")) << "the next step shows where it happens";
}

TEST(SourceFiles, APressAtALineOfAnotherFileStopsThere) {
    Program p;
    p.stand_at("kit/steps.py", 3);
    testing::PlainDesk desk({.settings = {}, .scenarios = {}, .opener = {}});
    desk.viewer.open(document_of(session::run(kMain, with_steps())));
    desk.viewer.seek(p.session->timeline().position());
    desk.frame();
    desk.click("source.line.4");
    desk.viewer.seek(0);
    desk.key(Key::R);
    EXPECT_TRUE(desk.says("source", "return")) << "run on goes to the stop in the other file";
    EXPECT_GT(desk.viewer.position(), p.session->timeline().position());
}

}  // namespace
}  // namespace loopscope::ui
