// The toolbar: transport, step size, time, and the settings.
#pragma once

#include "ui/draw/painter.h"
#include "ui/model/toolbar_plan.h"
#include "ui/panels/scene.h"

namespace loopscope::ui {

void draw_toolbar(Painter& painter, const Scene& scene, const Rect& rect, Commands& commands);

/// The buttons of the settings alone: the start screen has them too.
void draw_settings_buttons(Painter& painter, const Strings& strings, const Settings& settings,
                           const ToolbarPlan& plan, Commands& commands);

}  // namespace loopscope::ui
