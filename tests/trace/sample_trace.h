// A trace made by hand: two tasks that sleep, with every event in the order of asyncio.run.
//
// For tests of what shows traces, without the simulator: a toy loop that only knows this program
// writes what the kernel would. The order of callbacks was checked against CPython 3.11.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/base/heapq.h"
#include "sim/trace/recorder.h"
#include "sim/trace/trace_file.h"

namespace loopscope::trace::testing {

inline constexpr std::string_view kSampleSource =
    "import asyncio\n"
    "import time\n"
    "\n"
    "\n"
    "async def say(what, delay):\n"
    "    print(what, time.strftime('%X'))\n"
    "    await asyncio.sleep(delay)\n"
    "    print(what, 'again', time.strftime('%X'))\n"
    "    return what.upper()\n"
    "\n"
    "\n"
    "async def main():\n"
    "    a = asyncio.create_task(say('hello', 1))\n"
    "    b = asyncio.create_task(say('world', 2))\n"
    "    print(await a)\n"
    "    print(await b)\n"
    "\n"
    "\n"
    "asyncio.run(main())\n";

/// A toy of BaseEventLoop: the same order of events, for programs written as closures.
class SampleLoop {
  public:
    using Body = std::function<void()>;

    explicit SampleLoop(Recorder& recorder) : r_(recorder) {
        emit({.a = 1, .text = r_.text("MainThread"), .kind = EventKind::ThreadStarted});
    }

    // ---- Frames of the program.

    struct Frame {
        FrameId id;
        std::uint32_t line = 0;
    };
    Frame enter(std::string_view function, std::uint32_t line, FrameKind kind, FutureId task,
                FrameId caller = {}) {
        Frame frame{r_.next_frame(), line};
        if (!r_.lines()) return frame;
        emit({.a = frame.id.value,
              .b = task.value,
              .c = caller.value,
              .text = r_.text(function),
              .text2 = r_.text("sample.py"),
              .line = line,
              .kind = EventKind::FrameEntered,
              .detail = static_cast<std::uint8_t>(kind)});
        return frame;
    }
    void line(Frame& frame, std::uint32_t number) {
        frame.line = number;
        if (r_.lines()) emit({.a = frame.id.value, .line = number, .kind = EventKind::LineReached});
    }
    void variable(const Frame& frame, std::string_view name, std::string_view value) {
        if (r_.variables())
            emit({.a = frame.id.value,
                  .text = r_.text(name),
                  .text2 = r_.text(value),
                  .line = frame.line,
                  .kind = EventKind::VariableChanged});
    }
    void suspend(const Frame& frame) {
        if (r_.lines())
            emit({.a = frame.id.value, .line = frame.line, .kind = EventKind::FrameSuspended});
    }
    void resume(const Frame& frame, FutureId task) {
        if (r_.lines())
            emit({.a = frame.id.value,
                  .b = task.value,
                  .line = frame.line,
                  .kind = EventKind::FrameResumed});
    }
    void exit(const Frame& frame, std::string_view value) {
        if (r_.lines())
            emit({.a = frame.id.value,
                  .text = r_.text(value),
                  .line = frame.line,
                  .kind = EventKind::FrameExited});
    }
    void print(const Frame& frame, FutureId task, std::string_view text) {
        emit({.a = task.value,
              .text = r_.text(text),
              .line = frame.line,
              .kind = EventKind::Output});
    }

    // ---- The loop.

    void create() {
        loop_ = r_.next_loop();
        emit({.a = loop_.value,
              .text = r_.text("_UnixSelectorEventLoop"),
              .line = 19,
              .kind = EventKind::LoopCreated});
        HandleId reader = r_.next_handle();
        emit({.a = loop_.value,
              .b = reader.value,
              .text = r_.text("BaseSelectorEventLoop._read_from_self()"),
              .kind = EventKind::HandleCreated,
              .detail = static_cast<std::uint8_t>(HandleOrigin::Io)});
        emit({.a = loop_.value,
              .b = 4,
              .c = reader.value,
              .text = r_.text("self-pipe"),
              .kind = EventKind::FdRegistered,
              .detail = kFdRead});
        self_pipe_ = reader;
    }

