// The file in which the window's settings are kept.
#pragma once

#include <string>

#include "ui/model/settings.h"

namespace loopscope::ui {

/// $XDG_CONFIG_HOME/loopscope/window.conf, or below ~/.config; empty when there is no home.
std::string settings_path();

/// The saved settings; defaults for what the file lacks, or for all of it without one.
/// `found` tells whether there was a file.
Settings load_settings(const std::string& path, bool& found);

/// Saves them, by a new file that takes the old one's place. A failure is passed over: the window
/// works without.
void save_settings(const std::string& path, const Settings& settings);

}  // namespace loopscope::ui
