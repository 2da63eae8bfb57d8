// Where the four lanes of tasks stand, and how many tasks each shows.
#pragma once

#include <array>
#include <cstddef>

#include "ui/model/layout.h"
#include "ui/model/overflow.h"

namespace loopscope::ui {

inline constexpr std::size_t kLanes = 4;

/// One lane: a box with a heading and rows below it.
struct LanePlan {
    Rect box;
    Rect heading;
    Rect rows;  ///< Where tasks stand.
    CardForm form = CardForm::Card;
    std::size_t shown = 0;   ///< How many tasks have a row.
    std::size_t hidden = 0;  ///< How many are counted in the last row instead.
    float row_height = 0;    ///< Of a task, with the gap below it.
};

struct LanesPlan {
    std::array<LanePlan, kLanes> lanes;
    Rect chain;  ///< For the await chain; empty: there is no room.
};

/// Lays out lanes of `counts` tasks. Everything as cards if it fits; else the ended tasks as chips,
/// then all but the running ones; then rows are shared out and the rest is counted. `open` (a
/// lane's index, or -1) gets all the room that the headings of the others leave.
LanesPlan plan_lanes(const std::array<std::size_t, kLanes>& counts, const Rect& area,
                     Density density, int open);

}  // namespace loopscope::ui
