// Documents made by hand.
#include "tests/ui/made_document.h"

namespace loopscope::ui::testing {
namespace {

using trace::Event;
using trace::EventKind;

/// Writes the events of a crowd: the shapes matter, not a program behind them.
class Crowd {
  public:
    explicit Crowd(trace::EventLog& log) : r_(log, trace::Level::Variables) {}

    void write() {
        emit({.a = 1, .text = r_.text("MainThread"), .kind = EventKind::ThreadStarted});
        emit({.a = 1, .text = r_.text("_UnixSelectorEventLoop"), .kind = EventKind::LoopCreated});
        emit({.a = 1, .text = r_.text("run_until_complete"), .kind = EventKind::LoopRunning});
        descriptors();
        emit({.a = 1, .b = 1, .kind = EventKind::IterationBegan});
        for (std::uint32_t i = 1; i <= kTasks; ++i) create(i);
        select(0, trace::TimeoutReason::ReadyNotEmpty);
        emit({.a = 1, .b = kTasks, .kind = EventKind::BatchBegan});
        for (std::uint32_t i = 1; i <= kTasks - kReady; ++i) run(i);
    }

  private:
    static constexpr std::uint32_t kTasks = 1000;
    static constexpr std::uint32_t kReady = 40;
    static constexpr std::uint32_t kHandle = 100;  // Task i's first handle is kHandle + i.
    static constexpr std::uint32_t kTimer = 5000;
    static constexpr std::uint32_t kFuture = 20000;

    void emit(Event event) { r_.record(event); }

    static std::string name(std::uint32_t i) {
        if (i % 5 == 0) return "worker_with_a_really_long_descriptive_name_" + std::to_string(i);
        if (i % 7 == 0) return "下载网页的工作任务第" + std::to_string(i) + "号";
        return "Task-" + std::to_string(i);
    }
    static std::string coroutine(std::uint32_t i) {
        return i % 3 == 0 ? "Crawler.fetch_page_and_follow_every_link_it_finds" : "fetch";
    }

    void descriptors() {
        for (std::uint32_t fd = 5; fd < 45; ++fd) {
            std::uint32_t handle = fd;
            emit({.a = 1,
                  .b = handle,
                  .text = r_.text("_SelectorSocketTransport._read_ready()"),
                  .kind = EventKind::HandleCreated,
                  .detail = 2});
            std::string what =
                fd == 5 ? "self-pipe" : "connection to 192.0.2." + std::to_string(fd);
            emit({.a = 1,
                  .b = fd,
                  .c = handle,
                  .text = r_.text(what),
                  .kind = EventKind::FdRegistered,
                  .detail = trace::kFdRead});
        }
    }
    void create(std::uint32_t i) {
        emit({.a = i,
              .b = i > 1 ? 1u : 0u,
              .c = 1,
              .text = r_.text(name(i)),
              .text2 = r_.text(coroutine(i)),
              .line = 6,
              .kind = EventKind::TaskCreated});
        emit({.a = 1,
              .b = kHandle + i,
              .c = i,
              .text = r_.text("Task.__step()"),
              .line = 6,
              .kind = EventKind::HandleCreated});
        emit({.a = 1, .b = kHandle + i, .kind = EventKind::HandleReady});
    }
    void select(double timeout, trace::TimeoutReason why) {
        emit({.number = timeout,
              .a = 1,
              .b = kTasks,
              .kind = EventKind::TimeoutChosen,
              .detail = static_cast<std::uint8_t>(why)});
        emit({.number = timeout, .a = 1, .kind = EventKind::SelectBegan});
        emit({.a = 1, .kind = EventKind::SelectReturned});
    }
    void run(std::uint32_t i) {
        emit({.a = 1, .b = kHandle + i, .kind = EventKind::HandleBegan});
        emit({.a = i, .kind = EventKind::TaskStepped});
        std::string text =
            i % 11 == 0 ? std::string(240, 'x') : "page " + std::to_string(i) + " 你好";
        emit({.a = i,
              .text = r_.text(text + "\n"),
              .line = 3,
              .kind = EventKind::Output,
              .detail = static_cast<std::uint8_t>(i % 13 == 0)});
        if (i % 4 == 0) {
            emit({.a = i,
                  .text = r_.text("{'status': 200, 'body': '" + std::string(200, 'b') + "'}"),
                  .kind = EventKind::TaskDone});
        } else if (i % 9 == 0) {
            emit({.a = i,
                  .text = r_.text("ConnectionRefusedError(111, 'Connect call failed')"),
                  .kind = EventKind::TaskFailed});
        } else if (i % 10 == 1) {
            emit({.a = i, .text = r_.text("too slow"), .kind = EventKind::TaskCancelled});
        } else {
            sleep(i);
        }
        emit({.a = 1, .b = kHandle + i, .kind = EventKind::HandleEnded});
    }
    void sleep(std::uint32_t i) {
        if (timers_ < 500) {
            ++timers_;
            emit({.a = kFuture + i,
                  .b = 1,
                  .text = r_.text("Future"),
                  .text2 = r_.text("sleep(" + std::to_string(i) + ")"),
                  .line = 4,
                  .kind = EventKind::FutureCreated});
            emit({.number = 0.125 * i,
                  .a = 1,
                  .b = kTimer + i,
                  .text = r_.text("futures._set_result_unless_cancelled()"),
                  .text2 = r_.text("(<Future pending>, None)"),
                  .line = 4,
                  .kind = EventKind::HandleCreated,
                  .detail = 1});
        }
        emit({.a = i,
              .b = i > 3 && i % 2 ? i - 2 : kFuture + i,
              .line = 4,
              .kind = EventKind::TaskWaits});
        if (i % 17 == 0) {
            emit({.a = i,
                  .b = 1,
                  .text = r_.text("give up"),
                  .line = 9,
                  .kind = EventKind::TaskCancelRequested,
                  .detail = 1});
        }
    }

