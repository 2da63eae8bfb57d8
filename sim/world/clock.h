// Clock: virtual time, and the wall clock that runs beside it.
#pragma once

#include "sim/trace/recorder.h"

namespace loopscope::world {

/// 2000-01-01 00:00:00 UTC in seconds since the epoch: where the wall clock starts unless told.
inline constexpr double kDefaultWallStart = 946684800.0;

/// The simulated machine's time. It stands still while anything runs, and moves only when every
/// simulated thread waits, by jumping to the next thing that happens (see Machine).
class Clock {
  public:
    Clock(trace::Recorder& recorder, double wall_start_seconds)
        : recorder_(recorder), wall_start_(wall_start_seconds) {
        recorder_.now = 0.0;
    }

    /// Seconds since the start of the run: time.monotonic(), loop.time().
    double now() const { return now_; }
    /// Seconds since the epoch: time.time().
    double wall() const { return wall_start_ + now_; }

    /// Moves to exactly `when`, and says so in the trace. Does nothing when it is that time
    /// already. Requires: when >= now().
    void advance_to(double when);

  private:
    trace::Recorder& recorder_;
    double now_ = 0.0;
    double wall_start_;
};

}  // namespace loopscope::world
