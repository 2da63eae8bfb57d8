// SourceIndex: counts lines, finds errors, and matches positions of two runs.
#include "ui/model/source_index.h"

#include <algorithm>
#include <charconv>

namespace loopscope::ui {
namespace {

using trace::EventKind;
using trace::Position;

std::string_view base(std::string_view path) { return path.substr(path.rfind('/') + 1); }

constexpr std::uint32_t kLinesMax = 1u << 20;  // A line number beyond is damage.

}  // namespace

bool SourceIndex::update(const trace::Timeline& timeline, std::string_view file, Position budget) {
    const trace::EventLog& log = timeline.log();
    Position end = std::min<Position>(timeline.size(), looked_ + budget);
    for (; looked_ < end; ++looked_) {
        const trace::Event& e = log[looked_];
        auto at = static_cast<std::uint32_t>(looked_);
        switch (e.kind) {
            case EventKind::FrameEntered: {
                std::string_view in = log.text(e.text2);
                frames_[e.a] = in.empty() || base(in) == base(file);
                break;
            }
            case EventKind::LineReached: {
                auto frame = frames_.find(e.a);
                bool ours = frame == frames_.end() || frame->second;
                if (!ours || e.line == 0 || e.line > kLinesMax) break;
                if (lines_.size() <= e.line) lines_.resize(e.line + 1);
                lines_[e.line].push_back(at);
                most_ = std::max(most_, lines_[e.line].size());
                break;
            }
            case EventKind::FrameExited:
                if (e.detail == static_cast<std::uint8_t>(trace::FrameExit::Raised))
                    exceptions_.push_back(at);
                frames_.erase(e.a);
                break;
            case EventKind::TaskCancelRequested:
                cancellations_.push_back(at);
                break;
            case EventKind::HandleBegan:
                in_callback_[e.thread] = true;
                break;
            case EventKind::HandleEnded:
                in_callback_[e.thread] = false;
                break;
            case EventKind::ThreadBlocked:
                if (in_callback_[e.thread]) blocking_since_[e.a] = looked_;
                break;
            case EventKind::ThreadWoken: {
                auto since = blocking_since_.find(e.a);
                if (since == blocking_since_.end()) break;
                double seconds = e.time - log[since->second].time;
                if (seconds > 0) blocked_.push_back({since->second, looked_, seconds});
                blocking_since_.erase(since);
                break;
            }
            case EventKind::HandleFailed:
                in_callback_[e.thread] = false;
                exceptions_.push_back(at);
                break;
            case EventKind::TaskFailed:
            case EventKind::ExceptionReported:
                exceptions_.push_back(at);
                break;
            default:
                break;
        }
    }
    return looked_ == timeline.size();
}

std::size_t SourceIndex::runs(std::uint32_t line, Position end) const {
    if (line >= lines_.size()) return 0;
    const auto& list = lines_[line];
    return static_cast<std::size_t>(std::lower_bound(list.begin(), list.end(), end) - list.begin());
}

std::optional<Position> SourceIndex::next(std::uint32_t line, Position from) const {
    if (line >= lines_.size()) return std::nullopt;
    const auto& list = lines_[line];
    auto it = std::upper_bound(list.begin(), list.end(), from);
    return it == list.end() ? std::nullopt : std::optional<Position>(*it);
}

std::optional<Position> SourceIndex::previous(std::uint32_t line, Position from) const {
    if (line >= lines_.size()) return std::nullopt;
    const auto& list = lines_[line];
    auto it = std::lower_bound(list.begin(), list.end(), from);
    return it == list.begin() ? std::nullopt : std::optional<Position>(*std::prev(it));
}

ErrorPlace find_error(const trace::Timeline& timeline, std::string_view file) {
    ErrorPlace place;
    const trace::EventLog& log = timeline.log();
    trace::Positions outputs = timeline.outputs();
    std::string text;
    // The last things that were written to stderr, together: a traceback may come in pieces.
    for (std::size_t i = outputs.size() > 40 ? outputs.size() - 40 : 0; i < outputs.size(); ++i) {
        const trace::Event& e = log[outputs[i]];
        if (static_cast<trace::OutputStream>(e.detail) == trace::OutputStream::Stderr)
            text += log.text(e.text);
    }
    for (std::size_t at = text.find("File \""); at != std::string::npos;
         at = text.find("File \"", at + 1)) {
        std::size_t end = text.find('"', at + 6);
        if (end == std::string::npos) break;
        constexpr std::string_view kLine = "\", line ";
        if (text.compare(end, kLine.size(), kLine) != 0) continue;
        if (base(std::string_view(text).substr(at + 6, end - at - 6)) != base(file)) continue;
        const char* digits = text.data() + end + kLine.size();
        std::from_chars(digits, text.data() + text.size(), place.line);
    }
    if (place.line == 0) return place;
    while (text.ends_with('\n')) text.pop_back();
    place.message = text.substr(text.rfind('\n') + 1);
    return place;
}

Position first_difference(const trace::EventLog& a, const trace::EventLog& b) {
    Position end = std::min(a.size(), b.size());
    for (Position at = 0; at < end; ++at) {
        const trace::Event& x = a[at];
        const trace::Event& y = b[at];
        bool same = x.kind == y.kind && x.time == y.time && x.a == y.a && x.b == y.b &&
                    x.c == y.c && x.thread == y.thread && x.detail == y.detail;
        if (!same) return at;
        if (a.text(x.text) != b.text(y.text)) return at;
        if (a.text(x.text2) != b.text(y.text2)) return at;
    }
    return end;
}

Position matching_position(const trace::Timeline& before, Position position,
                           const trace::Timeline& now) {
    if (now.empty()) return 0;
    Position last = now.size() - 1;
    if (position < first_difference(before.log(), now.log())) return std::min(position, last);
    trace::Positions old_ends = before.callback_ends();
    auto number = std::lower_bound(old_ends.begin(), old_ends.end(), position) - old_ends.begin();
    trace::Positions ends = now.callback_ends();
    if (ends.empty() || number >= static_cast<std::ptrdiff_t>(ends.size())) return last;
    return ends[static_cast<std::size_t>(number)];
}

}  // namespace loopscope::ui
