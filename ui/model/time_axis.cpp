// TimeAxis and the view upon it.
#include "ui/model/time_axis.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace loopscope::ui {
namespace {

constexpr double kFitUnits = 640;   // An axis up to this long is shown whole.
constexpr double kNearUnits = 160;  // Of a longer one, so much at first.
constexpr double kClosest = 12;     // The closest view, in units.

AxisView clamped(const TimeAxis& axis, AxisView view) {
    AxisView all = fit_view(axis);
    double length = std::clamp(view.length(), std::min(kClosest, all.length()), all.length());
    // A close view ends just behind the last event: no long blank there.
    double last = std::min(all.to, axis.length() + 0.06 * length);
    double from = std::clamp(view.from, all.from, std::max(all.from, last - length));
    return {from, from + length};
}

/// Units of all gaps for each unit of all events.
double share_of(AxisMode mode) {
    switch (mode) {
        case AxisMode::Both:
            return TimeAxis::kGapShare;
        case AxisMode::Steps:
            return 0;
        case AxisMode::Time:
            return TimeAxis::kGapShare * 12;
    }
    return TimeAxis::kGapShare;
}

}  // namespace

void TimeAxis::update(const trace::Timeline& timeline, AxisMode mode) {
    if (timeline.size() == size_ && mode == mode_) return;
    mode_ = mode;
    if (timeline.empty()) return;
    size_ = timeline.size();
    instants_.clear();
    const trace::EventLog& log = timeline.log();
    instants_.push_back({log[0].time, 0, 0, 0});
    for (std::uint32_t at : timeline.clock_advances()) {
        if (at == 0) continue;
        if (log[at].time <= instants_.back().time) continue;
        instants_.push_back({log[at].time, at, 0, 0});
    }
    double duration = instants_.back().time - instants_.front().time;
    double events = static_cast<double>(size_);
    double units_per_second = duration > 0 ? events * share_of(mode) / duration : 0;
    double unit = 0;
    for (std::size_t i = 0; i < instants_.size(); ++i) {
        bool last = i + 1 == instants_.size();
        trace::Position end = last ? size_ : instants_[i + 1].first;
        instants_[i].begin = unit;
        instants_[i].end = unit + static_cast<double>(end - instants_[i].first);
        unit = instants_[i].end;
        if (!last) {
            double seconds = instants_[i + 1].time - instants_[i].time;
            double least = mode == AxisMode::Steps ? 1 : kGapMin;
            unit += std::max(least, seconds * units_per_second);
        }
    }
    length_ = unit;
}

const TimeAxis::Instant& TimeAxis::instant_of(trace::Position position) const {
    auto after = std::upper_bound(
        instants_.begin(), instants_.end(), position,
        [](trace::Position p, const Instant& instant) { return p < instant.first; });
    return after == instants_.begin() ? instants_.front() : *std::prev(after);
}

double TimeAxis::unit(trace::Position position) const {
    if (instants_.empty()) return 0;
    const Instant& instant = instant_of(position);
    double offset = static_cast<double>(position) - static_cast<double>(instant.first);
    return std::min(instant.begin + offset, instant.end);
}

trace::Position TimeAxis::position(double unit) const {
    if (instants_.empty()) return 0;
    auto after = std::upper_bound(instants_.begin(), instants_.end(), unit,
                                  [](double u, const Instant& i) { return u < i.begin; });
    const Instant& instant = after == instants_.begin() ? instants_.front() : *std::prev(after);
    double inside = std::clamp(unit, instant.begin, std::max(instant.begin, instant.end - 1));
    return instant.first + static_cast<trace::Position>(inside - instant.begin);
}

trace::Position TimeAxis::first_from(double unit) const {
    auto after = std::upper_bound(instants_.begin(), instants_.end(), unit,
                                  [](double u, const Instant& i) { return u < i.begin; });
    if (after == instants_.begin()) return 0;
    const Instant& instant = *std::prev(after);
    double inside = std::ceil(std::min(unit, instant.end) - instant.begin);
    return instant.first + static_cast<trace::Position>(inside);
}

float AxisView::x_of(double unit, float x, float width) const {
    return x + static_cast<float>((unit - from) / length() * static_cast<double>(width));
}

double AxisView::unit_of(float at, float x, float width) const {
    return from + static_cast<double>(at - x) / static_cast<double>(width) * length();
}

AxisView fit_view(const TimeAxis& axis) {
    double length = std::max(axis.length(), 1.0);
    return {-0.01 * length, 1.02 * length};
}

AxisView follow_view(const TimeAxis& axis, const AxisView& previous, double cursor_unit) {
    if (axis.length() <= kFitUnits) return fit_view(axis);
    AxisView view = previous;
    if (view.length() < kClosest || view.length() > axis.length()) view = {0, kNearUnits};
    double length = view.length();
    if (cursor_unit < view.from + 0.1 * length || cursor_unit > view.from + 0.9 * length) {
        view.from = cursor_unit - 0.3 * length;
        view.to = view.from + length;
    }
    return clamped(axis, view);
}

AxisView zoom_view(const TimeAxis& axis, const AxisView& view, double anchor, double factor) {
    double length = view.length() / factor;
    double part = (anchor - view.from) / view.length();
    return clamped(axis, {anchor - part * length, anchor + (1 - part) * length});
}

AxisView pan_view(const TimeAxis& axis, const AxisView& view, double units) {
    return clamped(axis, {view.from + units, view.to + units});
}

std::vector<TimeTick> ticks_of(const TimeAxis& axis, const AxisView& view, float width,
                               float label_px) {
    std::vector<TimeTick> ticks;
    const auto& instants = axis.instants();
    auto it =
        std::lower_bound(instants.begin(), instants.end(), view.from,
                         [](const TimeAxis::Instant& i, double u) { return i.begin < u - 1e-9; });
    float next_x = -1;
    while (it != instants.end() && it->begin <= view.to) {
        float x = view.x_of(it->begin, 0, width);
        if (x >= next_x && x + label_px <= width + 0.5f) {
            ticks.push_back({it->begin, it->time, format_time(it->time) + " s"});
            next_x = x + label_px;
        }
        if (next_x > width) break;
        // Step over the many instants that share a label's room.
        double target = view.unit_of(std::max(next_x, x), 0, width);
        auto next =
            std::lower_bound(std::next(it), instants.end(), target,
                             [](const TimeAxis::Instant& i, double u) { return i.begin < u; });
        it = next;
    }
    return ticks;
}

std::string format_time(double seconds) {
    if (!std::isfinite(seconds)) return "∞";
    std::string text = fmt::format("{:.3f}", seconds);
    double shown = std::strtod(text.c_str(), nullptr);
    if (std::abs(shown - seconds) > 1e-9 * std::max(1.0, std::abs(seconds))) {
        text = fmt::format("{:.6f}", seconds);
        while (text.back() == '0') text.pop_back();
        if (text.back() == '.') text += '0';
    }
    return text;
}

}  // namespace loopscope::ui
