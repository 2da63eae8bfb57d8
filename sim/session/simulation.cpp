// Wires a run together, keeps its budgets, and says how it ended.
#include "sim/session/simulation.h"

#include <fmt/format.h>

#include <limits>
#include <new>
#include <utility>

#include "sim/base/fiber.h"
#include "sim/kernel/kernel.h"
#include "sim/kernel/task.h"
#include "sim/object/error.h"
#include "sim/object/runtime.h"
#include "sim/python/modules/register.h"
#include "sim/python/modules/system_call.h"
#include "sim/python/modules/system_error.h"
#include "sim/python/vm/interpreter.h"
#include "sim/python/vm/tracing.h"
#include "sim/session/child_programs.h"
#include "sim/world/machine.h"

namespace loopscope::session {

using object::Stopped;
using trace::Ending;
using trace::EventKind;

namespace {

constexpr std::size_t kStackBytes = std::size_t{64} << 20;  // Touched only as deep as it is used.

// What C++ work counts as in steps: about its time.
constexpr std::int64_t kIterationSteps = 100;
constexpr std::int64_t kWriteSteps = 50;

constexpr std::uint64_t kStepsInAll = 4;  ///< Times RunOptions::steps_max.
constexpr std::uint64_t kStepsMax = std::numeric_limits<std::int64_t>::max();
constexpr std::uint64_t kManyTasks = 10'000;  ///< Worth a word where the memory is used up.

/// A number with thousands separators: budgets are read by people.
std::string grouped(std::uint64_t number) {
    std::string digits = fmt::format("{}", number);
    for (auto i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3)
        digits.insert(static_cast<std::size_t>(i), ",");
    return digits;
}

world::MachineOptions machine_options(const RunOptions& options) {
    world::MachineOptions result;
    result.random_seed = options.seed;
    result.network_seed = options.seed;
    result.wall_start_seconds += options.wall_clock_seconds.value_or(0.0);
    if (options.end_seconds) result.end_time_seconds = *options.end_seconds;
    return result;
}

Outcome outcome_of(const python::vm::Outcome& outcome) {
    using Kind = python::vm::Outcome::Kind;
    switch (outcome.kind) {
        case Kind::Ok:
            return {Ending::Finished, 0, {}};
        case Kind::Failed:
            return {Ending::Failed, outcome.status, {}};
        case Kind::Exited:
            return {Ending::Exited, outcome.status, {}};
    }
    return {};
}

}  // namespace

/// Observes nothing: with it the interpreter counts instructions where no lines are recorded.
class CountingObserver : public python::vm::Observer {
  public:
    std::uint32_t frame_entered(const python::vm::Frame&) override { return 0; }
    void frame_suspended(const python::vm::Frame&) override {}
    void frame_resumed(const python::vm::Frame&) override {}
    void frame_exited(const python::vm::Frame&, const object::Value&, bool) override {}
    void line_reached(const python::vm::Frame&, int) override {}
    void variable_changed(const python::vm::Frame&, const object::Str&,
                          const object::Value&) override {}
    bool wants_lines() const override { return false; }
    bool wants_variables() const override { return false; }
};

struct Simulation::Parts {
    Parts(std::string program_source, std::string program_name, RunOptions run_options,
          trace::EventLog& trace_log)
        : source(std::move(program_source)),
          name(std::move(program_name)),
          options(std::move(run_options)),
          log(trace_log),
          recorder(log, options.level),
          machine(recorder, machine_options(options)),
          fiber([this] { run(); }, kStackBytes) {
        runtime.memory_limit_bytes = options.memory_max_bytes;
        recorder.on_pause = [this] { fiber.suspend(); };
        object::Runtime::Scope scope(runtime);
        wire();
    }

    /// What the scenario says of the machine: its files and links, and what happens to it.
    void furnish() {
        machine.files().put("/home/user/" + name, source);
        for (const auto& [path, content] : options.files)
            machine.files().put(world::absolute_path("/home/user", path), content);
        for (const LinkSetting& link : options.links) {
            if (!link.address.empty()) machine.network().add_host(link.host, link.address);
            machine.network().set_link("localhost", link.host, link.options);
        }
        stimuli = std::make_unique<world::Stimuli>(machine, options.stimuli);
        stimuli->cancel_task = [this](const world::Stimulus& s) { cancel_task(s); };
    }

