// What a task does: ActivityWalk.
#include "sim/trace/activity.h"

#include <algorithm>

#include "sim/trace/timeline.h"

namespace loopscope::trace {
namespace {

/// So many events before a change tell what the task did there.
constexpr std::size_t kBack = 3;
/// Up to so many changes are looked at one by one.
constexpr std::size_t kFew = 6;

int weight(Activity activity) {
    switch (activity) {
        case Activity::Running:
            return 3;
        case Activity::Ready:
            return 2;
        case Activity::Waiting:
            return 1;
        case Activity::Ended:
            return 0;
    }
    return 0;
}

/// The first index from `index` on whose position is at or after `target`. Doubles its stride, for
/// the next one is mostly near.
std::size_t first_from(Positions list, std::size_t index, Position target) {
    std::size_t stride = 1;
    std::size_t low = index;
    while (index < list.size() && list[index] < target) {
        low = index + 1;
        index += stride;
        stride *= 2;
    }
    auto end = list.begin() + static_cast<std::ptrdiff_t>(std::min(index, list.size()));
    auto begin = list.begin() + static_cast<std::ptrdiff_t>(std::min(low, list.size()));
    return static_cast<std::size_t>(std::lower_bound(begin, end, target) - list.begin());
}

}  // namespace

ActivityWalk::ActivityWalk(const Timeline& timeline, FutureId task, Position from)
    : log_(timeline.log()),
      track_(timeline.track(task)),
      steps_(timeline.steps(task)),
      last_(timeline.empty() ? 0 : timeline.size() - 1) {
    if (track_.empty()) return;
    auto after = std::upper_bound(track_.begin(), track_.end(), from);
    land(static_cast<std::size_t>(std::max<std::ptrdiff_t>(1, after - track_.begin())) - 1);
}

Position ActivityWalk::next() const {
    return at_ + 1 < track_.size() ? Position{track_[at_ + 1]} : last_;
}

void ActivityWalk::advance() {
    if (++at_ < track_.size()) take(at_);
}

/// Stands at `index`, having taken in what comes just before it.
void ActivityWalk::land(std::size_t index) {
    now_ = Activity::Ready;
    ready_ = false;
    for (std::size_t i = index - std::min(index, kBack); i <= index; ++i) take(i);
    at_ = index;
}

void ActivityWalk::take(std::size_t index) {
    Event event = log_[track_[index]];
    switch (event.kind) {
        case EventKind::TaskStepped:
            ready_ = false;
            now_ = Activity::Running;
            break;
        case EventKind::TaskWaits: {
            // A bare yield, or a wait for a future that was done: already in _ready.
            bool bare = event.detail == static_cast<std::uint8_t>(WaitKind::BareYield);
            now_ = bare || ready_ ? Activity::Ready : Activity::Waiting;
            break;
        }
        case EventKind::TaskDone:
        case EventKind::TaskFailed:
        case EventKind::TaskCancelled:
            now_ = Activity::Ended;
            break;
        case EventKind::HandleReady:
            ready_ = true;
            if (now_ != Activity::Running) now_ = Activity::Ready;
            break;
        default:
            break;  // Created: its first step follows.
    }
}

Activity ActivityWalk::skip_to(Position target) {
    Activity busiest = now_;
    std::size_t end = first_from(track_, at_ + 1, target);
    if (end - at_ <= kFew) {
        while (at_ + 1 < end && !ended()) {
            advance();
            if (weight(now_) > weight(busiest)) busiest = now_;
        }
        return busiest;
    }
    // A step and what follows it are three changes: with none among so many, it was made ready.
    step_ = first_from(steps_, step_, Position{track_[at_]} + 1);
    bool stepped = step_ < steps_.size() && steps_[step_] < target;
    if (busiest != Activity::Running) busiest = stepped ? Activity::Running : Activity::Ready;
    land(end - 1);
    return busiest;
}

}  // namespace loopscope::trace
