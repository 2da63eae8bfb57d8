// What the tab of the frames says.
#include "ui/model/frames_view.h"

#include <algorithm>

#include "ui/model/tasks_view.h"

namespace loopscope::ui {
namespace {

using trace::FrameState;
using trace::ProgramState;

bool is_name(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

FrameView view_frame(const FrameState& frame, const trace::EventLog& log, const Strings& strings,
                     trace::Position since) {
    FrameView view;
    view.id = frame.id;
    view.line = frame.line;
    view.suspended = frame.suspended;
    view.function = frame.kind == trace::FrameKind::Module
                        ? strings("frames.module")
                        : coroutine_label(log.text(frame.function));
    std::string_view key = frame.suspended ? "frames.suspended" : "frames.line";
    view.place = strings(key, {{"line", std::to_string(frame.line)}});
    for (const trace::Variable& v : frame.variables) {
        view.variables.push_back(
            {std::string(log.text(v.name)), std::string(log.text(v.value)), v.changed > since});
    }
    return view;
}

/// Whether no loop runs on the present thread: then its own frames are what matters.
bool is_outside_loops(const ProgramState& state) {
    for (const trace::LoopState& loop : state.loops)
        if (loop.thread == state.thread && loop.status == trace::LoopStatus::Running) return false;
    return true;
}

const trace::ThreadState* present_thread(const ProgramState& state) {
    return state.threads.find(trace::ThreadId{state.thread});
}

}  // namespace

FramesView view_frames(const ProgramState& state, const trace::EventLog& log,
                       const Strings& strings, trace::FutureId selected, trace::Position since) {
    FramesView view;
    const trace::TaskState* task = state.tasks.find(selected);
    const trace::ThreadState* thread = present_thread(state);
    if (!task && thread) task = state.tasks.find(thread->task);
    if (!task && !is_outside_loops(state)) task = chain_start(state, {});
    std::vector<trace::FrameId> ids;
    if (task) {
        view.title =
            std::string(log.text(task->name)) + " " + coroutine_label(log.text(task->coroutine));
        view.look = look_of(*task);
        ids = task->frames.items();
    }
    // What runs inside a task's step beyond its coroutines stands on the thread.
    bool runs_now = thread && (!task || task->status == trace::TaskStatus::Running);
    if (runs_now) {
        if (!task) view.title = std::string(log.text(thread->name));
        if (!task) view.look = Look::Running;
        for (trace::FrameId id : thread->frames) {
            const FrameState* frame = state.frames.find(id);
            if (!frame || (task && frame->task != task->id)) continue;
            if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
        }
    }
    for (auto it = ids.rbegin(); it != ids.rend(); ++it) {
        if (const FrameState* frame = state.frames.find(*it))
            view.frames.push_back(view_frame(*frame, log, strings, since));
    }
    return view;
}

std::string_view word_at(std::string_view line, std::size_t column) {
    if (column >= line.size() || !is_name(line[column])) return {};
    std::size_t begin = column;
    std::size_t end = column;
    while (begin > 0 && is_name(line[begin - 1])) --begin;
    while (end < line.size() && is_name(line[end])) ++end;
    if (line[begin] >= '0' && line[begin] <= '9') return {};
    return line.substr(begin, end - begin);
}

std::vector<std::string> values_of(const ProgramState& state, const trace::EventLog& log,
                                   std::string_view name, std::uint32_t line,
                                   trace::FutureId selected, const SourceFiles& files, int file) {
    struct Found {
        const FrameState* frame;
        const trace::Variable* variable;
    };
    std::vector<Found> found;
    std::uint32_t best = 0;  // The innermost function around the line: the one that begins last.
    for (const FrameState& frame : state.frames) {
        if (frame.first_line > line && frame.kind != trace::FrameKind::Module) continue;
        if (files.of(log.text(frame.file)) != file) continue;
        for (const trace::Variable& v : frame.variables) {
            if (log.text(v.name) != name) continue;
            std::uint32_t first =
                frame.kind == trace::FrameKind::Module ? 0 : std::max(1u, frame.first_line);
            if (first > best || found.empty()) {
                if (first > best) found.clear();
                best = std::max(best, first);
            }
            if (first == best) found.push_back({&frame, &v});
        }
    }
    std::stable_sort(found.begin(), found.end(), [&](const Found& a, const Found& b) {
        auto rank = [&](const Found& f) {
            if (selected && f.frame->task == selected) return 0;
            return f.frame->suspended ? 2 : 1;
        };
        return rank(a) < rank(b);
    });
    std::vector<std::string> lines;
    constexpr std::size_t kMost = 8;
    for (const Found& f : found) {
        if (lines.size() == kMost) {
            lines.push_back("…");
            break;
        }
        std::string text = std::string(name) + " = " + std::string(log.text(f.variable->value));
        const trace::TaskState* task = state.tasks.find(f.frame->task);
        if (task && found.size() > 1) text = std::string(log.text(task->name)) + ":  " + text;
        lines.push_back(text);
    }
    return lines;
}

}  // namespace loopscope::ui
