// What the panels of the source and of the output say.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/timeline.h"
#include "ui/model/source_files.h"
#include "ui/model/strings.h"
#include "ui/theme/theme.h"

namespace loopscope::ui {

/// Who stands at a line of the source.
struct LineMark {
    std::uint32_t line = 0;  ///< From 1.
    Look look = Look::Waiting;
    std::string name;              ///< Of the first task; empty for the main program.
    std::vector<std::string> all;  ///< Of every task there.
    trace::FutureId task;
};

struct SourceMarks {
    std::uint32_t live_line = 0;  ///< The line that runs now, or 0.
    bool live_is_quiet = false;   ///< The loop itself is at work below that line.
    std::vector<LineMark> marks;  ///< One a line, in order of lines.

    const LineMark* at(std::uint32_t line) const;
};

/// Where tasks stand in one of the program's files.
SourceMarks view_source(const trace::ProgramState& state, const trace::Timeline& timeline,
                        const SourceFiles& files, int file = SourceFiles::kProgram);

/// True for a frame that called the loop that runs now: it was entered before the present turn and
/// belongs to no task.
bool is_below_loop(const trace::FrameState& frame, const trace::ProgramState& state,
                   const trace::Timeline& timeline);

/// One line that the program has written.
struct OutputLine {
    double time = 0;  ///< Virtual seconds, of its first character.
    std::string text;
    bool is_error = false;
    bool complete = true;  ///< The line's end has been written.
    trace::Position position = 0;
};

/// The last kOutputMax lines that have been written up to `state`.
inline constexpr std::size_t kOutputMax = 5000;
std::vector<OutputLine> view_output(const trace::ProgramState& state,
                                    const trace::Timeline& timeline);

/// The first line to show of `count` lines when `room` fit, so that `line` (from 1) is seen with
/// some lines around it. `previous` stays if it already does.
std::uint32_t scroll_to_line(std::uint32_t previous, std::uint32_t line, std::uint32_t count,
                             std::uint32_t room);

}  // namespace loopscope::ui
