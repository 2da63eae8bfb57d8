// The panel of the loop: phases, what runs, _ready, _scheduled, the selector.
#pragma once

#include "ui/draw/painter.h"
#include "ui/panels/scene.h"

namespace loopscope::ui {

void draw_loop(Painter& painter, const Scene& scene, const Rect& rect, Commands& commands);

}  // namespace loopscope::ui
