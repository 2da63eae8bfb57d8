// Machine: the simulated computer on which a program runs.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/fiber.h"
#include "sim/trace/recorder.h"
#include "sim/world/agenda.h"
#include "sim/world/clock.h"
#include "sim/world/descriptors.h"
#include "sim/world/files.h"
#include "sim/world/network.h"
#include "sim/world/processes.h"

namespace loopscope::world {

using trace::ThreadId;

inline constexpr double kNever = std::numeric_limits<double>::infinity();

struct MachineOptions {
    double wall_start_seconds = kDefaultWallStart;  ///< time.time() at virtual time 0.
    double end_time_seconds = kNever;  ///< The run ends rather than let the clock pass this.
    int cpu_count = 4;
    std::uint64_t network_seed = 0;  ///< Of what links do by chance.
    std::uint64_t random_seed = 0;   ///< Of /dev/urandom.
};

/// Why a blocked thread goes on.
enum class Wake : std::uint8_t {
    Woken,         ///< Somebody called wake().
    Deadline,      ///< The clock reached the deadline.
    Interrupted,   ///< Somebody called interrupt(): a signal wants to be handled.
    EndOfTime,     ///< The next thing would happen after end_time_seconds. The run must end.
    WaitsForEver,  ///< Every thread waits, and nothing will ever happen. The run must end.
    Ended,         ///< The run is over: unwind, and let nothing of the program run any more.
};

/// What a thread waits for while it is blocked.
struct Blocking {
    double deadline = kNever;      ///< Absolute virtual seconds.
    std::string_view on = {};      ///< "sleep", "select", "lock": for the trace.
    std::string_view detail = {};  ///< Which one, for the report of a deadlock.
};

/// A deterministic computer: its clock, its threads, its descriptors, and what happens to it.
///
/// One thread runs at a time and runs until it blocks; nothing is preempted. Threads that can run
/// stand in one queue, first in, first out. When the queue is empty, the clock jumps to exactly
/// the earliest deadline or happening: happenings of the agenda come first, then all threads whose
/// deadline has been reached, by deadline and then by the order in which they blocked. That is how
/// CPython threads take turns when running code takes no time.
///
/// The first thread runs on whatever stack calls block(); every other one on a Fiber of its own,
/// which is resumed from inside the first thread's block().
///
/// When a run ends, threads may still wait. end_threads() then goes to each of them once more:
/// block() answers Ended there, and whoever called it throws, so that what lies on that stack is
/// let go.
class Machine {
  public:
    explicit Machine(trace::Recorder& recorder, MachineOptions options = {});
    ~Machine();
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;

    static constexpr ThreadId kMainThread{1};

    /// Where to write what happens: the trace while the program itself runs, nowhere while one of
    /// its child processes does.
    trace::Recorder& recorder() { return *current_recorder_; }
    /// The same whichever process runs: for what belongs to none, such as the network.
    trace::Recorder& whole_recorder() { return recorder_; }
    const MachineOptions& options() const { return options_; }
    Clock& clock() { return clock_; }
    double now() const { return clock_.now(); }
    Agenda& agenda() { return agenda_; }
    /// The open files of the process that runs now.
    Descriptors& descriptors() { return current_process_->descriptors; }
    Network& network() { return network_; }
    FileSystem& files() { return files_; }

    Processes& processes() { return processes_; }

    ThreadId current_thread() const { return current_; }
    /// The process whose thread runs now.
    Process& current_process() const { return *current_process_; }
    Process& process_of(ThreadId id) const;
    /// Called when the thread that runs now belongs to another process than the one before: each
    /// process has an address space of its own, which is switched here.
    std::function<void(Process&)> on_process_switch;
    std::string_view thread_name(ThreadId id) const;
    /// How many threads have not ended, the main thread included.
    std::size_t live_threads() const { return live_; }
    /// Whether one more can be started: there are not too many, and its stack is at hand.
    bool can_start_thread();

    /// Starts a thread: it stands at the end of the run queue and begins when its turn comes.
    /// `body` must not throw. Requires: can_start_thread().
    ThreadId start_thread(std::string name, std::function<void()> body);
    /// The same for the first thread of a new process.
    ThreadId start_thread(std::string name, std::function<void()> body, Process& process);

