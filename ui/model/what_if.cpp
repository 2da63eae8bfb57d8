// What if.
#include "ui/model/what_if.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <map>

#include "ui/model/rerun.h"
#include "ui/model/tasks_view.h"
#include "ui/model/time_axis.h"

namespace loopscope::ui {
namespace {

using Stimulus = Stimuli::value_type;

constexpr std::size_t kTasksMax = 40;
constexpr std::size_t kTimersMax = 20;

constexpr trace::Position kEventsBack = 20'000;  // In which a time.sleep is looked for.
constexpr std::string_view kSleep = "sleep";

bool blocks_in_sleep(const trace::EventLog& log, trace::Position at) {
    const trace::Event& e = log[at];
    return e.kind == trace::EventKind::ThreadBlocked && log.text(e.text) == kSleep;
}

bool sets_timer(const trace::Event& e) {
    return e.kind == trace::EventKind::HandleCreated &&
           static_cast<trace::HandleOrigin>(e.detail) == trace::HandleOrigin::Timer;
}

class Asker {
  public:
    Asker(const trace::ProgramState& state, const trace::EventLog& log, const Stimuli& stimuli,
          const Strings& strings)
        : state_(state), log_(log), stimuli_(stimuli), strings_(strings) {}

    std::vector<WhatIf> ask(trace::FutureId selected) {
        if (const trace::TaskState* task = state_.tasks.find(selected)) about(*task);
        std::size_t asked = 0;
        for (const trace::TaskState& task : state_.tasks) {
            if (task.id == selected || !alive(task)) continue;
            if (++asked > kTasksMax) break;
            about(task);
        }
        blocking_sleeps();
        signals();
        for (std::size_t i = 0; i < stimuli_.size(); ++i) input(i);
        return std::move(list_);
    }

  private:
    static bool alive(const trace::TaskState& task) {
        return task.status == trace::TaskStatus::Pending ||
               task.status == trace::TaskStatus::Running;
    }

    void add(std::string text, std::string detail, Stimulus more) {
        Stimuli changed = stimuli_;
        changed.push_back(std::move(more));
        list_.push_back({std::move(text), std::move(detail), std::move(changed)});
    }

    std::string now() const { return strings_("whatif.at", {{"t", format_time(state_.now)}}); }

    void about(const trace::TaskState& task) {
        if (!alive(task)) return;
        std::string name(log_.text(task.name));
        Stimulus cancel{.at_seconds = state_.now,
                        .at_event = state_.events,
                        .kind = Stimulus::Kind::CancelTask,
                        .number = static_cast<int>(task.id.value),
                        .target = name};
        add(strings_("whatif.cancel", {{"task", name}}), now(), cancel);
        std::size_t timers = 0;
        for (const trace::HandleState& handle : state_.handles) {
            if (!handle.in_heap || handle.cancelled || handle.created_by != task.id) continue;
            if (++timers > kTimersMax) break;
            sleep(name, handle);
        }
    }

    /// What the task waits for by this timer: longer, or shorter.
    void sleep(const std::string& name, const trace::HandleState& handle) {
        double set = log_[handle.created].time;
        double whole = handle.when - set;
        if (whole <= 0) return;
        const trace::TaskState* task = state_.tasks.find(handle.created_by);
        const trace::FutureState* waits = task ? state_.futures.find(task->waits_for) : nullptr;
        std::string what(waits ? log_.text(waits->purpose) : log_.text(handle.callback));
        if (what.empty()) what = log_.text(handle.callback);
        otherwise({name, what, handle.created, set, handle.when});
    }

    struct Wait {
        std::string who;
        std::string what;
        trace::Position begun;  ///< The event that sets the timer, or blocks the thread.
        double from, until;
    };

    /// A wait that takes longer; or shorter, while it lasts.
    void otherwise(const Wait& wait) {
        double left = wait.until - state_.now;
        struct Choice {
            std::string_view key;
            double seconds;
        };
        for (const Choice& choice :
             {Choice{"whatif.longer", 1.0}, Choice{"whatif.twice", wait.until - wait.from},
              Choice{"whatif.shorter", -left / 2}}) {
            if (choice.seconds == 0 || (choice.seconds < 0 && left <= 0)) continue;
            double due = wait.until + choice.seconds;
            Stimulus later{.at_seconds = wait.from,
                           .at_event = wait.begun + 1,
                           .kind = Stimulus::Kind::DelayTimer,
                           .target = "timer",
                           .seconds = choice.seconds};
            add(strings_(choice.key, {{"task", wait.who}, {"what", wait.what}}),
                strings_("whatif.until", {{"t", format_time(due)}}), later);
        }
    }

