// Pictures of the window without a display.
#pragma once

#include <string>

#include "sim/base/result.h"
#include "ui/app/viewer.h"

namespace loopscope::ui {

/// Draws the viewer as it is into a PNG of the given size in pixels.
///
/// Errors: no off-screen OpenGL, the file cannot be written.
base::Result<bool> render_viewer(Viewer& viewer, int width, int height, const std::string& path);

}  // namespace loopscope::ui
