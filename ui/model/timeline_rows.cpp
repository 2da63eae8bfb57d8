// The rows of the timeline.
#include "ui/model/timeline_rows.h"

#include <algorithm>

#include "ui/model/tasks_view.h"

namespace loopscope::ui {
namespace {

using trace::Activity;
using trace::EventKind;

/// What the task's last event says about its end.
void note_end(TimelineRow& row, const trace::Timeline& timeline, const TimeAxis& axis) {
    trace::Positions track = timeline.track(row.task);
    if (track.empty()) return;
    switch (timeline.log()[track.back()].kind) {
        case EventKind::TaskDone:
            row.end_look = Look::Done;
            break;
        case EventKind::TaskFailed:
            row.end_look = Look::Failed;
            break;
        case EventKind::TaskCancelled:
            row.end_look = Look::Cancelled;
            break;
        default:
            return;
    }
    row.ended = true;
    row.end = axis.unit(track.back()) + 1;
}

/// The names that the task has now; before it is there, those that it will be given.
void note_names(TimelineRow& row, const trace::Timeline& timeline) {
    const trace::EventLog& log = timeline.log();
    if (const trace::TaskState* task = timeline.state().tasks.find(row.task)) {
        row.name = log.text(task->name);
        row.coroutine = coroutine_label(log.text(task->coroutine));
        return;
    }
    trace::Positions track = timeline.track(row.task);
    if (track.empty()) return;
    for (std::uint32_t at : track) {
        if (log[at].kind != EventKind::TaskCreated) continue;
        row.name = log.text(log[at].text);
        row.coroutine = coroutine_label(log.text(log[at].text2));
        return;
    }
}

/// How much a bar matters when several share a pixel.
int weight(Activity activity) {
    switch (activity) {
        case Activity::Running:
            return 3;
        case Activity::Ready:
            return 2;
        case Activity::Waiting:
            return 1;
        case Activity::Ended:
            return 0;
    }
    return 0;
}

void add_bar(std::vector<BarView>& bars, const BarView& bar, double unit_min) {
    bool narrow = bar.to - bar.from < unit_min;
    if (narrow && !bars.empty() && bars.back().to - bars.back().from < unit_min) {
        bars.back().to = bar.to;
        if (weight(bar.activity) > weight(bars.back().activity)) {
            bars.back().activity = bar.activity;
        }
        return;
    }
    bars.push_back(bar);
}

}  // namespace

TimelineRow timeline_row(const trace::Timeline& timeline, const TimeAxis& axis,
                         const AxisView& view, double unit_min, trace::FutureId task) {
    TimelineRow row;
    row.task = task;
    note_names(row, timeline);
    trace::Position from = axis.position(view.from);
    trace::Position to = axis.position(view.to);
    for (const trace::TaskSpan& span : timeline.spans(task, from, to)) {
        if (span.activity == Activity::Ended) continue;
        double begin = axis.unit(span.from);
        bool open = span.to + 1 >= timeline.size();
        double end = open ? axis.length() : std::max(axis.unit(span.to), begin + 1);
        add_bar(row.bars, {begin, end, span.activity}, unit_min);
    }
    note_end(row, timeline, axis);
    return row;
}

std::vector<TimelineRow> timeline_rows(const trace::Timeline& timeline, const TimeAxis& axis,
                                       const AxisView& view, double unit_min, std::size_t first,
                                       std::size_t count) {
    std::vector<TimelineRow> rows;
    auto tasks = timeline.tasks();
    for (std::size_t i = first; i < std::min(tasks.size(), first + count); ++i)
        rows.push_back(timeline_row(timeline, axis, view, unit_min, tasks[i]));
    return rows;
}

std::vector<TurnView> timeline_turns(const trace::Timeline& timeline, const TimeAxis& axis,
                                     const AxisView& view, double unit_min,
                                     trace::Positions begins) {
    std::vector<TurnView> turns;
    auto from = static_cast<std::uint32_t>(axis.position(view.from));
    auto it = std::upper_bound(begins.begin(), begins.end(), from);
    if (it != begins.begin()) --it;
    for (; it != begins.end(); ++it) {
        double begin = axis.unit(*it);
        if (begin > view.to) break;
        auto next = std::next(it);
        double end = next == begins.end() ? axis.length() : axis.unit(*next);
        if (end - begin < unit_min) return {};
        turns.push_back({begin, end, timeline.log()[*it].b});
    }
    return turns;
}

}  // namespace loopscope::ui
