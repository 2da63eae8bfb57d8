// CommandLine: what a built-in command sees of its process.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/world/processes.h"

namespace loopscope::world {

class Machine;

/// Thrown on a command's own stack when its process is killed, or the run ends.
struct CommandKilled {
    int signal;
};

/// Arguments, streams and waiting of one built-in command. Whatever waits throws CommandKilled when
/// a signal ends the process; writing to a pipe that nobody reads does as SIGPIPE.
class CommandLine {
  public:
    CommandLine(Machine& machine, Process& process, std::vector<std::string> arguments)
        : machine_(machine), process_(process), arguments_(std::move(arguments)) {}

    Machine& machine() { return machine_; }
    Process& process() { return process_; }
    std::size_t count() const { return arguments_.size(); }
    const std::string& argument(std::size_t index) const { return arguments_[index]; }
    const std::vector<std::string>& arguments() const { return arguments_; }

    /// A path as this process sees it.
    std::string path(std::string_view given) const;
    void write(Fd fd, std::string_view text);
    /// Waits for bytes; empty at the end.
    std::string read_some(Fd fd);
    std::string read_all(Fd fd);
    void sleep(double seconds);
    /// "name: what" to stderr.
    void complain(std::string_view what);
    /// Waits until a child of this process has ended, and answers how.
    ProcessStatus wait_for(Pid child);
    void check_killed();

  private:
    void block(double deadline, std::string_view on);

    Machine& machine_;
    Process& process_;
    std::vector<std::string> arguments_;
};

/// Runs one built-in command that is not Python in the process of `line`.
ProcessStatus run_builtin(CommandLine& line);

}  // namespace loopscope::world
