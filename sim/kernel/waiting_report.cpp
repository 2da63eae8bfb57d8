// Who waits for what when a run can never go on, and the circles in it.
#include "sim/kernel/waiting_report.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/kernel/blocking_lock.h"
#include "sim/kernel/coro.h"
#include "sim/kernel/describe.h"
#include "sim/kernel/kernel.h"
#include "sim/kernel/sync_events.h"

namespace loopscope::kernel {
namespace {

using trace::FutureId;
using trace::Party;
using trace::StuckOn;
using trace::SyncAct;
using trace::ThreadId;

/// Of so many is told in the message; the trace has more of them.
constexpr std::size_t kToldMax = 24;
constexpr std::size_t kRecordedMax = 1000;
constexpr std::size_t kNamesMax = 3;

/// A thread or task that can't go on.
struct Wait {
    Party who;
    std::string name;  ///< "thread one", "Task-1 (main())".
    StuckOn on = StuckOn::Future;
    std::uint32_t id = 0;      ///< Of what it waits for.
    std::string what;          ///< In a word: "threading.Lock", "recv".
    std::string phrase;        ///< The same as the end of "waits for …".
    std::vector<Party> needs;  ///< Who would have to do something first.
    int line = 0;
    std::uint32_t circle = 0;  ///< The number of the circle of which it is part.
};

class Report {
  public:
    explicit Report(Kernel& kernel) : kernel_(kernel), machine_(kernel.machine()) {}

    std::string tell() {
        find_loops();
        for (std::uint32_t k = 1; k <= machine_.threads_started(); ++k) {
            if (machine_.is_alive(ThreadId{k})) add_thread(ThreadId{k});
        }
        kernel_.for_each_task([this](Task& task) { add_task(task); });
        find_circles();
        record();
        return message();
    }

  private:
    // -- who is who -----------------------------------------------------------------------------

    /// A loop whose thread is blocked elsewhere than in select: its tasks get no turn.
    struct BlockedLoop {
        const EventLoop* loop;
        ThreadId thread;
    };

    bool in_select(ThreadId id) const { return machine_.blocked_on(id) == "select"; }

    void find_loops() {
        for (std::uint32_t k = 1; k <= machine_.threads_started(); ++k) {
            const ThreadId id{k};
            if (!is_ours(id) || in_select(id)) continue;
            if (const EventLoop* loop = kernel_.thread(id).running_loop.get())
                blocked_loops_.push_back({loop, id});
        }
    }
    /// Whether it is of the process that reports, and has not ended.
    bool is_ours(ThreadId id) const {
        return machine_.is_alive(id) && &machine_.process_of(id) == &kernel_.process();
    }
    const Task* task_in(ThreadId id) {
        const EventLoop* loop = is_ours(id) ? kernel_.thread(id).running_loop.get() : nullptr;
        return loop != nullptr && loop->current_task ? loop->current_task.as<Task>() : nullptr;
    }
    static std::string name_of(const Task& task) {
        if (!task.coroutine) return task_name_text(task);
        return fmt::format("{} ({}())", task_name_text(task), describe_coroutine(task.coroutine));
    }
    std::string name_of(ThreadId id) {
        if (!machine_.is_alive(id)) return "a thread that has ended";
        const world::Process& process = machine_.process_of(id);
        if (&process != &kernel_.process())
            return fmt::format("process {} ({})", process.pid, process.command);
        std::string name = fmt::format("thread {}", machine_.thread_name(id));
        if (const Task* task = task_in(id)) name += " in " + task_name_text(*task);
        return name;
    }
    std::string name_of(const Party& party) {
        if (!party.task) return name_of(party.thread);
        std::string name;
        kernel_.for_each_task([&](const Task& task) {
            if (task.id == party.task)
                name =
                    task.done() ? task_name_text(task) + ", which has ended" : task_name_text(task);
        });
        return name.empty() ? "a task that has ended" : name;
    }

    // -- what each waits for --------------------------------------------------------------------

    void add_thread(ThreadId id) {
        const std::string on(machine_.blocked_on(id));
        if (on.empty() || (on == "select" && !is_foreign(id))) return;  // Its tasks tell of it.
        Wait wait;
        wait.who.thread = id;
        wait.name = name_of(id);
        wait.line = kernel_.hooks.thread_line ? kernel_.hooks.thread_line(id.value) : 0;
        if (is_foreign(id)) {
            wait.line = 0;
            wait.on = StuckOn::Call;
            wait.what = wait.phrase = on;
        } else {
            describe_thread_wait(wait, kernel_.thread(id), on);
        }
        waits_.push_back(std::move(wait));
    }
    bool is_foreign(ThreadId id) const { return &machine_.process_of(id) != &kernel_.process(); }