    /// Each time.sleep() that lasts, and those of the callback that is looked at: they hold up
    /// their thread, and with it the loop in it.
    void blocking_sleeps() {
        std::size_t left = kTimersMax;
        std::size_t asleep = 0;
        for (const trace::ThreadState& thread : state_.threads) asleep += sleeps(thread.id);
        bool same_callback = true;
        const trace::Position end = state_.events;
        for (trace::Position at = end; at-- > 0 && left > 0;) {
            if (end - at > kEventsBack || (!same_callback && asleep == 0)) return;
            const trace::Event& e = log_[at];
            if (e.kind == trace::EventKind::HandleBegan && e.thread == state_.thread)
                same_callback = false;
            if (!blocks_in_sleep(log_, at)) continue;
            bool lasts = sleeps(trace::ThreadId{e.a}) && e.number > state_.now;
            if (lasts && asleep > 0) --asleep;
            if (!lasts && (!same_callback || e.thread != state_.thread)) continue;
            --left;
            const trace::ThreadState* thread = state_.threads.find(trace::ThreadId{e.a});
            const trace::TaskState* task = thread ? state_.tasks.find(thread->task) : nullptr;
            std::string who(task ? log_.text(task->name) : thread ? log_.text(thread->name) : "");
            double seconds = e.number - e.time;
            otherwise({who, fmt::format("time.sleep({:.6g})", seconds), at, e.time, e.number});
        }
    }

    bool sleeps(trace::ThreadId id) const {
        const trace::ThreadState* thread = state_.threads.find(id);
        return thread && thread->status == trace::ThreadStatus::Blocked &&
               log_.text(thread->blocked_on) == kSleep;
    }

    void signals() {
        for (int number : {SIGINT, SIGTERM}) {
            Stimulus raise{.at_seconds = state_.now,
                           .at_event = std::max<std::uint64_t>(1, state_.events),
                           .kind = Stimulus::Kind::Signal,
                           .number = number};
            add(strings_("whatif.signal", {{"signal", raise.describe()}}), now(), raise);
        }
    }

    /// An input of the scenario at another time.
    void input(std::size_t index) {
        const Stimulus& told = stimuli_[index];
        if (told.at_event > 0) return;
        auto move = [&](std::string_view key, double at) {
            if (at < 0 || at == told.at_seconds) return;
            Stimuli changed = stimuli_;
            changed[index].at_seconds = at;
            // Inputs keep the order of their times, so that two of one moment stay apart.
            std::stable_sort(
                changed.begin(), changed.end(),
                [](const Stimulus& a, const Stimulus& b) { return a.at_seconds < b.at_seconds; });
            list_.push_back({strings_(key, {{"input", told.describe()}}),
                             strings_("whatif.moved", {{"from", format_time(told.at_seconds)},
                                                       {"to", format_time(at)}}),
                             std::move(changed)});
        };
        move("whatif.later", told.at_seconds + 1);
        move("whatif.earlier", std::max(0.0, told.at_seconds - 1));
        move("whatif.here", state_.now);
        Stimuli without = stimuli_;
        without.erase(without.begin() + static_cast<std::ptrdiff_t>(index));
        list_.push_back({strings_("whatif.without", {{"input", told.describe()}}),
                         strings_("whatif.at", {{"t", format_time(told.at_seconds)}}),
                         std::move(without)});
    }

