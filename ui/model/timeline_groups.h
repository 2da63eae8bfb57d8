// The timeline's groups: a header row for each loop and each other thread, with the loop's tasks
// below it.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ui/model/timeline_rows.h"

namespace loopscope::ui {

/// A row of the grouped timeline.
struct GroupRow {
    std::size_t group = 0;
    trace::FutureId task = {};  ///< None: the group's header.
};

/// A call that an executor's thread ran.
struct GroupJob {
    double from = 0;  ///< Units of the axis.
    double to = 0;
    std::string name;
};

/// What threads and loops there are, and what each thread did, from one pass over the events.
///
/// A program with one loop in one thread has one group, and nothing need be said of it: grouped()
/// is false then, and the rows are the tasks alone.
class TimelineGroups {
  public:
    struct Group {
        std::uint32_t key = 0;  ///< What `folded` names it by; stable while a trace grows.
        trace::ThreadId thread;
        trace::LoopId loop;  ///< None: a thread without a loop.
        std::string name;    ///< The thread's.
        std::vector<trace::FutureId> tasks;
        std::vector<std::uint32_t> turns;          ///< IterationBegan of its loop.
        std::uint32_t created = 0;                 ///< Where its loop was made,
        std::uint32_t closed = ~std::uint32_t{0};  ///< and closed.
    };

    /// Takes in up to `budget` events more; true when all of the timeline is taken in.
    bool update(const trace::Timeline& timeline, trace::Position budget);
    void clear() { *this = TimelineGroups(); }

    bool grouped() const { return groups_.size() > 1; }
    const std::vector<Group>& groups() const { return groups_; }
    /// The rows with those groups folded whose key stands in `folded`. Kept until something
    /// changes.
    const std::vector<GroupRow>& rows(const std::vector<std::uint32_t>& folded);

    /// What a thread did in the stretch that is seen: running, or waiting (blocked); if it had
    /// several loops, one after the other, while it had this one. No more bars than about two for
    /// each `unit_min`. Cost: O(bars · log events).
    std::vector<BarView> bars(const Group& group, const TimeAxis& axis, const AxisView& view,
                              double unit_min) const;
    std::vector<GroupJob> jobs(const Group& group, const TimeAxis& axis, const AxisView& view,
                               const trace::EventLog& log) const;

  private:
    struct Change {
        std::uint32_t at;
        bool runs;  ///< Else it is blocked.
    };
    struct Job {
        std::uint32_t from, to;
        trace::TextId name;
    };
    struct Life {
        trace::TextId name;
        std::uint32_t begin = 0;
        std::uint32_t end = ~std::uint32_t{0};  ///< While it lives: after every event.
        std::vector<Change> changes;
        std::vector<Job> jobs;
        std::size_t loops = 0;
        bool has_group = false;
    };
    void take(const trace::Event& event, std::uint32_t at, const trace::EventLog& log);
    Group& group_of_loop(trace::LoopId loop, trace::ThreadId thread, const trace::EventLog& log);
    void group_of_thread(trace::ThreadId thread, const trace::EventLog& log);
    Life& life(trace::ThreadId thread);
    /// The events that a group's row tells of: [from, to).
    std::pair<std::uint32_t, std::uint32_t> extent(const Group& group) const;

    std::vector<Group> groups_;
    std::vector<Life> lives_;  // By thread.
    std::unordered_map<std::uint32_t, std::size_t> by_loop_;
    std::vector<GroupRow> rows_;
    std::vector<std::uint32_t> rows_folded_;
    std::size_t rows_tasks_ = ~std::size_t{0};
    std::size_t tasks_ = 0;
    trace::Position looked_ = 0;
    trace::Position size_ = 0;
};

}  // namespace loopscope::ui