    /// What happens at a step rather than at a time; nobody asks in a run without such.
    void wire_steps() {
        if (!stimuli->any_at_events()) return;
        kernel->hooks.between_callbacks = [this] { reach(); };
        kernel->hooks.set_timer = [this](double when) {
            return stimuli->delayed(log.size() + 1, when);
        };
    }

    void reach() {
        if (!stimuli->any_at_events() || !stimuli->reach(log.size())) return;
        kernel->run_signals();
        kernel->throw_if_stop_requested();
    }

    /// Asks a task to be cancelled, as code in another place of the program would.
    void cancel_task(const world::Stimulus& wanted) {
        kernel::Task* found = nullptr;
        kernel->for_each_task([&](kernel::Task& task) {
            bool right = wanted.number > 0
                             ? task.id.value == static_cast<std::uint32_t>(wanted.number)
                             : kernel::task_name_text(task) == wanted.target;
            if (right) found = &task;
        });
        if (found == nullptr) return;
        object::Ref<kernel::Task> task(found);
        kernel::cancel_task(*task, {});
        // The loop may wait in select: it has to look at its queue.
        if (wanted.at_event == 0 && task->loop) task->loop->write_to_self();
    }

    void wire() {
        furnish();
        kernel = &runtime.add(std::make_unique<kernel::Kernel>(runtime, machine));
        wire_steps();
        interpreter = &python::vm::Interpreter::create();
        interpreter->seed = options.seed;
        interpreter->arguments = {name};
        interpreter->arguments.insert(interpreter->arguments.end(), options.arguments.begin(),
                                      options.arguments.end());
        interpreter->on_steps_used = [this] { steps_used(); };
        refill_steps();
        runtime.hooks.write = [this](object::Stream stream, std::string_view text) {
            write(stream, text);
        };
        runtime.hooks.stop_soon = [this](Stopped why) { stop(std::move(why)); };
        runtime.hooks.memory_used_up = [this] { memory_used_up(); };
        runtime.hooks.worked = [this](std::int64_t steps) {
            interpreter->steps_left -= steps;
            if (interpreter->steps_left < 0) steps_used();
        };
        kernel->hooks.iteration = [this] { iteration(); };
        kernel->hooks.thread_ends = [this] { interpreter->thread_ends(); };
        machine.on_switch = [this](world::ThreadId id) {
            if (!children->switch_thread(id)) interpreter->switch_thread(id.value);
        };
        machine.on_ended = [this](world::ThreadId id) { interpreter->thread_ended(id.value); };
        children = std::make_unique<ChildPrograms>(machine, options, [this](Stopped why) {
            kernel->request_stop(std::move(why));
            machine.stop();
        });
        machine.write_terminal = [this](world::Fd fd, std::string_view text) {
            write_for_child(fd, text);
        };
        kernel->process().kill = [this](int signal) { killed(signal); };
        python::modules::register_all(*interpreter);
        if (options.bytecode_seconds && *options.bytecode_seconds > 0.0) {
            kernel->instruction_seconds = *options.bytecode_seconds;
            interpreter->counts_instructions = true;
            interpreter->set_observer(&counting);
        }
        if (recorder.lines()) {
            observer = std::make_unique<python::vm::TraceObserver>(
                recorder, [this] { return current_task(); });
            interpreter->set_observer(observer.get());
        }
    }

    // -- on the simulation's fiber --------------------------------------------------------------

    void run() {
        try {
            outcome = outcome_of(interpreter->run_main(source, name));
            // What stopped the run in a finalizer may not have met another step.
            kernel->throw_if_stop_requested();
            interpreter->finish([this] { machine.freeze_others(); });
            kernel->throw_if_stop_requested();
        } catch (const Stopped& stopped) {
            outcome = stopped_outcome(stopped);
        } catch (const std::bad_alloc&) {
            outcome =
                Outcome{Ending::Budget, 3, "The machine has no memory left for the simulation."};
        }
        end();
        // Threads that still wait let go of what lies on their stacks; no guest code runs.
        runtime.end_guest_code();
        machine.end_threads();
    }

