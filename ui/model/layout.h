// Where the panels stand, at any size of window and any display scale.
#pragma once

#include <cstdint>

#include "ui/model/arrangement.h"
#include "ui/model/geometry.h"

namespace loopscope::ui {

/// How much room there is, which decides how much each panel says.
enum class Density : std::uint8_t {
    Roomy,  ///< A desktop window.
    Snug,   ///< A laptop, or a large window at a large scale.
    Tight,  ///< A small window at a projector's scale: one line a card, short labels.
};

/// The regions of the window, in logical pixels. They cover the window less the gaps between
/// them, and never overlap. Below 620 pixels of width there are no tasks: the timeline has them.
struct WindowLayout {
    Density density = Density::Roomy;
    float gap = 8;       ///< Between panels and around them.
    float padding = 12;  ///< Inside a panel, left and right.
    float heading = 34;  ///< Height of a panel's heading.
    Rect toolbar, source, output, loop, tasks, narration, timeline;
    Rect split_left, split_right, split_bottom, split_output;  ///< Gaps that can be dragged.

    /// Where a panel stands; empty: it is hidden, or there is no room for it.
    Rect of(Panel panel) const;
    Rect lesson;    ///< The note of a lesson, above the narration; empty without one.
    Rect question;  ///< In place of narration and timeline, which would tell the answer.
};

/// Which panels are there.
enum class Preset : std::uint8_t {
    Lesson,        ///< All of them.
    Debugging,     ///< More room for the source, the output and the tabs at the right.
    Presentation,  ///< Source, loop and narration alone.
};
inline constexpr int kPresets = 3;

/// What is wished beside the usual.
struct LayoutWish {
    Preset preset = Preset::Lesson;
    int left_percent = 0;  ///< Shares of the window that somebody dragged; 0: as usual.
    int right_percent = 0;
    int bottom_percent = 0;
    int output_percent = 0;  ///< The lower panel's share of the left column.
    Arrangement arrangement{};
    bool lesson = false;
    bool question = false;
    bool whole_class = false;  ///< The question is read by a room.
};

/// Lays a window of `width` × `height` logical pixels out. Works for any size from 480 × 300 up;
/// smaller windows get what those sizes get, cut off.
WindowLayout layout_window(float width, float height, const LayoutWish& wish = {});

}  // namespace loopscope::ui
