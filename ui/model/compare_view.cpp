// Two runs on one clock.
#include "ui/model/compare_view.h"

#include <algorithm>
#include <cmath>

#include "ui/model/tasks_view.h"

namespace loopscope::ui {
namespace {

using trace::Position;
using trace::Timeline;

/// The first event of the instant at `seconds`, and the first after it.
std::pair<Position, Position> instant_around(const Timeline& timeline, double seconds) {
    const trace::EventLog& log = timeline.log();
    auto first_at = [&](double time, bool after) {
        Position low = 0;
        Position high = timeline.size();
        while (low < high) {
            Position middle = low + (high - low) / 2;
            bool below = after ? log[middle].time <= time : log[middle].time < time;
            if (below)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    };
    return {first_at(seconds, false), first_at(seconds, true)};
}

ClockRow row_of(const Timeline& timeline, const trace::TaskState& task) {
    const trace::EventLog& log = timeline.log();
    ClockRow row;
    row.task = task.id;
    row.name = log.text(task.name);
    row.coroutine = coroutine_label(log.text(task.coroutine));
    Position last = timeline.size() - 1;
    for (const trace::TaskSpan& span : timeline.spans(task.id, 0, last)) {
        if (span.activity == trace::Activity::Ended) continue;
        row.bars.push_back({log[span.from].time, log[span.to].time, span.activity});
        row.end = log[span.to].time;
    }
    row.look = look_of(task);
    return row;
}

CompareSide side_of(const Timeline& timeline) {
    CompareSide side;
    if (timeline.empty()) return side;
    side.duration = timeline.duration();
    side.turns = timeline.iterations().size();
    trace::ProgramState end = timeline.state_at(timeline.size() - 1);
    for (const trace::TaskState& task : end.tasks) {
        std::string_view coroutine = timeline.log().text(task.coroutine);
        if (coroutine.find("BaseEventLoop.shutdown_") != std::string_view::npos) continue;
        ++side.tasks;
        if (side.rows.size() < CompareSide::kRowsMax) side.rows.push_back(row_of(timeline, task));
    }
    for (OutputLine& line : view_output(timeline.state(), timeline))
        side.output.push_back({std::move(line), false});
    return side;
}

}  // namespace

double part_of_instant(const Timeline& timeline, Position position) {
    if (timeline.empty()) return 0;
    auto [first, after] = instant_around(timeline, timeline.log()[position].time);
    return after <= first + 1
               ? 1
               : static_cast<double>(position - first) / static_cast<double>(after - first - 1);
}

Position position_on_clock(const Timeline& timeline, double seconds, double part) {
    if (timeline.empty()) return 0;
    auto [first, after] = instant_around(timeline, seconds);
    if (first == after) return first == 0 ? 0 : first - 1;
    auto offset = static_cast<Position>(std::lround(part * static_cast<double>(after - first - 1)));
    return std::min(first + offset, timeline.size() - 1);
}

CompareView view_compare(const Timeline& left, const Timeline& right) {
    CompareView view;
    view.on = true;
    view.now = left.state().now;
    view.sides[0] = side_of(left);
    view.sides[1] = side_of(right);
    view.length = std::max({0.001, view.sides[0].duration, view.sides[1].duration});
    auto& a = view.sides[0].output;
    auto& b = view.sides[1].output;
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
        bool both = i < a.size() && i < b.size();
        bool differs = both && (a[i].line.text != b[i].line.text ||
                                std::abs(a[i].line.time - b[i].line.time) > 1e-9);
        if (i < a.size()) a[i].differs = !both || differs;
        if (i < b.size()) b[i].differs = !both || differs;
    }
    return view;
}

}  // namespace loopscope::ui
