// Why? The chain of events from what is seen back to its cause.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/trace/narration.h"
#include "ui/model/strings.h"
#include "ui/theme/theme.h"

namespace loopscope::ui {

/// One event of a chain: a click goes there.
struct WhyStep {
    trace::Position position = 0;
    std::string time;      ///< "1.000"
    std::string sentence;  ///< Rich text: what happened.
    Look look = Look::Waiting;
};

/// One question and its answer: the latest event first, its cause below it.
struct WhySection {
    std::string title;
    std::vector<WhyStep> steps;
    std::string end;  ///< Why the chain ends there; may be empty.
};

struct WhyView {
    std::string subject;  ///< "Task-1 main()", or what the present step is about.
    std::vector<WhySection> sections;
};

/// The event that directly caused the one at `at`, or nullopt where nothing in the trace did.
///
/// A step is caused by its handle's run; a run by the handle's way into _ready; that by the timer
/// that came due, the descriptor, the future that was resolved or the call_soon; and those by the
/// callback in which they happened. Cost: scans back to the cause.
std::optional<trace::Position> cause_of(const trace::Timeline& timeline, trace::Position at);

/// The chain of causes that begins with `at` itself, at most `steps_max` long.
std::vector<trace::Position> causes_of(const trace::Timeline& timeline, trace::Position at,
                                       std::size_t steps_max);

/// What is asked about: a handle, else a task or future, else the present event.
struct WhySubject {
    trace::FutureId future = {};
    trace::HandleId handle = {};
};

/// What "Why?" says at the timeline's cursor.
WhyView view_why(const trace::NarrationSource& source, const trace::Timeline& timeline,
                 const Strings& strings, const WhySubject& about);

}  // namespace loopscope::ui
