// The window at one event, as a picture.
#include "ui/app/app.h"
#include "ui/app/render.h"
#include "ui/app/session_document.h"

namespace loopscope::ui {
namespace {

/// A moment that shows something: the first output of a task, else the middle of the trace.
trace::Position telling_position(const trace::Timeline& timeline) {
    for (std::uint32_t at : timeline.outputs()) {
        if (timeline.log()[at].a != 0) return at;
    }
    return timeline.size() / 2;
}

}  // namespace

base::Result<bool> render_png(std::unique_ptr<session::Session> session,
                              const RenderOptions& options) {
    Settings settings;
    settings.scale = options.scale;
    settings.theme = options.theme;
    settings.language = options.language;
    settings.step_size = static_cast<int>(options.step_size);
    settings.motion = false;
    Viewer viewer({settings, {}, {}});
    viewer.open(document_of(std::move(session)));
    trace::Timeline& timeline = viewer.document().timeline();
    if (options.position) {
        while (timeline.size() <= *options.position && viewer.document().is_live()) {
            viewer.document().produce(*options.position - timeline.size() + 1);
        }
    }
    if (!timeline.empty()) {
        viewer.seek(options.position ? *options.position : telling_position(timeline));
    }
    return render_viewer(viewer, options.width, options.height, options.out_path);
}

}  // namespace loopscope::ui
