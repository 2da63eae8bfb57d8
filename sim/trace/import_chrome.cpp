// Chrome's trace events, as VizTracer writes them, read as a trace of frames.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "sim/trace/exporters.h"
#include "sim/trace/failure.h"

namespace loopscope::trace {
namespace {

using Json = nlohmann::json;

/// One begin or end of a frame.
struct Mark {
    double time = 0;          // Microseconds.
    std::uint64_t order = 0;  // Of two marks of one time: ends first, then as they stand.
    double duration = 0;      // Of a begin: the longer one is the outer one.
    std::size_t event = 0;
    bool begins = true;
};

double number(const Json& event, const char* name) {
    auto found = event.find(name);
    return found != event.end() && found->is_number() ? found->get<double>() : 0.0;
}

std::string text(const Json& event, const char* name) {
    auto found = event.find(name);
    return found != event.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// "main (/path/of/program.py:12)" as VizTracer names a function.
struct FunctionName {
    std::string function, file;
    std::uint32_t line = 0;
};

FunctionName function_name(const std::string& name) {
    const std::size_t open = name.rfind(" (");
    const std::size_t colon = name.rfind(':');
    if (open == std::string::npos || colon == std::string::npos || colon < open ||
        name.back() != ')')
        return {name, {}, 0};
    FunctionName result{name.substr(0, open), name.substr(open + 2, colon - open - 2), 0};
    for (char c : name.substr(colon + 1, name.size() - colon - 2)) {
        if (c < '0' || c > '9' || result.line > 10'000'000) return {name, {}, 0};
        result.line = result.line * 10 + static_cast<std::uint32_t>(c - '0');
    }
    if (std::size_t slash = result.file.rfind('/'); slash != std::string::npos)
        result.file.erase(0, slash + 1);
    return result;
}

class ChromeImport {
  public:
    ChromeImport(TraceFile& into, const ReadLimits& limits) : log_(into.log), limits_(limits) {}

    void take(const Json& events) {
        for (std::size_t i = 0; i < events.size(); ++i) collect(events[i], i);
        std::stable_sort(marks_.begin(), marks_.end(), [](const Mark& a, const Mark& b) {
            if (a.time != b.time) return a.time < b.time;
            if (a.begins != b.begins) return !a.begins;
            return a.begins ? a.duration > b.duration : a.order > b.order;
        });
        start_ = marks_.empty() ? 0 : marks_.front().time;
        add({.text = log_.texts.intern("MainThread"), .kind = EventKind::ThreadStarted}, 1);
        for (const Mark& mark : marks_) {
            if (log_.size() + 2 >= limits_.events_max) {
                full_ = true;
                break;
            }
            apply(mark, events[mark.event]);
        }
    }

    std::uint64_t left_out() const { return left_out_; }
    bool full() const { return full_; }

  private:
    void collect(const Json& event, std::size_t index) {
        const std::string phase = event.is_object() ? text(event, "ph") : std::string();
        const double time = event.is_object() ? number(event, "ts") : 0;
        if (!std::isfinite(time)) {
            ++left_out_;
        } else if (phase == "X") {
            const double duration = std::max(0.0, number(event, "dur"));
            marks_.push_back({time, index, duration, index, true});
            marks_.push_back({time + duration, index, 0, index, false});
        } else if (phase == "B" || phase == "E") {
            marks_.push_back({time, index, 0, index, phase == "B"});
        } else if (phase == "M" && text(event, "name") == "thread_name") {
            if (auto arguments = event.find("args"); arguments != event.end())
                names_[key(event)] = text(*arguments, "name");
        } else if (phase != "M") {
            ++left_out_;
        }
    }

    static std::pair<double, double> key(const Json& event) {
        return {number(event, "pid"), number(event, "tid")};
    }

    std::uint16_t thread_of(const Json& event) {
        auto [found, is_new] = threads_.try_emplace(key(event), 0);
        if (!is_new) return found->second;
        if (threads_.size() > 65000) return found->second = 1;
        found->second = static_cast<std::uint16_t>(threads_.size());
        if (found->second > 1) {
            const std::string& name = names_[found->first];
            add({.a = found->second,
                 .text = log_.texts.intern(name.empty() ? "thread" : name),
                 .kind = EventKind::ThreadStarted},
                1);
        }
        return found->second;
    }

    void apply(const Mark& mark, const Json& event) {
        now_ = (mark.time - start_) / 1e6;
        const std::uint16_t thread = thread_of(event);
        std::vector<std::uint32_t>& stack = stacks_[thread];
        if (mark.begins) {
            const FunctionName name = function_name(text(event, "name"));
            const std::uint32_t frame = ++frames_;
            add({.a = frame,
                 .c = stack.empty() ? 0 : stack.back(),
                 .text = log_.texts.intern(name.function),
                 .text2 = log_.texts.intern(name.file),
                 .line = name.line,
                 .kind = EventKind::FrameEntered,
                 .detail = static_cast<std::uint8_t>(FrameKind::Function)},
                thread);
            stack.push_back(frame);
        } else if (!stack.empty()) {
            add({.a = stack.back(), .kind = EventKind::FrameExited}, thread);
            stack.pop_back();
        } else {
            ++left_out_;
        }
    }

    void add(Event event, std::uint16_t thread) {
        event.time = std::max(now_, last_);
        last_ = event.time;
        event.thread = thread;
        if (event.kind == EventKind::ThreadStarted && event.a == 0) event.a = 1;
        log_.append(event);
    }

    EventLog& log_;
    const ReadLimits& limits_;
    std::vector<Mark> marks_;
    std::map<std::pair<double, double>, std::string> names_;
    std::map<std::pair<double, double>, std::uint16_t> threads_;
    std::map<std::uint16_t, std::vector<std::uint32_t>> stacks_;
    std::uint32_t frames_ = 0;
    double start_ = 0, now_ = 0, last_ = 0;
    std::uint64_t left_out_ = 0;
    bool full_ = false;
};

}  // namespace

bool looks_like_chrome_trace(std::string_view first_bytes) {
    const std::size_t begin = first_bytes.find_first_not_of(" \t\r\n\xef\xbb\xbf");
    if (begin == std::string_view::npos) return false;
    if (first_bytes[begin] != '{' && first_bytes[begin] != '[') return false;
    if (first_bytes.find("loopscope-trace") != std::string_view::npos) return false;
    return first_bytes.find("\"traceEvents\"") != std::string_view::npos ||
           (first_bytes.find("\"ph\"") != std::string_view::npos &&
            first_bytes.find("\"ts\"") != std::string_view::npos);
}

base::Result<ReadReport> import_chrome_trace(std::string_view bytes, std::string_view name,
                                             TraceFile& into, const ReadLimits& limits) {
    const Json document = Json::parse(bytes, nullptr, false);
    if (document.is_discarded()) return failure("chrome.json", {{"path", name}});
    const Json* events = &document;
    if (document.is_object()) {
        auto found = document.find("traceEvents");
        if (found != document.end()) events = &*found;
    }
    if (!events->is_array()) return failure("chrome.list", {{"path", name}});
    into.header.producer = "import of Chrome trace events";
    into.header.python = "";
    into.header.time = TimeKind::Recorded;
    into.header.level = Level::Lines;
    ChromeImport import(into, limits);
    import.take(*events);
    into.header.unseen = "the event loop, tasks, lines, output: the file has frames alone";
    if (import.left_out() != 0)
        into.header.unseen += fmt::format("; {} events of other sorts", import.left_out());
    ReadReport report;
    if (import.full())
        report.damage = failure("chrome.events", {{"path", name}, {"n", into.log.size()}});
    return report;
}

}  // namespace loopscope::trace
