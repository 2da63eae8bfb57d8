// Where the parts of the loop's panel stand: less of them when there is less room.
#pragma once

#include "ui/model/layout.h"
#include "ui/model/overflow.h"

namespace loopscope::ui {

/// Places inside the panel of the loop, from top to bottom; empty rectangles are left out.
struct LoopLayout {
    Rect phases;
    float phase_gap = 6;
    bool phases_have_notes = true;  ///< Two lines in a phase; else only the lit one says more.
    Rect running_heading, running;
    Rect ready_heading, ready;  ///< `ready` is the whole lane; cards stand 8 px inside.
    int card_lines = 3;         ///< Lines of text on a card.
    FlowSizes flow;
    Rect timers_heading, timers;
    Rect selector_heading, selector;
    float row_height = 24;        ///< Of a timer or a descriptor.
    Rect inflow_heading, inflow;  ///< Where handles come from.
};

/// `list_rows`: how many rows the longer list has. The diagram of where handles come from gives
/// way to long lists.
LoopLayout layout_loop(const Rect& area, Density density, std::size_t list_rows);

}  // namespace loopscope::ui
