// A record of what a frame drew and where: what tests and the report of the window look at.
#pragma once

#include <string>
#include <vector>

#include "ui/model/geometry.h"
#include "ui/model/text_style.h"

namespace loopscope::ui {

/// One text as it was drawn. Rectangles are in logical pixels.
struct DrawnText {
    std::string panel;  ///< The panel that drew it, "loop" for instance.
    std::string text;   ///< What is seen.
    std::string full;   ///< What it says in full; differs from `text` if it was shortened.
    Rect rect;          ///< The ink's line box: as wide as the text, as high as its line.
    Rect box;           ///< The room that it had.
    Rect clip;          ///< What the picture cut off around it.
    Type type;
    int layer = 0;  ///< Texts of one layer must not overlap; an overlay has a higher one.
};

/// One area that answers the pointer.
struct DrawnArea {
    std::string panel;
    std::string id;  ///< Stable between frames: "toolbar.forward".
    Rect rect;
    int layer = 0;
};

struct DrawnPanel {
    std::string name;
    Rect rect;
};

/// What one frame drew, in order.
struct DrawLog {
    std::vector<DrawnPanel> panels;
    std::vector<DrawnText> texts;
    std::vector<DrawnArea> areas;

    void clear() {
        panels.clear();
        texts.clear();
        areas.clear();
    }
};

}  // namespace loopscope::ui