    void describe_thread_wait(Wait& wait, const ThreadState& state, const std::string& on) {
        const std::string detail(machine_.blocked_detail(wait.who.thread));
        if (state.sync_wait != nullptr) return describe_sync(wait, *state.sync_wait);
        for (ThreadId other : state.waits_for_threads) wait.needs.push_back({{}, other});
        constexpr std::string_view kJoin = "join of ";
        if (on.starts_with(kJoin)) {
            wait.on = StuckOn::Thread;
            wait.what = on.substr(kJoin.size());
            wait.phrase = fmt::format("thread {} to end", wait.what);
            if (!wait.needs.empty()) wait.id = wait.needs.front().thread.value;
        } else if (on == "lock" && state.waits_for != nullptr) {
            wait.on = StuckOn::Call;
            wait.what = "a lock";
            wait.phrase = wait.what;
            if (const ThreadId holder = state.waits_for->holder()) {
                wait.needs = {{{}, holder}};
                wait.phrase += held_by(wait);
            }
        } else if (on == "waitpid") {
            wait.on = StuckOn::Process;
            wait.what = detail.empty() ? "a child process" : detail;
            wait.phrase = wait.what + " to end";
            const std::size_t space = wait.what.rfind(' ') + 1;
            std::from_chars(wait.what.data() + space, wait.what.data() + wait.what.size(), wait.id);
        } else {
            wait.on = StuckOn::Call;
            wait.what = on;
            wait.phrase = detail.empty() ? on : fmt::format("{} ({})", on, detail);
            if (!wait.needs.empty()) wait.phrase += ", which is up to " + names(wait);
        }
    }

    void describe_sync(Wait& wait, const SyncWait& sync) {
        const SyncMark& mark = sync.mark();
        wait.on = StuckOn::Sync;
        wait.id = mark.id;
        wait.what = sync_name(sync.type());
        std::string which = "the " + wait.what;
        if (mark.line > 0) which += fmt::format(" of line {}", mark.line);
        const bool barrier = mark.kind == trace::SyncKind::Barrier;
        switch (sync.what()) {
            case SyncAct::Get:
                wait.phrase = "an item in " + which;
                return;
            case SyncAct::Put:
                wait.phrase = "room in " + which;
                if (mark.capacity > 0)
                    wait.phrase += fmt::format(", which holds {} of {}", mark.value, mark.capacity);
                return;
            case SyncAct::Join:
                wait.phrase = "all items of " + which + " to be done";
                return;
            case SyncAct::Wait:
                wait.phrase = mark.kind == trace::SyncKind::Event ? which + " to be set"
                              : barrier ? fmt::format("the others at {} ({} of {} are there)",
                                                      which, mark.value, mark.capacity)
                                        : "a notify of " + which;
                return;
            default:
                wait.needs = mark.holders;
                wait.phrase = which + (wait.needs.empty() ? "" : held_by(wait));
        }
    }

    std::string held_by(const Wait& wait) {
        if (wait.needs.size() == 1 && is_self(wait, wait.needs.front()))
            return " that it holds itself";
        return ", held by " + names(wait);
    }
    bool is_self(const Wait& wait, const Party& other) {
        if (wait.who.task || !other.task)
            return wait.who.task == other.task &&
                   (wait.who.task || wait.who.thread == other.thread);
        const Task* inside = task_in(wait.who.thread);
        return inside != nullptr && inside->id == other.task;
    }
    std::string names(const Wait& wait) {
        if (waits_.size() >= kToldMax)
            return {};  // Looking names up takes time, and nobody reads it.
        std::string text;
        for (std::size_t k = 0; k < std::min(wait.needs.size(), kNamesMax); ++k) {
            if (k > 0) text += ", ";
            text += is_self(wait, wait.needs[k]) ? "itself" : name_of(wait.needs[k]);
        }
        if (wait.needs.size() > kNamesMax)
            text += fmt::format(" and {} more", wait.needs.size() - kNamesMax);
        return text;
    }

    void add_task(Task& task) {
        if (task.done() || !task.coroutine) return;
        for (const BlockedLoop& blocked : blocked_loops_) {
            if (blocked.loop != task.loop.get()) continue;
            if (task_in(blocked.thread) == &task) return;  // Its thread tells of it.
            Wait wait = wait_of(task);
            wait.on = StuckOn::Loop;
            wait.id = blocked.thread.value;
            wait.needs = {{{}, blocked.thread}};
            wait.phrase = fmt::format("its turn: thread {}, which runs its loop, is blocked",
                                      machine_.thread_name(blocked.thread));
            waits_.push_back(std::move(wait));
            return;
        }
        Wait wait = wait_of(task);
        describe_task_wait(wait, task);
        waits_.push_back(std::move(wait));
    }
    Wait wait_of(const Task& task) {
        Wait wait;
        wait.who.task = task.id;
        wait.name = name_of(task);
        if (kernel_.hooks.waiting_line) wait.line = kernel_.hooks.waiting_line(task.coroutine);
        return wait;
    }

