// How long our own work for a frame takes: state, layout and draw lists, without the graphics card.
//
// Two scenes at 1600×900: a thousand tasks on screen, stepped through; and a trace of ten million
// events, whose timeline is zoomed and panned. Prints the median and the 99th percentile.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <vector>

#include "sim/trace/recorder.h"
#include "ui/app/document.h"
#include "ui/app/stage.h"

namespace {

using namespace loopscope;
using trace::Event;
using trace::EventKind;

/// A trace made here.
class MadeTrace : public ui::Document {
  public:
    trace::Timeline& timeline() override {
        if (!timeline_) {
            timeline_ = std::make_unique<trace::Timeline>(file.log);
            timeline_->update();
        }
        return *timeline_;
    }
    const trace::TraceHeader& header() const override { return file.header; }
    const session::Scenario& scenario() const override { return about_; }
    std::string_view name() const override { return "bench.py"; }
    std::string_view source() const override { return source_; }

    trace::TraceFile file;

  private:
    session::Scenario about_;
    std::string source_ = "import asyncio\n\nasync def worker():\n    await asyncio.sleep(1)\n";
    std::unique_ptr<trace::Timeline> timeline_;
};

/// Writes tasks that are created, step and sleep in turns until the log has `events` events.
void write_trace(MadeTrace& document, std::uint32_t tasks, trace::Position events) {
    trace::EventLog& log = document.file.log;
    trace::Recorder r(log, trace::Level::Variables);
    auto text = [&](std::string_view t) { return r.text(t); };
    r.record({.a = 1, .text = text("MainThread"), .kind = EventKind::ThreadStarted});
    r.record({.a = 1, .text = text("Loop"), .kind = EventKind::LoopCreated});
    r.record({.a = 1, .text = text("run_forever"), .kind = EventKind::LoopRunning});
    auto ready = [&](std::uint32_t task, std::uint32_t handle) {
        r.record({.a = 1,
                  .b = handle,
                  .c = task,
                  .text = text("Task.__step()"),
                  .line = 4,
                  .kind = EventKind::HandleCreated});
        r.record({.a = 1, .b = handle, .kind = EventKind::HandleReady});
    };
    std::uint32_t handle = 0;
    for (std::uint32_t i = 1; i <= tasks; ++i) {
        r.record({.a = i,
                  .c = 1,
                  .text = text(fmt::format("Task-{}", i)),
                  .text2 = text("worker"),
                  .line = 3,
                  .kind = EventKind::TaskCreated});
        ready(i, ++handle);
    }
    double time = 0;
    for (std::uint32_t turn = 1; log.size() < events; ++turn) {
        r.record({.a = 1, .b = turn, .kind = EventKind::IterationBegan});
        r.record({.a = 1, .b = tasks, .kind = EventKind::BatchBegan});
        std::uint32_t first = handle - tasks + 1;
        for (std::uint32_t i = 1; i <= tasks && log.size() < events; ++i) {
            r.record({.a = 1, .b = first + i - 1, .kind = EventKind::HandleBegan});
            r.record({.a = i, .kind = EventKind::TaskStepped});
            r.record({.a = i,
                      .line = 4,
                      .kind = EventKind::TaskWaits,
                      .detail = static_cast<std::uint8_t>(trace::WaitKind::BareYield)});
            ready(i, ++handle);
            r.record({.a = 1, .b = first + i - 1, .kind = EventKind::HandleEnded});
        }
        r.record({.a = 1, .b = turn, .kind = EventKind::IterationEnded});
        double before = time;
        time += 0.001;
        r.record({.time = time, .number = before, .kind = EventKind::ClockAdvanced});
    }
}

/// Runs `frames` frames with a command before each, and prints what they cost.
void measure(std::string_view name, ui::Viewer& viewer, int frames,
             const std::function<ui::Command(int)>& command) {
    ui::Stage stage;
    stage.set_display(1600, 900, 1.0f / 60);
    std::vector<double> times;
    for (int i = 0; i < frames + 20; ++i) {
        stage.update_fonts(viewer);
        auto began = std::chrono::steady_clock::now();
        viewer.apply(command(i), i / 60.0);
        stage.frame(viewer, i / 60.0);
        std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
        if (i >= 20) times.push_back(took.count());
    }
    std::sort(times.begin(), times.end());
    fmt::print("{:<28} median {:6.2f} ms   p99 {:6.2f} ms   worst {:6.2f} ms\n", name,
               times[times.size() / 2], times[times.size() * 99 / 100], times.back());
}

void bench(std::string_view name, std::uint32_t tasks, trace::Position events,
           const std::function<ui::Command(int)>& command) {
    auto document = std::make_unique<MadeTrace>();
    write_trace(*document, tasks, events);
    ui::Settings settings;
    settings.motion = true;
    ui::Viewer viewer({settings, {}, {}});
    auto began = std::chrono::steady_clock::now();
    viewer.open(std::move(document));
    viewer.seek(viewer.document().timeline().size() / 2);
    std::chrono::duration<double> opened = std::chrono::steady_clock::now() - began;
    fmt::print("{}: {} events, opened in {:.2f} s\n", name, viewer.document().timeline().size(),
               opened.count());
    measure(name, viewer, 400, command);
}

}  // namespace

int main(int count, char** arguments) {
    trace::Position most = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 10'000'000;
    bench("1,000 tasks, stepping", 1000, 60'000, [](int) { return ui::Command{ui::Act::Forward}; });
    bench("a long trace, zooming", 200, most, [](int i) {
        return i % 40 < 20 ? ui::Command{ui::Act::ZoomTimeline, i % 80 < 40 ? -1 : 1}
                           : ui::Command{ui::Act::PanTimeline, i % 3 - 1};
    });
    return 0;
}
