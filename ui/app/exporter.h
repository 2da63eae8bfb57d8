// Exporter: writes what the window shows, one picture a frame, so that the window stays alive.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "ui/app/encoder.h"
#include "ui/app/offscreen.h"
#include "ui/app/viewer.h"

namespace loopscope::ui {

/// Carries out the exports that are wished for in a viewer.
///
/// A moving picture is this step and the next ones of the chosen size. The viewer walks along; at
/// the end, or when it is cancelled, it stands again where it stood. What was written of a
/// cancelled or failed file is deleted.
class Exporter {
  public:
    explicit Exporter(Viewer& viewer) : viewer_(viewer) {}

    /// Draws the viewer's portrait (see Viewer::set_portrait) and gives its pixels.
    using Shoot = std::function<Picture()>;

    /// Begins what was wished for, or takes the next picture of what was begun. To be called once
    /// a frame; costs one drawing and one encoding at most.
    void work(const Shoot& shoot);

  private:
    void begin(const ExportWish& wish, const Shoot& shoot);
    void take(const Shoot& shoot);
    Picture portrait(const Shoot& shoot);
    void stop(const base::Result<bool>& result);

    Viewer& viewer_;
    std::optional<ExportWish> wish_;    // Of the moving picture that is being made.
    std::unique_ptr<Encoder> encoder_;  // Made with the first picture, which tells the size.
    std::size_t done_ = 0;
    trace::Position start_ = 0;
};

}  // namespace loopscope::ui
