// The files that the window keeps beside what it opens: notes, and the user's own scenarios.
#pragma once

#include <optional>
#include <string>

#include "sim/base/result.h"

namespace loopscope::ui {

/// Where the notes on a file are kept: beside it, as NAME.loopscope; those on the scenarios that
/// come with Loopscope below the user's data folder, for their own folder may be read-only.
std::string notes_path(const std::string& path);

std::optional<std::string> load_notes_file(const std::string& path);
/// False when it cannot be written.
bool save_notes_file(const std::string& path, const std::string& text);

/// The folder of the user's own scenarios: $XDG_DATA_HOME/loopscope/scenarios, or below
/// ~/.local/share; empty when there is no home.
std::string own_scenarios_folder();

/// Saves a program there and gives its path. Errors: no home, a name with other characters than
/// letters, digits, "-" and "_", a file that can't be written.
base::Result<std::string> save_own_scenario(const std::string& name, const std::string& source);

/// A path as somebody types it, made whole: "~/" is the home folder, "file://" is left out.
std::string whole_path(const std::string& path);

/// `path` with as much more as all names that begin like it have in common; itself where there is
/// none or no more.
std::string complete_path(const std::string& path);

}  // namespace loopscope::ui
