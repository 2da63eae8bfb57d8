// Moving pictures of the window, drawn step by step off-screen.
#include "ui/app/animation.h"

#include <fmt/format.h>

#include <vector>

#include "sim/trace/failure.h"
#include "ui/app/encoder.h"
#include "ui/app/offscreen.h"
#include "ui/app/session_document.h"
#include "ui/app/studio.h"
#include "ui/app/viewer.h"

namespace loopscope::ui {
namespace {

constexpr std::size_t kStepsMax = 2000;

/// The events at which the steps of the range end.
std::vector<trace::Position> steps_of(const trace::Timeline& timeline,
                                      const AnimationOptions& options) {
    std::vector<trace::Position> steps{options.from};
    while (steps.size() <= kStepsMax) {
        auto next = timeline.next(steps.back(), options.picture.step_size);
        if (!next || *next > options.to) break;
        steps.push_back(*next);
    }
    return steps;
}

}  // namespace

base::Result<std::size_t> render_animation(std::unique_ptr<session::Session> session,
                                           const AnimationOptions& options) {
    session->produce_all();
    const std::vector<trace::Position> steps = steps_of(session->timeline(), options);
    if (steps.size() > kStepsMax) return trace::failure("export.steps", {{"n", kStepsMax}});
    const RenderOptions& picture = options.picture;
    Settings settings;
    settings.scale = picture.scale;
    settings.theme = picture.theme;
    settings.language = picture.language;
    settings.step_size = static_cast<int>(picture.step_size);
    settings.motion = false;
    Viewer viewer({settings, {}, {}});
    viewer.open(document_of(std::move(session)));
    auto offscreen = Offscreen::open(picture.width, picture.height);
    if (!offscreen) return offscreen.failure();
    auto encoder = make_encoder(options.format, picture.out_path, picture.width, picture.height,
                                1 / options.frames_per_second);
    if (!encoder) return encoder.failure();
    Studio studio(*offscreen.value(), picture.width, picture.height);
    for (trace::Position at : steps) {
        viewer.seek(at);
        if (auto added = encoder.value()->add(studio.shoot(viewer)); !added) return added.failure();
    }
    if (auto finished = encoder.value()->finish(); !finished) return finished.failure();
    return steps.size();
}

}  // namespace loopscope::ui
