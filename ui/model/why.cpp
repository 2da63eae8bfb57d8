// Why? Walks back from an event to its cause.
#include <algorithm>

#include "ui/model/why.h"

#include "ui/model/narration_view.h"
#include "ui/model/needs.h"
#include "ui/model/sync_wait.h"
#include "ui/model/tasks_view.h"
#include "ui/model/time_axis.h"

namespace loopscope::ui {
namespace {

using trace::Event;
using trace::EventKind;
using trace::Position;
using trace::ProgramState;
using trace::TaskState;
using trace::Timeline;

constexpr std::size_t kStepsMax = 14;

/// The last event before `before` for which `wanted` holds.
template <typename Wanted>
std::optional<Position> find_back(const trace::EventLog& log, Position before, Wanted wanted) {
    for (Position at = before; at-- > 0;) {
        if (wanted(log[at])) return at;
    }
    return std::nullopt;
}

std::optional<Position> last_of(const trace::EventLog& log, Position before, EventKind kind,
                                std::uint32_t a) {
    return find_back(log, before, [&](const Event& e) { return e.kind == kind && e.a == a; });
}
std::optional<Position> last_of_handle(const trace::EventLog& log, Position before, EventKind kind,
                                       std::uint32_t handle) {
    return find_back(log, before, [&](const Event& e) { return e.kind == kind && e.b == handle; });
}

/// The run of the handle in which the event at `at` happened.
std::optional<Position> callback_around(const Timeline& timeline, Position at) {
    ProgramState state = timeline.state_at(at);
    std::uint16_t thread = timeline.log()[at].thread;
    for (const trace::LoopState& loop : state.loops) {
        if (loop.thread != thread || !loop.running) continue;
        return last_of_handle(timeline.log(), at, EventKind::HandleBegan, loop.running.value);
    }
    return std::nullopt;
}

bool ends_future(EventKind kind) {
    return kind == EventKind::FutureResolved || kind == EventKind::FutureCancelled ||
           kind == EventKind::TaskDone || kind == EventKind::TaskFailed ||
           kind == EventKind::TaskCancelled;
}

/// What put a handle into _ready, or set it as a timer.
std::optional<Position> cause_of_handle(const Timeline& timeline, Position at) {
    const trace::EventLog& log = timeline.log();
    const Event& made = log[at];
    std::optional<Position> around = callback_around(timeline, at);
    // What just happened before, in the same callback: a task was made, or a future ended.
    Position first = around.value_or(at > 64 ? at - 64 : 0);
    for (Position back = at; back-- > first;) {
        const Event& e = log[back];
        if (e.kind == EventKind::TaskCreated && e.a == made.c && made.c != 0) return back;
        if (ends_future(e.kind)) return back;
        if (e.kind == EventKind::LineReached || e.kind == EventKind::TaskStepped) break;
    }
    return around;
}

std::optional<Position> cause_of_ready(const Timeline& timeline, Position at) {
    const trace::EventLog& log = timeline.log();
    std::uint32_t handle = log[at].b;
    auto made = last_of_handle(log, at, EventKind::HandleCreated, handle);
    if (!made) return std::nullopt;
    auto origin = static_cast<trace::HandleOrigin>(log[*made].detail);
    if (origin == trace::HandleOrigin::Timer) {
        if (auto due = last_of_handle(log, at, EventKind::TimerDue, handle)) return due;
    }
    if (origin == trace::HandleOrigin::Io) {
        auto ready = find_back(log, at, [](const Event& e) {
            return e.kind == EventKind::FdReady || e.kind == EventKind::SelectReturned;
        });
        if (ready) return ready;
    }
    return cause_of_handle(timeline, *made);
}

/// The event that put the handle at the front of _ready there.
std::optional<Position> cause_of_front(const Timeline& timeline, Position at) {
    const ProgramState state = timeline.state_at(at);
    const trace::LoopState* loop = state.loops.find(trace::LoopId{timeline.log()[at].a});
    if (!loop || loop->ready.empty()) return std::nullopt;
    return last_of_handle(timeline.log(), at, EventKind::HandleReady, loop->ready.front().value);
}

/// Why select waits for as long as it does.
std::optional<Position> cause_of_timeout(const Timeline& timeline, Position at) {
    const Event& e = timeline.log()[at];
    switch (static_cast<trace::TimeoutReason>(e.detail)) {
        case trace::TimeoutReason::ReadyNotEmpty:
            return cause_of_front(timeline, at);
        case trace::TimeoutReason::NextTimer:
        case trace::TimeoutReason::Clipped:
            return last_of_handle(timeline.log(), at, EventKind::HandleCreated, e.c);
        case trace::TimeoutReason::Stopping:
            return last_of(timeline.log(), at, EventKind::LoopStopRequested, e.a);
        case trace::TimeoutReason::Nothing:
            break;
    }
    return std::nullopt;
}

/// What made a descriptor ready: at a socket of the program, what came last of what it can tell;
/// else what happened outside.
std::optional<Position> cause_of_descriptor(const Timeline& timeline, Position at) {
    constexpr std::uint32_t kReadable = 1;
    const Event& e = timeline.log()[at];
    const ProgramState state = timeline.state_at(at);
    const trace::SocketState* socket = trace::socket_of(state, e.b);
    return find_back(timeline.log(), at, [&](const Event& x) {
        // Through the self-pipe come signals and what other threads ask for.
        if (!socket)
            return x.kind == EventKind::Stimulus || x.kind == EventKind::SignalArrived ||
                   (x.kind == EventKind::HandleCreated &&
                    static_cast<trace::HandleOrigin>(x.detail) == trace::HandleOrigin::Threadsafe);
        if (socket->status == trace::SocketStatus::Listening)
            return x.kind == EventKind::SocketQueued && x.b == socket->id.value;
        const bool readable = (e.detail & kReadable) != 0;
        return x.a == socket->id.value &&
               x.kind == (readable ? EventKind::BytesArrived : EventKind::SocketConnected);
    });
}

/// What the other end did: it sent, or its end came with a close or a shutdown.
std::optional<Position> cause_of_arrival(const trace::EventLog& log, Position at) {
    const Event& e = log[at];
    return find_back(log, at, [&](const Event& x) {
        const bool ends = x.kind == EventKind::SocketClosed || x.kind == EventKind::SocketShutDown;
        return x.a == e.b && (e.c > 0 ? x.kind == EventKind::BytesSent : ends);
    });
}

/// What ended a select: the first descriptor's cause, else the clock, else nothing but the asking.
std::optional<Position> cause_of_select(const Timeline& timeline, Position at) {
    const trace::EventLog& log = timeline.log();
    if (log[at].b > 0 && at + 1 < log.size() && log[at + 1].kind == EventKind::FdReady) {
        auto came = cause_of_descriptor(timeline, at + 1);
        if (came && *came < at) return came;
    }
    return last_of(log, at, EventKind::SelectBegan, log[at].a);
}

std::string sentence_of(const trace::NarrationSource& source, const Timeline& timeline,
                        Position at) {
    return trace::narrate(source, timeline, at).headline;
}

class Teller {
  public:
    Teller(const trace::NarrationSource& source, const Timeline& timeline, const Strings& strings)
        : source_(source), timeline_(timeline), strings_(strings) {}

