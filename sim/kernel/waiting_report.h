// What a run that can never go on says: who waits for what, and in which circles.
#pragma once

#include <string>

namespace loopscope::kernel {

class Kernel;

/// Why nothing will ever happen again, in one line: each thread and each task that waits, what it
/// waits for and who would have to bring it about, and where that goes round in a circle. The trace
/// gets the same as events of kind Stuck.
///
/// Requires: every thread is blocked, and nothing is scheduled.
std::string report_waiting(Kernel& kernel);

}  // namespace loopscope::kernel
