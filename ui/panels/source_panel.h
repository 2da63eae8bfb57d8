// The panel of the source: the program's text, the line that runs, and where tasks wait.
#pragma once

#include "ui/draw/painter.h"
#include "ui/panels/scene.h"

namespace loopscope::ui {

void draw_source(Painter& painter, const Scene& scene, const Rect& rect, Commands& commands);

/// The panel of the output: what the program has written up to the present event.
void draw_output(Painter& painter, const Scene& scene, const Rect& rect, Commands& commands);

}  // namespace loopscope::ui