    HandleId call_soon(std::string_view label, FutureId task, std::uint32_t line, Body body) {
        HandleId id = r_.next_handle();
        emit({.a = loop_.value,
              .b = id.value,
              .c = task.value,
              .text = r_.text(label),
              .line = line,
              .kind = EventKind::HandleCreated});
        make_ready(id);
        bodies_[id] = std::move(body);
        return id;
    }

    HandleId call_at(double when, std::string_view label, std::string_view args, Body body) {
        HandleId id = r_.next_handle();
        emit({.number = when,
              .a = loop_.value,
              .b = id.value,
              .text = r_.text(label),
              .text2 = r_.text(args),
              .kind = EventKind::HandleCreated,
              .detail = static_cast<std::uint8_t>(HandleOrigin::Timer)});
        base::heap_push(heap_, std::pair(when, id), earlier);
        bodies_[id] = std::move(body);
        return id;
    }

    void cancel(HandleId id) {
        emit({.a = loop_.value, .b = id.value, .kind = EventKind::HandleCancelled});
    }

    /// `steps`: what each step of the task does, between TaskStepped and its end; a step ends by
    /// wait_for() or done().
    FutureId create_task(std::string_view coroutine, FutureId parent, std::uint32_t line,
                         std::vector<std::function<void(FutureId)>> steps) {
        FutureId id = r_.next_future();
        std::string name = "Task-" + std::to_string(++tasks_);
        emit({.a = id.value,
              .b = parent.value,
              .c = loop_.value,
              .text = r_.text(name),
              .text2 = r_.text(coroutine),
              .line = line,
              .kind = EventKind::TaskCreated});
        steps_[id] = {steps.begin(), steps.end()};
        call_soon("Task.__step()", id, line, [=, this] { step(id, StepReason::First); });
        return id;
    }

    FutureId create_future(std::string_view purpose, std::uint32_t line) {
        FutureId id = r_.next_future();
        emit({.a = id.value,
              .b = loop_.value,
              .text = r_.text("Future"),
              .text2 = r_.text(purpose),
              .line = line,
              .kind = EventKind::FutureCreated});
        return id;
    }
    void resolve(FutureId future, std::string_view value) {
        emit({.a = future.value, .text = r_.text(value), .kind = EventKind::FutureResolved});
        run_done_callbacks(future);
    }
    void release(FutureId future) { emit({.a = future.value, .kind = EventKind::FutureReleased}); }
    void wait_for(FutureId task, FutureId future, std::uint32_t line) {
        emit({.a = task.value, .b = future.value, .line = line, .kind = EventKind::TaskWaits});
        callbacks_[future].push_back([=, this] {
            call_soon("Task.task_wakeup()", task, 0, [=, this] { step(task, StepReason::Wakeup); });
        });
    }
    void done(FutureId task, std::string_view result) {
        emit({.a = task.value, .text = r_.text(result), .kind = EventKind::TaskDone});
        run_done_callbacks(task);
    }

    void run_until_complete(FutureId task) {
        callbacks_[task].push_back([=, this] {
            call_soon("_run_until_complete_cb()", {}, 0, [this] {
                stopping_ = true;
                emit({.a = loop_.value, .kind = EventKind::LoopStopRequested});
            });
        });
        emit({.a = loop_.value,
              .text = r_.text("run_until_complete"),
              .line = 19,
              .kind = EventKind::LoopRunning});
        do run_once();
        while (!stopping_);
        stopping_ = false;
        emit({.a = loop_.value, .kind = EventKind::LoopStopped});
    }

    void close() {
        emit({.a = loop_.value, .b = 4, .kind = EventKind::FdUnregistered, .detail = kFdRead});
        cancel(self_pipe_);
        emit({.a = loop_.value, .line = 19, .kind = EventKind::LoopClosed});
    }
    void end() { emit({.text = {}, .kind = EventKind::RunEnded}); }

