// Clock: moving virtual time.
#include "sim/world/clock.h"

#include "sim/base/check.h"

namespace loopscope::world {

void Clock::advance_to(double when) {
    LOOPSCOPE_CHECK(when >= now_);
    if (when == now_) return;
    double from = now_;
    now_ = when;
    recorder_.now = when;
    if (recorder_.on()) {
        recorder_.record({.number = from, .kind = trace::EventKind::ClockAdvanced});
    }
}

}  // namespace loopscope::world
