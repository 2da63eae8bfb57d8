// A small picture of a run: what its first tasks did.
#pragma once

#include <vector>

#include "sim/trace/timeline.h"
#include "ui/model/timeline_rows.h"

namespace loopscope::ui {

struct Thumbnail {
    static constexpr std::size_t kRows = 5;

    bool made = false;
    double length = 1;                       ///< In units of the bars.
    std::vector<std::vector<BarView>> rows;  ///< A row a task.
    double seconds = 0;                      ///< How long the run took, so far.
};

/// The picture of what `timeline` holds so far.
Thumbnail view_thumbnail(const trace::Timeline& timeline);

}  // namespace loopscope::ui
