// Chrome's trace events, for Perfetto.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/trace/exporters.h"
#include "sim/trace/json_line.h"

namespace loopscope::trace {
namespace {

constexpr int kProgram = 1;  // "Processes" of the format: groups of tracks.
constexpr int kTasks = 2;
constexpr double kMicroseconds = 1e6;
constexpr double kApart = 0.001;  // One nanosecond: what separates events of one moment.

class ChromeWriter {
  public:
    ChromeWriter(const TraceHeader& header, const Timeline& timeline, ExportRange range)
        : header_(header), log_(timeline.log()), range_(range) {}

    std::string write() {
        out_ = "{\"displayTimeUnit\":\"ms\",\"otherData\":{";
        field("producer", header_.producer);
        out_ += ',';
        field("program", header_.program);
        out_ += ',';
        field("python", header_.python);
        out_ += ',';
        field("time", header_.time == TimeKind::Virtual ? "virtual" : "recorded");
        out_ += "},\"traceEvents\":[";
        name_process(kProgram, header_.program.empty() ? "program" : header_.program);
        name_process(kTasks, "tasks");
        for (Position at = 0; at <= range_.to && at < log_.size(); ++at) {
            std::string_view open = at < range_.from ? std::string_view() : "x";
            stamp(log_[at].time);
            visible_ = !open.empty();
            take(at, log_[at]);
        }
        visible_ = true;
        for (auto& [task, span] : spans_) end_span(task, span);
        while (!slices_.empty()) end_slice(slices_.begin()->first);
        out_ += "\n]}\n";
        return std::move(out_);
    }

  private:
    struct Span {
        std::string_view what;
        double from = 0;
    };
    struct Slice {
        std::string name;
        double from = 0;
        std::uint32_t line = 0;
    };

    void stamp(double time) {
        now_ = std::max(time * kMicroseconds, now_ + kApart);
        if (first_) now_ = time * kMicroseconds;
        first_ = false;
    }

    void take(Position at, const Event& event) {
        switch (event.kind) {
            case EventKind::ThreadStarted:
                name_track(kProgram, event.a, log_.text(event.text));
                break;
            case EventKind::HandleCreated:
                labels_[event.b] = event.text;
                tasks_of_handles_[event.b] = event.c;
                break;
            case EventKind::HandleReady:
                if (auto task = tasks_of_handles_.find(event.b);
                    task != tasks_of_handles_.end() && task->second != 0)
                    begin_span(task->second, "ready");
                break;
            case EventKind::HandleBegan:
                begin_slice(event.thread, handle_name(event.b), 0);
                break;
            case EventKind::HandleEnded:
                end_slice(event.thread);
                labels_.erase(event.b);
                tasks_of_handles_.erase(event.b);
                break;
            case EventKind::SelectBegan:
                begin_slice(event.thread, "select", 0);
                break;
            case EventKind::SelectReturned:
                end_slice(event.thread);
                break;
            default:
                take_task(at, event);
        }
    }

    void take_task(Position at, const Event& event) {
        switch (event.kind) {
            case EventKind::TaskCreated:
                names_[event.a] = std::string(log_.text(event.text));
                name_track(kTasks, event.a,
                           fmt::format("{} ({})", log_.text(event.text), log_.text(event.text2)));
                break;
            case EventKind::TaskRenamed:
                names_[event.a] = std::string(log_.text(event.text));
                name_track(kTasks, event.a, log_.text(event.text));
                break;
            case EventKind::TaskStepped:
                begin_span(event.a, "running");
                break;
            case EventKind::TaskWaits:
                begin_span(event.a, "waiting");
                break;
            case EventKind::TaskDone:
                finish_task(event, "done");
                break;
            case EventKind::TaskFailed:
                finish_task(event, "failed");
                break;
            case EventKind::TaskCancelled:
                finish_task(event, "cancelled");
                break;
            case EventKind::TaskCancelRequested:
                instant(kTasks, event.a, "cancel requested", event.line, at);
                break;
            case EventKind::Output:
                instant(event.a != 0 ? kTasks : kProgram, event.a != 0 ? event.a : event.thread,
                        std::string(log_.text(event.text)), event.line, at);
                break;
            default:
                break;
        }
    }

