// The two panels with tabs. Any tab can be moved to the other one.
#pragma once

#include "ui/draw/painter.h"
#include "ui/panels/scene.h"

namespace loopscope::ui {

/// Draws Panel::Loop or Panel::Tasks with the tabs that the arrangement gives it. Its tabs are the
/// areas "loop.tab.N" and "tasks.tab.N".
void draw_tabbed(Painter& painter, const Scene& scene, const Rect& rect, Panel panel,
                 Commands& commands);

std::string tab_title(const Strings& strings, Tab tab);
std::string panel_title(const Strings& strings, Panel panel);

}  // namespace loopscope::ui