    trace::Recorder r_;
    std::uint32_t timers_ = 0;
};

}  // namespace

std::unique_ptr<MadeDocument> sample_document() {
    auto document = std::make_unique<MadeDocument>();
    trace::testing::make_sample_trace(document->file);
    document->about.title.by_language = {{"en", "Two tasks at once"}, {"zh", "同时运行两个任务"}};
    session::Note note;
    note.line = 13;
    note.text.by_language = {
        {"en",
         "`create_task` runs nothing: it puts the task's first step at the end of `_ready` and "
         "returns at once."},
        {"zh", "`create_task` 不会执行协程：它把任务的第一步放到 `_ready` 末尾，然后立即返回。"}};
    document->about.notes.push_back(note);
    return document;
}

std::unique_ptr<MadeDocument> crowd_document() {
    auto document = std::make_unique<MadeDocument>();
    document->file_name = "crawler_with_a_long_file_name_that_goes_on.py";
    document->file.header.program = document->file_name;
    std::string source =
        "import asyncio\n\nasync def fetch(page):\n    await asyncio.sleep(page)\n";
    source += "    # " + std::string(200, '=') + "\n";
    for (int i = 0; i < 300; ++i) source += "    print('第', page, '页')  # 一行中文注释\n";
    document->file.header.sources = {{document->file_name, source}};
    document->about.title.by_language = {
        {"en", "A crawler with a thousand tasks and a title that is far too long for any toolbar"},
        {"zh", "一个有一千个任务的爬虫，它的标题对任何工具栏来说都太长了，所以必须从中间截断才行"}};
    Crowd(document->file.log).write();
    return document;
}

std::unique_ptr<MadeDocument> empty_document() { return std::make_unique<MadeDocument>(); }

std::unique_ptr<MadeDocument> failed_document() {
    auto document = std::make_unique<MadeDocument>();
    document->file.header.sources = {{"sample.py", "print(undefined_name)\n"}};
    trace::Recorder r(document->file.log, trace::Level::Variables);
    r.record({.a = 1, .text = r.text("MainThread"), .kind = EventKind::ThreadStarted});
    r.record({.a = 1,
              .text = r.text("<module>"),
              .text2 = r.text("sample.py"),
              .line = 1,
              .kind = EventKind::FrameEntered});
    r.record({.a = 1, .line = 1, .kind = EventKind::LineReached});
    r.record({.text = r.text("Traceback (most recent call last):\n  File \"sample.py\", line 1, in "
                             "<module>\nNameError: name 'undefined_name' is not defined\n"),
              .kind = EventKind::Output,
              .detail = 1});
    r.record({.a = 1,
              .kind = EventKind::RunEnded,
              .detail = static_cast<std::uint8_t>(trace::Ending::Failed)});
    return document;
}

}  // namespace loopscope::ui::testing
