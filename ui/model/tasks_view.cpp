// What the panel of the tasks says.
#include "ui/model/tasks_view.h"

#include <algorithm>

#include "ui/model/sync_wait.h"
#include "ui/model/time_axis.h"

namespace loopscope::ui {
namespace {

using trace::FutureId;
using trace::FutureState;
using trace::ProgramState;
using trace::TaskState;
using trace::TaskStatus;

LaneName lane_of(const TaskState& task) {
    switch (task.status) {
        case TaskStatus::Running:
            return LaneName::Running;
        case TaskStatus::Pending:
            return LaneName::Pending;
        case TaskStatus::Done:
            return LaneName::Done;
        case TaskStatus::Cancelled:
            return LaneName::Cancelled;
    }
    return LaneName::Pending;
}

/// Builds the texts of tasks out of one state.
class Teller {
  public:
    Teller(const ProgramState& state, const trace::EventLog& log, const Strings& strings)
        : state_(state), log_(log), strings_(strings) {}

    TaskView view(const TaskState& task) const {
        TaskView view;
        view.id = task.id;
        view.look = look_of(task);
        view.name = text(task.name);
        view.coroutine = coroutine_label(log_.text(task.coroutine));
        view.detail = detail(task);
        bool pending = task.status == TaskStatus::Pending || task.status == TaskStatus::Running;
        if (pending && task.cancel_requests > 0) view.note = strings_("task.cancelling");
        return view;
    }

    /// What a task waits for, and what that comes to: "readuntil · :40001 → :8888".
    std::string awaited(FutureId id) const {
        if (const TaskState* task = state_.tasks.find(id)) return text(task->name);
        const FutureState* future = state_.futures.find(id);
        if (!future) return strings_("task.a_future");
        std::string label = future_label(*future, log_);
        if (future->needs.empty()) return label;
        std::vector<NeedView> needs = needs_of(state_, log_, strings_, *future);
        if (needs.size() > 1)
            return strings_("leaf.several", {{"what", label}, {"n", std::uint64_t{needs.size()}}});
        return needs.empty() || needs[0].future() ? label : label + " · " + needs[0].name;
    }

    ChainView chain(const TaskState& first) const {
        ChainView chain;
        chain.task = first.id;
        chain.title = strings_("chain.title", {{"task", text(first.name)}});
        constexpr std::size_t kLinksMax = 12;
        std::vector<FutureId> seen;
        for (FutureId at = first.id; at && chain.links.size() < kLinksMax;) {
            const TaskState* task = state_.tasks.find(at);
            if (!task) {
                at = through(chain, at);
                continue;
            }
            chain.links.push_back(
                {at, text(task->name), coroutines(*task), look_of(*task), Thing::Task});
            if (std::find(seen.begin(), seen.end(), at) != seen.end()) {
                chain.end = strings_("why.end.circle");
                break;
            }
            seen.push_back(at);
            if (!task->waits_for || task->status != TaskStatus::Pending || is_ready(*task)) {
                chain.end = task_end(*task);
                break;
            }
            auto wait = sync_wait_of(state_, task->id);
            at = wait ? through(chain, *wait, task->waits_for) : task->waits_for;
        }
        return chain;
    }

    /// The coroutines of a task that await each other, outermost first: "main() → load()".
    std::string coroutines(const TaskState& task) const {
        std::string names;
        for (trace::FrameId id : task.frames) {
            const trace::FrameState* frame = state_.frames.find(id);
            if (!frame) continue;
            names += (names.empty() ? "" : " → ") + coroutine_label(log_.text(frame->function));
        }
        return names.empty() ? coroutine_label(log_.text(task.coroutine)) : names;
    }

  private:
    std::string text(trace::TextId id) const { return std::string(log_.text(id)); }
    std::string with_line(std::string what, std::uint32_t line) const {
        if (line == 0) return what;
        return strings_("task.at_line", {{"what", what}, {"line", std::to_string(line)}});
    }

    std::uint32_t line_of(const TaskState& task) const {
        if (!task.frames.empty()) {
            if (const trace::FrameState* frame = state_.frames.find(task.frames.back())) {
                return frame->line;
            }
        }
        return task.waiting_line;
    }

