// Comparison: where two traces part, in words.
#pragma once

#include <optional>
#include <string>

#include "sim/trace/catalogue.h"
#include "sim/trace/timeline.h"
#include "sim/trace/trace_file.h"

namespace loopscope::trace {

/// One of the traces to be compared; `name` stands for it in sentences. Where a timeline of the
/// log is there already, it spares making one for the words.
struct ComparedTrace {
    std::string name;
    const TraceHeader& header;
    const EventLog& log;
    const Timeline* timeline = nullptr;
};

/// What of two traces is compared.
enum class Compared : std::uint8_t {
    AllRecorded,  ///< Whatever both of them record.
    LoopAlone,    ///< What the loop and the tasks do: for two programs, whose lines always differ.
};

/// The first events in which two traces differ.
struct Divergence {
    bool same = true;
    Position agreeing = 0;          ///< Events that both have.
    std::optional<Position> first;  ///< Where the first trace parts; none: it has ended.
    std::optional<Position> second;
    std::string sentence;  ///< What happens there: one sentence, or one for each trace,
    std::string brief;     ///< and the same without counts of events, for a narrow place.
    /// Where they part: the state of each just before that event, a sentence each. Else empty.
    std::string first_state, second_state;
};

/// Compares event by event, by what they say and not by the numbers of their texts.
///
/// Traces that were recorded in different detail are compared in what both record: where one has
/// no source lines, the other's are left out. Ids and descriptors are paired as they appear, so
/// that other numbers for the same things are no difference; between a recording and a run of our
/// own, words that only one of them has aren't either. Cost: O(events), and a seek in each for the
/// words.
Divergence compare_traces(const ComparedTrace& first, const ComparedTrace& second,
                          Language language, Compared compared = Compared::AllRecorded);

}  // namespace loopscope::trace
