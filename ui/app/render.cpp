// Pictures of the window without a display.
#include "ui/app/render.h"

#include "ui/app/offscreen.h"
#include "ui/app/studio.h"

namespace loopscope::ui {

base::Result<bool> render_viewer(Viewer& viewer, int width, int height, const std::string& path) {
    auto offscreen = Offscreen::open(width, height);
    if (!offscreen) return offscreen.failure();
    return write_png(Studio(*offscreen.value(), width, height).shoot(viewer), path);
}

}  // namespace loopscope::ui
