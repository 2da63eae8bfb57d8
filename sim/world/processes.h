// Processes: who runs on the simulated machine, by pid.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/trace/event.h"
#include "sim/world/descriptors.h"
#include "sim/world/signals.h"

namespace loopscope::world {

using Pid = int;

/// The pid of the program itself.
inline constexpr Pid kFirstPid = 4242;

/// How a process ended.
struct ProcessStatus {
    int exit_code = 0;
    int signal = 0;  ///< Not 0: killed by it.

    /// As waitpid tells it.
    int wait_status() const { return signal != 0 ? signal : (exit_code & 0xff) << 8; }
};

/// One process: an address space (which the layers above hold), signals, a working directory.
struct Process {
    Pid pid = 0;
    Pid parent = 0;
    std::string command;
    trace::ThreadId main_thread{};
    Signals signals;
    std::string directory = "/home/user";  ///< Absolute, without a slash at the end.
    std::map<std::string, std::string> environment;
    Descriptors descriptors;
    std::vector<trace::ThreadId> waiters;  ///< Threads that wait for its end, or any child's.
    bool ending = false;                   ///< Its threads unwind.
    int killed_by = 0;                     ///< A signal that ends it as soon as it runs.
    std::optional<ProcessStatus> ended;    ///< Set while it is a zombie, until somebody waits.
    /// Ends it from outside, by a signal that it does not catch.
    std::function<void(int signal)> kill;
};

/// What a new process is made of.
struct ProcessSpec {
    std::vector<std::string> arguments;  ///< argv; the program is the first of them.
    std::string directory;
    std::map<std::string, std::string> environment;
    std::vector<std::pair<Fd, std::shared_ptr<File>>> files;  ///< Null: the program's own terminal.
    std::uint32_t line = 0;                                   ///< Where the program starts it.
};

/// The process table. A process that has ended stays until its parent has waited for it.
class Processes {
  public:
    Processes();

    /// The program itself.
    Process& first() { return *by_pid_.at(kFirstPid); }
    /// A new process with the next free pid.
    Process& add(Pid parent, std::string command);
    /// The process, or null.
    Process* find(Pid pid) const;
    /// Forgets one that has ended: its parent has waited for it.
    void reap(Pid pid);
    const std::map<Pid, std::unique_ptr<Process>>& all() const { return by_pid_; }

  private:
    std::map<Pid, std::unique_ptr<Process>> by_pid_;
    Pid next_ = kFirstPid + 1;
};

}  // namespace loopscope::world
