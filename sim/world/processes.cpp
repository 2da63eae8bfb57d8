// Processes: the table by pid.
#include "sim/world/processes.h"

#include "sim/base/check.h"

namespace loopscope::world {

Processes::Processes() {
    auto process = std::make_unique<Process>();
    process->pid = kFirstPid;
    process->parent = 1;
    process->command = "python3";
    process->environment = {
        {"HOME", "/home/user"}, {"LANG", "C.UTF-8"},  {"PATH", "/usr/local/bin:/usr/bin:/bin"},
        {"PWD", "/home/user"},  {"SHELL", "/bin/sh"}, {"USER", "user"}};
    by_pid_.emplace(kFirstPid, std::move(process));
}

Process& Processes::add(Pid parent, std::string command) {
    auto process = std::make_unique<Process>();
    process->pid = next_++;
    process->parent = parent;
    process->command = std::move(command);
    Process& result = *process;
    by_pid_.emplace(result.pid, std::move(process));
    return result;
}

Process* Processes::find(Pid pid) const {
    auto found = by_pid_.find(pid);
    return found == by_pid_.end() ? nullptr : found->second.get();
}

void Processes::reap(Pid pid) {
    LOOPSCOPE_CHECK(pid != kFirstPid);
    by_pid_.erase(pid);
}

}  // namespace loopscope::world
