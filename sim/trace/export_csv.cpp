// The tasks of a trace as a table.
#include <fmt/format.h>

#include <map>
#include <vector>

#include "sim/trace/exporters.h"

namespace loopscope::trace {
namespace {

struct Row {
    std::string name, coroutine, how, value;
    std::uint32_t parent = 0, line = 0, steps = 0, cancels = 0;
    double created = 0, began = -1, ended = -1;
    double ready = 0, running = 0, waiting = 0;
    double* since_what = nullptr;  // Which of the three sums the present stretch goes to.
    double since = 0;
};

/// RFC 4180: quoted where it must be, quotes doubled. A text that a spreadsheet would take for a
/// formula gets a quote mark before it.
std::string cell(std::string_view text) {
    std::string value(text);
    if (!value.empty() && std::string_view("=+-@\t\r").find(value[0]) != std::string_view::npos)
        value.insert(0, "'");
    if (value.find_first_of(",\"\n\r") == std::string::npos) return value;
    std::string quoted = "\"";
    for (char c : value) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string moment(double time) { return time < 0 ? std::string() : fmt::format("{:.9g}", time); }

class TaskTable {
  public:
    explicit TaskTable(const EventLog& log) : log_(log) {}

    void take(const Event& event) {
        switch (event.kind) {
            case EventKind::TaskCreated: {
                Row& row = rows_[event.a];
                row.name = log_.text(event.text);
                row.coroutine = log_.text(event.text2);
                row.parent = event.b;
                row.line = event.line;
                row.created = event.time;
                go_on(row, &row.ready, event.time);
                return;
            }
            case EventKind::TaskRenamed:
                rows_[event.a].name = log_.text(event.text);
                return;
            case EventKind::HandleCreated:
                if (event.c != 0) owners_[event.b] = event.c;
                return;
            case EventKind::HandleReady:
                if (auto owner = owners_.find(event.b); owner != owners_.end())
                    go_on(rows_[owner->second], &rows_[owner->second].ready, event.time);
                return;
            case EventKind::HandleEnded:
            case EventKind::HandleSkipped:
                owners_.erase(event.b);
                return;
            default:
                take_step(event);
        }
    }

    std::string text(double end) {
        std::string out =
            "task,name,coroutine,parent,line,created_s,first_step_s,ended_s,state,value,steps,"
            "ready_s,running_s,waiting_s,cancel_requests\r\n";
        for (auto& [id, row] : rows_) {
            go_on(row, nullptr, end);
            out += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{:.9g},{:.9g},{:.9g},{}\r\n", id,
                               cell(row.name), cell(row.coroutine),
                               row.parent != 0 ? fmt::format("{}", row.parent) : "", row.line,
                               moment(row.created), moment(row.began), moment(row.ended),
                               row.how.empty() ? "pending" : row.how, cell(row.value), row.steps,
                               row.ready, row.running, row.waiting, row.cancels);
        }
        return out;
    }

  private:
    void take_step(const Event& event) {
        switch (event.kind) {
            case EventKind::TaskStepped: {
                Row& row = rows_[event.a];
                if (row.began < 0) row.began = event.time;
                ++row.steps;
                return go_on(row, &row.running, event.time);
            }
            case EventKind::TaskWaits:
                return go_on(rows_[event.a], &rows_[event.a].waiting, event.time);
            case EventKind::TaskCancelRequested:
                ++rows_[event.a].cancels;
                return;
            case EventKind::TaskDone:
                return end(event, "done");
            case EventKind::TaskFailed:
                return end(event, "failed");
            case EventKind::TaskCancelled:
                return end(event, "cancelled");
            default:
                return;
        }
    }

    static void go_on(Row& row, double* what, double now) {
        if (row.since_what != nullptr) *row.since_what += now - row.since;
        row.since_what = what;
        row.since = now;
    }

    void end(const Event& event, const char* how) {
        Row& row = rows_[event.a];
        go_on(row, nullptr, event.time);
        row.ended = event.time;
        row.how = how;
        row.value = log_.text(event.text);
    }

    const EventLog& log_;
    std::map<std::uint32_t, Row> rows_;  // A map: rows stay where they are.
    std::map<std::uint32_t, std::uint32_t> owners_;
};

}  // namespace

std::string tasks_csv(const Timeline& timeline, ExportRange range) {
    const EventLog& log = timeline.log();
    TaskTable table(log);
    double end = 0;
    for (Position at = range.from; at <= range.to && at < log.size(); ++at) {
        table.take(log[at]);
        end = log[at].time;
    }
    return table.text(end);
}

}  // namespace loopscope::trace
