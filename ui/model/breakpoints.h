// Breakpoints: where playing stops, and where "run on" goes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/trace/timeline.h"
#include "ui/model/source_index.h"

namespace loopscope::ui {

enum class BreakKind : std::uint8_t {
    Line,       ///< A line of the program is reached.
    TaskEnds,   ///< A task (or any) is done, fails or is cancelled.
    Exception,  ///< An exception leaves a frame, a handle or a task.
    Cancel,     ///< cancel() is called on a task.
    Time,       ///< Virtual time reaches a moment.
    QueueFull,  ///< So many handles stand in _ready.
};

struct Breakpoint {
    BreakKind kind = BreakKind::Line;
    std::uint32_t line = 0;  ///< Of Line.
    trace::FutureId task{};  ///< Of TaskEnds; none: any task.
    double time = 0;         ///< Of Time, in seconds.
    std::uint32_t size = 0;  ///< Of QueueFull.
    std::string file{};      ///< Of Line: its name; empty: the program's own.

    friend bool operator==(const Breakpoint&, const Breakpoint&) = default;
};

/// A set of breakpoints: each at most once.
class Breakpoints {
  public:
    const std::vector<Breakpoint>& all() const { return all_; }
    bool has(const Breakpoint& breakpoint) const;
    bool has_line(std::uint32_t line, std::string_view file = {}) const {
        return has({.line = line, .file = std::string(file)});
    }
    void toggle(const Breakpoint& breakpoint);
    void clear() { all_.clear(); }

    /// The first stop after `from`, at most at `last`; or the last one before it, at least at
    /// `first`.
    std::optional<trace::Position> next(const trace::Timeline& timeline, const SourceIndex& index,
                                        trace::Position from, trace::Position last) const;
    std::optional<trace::Position> previous(const trace::Timeline& timeline,
                                            const SourceIndex& index, trace::Position from,
                                            trace::Position first = 0) const;

    /// As text, for the settings of a file: "line 12; line 3 helper.py; time 1.5". And back.
    std::string write() const;
    void read(std::string_view text);

  private:
    std::vector<Breakpoint> all_;
};

}  // namespace loopscope::ui
