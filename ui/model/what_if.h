// What if: how a run could be made to go otherwise from the step that is looked at.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/session/session.h"
#include "sim/session/what_if.h"
#include "sim/trace/timeline.h"
#include "ui/model/strings.h"

namespace loopscope::ui {

/// All that happens to a run from outside.
using Stimuli = decltype(session::RunOptions::stimuli);

/// One change: the run is made again with `stimuli` in place of what happened to it before.
struct WhatIf {
    std::string text;    ///< "Cancel Task-3 here"
    std::string detail;  ///< "at 1.000 s"
    Stimuli stimuli;
};

/// What can be asked at a step of a run to which `stimuli` happen: cancel a task here (the selected
/// one first), let what it sleeps take longer or shorter, raise a signal here, deliver each input
/// earlier or later.
///
/// A change at a step leaves everything before that step as it was, for a run is a pure function
/// of its program and its stimuli. Cost: O(tasks + timers).
std::vector<WhatIf> what_ifs(const trace::ProgramState& state, const trace::EventLog& log,
                             const Stimuli& stimuli, trace::FutureId selected,
                             const Strings& strings);

/// What a change says of itself: "cancel Task-2 · at 1.000 s".
std::string text_of_change(const session::WhatIfChange& change, const Stimuli& told,
                           const Strings& strings);

/// The same change for a program that has been edited since: its step, task and timer are looked
/// for by name and by order in the new run, its input by what it says. Nothing where they are not
/// there any more.
///
/// `now` has to have been run as far as the step in question; what of it comes later is not asked.
struct EditedRun {
    const trace::Timeline& before;
    const Stimuli& told_before;
    const trace::Timeline& now;
    const Stimuli& told_now;
};
std::optional<session::WhatIfChange> carried_over(const session::WhatIfChange& change,
                                                  const EditedRun& run);

}  // namespace loopscope::ui