    std::string handle_name(std::uint32_t handle) const {
        auto label = labels_.find(handle);
        std::string name = label == labels_.end() ? fmt::format("handle {}", handle)
                                                  : std::string(log_.text(label->second));
        auto task = tasks_of_handles_.find(handle);
        if (task == tasks_of_handles_.end() || task->second == 0) return name;
        auto named = names_.find(task->second);
        return named == names_.end() ? name : fmt::format("{} {}", named->second, name);
    }

    void finish_task(const Event& event, const char* how) {
        if (auto span = spans_.find(event.a); span != spans_.end()) {
            end_span(event.a, span->second);
            spans_.erase(span);
        }
        instant(kTasks, event.a, how, event.line, 0);
    }

    void begin_span(std::uint32_t task, std::string_view what) {
        Span& span = spans_[task];
        if (!span.what.empty()) end_span(task, span);
        span = {what, now_};
    }
    void end_span(std::uint32_t task, const Span& span) {
        complete(kTasks, task, span.what, "task", span.from, 0);
    }

    void begin_slice(std::uint32_t thread, std::string name, std::uint32_t line) {
        if (slices_.count(thread) != 0) end_slice(thread);
        slices_[thread] = {std::move(name), now_, line};
    }
    void end_slice(std::uint32_t thread) {
        auto slice = slices_.find(thread);
        if (slice == slices_.end()) return;
        complete(kProgram, thread, slice->second.name, "callback", slice->second.from,
                 slice->second.line);
        slices_.erase(slice);
    }

    void field(std::string_view name, std::string_view value) {
        append_json_string(out_, name);
        out_ += ':';
        append_json_string(out_, value);
    }
    // JSON as other programs read it: a lone surrogate, which they reject, becomes U+FFFD.
    void text_field(std::string_view name, std::string_view value) {
        std::string quoted;
        append_json_string(quoted, value);
        for (std::size_t at = quoted.find("\\ud"); at != std::string::npos;
             at = quoted.find("\\ud", at + 1)) {
            if (at == 0 || quoted[at - 1] != '\\') quoted.replace(at, 6, "\\ufffd");
        }
        append_json_string(out_, name);
        out_ += ':';
        out_ += quoted;
    }

    void open_event(std::string_view phase, int process, std::uint32_t track) {
        if (out_.back() != '[') out_ += ',';
        out_ += fmt::format("\n{{\"ph\":\"{}\",\"pid\":{},\"tid\":{},", phase, process, track);
    }
    void complete(int process, std::uint32_t track, std::string_view name,
                  std::string_view category, double from, std::uint32_t line) {
        if (!visible_) return;
        open_event("X", process, track);
        text_field("name", name);
        out_ += fmt::format(",\"cat\":\"{}\",\"ts\":{:.3f},\"dur\":{:.3f}", category, from,
                            now_ - from);
        if (line != 0) out_ += fmt::format(",\"args\":{{\"line\":{}}}", line);
        out_ += '}';
    }
    void instant(int process, std::uint32_t track, std::string_view name, std::uint32_t line,
                 Position at) {
        if (!visible_) return;
        open_event("i", process, track);
        text_field("name", name);
        out_ += fmt::format(",\"s\":\"t\",\"ts\":{:.3f},\"args\":{{\"event\":{},\"line\":{}}}}}",
                            now_, at, line);
    }
    void name_process(int process, std::string_view name) {
        open_event("M", process, 0);
        out_ += "\"name\":\"process_name\",\"args\":{";
        text_field("name", name);
        out_ += "}}";
    }
    void name_track(int process, std::uint32_t track, std::string_view name) {
        open_event("M", process, track);
        out_ += "\"name\":\"thread_name\",\"args\":{";
        text_field("name", name);
        out_ += "}}";
    }

    const TraceHeader& header_;
    const EventLog& log_;
    ExportRange range_;
    std::string out_;
    double now_ = 0;
    bool first_ = true, visible_ = true;
    std::map<std::uint32_t, Span> spans_;
    std::map<std::uint32_t, Slice> slices_;
    std::map<std::uint32_t, TextId> labels_;
    std::map<std::uint32_t, std::uint32_t> tasks_of_handles_;
    std::map<std::uint32_t, std::string> names_;
};

}  // namespace

std::string chrome_trace(const TraceHeader& header, const Timeline& timeline, ExportRange range) {
    return ChromeWriter(header, timeline, range).write();
}

}  // namespace loopscope::trace
