// What the tab of the machine says: threads, watched descriptors, and who waits at what.
#pragma once

#include <string>
#include <vector>

#include "sim/trace/timeline.h"
#include "ui/model/strings.h"
#include "ui/theme/theme.h"

namespace loopscope::ui {

/// One thing of the machine: a thread, a descriptor, a lock with its queue.
struct MachineRow {
    std::string name;
    std::string state;   ///< At the right: "blocked until 1.000 s".
    std::string detail;  ///< Below it; may be empty.
    Look look = Look::Waiting;
    trace::FutureId task;  ///< A click selects it; none: nothing to select.
};

struct MachineSection {
    std::string title;
    std::string empty;  ///< What stands there when it has no rows.
    std::vector<MachineRow> rows;
};

struct MachineView {
    std::vector<MachineSection> sections;
};

MachineView view_machine(const trace::ProgramState& state, const trace::EventLog& log,
                         const Strings& strings);

}  // namespace loopscope::ui
