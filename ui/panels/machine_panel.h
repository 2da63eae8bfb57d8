// The loop as a machine: one path of stations with handles that travel, and the heap as a tree.
#pragma once

#include "ui/draw/painter.h"
#include "ui/panels/scene.h"

namespace loopscope::ui {

/// The phases as stations; below them _ready, whose front stands beside the running slot, and the
/// two places that handles come from beside call_soon: _scheduled and the selector.
void draw_path(Painter& painter, const Scene& scene, const Rect& area, Commands& commands);

/// `_scheduled` as the list that it is and as the tree that heapq sees in it.
void draw_heap(Painter& painter, const Scene& scene, const Rect& area, Commands& commands);

}  // namespace loopscope::ui
