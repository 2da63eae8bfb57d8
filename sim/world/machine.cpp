// Machine: threads take turns, and time passes when all of them wait.
#include "sim/world/machine.h"

#include <algorithm>
#include <utility>

#include "sim/base/check.h"
#include "sim/world/commands.h"

namespace loopscope::world {

namespace {

/// Enough for native recursion as deep as CPython's recursion limit lets a program go.
constexpr std::size_t kThreadStackBytes = std::size_t{16} << 20;
/// As many stacks at once as a host gives address ranges for (vm.max_map_count, two per stack).
constexpr std::size_t kLiveThreadsMax = 30000;
/// The trace has 16 bits for a thread.
constexpr std::size_t kThreadsMax = 65535;

}  // namespace

namespace {

/// Whether it is the program itself, not a child process.
bool told_of(const Process* process) { return process->pid == kFirstPid; }

/// What the parent ignores stays ignored, but for what subprocess restores; what it catches does
/// not concern the new program. CPython: _Py_RestoreSignals, and execve
void inherit_signals(Signals& child, const Signals& parent) {
    for (int number = 1; number < kSignalCount; ++number) {
        const bool restored = number == kSigPipe || number == kSigXfsz;
        const bool ignored = parent.action(number) == Signals::Action::Ignore && !restored;
        child.set_action(number, ignored ? Signals::Action::Ignore : Signals::Action::Default);
    }
}

}  // namespace

struct Machine::Thread {
    ThreadId id;
    std::string name;
    Process* process = nullptr;
    std::unique_ptr<base::Fiber> fiber;  ///< None for the main thread.
    bool blocked = false;
    Wake why = Wake::Woken;
    double deadline = kNever;
    std::uint64_t block_order = 0;
    std::string on;
    std::string detail;
};

bool Machine::EarlierDeadline::operator()(const Thread* a, const Thread* b) const {
    if (a->deadline != b->deadline) return a->deadline < b->deadline;
    return a->block_order < b->block_order;
}

Machine::Machine(trace::Recorder& recorder, MachineOptions options)
    : recorder_(recorder),
      options_(options),
      clock_(recorder, options.wall_start_seconds),
      network_(*this, options.network_seed),
      files_(options.random_seed, [this] { return clock_.wall(); }),
      silent_(silent_log_, trace::Level::Off),
      current_recorder_(&recorder) {
    threads_.push_back(std::make_unique<Thread>());
    threads_.back()->id = kMainThread;
    threads_.back()->name = "MainThread";
    current_process_ = &processes_.first();
    current_process_->main_thread = kMainThread;
    threads_.back()->process = current_process_;
    recorder_.thread = static_cast<std::uint16_t>(kMainThread.value);
    if (recorder_.on()) {
        recorder_.record({.a = kMainThread.value,
                          .text = recorder_.text("MainThread"),
                          .kind = trace::EventKind::ThreadStarted});
    }
}

Machine::~Machine() = default;

std::string_view Machine::thread_name(ThreadId id) const {
    const Thread* thread = find(id);
    return thread != nullptr ? std::string_view(thread->name) : std::string_view();
}

std::string_view Machine::blocked_on(ThreadId id) const {
    const Thread* thread = find(id);
    return thread != nullptr ? std::string_view(thread->on) : std::string_view();
}

std::string_view Machine::blocked_detail(ThreadId id) const {
    const Thread* thread = find(id);
    return thread != nullptr ? std::string_view(thread->detail) : std::string_view();
}

bool Machine::is_alive(ThreadId id) const {
    return id.value >= 1 && id.value <= threads_.size() && find(id) != nullptr;
}

bool Machine::can_start_thread() {
    if (live_ >= kLiveThreadsMax || threads_.size() >= kThreadsMax) return false;
    return next_stack_.taken() || next_stack_.take(kThreadStackBytes);
}

Process& Machine::process_of(ThreadId id) const { return *find(id)->process; }

ThreadId Machine::start_thread(std::string name, std::function<void()> body) {
    return start_thread(std::move(name), std::move(body), *current_process_);
}

ThreadId Machine::start_thread(std::string name, std::function<void()> body, Process& process) {
    LOOPSCOPE_CHECK(can_start_thread());
    auto owned = std::make_unique<Thread>();
    Thread& thread = *owned;
    thread.id = ThreadId{static_cast<std::uint32_t>(threads_.size() + 1)};
    thread.name = std::move(name);
    thread.process = &process;
    thread.fiber = std::make_unique<base::Fiber>(std::move(body), std::move(next_stack_));
    threads_.push_back(std::move(owned));
    run_queue_.push_back(&thread);
    ++live_;
    if (told(thread)) {
        recorder_.record({.a = thread.id.value,
                          .text = recorder_.text(thread.name),
                          .kind = trace::EventKind::ThreadStarted});
    }
    return thread.id;
}

void Machine::begin_blocking(Thread& thread, const Blocking& blocking) {
    LOOPSCOPE_CHECK(!thread.blocked);
    thread.blocked = true;
    thread.deadline = blocking.deadline;
    thread.block_order = block_count_++;
    thread.on = blocking.on;
    thread.detail = blocking.detail;
    if (thread.deadline != kNever) with_deadline_.insert(&thread);
    if (told(thread)) {
        recorder_.record({.number = blocking.deadline,
                          .a = thread.id.value,
                          .text = recorder_.text(blocking.on),
                          .kind = trace::EventKind::ThreadBlocked});
    }
}

void Machine::unblock(Thread& thread) {
    if (thread.deadline != kNever) with_deadline_.erase(&thread);
    thread.blocked = false;
}

void Machine::make_runnable(Thread& thread, Wake why) {
    unblock(thread);
    thread.why = why;
    run_queue_.push_back(&thread);
    if (told(thread)) {
        recorder_.record({.a = thread.id.value, .kind = trace::EventKind::ThreadWoken});
    }
}

void Machine::wake(ThreadId id) {
    Thread* target = find(id);
    if (target != nullptr && target->blocked) make_runnable(*target, Wake::Woken);
}

bool Machine::interrupt(ThreadId id) {
    Thread* target = find(id);
    if (target == nullptr || !target->blocked) return false;
    make_runnable(*target, Wake::Interrupted);
    return true;
}

void Machine::send_signal(Process& process, int number, std::uint32_t line) {
    using Fate = Signals::Fate;
    if (process.ended) return;
    const Fate fate = process.signals.fate(number);
    const bool held = process.signals.blocked(number) && number != kSigKill && number != kSigStop;
    if (recorder_.on()) {
        const auto told = held                    ? trace::SignalFate::Held
                          : fate == Fate::Caught  ? trace::SignalFate::Handled
                          : fate == Fate::Ignored ? trace::SignalFate::Ignored
                                                  : trace::SignalFate::Kills;
        recorder_.record({.a = static_cast<std::uint32_t>(number),
                          .b = static_cast<std::uint32_t>(process.pid),
                          .text = recorder_.text(signal_name(number)),
                          .line = line,
                          .kind = trace::EventKind::SignalArrived,
                          .detail = static_cast<std::uint8_t>(told)});
    }
    if (held) {
        process.signals.set_held(number, true);
        for (ThreadId waiter : std::exchange(process.signals.waiters, {})) wake(waiter);
        return;
    }
    if (fate == Fate::Caught) {
        process.signals.note(number);
        interrupt(process.main_thread);
    } else if (fate == Fate::Kills && process.kill) {
        process.kill(number);
    }
}

void Machine::set_alarm(Process& process, double seconds, double interval) {
    Signals& signals = process.signals;
    if (signals.timer) agenda_.cancel(*std::exchange(signals.timer, std::nullopt));
    signals.timer_interval = interval;
    if (seconds <= 0.0) return;
    signals.timer_due = now() + seconds;
    const Pid pid = process.pid;
    signals.timer = agenda_.add(signals.timer_due, "", [this, pid] {
        Process* target = processes_.find(pid);
        if (target == nullptr || target->ended) return;
        target->signals.timer.reset();
        if (const double again = target->signals.timer_interval; again > 0.0)
            set_alarm(*target, again, again);
        send_signal(*target, kSigAlrm);
    });
}

Wake Machine::block(const Blocking& blocking) {
    if (ending_ || current_process_->ending) return Wake::Ended;
    Thread& self = *find(current_);
    begin_blocking(self, blocking);
    if (self.fiber) {
        self.fiber->suspend();
        return self.why;
    }
    for (;;) {
        while (!stopping_ && !run_queue_.empty()) {
            // Threads of the program itself first: a child process takes a while to start, and is
            // given its time when the program waits.
            auto found = run_queue_.begin();
            if (!told_of((*found)->process)) {
                auto own = std::find_if(found, run_queue_.end(), [](const Thread* thread) {
                    return told_of(thread->process);
                });
                if (own != run_queue_.end()) found = own;
            }
            Thread* next = *found;
            run_queue_.erase(found);
            if (next == &self) return self.why;
            if (!frozen_) run_thread(*next);
        }
        const Wake outcome = stopping_ ? Wake::Ended : let_time_pass();
        if (outcome != Wake::Woken) {
            if (self.blocked) unblock(self);
            return outcome;
        }
    }
}

void Machine::switch_to(ThreadId id) {
    current_ = id;
    recorder_.thread = static_cast<std::uint16_t>(id.value);
    Process* process = find(id)->process;
    if (process != current_process_) {
        current_process_ = process;
        current_recorder_ = process->pid == kFirstPid ? &recorder_ : &silent_;
        if (on_process_switch) on_process_switch(*process);
    }
    if (on_switch) on_switch(id);
}

void Machine::run_thread(Thread& thread) {
    switch_to(thread.id);
    thread.fiber->resume();
    const bool ended = thread.fiber->finished();
    const ThreadId id = thread.id;
    if (ended) {
        --live_;
        if (told(thread)) recorder_.record({.a = id.value, .kind = trace::EventKind::ThreadEnded});
        threads_[id.value - 1] = nullptr;
    }
    switch_to(kMainThread);
    if (ended && on_ended) on_ended(id);
}

void Machine::end_threads() {
    LOOPSCOPE_CHECK(current_ == kMainThread);
    ending_ = true;
    run_queue_.clear();
    for (std::size_t k = 1; k < threads_.size(); ++k) {
        if (!threads_[k]) continue;
        Thread& thread = *threads_[k];
        if (thread.blocked) unblock(thread);
        thread.why = Wake::Ended;
        if (thread.fiber->started()) {
            run_thread(thread);
            LOOPSCOPE_CHECK(!threads_[k]);
        } else {
            threads_[k] = nullptr;
            --live_;
        }
    }
}

void Machine::work(double seconds) {
    clock_.advance_to(now() + seconds);
    happen_due();
    wake_due();
}

Wake Machine::let_time_pass() {
    double next = agenda_.next().value_or(kNever);
    if (!with_deadline_.empty()) next = std::min(next, (*with_deadline_.begin())->deadline);
    if (next == kNever) return Wake::WaitsForEver;
    if (next > options_.end_time_seconds) {
        clock_.advance_to(std::max(now(), options_.end_time_seconds));
        return Wake::EndOfTime;
    }
    clock_.advance_to(std::max(now(), next));
    happen_due();
    wake_due();
    return Wake::Woken;
}

void Machine::happen_due() {
    std::string what;
    while (std::function<void()> action = agenda_.take_due(now(), what)) {
        if (recorder_.on() && !what.empty()) {
            recorder_.record({.text = recorder_.text(what), .kind = trace::EventKind::Stimulus});
        }
        action();
    }
}

void Machine::wake_due() {
    while (!with_deadline_.empty() && (*with_deadline_.begin())->deadline <= now())
        make_runnable(**with_deadline_.begin(), Wake::Deadline);
}

// Processes.

bool Machine::told(const Thread& thread) const { return recorder_.on() && told_of(thread.process); }

Process& Machine::spawn(ProcessSpec spec) {
    std::string command;
    for (const std::string& argument : spec.arguments)
        command += (command.empty() ? "" : " ") + argument;
    Process& process = processes_.add(current_process_->pid, std::move(command));
    process.directory = spec.directory;
    process.descriptors.limit = current_process_->descriptors.limit;
    process.environment = std::move(spec.environment);
    inherit_signals(process.signals, current_process_->signals);
    for (Fd fd = 0; fd < 3; ++fd) process.descriptors.close(fd);
    for (auto& [fd, file] : spec.files) process.descriptors.assign(fd, std::move(file));
    process.kill = [this, &process](int signal) {
        process.killed_by = signal;
        interrupt(process.main_thread);
    };
    if (recorder_.on()) {
        recorder_.record({.a = static_cast<std::uint32_t>(process.pid),
                          .b = static_cast<std::uint32_t>(process.parent),
                          .text = recorder_.text(process.command),
                          .line = spec.line,
                          .kind = trace::EventKind::ProcessStarted});
    }
    process.main_thread = start_thread(
        "MainThread",
        [this, &process, arguments = std::move(spec.arguments)] {
            // A signal may have been faster than its start.
            const ProcessStatus status =
                process.killed_by != 0 ? ProcessStatus{.exit_code = 0, .signal = process.killed_by}
                                       : run_command(*this, process, arguments);
            if (!ending_) end_process(process, status);
        },
        process);
    return process;
}

void Machine::end_process(Process& process, ProcessStatus status) {
    set_alarm(process, 0.0, 0.0);
    // As Linux does at the end of a process: the last first.
    const std::vector<Fd> open = process.descriptors.open_numbers();
    for (auto fd = open.rbegin(); fd != open.rend(); ++fd) process.descriptors.close(*fd);
    process.ended = status;
    if (recorder_.on()) {
        const auto how = status.signal != 0 ? trace::ProcessEnd::Killed : trace::ProcessEnd::Exited;
        recorder_.record({.a = static_cast<std::uint32_t>(process.pid),
                          .b = static_cast<std::uint32_t>(status.exit_code),
                          .text = recorder_.text(signal_name(status.signal)),
                          .kind = trace::EventKind::ProcessEnded,
                          .detail = static_cast<std::uint8_t>(how)});
    }
    Process* parent = processes_.find(process.parent);
    if (parent == nullptr || parent->ended) return;
    if (parent->signals.fate(kSigChld) == Signals::Fate::Caught) send_signal(*parent, kSigChld);
    for (ThreadId waiter : std::exchange(parent->waiters, {})) wake(waiter);
}

void Machine::end_threads_of(Process& process) {
    const ThreadId self = current_;
    process.ending = true;
    for (std::size_t k = 0; k < threads_.size(); ++k) {
        Thread* thread = threads_[k].get();
        if (thread == nullptr || thread->process != &process || thread->id == self) continue;
        if (thread->blocked) unblock(*thread);
        std::erase(run_queue_, thread);
        thread->why = Wake::Ended;
        const ThreadId id = thread->id;
        if (thread->fiber->started()) {
            switch_to(id);
            thread->fiber->resume();
            LOOPSCOPE_CHECK(thread->fiber->finished());
            switch_to(self);
        }
        threads_[k] = nullptr;
        --live_;
        if (on_ended) on_ended(id);
    }
}

void Machine::let_children_run() {
    if (current_ != kMainThread || frozen_) return;
    auto of_child = [](const Thread* thread) { return !told_of(thread->process); };
    for (;;) {
        auto found = std::find_if(run_queue_.begin(), run_queue_.end(), of_child);
        if (found == run_queue_.end()) return;
        Thread* next = *found;
        run_queue_.erase(found);
        run_thread(*next);
    }
}

}  // namespace loopscope::world
