// The tab of the frames: the stack of a task with its local variables.
#pragma once

#include "ui/draw/painter.h"
#include "ui/panels/scene.h"

namespace loopscope::ui {

void draw_frames(Painter& painter, const Scene& scene, Rect area, Commands& commands);

}  // namespace loopscope::ui
