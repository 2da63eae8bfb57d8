// Timeline: where the outputs, steps and iterations are, and the search for a text.
#include <algorithm>

#include "sim/trace/timeline.h"

namespace loopscope::trace {

void Timeline::index(Position position) {
    const Event& event = log_[position];
    auto at = static_cast<std::uint32_t>(position);
    switch (event.kind) {
        case EventKind::Output:
            outputs_.push_back(at);
            break;
        case EventKind::Warning:
        case EventKind::ExceptionReported:
            warnings_.push_back(at);
            break;
        case EventKind::Stimulus:
            stimuli_.push_back(at);
            break;
        case EventKind::IterationBegan:
            iterations_.push_back(at);
            break;
        case EventKind::IterationEnded:
            iteration_ends_.push_back(at);
            break;
        case EventKind::ClockAdvanced:
            clock_advances_.push_back(at);
            break;
        case EventKind::HandleEnded:
        case EventKind::HandleSkipped:
            callback_ends_.push_back(at);
            break;
        case EventKind::TaskCreated: {
            FutureId task{event.a};
            if (task && tracks_.try_emplace(task).second) tasks_.push_back(task);
            break;
        }
        default:
            break;
    }
    index_task(event, at);
}

void Timeline::index_task(const Event& event, std::uint32_t at) {
    FutureId task;
    bool step = false;
    switch (event.kind) {
        case EventKind::TaskStepped:
        case EventKind::TaskDone:
        case EventKind::TaskFailed:
        case EventKind::TaskCancelled:
            step = true;
            [[fallthrough]];
        case EventKind::TaskCreated:
        case EventKind::TaskWaits:
            task = FutureId{event.a};
            break;
        case EventKind::HandleReady: {
            const HandleState* handle = frontier_.handles.find(HandleId{event.b});
            if (handle) task = handle->task;
            break;
        }
        default:
            return;
    }
    auto found = tracks_.find(task);
    if (found == tracks_.end()) return;
    found->second.events.push_back(at);
    if (step) found->second.steps.push_back(at);
}

Positions Timeline::track(FutureId task) const {
    auto found = tracks_.find(task);
    return found == tracks_.end() ? Positions{} : Positions(found->second.events);
}

Positions Timeline::steps(FutureId task) const {
    auto found = tracks_.find(task);
    return found == tracks_.end() ? Positions{} : Positions(found->second.steps);
}

std::vector<TaskSpan> Timeline::spans(FutureId task, Position from, Position to) const {
    std::vector<TaskSpan> spans;
    if (to < from) return spans;
    for (ActivityWalk walk(*this, task, from); !walk.ended() && walk.at() <= to; walk.advance()) {
        Position end = walk.next();
        if (!spans.empty() && spans.back().activity == walk.activity())
            spans.back().to = end;
        else
            spans.push_back({walk.at(), end, walk.activity()});
    }
    return spans;
}

Position Timeline::position_at(double time) const {
    Position low = 0, high = size();
    while (low < high) {
        Position middle = low + (high - low) / 2;
        if (log_[middle].time < time)
            low = middle + 1;
        else
            high = middle;
    }
    return empty() ? 0 : std::min(low, size() - 1);
}

double Timeline::duration() const { return empty() ? 0.0 : log_[size() - 1].time; }

std::size_t Timeline::index_bytes() const {
    std::size_t positions = outputs_.capacity() + warnings_.capacity() + iterations_.capacity() +
                            iteration_ends_.capacity() + clock_advances_.capacity() +
                            stimuli_.capacity() + callback_ends_.capacity() + tasks_.capacity();
    std::size_t bytes = positions * sizeof(std::uint32_t);
    for (const auto& [task, track] : tracks_)
        bytes += sizeof(Track) + sizeof(void*) * 3 +
                 (track.events.capacity() + track.steps.capacity()) * sizeof(std::uint32_t);
    return bytes;
}

// ---- Search.

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool contains(std::string_view text, std::string_view needle) {
    auto same = [](char x, char y) { return lower(x) == lower(y); };
    return std::search(text.begin(), text.end(), needle.begin(), needle.end(), same) != text.end();
}

}  // namespace

// Which texts of the log contain `needle`; the empty text never does.
std::vector<bool> Timeline::texts_with(std::string_view needle) const {
    std::vector<bool> with(log_.texts.size());
    if (needle.empty()) return with;
    for (std::uint32_t i = 1; i < with.size(); ++i)
        with[i] = contains(log_.text(TextId{i}), needle);
    return with;
}

std::optional<Position> Timeline::find_next(Position from, std::string_view needle,
                                            Position last) const {
    std::vector<bool> with = texts_with(needle);
    for (Position at = from + 1; at < size() && at <= last; ++at)
        if (with[log_[at].text.value] || with[log_[at].text2.value]) return at;
    return std::nullopt;
}

std::optional<Position> Timeline::find_previous(Position from, std::string_view needle,
                                                Position least) const {
    std::vector<bool> with = texts_with(needle);
    for (Position at = std::min(from, size()); at-- > least;)
        if (with[log_[at].text.value] || with[log_[at].text2.value]) return at;
    return std::nullopt;
}

}  // namespace loopscope::trace
