// Finds the same moment in two runs.
#include "ui/model/rerun.h"

#include <algorithm>
#include <optional>

namespace loopscope::ui {
namespace {

using trace::EventKind;
using trace::EventLog;
using trace::Position;
using trace::Timeline;

/// A task's step, or what lies between two callbacks.
struct Stretch {
    Position first = 0;
    Position last = 0;
};

/// From `first` to the end of the callback that is going on there, or comes next.
Stretch to_callback_end(const Timeline& timeline, Position first) {
    trace::Positions ends = timeline.callback_ends();
    auto end = std::lower_bound(ends.begin(), ends.end(), first);
    return {first, end == ends.end() ? timeline.size() - 1 : *end};
}

/// A task as both runs can know it, and how many were made before it that are known so too.
struct TaskName {
    std::string_view text;
    std::size_t number = 0;
};

/// The name that the program gave it; where asyncio counted ("Task-3"), its coroutine's, for one
/// task more would shift all later numbers.
std::string_view name_made(const Timeline& timeline, trace::FutureId task) {
    trace::Positions track = timeline.track(task);
    if (track.empty()) return {};
    const trace::Event& made = timeline.log()[track.front()];
    if (made.kind != EventKind::TaskCreated) return {};
    std::string_view name = timeline.log().text(made.text);
    return name.starts_with("Task-") ? timeline.log().text(made.text2) : name;
}

TaskName name_of(const Timeline& timeline, trace::FutureId wanted) {
    TaskName name{name_made(timeline, wanted)};
    for (trace::FutureId task : timeline.tasks()) {
        if (task == wanted) break;
        if (name_made(timeline, task) == name.text) ++name.number;
    }
    return name;
}

trace::FutureId task_of(const Timeline& timeline, const TaskName& name) {
    std::size_t number = 0;
    for (trace::FutureId task : timeline.tasks())
        if (name_made(timeline, task) == name.text && number++ == name.number) return task;
    return {};
}

/// The task that takes a step at `position`, if one does.
trace::FutureId stepping(const Timeline& timeline, Position position) {
    trace::Positions ends = timeline.callback_ends();
    auto after = std::lower_bound(ends.begin(), ends.end(), position);
    Position first = after == ends.begin() ? 0 : *std::prev(after) + 1;
    for (Position at = position + 1; at-- > first;)
        if (timeline.log()[at].kind == EventKind::TaskStepped)
            return trace::FutureId{timeline.log()[at].a};
    return {};
}

/// The same step of the task of that name.
std::optional<std::pair<Stretch, Stretch>> same_step(const Timeline& before, Position position,
                                                     const Timeline& now) {
    trace::FutureId task = stepping(before, position);
    if (!task) return std::nullopt;
    TaskName name = name_of(before, task);
    trace::FutureId other = name.text.empty() ? trace::FutureId{} : task_of(now, name);
    if (!other) return std::nullopt;
    trace::Positions old_steps = before.steps(task);
    auto after = std::upper_bound(old_steps.begin(), old_steps.end(), position);
    auto number = static_cast<std::size_t>(after - old_steps.begin()) - 1;
    trace::Positions steps = now.steps(other);
    if (number >= steps.size()) return std::nullopt;
    return std::pair{to_callback_end(before, old_steps[number]),
                     to_callback_end(now, steps[number])};
}

/// Behind the callback of the same number.
std::optional<std::pair<Stretch, Stretch>> same_callback(const Timeline& before, Position position,
                                                         const Timeline& now) {
    trace::Positions old_ends = before.callback_ends();
    trace::Positions ends = now.callback_ends();
    auto after = std::upper_bound(old_ends.begin(), old_ends.end(), position);
    auto number = static_cast<std::size_t>(after - old_ends.begin());
    if (number > ends.size()) return std::nullopt;
    if (number == 0) return std::pair{to_callback_end(before, 0), to_callback_end(now, 0)};
    Stretch old{old_ends[number - 1],
                number < old_ends.size() ? old_ends[number] : before.size() - 1};
    Stretch found{ends[number - 1], number < ends.size() ? ends[number] : now.size() - 1};
    return std::pair{old, found};
}

/// The so-many-th event of the kind of `position`; else as far from the stretch's beginning.
Position same_event(const EventLog& old_log, const Stretch& old, Position position,
                    const EventLog& log, const Stretch& found) {
    EventKind kind = old_log[position].kind;
    std::size_t number = 0;
    for (Position at = old.first; at <= position; ++at) number += old_log[at].kind == kind;
    for (Position at = found.first; at <= found.last; ++at)
        if (log[at].kind == kind && --number == 0) return at;
    return std::min(found.last, found.first + (position - old.first));
}

}  // namespace

Position first_difference(const EventLog& a, const EventLog& b) {
    Position end = std::min(a.size(), b.size());
    for (Position at = 0; at < end; ++at) {
        const trace::Event& x = a[at];
        const trace::Event& y = b[at];
        bool same = x.kind == y.kind && x.time == y.time && x.a == y.a && x.b == y.b &&
                    x.c == y.c && x.thread == y.thread && x.detail == y.detail;
        if (!same) return at;
        if (a.text(x.text) != b.text(y.text)) return at;
        if (a.text(x.text2) != b.text(y.text2)) return at;
    }
    return end;
}

Position same_moment(const Timeline& before, Position position, const Timeline& now) {
    if (now.empty()) return 0;
    Position last = now.size() - 1;
    if (position < first_difference(before.log(), now.log())) return std::min(position, last);
    auto pair = same_step(before, position, now);
    if (!pair) pair = same_callback(before, position, now);
    if (!pair) return last;
    return same_event(before.log(), pair->first, position, now.log(), pair->second);
}

}  // namespace loopscope::ui
