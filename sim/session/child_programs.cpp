// ChildPrograms: `python3 -c TEXT`, `python3 FILE` and `python3 -m NAME` in a child process.
#include "sim/session/child_programs.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/kernel/kernel.h"
#include "sim/object/protocol.h"
#include "sim/python/modules/library.h"
#include "sim/python/modules/register.h"
#include "sim/python/modules/system_call.h"
#include "sim/python/modules/system_error.h"
#include "sim/python/vm/interpreter.h"
#include "sim/world/error_number.h"

namespace loopscope::session {

using object::Stopped;
using python::vm::Interpreter;

namespace {

/// What python3 was told to run.
struct Invocation {
    std::string source;
    std::string filename;
    std::vector<std::string> arguments;  ///< sys.argv
    bool unbuffered = false;
    std::string problem;  ///< Not empty: it cannot be run, and this goes to stderr.
};

std::optional<std::string> read_file(world::Machine& machine, const world::Process& process,
                                     const std::string& path) {
    int error = 0;
    auto node = machine.files().find(world::absolute_path(process.directory, path), error);
    if (!node || node->kind != world::NodeKind::Regular) return std::nullopt;
    return node->content;
}

}  // namespace

/// One of them, from its first line to its end.
class ChildProgram {
  public:
    ChildProgram(world::Machine& machine, world::Process& process, const RunOptions& options)
        : machine_(machine), process_(process), options_(options) {
        runtime.memory_limit_bytes = options.memory_max_bytes;
    }

    /// Requires: the Runtime is current.
    void wire(bool unbuffered) {
        unbuffered_ = unbuffered;
        set_signals();
        kernel_ = &runtime.add(std::make_unique<kernel::Kernel>(runtime, machine_));
        interpreter = &Interpreter::create();
        interpreter->seed = options_.seed + static_cast<std::uint64_t>(process_.pid);
        interpreter->on_steps_used = [this] { steps_used(); };
        refill();
        runtime.hooks.write = [this](object::Stream stream, std::string_view text) {
            write(stream, text);
        };
        runtime.hooks.stop_soon = [this](Stopped why) { kernel_->request_stop(std::move(why)); };
        runtime.hooks.memory_used_up = [this] {
            kernel_->request_stop(Stopped{
                Stopped::Reason::Memory,
                fmt::format("stopped: the child process {} holds {} MiB, all that it may. Look "
                            "there, or raise --memory.",
                            process_.command, options_.memory_max_bytes >> 20)});
            interpreter->steps_left = 0;
        };
        runtime.hooks.worked = [this](std::int64_t steps) {
            interpreter->steps_left -= steps;
            if (interpreter->steps_left < 0) steps_used();
        };
        kernel_->hooks.iteration = [this] { refill(); };
        kernel_->hooks.thread_ends = [this] { interpreter->thread_ends(); };
        process_.kill = [this](int signal) {
            process_.killed_by = signal;
            kernel_->request_stop(Stopped{Stopped::Reason::Exited, "", 128 + signal});
            interpreter->steps_left = 0;
            machine_.interrupt(process_.main_thread);
        };
        if (process_.killed_by != 0) process_.kill(process_.killed_by);
        python::modules::register_all(*interpreter);
        python::modules::Library::current().flush = [this](object::Stream stream) {
            if (stream == object::Stream::Stdout) flush();
        };
    }

    /// As Python begins. CPython: signal_install_handlers
    void set_signals() {
        using Action = world::Signals::Action;
        process_.signals.set_action(world::kSigPipe, Action::Ignore);
        process_.signals.set_action(world::kSigXfsz, Action::Ignore);
        if (process_.signals.action(world::kSigInt) == Action::Default)
            process_.signals.set_action(world::kSigInt, Action::Catch);
    }

    world::ProcessStatus run(Invocation what) {
        world::ProcessStatus status;
        try {
            if (what.filename.empty()) read_program(what);
            interpreter->arguments = what.arguments;
            const auto outcome = interpreter->run_main(what.source, what.filename);
            status = status_of(outcome);
            interpreter->finish();
            flush();
        } catch (const Stopped& stopped) {
            runtime.end_guest_code();
            if (stopped.reason != Stopped::Reason::Exited &&
                stopped.reason != Stopped::Reason::Abandoned)
                problem = stopped;
            status = {.exit_code = stopped.status, .signal = 0};
        } catch (const object::Raised&) {
            status = {.exit_code = 120};  // Its output had nowhere to go.
        } catch (const std::bad_alloc&) {
            status = {.exit_code = 1};
        }
        runtime.end_guest_code();
        if (process_.killed_by != 0) status = {.exit_code = 0, .signal = process_.killed_by};
        machine_.end_threads_of(process_);
        process_.signals.on_caught = nullptr;
        process_.kill = nullptr;
        return status;
    }

    object::Runtime runtime;
    Interpreter* interpreter = nullptr;  // Owned by the runtime.
    std::optional<Stopped> problem;

  private:
    static world::ProcessStatus status_of(const python::vm::Outcome& outcome) {
        using Kind = python::vm::Outcome::Kind;
        // An uncaught KeyboardInterrupt ends a process as the signal would have.
        if (outcome.kind == Kind::Failed && outcome.status == 130)
            return {.exit_code = 0, .signal = world::kSigInt};
        return {.exit_code = outcome.status};
    }

    /// No program was named: it comes on stdin.
    void read_program(Invocation& what) {
        what.filename = "<stdin>";
        what.arguments = {""};
        char bytes[8192];
        while (process_.descriptors.find(0) != nullptr) {
            const world::Transfer got = python::modules::read_waiting(*kernel_, 0, bytes);
            if (got.count == 0) return;
            what.source.append(bytes, got.count);
        }
    }

