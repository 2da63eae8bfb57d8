// What if.
#include "ui/model/what_if.h"

#include <algorithm>
#include <csignal>

#include "ui/model/tasks_view.h"
#include "ui/model/time_axis.h"

namespace loopscope::ui {
namespace {

using Stimulus = Stimuli::value_type;

constexpr std::size_t kTasksMax = 40;
constexpr std::size_t kTimersMax = 20;

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
        double left = handle.when - state_.now;
        struct Choice {
            std::string_view key;
            double seconds;
        };
        for (const Choice& choice : {Choice{"whatif.longer", 1.0}, Choice{"whatif.twice", whole},
                                     Choice{"whatif.shorter", -left / 2}}) {
            if (choice.seconds == 0) continue;
            double due = handle.when + choice.seconds;
            Stimulus later{.at_seconds = set,
                           .at_event = handle.created + 1,
                           .kind = Stimulus::Kind::DelayTimer,
                           .target = name + ": " + what,
                           .seconds = choice.seconds};
            add(strings_(choice.key, {{"task", name}, {"what", what}}),
                strings_("whatif.until", {{"t", format_time(due)}}), later);
        }
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

std::vector<WhatIf> what_ifs(const trace::ProgramState& state, const trace::EventLog& log,
                             const Stimuli& stimuli, trace::FutureId selected,
                             const Strings& strings) {
    return Asker(state, log, stimuli, strings).ask(selected);
}

}  // namespace loopscope::ui
