// SourceIndex: counts lines and finds errors.
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

bool SourceIndex::update(const trace::Timeline& timeline, const SourceFiles& files,
                         Position budget) {
    const trace::EventLog& log = timeline.log();
    while (static_cast<int>(files_.size()) < files.count())
        files_.push_back({files.name(static_cast<int>(files_.size())), {}, 0});
    Position end = std::min<Position>(timeline.size(), looked_ + budget);
    for (; looked_ < end; ++looked_) {
        const trace::Event& e = log[looked_];
        auto at = static_cast<std::uint32_t>(looked_);
        switch (e.kind) {
            case EventKind::FrameEntered:
                frames_[e.a] = files.of(log.text(e.text2));
                break;
            case EventKind::LineReached: {
                auto frame = frames_.find(e.a);
                int number = frame == frames_.end() ? SourceFiles::kProgram : frame->second;
                if (number == SourceFiles::kUnknown || e.line == 0 || e.line > kLinesMax) break;
                File& file = files_[static_cast<std::size_t>(number)];
                if (file.lines.size() <= e.line) file.lines.resize(e.line + 1);
                file.lines[e.line].push_back(at);
                file.most = std::max(file.most, file.lines[e.line].size());
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

const SourceIndex::Runs* SourceIndex::runs_of(std::uint32_t line, int file) const {
    if (file < 0 || static_cast<std::size_t>(file) >= files_.size()) return nullptr;
    const std::vector<Runs>& lines = files_[static_cast<std::size_t>(file)].lines;
    return line < lines.size() ? &lines[line] : nullptr;
}

int SourceIndex::file_named(std::string_view name) const {
    if (name.empty()) return SourceFiles::kProgram;
    auto found = std::find_if(files_.begin(), files_.end(),
                              [&](const File& file) { return file.name == name; });
    return found == files_.end() ? SourceFiles::kUnknown : static_cast<int>(found - files_.begin());
}

std::size_t SourceIndex::runs(std::uint32_t line, Position end, int file) const {
    const Runs* list = runs_of(line, file);
    if (!list) return 0;
    return static_cast<std::size_t>(std::lower_bound(list->begin(), list->end(), end) -
                                    list->begin());
}

std::size_t SourceIndex::most_runs(int file) const {
    const bool known = file >= 0 && static_cast<std::size_t>(file) < files_.size();
    return known ? files_[static_cast<std::size_t>(file)].most : 0;
}

std::optional<Position> SourceIndex::next(std::uint32_t line, Position from,
                                          std::string_view file) const {
    const Runs* list = runs_of(line, file_named(file));
    if (!list) return std::nullopt;
    auto it = std::upper_bound(list->begin(), list->end(), from);
    return it == list->end() ? std::nullopt : std::optional<Position>(*it);
}

std::optional<Position> SourceIndex::previous(std::uint32_t line, Position from,
                                              std::string_view file) const {
    const Runs* list = runs_of(line, file_named(file));
    if (!list) return std::nullopt;
    auto it = std::lower_bound(list->begin(), list->end(), from);
    return it == list->begin() ? std::nullopt : std::optional<Position>(*std::prev(it));
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

}  // namespace loopscope::ui
