// The panel of the narration: one large sentence about the present step.
#pragma once

#include "ui/draw/painter.h"
#include "ui/panels/scene.h"

namespace loopscope::ui {

void draw_narration(Painter& painter, const Scene& scene, const Rect& rect, Commands& commands);

}  // namespace loopscope::ui
