// Reducer: model × event → model. The one place that knows what an event means.
#pragma once

#include "sim/trace/event.h"
#include "sim/trace/model.h"

namespace loopscope::trace {

/// Makes `state`, the program just before `event`, the program just after it.
///
/// A pure function of the two: no texts, no log, no clock. It mirrors what CPython does to
/// `_ready` and `_scheduled`, with heapq's own sift order. Events that make no sense (of a
/// damaged or foreign trace) change as little as they can; none of them can do harm.
///
/// Cost: O(log) in the number of things, for everything that the simulator writes.
void apply(ProgramState& state, const Event& event);

}  // namespace loopscope::trace
