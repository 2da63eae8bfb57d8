// Commands: the few programs that the simulated machine has besides Python.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/world/processes.h"

namespace loopscope::world {

class Machine;

/// Whether there is a program of this name or path: echo, cat, sleep, true, false, sh, ls, pwd,
/// seq, wc, head, sort, printf, kill, env, python3.
bool knows_command(std::string_view program);

/// Runs a program in the process that runs now, on its own thread, and answers how it ended.
ProcessStatus run_command(Machine& machine, Process& process,
                          const std::vector<std::string>& arguments);

}  // namespace loopscope::world
