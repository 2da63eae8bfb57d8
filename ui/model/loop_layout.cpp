// Where the parts of the loop's panel stand.
#include "ui/model/loop_layout.h"

#include <algorithm>
#include <cmath>

namespace loopscope::ui {
namespace {

/// Heights that depend on how high the panel is.
struct Heights {
    float phases, heading, ready, gap;
    int lines;
};

Heights heights_of(float height) {
    if (height < 250) return {26, 20, 32, 6, 1};
    if (height < 330) return {44, 20, 50, 8, 2};
    if (height < 440) return {44, 22, 84, 10, 3};
    if (height < 560) return {56, 24, 96, 12, 3};
    return {56, 24, 124, 16, 3};
}

}  // namespace

LoopLayout layout_loop(const Rect& area, Density density, std::size_t list_rows) {
    LoopLayout out;
    Heights h = heights_of(area.h);
    bool narrow = area.w < 420;
    Rect rest = area;
    out.phases = cut_top(rest, h.phases, h.gap);
    out.phase_gap = narrow ? 4 : 6;
    out.phases_have_notes = h.phases >= 44 && area.w >= 480;
    if (!out.phases_have_notes && h.phases > 30) {
        out.phases.h = 28;
        rest = area;
        cut_top(rest, 28, h.gap);
    }

    out.card_lines = h.lines;
    float text = static_cast<float>(h.lines) * 18;
    out.flow.card_height = std::min(h.ready - 16, text + 14);
    if (h.lines == 1) out.flow.card_height = 24;
    out.flow.card_width = density == Density::Tight ? 108 : area.w >= 680 ? 180 : 156;
    out.flow.chip_height = h.lines == 1 ? 24 : 22;
    out.flow.chip_gap = h.lines == 1 ? 4 : 6;
    out.flow.chip_width = 84;
    out.flow.gap = h.lines == 1 ? 4 : 8;
    out.flow.count_width = 48;

    if (rest.h < h.heading + 2 + h.ready) {
        // Hardly any room at all: what runs and what is ready matter more than the phases.
        rest = area;
        out.phases = {};
    }
    Rect heading = cut_top(rest, h.heading, 2);
    Rect row = cut_top(rest, h.ready, h.gap);
    float slot =
        narrow ? std::min(116.0f, area.w * 0.34f) : std::clamp(area.w * 0.27f, 148.0f, 208.0f);
    out.running_heading = cut_left(heading, slot, narrow ? 8 : 12);
    out.running = cut_left(row, slot, narrow ? 8 : 12);
    out.ready_heading = heading;
    out.ready = row;

    if (area.h < 250) out.row_height = 20;
    constexpr float kInflowLeast = 64;
    constexpr float kInflowMost = 150;
    float rows = static_cast<float>(std::clamp<std::size_t>(list_rows, 3, 40));
    float lists = h.heading + 2 + rows * (out.row_height + 2);
    float spare = rest.h - lists - h.gap - h.heading;
    if (spare >= kInflowLeast && area.w >= 420) {
        // It keeps its height while a list grows from three rows to six, so that nothing jumps.
        float calm = rest.h - (h.heading + 2 + 6 * (out.row_height + 2)) - h.gap - h.heading;
        float room = std::min(kInflowMost, std::max(kInflowLeast, std::min(spare, calm)));
        Rect inflow = cut_bottom(rest, h.heading + room, h.gap);
        out.inflow_heading = cut_top(inflow, h.heading);
        out.inflow = inflow;
    }
    if (rest.h < h.heading + 2 + 18) return out;  // No room for a single row.
    if (rest.w < 200) {
        out.timers_heading = cut_top(rest, h.heading, 2);
        out.timers = rest;
        return out;
    }
    Rect left = cut_left(rest, std::floor((rest.w - 16) * 0.54f), 16);
    out.timers_heading = cut_top(left, h.heading, 2);
    out.timers = left;
    out.selector_heading = cut_top(rest, h.heading, 2);
    out.selector = rest;
    return out;
}

}  // namespace loopscope::ui