    WhyStep step(Position at) const {
        WhyStep step;
        step.position = at;
        step.time = format_time(timeline_.log()[at].time);
        step.sentence = sentence_of(source_, timeline_, at);
        step.look = look_of_event(timeline_.log()[at], timeline_.state_at(at));
        return step;
    }
    /// The chain of causes of `at` as a section.
    WhySection causes(std::string_view title, Position at) const {
        WhySection section;
        section.title = strings_(title);
        std::vector<Position> chain = causes_of(timeline_, at, kStepsMax);
        for (Position p : chain) section.steps.push_back(step(p));
        if (chain.size() == kStepsMax)
            section.end = strings_("why.end.more");
        else
            section.end = strings_("why.end.program");
        return section;
    }
    /// What a task waits for, down to the leaf.
    WhySection waiting(const ProgramState& state, const TaskState& task) const {
        WhySection section;
        section.title = strings_("why.waits");
        const TaskState* at = &task;
        std::vector<trace::FutureId> seen;
        while (at && section.steps.size() < kStepsMax) {
            bool circle = std::find(seen.begin(), seen.end(), at->id) != seen.end();
            if (circle) {
                section.end = strings_("why.end.circle");
                return section;
            }
            seen.push_back(at->id);
            if (at->status != trace::TaskStatus::Pending || is_ready(*at)) {
                section.end = strings_(at->status == trace::TaskStatus::Pending   ? "chain.ready"
                                       : at->status == trace::TaskStatus::Running ? "chain.running"
                                                                                  : "chain.done");
                return section;
            }
            auto waits = last_of(timeline_.log(), state.events, EventKind::TaskWaits, at->id.value);
            if (!waits) return section;
            section.steps.push_back(step(*waits));
            if (auto wait = sync_wait_of(state, at->id)) {
                section.end = end_of(*wait, state, timeline_.log(), strings_);
                at = state.tasks.find(sole_holder(*wait->sync));
                auto held = at ? taken(state, *wait->sync, at->id) : std::nullopt;
                if (held) section.steps.push_back(step(*held));
                continue;
            }
            trace::FutureId next = at->waits_for;
            constexpr int kFuturesMax = 100;  // A trace may be damaged: one that needs itself.
            for (int passed = 0; const auto* future = state.futures.find(next); ++passed) {
                next = passed < kFuturesMax ? leaf(section, state, *future) : trace::FutureId{};
                if (!next) return section;
            }
            at = state.tasks.find(next);
        }
        return section;
    }

