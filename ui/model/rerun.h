// The same moment in two runs of a program: before and after it was changed.
#pragma once

#include "sim/trace/timeline.h"

namespace loopscope::ui {

/// The first event at which two runs differ; lines do not count. The shorter one's size if one is
/// the beginning of the other.
trace::Position first_difference(const trace::EventLog& a, const trace::EventLog& b);

/// Where to stand in `now`, having stood at `position` of `before`, for the cursor after an edit
/// and for the step at which a change was asked.
///
/// The same event as long as both runs are alike up to there. Else the same step of the task of
/// that name, for a task's own count of steps bears other tasks coming and going; outside tasks,
/// or where the task has fewer steps, as far behind the end of the callback of the same number.
/// In there, the so-many-th event of its kind. A number beyond the run gives its last event.
///
/// Requires: both runs are there as far as the moment; `before` is not empty.
/// Cost:     O(position), for the first difference.
trace::Position same_moment(const trace::Timeline& before, trace::Position position,
                            const trace::Timeline& now);

}  // namespace loopscope::ui
