// Icons, drawn as shapes: the fonts lack most of them, and shapes look the same everywhere.
#pragma once

#include <cstdint>

#include "ui/draw/painter.h"

namespace loopscope::ui {

enum class Icon : std::uint8_t {
    // States.
    Waiting,    ///< Two bars.
    Ready,      ///< A diamond.
    Running,    ///< A triangle to the right.
    Done,       ///< A tick.
    Cancelled,  ///< A cross.
    Failed,     ///< An exclamation mark.
    // Controls.
    First,
    Back,
    Play,
    Pause,
    Forward,
    Last,
    Smaller,
    Larger,
    Dark,
    Light,
    Help,
    List,
    Motion,
    Search,
    Close,
    Edit,     ///< A pencil.
    Predict,  ///< A question in a circle.
    ChevronDown,
    ChevronRight,
    ArrowRight,
    // Things.
    Timer,
    Plug,
    Callback,
    Note,
    Flag,
    Hint,  ///< A lamp.
    File,
    Follow,
    Lock,    ///< A padlock.
    Thread,  ///< A wave.
};

Icon icon_of(Look look);

/// Draws `icon` centred in `box`, in a square of the box's lesser side.
void draw_icon(Painter& painter, Icon icon, const Rect& box, Colour colour);

}  // namespace loopscope::ui
