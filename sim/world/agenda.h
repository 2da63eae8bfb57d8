// Agenda: what will happen to the machine from outside, and when.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace loopscope::world {

/// Happenings at points of virtual time: stimuli that the user set, and later packets on their way,
/// alarms, ends of child processes. Those of the same time happen in the order in which they were
/// entered.
class Agenda {
  public:
    /// Enters `action` for `when` (virtual seconds). A time that is past counts as now. `what`
    /// names it in the trace; with an empty one nothing is told, for the action tells its own.
    /// Returns a number for cancel().
    std::uint64_t add(double when, std::string what, std::function<void()> action);
    /// Takes a happening out again; does nothing when it has happened. Cost: linear.
    void cancel(std::uint64_t number);

    bool empty() const { return items_.empty(); }
    /// The time of the earliest happening; none when nothing will happen.
    std::optional<double> next() const;
    /// Takes out the earliest happening that is due at `now`; an empty function when none is.
    std::function<void()> take_due(double now, std::string& what);

  private:
    struct Item {
        double when;
        std::uint64_t sequence;
        std::string what;
        std::function<void()> action;
    };
    static bool later(const Item& a, const Item& b);

    std::vector<Item> items_;  ///< A heap with the earliest in front.
    std::uint64_t sequence_ = 0;
};

}  // namespace loopscope::world
