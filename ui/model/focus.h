// The keyboard's focus: which area Tab goes to next, and which panel F6.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ui/model/geometry.h"

namespace loopscope::ui {

/// An area that can be pressed by a key, as it was drawn.
struct FocusStop {
    std::string id;
    Rect rect;
    Rect panel;  ///< That it is drawn in.
};

enum class FocusMove : std::uint8_t { Next, Previous, NextPanel, PreviousPanel };

/// The id of the area to go to from the area `from`: from panel to panel as one reads, and in a
/// panel in the order of drawing. After the last comes the first. From what is not among `stops`
/// one begins at the first (or last); empty where there are none.
std::string moved_focus(std::vector<FocusStop> stops, std::string_view from, FocusMove move);

}  // namespace loopscope::ui
