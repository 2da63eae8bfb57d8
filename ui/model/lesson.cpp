// Lesson: finds the moments of a scenario's notes.
#include "ui/model/lesson.h"

#include <algorithm>

namespace loopscope::ui {
namespace {

std::string_view base(std::string_view path) { return path.substr(path.rfind('/') + 1); }

bool names_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return text.find(word) != std::string_view::npos;
    });
}

}  // namespace

Parts parts_named(std::string_view english, std::string_view other) {
    Parts parts = 0;
    for (std::string_view text : {english, other}) {
        if (names_any(text, {"_ready", "ready queue"})) parts |= bit(Part::Ready);
        if (names_any(text, {"_scheduled", "timer", "heap"})) parts |= bit(Part::Scheduled);
        if (names_any(text, {"`select", "selector", "timeout"})) parts |= bit(Part::Selector);
        if (names_any(text, {"iteration", "_run_once"})) parts |= bit(Part::Phases);
        if (names_any(text, {"prints", "printed", "output"})) parts |= bit(Part::Output);
        if (names_any(text, {"timeline"})) parts |= bit(Part::Timeline);
        if (names_any(text, {"done", "cancelled", "pending", "state"})) parts |= bit(Part::Tasks);
    }
    return parts;
}

void Lesson::update(const trace::Timeline& timeline, const std::vector<session::Note>& notes,
                    std::string_view file) {
    if (stops_.size() == notes.size()) return;
    const trace::EventLog& log = timeline.log();
    auto has_stop = [&](std::size_t note) {
        return std::any_of(stops_.begin(), stops_.end(),
                           [&](const LessonStop& stop) { return stop.note == note; });
    };
    for (; looked_ < timeline.size() && stops_.size() < notes.size(); ++looked_) {
        const trace::Event& e = log[looked_];
        if (e.kind != trace::EventKind::LineReached) continue;
        for (std::size_t i = 0; i < notes.size(); ++i) {
            if (notes[i].line != static_cast<int>(e.line) || has_stop(i)) continue;
            trace::ProgramState state = timeline.state_at(looked_);
            const trace::FrameState* frame = state.frames.find(trace::FrameId{e.a});
            std::string_view in = frame ? log.text(frame->file) : std::string_view();
            if (!in.empty() && !file.empty() && base(in) != base(file)) continue;
            stops_.push_back({looked_, i});
        }
    }
}

std::optional<std::size_t> Lesson::stop_at(trace::Position position) const {
    auto after = std::upper_bound(
        stops_.begin(), stops_.end(), position,
        [](trace::Position p, const LessonStop& stop) { return p < stop.position; });
    if (after == stops_.begin()) return std::nullopt;
    return static_cast<std::size_t>(after - stops_.begin()) - 1;
}

std::optional<std::size_t> Lesson::next(trace::Position position) const {
    auto at = stop_at(position);
    std::size_t index = at ? *at + 1 : 0;
    return index < stops_.size() ? std::optional(index) : std::nullopt;
}

std::optional<std::size_t> Lesson::previous(trace::Position position) const {
    auto at = stop_at(position);
    if (!at) return std::nullopt;
    if (stops_[*at].position < position) return at;
    return *at > 0 ? std::optional(*at - 1) : std::nullopt;
}

}  // namespace loopscope::ui
