// What the panels of the source and of the output say.
#include "ui/model/source_view.h"

#include <algorithm>
#include <map>

#include "ui/model/tasks_view.h"

namespace loopscope::ui {
namespace {

using trace::FrameState;
using trace::ProgramState;
using trace::TaskState;

/// One of the program's files.
struct File {
    const trace::EventLog& log;
    const SourceFiles& files;
    int number;

    bool has(const FrameState& frame) const { return files.of(log.text(frame.file)) == number; }
};

/// The innermost line of a task's stack that stands in the file.
std::uint32_t line_of(const TaskState& task, const ProgramState& state, const File& file) {
    for (auto it = task.frames.rbegin(); it != task.frames.rend(); ++it) {
        const FrameState* frame = state.frames.find(*it);
        if (frame && file.has(*frame)) return frame->line;
    }
    return task.frames.empty() && file.number == SourceFiles::kProgram ? task.waiting_line : 0;
}

/// The innermost frame of the thread that stands in the file.
const FrameState* live_in_file(const ProgramState& state, const File& file) {
    const trace::ThreadState* thread = state.threads.find(trace::ThreadId{state.thread});
    if (!thread) return nullptr;
    for (auto it = thread->frames.rbegin(); it != thread->frames.rend(); ++it) {
        const FrameState* frame = state.frames.find(*it);
        if (frame && file.has(*frame)) return frame;
    }
    return nullptr;
}

void add_mark(std::map<std::uint32_t, LineMark>& marks, std::uint32_t line, const TaskState& task,
              std::string name) {
    if (line == 0) return;
    auto [it, fresh] = marks.try_emplace(line);
    LineMark& mark = it->second;
    Look look = look_of(task);
    if (fresh || look == Look::Running) {
        mark.line = line;
        mark.look = look;
        mark.name = name;
        mark.task = task.id;
    }
    mark.all.push_back(std::move(name));
}

}  // namespace

const LineMark* SourceMarks::at(std::uint32_t line) const {
    auto it = std::lower_bound(marks.begin(), marks.end(), line,
                               [](const LineMark& mark, std::uint32_t l) { return mark.line < l; });
    return it != marks.end() && it->line == line ? &*it : nullptr;
}

bool is_below_loop(const FrameState& frame, const ProgramState& state,
                   const trace::Timeline& timeline) {
    const trace::LoopState* loop = trace::shown_loop(state);
    if (!loop || loop->status != trace::LoopStatus::Running || frame.task) return false;
    trace::Positions turns = timeline.iterations();
    auto after = std::upper_bound(turns.begin(), turns.end(), state.position);
    return after == turns.begin() || frame.entered < *std::prev(after);
}

SourceMarks view_source(const ProgramState& state, const trace::Timeline& timeline,
                        const SourceFiles& files, int number) {
    SourceMarks view;
    const trace::EventLog& log = timeline.log();
    const File file{log, files, number};
    const FrameState* live = live_in_file(state, file);
    if (live) {
        view.live_line = live->line;
        view.live_is_quiet = is_below_loop(*live, state, timeline);
    }
    std::map<std::uint32_t, LineMark> marks;
    for (const TaskState& task : state.tasks) {
        bool running = task.status == trace::TaskStatus::Running;
        if (!running && task.status != trace::TaskStatus::Pending) continue;
        std::uint32_t line = line_of(task, state, file);
        // A running task stands where the program runs, also inside a function that it called;
        // but not before its own frame has been entered or resumed.
        if (running && live && live->task == task.id) line = view.live_line;
        add_mark(marks, line, task, std::string(log.text(task.name)));
        if (running && (!live || live->task != task.id) && line > 0) {
            view.live_line = line;
            view.live_is_quiet = false;
        }
    }
    for (auto& [line, mark] : marks) view.marks.push_back(std::move(mark));
    return view;
}

std::vector<OutputLine> view_output(const ProgramState& state, const trace::Timeline& timeline) {
    const trace::EventLog& log = timeline.log();
    trace::Positions all = timeline.outputs();
    std::size_t end = std::min<std::size_t>(state.outputs, all.size());
    std::size_t begin = end > kOutputMax ? end - kOutputMax : 0;
    std::vector<OutputLine> lines;
    for (std::size_t i = begin; i < end; ++i) {
        const trace::Event& event = log[all[i]];
        std::string_view text = log.text(event.text);
        bool error = static_cast<trace::OutputStream>(event.detail) == trace::OutputStream::Stderr;
        while (!text.empty()) {
            std::size_t newline = text.find('\n');
            bool joins = !lines.empty() && !lines.back().complete && lines.back().is_error == error;
            if (!joins) lines.push_back({event.time, {}, error, false, all[i]});
            lines.back().text += text.substr(0, newline);
            lines.back().complete = newline != std::string_view::npos;
            text.remove_prefix(lines.back().complete ? newline + 1 : text.size());
        }
    }
    if (lines.size() > kOutputMax) lines.erase(lines.begin(), lines.end() - kOutputMax);
    return lines;
}

std::uint32_t scroll_to_line(std::uint32_t previous, std::uint32_t line, std::uint32_t count,
                             std::uint32_t room) {
    if (count <= room || room == 0) return 1;
    std::uint32_t last = count - room + 1;
    std::uint32_t margin = std::min<std::uint32_t>(2, room / 4);
    std::uint32_t first = std::clamp<std::uint32_t>(previous, 1, last);
    if (line == 0) return first;
    bool seen = line >= first + (first > 1 ? margin : 0) &&
                line + (first < last ? margin : 0) < first + room;
    if (seen) return first;
    std::uint32_t wish = line > room / 3 ? line - room / 3 : 1;
    return std::clamp<std::uint32_t>(wish, 1, last);
}

}  // namespace loopscope::ui
