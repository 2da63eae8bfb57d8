// What a task does from one event of its track to the next.
#pragma once

#include <cstdint>
#include <span>

#include "sim/trace/event.h"

namespace loopscope::trace {

class EventLog;
class Timeline;

/// What a task did between two events of its track.
enum class Activity : std::uint8_t { Ready, Running, Waiting, Ended };

/// Positions of events, ascending. 32 bits are enough for any trace that fits into memory.
using Positions = std::span<const std::uint32_t>;

/// Walks along a task's life, from change to change, forward.
///
/// A picture of a long life needs the changes that it can show apart, and of those that share a
/// pixel only the busiest: skip_to() passes any number of them at once. The sorted lists of
/// positions that the Timeline keeps are all that it needs: between two steps of a task stands
/// nothing that is busier.
///
/// Borrows the timeline's lists: valid until they grow.
class ActivityWalk {
  public:
    /// Stands at the last change at or before `from`; before the first, at the first.
    ActivityWalk(const Timeline& timeline, FutureId task, Position from);

    /// Nothing more follows: the task has ended, or was never there.
    bool ended() const { return at_ == track_.size() || now_ == Activity::Ended; }
    /// The change where it stands, and what the task did from there. Requires: !ended().
    Position at() const { return track_[at_]; }
    Activity activity() const { return now_; }
    /// The next change; the trace's last event if there is none.
    Position next() const;

    void advance();
    /// Goes on to the last change before `target`; gives the busiest of what the task did from
    /// where it stood to there, both included: running before ready before waiting.
    /// Requires: !ended(). Cost: O(log of the changes passed).
    Activity skip_to(Position target);

  private:
    void take(std::size_t index);
    void land(std::size_t index);

    const EventLog& log_;
    Positions track_;
    Positions steps_;
    Position last_ = 0;
    std::size_t at_ = 0;
    std::size_t step_ = 0;  // In steps_: where the last search ended.
    Activity now_ = Activity::Ready;
    bool ready_ = false;  // Put to _ready during its own step.
};

}  // namespace loopscope::trace
