// Studio: draws viewers off-screen, one picture after the other.
#pragma once

#include "ui/app/offscreen.h"
#include "ui/app/stage.h"
#include "ui/app/viewer.h"

namespace loopscope::ui {

/// Draws viewers into one off-screen picture again and again; fonts are loaded once.
///
/// Requires: the Offscreen's context is current and outlives the studio; no other Dear ImGui
/// backend draws meanwhile.
class Studio {
  public:
    Studio(Offscreen& offscreen, int width, int height);
    ~Studio();
    Studio(const Studio&) = delete;
    Studio& operator=(const Studio&) = delete;

    /// The viewer as it is, at rest: with nothing that still moves, when motion is off.
    Picture shoot(Viewer& viewer);

    /// One frame at `now` seconds, drawn to its end and thrown away: for measuring.
    void draw(Viewer& viewer, double now);

  private:
    void send_fonts();
    void render(Viewer& viewer);

    Offscreen& offscreen_;
    Stage stage_;
    bool has_fonts_ = false;
    int frames_ = 0;
};

}  // namespace loopscope::ui
