// Who waits for whom, and who made whom: tasks and futures as an indented forest.
//
// A task waits for one thing at a time, so waiting makes a forest whose roots are what is waited
// for in the end; only tasks that wait in a circle have no such root, and they are marked.
#pragma once

#include <string>
#include <vector>

#include "sim/trace/timeline.h"
#include "ui/model/strings.h"
#include "ui/theme/theme.h"

namespace loopscope::ui {

enum class GraphKind : std::uint8_t {
    Waits,    ///< Below each thing, the tasks that wait for it.
    Parents,  ///< Below each task, those that it created.
};

struct GraphRow {
    trace::FutureId id;
    std::string name;
    std::string detail;
    Look look = Look::Waiting;
    bool is_task = false;
    bool in_circle = false;  ///< It waits, in the end, for itself.
    int depth = 0;
    std::vector<bool> goes_on;  ///< For each depth: whether a sibling follows further down.
};

struct GraphView {
    static constexpr std::size_t kRowsMax = 2000;
    std::vector<GraphRow> rows;
    std::size_t circles = 0;  ///< Tasks that stand in a circle.
    bool cut = false;         ///< There were more than kRowsMax.
};

/// `filter`: only trees with a task whose name or coroutine contains it; empty: all.
GraphView view_graph(const trace::ProgramState& state, const trace::EventLog& log,
                     const Strings& strings, GraphKind kind, std::string_view filter);

}  // namespace loopscope::ui
