// The tab of the machine: threads, what is watched, and what is waited for.
#pragma once

#include "ui/draw/painter.h"
#include "ui/panels/scene.h"

namespace loopscope::ui {

void draw_threads(Painter& painter, const Scene& scene, Rect area, Commands& commands);

}  // namespace loopscope::ui