    void refill() {
        interpreter->steps_left = static_cast<std::int64_t>(
            std::min<std::uint64_t>(options_.steps_max, std::uint64_t{INT64_MAX}));
        if (kernel_->stop_requested()) interpreter->steps_left = 0;
    }

    void steps_used() {
        interpreter->steps_left = 0;
        kernel_->throw_if_stop_requested();
        throw Stopped{Stopped::Reason::StepBudget,
                      "stopped: the child process " + process_.command +
                          " has used up its steps without a turn of a loop. Look there, or raise "
                          "--steps."};
    }

    /// As CPython does where stdout is no terminal: stdout goes out in pieces, stderr at once.
    void write(object::Stream stream, std::string_view text) {
        if (stream == object::Stream::Stderr) return send(2, text);
        kept_ += text;
        if (unbuffered_ || kept_.size() > 8192) flush();
    }

    void flush() {
        std::string text = std::exchange(kept_, {});
        send(1, text);
    }

    void send(world::Fd fd, std::string_view text) {
        if (text.empty() || !process_.descriptors.is_open(fd)) return;
        if (process_.descriptors.find(fd) == nullptr) {
            if (machine_.write_terminal) machine_.write_terminal(fd, text);
            return;
        }
        const world::Transfer put = python::modules::write_waiting(*kernel_, fd, text);
        if (put.error != 0) python::modules::raise_errno(put.error);
    }

    world::Machine& machine_;
    world::Process& process_;
    const RunOptions& options_;
    kernel::Kernel* kernel_ = nullptr;  // Owned by the runtime.
    std::string kept_;
    bool unbuffered_ = false;
};

namespace {

Invocation read_invocation(world::Machine& machine, world::Process& process,
                           const std::vector<std::string>& arguments) {
    Invocation result;
    auto env = process.environment.find("PYTHONUNBUFFERED");
    result.unbuffered = env != process.environment.end() && !env->second.empty();
    std::size_t i = 0;
    for (; i < arguments.size() && arguments[i].size() > 1 && arguments[i][0] == '-'; ++i) {
        if (arguments[i] == "-c" || arguments[i] == "-m") break;
        if (arguments[i].find('u') != std::string::npos) result.unbuffered = true;
        if (arguments[i] == "-X" || arguments[i] == "-W") ++i;
    }
    if (i >= arguments.size()) return result;
    result.arguments.assign(arguments.begin() + static_cast<std::ptrdiff_t>(i), arguments.end());
    if (arguments[i] == "-c" && i + 1 < arguments.size()) {
        result.source = arguments[i + 1];
        result.filename = "<string>";
        result.arguments.erase(result.arguments.begin() + 1);
        return result;
    }
    std::string path = arguments[i];
    if (path == "-m" && i + 1 < arguments.size()) {
        result.arguments.erase(result.arguments.begin());
        path = arguments[i + 1];
        std::replace(path.begin(), path.end(), '.', '/');
        path += ".py";
    }
    result.filename = path;
    if (auto text = read_file(machine, process, path)) {
        result.source = *text;
    } else if (arguments[i] == "-m") {
        result.problem = "/usr/bin/python3: No module named " + arguments[i + 1] + "\n";
    } else {
        result.problem = "/usr/bin/python3: can't open file '" +
                         world::absolute_path(process.directory, path) +
                         "': [Errno 2] No such file or directory\n";
    }
    return result;
}

}  // namespace

ChildPrograms::ChildPrograms(world::Machine& machine, const RunOptions& options,
                             std::function<void(Stopped)> stopped)
    : machine_(machine), options_(options), stopped_(std::move(stopped)) {
    machine.run_python = [this](world::Process& process,
                                const std::vector<std::string>& arguments) {
        return run(process, arguments);
    };
    machine.on_process_switch = [this](world::Process& process) { switch_process(process); };
}

ChildPrograms::~ChildPrograms() = default;

void ChildPrograms::switch_process(const world::Process& process) {
    scope_.reset();
    auto found = running_.find(process.pid);
    if (found != running_.end()) scope_.emplace(found->second->runtime);
}

bool ChildPrograms::switch_thread(world::ThreadId id) {
    const world::Process& process = machine_.current_process();
    if (process.pid == world::kFirstPid) return false;
    auto found = running_.find(process.pid);
    if (found != running_.end())
        found->second->interpreter->switch_thread(id == process.main_thread ? 1 : id.value);
    return true;
}

world::ProcessStatus ChildPrograms::run(world::Process& process,
                                        const std::vector<std::string>& arguments) {
    Invocation what = read_invocation(machine_, process, arguments);
    if (!what.problem.empty()) {
        world::File* file = process.descriptors.find(2);
        if (file != nullptr) {
            file->write(what.problem);
        } else if (machine_.write_terminal) {
            machine_.write_terminal(2, what.problem);
        }
        return {.exit_code = arguments[0] == "-m" ? 1 : 2};
    }
    auto program = std::make_unique<ChildProgram>(machine_, process, options_);
    running_[process.pid] = program.get();
    scope_.emplace(program->runtime);
    program->wire(what.unbuffered);
    const world::ProcessStatus status = program->run(std::move(what));
    running_.erase(process.pid);
    scope_.reset();
    std::optional<Stopped> problem = std::move(program->problem);
    program = nullptr;
    if (problem) stopped_(std::move(*problem));
    return status;
}

}  // namespace loopscope::session
