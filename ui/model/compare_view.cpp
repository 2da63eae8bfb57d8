// Two runs on one clock.
#include "ui/model/compare_view.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "ui/model/tasks_view.h"

namespace loopscope::ui {
namespace {

using trace::Position;
using trace::Timeline;

/// The first event of the instant at `seconds`, and the first after it.
std::pair<Position, Position> instant_around(const Timeline& timeline, double seconds) {
    const trace::EventLog& log = timeline.log();
    auto first_at = [&](double time, bool after) {
        Position low = 0;
        Position high = timeline.size();
        while (low < high) {
            Position middle = low + (high - low) / 2;
            bool below = after ? log[middle].time <= time : log[middle].time < time;
            if (below)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    };
    return {first_at(seconds, false), first_at(seconds, true)};
}

/// The common clock in columns, as far as `timeline` goes: what is narrower isn't shown apart.
class ClockColumns {
  public:
    ClockColumns(const Timeline& timeline, double length)
        : timeline_(timeline), width_(length / kColumns) {
        for (int i = 0; i <= kColumns + 1; ++i)
            first_.push_back(instant_around(timeline, width_ * i).first);
    }

    std::vector<ClockBar> bars(trace::FutureId task) const {
        const trace::EventLog& log = timeline_.log();
        std::vector<ClockBar> bars;
        trace::ActivityWalk walk(timeline_, task, 0);
        if (walk.ended()) return bars;
        double begin = log[walk.at()].time;
        int least = 1;  // A bar that ends where a column ends is behind it, whatever rounding says.
        while (!walk.ended()) {
            int column = std::clamp(static_cast<int>(begin / width_) + 1, least, kColumns + 1);
            Position edge = first_[static_cast<std::size_t>(column)];
            Position next = walk.next();
            bool open = next + 1 >= timeline_.size();
            if (next >= edge || open) {
                double end = std::max(begin, log[next].time);
                add(bars, {begin, end, walk.activity(), false});
                if (open) break;
                walk.advance();
                begin = end;
            } else if (log[next].time <= begin) {
                // What a task does at one instant: that it ran is all that shows.
                Position after = std::min(edge, instant_around(timeline_, begin).second);
                if (walk.skip_to(std::max(after, next + 1)) == trace::Activity::Running)
                    add(bars, {begin, begin, trace::Activity::Running, false});
            } else {
                trace::Activity busiest = walk.skip_to(edge);
                double end = walk.ended() ? log[walk.at()].time : width_ * column;
                add(bars, {begin, end, busiest, true});
                begin = end;
                least = std::min(column + 1, kColumns + 1);
            }
        }
        return bars;
    }

  private:
    static void add(std::vector<ClockBar>& bars, const ClockBar& bar) {
        // Only running is worth a mark where it takes no time.
        bool shown = bar.to > bar.from || bar.activity == trace::Activity::Running;
        if (!shown) return;
        bool joins = !bars.empty() && bars.back().activity == bar.activity &&
                     bars.back().crowded == bar.crowded && bars.back().to >= bar.from;
        if (joins)
            bars.back().to = bar.to;
        else
            bars.push_back(bar);
    }

    static constexpr int kColumns = 800;
    const Timeline& timeline_;
    double width_;
    std::vector<Position> first_;
};

ClockRow row_of(const Timeline& timeline, const ClockColumns& columns,
                const trace::TaskState& task) {
    const trace::EventLog& log = timeline.log();
    ClockRow row;
    row.task = task.id;
    row.name = log.text(task.name);
    row.coroutine = coroutine_label(log.text(task.coroutine));
    row.bars = columns.bars(task.id);
    trace::Positions track = timeline.track(task.id);
    if (!track.empty()) row.end = log[track.back()].time;
    if (!row.bars.empty()) row.end = std::max(row.end, row.bars.back().to);
    row.look = look_of(task);
    return row;
}

CompareSide side_of(const Timeline& timeline, double length) {
    CompareSide side;
    if (timeline.empty()) return side;
    side.duration = timeline.duration();
    side.turns = timeline.iterations().size();
    ClockColumns columns(timeline, length);
    trace::ProgramState end = timeline.state_at(timeline.size() - 1);
    for (const trace::TaskState& task : end.tasks) {
        std::string_view coroutine = timeline.log().text(task.coroutine);
        if (coroutine.find("BaseEventLoop.shutdown_") != std::string_view::npos) continue;
        ++side.tasks;
        if (side.rows.size() < CompareSide::kRowsMax)
            side.rows.push_back(row_of(timeline, columns, task));
    }
    return side;
}

bool same_line(const OutputLine& a, const OutputLine& b) {
    return a.text == b.text && a.is_error == b.is_error && std::abs(a.time - b.time) <= 1e-9;
}

/// lengths[i][k]: of the longest common part of a from i and b from k. Rows lie one after another.
std::vector<std::uint16_t> common_lengths(std::span<const OutputLine> a,
                                          std::span<const OutputLine> b) {
    std::size_t width = b.size() + 1;
    std::vector<std::uint16_t> lengths((a.size() + 1) * width);
    for (std::size_t i = a.size(); i-- > 0;)
        for (std::size_t k = b.size(); k-- > 0;)
            lengths[i * width + k] =
                same_line(a[i], b[k])
                    ? static_cast<std::uint16_t>(lengths[(i + 1) * width + k + 1] + 1)
                    : std::max(lengths[(i + 1) * width + k], lengths[i * width + k + 1]);
    return lengths;
}

constexpr std::size_t kAlignedMax = 4'000'000;  // Pairs of lines; beyond, line is held to line.

}  // namespace

double part_of_instant(const Timeline& timeline, Position position) {
    if (timeline.empty()) return 0;
    auto [first, after] = instant_around(timeline, timeline.log()[position].time);
    return after <= first + 1
               ? 1
               : static_cast<double>(position - first) / static_cast<double>(after - first - 1);
}

Position position_on_clock(const Timeline& timeline, double seconds, double part) {
    if (timeline.empty()) return 0;
    auto [first, after] = instant_around(timeline, seconds);
    if (first == after) return first == 0 ? 0 : first - 1;
    auto offset = static_cast<Position>(std::lround(part * static_cast<double>(after - first - 1)));
    return std::min(first + offset, timeline.size() - 1);
}

std::array<std::vector<Position>, 2> differing_lines(const std::vector<OutputLine>& all_a,
                                                     const std::vector<OutputLine>& all_b) {
    std::span<const OutputLine> a = all_a;
    std::span<const OutputLine> b = all_b;
    while (!a.empty() && !b.empty() && same_line(a.front(), b.front())) {
        a = a.subspan(1);
        b = b.subspan(1);
    }
    while (!a.empty() && !b.empty() && same_line(a.back(), b.back())) {
        a = a.first(a.size() - 1);
        b = b.first(b.size() - 1);
    }
    bool aligned = (a.size() + 1) * (b.size() + 1) <= kAlignedMax;
    std::vector<std::uint16_t> lengths =
        aligned ? common_lengths(a, b) : std::vector<std::uint16_t>{};
    auto length = [&](std::size_t i, std::size_t k) { return lengths[i * (b.size() + 1) + k]; };
    std::array<std::vector<Position>, 2> differing;
    std::size_t i = 0;
    std::size_t k = 0;
    while (i < a.size() || k < b.size()) {
        bool both = i < a.size() && k < b.size();
        if (both && same_line(a[i], b[k])) {
            ++i, ++k;
            continue;
        }
        bool take_a = !both ? i < a.size() : !aligned || length(i + 1, k) >= length(i, k + 1);
        bool take_b = !both ? k < b.size() : !aligned || !take_a;
        if (take_a) differing[0].push_back(a[i++].position);
        if (take_b) differing[1].push_back(b[k++].position);
    }
    return differing;
}

CompareView view_compare(const Timeline& left, const Timeline& right) {
    CompareView view;
    view.on = true;
    view.length =
        std::max({0.001, left.empty() ? 0 : left.duration(), right.empty() ? 0 : right.duration()});
    const std::array<const Timeline*, 2> both{&left, &right};
    std::array<std::vector<OutputLine>, 2> lines;
    for (std::size_t i = 0; i < 2; ++i) {
        const Timeline& timeline = *both[i];
        view.sides[i] = side_of(timeline, view.length);
        if (!timeline.empty())
            lines[i] = view_output(timeline.state_at(timeline.size() - 1), timeline);
    }
    auto differing = differing_lines(lines[0], lines[1]);
    for (std::size_t i = 0; i < 2; ++i) view.sides[i].differing = std::move(differing[i]);
    move_compare(view, left, right);
    return view;
}

void move_compare(CompareView& view, const Timeline& left, const Timeline& right) {
    view.now = left.state().now;
    const std::array<const Timeline*, 2> both{&left, &right};
    for (std::size_t i = 0; i < 2; ++i) {
        CompareSide& side = view.sides[i];
        side.output.clear();
        if (both[i]->empty()) continue;
        for (OutputLine& line : view_output(both[i]->state(), *both[i])) {
            bool differs =
                std::binary_search(side.differing.begin(), side.differing.end(), line.position);
            side.output.push_back({std::move(line), differs});
        }
    }
}

}  // namespace loopscope::ui
