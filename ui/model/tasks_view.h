// What the panel of the tasks says: four lanes, and the chain of who waits for whom.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "sim/trace/timeline.h"
#include "ui/model/needs.h"
#include "ui/model/strings.h"
#include "ui/theme/theme.h"

namespace loopscope::ui {

struct TaskView {
    trace::FutureId id;
    Look look = Look::Waiting;
    std::string name;
    std::string coroutine;  ///< "hello()"
    std::string detail;     ///< What it waits for, its result, its exception.
    std::string note;       ///< "cancel() was called", or empty.
};

/// The four states that everybody is taught, in the order in which the lanes stand.
enum class LaneName : std::uint8_t { Running, Pending, Done, Cancelled };
inline constexpr int kLaneCount = 4;

struct LaneView {
    std::string title;
    Look look = Look::Waiting;
    std::size_t count = 0;        ///< Of all tasks in the lane.
    std::vector<TaskView> tasks;  ///< At most kLaneMax: the latest ended first, else as created.
};

/// One link of an await chain: a task, a future, or what a future comes to, and what it is.
struct ChainLink {
    trace::FutureId id;       ///< Of a task or a future.
    std::string name;         ///< "Task-2", "sleep(1)", ":40001 → :8888"
    std::string detail = {};  ///< "hello()"
    Look look = Look::Waiting;
    Thing thing = Thing::Future;
};

struct ChainView {
    trace::FutureId task;  ///< Where it begins; none: there is no chain to show.
    std::string title;
    std::vector<ChainLink> links;
    std::string end;  ///< Why it ends there.
};

struct TasksView {
    static constexpr std::size_t kLaneMax = 1200;

    std::size_t count = 0;
    std::array<LaneView, kLaneCount> lanes;
    ChainView chain;
};

/// `selected`: the task whose chain is shown; none: the one that runs, else the one that has
/// waited longest.
TasksView view_tasks(const trace::ProgramState& state, const trace::EventLog& log,
                     const Strings& strings, trace::FutureId selected,
                     std::string_view filter = {});

/// `selected`, else the task that has waited longest; null: there is none.
const trace::TaskState* chain_start(const trace::ProgramState& state, trace::FutureId selected);

Look look_of(const trace::TaskState& task);

/// True when the task's name or coroutine contains `filter`; ASCII letters match in either case.
bool task_matches(const trace::TaskState& task, const trace::EventLog& log,
                  std::string_view filter);

/// A coroutine's qualified name as it is shown: the last part, with "()".
std::string coroutine_label(std::string_view qualified_name);

/// "1st", "2nd", … in the language of `strings`.
std::string ordinal(std::size_t n, const Strings& strings);

}  // namespace loopscope::ui