  private:
    static bool earlier(const std::pair<double, HandleId>& x,
                        const std::pair<double, HandleId>& y) {
        return x.first < y.first;
    }
    void emit(const Event& event) { r_.record(event); }
    void make_ready(HandleId id) {
        emit({.a = loop_.value, .b = id.value, .kind = EventKind::HandleReady});
        ready_.push_back(id);
    }
    void step(FutureId task, StepReason why) {
        emit({.a = task.value,
              .kind = EventKind::TaskStepped,
              .detail = static_cast<std::uint8_t>(why)});
        auto body = steps_[task].front();
        steps_[task].pop_front();
        body(task);
    }
    void run_done_callbacks(FutureId future) {
        auto callbacks = std::move(callbacks_[future]);
        callbacks_.erase(future);
        for (auto& callback : callbacks) callback();
    }

    // CPython: BaseEventLoop._run_once
    void run_once() {
        emit({.a = loop_.value, .b = ++iteration_, .kind = EventKind::IterationBegan});
        double timeout = kNoTimeout;
        auto why = TimeoutReason::Nothing;
        HandleId timer;
        if (!ready_.empty() || stopping_) {
            timeout = 0;
            why = ready_.empty() ? TimeoutReason::Stopping : TimeoutReason::ReadyNotEmpty;
        } else if (!heap_.empty()) {
            timeout = heap_.front().first - r_.now;
            why = TimeoutReason::NextTimer;
            timer = heap_.front().second;
        }
        emit({.number = timeout,
              .a = loop_.value,
              .b = static_cast<std::uint32_t>(ready_.size()),
              .c = timer.value,
              .kind = EventKind::TimeoutChosen,
              .detail = static_cast<std::uint8_t>(why)});
        emit({.number = timeout, .a = loop_.value, .kind = EventKind::SelectBegan});
        if (timeout > 0) {
            double from = std::exchange(r_.now, heap_.front().first);
            emit({.number = from, .kind = EventKind::ClockAdvanced});
        }
        emit({.a = loop_.value, .kind = EventKind::SelectReturned});
        while (!heap_.empty() && heap_.front().first < r_.now + 1e-9) {
            auto [when, id] = base::heap_pop(heap_, earlier);
            emit({.number = when, .a = loop_.value, .b = id.value, .kind = EventKind::TimerDue});
            make_ready(id);
        }
        run_batch();
        emit({.a = loop_.value, .b = iteration_, .kind = EventKind::IterationEnded});
    }
    void run_batch() {
        std::size_t ntodo = ready_.size();
        emit({.a = loop_.value,
              .b = static_cast<std::uint32_t>(ntodo),
              .kind = EventKind::BatchBegan});
        for (std::size_t i = 0; i < ntodo; ++i) {
            HandleId id = ready_.front();
            ready_.pop_front();
            emit({.a = loop_.value, .b = id.value, .kind = EventKind::HandleBegan});
            auto body = std::move(bodies_[id]);
            bodies_.erase(id);
            body();
            emit({.a = loop_.value, .b = id.value, .kind = EventKind::HandleEnded});
        }
    }

    Recorder& r_;
    LoopId loop_;
    HandleId self_pipe_;
    std::deque<HandleId> ready_;
    std::vector<std::pair<double, HandleId>> heap_;
    std::map<HandleId, Body> bodies_;
    std::map<FutureId, std::deque<std::function<void(FutureId)>>> steps_;
    std::map<FutureId, std::vector<Body>> callbacks_;
    std::uint32_t iteration_ = 0;
    unsigned tasks_ = 0;
    bool stopping_ = false;
};

/// The run of kSampleSource.
class SampleProgram {
  public:
    SampleProgram(EventLog& log, Level level) : r_(log, level), loop_(r_) {}

    void run() {
        SampleLoop::Frame module = loop_.enter("<module>", 1, FrameKind::Module, {});
        for (std::uint32_t line : {1u, 2u, 5u, 12u, 19u}) loop_.line(module, line);
        loop_.create();
        FutureId task = loop_.create_task("main", {}, 19, main_steps());
        loop_.run_until_complete(task);
        loop_.release(task);
        for (std::string_view name :
             {"BaseEventLoop.shutdown_asyncgens", "BaseEventLoop.shutdown_default_executor"}) {
            FutureId closing = loop_.create_task(
                name, {}, 19, {[this](FutureId self) { loop_.done(self, "None"); }});
            loop_.run_until_complete(closing);
            loop_.release(closing);
        }
        loop_.close();
        loop_.exit(module, "None");
        loop_.end();
    }

