// Playback: when the next step is due.
#include "ui/model/playback.h"

#include <algorithm>

namespace loopscope::ui {

void Playback::toggle(double now) {
    playing_ = !playing_;
    next_ = now;
}

void Playback::set_speed(int speed) { speed_ = std::clamp(speed, 0, kSpeedCount - 1); }

void Playback::change_speed(int places, double now) {
    set_speed(speed_ + places);
    next_ = std::min(next_, now + 1 / steps_per_second());
}

int Playback::take_due(double now) {
    if (!playing_) return 0;
    double interval = 1 / steps_per_second();
    int due = 0;
    while (next_ <= now && due < kStepsMax) {
        next_ += interval;
        ++due;
    }
    if (next_ <= now) next_ = now + interval;
    return due;
}

double Playback::wait(double now) const { return std::max(0.0, next_ - now); }

}  // namespace loopscope::ui
