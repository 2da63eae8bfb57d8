// Settings: what the window remembers from one day to the next.
#pragma once

#include <string>
#include <string_view>

#include "ui/theme/theme.h"

namespace loopscope::ui {

inline constexpr float kScales[] = {1.0f, 1.25f, 1.5f, 1.75f, 2.0f};

struct Settings {
    float scale = 1.0f;  ///< One of kScales.
    ThemeName theme = ThemeName::Dark;
    std::string language = "en";  ///< "en" or "zh".
    bool motion = true;           ///< Cards glide to their new places.
    int step_size = 1;            ///< A trace::StepSize; a callback to begin with.
    int axis_mode = 0;            ///< An AxisMode.
    int preset = 0;               ///< A Preset: how large panels are by themselves.
    std::string arrangement;      ///< As Dock::write() gives it; empty: as usual.
    std::string recent;           ///< Paths of files opened last, newest first, joined by '|'.
    int speed = 2;                ///< Index into Playback's speeds.
    int window_width = 1600;      ///< In screen pixels.
    int window_height = 900;

    friend bool operator==(const Settings&, const Settings&) = default;
};

/// The next scale up (`direction` > 0) or down, or the same at the end.
float next_scale(float scale, int direction);

/// The scale of a presentation on a screen of so many pixels: the largest that leaves the panels
/// the room of 1270 × 700 logical pixels, and larger than the `usual` one if there is one.
float presentation_scale(float pixel_width, float pixel_height, float usual);

/// Settings as a small text, "name = value" a line, that people may edit.
std::string write_settings(const Settings& settings);

/// Reads such a text. Unknown names and impossible values are passed over, so a file from another
/// version does no harm.
Settings read_settings(std::string_view text);

}  // namespace loopscope::ui