  private:
    using Steps = std::vector<std::function<void(FutureId)>>;

    // say(what, delay), lines 5 to 9.
    FutureId say(std::string what, double delay, FutureId parent, std::uint32_t line) {
        struct Locals {
            SampleLoop::Frame frame;
            FutureId sleep;
            HandleId timer;
        };
        auto l = std::make_shared<Locals>();
        auto started = [=, this](FutureId self) {
            l->frame = loop_.enter("say", 5, FrameKind::Coroutine, self);
            loop_.variable(l->frame, "what", "'" + what + "'");
            loop_.variable(l->frame, "delay", delay == 1 ? "1" : "2");
            loop_.line(l->frame, 6);
            loop_.print(l->frame, self, what + clock() + "\n");
            loop_.line(l->frame, 7);
            l->sleep = loop_.create_future(delay == 1 ? "sleep(1)" : "sleep(2)", 7);
            l->timer =
                loop_.call_at(r_.now + delay, "_set_result_unless_cancelled()",
                              delay == 1 ? "(<Future pending>, None)" : "(<Future pending>, None)",
                              [=, this] { loop_.resolve(l->sleep, "None"); });
            loop_.suspend(l->frame);
            loop_.wait_for(self, l->sleep, 7);
        };
        auto woken = [=, this](FutureId self) {
            loop_.resume(l->frame, self);
            loop_.cancel(l->timer);
            loop_.release(l->sleep);
            loop_.line(l->frame, 8);
            loop_.print(l->frame, self, what + " again" + clock() + "\n");
            loop_.line(l->frame, 9);
            std::string result = what == "hello" ? "'HELLO'" : "'WORLD'";
            loop_.exit(l->frame, result);
            loop_.done(self, result);
        };
        return loop_.create_task("say", parent, line, {started, woken});
    }

    // main(), lines 12 to 16.
    Steps main_steps() {
        auto started = [this](FutureId self) {
            main_ = loop_.enter("main", 12, FrameKind::Coroutine, self);
            loop_.line(main_, 13);
            a_ = say("hello", 1, self, 13);
            loop_.variable(main_, "a", "<Task pending name='Task-2' coro=<say()>>");
            loop_.line(main_, 14);
            b_ = say("world", 2, self, 14);
            loop_.variable(main_, "b", "<Task pending name='Task-3' coro=<say()>>");
            loop_.line(main_, 15);
            loop_.suspend(main_);
            loop_.wait_for(self, a_, 15);
        };
        auto a_done = [this](FutureId self) {
            loop_.resume(main_, self);
            loop_.print(main_, self, "HELLO\n");
            loop_.line(main_, 16);
            loop_.suspend(main_);
            loop_.wait_for(self, b_, 16);
        };
        auto b_done = [this](FutureId self) {
            loop_.resume(main_, self);
            loop_.print(main_, self, "WORLD\n");
            loop_.exit(main_, "None");
            loop_.release(a_);
            loop_.release(b_);
            loop_.done(self, "None");
        };
        return {started, a_done, b_done};
    }

    std::string clock() const { return " 00:00:0" + std::to_string(static_cast<int>(r_.now)); }

    Recorder r_;
    SampleLoop loop_;
    SampleLoop::Frame main_;
    FutureId a_, b_;
};

/// Fills a fresh TraceFile with the run of kSampleSource, about 200 events over 2 virtual seconds.
inline void make_sample_trace(TraceFile& file, Level level = Level::Variables) {
    file.header.program = "sample.py";
    file.header.level = level;
    file.header.sources = {{"sample.py", std::string(kSampleSource)}};
    SampleProgram(file.log, level).run();
}

}  // namespace loopscope::trace::testing
