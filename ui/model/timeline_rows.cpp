// The rows of the timeline.
#include "ui/model/timeline_rows.h"

#include <algorithm>
#include <cmath>

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

void add_bar(std::vector<BarView>& bars, const BarView& bar) {
    if (bar.activity == Activity::Ended || bar.to <= bar.from) return;
    if (!bars.empty() && bars.back().activity == bar.activity && bars.back().to >= bar.from)
        bars.back().to = bar.to;
    else
        bars.push_back(bar);
}

/// The bars of a life. Where one change alone happens before a column's edge, its bar is exact;
/// else all that happen in the column are one bar up to the edge.
std::vector<BarView> bars_of(const trace::Timeline& timeline, const AxisColumns& columns,
                             trace::FutureId task) {
    std::vector<BarView> bars;
    const TimeAxis& axis = columns.axis();
    const AxisView& view = columns.view();
    trace::ActivityWalk walk(timeline, task, axis.position(view.from));
    if (walk.ended()) return bars;
    double begin = axis.unit(walk.at());
    while (!walk.ended() && begin <= view.to) {
        AxisColumns::Edge edge = columns.edge_after(std::max(begin, view.from));
        trace::Position next = walk.next();
        if (next >= edge.first || next + 1 >= timeline.size()) {
            bool open = next + 1 >= timeline.size();
            double end = open ? axis.length() : std::max(axis.unit(next), begin);
            add_bar(bars, {begin, end, walk.activity()});
            if (open) break;
            walk.advance();
            begin = end;
        } else {
            Activity busiest = walk.skip_to(edge.first);
            double end = walk.ended() ? axis.unit(walk.at()) : edge.unit;
            add_bar(bars, {begin, end, busiest});
            begin = end;
        }
    }
    return bars;
}

}  // namespace

AxisColumns::AxisColumns(const TimeAxis& axis, const AxisView& view, double width)
    : axis_(axis), view_(view), width_(width) {
    auto count = static_cast<std::size_t>(std::ceil(view.length() / width)) + 2;
    first_.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        first_.push_back(axis.first_from(view.from + static_cast<double>(i) * width));
}

AxisColumns::Edge AxisColumns::edge_after(double unit) const {
    auto index = static_cast<std::size_t>(std::max(0.0, (unit - view_.from) / width_)) + 1;
    index = std::min(index, first_.size() - 1);
    return {view_.from + static_cast<double>(index) * width_, first_[index]};
}

TimelineRow timeline_row(const trace::Timeline& timeline, const AxisColumns& columns,
                         trace::FutureId task) {
    TimelineRow row;
    row.task = task;
    note_names(row, timeline);
    row.bars = bars_of(timeline, columns, task);
    note_end(row, timeline, columns.axis());
    return row;
}

std::vector<TimelineRow> timeline_rows(const trace::Timeline& timeline, const AxisColumns& columns,
                                       std::size_t first, std::size_t count) {
    std::vector<TimelineRow> rows;
    auto tasks = timeline.tasks();
    for (std::size_t i = first; i < std::min(tasks.size(), first + count); ++i)
        rows.push_back(timeline_row(timeline, columns, tasks[i]));
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
