// A panel of the dock: its tabs, and the page that is seen.
#pragma once

#include "ui/draw/painter.h"
#include "ui/panels/scene.h"

namespace loopscope::ui {

/// Draws a panel where the layout has put it. Its tabs, if it has several pages or the page is one
/// of those that usually share a panel, are the areas "NAME.tab.N".
void draw_tabbed(Painter& painter, const Scene& scene, const PanelPlace& panel, Commands& commands);

std::string page_title(const Strings& strings, Page page);

}  // namespace loopscope::ui
