// Who waits for whom, and who made whom: tasks, threads, futures and locks as trees.
//
// Below each thing stands what it waits for: a task's future, the children of a gather or
// TaskGroup, the lock, and below that its holder. So a tree reads as an await chain that forks.
// What several wait for is told whole once, and by its name alone after that. What waits in a
// circle is marked, and drawn as a ring.
//
// A semaphore that several hold stands above one of them: a waiter goes on when any of them lets
// go, so it belongs to a circle only where every one of them leads into that circle.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/trace/timeline.h"
#include "ui/model/needs.h"
#include "ui/model/strings.h"
#include "ui/theme/theme.h"

namespace loopscope::ui {

enum class GraphKind : std::uint8_t {
    Waits,    ///< Below each thing, what it waits for.
    Parents,  ///< Below each task, those that it created.
};

enum class GraphThing : std::uint8_t { Task, Thread, Future, Sync };

struct GraphRow {
    GraphThing thing = GraphThing::Future;
    trace::FutureId id;  ///< Of a task or a future.
    trace::SyncKind sync = trace::SyncKind::Lock;
    std::string name;
    std::string detail;
    std::string waits = {};  ///< Of a task: what it waits for, where that has no row of its own.
    Thing waits_on = Thing::Future;
    Thing leaf = Thing::Future;  ///< Of a future: what it comes to.
    Look look = Look::Waiting;
    bool again = false;      ///< What stands below it was told above.
    bool in_circle = false;  ///< It waits, in the end, for itself.
    int depth = 0;
    std::vector<bool> goes_on;  ///< For each depth: whether a sibling follows further down.
};

/// One of a ring: it waits, through a lock or directly, for the next; the last for the first.
struct RingStop {
    GraphRow who;                     ///< A task or a thread.
    std::optional<GraphRow> through;  ///< What it waits for and the next one holds.
};

struct GraphView {
    static constexpr std::size_t kRowsMax = 2000;
    static constexpr std::size_t kRingMax = 12;  ///< Longer circles are told by their rows alone.
    std::vector<GraphRow> rows;
    std::size_t circles = 0;     ///< Tasks and threads that stand in a circle.
    std::vector<RingStop> ring;  ///< The first circle; empty: there is none, or it is too long.
    std::size_t rings_more = 0;  ///< Circles besides that one.
    bool cut = false;            ///< There were more than kRowsMax.
};

/// `filter`: only trees with a task whose name or coroutine contains it; empty: all.
GraphView view_graph(const trace::ProgramState& state, const trace::EventLog& log,
                     const Strings& strings, GraphKind kind, std::string_view filter);

}  // namespace loopscope::ui
