// Lesson: a scenario's notes, each at the moment that it is about.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/session/scenario.h"
#include "sim/trace/timeline.h"

namespace loopscope::ui {

/// Parts of the picture that a note speaks of.
enum class Part : std::uint8_t {
    Phases,
    Running,
    Ready,
    Scheduled,
    Selector,
    Tasks,
    Output,
    Timeline,
};
inline constexpr int kParts = 8;
using Parts = std::uint32_t;  ///< One bit for each Part.
constexpr Parts bit(Part part) { return Parts{1} << static_cast<int>(part); }

/// The parts that a note's text names in code spans or words: `_ready`, `_scheduled`, `select`, …
Parts parts_named(std::string_view english, std::string_view other = {});

/// A note and its moment: where the program first reaches the note's line.
struct LessonStop {
    trace::Position position = 0;
    std::size_t note = 0;  ///< Index into the scenario's notes.
};

/// The notes of a scenario in the order in which their moments come.
class Lesson {
  public:
    /// Looks for moments in what the timeline has taken in since the last call. Cost: O(new
    /// events), nothing once every note has its moment.
    void update(const trace::Timeline& timeline, const std::vector<session::Note>& notes,
                std::string_view file);
    void clear() { *this = Lesson(); }

    const std::vector<LessonStop>& stops() const { return stops_; }
    /// The note that is told at `position`: the latest one whose moment has come.
    std::optional<std::size_t> stop_at(trace::Position position) const;
    /// The stop after (or before) `position`, if there is one.
    std::optional<std::size_t> next(trace::Position position) const;
    std::optional<std::size_t> previous(trace::Position position) const;

  private:
    std::vector<LessonStop> stops_;
    trace::Position looked_ = 0;
};

}  // namespace loopscope::ui
