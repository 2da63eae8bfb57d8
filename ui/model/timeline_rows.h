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

/// The stretch that is seen, cut into columns of a pixel or two, all as wide: what is narrower is
/// not shown apart. Made once a frame, for all rows.
class AxisColumns {
  public:
    /// `width`: of a column, in units of the axis. Requires: width > 0.
    AxisColumns(const TimeAxis& axis, const AxisView& view, double width);

    const TimeAxis& axis() const { return axis_; }
    const AxisView& view() const { return view_; }
    /// Where the column behind the one that holds `unit` begins, and the first event there.
    struct Edge {
        double unit = 0;
        trace::Position first = 0;
    };
    Edge edge_after(double unit) const;

  private:
    const TimeAxis& axis_;
    AxisView view_;
    double width_;
    std::vector<trace::Position> first_;
};

/// The row of one task. What shares a column is one bar, of the busiest that the task did there,
/// so a row has no more than about two bars a column, however much happened.
/// Cost: O(columns · log changes), not the changes themselves.
TimelineRow timeline_row(const trace::Timeline& timeline, const AxisColumns& columns,
                         trace::FutureId task);

/// Rows `first` to `first + count` of the tasks of `timeline`.
std::vector<TimelineRow> timeline_rows(const trace::Timeline& timeline, const AxisColumns& columns,
                                       std::size_t first, std::size_t count);

/// The turns of _run_once in view, of those that begin at `begins`; none where they would be
/// narrower than `unit_min`.
std::vector<TurnView> timeline_turns(const trace::Timeline& timeline, const TimeAxis& axis,
                                     const AxisView& view, double unit_min,
                                     trace::Positions begins);

}  // namespace loopscope::ui
