// The source: the program's text, the line that runs, and where tasks wait.
#pragma once

#include "ui/draw/painter.h"
#include "ui/panels/scene.h"

namespace loopscope::ui {

void draw_source(Painter& painter, const Scene& scene, const Rect& area, Commands& commands);
/// For the panel's heading: the name of the file, and the button that lets it be edited.
void draw_source_tools(Painter& painter, const Scene& scene, const Rect& place, Commands& commands);

/// The output: what the program has written up to the present event.
void draw_output(Painter& painter, const Scene& scene, const Rect& area, Commands& commands);

}  // namespace loopscope::ui
