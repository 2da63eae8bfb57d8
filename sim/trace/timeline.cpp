// Timeline: keyframes, seeking and stepping.
#include "sim/trace/timeline.h"

#include <algorithm>
#include <utility>

#include "sim/trace/reducer.h"

namespace loopscope::trace {

Timeline::Timeline(const EventLog& log) : log_(log) {
    keyframes_.push_back({0, ProgramState{}});
    update();
}

void Timeline::update() {
    while (frontier_.events < log_.size()) take_in(frontier_.events);
}

void Timeline::take_in(Position position) {
    index(position);
    apply(frontier_, log_[position]);
    if (frontier_.events - keyframes_.back().events >= kKeyframeEventsMin) consider_keyframe();
}

// Bytes that the tables cloned since the last call: nodes that keyframes keep alive alone.
std::size_t Timeline::take_cloned_bytes() {
    return frontier_.loops.take_cloned_bytes() + frontier_.handles.take_cloned_bytes() +
           frontier_.futures.take_cloned_bytes() + frontier_.tasks.take_cloned_bytes() +
           frontier_.frames.take_cloned_bytes() + frontier_.threads.take_cloned_bytes();
}

void Timeline::consider_keyframe() {
    Position since = frontier_.events - keyframes_.back().events;
    if (since % 64 != 0) return;
    cost_since_keyframe_ += take_cloned_bytes();
    if (since * kKeyframeBytesPerEvent < cost_since_keyframe_) return;
    keyframes_.push_back({frontier_.events, frontier_});
    cost_of_keyframes_ += std::exchange(cost_since_keyframe_, 0);
}

std::size_t Timeline::keyframe_bytes() const {
    return cost_of_keyframes_ + keyframes_.capacity() * sizeof(Keyframe);
}

const Timeline::Keyframe& Timeline::keyframe_before(Position events) const {
    auto after = std::upper_bound(keyframes_.begin(), keyframes_.end(), events,
                                  [](Position x, const Keyframe& key) { return x < key.events; });
    return *(after - 1);  // The first is the state before any event.
}

void Timeline::fold(ProgramState& state, Position events) const {
    const Keyframe& key = keyframe_before(events);
    if (state.events > events || state.events < key.events) state = key.state;
    while (state.events < events) apply(state, log_[state.events]);
}

void Timeline::seek(Position target) {
    if (empty()) return;
    fold(cursor_, std::min(target, size() - 1) + 1);
}

ProgramState Timeline::state_at(Position target) const {
    ProgramState state = cursor_;
    if (!empty()) fold(state, std::min(target, size() - 1) + 1);
    return state;
}

Positions Timeline::stops(StepSize size, FutureId task) const {
    switch (size) {
        case StepSize::Event:
            break;
        case StepSize::Callback:
            return callback_ends_;
        case StepSize::Iteration:
            return iteration_ends_;
        case StepSize::Task: {
            auto found = tracks_.find(task);
            return found == tracks_.end() ? Positions{} : Positions(found->second.steps);
        }
        case StepSize::Time:
            return clock_advances_;
    }
    return {};
}

std::optional<Position> Timeline::next(Position from, StepSize size, FutureId task) const {
    if (empty() || from + 1 >= this->size()) return std::nullopt;
    if (size == StepSize::Event) return from + 1;
    Positions all = stops(size, task);
    auto after = std::upper_bound(all.begin(), all.end(), from);
    return after == all.end() ? this->size() - 1 : *after;
}

std::optional<Position> Timeline::previous(Position from, StepSize size, FutureId task) const {
    if (empty() || from == 0) return std::nullopt;
    if (from >= this->size()) return this->size() - 1;
    if (size == StepSize::Event) return from - 1;
    Positions all = stops(size, task);
    auto at = std::lower_bound(all.begin(), all.end(), from);
    return at == all.begin() ? Position{0} : *(at - 1);
}

}  // namespace loopscope::trace