    /// The last event of every trace, and nothing after it.
    void end() {
        interpreter->set_observer(nullptr);
        recorder.pause_at = std::numeric_limits<trace::Position>::max();
        if (recorder.on()) {
            trace::Event event;
            event.kind = EventKind::RunEnded;
            event.a = static_cast<std::uint32_t>(outcome->status);
            event.text = recorder.text(outcome->message);
            event.detail = static_cast<std::uint8_t>(outcome->ending);
            recorder.record(event);
        }
        recorder.stop();
    }

    Outcome stopped_outcome(const Stopped& stopped) const {
        if (stopped.reason == Stopped::Reason::Exited)
            return {Ending::Exited, stopped.status, stopped.message};
        const bool waits = stopped.reason == Stopped::Reason::WaitsForEver;
        return {waits ? Ending::WaitsForEver : Ending::Budget, 3, stopped.message};
    }

    /// A new grant of steps, because time has passed.
    void refill_steps() {
        steps_granted =
            static_cast<std::int64_t>(std::min<std::uint64_t>(options.steps_max, kStepsMax));
        interpreter->steps_left = steps_granted;
        refilled_at_seconds = machine.now();
        turned = false;
    }

    void steps_used() {
        interpreter->steps_left = 0;
        kernel->throw_if_stop_requested();
        // Half of them since the last turn: that is where they went.
        const bool turns = turned && left_at_turn < steps_granted / 2;
        const char* why = turns ? "in which no time passed: the loop turns, but nothing in it waits"
                                : "without a turn of the loop: a loop without an await holds "
                                  "everything up";
        throw Stopped{Stopped::Reason::StepBudget,
                      fmt::format("stopped in line {} after {} steps {}. Look there, or raise "
                                  "--steps.",
                                  kernel->line(), grouped(options.steps_max), why)};
    }

    /// A turn of a loop, or a thread blocks: budgets that time's passing renews are renewed.
    void iteration() {
        interpreter->steps_left -= kIterationSteps;
        turned = true;
        left_at_turn = interpreter->steps_left;
        if (machine.now() != refilled_at_seconds) {
            steps_before += static_cast<std::uint64_t>(steps_granted - interpreter->steps_left);
            refill_steps();
        }
        reach();
        if (++iterations > options.iterations_max)
            goes_on_and_on(grouped(options.iterations_max) + " iterations of the loop");
        if (steps_before / kStepsInAll >= options.steps_max)
            goes_on_and_on(grouped(steps_before) + " steps");
    }

    [[noreturn]] void goes_on_and_on(const std::string& after) const {
        throw Stopped{Stopped::Reason::StepBudget,
                      fmt::format("stopped at {:.3f} s of virtual time after {}: the program does "
                                  "not seem to end. Set --until to stop it at a time, or raise "
                                  "--steps.",
                                  machine.now(), after)};
    }

    /// The program's objects hold all that they may.
    void memory_used_up() {
        std::uint64_t pending = 0;
        kernel->for_each_task([&](const kernel::Task& task) { pending += task.done() ? 0 : 1; });
        const std::string tasks =
            pending < kManyTasks ? "" : fmt::format(" ({} tasks are pending)", grouped(pending));
        stop(Stopped{Stopped::Reason::Memory,
                     fmt::format("stopped in line {}: the program holds {} MiB, all that it may; "
                                 "something grows without end{}. Look there, or raise --memory.",
                                 kernel->line(), options.memory_max_bytes >> 20, tasks)});
    }

    void write(object::Stream stream, std::string_view text) {
        if (text.empty()) return;
        const auto to = stream == object::Stream::Stdout ? trace::OutputStream::Stdout
                                                         : trace::OutputStream::Stderr;
        interpreter->steps_left -= kWriteSteps;
        if (redirected(stream, text)) return;
        if (options.on_output) options.on_output(to, text);
        if (!recorder.on()) return;
        trace::Event event;
        event.kind = EventKind::Output;
        event.a = current_task();
        event.text = recorder.text(text);
        event.line = static_cast<std::uint32_t>(interpreter->place().line);
        event.detail = static_cast<std::uint8_t>(to);
        recorder.record(event);
    }

