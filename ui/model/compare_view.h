// Two runs on one clock: where each stands at a moment, and where they differ.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "sim/trace/timeline.h"
#include "ui/model/source_view.h"
#include "ui/model/timeline_rows.h"

namespace loopscope::ui {

/// A stretch of a task's life in virtual seconds.
struct ClockBar {
    double from = 0;
    double to = 0;
    trace::Activity activity = trace::Activity::Waiting;
};

struct ClockRow {
    trace::FutureId task;
    std::string name;
    std::string coroutine;
    std::vector<ClockBar> bars;
    Look look = Look::Waiting;  ///< How it ended, or what it does at the run's end.
    double end = 0;             ///< Seconds.
};

struct CompareLine {
    OutputLine line;
    bool differs = false;  ///< The other run's line at this place has another text or another time.
};

struct CompareSide {
    std::string title;
    double duration = 0;  ///< Virtual seconds of the whole run.
    std::size_t tasks = 0;
    std::size_t turns = 0;
    std::vector<ClockRow> rows;  ///< At most kRowsMax; without what asyncio.run adds.
    std::vector<CompareLine> output;
    static constexpr std::size_t kRowsMax = 60;
};

/// Where two runs part.
struct Parting {
    bool known = false;
    bool same = true;
    std::string sentence;               ///< What happens there.
    std::array<std::string, 2> states;  ///< How each stands just before; may be empty.
    std::optional<trace::Position> at;  ///< In the first run.
};

struct CompareView {
    bool on = false;
    double now = 0;     ///< Virtual seconds.
    double length = 1;  ///< Of the common clock.
    std::array<CompareSide, 2> sides;
    Parting parting;
};

/// The last event of `timeline` at or before `seconds`; of an instant that both runs know, the
/// share `part` (0 to 1) of its events.
trace::Position position_on_clock(const trace::Timeline& timeline, double seconds, double part);
/// How far into its instant the event at `position` is, 0 to 1.
double part_of_instant(const trace::Timeline& timeline, trace::Position position);

/// Both runs at their cursors. The rows are of the whole runs: cost O(track of each shown task).
CompareView view_compare(const trace::Timeline& left, const trace::Timeline& right);

}  // namespace loopscope::ui
