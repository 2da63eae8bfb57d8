// Large traces: what opening, seeking, searching and keeping them costs.
//
// usage: trace_bench [EVENTS [TASKS [FOLDER]]]
//
// Generates a trace of a loop whose tasks sleep, wake, make futures and print, writes it plain and
// compressed into FOLDER (default: the temporary folder), and measures. The bounds that the figures
// stand beside are those of docs/recorder.md.
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "sim/trace/byte_source.h"
#include "sim/trace/timeline.h"
#include "sim/trace/trace_file.h"

namespace {

using namespace loopscope;
using trace::Event;
using trace::EventKind;
using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

/// Time that this thread has had a processor for: on a busy machine the clock tells more of others.
double cpu_milliseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Writes what a loop with so many tasks does, turn after turn, until there are enough events.
class Generator {
  public:
    Generator(trace::EventLog& log, trace::Position events, std::uint32_t tasks)
        : log_(log), events_(events), tasks_(tasks) {}

    void generate() {
        add({.a = 1, .text = text("MainThread"), .kind = EventKind::ThreadStarted});
        add({.a = 1, .text = text("_UnixSelectorEventLoop"), .kind = EventKind::LoopCreated});
        add({.a = 1, .text = text("run_forever"), .kind = EventKind::LoopRunning});
        for (std::uint32_t task = 1; task <= tasks_; ++task) create(task);
        futures_ = tasks_;
        for (std::uint32_t n = 1; log_.size() + 40 < events_; ++n) turn(n);
        add({.a = 1, .kind = EventKind::LoopStopped});
        add({.kind = EventKind::RunEnded});
    }

