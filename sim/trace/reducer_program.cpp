// What the events of futures, tasks and frames mean.
#include <algorithm>

#include "sim/trace/reducer_impl.h"

namespace loopscope::trace {

// ---- Futures.

SeldomList<FutureId>* Reduction::waiters_of(FutureId awaited) {
    if (TaskState* task = state_.tasks.edit(awaited)) return &task->waiters;
    if (FutureState* future = state_.futures.edit(awaited)) return &future->waiters;
    return nullptr;
}

void Reduction::future_created() {
    FutureId id{event_.a};
    if (!is_plausible(id.value) || state_.tasks.contains(id)) return;
    FutureState& future = state_.futures.obtain(id);
    future = FutureState{};
    future.id = id;
    future.loop = LoopId{event_.b};
    future.class_name = event_.text;
    future.purpose = event_.text2;
    future.created_line = event_.line;
    future.created = state_.position;
}

void Reduction::future_resolved() {
    FutureState* future = state_.futures.edit(FutureId{event_.a});
    if (!future) return;
    bool raised = static_cast<Resolution>(detail_) == Resolution::Exception;
    future->status = raised ? FutureStatus::Exception : FutureStatus::Result;
    future->value = event_.text;
    future->waiters.clear();
    future->needs.clear();
}

void Reduction::future_cancelled() {
    FutureState* future = state_.futures.edit(FutureId{event_.a});
    if (!future) return;
    future->status = FutureStatus::Cancelled;
    future->value = event_.text;
    future->waiters.clear();
    future->needs.clear();
}

void Reduction::future_released() {
    FutureId id{event_.a};
    if (TaskState* task = state_.tasks.edit(id))
        task->released = true;
    else
        state_.futures.erase(id);
}

void Reduction::future_needs() {
    FutureState* future = state_.futures.edit(FutureId{event_.a});
    if (!future || future->status != FutureStatus::Pending) return;
    if (!future->purpose) future->purpose = event_.text;
    const NeedState need{static_cast<NeedKind>(detail_), event_.b};
    const bool known = need.id != 0 || need.what == NeedKind::Descriptor;
    if (known) future->needs.edit().push_back(need);
}

// ---- Tasks.

void Reduction::task_created() {
    FutureId id{event_.a};
    if (!is_plausible(id.value)) return;
    state_.futures.erase(id);
    TaskState& task = state_.tasks.obtain(id);
    HandleId ready_handle = task.ready_handle;  // Its first step may be in _ready already.
    task = TaskState{};
    task.id = id;
    task.parent = FutureId{event_.b};
    task.loop = LoopId{event_.c};
    task.name = event_.text;
    task.coroutine = event_.text2;
    task.ready_handle = ready_handle;
    task.created_line = event_.line;
    task.created = task.changed = state_.position;
}

void Reduction::task_renamed() {
    if (TaskState* task = state_.tasks.edit(FutureId{event_.a})) task->name = event_.text;
}

void Reduction::task_stepped() {
    TaskState* task = state_.tasks.edit(FutureId{event_.a});
    if (!task) return;
    stop_waiting(*task);
    task->status = TaskStatus::Running;
    task->step_reason = static_cast<StepReason>(detail_);
    task->ready_handle = {};
    task->waiting_line = 0;
    task->waiting_since = 0;
    task->changed = state_.position;
    ++task->steps;
    if (LoopState* loop = state_.loops.edit(task->loop)) loop->current_task = task->id;
    if (ThreadState* on = thread(ThreadId{event_.thread})) on->task = task->id;
}

// The task's step is over, one way or the other.
void Reduction::step_over(TaskState& task) {
    task.changed = state_.position;
    // An eager task takes its first step inside that of the task that creates it.
    const TaskState* parent = state_.tasks.find(task.parent);
    const bool eager = parent && parent->status == TaskStatus::Running && parent->loop == task.loop;
    const FutureId goes_on = eager ? parent->id : FutureId{};
    if (LoopState* loop = state_.loops.edit(task.loop); loop && loop->current_task == task.id)
        loop->current_task = goes_on;
    if (ThreadState* on = thread(ThreadId{event_.thread}); on && on->task == task.id)
        on->task = goes_on;
}

void Reduction::stop_waiting(TaskState& task) {
    FutureId awaited = task.waits_for;
    task.waits_for = {};
    task.bare_yield = false;
    SeldomList<FutureId>* list = waiters_of(awaited);
    if (!list || list->empty()) return;
    std::vector<FutureId>& waiters = list->edit();
    auto end = waiters.begin() + static_cast<std::ptrdiff_t>(std::min(waiters.size(), kSearchMax));
    auto found = std::find(waiters.begin(), end, task.id);
    if (found != end) waiters.erase(found);
}

void Reduction::task_waits() {
    TaskState* task = state_.tasks.edit(FutureId{event_.a});
    if (!task) return;
    stop_waiting(*task);
    task->status = TaskStatus::Pending;
    task->bare_yield = static_cast<WaitKind>(detail_) == WaitKind::BareYield;
    task->waiting_line = event_.line;
    task->waiting_since = state_.position;
    if (!task->bare_yield) task->waits_for = FutureId{event_.b};
    step_over(*task);
    if (!task->waits_for) return;
    if (SeldomList<FutureId>* waiters = waiters_of(task->waits_for))
        waiters->edit().push_back(task->id);
}

void Reduction::task_cancel_requested() {
    TaskState* task = state_.tasks.edit(FutureId{event_.a});
    if (!task) return;
    task->cancel_answer = static_cast<CancelAnswer>(detail_);
    task->cancel_by = FutureId{event_.b};
    task->cancel_message = event_.text;
    task->cancel_line = event_.line;
    ++task->cancel_requests;
}

void Reduction::task_ended(TaskStatus status, bool failed) {
    TaskState* task = state_.tasks.edit(FutureId{event_.a});
    if (!task) return;
    stop_waiting(*task);
    task->status = status;
    task->failed = failed;
    task->value = event_.text;
    task->ready_handle = {};
    task->waiting_line = 0;
    task->waiting_since = 0;
    task->frames.clear();
    task->waiters.clear();
    step_over(*task);
}

// ---- Frames.

// Removes `frame` and what stands above it.
void Reduction::cut_stack(std::vector<FrameId>& stack, FrameId frame) {
    std::size_t end = stack.size();
    std::size_t begin = end - std::min(end, kSearchMax);
    for (std::size_t i = end; i-- > begin;)
        if (stack[i] == frame) return stack.resize(i);
}

void Reduction::cut_stack(TaskState& task, FrameId frame) {
    if (!task.frames.empty()) cut_stack(task.frames.edit(), frame);
}

// A frame that does something is the innermost of its task: suspended generators that its task's
// stack still shows above it have handed control back to it.
void Reduction::frame_runs(FrameId id) {
    const FrameState* frame = state_.frames.find(id);
    const TaskState* shown = frame ? state_.tasks.find(frame->task) : nullptr;
    if (!shown || shown->frames.empty() || shown->frames.back() == id) return;
    std::size_t end = shown->frames.size();
    std::size_t begin = end - std::min(end, kSearchMax);
    for (std::size_t i = end; i-- > begin;) {
        if (shown->frames[i] == id)
            return state_.tasks.edit(frame->task)->frames.edit().resize(i + 1);
        const FrameState* above = state_.frames.find(shown->frames[i]);
        if (above && !above->suspended) return;
    }
}

// Puts a frame that begins or goes on to run on its thread's and its task's stack.
void Reduction::push_frame(FrameState& frame) {
    frame.suspended = false;
    frame.thread = event_.thread;
    if (ThreadState* on = thread(ThreadId{event_.thread})) on->frames.push_back(frame.id);
    TaskState* task = state_.tasks.edit(frame.task);
    if (!task) return;
    std::vector<FrameId>& stack = task->frames.edit();
    std::size_t begin = stack.size() - std::min(stack.size(), kSearchMax);
    for (std::size_t i = stack.size(); i-- > begin;)
        if (stack[i] == frame.id) return;  // Resumed in its place.
    stack.push_back(frame.id);
}

void Reduction::frame_entered() {
    FrameId id{event_.a};
    if (!is_plausible(id.value)) return;
    frame_runs(FrameId{event_.c});
    FrameState& frame = state_.frames.obtain(id);
    frame = FrameState{};
    frame.id = id;
    frame.caller = FrameId{event_.c};
    frame.task = FutureId{event_.b};
    frame.function = event_.text;
    frame.file = event_.text2;
    frame.kind = static_cast<FrameKind>(detail_);
    frame.first_line = frame.line = event_.line;
    frame.entered = state_.position;
    push_frame(frame);
}

void Reduction::frame_suspended() {
    FrameId id{event_.a};
    FrameState* frame = state_.frames.edit(id);
    if (!frame) return;
    frame->suspended = true;
    if (event_.line) frame->line = event_.line;
    if (ThreadState* on = state_.threads.edit(ThreadId{frame->thread})) cut_stack(on->frames, id);
}

void Reduction::frame_resumed() {
    FrameState* frame = state_.frames.edit(FrameId{event_.a});
    if (!frame) return;
    if (!frame->suspended)  // Never told that it was suspended.
        if (ThreadState* on = state_.threads.edit(ThreadId{frame->thread}))
            cut_stack(on->frames, frame->id);
    if (frame->task != FutureId{event_.b})
        if (TaskState* before = state_.tasks.edit(frame->task)) cut_stack(*before, frame->id);
    frame->task = FutureId{event_.b};
    frame->caller = FrameId{event_.c};
    push_frame(*frame);
}

void Reduction::frame_exited() {
    FrameId id{event_.a};
    const FrameState* frame = state_.frames.find(id);
    if (!frame) return;
    if (ThreadState* on = state_.threads.edit(ThreadId{frame->thread})) cut_stack(on->frames, id);
    if (TaskState* task = state_.tasks.edit(frame->task)) cut_stack(*task, id);
    state_.frames.erase(id);
}

void Reduction::line_reached() {
    FrameState* frame = state_.frames.edit(FrameId{event_.a});
    if (!frame) return;
    frame->line = event_.line;
    frame_runs(frame->id);
}

void Reduction::variable_changed() {
    FrameState* frame = state_.frames.edit(FrameId{event_.a});
    if (!frame) return;
    std::vector<Variable>& all = frame->variables;
    auto found = std::find_if(all.begin(), all.end(),
                              [&](const Variable& x) { return x.name == event_.text; });
    if (!event_.text2) {  // del
        if (found != all.end()) all.erase(found);
    } else if (found != all.end()) {
        found->value = event_.text2;
        found->changed = state_.position;
    } else {
        all.push_back({event_.text, event_.text2, state_.position});
    }
}

}  // namespace loopscope::trace
