// The rules that a sound trace obeys, event by event.
#include "sim/trace/soundness.h"

#include "sim/trace/model.h"
#include "sim/trace/reducer.h"

namespace loopscope::trace {
namespace {

// Judges one event by the state before it. Gives the key of the rule that is broken, or "".
class Judge {
  public:
    Judge(const ProgramState& before, const Event& event)
        : state_(before),
          event_(event),
          loop_(before.loops.find(LoopId{event.a})),
          handle_(before.handles.find(HandleId{event.b})) {}

    std::string_view broken_rule() const {
        if (state_.events > 0 && event_.time < state_.now) return "fault.time";
        if (state_.ending.ended) return "fault.after_end";
        switch (event_.kind) {
            case EventKind::IterationBegan:
            case EventKind::IterationEnded:
            case EventKind::TimeoutChosen:
            case EventKind::BatchBegan:
            case EventKind::FdRegistered:
            case EventKind::FdReady:
                return loop_rule();
            case EventKind::TimerDropped:
            case EventKind::TimerDue:
            case EventKind::HandleCreated:
            case EventKind::HandleReady:
            case EventKind::HandleBegan:
            case EventKind::HandleSkipped:
            case EventKind::HandleEnded:
                return handle_rule();
            case EventKind::TaskStepped:
            case EventKind::TaskWaits:
            case EventKind::TaskDone:
            case EventKind::TaskFailed:
            case EventKind::TaskCancelled:
            case EventKind::FutureResolved:
            case EventKind::FutureCancelled:
                return future_rule();
            case EventKind::FrameSuspended:
            case EventKind::FrameResumed:
            case EventKind::FrameExited:
            case EventKind::LineReached:
            case EventKind::VariableChanged:
                return frame_rule();
            default:
                return "";
        }
    }

  private:
    static std::string_view unless(bool fine, std::string_view rule) { return fine ? "" : rule; }

    std::string_view loop_rule() const {
        if (!loop_) return "fault.no_loop";
        switch (event_.kind) {
            case EventKind::IterationBegan:
                return unless(event_.b == loop_->iteration + 1, "fault.iteration");
            case EventKind::IterationEnded:
                return unless(event_.b == loop_->iteration, "fault.iteration");
            case EventKind::FdRegistered:
                return unless(state_.handles.contains(HandleId{event_.c}), "fault.no_handle");
            case EventKind::FdReady: {
                for (const WatchedFd& watched : loop_->selector)
                    if (watched.fd == event_.b) return "";
                return "fault.fd";
            }
            default:
                return unless(event_.b == loop_->ready.size(), "fault.ready_size");
        }
    }

    std::string_view handle_rule() const {
        if (!loop_) return "fault.no_loop";
        if (event_.kind == EventKind::HandleCreated) return unless(!handle_, "fault.handle_again");
        if (!handle_) return "fault.no_handle";
        bool first_ready = !loop_->ready.empty() && loop_->ready.front() == handle_->id;
        bool head = !loop_->scheduled.empty() && loop_->scheduled.front().handle == handle_->id;
        switch (event_.kind) {
            case EventKind::TimerDropped:
                return unless(head && handle_->cancelled, "fault.dropped");
            case EventKind::TimerDue:
                return unless(head, "fault.due");
            case EventKind::HandleReady:
                // A signal that comes twice puts its one handle into _ready twice.
                return unless(handle_->ready_count == 0 || handle_->origin == HandleOrigin::Signal,
                              "fault.ready");
            case EventKind::HandleBegan:
                return unless(first_ready && !handle_->cancelled, "fault.run");
            case EventKind::HandleSkipped:
                return unless(first_ready && handle_->cancelled, "fault.skipped");
            default:
                return unless(handle_->running, "fault.ran");
        }
    }

    std::string_view future_rule() const {
        FutureId id{event_.a};
        if (event_.kind == EventKind::FutureResolved || event_.kind == EventKind::FutureCancelled) {
            const FutureState* future = state_.futures.find(id);
            return unless(future && future->status == FutureStatus::Pending, "fault.resolved");
        }
        const TaskState* task = state_.tasks.find(id);
        if (!task) return "fault.no_task";
        if (event_.kind == EventKind::TaskStepped)
            return unless(task->status == TaskStatus::Pending, "fault.step");
        return unless(task->status == TaskStatus::Running, "fault.not_running");
    }

    std::string_view frame_rule() const {
        const FrameState* frame = state_.frames.find(FrameId{event_.a});
        if (!frame) return "fault.no_frame";
        if (event_.kind == EventKind::FrameResumed) return unless(frame->suspended, "fault.resume");
        if (event_.kind == EventKind::FrameExited) return "";  // A suspended one may be closed.
        return unless(!frame->suspended, "fault.suspended");
    }

    const ProgramState& state_;
    const Event& event_;
    const LoopState* loop_;
    const HandleState* handle_;
};

}  // namespace

std::vector<Fault> find_faults(const EventLog& log, Language language, std::size_t faults_max) {
    std::vector<Fault> faults;
    ProgramState state;
    for (Position at = 0; at < log.size() && faults.size() < faults_max; ++at) {
        std::string_view rule = Judge(state, log[at]).broken_rule();
        if (!rule.empty())
            faults.push_back(
                {at, Catalogue::of(language).get(rule, {{"position", std::uint64_t{at}},
                                                        {"event", schema_of(log[at].kind).name}})});
        apply(state, log[at]);
    }
    return faults;
}

}  // namespace loopscope::trace
