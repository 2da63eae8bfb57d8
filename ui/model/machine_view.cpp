// What the tab of the machine says.
#include "ui/model/machine_view.h"

#include <map>

#include "ui/model/tasks_view.h"
#include "ui/model/time_axis.h"

namespace loopscope::ui {
namespace {

using trace::ProgramState;

MachineSection threads(const ProgramState& state, const trace::EventLog& log,
                       const Strings& strings) {
    MachineSection section{strings("machine.threads"), strings("machine.threads.none"), {}};
    for (const trace::ThreadState& thread : state.threads) {
        MachineRow row;
        row.name = log.text(thread.name);
        switch (thread.status) {
            case trace::ThreadStatus::Running:
                row.look = Look::Running;
                row.state = strings("machine.runs");
                break;
            case trace::ThreadStatus::Blocked:
                row.look = Look::Waiting;
                row.state =
                    thread.blocked_until == trace::kNoTimeout
                        ? strings("machine.blocked")
                        : strings("machine.until", {{"t", format_time(thread.blocked_until)}});
                row.detail = log.text(thread.blocked_on);
                break;
            case trace::ThreadStatus::Ended:
                row.look = Look::Done;
                row.state = strings("machine.ended");
                break;
        }
        if (const trace::TaskState* task = state.tasks.find(thread.task)) {
            row.task = task->id;
            row.detail += (row.detail.empty() ? "" : " · ") + std::string(log.text(task->name));
        }
        section.rows.push_back(std::move(row));
    }
    return section;
}

MachineSection descriptors(const ProgramState& state, const trace::EventLog& log,
                           const Strings& strings) {
    MachineSection section{strings("machine.fds"), strings("selector.empty"), {}};
    for (const trace::LoopState& loop : state.loops) {
        for (const trace::WatchedFd& fd : loop.selector) {
            MachineRow row;
            row.name = "fd " + std::to_string(fd.fd) + "  " + std::string(log.text(fd.what));
            if (fd.reader) row.state = strings("fd.read");
            if (fd.writer) row.state += (row.state.empty() ? "" : ", ") + strings("fd.write");
            row.look = fd.ready != 0 ? Look::Ready : Look::Waiting;
            section.rows.push_back(std::move(row));
        }
    }
    return section;
}

/// Pending futures with somebody waiting, by what the library made them for, in order of creation:
/// the queue at a lock is the row's detail, first come first.
MachineSection waiting(const ProgramState& state, const trace::EventLog& log,
                       const Strings& strings) {
    MachineSection section{strings("machine.waiting"), strings("machine.waiting.none"), {}};
    std::map<std::string, std::size_t> index;
    std::map<std::size_t, std::size_t> counts;
    for (const trace::FutureState& future : state.futures) {
        if (future.status != trace::FutureStatus::Pending || future.waiters.empty()) continue;
        std::string purpose(log.text(future.purpose));
        if (purpose.empty()) purpose = log.text(future.class_name);
        auto [it, fresh] = index.try_emplace(purpose, section.rows.size());
        if (fresh) section.rows.push_back({purpose, {}, {}, Look::Waiting, {}});
        MachineRow& row = section.rows[it->second];
        for (trace::FutureId waiter : future.waiters) {
            const trace::TaskState* task = state.tasks.find(waiter);
            if (!task) continue;
            if (!row.task) row.task = task->id;
            std::size_t n = ++counts[it->second];
            if (n > 12) continue;
            row.detail += (n == 1 ? "" : n == 12 ? ", …" : ", ");
            if (n < 12) row.detail += log.text(task->name);
        }
    }
    for (auto& [place, count] : counts)
        section.rows[place].state = strings.count("machine.waiters", count);
    return section;
}

}  // namespace

MachineView view_machine(const ProgramState& state, const trace::EventLog& log,
                         const Strings& strings) {
    MachineView view;
    view.sections.push_back(threads(state, log, strings));
    view.sections.push_back(waiting(state, log, strings));
    view.sections.push_back(descriptors(state, log, strings));
    return view;
}

}  // namespace loopscope::ui
