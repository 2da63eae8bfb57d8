// Timeline: a cursor that moves through a trace, forward and back, and the indexes beside it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/trace/activity.h"
#include "sim/trace/event_log.h"
#include "sim/trace/model.h"

namespace loopscope::trace {

/// How far one press of "forward" or "back" goes.
enum class StepSize : std::uint8_t {
    Event,      ///< One event.
    Callback,   ///< To where a handle has run (or was skipped).
    Iteration,  ///< To where a turn of _run_once has ended.
    Task,       ///< To where a given task takes a step, or ends.
    Time,       ///< To where virtual time has moved.
};

/// A stretch of a task's life, for drawing. Times are those of the events.
struct TaskSpan {
    Position from = 0;  ///< The event that began it.
    Position to = 0;    ///< The event that ended it, or the trace's end so far.
    Activity activity = Activity::Ready;
};

/// Seeks in a trace by keyframes, and knows where the outputs, steps and iterations are.
///
/// A keyframe is a ProgramState kept by the way. seek() begins at the closest one at or before
/// the target and applies events forward; stepping back is the same code from an earlier one. The
/// distance between keyframes adapts: at least kKeyframeEventsMin events, and more when a
/// keyframe's own memory (what changes after it) would exceed kKeyframeBytesPerEvent. So memory
/// stays proportional to the trace, and a seek to about one state's size of work.
///
/// The log may grow: call update() after it did. Borrows the log, which must outlive it.
class Timeline {
  public:
    static constexpr Position kKeyframeEventsMin = 4096;
    static constexpr std::size_t kKeyframeBytesPerEvent = 24;

    explicit Timeline(const EventLog& log);
    Timeline(const Timeline&) = delete;
    Timeline& operator=(const Timeline&) = delete;

    /// Takes in the events that were appended since. The cursor stays where it is; a cursor
    /// before the first event of an empty trace stays there too. Cost: O(new events).
    void update();

    /// How many events were taken in.
    Position size() const { return frontier_.events; }
    bool empty() const { return size() == 0; }
    const EventLog& log() const { return log_; }

    /// Moves the cursor so that state() is the program just after event `target`; a target past
    /// the end means the last event.
    ///
    /// Ensures:  state() depends on the trace and `target` alone, never on the way there.
    /// Cost:     the events since the closest keyframe, or since the cursor if that is closer.
    /// Invalidates references from state(); keep a Position (or a copy, which is cheap).
    void seek(Position target);

    /// Where the cursor is. Before the first seek() or of an empty trace: 0.
    Position position() const { return cursor_.position; }
    const ProgramState& state() const { return cursor_; }

    /// The state after event `target`, without moving the cursor. Same cost as seek().
    ProgramState state_at(Position target) const;

    /// Where one step of `size` from `from` leads, forward or back, or nullopt at the end. Both
    /// use the same stops, so that stepping back undoes stepping forward; the trace's first and
    /// last event are stops of every size. `task` matters for StepSize::Task alone.
    std::optional<Position> next(Position from, StepSize size, FutureId task = {}) const;
    std::optional<Position> previous(Position from, StepSize size, FutureId task = {}) const;

    // Where things are.
    Positions outputs() const { return outputs_; }
    Positions warnings() const { return warnings_; }      ///< And reported exceptions.
    Positions iterations() const { return iterations_; }  ///< IterationBegan.
    Positions clock_advances() const { return clock_advances_; }
    Positions stimuli() const { return stimuli_; }
    Positions callback_ends() const { return callback_ends_; }

    /// Every task, in order of creation, and the events that change what it does: created, ready,
    /// stepped, waits, done. 4 bytes each.
    std::span<const FutureId> tasks() const { return tasks_; }
    Positions track(FutureId task) const;
    /// Of its track, its steps and its end.
    Positions steps(FutureId task) const;
    /// The stretches of a task's life that touch the events [from, to], in order.
    std::vector<TaskSpan> spans(FutureId task, Position from, Position to) const;

    /// The first event at or after this virtual time; the last event if there is none.
    Position position_at(double time) const;
    /// Virtual time of the last event.
    double duration() const;

    /// The next or previous event after `from` whose text (label, name, output, value) contains
    /// `needle`; ASCII letters match in either case. Cost: O(texts + events passed).
    std::optional<Position> find_next(Position from, std::string_view needle,
                                      Position last = ~Position{0}) const;
    std::optional<Position> find_previous(Position from, std::string_view needle,
                                          Position least = 0) const;

    // For tests and the status line.
    std::size_t keyframe_count() const { return keyframes_.size(); }
    std::size_t index_bytes() const;     ///< Memory of the lists of positions.
    std::size_t keyframe_bytes() const;  ///< Memory that is there for the keyframes alone.

  private:
    struct Keyframe {
        Position events;
        ProgramState state;
    };
    struct Track {
        std::vector<std::uint32_t> events;  // All that changes what the task does.
        std::vector<std::uint32_t> steps;   // Of these, its steps and its end.
    };

    void take_in(Position position);
    void index(Position position);
    void index_task(const Event& event, std::uint32_t at);
    void consider_keyframe();
    std::size_t take_cloned_bytes();
    void fold(ProgramState& state, Position events) const;
    const Keyframe& keyframe_before(Position events) const;
    Positions stops(StepSize size, FutureId task) const;
    std::vector<bool> texts_with(std::string_view needle) const;

    const EventLog& log_;
    ProgramState cursor_;
    ProgramState frontier_;  // After everything taken in; its tables share nodes with keyframes_.
    std::vector<Keyframe> keyframes_;
    std::size_t cost_since_keyframe_ = 0;
    std::size_t cost_of_keyframes_ = 0;

    std::vector<std::uint32_t> outputs_, warnings_, iterations_, iteration_ends_, clock_advances_,
        stimuli_, callback_ends_;
    std::vector<FutureId> tasks_;
    std::unordered_map<FutureId, Track> tracks_;
};

}  // namespace loopscope::trace