    const trace::ProgramState& state_;
    const trace::EventLog& log_;
    const Stimuli& stimuli_;
    const Strings& strings_;
    std::vector<WhatIf> list_;
};

}  // namespace

namespace {

/// Where a wait begins: the so-many-th of a task, or of a thread outside its tasks.
struct WaitPlace {
    std::string who;
    bool blocking = false;  ///< A time.sleep; else a timer of the loop.
    std::size_t number = 0;
    friend bool operator==(const WaitPlace&, const WaitPlace&) = default;
};

/// Calls `wanted(place, position)` for each wait of a run until it answers true.
template <typename Wanted>
void each_wait(const trace::Timeline& timeline, Wanted wanted) {
    const trace::EventLog& log = timeline.log();
    std::map<std::uint16_t, std::uint32_t> running;
    std::map<std::pair<std::uint32_t, std::uint16_t>, std::size_t> counts[2];
    std::map<std::uint32_t, std::string> names;  // Of tasks, as they were made.
    for (trace::Position at = 0; at < log.size(); ++at) {
        const trace::Event& e = log[at];
        if (e.kind == trace::EventKind::TaskCreated) names[e.a] = log.text(e.text);
        if (e.kind == trace::EventKind::TaskStepped) running[e.thread] = e.a;
        if (e.kind == trace::EventKind::HandleEnded) running[e.thread] = 0;
        bool blocking = blocks_in_sleep(log, at);
        if (!blocking && !sets_timer(e)) continue;
        std::uint32_t task = running[e.thread];
        std::size_t number = counts[blocking][{task, task ? std::uint16_t{0} : e.thread}]++;
        std::string who = task ? names[task] : fmt::format("thread {}", e.thread);
        if (wanted(WaitPlace{std::move(who), blocking, number}, at)) return;
    }
}

std::optional<trace::Position> same_wait(const EditedRun& run, trace::Position before) {
    std::optional<WaitPlace> place;
    each_wait(run.before, [&](const WaitPlace& here, trace::Position at) {
        if (at == before) place = here;
        return at >= before;
    });
    std::optional<trace::Position> found;
    if (!place) return found;
    each_wait(run.now, [&](const WaitPlace& here, trace::Position at) {
        if (here == *place) found = at;
        return found.has_value();
    });
    return found;
}

/// The input of the edited program that says the same; 0: none.
std::size_t same_input(std::size_t input, const EditedRun& run) {
    if (input < 1 || input > run.told_before.size()) return 0;
    const std::string wanted = run.told_before[input - 1].describe();
    if (input <= run.told_now.size() && run.told_now[input - 1].describe() == wanted) return input;
    for (std::size_t i = 0; i < run.told_now.size(); ++i)
        if (run.told_now[i].describe() == wanted) return i + 1;
    return 0;
}

/// The task of that name that lives at the step.
trace::FutureId same_task(const Stimulus& cancel, const EditedRun& run, trace::Position step) {
    trace::ProgramState then = run.now.state_at(step);
    trace::FutureId found;
    for (const trace::TaskState& task : then.tasks) {
        bool lives =
            task.status == trace::TaskStatus::Pending || task.status == trace::TaskStatus::Running;
        if (lives && run.now.log().text(task.name) == cancel.target) found = task.id;
    }
    return found;
}

}  // namespace

std::string text_of_change(const session::WhatIfChange& change, const Stimuli& told,
                           const Strings& strings) {
    using Kind = session::WhatIfChange::Kind;
    if (change.kind == Kind::Add) {
        const Stimulus& s = change.stimulus;
        // A time that stands for a step is known only once it has happened.
        std::string at = s.at_event > 0 && s.at_seconds == 0
                             ? strings("whatif.step", {{"n", s.at_event}})
                             : strings("whatif.at", {{"t", format_time(s.at_seconds)}});
        return s.describe() + " · " + at;
    }
    if (change.input < 1 || change.input > told.size()) return {};
    const Stimulus& input = told[change.input - 1];
    if (change.kind == Kind::LeaveOut)
        return strings("whatif.without", {{"input", input.describe()}});
    return input.describe() + " · " +
           strings("whatif.moved", {{"from", format_time(input.at_seconds)},
                                    {"to", format_time(change.at_seconds)}});
}

std::optional<session::WhatIfChange> carried_over(const session::WhatIfChange& change,
                                                  const EditedRun& run) {
    session::WhatIfChange now = change;
    if (change.kind != session::WhatIfChange::Kind::Add) {
        now.input = same_input(change.input, run);
        return now.input == 0 ? std::nullopt : std::optional(now);
    }
    Stimulus& s = now.stimulus;
    if (s.at_event == 0) return now;
    if (run.before.empty() || run.now.empty()) return std::nullopt;
    if (s.kind == Stimulus::Kind::DelayTimer) {
        auto at = same_wait(run, s.at_event - 1);
        if (!at) return std::nullopt;
        s.at_event = *at + 1;
        s.at_seconds = run.now.log()[*at].time;
        return now;
    }
    trace::Position old = std::min<trace::Position>(s.at_event, run.before.size()) - 1;
    trace::Position at = same_moment(run.before, old, run.now);
    bool over = run.now.state_at(at).ending.ended;
    if (over) return std::nullopt;
    if (s.kind == Stimulus::Kind::CancelTask) {
        trace::FutureId task = same_task(s, run, at);
        if (!task) return std::nullopt;
        s.number = static_cast<int>(task.value);
    }
    s.at_event = at + 1;
    s.at_seconds = run.now.log()[at].time;
    return now;
}

std::vector<WhatIf> what_ifs(const trace::ProgramState& state, const trace::EventLog& log,
                             const Stimuli& stimuli, trace::FutureId selected,
                             const Strings& strings) {
    return Asker(state, log, stimuli, strings).ask(selected);
}

}  // namespace loopscope::ui
