// Two runs side by side on one clock.
#pragma once

#include "ui/draw/painter.h"
#include "ui/panels/scene.h"

namespace loopscope::ui {

/// Fills `rect` with both runs, one above the other, so that one clock runs down through both.
void draw_compare(Painter& painter, const Scene& scene, const Rect& rect, Commands& commands);

}  // namespace loopscope::ui
