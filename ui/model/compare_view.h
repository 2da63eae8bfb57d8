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
    bool crowded = false;  ///< Stands for many short ones, of which `activity` is the busiest.
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
    bool differs = false;  ///< The other run has no such line: another text, or another time.
};

struct CompareSide {
    std::string title;
    double duration = 0;  ///< Virtual seconds of the whole run.
    std::size_t tasks = 0;
    std::size_t turns = 0;
    std::vector<ClockRow> rows;              ///< At most kRowsMax; without what asyncio.run adds.
    std::vector<CompareLine> output;         ///< Up to its cursor.
    std::vector<trace::Position> differing;  ///< Where the lines begin that differ, of all.
    static constexpr std::size_t kRowsMax = 60;
};

/// Where two runs part.
struct Parting {
    bool known = false;
    bool same = true;
    bool one_program = true;            ///< Else only what loop and tasks do was compared.
    std::string sentence;               ///< What happens there.
    std::array<std::string, 2> states;  ///< How each stands just before; may be empty.
    std::optional<trace::Position> at;  ///< In the first run.
    std::array<std::optional<double>, 2> seconds;  ///< When, in each; none: that one has ended.
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

/// What does not hang on the cursors: both runs whole, on one clock, and which lines differ.
///
/// A bar is exact where a task does one thing in a column of the clock, and one for the whole
/// column where it does many. Cost: O(tasks · columns), and the lines.
CompareView view_compare(const trace::Timeline& left, const trace::Timeline& right);
/// Brings `view` to where both cursors stand. Cost: the lines up to there, at most kOutputMax.
void move_compare(CompareView& view, const trace::Timeline& left, const trace::Timeline& right);

/// Which of the lines `a` and `b` the other has not: those outside a longest common part, in order.
/// A line is its text and its time.
std::array<std::vector<trace::Position>, 2> differing_lines(const std::vector<OutputLine>& a,
                                                            const std::vector<OutputLine>& b);

}  // namespace loopscope::ui
