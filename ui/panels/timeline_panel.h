// The panel of the timeline: tasks against virtual time, with a cursor to drag.
#pragma once

#include "ui/draw/painter.h"
#include "ui/panels/scene.h"

namespace loopscope::ui {

void draw_timeline(Painter& painter, const Scene& scene, const Rect& rect, Commands& commands);

}  // namespace loopscope::ui
