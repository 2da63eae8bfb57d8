// What the events of descriptors and handles mean.
#include <algorithm>

#include "sim/base/heapq.h"
#include "sim/trace/reducer_impl.h"

namespace loopscope::trace {

// ---- Descriptors.

void Reduction::fd_registered() {
    LoopState* loop = this->loop();
    if (!loop) return;
    auto at = place_of_fd(loop->selector, event_.b);
    if (at == loop->selector.end() || at->fd != event_.b)
        at = loop->selector.insert(at, WatchedFd{});
    at->fd = event_.b;
    if (event_.text) at->what = event_.text;
    HandleId id{event_.c};
    auto watch = [&](HandleId& place) {
        unwatch(place);
        place = id;
        if (HandleState* handle = state_.handles.edit(id)) ++handle->watches;
    };
    if (event_.detail & kFdRead) watch(at->reader);
    if (event_.detail & kFdWrite) watch(at->writer);
}

void Reduction::fd_unregistered() {
    LoopState* loop = this->loop();
    if (!loop) return;
    auto at = place_of_fd(loop->selector, event_.b);
    if (at == loop->selector.end() || at->fd != event_.b) return;
    if (event_.detail & kFdRead) unwatch(at->reader);
    if (event_.detail & kFdWrite) unwatch(at->writer);
    if (!at->reader && !at->writer) loop->selector.erase(at);
}

void Reduction::unwatch(HandleId& place) {
    HandleId id = place;
    place = {};
    HandleState* handle = state_.handles.edit(id);
    if (!handle) return;
    if (handle->watches > 0) --handle->watches;
    forget_if_nowhere(id);
}

// ---- Handles.

void Reduction::handle_created() {
    HandleState* handle = this->handle();
    if (!handle) return;
    handle->loop = LoopId{event_.a};
    handle->task = FutureId{event_.c};
    handle->when = event_.number;
    handle->callback = event_.text;
    handle->args = event_.text2;
    handle->origin = static_cast<HandleOrigin>(detail_);
    const TaskState* task = state_.tasks.find(handle->task);
    handle->first_step = task && task->steps == 0;
    handle->cancelled = false;
    handle->created_line = event_.line;
    handle->created = state_.position;
    if (const ThreadState* on = state_.threads.find(ThreadId{event_.thread}))
        handle->created_by = on->task;
    if (handle->origin != HandleOrigin::Timer || handle->in_heap) return;
    LoopState* loop = this->loop();
    if (!loop) return;
    handle->in_heap = true;  // CPython: BaseEventLoop.call_at
    base::heap_push(loop->scheduled, TimerEntry{handle->id, handle->when}, kEarlierTimer);
}

void Reduction::handle_ready() {
    LoopState* loop = this->loop();
    HandleState* handle = this->handle();
    if (!loop || !handle) return;
    loop->ready.push_back(handle->id);
    ++handle->ready_count;
    TaskState* task = handle->task ? state_.tasks.edit(handle->task) : nullptr;
    if (!task) return;
    task->ready_handle = handle->id;
    task->changed = state_.position;
}

void Reduction::handle_began() {
    LoopState* loop = this->loop();
    HandleState* handle = this->handle();
    if (!loop || !handle) return;
    leave_ready(*loop, handle->id);
    ++loop->handles_run;
    loop->running = handle->id;
    handle->running = true;
}

void Reduction::handle_ended() {
    LoopState* loop = this->loop();
    if (!loop) return;
    loop->running = {};
    HandleId id{event_.b};
    HandleState* handle = state_.handles.edit(id);
    if (!handle) return;
    handle->running = false;
    no_longer_ready(*handle);
    forget_if_nowhere(id);
}

void Reduction::handle_skipped() {
    LoopState* loop = this->loop();
    HandleId id{event_.b};
    if (!loop) return;
    leave_ready(*loop, id);
    if (const HandleState* handle = state_.handles.find(id)) no_longer_ready(*handle);
    forget_if_nowhere(id);
}

void Reduction::handle_cancelled() {
    HandleId id{event_.b};
    HandleState* handle = state_.handles.edit(id);
    if (!handle) return;
    handle->cancelled = true;
    forget_if_nowhere(id);
}

void Reduction::no_longer_ready(const HandleState& handle) {
    const TaskState* task = state_.tasks.find(handle.task);
    if (task && task->ready_handle == handle.id) state_.tasks.edit(handle.task)->ready_handle = {};
}

void Reduction::leave_ready(LoopState& loop, HandleId id) {
    if (loop.batch_left > 0) --loop.batch_left;
    std::size_t end = std::min(loop.ready.size(), kSearchMax);
    for (std::size_t i = 0; i < end; ++i) {
        if (loop.ready[i] != id) continue;
        loop.ready.erase(i);
        HandleState* handle = state_.handles.edit(id);
        if (handle && handle->ready_count > 0) --handle->ready_count;
        return;
    }
}

bool Reduction::leave_heap(LoopState& loop, HandleId id) {
    HandleState* handle = state_.handles.edit(id);
    if (handle) handle->in_heap = false;
    std::vector<TimerEntry>& heap = loop.scheduled;
    if (!heap.empty() && heap.front().handle == id) {
        base::heap_pop(heap, kEarlierTimer);
        return true;
    }
    auto end = heap.begin() + static_cast<std::ptrdiff_t>(std::min(heap.size(), kSearchMax));
    auto found =
        std::find_if(heap.begin(), end, [&](const TimerEntry& x) { return x.handle == id; });
    if (found == end) return false;
    heap.erase(found);  // Only in a trace that is not sound.
    base::heapify(heap, kEarlierTimer);
    return true;
}

void Reduction::forget_if_nowhere(HandleId id) {
    const HandleState* handle = state_.handles.find(id);
    if (!handle || handle->ready_count > 0 || handle->in_heap) return;
    if (handle->watches > 0 || handle->running) return;
    state_.handles.erase(id);
}

}  // namespace loopscope::trace
