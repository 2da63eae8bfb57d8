// Shell: a small `sh`, enough for the command lines that programs hand to it.
#pragma once

#include "sim/world/command_line.h"

namespace loopscope::world {

/// Runs `sh -c TEXT`, or `sh FILE`, in the process of `line`.
///
/// Knows: words with quotes and $NAME, $?, $$; `;`, `&&`, `||`, `|`, `&`, `>`, `>>`, `<`, `2>`,
/// `2>&1`, `>&2`; ( … ) is not known. Built in: cd, exit, exec, export, wait, and `:`. The parts of
/// a pipeline, and whatever `&` follows, are processes of their own; other commands run within the
/// shell, one after the other.
ProcessStatus run_shell(CommandLine& line);

}  // namespace loopscope::world
