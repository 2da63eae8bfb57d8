// Opening what a command was given, and complaining.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "cli/commands.h"

namespace loopscope::cli {

/// Writes "loopscope: …" to stderr.
void complain(std::string_view what);

/// The text of a file that a program shall read; "-" is our own standard input.
base::Result<std::string> read_input(const std::string& path);

/// Of a recording: who made it, under which Python, what it can't show. Whole lines.
std::string about_recording(const session::Session& session);

enum class OnDamage { Tell, Silent };

/// Opens options.file; null after a complaint. Says on stderr when a trace is damaged and opened
/// only up to there, unless told to be silent.
std::unique_ptr<session::Session> open_session(const CommonOptions& options,
                                               OnDamage on_damage = OnDamage::Tell);

}  // namespace loopscope::cli
