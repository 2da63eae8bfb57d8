// What the tab of the machine says: threads, executors, locks and queues with those who hold and
// those who wait, connections, watched descriptors, processes, signals.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/timeline.h"
#include "ui/model/strings.h"
#include "ui/theme/theme.h"

namespace loopscope::ui {

/// Somebody who holds or waits, or a piece of work: a name in a small box.
struct MachineChip {
    std::string text;
    Look look = Look::Waiting;
    trace::FutureId task = {};  ///< A click selects it; none: nothing to select.
};

/// One who works: a thread of an executor, and what it does.
struct MachineSlot {
    std::string name;
    std::string job;  ///< Empty: it is idle.
};

/// Bytes that go one way through a connection.
struct MachineFlow {
    std::string label;  ///< "→ client"
    std::string text;   ///< "3 bytes under way · 120 sent"
    float part = 0;     ///< How full the bar is, 0 to 1.
};

/// Things that are kept, of so many that there is room for.
struct MachineFill {
    std::size_t size = 0;
    std::size_t size_max = 0;  ///< 0: no bound.
};

/// One thing of the machine. Its parts stand below each other, those that it has.
struct MachineCard {
    std::string name;
    std::string state;            ///< At the right: "blocked until 1.000 s".
    std::string name_short = {};  ///< Where there is no room for both; empty: there is none.
    std::string state_short = {};
    Look look = Look::Waiting;
    trace::FutureId task = {};  ///< A click selects it; none: nothing to select.
    std::string detail;         ///< One line of code or words; may be empty.
    std::optional<MachineFill> fill = {};
    std::vector<MachineChip> holders = {};
    std::vector<MachineChip> waiters = {};  ///< In their order.
    std::size_t waiters_more = 0;           ///< Waiters beyond those.
    std::vector<MachineSlot> slots = {};
    std::vector<MachineChip> queue = {};  ///< What no slot has taken yet, in order.
    std::size_t queue_more = 0;
    std::vector<MachineFlow> flows = {};
};

/// A group without cards is left out.
struct MachineGroup {
    std::string title;
    std::string count;
    std::vector<MachineCard> cards;
};

struct MachineView {
    std::vector<MachineGroup> groups;
};

/// `unseen`: what a recorder could not see, empty if nothing: told at the end.
MachineView view_machine(const trace::ProgramState& state, const trace::EventLog& log,
                         const Strings& strings, std::string_view unseen = {});

}  // namespace loopscope::ui
