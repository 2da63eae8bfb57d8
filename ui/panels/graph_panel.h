// The tab of the graph: who waits for whom, or who made whom.
#pragma once

#include "ui/draw/painter.h"
#include "ui/panels/scene.h"

namespace loopscope::ui {

void draw_graph(Painter& painter, const Scene& scene, Rect area, Commands& commands);

}  // namespace loopscope::ui
