// The window and the picture: what the command line calls.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.h"
#include "sim/session/session.h"
#include "sim/trace/trace_file.h"
#include "ui/model/real_python.h"
#include "ui/theme/theme.h"

namespace loopscope::ui {

/// A program that is being recorded under a real Python, in a process of its own. Ended with this.
class RealRecording {
  public:
    virtual ~RealRecording() = default;
    /// Nothing while it runs; then how it ended.
    virtual std::optional<RealOutcome> poll() = 0;
};

/// The way out of our own Python, for programs that need what it doesn't have.
struct RealPython {
    /// What a program wanted and didn't find, judging by its stderr; empty: it failed otherwise.
    std::function<MissingFeature(std::string_view stderr_text)> missing;
    /// Starts to record a program. Real Python is not sandboxed: the window asks first.
    std::function<std::unique_ptr<RealRecording>(const std::string& path)> record;
};

struct WindowOptions {
    std::string file;  ///< Opened at once; empty: the list of scenarios.
    std::function<std::unique_ptr<session::Session>()> first;  ///< Shown instead of a file, if set.
    std::vector<session::ScenarioEntry> scenarios;
    session::RunOptions run;                  ///< For programs that are opened.
    std::string command_options;              ///< For command lines that are copied: "--seed 3".
    RealPython real_python;                   ///< Unset: the window does not offer it.
    std::optional<trace::Position> position;  ///< Where to stand in `file`.
    std::optional<float> scale;
    std::optional<ThemeName> theme;
    std::optional<std::string> language;  ///< "en" or "zh"
};

/// Shows the window until it is closed. What the options leave open comes from the settings that
/// the window saved last time ($XDG_CONFIG_HOME/loopscope/window.conf).
///
/// Errors: there is no display, or no OpenGL 3.3 on it; nothing was shown then. An unreadable
/// file is no error: the window opens and says so.
base::Result<int> run_window(const WindowOptions& options);

/// True when there is a display to open a window on.
bool has_display();

struct RenderOptions {
    int width = 1600;  ///< Pixels.
    int height = 900;
    float scale = 1;
    ThemeName theme = ThemeName::Dark;
    std::string language = "en";
    std::optional<trace::Position> position;  ///< None: the first print, else the middle.
    trace::StepSize step_size = trace::StepSize::Callback;  ///< What the narration is about.
    std::vector<std::string> show;  ///< Panels and modes to open first: see kShown in picture.cpp.
    std::string compare;            ///< A file to compare with; empty: none.
    std::uint32_t task = 0;         ///< The task to select; 0: none.
    std::string path;               ///< Of the program, for what asks for a file; may be empty.
    RealPython real_python;         ///< For the pictures of its dialogs.
    std::string out_path;
};

/// The names that RenderOptions::show knows.
std::vector<std::string> shown_names();

/// Draws the window at one event into a PNG, with no display. The session is run as far as needed.
///
/// Errors: no off-screen OpenGL, the file cannot be written.
base::Result<bool> render_png(std::unique_ptr<session::Session> session,
                              const RenderOptions& options);

}  // namespace loopscope::ui
