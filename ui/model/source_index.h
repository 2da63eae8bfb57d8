// SourceIndex: how often each line of the program ran, and where exceptions were raised.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/trace/timeline.h"
#include "ui/model/source_files.h"

namespace loopscope::ui {

/// Built from the trace bit by bit, so that a long one does not hold up a frame.
class SourceIndex {
  public:
    /// Takes in at most `budget` events more. True when all has been taken in.
    bool update(const trace::Timeline& timeline, const SourceFiles& files, trace::Position budget);
    void clear() { *this = SourceIndex(); }

    /// How often `line` (from 1) of a file ran in the events [0, end).
    std::size_t runs(std::uint32_t line, trace::Position end,
                     int file = SourceFiles::kProgram) const;
    /// That of the line of the file that ran most often.
    std::size_t most_runs(int file = SourceFiles::kProgram) const;
    /// The first position after `from` (or last before it) at which `line` is reached. Files by
    /// their names here; "" is the program's own.
    std::optional<trace::Position> next(std::uint32_t line, trace::Position from,
                                        std::string_view file = {}) const;
    std::optional<trace::Position> previous(std::uint32_t line, trace::Position from,
                                            std::string_view file = {}) const;
    /// Events that tell of an exception which left a frame of the program, a handle or a task.
    const std::vector<std::uint32_t>& exceptions() const { return exceptions_; }
    /// Where cancel() was called.
    const std::vector<std::uint32_t>& cancellations() const { return cancellations_; }
    /// Stretches in which a callback blocked the whole loop: time.sleep in a coroutine.
    struct Blocked {
        trace::Position from = 0;
        trace::Position to = 0;
        double seconds = 0;
    };
    const std::vector<Blocked>& blocked() const { return blocked_; }

  private:
    using Runs = std::vector<std::uint32_t>;  // Positions at which a line is reached.
    struct File {
        std::string name;
        std::vector<Runs> lines;
        std::size_t most = 0;
    };
    const Runs* runs_of(std::uint32_t line, int file) const;
    int file_named(std::string_view name) const;

    std::unordered_map<std::uint32_t, int> frames_;  // The file of a frame.
    std::vector<File> files_;
    std::vector<std::uint32_t> exceptions_, cancellations_;
    std::vector<Blocked> blocked_;
    std::unordered_map<std::uint16_t, bool> in_callback_;                // By thread.
    std::unordered_map<std::uint32_t, trace::Position> blocking_since_;  // By thread.
    trace::Position looked_ = 0;
};

/// Where the run, or a syntax error, says that it failed: the last place in the program's file that
/// the traceback names.
struct ErrorPlace {
    std::uint32_t line = 0;  ///< 0: none.
    std::string message;     ///< "NameError: name 'x' is not defined"
};
ErrorPlace find_error(const trace::Timeline& timeline, std::string_view file);

}  // namespace loopscope::ui