    void describe_task_wait(Wait& wait, const Task& task) {
        if (auto found = kernel_.task_waits.find(task.id.value); found != kernel_.task_waits.end())
            return describe_sync(wait, *found->second);
        if (!task.waiter) {
            wait.what = wait.phrase = "nothing";
            return;
        }
        if (const Task* other = object::try_cast<Task>(task.waiter)) {
            wait.on = StuckOn::Task;
            wait.id = other->id.value;
            wait.what = wait.phrase = task_name_text(*other);
            wait.needs = {{other->id, {}}};
            return;
        }
        const Future* future = as_future(task.waiter);
        // Only what the library made for itself says more than its repr.
        const bool purpose =
            future != nullptr && future->purpose != nullptr && *future->purpose != 0;
        wait.what = purpose ? future->purpose : describe(task.waiter);
        if (wait.what == "<_GatheringFuture object>") wait.what = "gather";
        wait.phrase = wait.what;
        if (!purpose && wait.what == "<Future object>") {
            wait.what.clear();
            wait.phrase = "a future that nobody resolves";
        }
        if (future != nullptr) wait.id = future->id.value;
    }

    // -- circles --------------------------------------------------------------------------------

    /// The wait of a party, or none: it doesn't wait.
    const Wait* find(const Party& party) const {
        auto thread = party.task ? current_.find(party.task.value) : current_.end();
        for (const Wait& wait : waits_) {
            if (party.task ? wait.who.task == party.task ||
                                 (thread != current_.end() && wait.who.thread == thread->second)
                           : !wait.who.task && wait.who.thread == party.thread)
                return &wait;
        }
        return nullptr;
    }

    /// Follows each from one to the next: whoever meets itself again is in a circle.
    void find_circles() {
        for (const BlockedLoop& blocked : blocked_loops_) {
            if (const Task* task = task_in(blocked.thread))
                current_[task->id.value] = blocked.thread;
        }
        if (waits_.size() > kRecordedMax) return;
        std::vector<std::size_t> seen_in(waits_.size(), 0);  // From which start; 0: never.
        for (std::size_t start = 0; start < waits_.size(); ++start) {
            const Wait* at = &waits_[start];
            while (at != nullptr && seen_in[index(at)] == 0) {
                seen_in[index(at)] = start + 1;
                at = next(*at);
            }
            if (at != nullptr && seen_in[index(at)] == start + 1) close_circle(index(at));
        }
    }
    std::size_t index(const Wait* wait) const {
        return static_cast<std::size_t>(wait - waits_.data());
    }
    const Wait* next(const Wait& wait) const {
        for (const Party& party : wait.needs) {
            if (const Wait* found = find(party)) return found;
        }
        return nullptr;
    }
    void close_circle(std::size_t first) {
        circles_.push_back(first);
        const auto number = static_cast<std::uint32_t>(circles_.size());
        for (std::size_t at = first; waits_[at].circle == 0; at = index(next(waits_[at])))
            waits_[at].circle = number;
    }

    // -- telling --------------------------------------------------------------------------------

    void record() {
        trace::Recorder& recorder = kernel_.recorder();
        if (!recorder.on()) return;
        const std::uint16_t before = recorder.thread;
        for (std::size_t k = 0; k < std::min(waits_.size(), kRecordedMax); ++k) {
            const Wait& wait = waits_[k];
            if (wait.who.thread) {
                if (!is_ours(wait.who.thread)) continue;  // The trace knows no threads of children.
                recorder.thread = static_cast<std::uint16_t>(wait.who.thread.value);
            }
            recorder.record({.a = wait.who.task.value,
                             .b = wait.circle,
                             .c = wait.id,
                             .text = recorder.text(wait.what),
                             .line = static_cast<std::uint32_t>(std::max(wait.line, 0)),
                             .kind = trace::EventKind::Stuck,
                             .detail = static_cast<std::uint8_t>(wait.on)});
            recorder.thread = before;
        }
    }

    std::string message() const {
        std::string text = "waits for ever: nothing is scheduled, no stimulus is left";
        for (std::size_t k = 0; k < std::min(waits_.size(), kToldMax); ++k) {
            const Wait& wait = waits_[k];
            const std::string at = wait.line > 0 ? fmt::format(" at line {}", wait.line) : "";
            text += fmt::format("; {} waits{} for {}", wait.name, at, wait.phrase);
        }
        if (waits_.size() > kToldMax)
            text += fmt::format("; {} more wait", waits_.size() - kToldMax);
        for (std::size_t first : circles_) {
            if (next(waits_[first]) != &waits_[first])
                text += "; in a circle: " + circle_text(first);
        }
        return text;
    }
    std::string circle_text(std::size_t first) const {
        std::string text = waits_[first].name;
        for (const Wait* at = next(waits_[first]);; at = next(*at)) {
            text += " → " + at->name;
            if (index(at) == first) return text;
        }
    }

    Kernel& kernel_;
    world::Machine& machine_;
    std::vector<Wait> waits_;
    std::vector<BlockedLoop> blocked_loops_;
    std::map<std::uint32_t, ThreadId> current_;  ///< The thread that a task itself blocks.
    std::vector<std::size_t> circles_;           ///< One of each.
};

}  // namespace

std::string report_waiting(Kernel& kernel) { return Report(kernel).tell(); }

}  // namespace loopscope::kernel
