// Soundness: whether a trace obeys the rules by which it is read.
#pragma once

#include <string>
#include <vector>

#include "sim/trace/catalogue.h"
#include "sim/trace/event_log.h"

namespace loopscope::trace {

/// An event that can't be, given those before it.
struct Fault {
    Position position = 0;
    std::string sentence;  ///< What is wrong, for people.
};

/// Holds every event against the state before it: a handle that runs must be the first of _ready,
/// a timer that is due the head of _scheduled, a task that steps must be pending, and so on.
///
/// A trace that the simulator wrote has no faults: then the reducer's queues are the kernel's own.
/// One of a foreign recorder may have some and still be worth looking at.
///
/// Gives the first `faults_max` of them. Cost: O(events).
std::vector<Fault> find_faults(const EventLog& log, Language language, std::size_t faults_max = 20);

}  // namespace loopscope::trace
