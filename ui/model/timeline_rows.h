// The rows of the timeline: what each task did in the stretch that is seen.
#pragma once

#include <string>
#include <vector>

#include "sim/trace/timeline.h"
#include "ui/model/time_axis.h"
#include "ui/theme/theme.h"

namespace loopscope::ui {

/// A stretch of one row, in units of the axis.
struct BarView {
    double from = 0;
    double to = 0;
    trace::Activity activity = trace::Activity::Waiting;
};

struct TimelineRow {
    trace::FutureId task;
    std::string name;
    std::string coroutine;
    std::vector<BarView> bars;
    bool ended = false;  ///< It ends inside the stretch, or before it.
    double end = 0;      ///< Where, in units.
    Look end_look = Look::Done;
};

/// One turn of _run_once on the loop's row.
struct TurnView {
    double from = 0;
    double to = 0;
    std::uint32_t number = 0;
};

/// The row of one task. Bars narrower than `unit_min` units are joined with their neighbours, so
/// that a row has no more bars than pixels.
TimelineRow timeline_row(const trace::Timeline& timeline, const TimeAxis& axis,
                         const AxisView& view, double unit_min, trace::FutureId task);

/// Rows `first` to `first + count` of the tasks of `timeline`, for what `view` shows.
std::vector<TimelineRow> timeline_rows(const trace::Timeline& timeline, const TimeAxis& axis,
                                       const AxisView& view, double unit_min, std::size_t first,
                                       std::size_t count);

/// The turns of _run_once in view, of those that begin at `begins`; none where they would be
/// narrower than `unit_min`.
std::vector<TurnView> timeline_turns(const trace::Timeline& timeline, const TimeAxis& axis,
                                     const AxisView& view, double unit_min,
                                     trace::Positions begins);

}  // namespace loopscope::ui
