// The pointer in one frame, and what it holds from one frame to the next.
#pragma once

#include <string>
#include <vector>

#include "ui/model/focus.h"
#include "ui/model/geometry.h"

namespace loopscope::ui {

/// Where the pointer is and what its first button did since the last frame; logical pixels.
struct Pointer {
    Point at{-1, -1};
    bool inside = false;  ///< False when the pointer is not over the window.
    bool down = false;
    bool pressed = false;   ///< Went down in this frame.
    bool released = false;  ///< Went up in this frame.
    bool double_clicked = false;
    float wheel = 0;  ///< Notches, up is positive.
    float wheel_x = 0;
    bool control = false;
    bool shift = false;
};

/// A list of choices that hangs open below a control.
struct Menu {
    std::string id;  ///< Of the control; empty: no menu is open.
    Rect anchor;     ///< The control.
    std::vector<std::string> items;
    int chosen = 0;       ///< What holds now.
    int pointed = 0;      ///< What Enter would take.
    int first_area = 0;   ///< Item i is the area "id.(i + first_area)".
    bool opened = false;  ///< It has been drawn: a press elsewhere closes it from now on.
};

/// What somebody took from a menu, until its control asks for it.
struct MenuAnswer {
    std::string id;
    int item = 0;
};

/// What the pointer holds: kept between frames by whoever draws them.
struct Grip {
    std::string active;  ///< Id of the area that was pressed and not yet released.
    Point pressed_at;
    std::string hot;       ///< Id of the area below the pointer.
    double hot_since = 0;  ///< Seconds on the painter's clock.
    Menu menu;
    MenuAnswer answer;
    std::string focus;             ///< Id of the area that has the keyboard's focus; may be gone.
    std::string pressed_by_key;    ///< Id of the area that a key presses in this frame.
    float scrolled_by_key = 0;     ///< Notches in this frame, up is positive,
    Rect scrolled_panel;           ///< of the lists of this panel.
    std::vector<FocusStop> stops;  ///< What the last frame drew that can have the focus.
};

}  // namespace loopscope::ui
