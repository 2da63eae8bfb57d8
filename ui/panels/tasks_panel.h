// The tab of the tasks: four lanes of cards, and the await chain of one task.
#pragma once

#include "ui/draw/painter.h"
#include "ui/panels/scene.h"

namespace loopscope::ui {

void draw_lanes(Painter& painter, const Scene& scene, const Rect& area, Commands& commands);

}  // namespace loopscope::ui
