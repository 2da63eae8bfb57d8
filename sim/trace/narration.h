// Narration: what an event means, in plain words and with its reason.
#pragma once

#include <string>
#include <string_view>

#include "sim/trace/catalogue.h"
#include "sim/trace/event_log.h"
#include "sim/trace/model.h"
#include "sim/trace/timeline.h"

namespace loopscope::trace {

struct TraceHeader;

/// What is said of one step. Text between backticks is program text.
struct Narration {
    std::string headline;  ///< What happens: a sentence.
    std::string reason;    ///< Why, or what follows: a sentence or two; may be empty.
    std::string function;  ///< The function of CPython that does it; empty: none in particular.
    friend bool operator==(const Narration&, const Narration&) = default;
};

/// What narration is told from. `header` may be null; its sources let it quote lines.
struct NarrationSource {
    const EventLog& log;
    const TraceHeader* header = nullptr;
    Language language = Language::English;
};

/// Tells the event at `position`, given the states just before and just after it.
///
/// Everything said follows from the trace, so it is true of this run: who put a handle there, why
/// a timeout has its value, what a task waits for and since which line.
Narration narrate(const NarrationSource& source, const ProgramState& before,
                  const ProgramState& after, Position position);

/// The same, seeking for the states.
Narration narrate(const NarrationSource& source, const Timeline& timeline, Position position);

/// Tells what happened after event `from` up to and with event `to`, in one to three sentences:
/// which callbacks ran, what the program printed and made, how their tasks went on. For one event
/// it is narrate(). Cost: O(to - from), up to a bound beyond which it only counts.
Narration narrate_step(const NarrationSource& source, const Timeline& timeline, Position from,
                       Position to);

/// The message of a run that waits for ever, less the words "waits for ever: " that it begins with:
/// for places that have said so already.
std::string_view without_heading(std::string_view message);

/// Who waits for what at the end of a run that waits for ever, and in which circles, in whole
/// sentences; empty when the trace does not tell.
std::string tell_waiting(const NarrationSource& source, const ProgramState& state);

/// Takes the marks of program text away: for a terminal.
std::string plain_text(std::string_view narrated);

}  // namespace loopscope::trace
