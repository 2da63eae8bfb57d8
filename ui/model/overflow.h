// What to show when there are more things than room: cards, then chips, then a count.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ui/model/geometry.h"

namespace loopscope::ui {

enum class CardForm : std::uint8_t {
    Card,  ///< All lines.
    Chip,  ///< One line.
};

/// The sizes of both forms in one flow, in logical pixels.
struct FlowSizes {
    float card_width = 152;
    float card_height = 64;
    float chip_width = 88;
    float chip_height = 22;
    float chip_gap = 6;
    float gap = 8;
    float count_width = 56;    ///< Room for "+34".
    float divider_width = 16;  ///< Room for the boundary of the batch.
};

/// Places for the first things of a row; what has no place is counted.
struct FlowPlan {
    CardForm form = CardForm::Card;
    std::vector<Rect> places;  ///< For the first `places.size()` things.
    std::size_t hidden = 0;    ///< How many have no place.
    Rect count;                ///< Where "+hidden" stands, if any are hidden.
    bool has_divider = false;
    Rect divider;  ///< Between the batch and what comes after it.
    Rect rest;     ///< What is free behind the last one on its line.
};

/// Flows `count` things into `area` from left to right, line by line, with a divider after the
/// first `batch` of them (none if `batch` > count). Cards if all fit, else chips, else as many
/// chips as fit and a count.
FlowPlan plan_flow(std::size_t count, std::size_t batch, bool divided, const Rect& area,
                   const FlowSizes& sizes);

/// How many rows of a list are shown and how many are hidden, if a list of `count` rows has room
/// for `room`: the last row tells the count when there are more.
struct RowPlan {
    std::size_t shown = 0;
    std::size_t hidden = 0;
};
RowPlan plan_rows(std::size_t count, std::size_t room);

/// Shares `room` rows among lanes that wish for `wishes[i]` rows each: nobody gets more than he
/// wishes, small wishes are granted first, and the rest is shared evenly, first lanes first.
std::vector<std::size_t> share_rows(const std::vector<std::size_t>& wishes, std::size_t room);

}  // namespace loopscope::ui
