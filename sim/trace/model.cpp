// The ready queue, and questions that a ProgramState answers.
#include "sim/trace/model.h"

#include <algorithm>

namespace loopscope::trace {

void ReadyQueue::pop_front() {
    ++head_;
    if (head_ == handles_.size()) {
        clear();
    } else if (head_ >= 64 && head_ * 2 > handles_.size()) {
        handles_.erase(handles_.begin(), begin());
        head_ = 0;
    }
}

void ReadyQueue::erase(std::size_t i) {
    if (i == 0)
        pop_front();
    else
        handles_.erase(begin() + static_cast<std::ptrdiff_t>(i));
}

void ReadyQueue::clear() {
    handles_.clear();
    head_ = 0;
}

bool operator==(const ReadyQueue& x, const ReadyQueue& y) {
    return std::equal(x.begin(), x.end(), y.begin(), y.end());
}

const FrameState* live_frame(const ProgramState& state, ThreadId thread) {
    const ThreadState* on = state.threads.find(thread);
    if (!on || on->frames.empty()) return nullptr;
    return state.frames.find(on->frames.back());
}

const LoopState* shown_loop(const ProgramState& state) {
    const LoopState* shown = nullptr;
    bool shown_is_here = false;
    for (const LoopState& loop : state.loops) {
        bool running = loop.status == LoopStatus::Running;
        bool here = running && loop.thread == state.thread;
        if (!shown || here || (!shown_is_here && (running || shown->status != LoopStatus::Running)))
            shown = &loop;
        shown_is_here = shown_is_here || here;
    }
    return shown;
}

std::ptrdiff_t ready_index(const LoopState& loop, HandleId handle) {
    auto found = std::find(loop.ready.begin(), loop.ready.end(), handle);
    return found == loop.ready.end() ? -1 : found - loop.ready.begin();
}

std::size_t heap_bytes(const LoopState& loop) {
    return loop.ready.heap_bytes() + loop.scheduled.size() * sizeof(TimerEntry) +
           loop.selector.size() * sizeof(WatchedFd);
}
std::size_t heap_bytes(const FutureState& future) {
    return future.waiters.size() * sizeof(FutureId);
}
std::size_t heap_bytes(const TaskState& task) {
    return task.frames.size() * sizeof(FrameId) + task.waiters.size() * sizeof(FutureId);
}
std::size_t heap_bytes(const FrameState& frame) {
    return frame.variables.size() * sizeof(Variable);
}
std::size_t heap_bytes(const ThreadState& thread) { return thread.frames.size() * sizeof(FrameId); }

}  // namespace loopscope::trace
