// The tab of the loop's queues: phases, what runs, _ready, _scheduled, the selector.
#pragma once

#include "ui/draw/painter.h"
#include "ui/panels/scene.h"

namespace loopscope::ui {

void draw_queues(Painter& painter, const Scene& scene, const Rect& area, Commands& commands);

}  // namespace loopscope::ui