    /// What a pending future waits for: itself, or what it comes to.
    WhySection waiting(const ProgramState& state, const trace::FutureState& future) const {
        WhySection section;
        section.title = strings_("why.waits");
        trace::FutureId next = leaf(section, state, future);
        if (const TaskState* task = state.tasks.find(next)) {
            WhySection rest = waiting(state, *task);
            section.steps.insert(section.steps.end(), rest.steps.begin(), rest.steps.end());
            section.end = rest.end;
        }
        return section;
    }

  private:
    /// When a task acquired what it holds.
    std::optional<Position> taken(const ProgramState& state, const trace::SyncState& sync,
                                  trace::FutureId task) const {
        return find_back(timeline_.log(), state.events, [&](const Event& e) {
            return e.kind == EventKind::SyncHeld && e.a == sync.id.value && e.b == task.value;
        });
    }
    /// What a future comes to; gives the one task or future at which the chain goes on.
    trace::FutureId leaf(WhySection& section, const ProgramState& state,
                         const trace::FutureState& future) const {
        const trace::EventLog& log = timeline_.log();
        section.end = future.status == trace::FutureStatus::Pending
                          ? end_of_purpose(log.text(future.purpose), strings_)
                          : strings_("chain.resolved");
        std::vector<NeedView> needs = needs_of(state, log, strings_, future);
        std::erase_if(needs, [](const NeedView& need) { return need.ended; });
        if (needs.empty()) {
            if (future.created < state.events) section.steps.push_back(step(future.created));
            return {};
        }
        if (needs.size() == 1 && needs[0].future() && section.steps.size() < kStepsMax)
            return needs[0].future();
        constexpr std::size_t kToldMax = 5;
        for (std::size_t i = 0; i < std::min(needs.size(), kToldMax); ++i)
            if (needs[i].at > 0 && needs[i].at < state.events)
                section.steps.push_back(step(latest_wait(state, needs[i])));
        if (needs.size() == 1 && !needs[0].end.empty()) section.end = needs[0].end;
        return {};
    }
    /// Of a task that waits, the event by which it does: it says for what.
    static Position latest_wait(const ProgramState& state, const NeedView& need) {
        const TaskState* task = state.tasks.find(need.future());
        bool waits = task && task->status == trace::TaskStatus::Pending && task->waiting_since > 0;
        return waits ? Position{task->waiting_since} : need.at;
    }

