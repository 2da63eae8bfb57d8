// TimeAxis: the horizontal axis of the timeline, which shows both time and order.
//
// In virtual time most events share an instant: a loop does all its work at 0.000 and then sleeps
// until 1.000. Drawn to scale, every bar would be infinitely thin. So the axis is piecewise: events
// of one instant stand side by side, one unit each, and between two instants lies a gap as wide as
// the time between them is long. Gaps in all take about as much room as events in all, so that two
// seconds look twice as long as one; but no gap is thinner than kGapMin, or it would vanish.
//
// Rejected: a logarithmic gap (sleep(2) must look twice as long as sleep(1)); position alone (then
// time is not seen at all).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/trace/timeline.h"

namespace loopscope::ui {

/// What the axis is true to.
enum class AxisMode : std::uint8_t {
    Both,   ///< Order and time, as above.
    Steps,  ///< Order: an event is a unit, and every gap is thin.
    Time,   ///< Time: gaps are long, and what happens at one instant stands close together.
};
inline constexpr int kAxisModes = 3;

/// Maps positions in a trace to units along the axis, and back.
class TimeAxis {
  public:
    static constexpr double kGapMin = 3;    ///< Units.
    static constexpr double kGapShare = 1;  ///< Units of all gaps for each unit of all events.

    /// Takes in the timeline as it is now. Cost: O(clock advances), nothing if it has not grown.
    void update(const trace::Timeline& timeline, AxisMode mode = AxisMode::Both);

    /// The axis' length in units.
    double length() const { return length_; }
    /// Where the event at `position` begins; the event fills one unit.
    double unit(trace::Position position) const;
    /// The event at `unit`, or the closest one: inside a gap the last event before it.
    trace::Position position(double unit) const;
    /// The first event that begins at or after `unit`; how many there are if none does.
    trace::Position first_from(double unit) const;

    /// A stretch of the axis at one instant.
    struct Instant {
        double time = 0;            ///< Virtual seconds.
        trace::Position first = 0;  ///< Its first event.
        double begin = 0;           ///< Units.
        double end = 0;             ///< Where its last event ends and the gap begins.
    };
    const std::vector<Instant>& instants() const { return instants_; }
    /// The instant that holds `position`. Requires: not empty.
    const Instant& instant_of(trace::Position position) const;

  private:
    std::vector<Instant> instants_;
    trace::Position size_ = 0;
    AxisMode mode_ = AxisMode::Both;
    double length_ = 0;
};

/// The part of an axis that is seen.
struct AxisView {
    double from = 0;  ///< Units.
    double to = 1;

    friend bool operator==(const AxisView&, const AxisView&) = default;
    double length() const { return to - from; }
    /// Where `unit` is drawn, when the view fills `width` logical pixels from `x`.
    float x_of(double unit, float x, float width) const;
    double unit_of(float at, float x, float width) const;
};

/// The view of the whole axis, with a little room at the right.
AxisView fit_view(const TimeAxis& axis);
/// What to show when nobody has chosen: all of a short axis, else a window that moves with the
/// cursor and keeps it between a tenth and nine tenths. `previous` is what was shown before.
AxisView follow_view(const TimeAxis& axis, const AxisView& previous, double cursor_unit);
/// Zooms by `factor` (> 1: closer) so that `anchor` stays in its place, within sensible limits.
AxisView zoom_view(const TimeAxis& axis, const AxisView& view, double anchor, double factor);
AxisView pan_view(const TimeAxis& axis, const AxisView& view, double units);

/// A label on the axis.
struct TimeTick {
    double unit = 0;
    double time = 0;
    std::string label;  ///< "1.000 s"
};

/// The instants in view that get a label, at least `label_px` logical pixels apart; the first of
/// the view first.
std::vector<TimeTick> ticks_of(const TimeAxis& axis, const AxisView& view, float width,
                               float label_px);

/// Virtual time as the window writes it: "0.000", "1.250", "86400.000"; more digits when fewer
/// would hide that time moved.
std::string format_time(double seconds);

}  // namespace loopscope::ui