  private:
    trace::TextId text(const std::string& value) { return log_.texts.intern(value); }
    void add(Event event) {
        event.time = now_;
        log_.append(event);
    }
    void schedule(std::uint32_t task, const char* callback) {
        add({.a = 1,
             .b = ++handles_,
             .c = task,
             .text = text(callback),
             .kind = EventKind::HandleCreated});
        add({.a = 1, .b = handles_, .kind = EventKind::HandleReady});
        waiting_.emplace_back(handles_, task);
    }
    void create(std::uint32_t task) {
        add({.a = task,
             .c = 1,
             .text = text(fmt::format("Task-{}", task)),
             .text2 = text("worker"),
             .line = 7,
             .kind = EventKind::TaskCreated});
        schedule(task, "Task.__step");
    }
    void turn(std::uint32_t n) {
        constexpr std::size_t kBatch = 32;
        now_ += 0.001;
        const std::size_t count = std::min(kBatch, waiting_.size());
        add({.a = 1, .b = n, .kind = EventKind::IterationBegan});
        add({.a = 1,
             .b = static_cast<std::uint32_t>(waiting_.size()),
             .kind = EventKind::TimeoutChosen});
        add({.a = 1, .kind = EventKind::SelectBegan});
        add({.a = 1, .kind = EventKind::SelectReturned});
        add({.a = 1, .b = static_cast<std::uint32_t>(count), .kind = EventKind::BatchBegan});
        std::vector<std::pair<std::uint32_t, std::uint32_t>> batch(
            waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
        waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
        for (auto [handle, task] : batch) run(handle, task);
        add({.a = 1, .b = n, .kind = EventKind::IterationEnded});
    }
    void run(std::uint32_t handle, std::uint32_t task) {
        add({.a = 1, .b = handle, .kind = EventKind::HandleBegan});
        add({.a = task, .kind = EventKind::TaskStepped, .detail = 1});
        add({.a = ++futures_,
             .b = 1,
             .text = text("Future"),
             .text2 = text("Queue.get"),
             .line = 9,
             .kind = EventKind::FutureCreated});
        if (handle % 16 == 0)
            add({.a = task,
                 .text = text(fmt::format("got {}\n", handle % 5000)),
                 .line = 10,
                 .kind = EventKind::Output});
        add({.a = task, .b = futures_, .line = 9, .kind = EventKind::TaskWaits});
        add({.a = futures_, .text = text("None"), .kind = EventKind::FutureResolved});
        schedule(task, "Task.task_wakeup");
        add({.a = 1, .b = handle, .kind = EventKind::HandleEnded});
        add({.a = futures_, .kind = EventKind::FutureReleased});
    }

    trace::EventLog& log_;
    trace::Position events_;
    std::uint32_t tasks_, handles_ = 0, futures_ = 0;
    double now_ = 0;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> waiting_;
};

void write_files(const std::filesystem::path& plain, const std::filesystem::path& packed,
                 trace::Position events, std::uint32_t tasks) {
    trace::TraceFile file;
    Generator(file.log, events, tasks).generate();
    file.header.level = trace::Level::Loop;
    for (const auto& path : {plain, packed}) {
        const auto begin = Clock::now();
        if (!trace::write_trace(path.string(), file.header, file.log)) std::exit(2);
        const auto size = std::filesystem::file_size(path);
        fmt::print("{:<28} {:>9.0f} ms {:>7.2f} B/event on disk\n",
                   "write " + path.extension().string(), milliseconds_since(begin),
                   static_cast<double>(size) / static_cast<double>(file.log.size()));
    }
}

std::size_t resident_bytes() {
    std::ifstream file("/proc/self/statm");
    std::size_t size = 0, resident = 0;
    file >> size >> resident;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

void measure_reading(const std::filesystem::path& path) {
    const std::size_t before = resident_bytes();
    trace::TraceFile file;
    trace::Timeline timeline(file.log);
    trace::ReadLimits limits;
    limits.events_max = 200'000'000;
    const auto begin = Clock::now();
    auto bytes = trace::open_bytes(path.string());
    auto reader = trace::TraceReader::open(std::move(bytes).value(), path.string(), file, limits);
    constexpr trace::Position kFirst = 200'000;
    reader.value()->read(kFirst);
    timeline.update();
    timeline.seek(0);
    fmt::print("{:<28} {:>9.1f} ms (bound 2000)\n", "open to the first state",
               milliseconds_since(begin));
    while (reader.value()->read(kFirst)) timeline.update();
    timeline.update();
    const double events = static_cast<double>(file.log.size());
    fmt::print("{:<28} {:>9.0f} ms {:>7.2f} M events/s\n", "read whole", milliseconds_since(begin),
               events / milliseconds_since(begin) / 1000);
    const auto each = [events](std::size_t size) { return static_cast<double>(size) / events; };
    const double log_bytes = each(file.log.bytes()), index_bytes = each(timeline.index_bytes()),
                 keyframe_bytes = each(timeline.keyframe_bytes());
    fmt::print("{:<28} {:>9.1f} B/event: {:.1f} + index {:.1f} + {} keyframes {:.1f} (bound 48)\n",
               "in memory", log_bytes + index_bytes + keyframe_bytes, log_bytes, index_bytes,
               timeline.keyframe_count(), keyframe_bytes);
    fmt::print("{:<28} {:>9.1f} B/event\n", "the process grew by", each(resident_bytes() - before));
    std::mt19937_64 random(1);
    std::vector<double> times, cpu_times;
    constexpr int kSeeks = 2000;
    for (int i = 0; i < kSeeks; ++i) {
        const auto seek = Clock::now();
        const double cpu = cpu_milliseconds();
        timeline.seek(random() % timeline.size());
        cpu_times.push_back(cpu_milliseconds() - cpu);
        times.push_back(milliseconds_since(seek));
    }
    for (auto [label, all] :
         {std::pair{"seek", &times}, {"  of them on the processor", &cpu_times}}) {
        std::sort(all->begin(), all->end());
        fmt::print("{:<28} {:>9.2f} ms at the 99th percentile, {:.2f} median (bound 16)\n", label,
                   (*all)[all->size() * 99 / 100], (*all)[all->size() / 2]);
    }
    const auto search = Clock::now();
    const std::string name = fmt::format("Task-{}", timeline.tasks().size());
    const auto found = timeline.find_next(0, name);
    fmt::print("{:<28} {:>9.2f} ms, {} (bound 100)\n", "search for a task by name",
               milliseconds_since(search), found ? "found" : "NOT FOUND");
}

}  // namespace

int main(int argc, char** argv) {
    const trace::Position events = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10'000'000;
    const auto tasks =
        static_cast<std::uint32_t>(argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 1000);
    const std::filesystem::path folder =
        argc > 3 ? std::filesystem::path(argv[3]) : std::filesystem::temp_directory_path();
    const auto plain = folder / "loopscope-bench.trace";
    const auto packed = folder / "loopscope-bench.trace.zst";
    fmt::print("{} events, {} tasks\n", events, tasks);
    std::fflush(stdout);
    // In a process of its own, whose memory is gone when reading is measured.
    if (const pid_t writer = fork(); writer == 0) {
        write_files(plain, packed, events, tasks);
        std::fflush(stdout);
        _exit(0);
    } else {
        waitpid(writer, nullptr, 0);
    }
    measure_reading(plain);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    fmt::print("{:<28} {:>9} MiB\n", "most memory in use", usage.ru_maxrss >> 10);
    std::filesystem::remove(plain);
    std::filesystem::remove(packed);
    return 0;
}
