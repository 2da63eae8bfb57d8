// Questions that a ProgramState answers.
#include "sim/trace/model.h"

#include <algorithm>

namespace loopscope::trace {

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

const SocketState* socket_of(const ProgramState& state, std::uint32_t fd) {
    const SocketState* found = nullptr;
    if (fd == 0) return found;
    for (const SocketState& socket : state.sockets) {
        const bool open = socket.process && socket.status != SocketStatus::Closed;
        if (open && socket.fd == fd) found = &socket;
    }
    return found;
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
    return future.waiters.heap_bytes() + future.needs.heap_bytes();
}
std::size_t heap_bytes(const TaskState& task) {
    return task.frames.heap_bytes() + task.waiters.heap_bytes();
}
std::size_t heap_bytes(const FrameState& frame) {
    return frame.variables.size() * sizeof(Variable);
}
std::size_t heap_bytes(const SyncState& sync) {
    return sync.holders.heap_bytes() + sync.waiters.heap_bytes();
}
std::size_t heap_bytes(const ThreadState& thread) { return thread.frames.size() * sizeof(FrameId); }

}  // namespace loopscope::trace
