// Machine: threads take turns, and time passes when all of them wait.
#include "sim/world/machine.h"

#include <algorithm>

#include "sim/base/check.h"

namespace loopscope::world {

struct Machine::Thread {
    ThreadId id;
    std::string name;
    std::unique_ptr<base::Fiber> fiber;  ///< None for the main thread.
    bool blocked = false;
    bool ended = false;
    Wake why = Wake::Woken;
    double deadline = kNever;
    std::uint64_t block_order = 0;
};

Machine::Machine(trace::Recorder& recorder, MachineOptions options)
    : recorder_(recorder), options_(options), clock_(recorder, options.wall_start_seconds) {
    threads_.push_back(std::make_unique<Thread>());
    threads_.back()->id = kMainThread;
    threads_.back()->name = "MainThread";
    recorder_.thread = static_cast<std::uint16_t>(kMainThread.value);
    if (recorder_.on()) {
        recorder_.record({.a = kMainThread.value,
                          .text = recorder_.text("MainThread"),
                          .kind = trace::EventKind::ThreadStarted});
    }
}

Machine::~Machine() = default;

std::string_view Machine::thread_name(ThreadId id) const { return thread(id).name; }

std::size_t Machine::live_threads() const {
    std::size_t count = 0;
    for (const auto& thread : threads_) count += thread->ended ? 0 : 1;
    return count;
}

ThreadId Machine::start_thread(std::string name, std::function<void()> body) {
    auto owned = std::make_unique<Thread>();
    Thread& thread = *owned;
    thread.id = ThreadId{static_cast<std::uint32_t>(threads_.size() + 1)};
    thread.name = std::move(name);
    thread.fiber = std::make_unique<base::Fiber>(std::move(body));
    threads_.push_back(std::move(owned));
    run_queue_.push_back(&thread);
    if (recorder_.on()) {
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
    if (recorder_.on()) {
        recorder_.record({.number = blocking.deadline,
                          .a = thread.id.value,
                          .text = recorder_.text(blocking.on),
                          .kind = trace::EventKind::ThreadBlocked});
    }
}

void Machine::make_runnable(Thread& thread, Wake why) {
    thread.blocked = false;
    thread.why = why;
    run_queue_.push_back(&thread);
    if (recorder_.on()) {
        recorder_.record({.a = thread.id.value, .kind = trace::EventKind::ThreadWoken});
    }
}

void Machine::wake(ThreadId id) {
    Thread& target = thread(id);
    if (target.blocked) make_runnable(target, Wake::Woken);
}

Wake Machine::block(const Blocking& blocking) {
    Thread& self = thread(current_);
    begin_blocking(self, blocking);
    if (self.fiber) {
        self.fiber->suspend();
        return self.why;
    }
    for (;;) {
        while (!run_queue_.empty()) {
            Thread* next = run_queue_.front();
            run_queue_.pop_front();
            if (next == &self) return self.why;
            run_thread(*next);
        }
        Wake outcome = let_time_pass();
        if (outcome != Wake::Woken) {
            self.blocked = false;
            return outcome;
        }
    }
}

void Machine::run_thread(Thread& thread) {
    current_ = thread.id;
    recorder_.thread = static_cast<std::uint16_t>(thread.id.value);
    thread.fiber->resume();
    if (thread.fiber->finished()) {
        thread.ended = true;
        thread.fiber.reset();
        if (recorder_.on()) {
            recorder_.record({.a = thread.id.value, .kind = trace::EventKind::ThreadEnded});
        }
    }
    current_ = kMainThread;
    recorder_.thread = static_cast<std::uint16_t>(kMainThread.value);
}

Wake Machine::let_time_pass() {
    double next = agenda_.next().value_or(kNever);
    for (const auto& candidate : threads_) {
        if (candidate->blocked) next = std::min(next, candidate->deadline);
    }
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
        if (recorder_.on()) {
            recorder_.record({.text = recorder_.text(what), .kind = trace::EventKind::Stimulus});
        }
        action();
    }
}

void Machine::wake_due() {
    std::vector<Thread*> due;
    for (const auto& candidate : threads_) {
        if (candidate->blocked && candidate->deadline <= now()) due.push_back(candidate.get());
    }
    std::sort(due.begin(), due.end(), [](const Thread* a, const Thread* b) {
        if (a->deadline != b->deadline) return a->deadline < b->deadline;
        return a->block_order < b->block_order;
    });
    for (Thread* thread : due) make_runnable(*thread, Wake::Deadline);
}

}  // namespace loopscope::world
