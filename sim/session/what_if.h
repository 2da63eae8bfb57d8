// What if: how a run's stimuli differ from those that its program tells, as text.
//
// "What if I cancel this task here?" is the same run again with other things happening from
// outside. The difference is written as short lines, so that a command line can make the same
// future again.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.h"
#include "sim/world/stimuli.h"

namespace loopscope::session {

using StimulusList = std::vector<world::Stimulus>;

/// One difference. Inputs are numbered from 1, as the program's block (and then `--stimulus`) has
/// them, whatever else has been changed.
struct WhatIfChange {
    enum class Kind : std::uint8_t {
        Add,       ///< `stimulus` happens too.
        Move,      ///< Input `input` comes at `at_seconds`.
        LeaveOut,  ///< Input `input` does not come.
    };
    Kind kind = Kind::Add;
    world::Stimulus stimulus = {};
    std::size_t input = 0;
    double at_seconds = 0.0;
};

/// Reads one change:
///
///     move = 2, at = 3.5                       the second input comes at 3.5 s
///     leave_out = 1                            the first input does not come
///     cancel = "Task-2", task = 2, step = 57   anything else is a stimulus that is added
///
/// Errors: what read_stimulus says, a move without a time.
base::Result<WhatIfChange> read_what_if(std::string_view text);

/// `told`, less and more what the changes say; inputs stand in the order of their times.
///
/// Errors: an input that isn't there, with how many there are.
base::Result<StimulusList> changed(const StimulusList& told,
                                   const std::vector<WhatIfChange>& changes);

/// The changes that make `now` of `told`.
/// Ensures: changed(told, changes_between(told, now)) happens as `now` does.
std::vector<WhatIfChange> changes_between(const StimulusList& told, const StimulusList& now);

/// As read_what_if reads it.
std::string text_of(const WhatIfChange& change);

}  // namespace loopscope::session
