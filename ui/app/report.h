// A report of what the window shows, for tests that drive the real window.
#pragma once

#include <fstream>
#include <string>

#include "ui/app/viewer.h"
#include "ui/draw/draw_log.h"

namespace loopscope::ui {

/// Writes one JSON line for each frame that shows something else than the one before: the frame's
/// number, where the trace stands, the texts of each panel in the order of drawing, and the areas
/// that answer a click, in real pixels. Switched on by $LOOPSCOPE_UI_REPORT=FILE.
///
///     {"frame":7,"file":"two_tasks.py","event":12,"events":236,"scale":1.0,
///      "panels":{"toolbar":["Loopscope",…],…},
///      "areas":{"toolbar.forward":[586,12,32,32],…}}
class Report {
  public:
    /// No path: nothing is written.
    explicit Report(const char* path);
    bool on() const { return file_.is_open(); }

    void frame(const DrawLog& log, const Viewer::Shown& shown);

  private:
    std::ofstream file_;
    std::string last_;
    unsigned long long frames_ = 0;
};

}  // namespace loopscope::ui
