// ChildPrograms: Python programs that run in child processes of the simulated machine.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "sim/object/error.h"
#include "sim/object/runtime.h"
#include "sim/session/session.h"
#include "sim/world/machine.h"

namespace loopscope::session {

class ChildProgram;

/// Gives each child process that runs Python a Runtime, a kernel and an interpreter of its own, on
/// the machine and the clock that all share, and makes that Runtime current whenever a thread of
/// the process runs. What happens inside a child is not recorded; its beginning, its end and what
/// it writes are.
class ChildPrograms {
  public:
    /// `stopped` is told when a budget ends in a child: the whole run ends.
    ChildPrograms(world::Machine& machine, const RunOptions& options,
                  std::function<void(object::Stopped)> stopped);
    ~ChildPrograms();
    ChildPrograms(const ChildPrograms&) = delete;
    ChildPrograms& operator=(const ChildPrograms&) = delete;

    /// Makes the stack of a child's thread current; false when the thread is none of a child's.
    bool switch_thread(world::ThreadId id);

  private:
    world::ProcessStatus run(world::Process& process, const std::vector<std::string>& arguments);
    void switch_process(const world::Process& process);

    world::Machine& machine_;
    const RunOptions& options_;
    std::function<void(object::Stopped)> stopped_;
    std::map<world::Pid, ChildProgram*> running_;
    std::optional<object::Runtime::Scope> scope_;
};

}  // namespace loopscope::session
