// Moving pictures of the window: a range of steps as animated WebP, GIF or MP4.
#pragma once

#include <memory>
#include <string>

#include "sim/base/result.h"
#include "ui/app/app.h"

namespace loopscope::ui {

struct AnimationOptions {
    RenderOptions picture;  ///< Size, theme, language, step size, and the file to write.
    std::string format;     ///< "webp", "gif" or "mp4".
    double frames_per_second = 2;
    trace::Position from = 0;  ///< The first event drawn.
    trace::Position to = 0;    ///< The last one.
};

/// Draws each step of the range, off-screen, and writes the animation. Gives the number of steps.
///
/// Errors: no off-screen OpenGL; more than 2,000 steps; the file cannot be written; for MP4, no
/// ffmpeg on the path.
base::Result<std::size_t> render_animation(std::unique_ptr<session::Session> session,
                                           const AnimationOptions& options);

}  // namespace loopscope::ui