    std::string detail(const TaskState& task) const {
        switch (task.status) {
            case TaskStatus::Running: {
                std::uint32_t line = line_of(task);
                if (line == 0) return strings_("task.runs");
                return strings_("task.runs_line", {{"line", std::to_string(line)}});
            }
            case TaskStatus::Pending:
                return pending_detail(task);
            case TaskStatus::Done:
                return strings_(task.failed ? "task.exception" : "task.result",
                                {{"value", text(task.value)}});
            case TaskStatus::Cancelled: {
                std::string message = text(task.value);
                if (message.empty()) return strings_("task.cancelled");
                return strings_("task.cancelled_with", {{"message", message}});
            }
        }
        return {};
    }

    std::string pending_detail(const TaskState& task) const {
        if (is_ready(task)) return ready_detail(task);
        if (task.bare_yield) return with_line(strings_("task.yielded"), task.waiting_line);
        if (!task.waits_for) return strings_("task.created");
        return with_line(strings_("task.waits", {{"what", awaited(task.waits_for)}}),
                         line_of(task));
    }

    std::string ready_detail(const TaskState& task) const {
        std::string what = strings_(task.steps == 0 ? "task.ready_first" : "task.ready_next");
        const trace::LoopState* loop = state_.loops.find(task.loop);
        if (!loop || loop->ready.size() > 2000) return what;
        std::ptrdiff_t index = trace::ready_index(*loop, task.ready_handle);
        if (index < 0) return what;
        return strings_(
            "task.ready_place",
            {{"what", what}, {"place", ordinal(static_cast<std::size_t>(index) + 1, strings_)}});
    }

    std::string task_end(const TaskState& task) const {
        switch (look_of(task)) {
            case Look::Running:
                return strings_("chain.running");
            case Look::Ready:
                return strings_("chain.ready");
            case Look::Done:
            case Look::Failed:
            case Look::Cancelled:
                return strings_("chain.done");
            case Look::Waiting:
                break;
        }
        return strings_("chain.created");
    }

    /// Adds a future and what it comes to; gives the task or future at which the chain goes on.
    FutureId through(ChainView& chain, FutureId id) const {
        const FutureState* future = state_.futures.find(id);
        if (!future) {
            chain.links.push_back({id, strings_("task.a_future")});
            chain.end = strings_("chain.unknown");
            return {};
        }
        chain.links.push_back({id, future_label(*future, log_), {}, look_of(*future)});
        chain.end = future->status == trace::FutureStatus::Pending
                        ? end_of_purpose(log_.text(future->purpose), strings_)
                        : strings_("chain.resolved");
        std::vector<NeedView> needs = needs_of(state_, log_, strings_, *future);
        std::size_t all = needs.size();
        std::erase_if(needs, [](const NeedView& need) { return need.ended; });
        if (needs.empty()) return {};
        if (needs.size() == 1 && needs[0].future()) return needs[0].future();
        if (needs.size() == 1) {
            chain.links.push_back({{}, needs[0].name, {}, needs[0].look, needs[0].thing});
            if (!needs[0].end.empty()) chain.end = needs[0].end;
            return {};
        }
        chain.links.push_back({{}, names_of(needs), {}, Look::Waiting, needs[0].thing});
        chain.end += " · " + strings_("chain.some", {{"n", std::uint64_t{all - needs.size()}},
                                                     {"of", std::uint64_t{all}}});
        return {};
    }

    /// Adds the lock, queue … and goes on at the one that holds it.
    FutureId through(ChainView& chain, const SyncWait& wait, FutureId future) const {
        const trace::SyncState& sync = *wait.sync;
        const FutureState* awaited = state_.futures.find(future);
        std::string name = awaited ? future_label(*awaited, log_) : strings_("task.a_future");
        chain.links.push_back({future, std::move(name)});
        ChainLink link{{}, sync_label(sync, log_), {}, Look::Waiting, Thing::Sync};
        if (sync.created_line > 0)
            link.detail = strings_("task.runs_line", {{"line", std::to_string(sync.created_line)}});
        chain.links.push_back(std::move(link));
        chain.end = end_of(wait, state_, log_, strings_);
        FutureId holder = sole_holder(sync);
        return state_.tasks.find(holder) ? holder : FutureId{};
    }