    const trace::NarrationSource& source_;
    const Timeline& timeline_;
    const Strings& strings_;
};

bool ended(const TaskState& task) {
    return task.status == trace::TaskStatus::Done || task.status == trace::TaskStatus::Cancelled;
}

void explain_task(WhyView& view, const Teller& teller, const Timeline& timeline,
                  const TaskState& task) {
    const ProgramState& state = timeline.state();
    const trace::EventLog& log = timeline.log();
    std::uint32_t id = task.id.value;
    if (task.cancel_requests > 0) {
        if (auto asked = last_of(log, state.events, EventKind::TaskCancelRequested, id))
            view.sections.push_back(teller.causes("why.cancelled", *asked));
    }
    if (task.status == trace::TaskStatus::Pending && !is_ready(task) && task.waits_for)
        view.sections.push_back(teller.waiting(state, task));
    if (is_ready(task)) {
        if (auto ready =
                last_of_handle(log, state.events, EventKind::HandleReady, task.ready_handle.value))
            view.sections.push_back(teller.causes("why.ready", *ready));
    }
    if (task.steps > 0) {
        auto stepped = last_of(log, state.events, EventKind::TaskStepped, id);
        auto cause = stepped ? cause_of(timeline, *stepped) : std::nullopt;
        std::string_view title = ended(task)                                 ? "why.ended"
                                 : task.status == trace::TaskStatus::Running ? "why.runs"
                                                                             : "why.ran";
        if (cause) view.sections.push_back(teller.causes(title, *cause));
    }
    if (view.sections.empty() && task.created < state.events)
        view.sections.push_back(teller.causes("why.created", task.created));
}

void explain_future(WhyView& view, const Teller& teller, const Timeline& timeline,
                    const trace::FutureState& future) {
    const trace::EventLog& log = timeline.log();
    Position events = timeline.state().events;
    if (future.status == trace::FutureStatus::Pending) {
        view.sections.push_back(teller.waiting(timeline.state(), future));
    } else {
        auto ended = find_back(log, events, [&](const Event& e) {
            return ends_future(e.kind) && e.a == future.id.value;
        });
        if (ended) view.sections.push_back(teller.causes("why.resolved", *ended));
    }
    if (future.created < events)
        view.sections.push_back(teller.causes("why.created", future.created));
}

/// False: the trace has not heard of it yet.
bool explain_handle(WhyView& view, const Teller& teller, const Timeline& timeline,
                    trace::HandleId id) {
    const trace::EventLog& log = timeline.log();
    Position events = timeline.state().events;
    auto made = last_of_handle(log, events, EventKind::HandleCreated, id.value);
    if (!made) return false;
    view.subject = std::string(log.text(log[*made].text));
    auto began = last_of_handle(log, events, EventKind::HandleBegan, id.value);
    auto ready = last_of_handle(log, events, EventKind::HandleReady, id.value);
    if (began && *began > *made)
        view.sections.push_back(teller.causes("why.ran", *began));
    else if (ready && *ready > *made)
        view.sections.push_back(teller.causes("why.ready", *ready));
    view.sections.push_back(teller.causes("why.created", *made));
    return true;
}

}  // namespace

std::optional<Position> cause_of(const Timeline& timeline, Position at) {
    const trace::EventLog& log = timeline.log();
    if (at >= log.size()) return std::nullopt;
    const Event& e = log[at];
    switch (e.kind) {
        case EventKind::HandleBegan:
        case EventKind::HandleSkipped:
            return last_of_handle(log, at, EventKind::HandleReady, e.b);
        case EventKind::HandleEnded:
        case EventKind::HandleFailed:
            return last_of_handle(log, at, EventKind::HandleBegan, e.b);
        case EventKind::HandleReady:
            return cause_of_ready(timeline, at);
        case EventKind::TimerDue:
        case EventKind::TimerDropped:
            return last_of_handle(log, at, EventKind::HandleCreated, e.b);
        case EventKind::HandleCreated:
            return cause_of_handle(timeline, at);
        case EventKind::FdReady:
            return cause_of_descriptor(timeline, at);
        case EventKind::BytesArrived:
            return cause_of_arrival(log, at);
        case EventKind::BatchBegan:
            return cause_of_front(timeline, at);
        case EventKind::TimeoutChosen:
            return cause_of_timeout(timeline, at);
        case EventKind::SelectBegan:
            return last_of(log, at, EventKind::TimeoutChosen, e.a);
        case EventKind::SelectReturned:
            return cause_of_select(timeline, at);
        case EventKind::IterationBegan:
            return last_of(log, at, EventKind::LoopRunning, e.a);
        case EventKind::IterationEnded:
            return last_of(log, at, EventKind::BatchBegan, e.a);
        case EventKind::LoopStopped:
            return last_of(log, at, EventKind::LoopStopRequested, e.a);
        case EventKind::TaskCancelled:
            if (auto asked = last_of(log, at, EventKind::TaskCancelRequested, e.a)) return asked;
            return callback_around(timeline, at);
        default:
            return callback_around(timeline, at);
    }
}

std::vector<Position> causes_of(const Timeline& timeline, Position at, std::size_t steps_max) {
    std::vector<Position> chain{at};
    while (chain.size() < steps_max) {
        auto cause = cause_of(timeline, chain.back());
        if (!cause || *cause >= chain.back()) break;
        chain.push_back(*cause);
    }
    return chain;
}

WhyView view_why(const trace::NarrationSource& source, const Timeline& timeline,
                 const Strings& strings, const WhySubject& about) {
    WhyView view;
    const ProgramState& state = timeline.state();
    if (state.events == 0) return view;
    Teller teller(source, timeline, strings);
    if (about.handle && explain_handle(view, teller, timeline, about.handle)) return view;
    if (const TaskState* task = state.tasks.find(about.future)) {
        view.subject = std::string(timeline.log().text(task->name)) + " " +
                       coroutine_label(timeline.log().text(task->coroutine));
        explain_task(view, teller, timeline, *task);
        return view;
    }
    if (const trace::FutureState* future = state.futures.find(about.future)) {
        view.subject = future_label(*future, timeline.log());
        explain_future(view, teller, timeline, *future);
        return view;
    }
    view.subject = strings("why.this_step");
    view.sections.push_back(teller.causes("why.step", timeline.position()));
    return view;
}

}  // namespace loopscope::ui
