// Breakpoints: finds the next and the previous stop.
#include "ui/model/breakpoints.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace loopscope::ui {
namespace {

using trace::Event;
using trace::EventKind;
using trace::Position;

bool matches(const Breakpoint& b, const Event& e) {
    switch (b.kind) {
        case BreakKind::TaskEnds:
            return (e.kind == EventKind::TaskDone || e.kind == EventKind::TaskFailed ||
                    e.kind == EventKind::TaskCancelled) &&
                   (!b.task || e.a == b.task.value);
        case BreakKind::Cancel:
            return e.kind == EventKind::TaskCancelRequested;
        case BreakKind::QueueFull:
            return e.kind == EventKind::BatchBegan && e.b >= b.size;
        default:
            return false;
    }
}

bool is_scanned(const Breakpoint& b) {
    return b.kind == BreakKind::TaskEnds || b.kind == BreakKind::Cancel ||
           b.kind == BreakKind::QueueFull;
}

template <typename List>
std::optional<Position> above(const List& list, Position from) {
    auto it = std::upper_bound(list.begin(), list.end(), from);
    return it == list.end() ? std::nullopt : std::optional<Position>(*it);
}
template <typename List>
std::optional<Position> below(const List& list, Position from) {
    auto it = std::lower_bound(list.begin(), list.end(), from);
    return it == list.begin() ? std::nullopt : std::optional<Position>(*std::prev(it));
}

}  // namespace

bool Breakpoints::has(const Breakpoint& breakpoint) const {
    return std::find(all_.begin(), all_.end(), breakpoint) != all_.end();
}

void Breakpoints::toggle(const Breakpoint& breakpoint) {
    auto it = std::find(all_.begin(), all_.end(), breakpoint);
    if (it != all_.end())
        all_.erase(it);
    else
        all_.push_back(breakpoint);
}

std::optional<Position> Breakpoints::next(const trace::Timeline& timeline, const SourceIndex& index,
                                          Position from, Position last) const {
    std::optional<Position> best;
    auto consider = [&](std::optional<Position> at) {
        if (at && *at <= last && (!best || *at < *best)) best = at;
    };
    bool scan = false;
    for (const Breakpoint& b : all_) {
        scan = scan || is_scanned(b);
        if (b.kind == BreakKind::Line) consider(index.next(b.line, from, b.file));
        if (b.kind == BreakKind::Exception) consider(above(index.exceptions(), from));
        if (b.kind == BreakKind::Time) {
            Position at = timeline.position_at(b.time);
            bool reached = timeline.log()[at].time >= b.time;
            if (at > from && reached) consider(at);
        }
    }
    Position end = std::min<Position>(best.value_or(last), timeline.size() - 1);
    for (Position at = from + 1; scan && at <= end; ++at) {
        bool hit = std::any_of(all_.begin(), all_.end(),
                               [&](const Breakpoint& b) { return matches(b, timeline.log()[at]); });
        if (hit) return at;
    }
    return best;
}

std::optional<Position> Breakpoints::previous(const trace::Timeline& timeline,
                                              const SourceIndex& index, Position from,
                                              Position first) const {
    std::optional<Position> best;
    auto consider = [&](std::optional<Position> at) {
        if (at && *at >= first && (!best || *at > *best)) best = at;
    };
    bool scan = false;
    for (const Breakpoint& b : all_) {
        scan = scan || is_scanned(b);
        if (b.kind == BreakKind::Line) consider(index.previous(b.line, from, b.file));
        if (b.kind == BreakKind::Exception) consider(below(index.exceptions(), from));
        if (b.kind == BreakKind::Time) {
            Position at = timeline.position_at(b.time);
            if (at < from && timeline.log()[at].time >= b.time) consider(at);
        }
    }
    for (Position at = from; scan && at-- > (best ? *best + 1 : first);) {
        bool hit = std::any_of(all_.begin(), all_.end(),
                               [&](const Breakpoint& b) { return matches(b, timeline.log()[at]); });
        if (hit) return at;
    }
    return best;
}

std::string Breakpoints::write() const {
    std::string text;
    for (const Breakpoint& b : all_) {
        if (!text.empty()) text += "; ";
        switch (b.kind) {
            case BreakKind::Line:
                text += fmt::format("line {}{}{}", b.line, b.file.empty() ? "" : " ", b.file);
                break;
            case BreakKind::TaskEnds:
                text += fmt::format("ends {}", b.task.value);
                break;
            case BreakKind::Exception:
                text += "exception";
                break;
            case BreakKind::Cancel:
                text += "cancel";
                break;
            case BreakKind::Time:
                text += fmt::format("time {}", b.time);
                break;
            case BreakKind::QueueFull:
                text += fmt::format("ready {}", b.size);
                break;
        }
    }
    return text;
}

void Breakpoints::read(std::string_view text) {
    all_.clear();
    while (!text.empty()) {
        std::size_t end = text.find(';');
        std::string item(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        item.erase(0, std::min(item.find_first_not_of(' '), item.size()));
        std::string word = item.substr(0, item.find(' '));
        double number = word.size() < item.size() ? std::atof(item.c_str() + word.size()) : 0;
        auto whole = static_cast<std::uint32_t>(std::clamp(number, 0.0, 4e9));
        Breakpoint b;
        if (word == "line" && whole > 0) {
            const std::size_t name = item.find(' ', word.size() + 1);
            b.line = whole;
            if (name != std::string::npos) b.file = item.substr(name + 1);
        } else if (word == "ends") {
            b = {.kind = BreakKind::TaskEnds, .task = trace::FutureId{whole}};
        } else if (word == "exception") {
            b.kind = BreakKind::Exception;
        } else if (word == "cancel") {
            b.kind = BreakKind::Cancel;
        } else if (word == "time") {
            b = {.kind = BreakKind::Time, .time = number};
        } else if (word == "ready" && whole > 0) {
            b = {.kind = BreakKind::QueueFull, .size = whole};
        } else {
            continue;
        }
        if (!has(b)) all_.push_back(b);
    }
}

}  // namespace loopscope::ui
