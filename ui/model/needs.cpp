// What a pending future comes to.
#include "ui/model/needs.h"

#include <fmt/format.h>

#include <algorithm>

#include "ui/model/tasks_view.h"
#include "ui/model/time_axis.h"

namespace loopscope::ui {
namespace {

using trace::FutureId;
using trace::FutureState;
using trace::HandleId;
using trace::NeedKind;
using trace::NeedState;
using trace::ProgramState;

class Teller {
  public:
    Teller(const ProgramState& state, const trace::EventLog& log, const Strings& strings)
        : state_(state), log_(log), strings_(strings) {}

    NeedView view(const NeedState& need, const FutureState& of) const {
        switch (need.what) {
            case NeedKind::Future:
                return future(FutureId{need.id});
            case NeedKind::Descriptor:
                return descriptor(need.id, of);
            case NeedKind::Work:
                return work(need.id);
            case NeedKind::Process:
                return process(need.id);
            case NeedKind::Timer:
                break;
        }
        return timer(HandleId{need.id});
    }

    NeedView timer(HandleId id) const {
        NeedView view{.thing = Thing::Timer, .number = id.value, .name = strings_("leaf.timer")};
        const trace::HandleState* handle = state_.handles.find(id);
        view.ended = !handle;
        if (!handle) return view;
        view.at = handle->created;
        view.end = strings_("chain.timer", {{"when", format_time(handle->when)}});
        return view;
    }

    /// The timer that asyncio.sleep set for this future: the trace does not tie them, but it is
    /// made right after it.
    HandleId timer_of(const FutureState& future) const {
        const trace::LoopState* loop = state_.loops.find(future.loop);
        if (!loop || !log_.text(future.purpose).starts_with("sleep")) return {};
        HandleId found;
        trace::Position closest = future.created + 5;
        for (const trace::TimerEntry& timer : loop->scheduled) {
            const trace::HandleState* handle = state_.handles.find(timer.handle);
            if (!handle || handle->created < future.created || handle->created >= closest) continue;
            closest = handle->created;
            found = timer.handle;
        }
        return found;
    }

  private:
    NeedView future(FutureId id) const {
        NeedView view{.number = id.value};
        if (const trace::TaskState* task = state_.tasks.find(id)) {
            view.thing = Thing::Task;
            view.name = log_.text(task->name);
            view.look = look_of(*task);
            view.ended = task->status == trace::TaskStatus::Done ||
                         task->status == trace::TaskStatus::Cancelled;
            view.at = task->changed;
            return view;
        }
        const FutureState* future = state_.futures.find(id);
        view.ended = !future || future->status != trace::FutureStatus::Pending;
        view.name = future ? future_label(*future, log_) : strings_("task.a_future");
        view.look = future ? look_of(*future) : Look::Done;
        if (future) view.at = future->created;
        return view;
    }

    NeedView descriptor(std::uint32_t fd, const FutureState& of) const {
        NeedView view{.thing = Thing::Socket, .number = fd, .name = fmt::format("fd {}", fd)};
        if (const trace::SocketState* socket = trace::socket_of(state_, fd)) {
            view.name = socket_label(*socket, log_);
            view.at = socket->changed;
            return view;
        }
        const trace::LoopState* loop = state_.loops.find(of.loop);
        if (!loop) return view;
        for (const trace::WatchedFd& watched : loop->selector) {
            if (watched.fd != fd || !watched.what) continue;
            if (log_.text(watched.what) == "pipe") view.thing = Thing::Pipe;
            view.name = fmt::format("{} (fd {})", log_.text(watched.what), fd);
        }
        return view;
    }

    NeedView work(std::uint32_t number) const {
        NeedView view{.thing = Thing::Work, .number = number, .name = strings_("leaf.thread")};
        const trace::WorkState* work = state_.works.find(trace::WorkId{number});
        if (!work) return view;
        view.name = coroutine_label(log_.text(work->function));
        view.at = work->started > 0 ? work->started : work->submitted;
        view.ended = work->status == trace::WorkStatus::Finished ||
                     work->status == trace::WorkStatus::Failed ||
                     work->status == trace::WorkStatus::Cancelled;
        if (work->status == trace::WorkStatus::Waiting) view.end = strings_("chain.work.waits");
        if (work->status != trace::WorkStatus::Running) return view;
        view.look = Look::Running;
        const trace::ThreadState* thread = state_.threads.find(work->thread);
        view.end = strings_("chain.work.runs",
                            {{"thread", thread ? std::string(log_.text(thread->name)) : "?"}});
        return view;
    }

    NeedView process(std::uint32_t pid) const {
        std::string number = std::to_string(pid);
        NeedView view{.thing = Thing::Process,
                      .number = pid,
                      .name = strings_("leaf.process", {{"pid", number}}),
                      .end = strings_("chain.process")};
        const trace::ProcessState* process = state_.processes.find(trace::ProcessId{pid});
        if (!process) return view;
        view.ended = process->ended;
        view.at = process->ended ? process->finished : process->started;
        return view;
    }

    const ProgramState& state_;
    const trace::EventLog& log_;
    const Strings& strings_;
};

}  // namespace

std::vector<NeedView> needs_of(const ProgramState& state, const trace::EventLog& log,
                               const Strings& strings, const FutureState& future) {
    std::vector<NeedView> views;
    if (future.status != trace::FutureStatus::Pending) return views;
    Teller teller(state, log, strings);
    for (const NeedState& need : future.needs) views.push_back(teller.view(need, future));
    if (HandleId timer = teller.timer_of(future)) views.push_back(teller.timer(timer));
    return views;
}

std::string future_label(const FutureState& future, const trace::EventLog& log) {
    return std::string(log.text(future.purpose ? future.purpose : future.class_name));
}

std::string sync_label(const trace::SyncState& sync, const trace::EventLog& log) {
    std::string_view name = log.text(sync.class_name);
    constexpr std::string_view kUsual = "asyncio.";
    if (name.starts_with(kUsual)) name.remove_prefix(kUsual.size());
    return std::string(name);
}

std::string short_address(std::string_view whole) {
    for (std::string_view own : {"127.0.0.1:", "::1:", "[::1]:", "0.0.0.0:"})
        if (whole.starts_with(own)) return std::string(whole.substr(own.size() - 1));
    return std::string(whole);
}

std::string socket_label(const trace::SocketState& socket, const trace::EventLog& log) {
    std::string from = short_address(log.text(socket.local));
    std::string to = short_address(log.text(socket.remote));
    if (from.empty()) from = socket.fd > 0 ? fmt::format("fd {}", socket.fd) : "?";
    return to.empty() ? from : from + " → " + to;
}

Look look_of(const FutureState& future) {
    switch (future.status) {
        case trace::FutureStatus::Pending:
            return Look::Waiting;
        case trace::FutureStatus::Cancelled:
            return Look::Cancelled;
        case trace::FutureStatus::Exception:
            return Look::Failed;
        case trace::FutureStatus::Result:
            break;
    }
    return Look::Done;
}

}  // namespace loopscope::ui