    /// Blocks the calling thread and lets others run, and time pass, until it is woken.
    /// EndOfTime and WaitsForEver are told to the main thread only.
    Wake block(const Blocking& blocking);
    /// Makes a blocked thread able to run; does nothing when it is not blocked.
    void wake(ThreadId id);
    /// The same for a signal: its block() answers Interrupted. Whether it was blocked.
    bool interrupt(ThreadId id);
    /// Sends a signal to a process: what it catches interrupts its main thread, what it neither
    /// catches nor ignores ends it. `line`: where in the program, 0 when it comes from outside.
    /// Requires: a valid number.
    void send_signal(Process& process, int number, std::uint32_t line = 0);
    /// Starts a child of the process that runs now. It runs when this one waits.
    /// Requires: knows_command(spec.arguments[0]), can_start_thread().
    Process& spawn(ProcessSpec spec);
    /// Runs what can run in other processes until they all wait, without time passing. Does
    /// nothing when another thread than the first one calls it.
    void let_children_run();
    /// Runs a Python program in the process that runs now and answers its exit code; how is set by
    /// the layers that know Python. `arguments` are python's own: "-c", text, …
    std::function<ProcessStatus(Process&, const std::vector<std::string>& arguments)> run_python;
    /// Where text for the terminal goes that a child process writes (1 stdout, 2 stderr).
    std::function<void(Fd, std::string_view)> write_terminal;
    /// CPython: signal.setitimer(ITIMER_REAL): SIGALRM after `seconds`, then every `interval`; 0
    /// seconds: none any more.
    void set_alarm(Process& process, double seconds, double interval);

    /// How many threads have been started so far, the main one included: the highest id.
    std::uint32_t threads_started() const { return static_cast<std::uint32_t>(threads_.size()); }
    /// What a thread waits for, or waited for last: "sleep", "lock", …
    std::string_view blocked_on(ThreadId id) const;
    std::string_view blocked_detail(ThreadId id) const;
    bool is_alive(ThreadId id) const;

    /// The main thread's block() answers Ended, now or when it is called next. For a thread that
    /// has met the end of a budget.
    void stop() { stopping_ = true; }
    /// From now on only the main thread runs: what happens to daemon threads when CPython's
    /// interpreter finalizes.
    void freeze_others() { frozen_ = true; }
    /// The running thread has computed for so long: the clock moves, and what is due by then
    /// happens or can run, while nobody else gets the processor.
    void work(double seconds);
    /// Unwinds every thread that has not ended. Requires: called on the main thread, once, at the
    /// end of a run; no thread runs guest code from now on.
    void end_threads();

    /// Unwinds every thread of a child process but the one that runs now, which is its main one.
    void end_threads_of(Process& process);

    /// Told which thread runs from now on, whenever that changes: for state that belongs to a
    /// thread.
    std::function<void(ThreadId)> on_switch;
    /// Told after a thread's stack is gone.
    std::function<void(ThreadId)> on_ended;

  private:
    struct Thread;

    /// By deadline, then by the order in which they blocked.
    struct EarlierDeadline {
        bool operator()(const Thread* a, const Thread* b) const;
    };

    /// The thread, or null when it has ended.
    Thread* find(ThreadId id) const { return threads_[id.value - 1].get(); }
    void begin_blocking(Thread& thread, const Blocking& blocking);
    void unblock(Thread& thread);
    void make_runnable(Thread& thread, Wake why);
    void run_thread(Thread& thread);
    void switch_to(ThreadId id);
    /// Lets time pass until somebody can run. Woken when somebody can, else why the run must end.
    Wake let_time_pass();
    void wake_due();
    void happen_due();
    void end_process(Process& process, ProcessStatus status);
    /// Whether the trace tells of this thread: those of child processes are left out.
    bool told(const Thread& thread) const;

    trace::Recorder& recorder_;
    MachineOptions options_;
    Clock clock_;
    Agenda agenda_;
    Network network_;
    FileSystem files_;
    std::vector<std::unique_ptr<Thread>> threads_;      ///< By id; null: has ended.
    std::set<Thread*, EarlierDeadline> with_deadline_;  ///< Blocked ones.
    std::deque<Thread*> run_queue_;
    base::FiberStack next_stack_;  ///< Of the thread that is started next, once somebody asked.
    Processes processes_;
    ThreadId current_ = kMainThread;
    std::size_t live_ = 1;
    Process* current_process_ = nullptr;
    trace::EventLog silent_log_;
    trace::Recorder silent_;
    trace::Recorder* current_recorder_ = nullptr;
    std::uint64_t block_count_ = 0;
    bool stopping_ = false;
    bool frozen_ = false;
    bool ending_ = false;
};

}  // namespace loopscope::world