    /// Writes the text to the file that dup2() has put where the stream goes; false: it goes to the
    /// terminal. That file may be another name of the terminal, which ends here again.
    bool redirected(object::Stream stream, std::string_view text) {
        const world::Fd fd = stream == object::Stream::Stdout ? 1 : 2;
        if (in_terminal || machine.descriptors().find(fd) == nullptr) return false;
        in_terminal = true;
        const world::Transfer put = python::modules::write_waiting(*kernel, fd, text);
        in_terminal = false;
        if (put.error != 0) python::modules::raise_errno(put.error);
        return true;
    }

    /// A child process has the program's own terminal.
    void write_for_child(world::Fd fd, std::string_view text) {
        const auto to = fd == 1 ? trace::OutputStream::Stdout : trace::OutputStream::Stderr;
        if (options.on_output) options.on_output(to, text);
        if (!recorder.on()) return;
        trace::Event event;
        event.kind = EventKind::Output;
        event.text = recorder.text(text);
        event.detail = static_cast<std::uint8_t>(to);
        recorder.record(event);
    }

    std::uint32_t current_task() const { return kernel->current_task_id().value; }

    /// A signal that the program does not catch ends it. CPython: as a shell tells it, 128 + n.
    void killed(int signal) {
        kernel->request_stop(Stopped{Stopped::Reason::Exited,
                                     fmt::format("ended by {}", world::signal_name(signal)),
                                     128 + signal});
        interpreter->steps_left = 0;
        machine.interrupt(kernel->process().main_thread);
    }

    // -- on the caller's ------------------------------------------------------------------------

    std::optional<Outcome> go_on(trace::Position events) {
        object::Runtime::Scope scope(runtime);
        recorder.pause_at = std::min(events, options.events_max);
        if (log.size() >= recorder.pause_at && log.size() < options.events_max) return std::nullopt;
        if (log.size() >= options.events_max) stop_for_events();
        fiber.resume();
        if (!fiber.finished() && log.size() >= options.events_max) {
            stop_for_events();
            fiber.resume();
        }
        return fiber.finished() ? outcome : std::nullopt;
    }

    void stop_for_events() {
        stop(Stopped{Stopped::Reason::EventBudget,
                     fmt::format("stopped after {} events: what came until then is kept. Raise "
                                 "--events to see more.",
                                 grouped(options.events_max))});
    }

    /// The run ends at the next callback or step.
    void stop(Stopped why) {
        recorder.pause_at = std::numeric_limits<trace::Position>::max();
        kernel->request_stop(std::move(why));
        interpreter->steps_left = 0;
    }

    void abandon() {
        if (!fiber.started() || fiber.finished()) return;
        object::Runtime::Scope scope(runtime);
        recorder.stop();
        stop(Stopped{Stopped::Reason::Abandoned, "abandoned"});
        fiber.resume();
    }

    std::string source;
    std::string name;
    RunOptions options;
    trace::EventLog& log;
    trace::Recorder recorder;
    world::Machine machine;
    object::Runtime runtime;
    kernel::Kernel* kernel = nullptr;                // Owned by the runtime.
    python::vm::Interpreter* interpreter = nullptr;  // Owned by the runtime.
    std::unique_ptr<world::Stimuli> stimuli;
    std::unique_ptr<ChildPrograms> children;
    std::unique_ptr<python::vm::TraceObserver> observer;
    CountingObserver counting;
    std::uint64_t iterations = 0;
    std::int64_t steps_granted = 0;  // By the last refill_steps.
    std::uint64_t steps_before = 0;  // Used before it.
    double refilled_at_seconds = 0.0;
    bool turned = false;            // A loop has turned since.
    std::int64_t left_at_turn = 0;  // Of the grant, when it did so last.
    bool in_terminal = false;       // write() is handing a text to a second name of the terminal.
    std::optional<Outcome> outcome;
    base::Fiber fiber;
};

Simulation::Simulation(std::string source, std::string name, RunOptions options,
                       trace::EventLog& log)
    : parts_(std::make_unique<Parts>(std::move(source), std::move(name), std::move(options), log)) {
}

Simulation::~Simulation() {
    parts_->abandon();
    parts_->recorder.stop();
}

std::optional<Outcome> Simulation::run_until(trace::Position events) {
    return parts_->go_on(events);
}

}  // namespace loopscope::session
