// CommandLine: reading, writing and waiting for a built-in command.
#include "sim/world/command_line.h"

#include <fmt/format.h>

#include "sim/world/error_number.h"
#include "sim/world/machine.h"

namespace loopscope::world {

void CommandLine::check_killed() {
    if (process_.killed_by != 0) throw CommandKilled{process_.killed_by};
}

void CommandLine::block(double deadline, std::string_view on) {
    const Wake why = machine_.block({.deadline = deadline, .on = on});
    if (why == Wake::Ended) throw CommandKilled{kSigKill};
    check_killed();
}

std::string CommandLine::path(std::string_view given) const {
    return absolute_path(process_.directory, given);
}

void CommandLine::write(Fd fd, std::string_view text) {
    while (!text.empty()) {
        File* file = process_.descriptors.find(fd);
        if (file == nullptr) {
            if (machine_.write_terminal && process_.descriptors.is_open(fd))
                machine_.write_terminal(fd, text);
            return;
        }
        const Transfer done = file->write(text);
        text.remove_prefix(done.count);
        if (done.error == kEPIPE) throw CommandKilled{kSigPipe};
        if (done.error != 0 && done.error != kEAGAIN) return;
        if (text.empty()) return;
        if (wait_ready(machine_, *file, kWritable, kNever, "write") == Wake::Ended)
            throw CommandKilled{kSigKill};
        check_killed();
    }
}

std::string CommandLine::read_some(Fd fd) {
    for (;;) {
        File* file = process_.descriptors.find(fd);
        if (file == nullptr) return {};
        char bytes[8192];
        const Transfer got = file->read(bytes);
        if (got.error == 0) return std::string(bytes, got.count);
        if (got.error != kEAGAIN) return {};
        if (wait_ready(machine_, *file, kReadable, kNever, "read") == Wake::Ended)
            throw CommandKilled{kSigKill};
        check_killed();
    }
}

std::string CommandLine::read_all(Fd fd) {
    std::string all;
    for (;;) {
        const std::string piece = read_some(fd);
        if (piece.empty()) return all;
        all += piece;
    }
}

void CommandLine::sleep(double seconds) {
    const double deadline = machine_.now() + seconds;
    while (machine_.now() < deadline) block(deadline, "sleep");
}

void CommandLine::complain(std::string_view what) {
    const std::string& program = arguments_[0];
    const std::size_t slash = program.rfind('/');
    const std::string name = slash == std::string::npos ? program : program.substr(slash + 1);
    write(2, fmt::format("{}: {}\n", name, what));
}

ProcessStatus CommandLine::wait_for(Pid child) {
    for (;;) {
        Process* process = machine_.processes().find(child);
        if (process == nullptr) return {};
        if (process->ended) {
            const ProcessStatus status = *process->ended;
            machine_.processes().reap(child);
            return status;
        }
        process_.waiters.push_back(machine_.current_thread());
        block(kNever, "wait");
    }
}

}  // namespace loopscope::world
