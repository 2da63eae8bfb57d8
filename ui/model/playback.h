// Playback: when the next step is due while the trace plays.
#pragma once

#include <cstdint>

namespace loopscope::ui {

/// Steps a second at each speed, slowest first.
inline constexpr double kSpeeds[] = {0.5, 1, 2, 4, 10, 30};
inline constexpr int kSpeedCount = 6;

/// Plays a trace: one step each interval. Pure arithmetic on a clock that the caller reads.
class Playback {
  public:
    bool playing() const { return playing_; }
    int speed() const { return speed_; }
    double steps_per_second() const { return kSpeeds[speed_]; }

    /// Starts or stops; the first step is due at once, so that a press of "play" answers.
    void toggle(double now);
    void stop() { playing_ = false; }
    /// Changes the speed by so many places, within the list.
    void change_speed(int places, double now);
    void set_speed(int speed);

    /// How many steps are due at `now`, at most kStepsMax: a window that was hidden for an hour
    /// does not make up for it.
    int take_due(double now);
    /// Seconds until the next step is due; 0 when it is. Requires: playing().
    double wait(double now) const;

    static constexpr int kStepsMax = 4;

  private:
    bool playing_ = false;
    int speed_ = 2;
    double next_ = 0;
};

}  // namespace loopscope::ui