    /// "Task-2, Task-3 +4".
    static std::string names_of(const std::vector<NeedView>& needs) {
        constexpr std::size_t kNamed = 3;
        std::string names;
        for (std::size_t i = 0; i < std::min(needs.size(), kNamed); ++i)
            names += (i > 0 ? ", " : "") + needs[i].name;
        if (needs.size() > kNamed) names += " +" + std::to_string(needs.size() - kNamed);
        return names;
    }

    const ProgramState& state_;
    const trace::EventLog& log_;
    const Strings& strings_;
};

}  // namespace

const TaskState* chain_start(const ProgramState& state, FutureId selected) {
    if (const TaskState* task = state.tasks.find(selected)) return task;
    const TaskState* longest = nullptr;
    for (const TaskState& task : state.tasks) {
        if (task.status != TaskStatus::Pending || !task.waits_for || is_ready(task)) continue;
        if (!longest || task.changed < longest->changed) longest = &task;
    }
    return longest;
}

Look look_of(const TaskState& task) {
    switch (task.status) {
        case TaskStatus::Running:
            return Look::Running;
        case TaskStatus::Cancelled:
            return Look::Cancelled;
        case TaskStatus::Done:
            return task.failed ? Look::Failed : Look::Done;
        case TaskStatus::Pending:
            break;
    }
    return is_ready(task) ? Look::Ready : Look::Waiting;
}

bool task_matches(const TaskState& task, const trace::EventLog& log, std::string_view filter) {
    auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    auto contains = [&](std::string_view text) {
        auto same = [&](char x, char y) { return lower(x) == lower(y); };
        return std::search(text.begin(), text.end(), filter.begin(), filter.end(), same) !=
               text.end();
    };
    return contains(log.text(task.name)) || contains(log.text(task.coroutine));
}

std::string coroutine_label(std::string_view qualified_name) {
    if (std::size_t locals = qualified_name.rfind("<locals>."); locals != std::string_view::npos) {
        qualified_name.remove_prefix(locals + 9);
    }
    // What asyncio.run adds at the end, and loop.sock_recv and kin.
    for (std::string_view library : {"BaseEventLoop.", "BaseSelectorEventLoop."})
        if (qualified_name.starts_with(library)) qualified_name.remove_prefix(library.size());
    if (qualified_name.empty()) return {};
    std::string label(qualified_name);
    return label.ends_with("()") ? label : label + "()";
}

std::string ordinal(std::size_t n, const Strings& strings) {
    std::string_view key = "ordinal.th";
    if (n % 10 == 1 && n % 100 != 11) key = "ordinal.st";
    if (n % 10 == 2 && n % 100 != 12) key = "ordinal.nd";
    if (n % 10 == 3 && n % 100 != 13) key = "ordinal.rd";
    return strings(key, {{"n", std::to_string(n)}});
}

TasksView view_tasks(const ProgramState& state, const trace::EventLog& log, const Strings& strings,
                     FutureId selected, std::string_view filter) {
    TasksView view;
    view.count = state.tasks.size();
    constexpr Look kLooks[] = {Look::Running, Look::Waiting, Look::Done, Look::Cancelled};
    constexpr std::string_view kTitles[] = {"lane.running", "lane.pending", "lane.done",
                                            "lane.cancelled"};
    std::array<std::vector<const TaskState*>, kLaneCount> lanes;
    for (const TaskState& task : state.tasks) {
        if (!filter.empty() && !task_matches(task, log, filter)) continue;
        lanes[static_cast<std::size_t>(lane_of(task))].push_back(&task);
    }
    Teller teller(state, log, strings);
    for (std::size_t i = 0; i < kLaneCount; ++i) {
        bool ended = i >= static_cast<std::size_t>(LaneName::Done);
        if (ended) {
            std::stable_sort(lanes[i].begin(), lanes[i].end(),
                             [](auto* x, auto* y) { return x->changed > y->changed; });
        }
        view.lanes[i].title = strings(kTitles[i]);
        view.lanes[i].look = kLooks[i];
        view.lanes[i].count = lanes[i].size();
        std::size_t shown = std::min(lanes[i].size(), TasksView::kLaneMax);
        for (std::size_t k = 0; k < shown; ++k) {
            view.lanes[i].tasks.push_back(teller.view(*lanes[i][k]));
        }
    }
    if (const TaskState* start = chain_start(state, selected)) view.chain = teller.chain(*start);
    return view;
}

}  // namespace loopscope::ui
