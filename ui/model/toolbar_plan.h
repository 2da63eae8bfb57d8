// Which parts the toolbar shows, and how wide: less of them as the window gets narrower.
#pragma once

#include "ui/model/geometry.h"

namespace loopscope::ui {

/// Widths of the parts in the present language, in logical pixels, as measured by the panel.
struct ToolbarWidths {
    float button = 32;     ///< A square button.
    float gap = 4;         ///< Between buttons of a group.
    float group_gap = 16;  ///< Between groups.
    float brand = 0;
    float title = 0;       ///< The whole title.
    float play_label = 0;  ///< The play button with its word.
    float steps_long = 0;  ///< Five segments with whole words.
    float step_one = 0;    ///< One button that shows the chosen size alone.
    float speed = 0;
    float time = 0;
    float count_long = 0;   ///< "event 9 of 41"
    float count_short = 0;  ///< "9/41"
    float badge = 0;        ///< "recording" and the like; 0: none.
};

/// The places of the parts; an empty rectangle is a part that is left out.
struct ToolbarPlan {
    Rect list, brand, title, badge;
    Rect first, back, play, forward, last;
    bool play_has_label = true;
    Rect steps;
    bool steps_are_one = false;
    Rect speed;
    Rect time, count;
    bool count_is_short = false;
    Rect lesson, predict;  ///< Ways to learn.
    Rect smaller, larger, language, theme, motion, help;
};

/// Lays the parts out in `bar`. Parts are shortened, then left out, in a fixed order, until the
/// rest fits; transport, time, scale, language, theme and help always stay: they need 560 pixels,
/// 500 with small buttons.
ToolbarPlan plan_toolbar(const Rect& bar, const ToolbarWidths& widths);

}  // namespace loopscope::ui
