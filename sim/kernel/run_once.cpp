// One iteration of the loop, phase by phase. CPython: BaseEventLoop._run_once
#include <algorithm>

#include "sim/kernel/event_loop.h"
#include "sim/kernel/kernel.h"
#include "sim/object/float.h"
#include "sim/object/protocol.h"

namespace loopscope::kernel {

using namespace object;
using trace::EventKind;
using trace::TimeoutReason;

void EventLoop::run_once() {
    kernel->throw_if_stop_requested();
    if (kernel->hooks.iteration) kernel->hooks.iteration();
    kernel->charge();
    ++iteration;
    record(EventKind::IterationBegan, iteration);
    struct End {
        EventLoop& loop;
        ~End() { loop.record(EventKind::IterationEnded, loop.iteration); }
    } end{*this};
    drop_cancelled_timers();
    Timeout timeout = choose_timeout();
    select(timeout);
    move_due_timers();
    run_batch();
}

// Phase 1.
void EventLoop::drop_cancelled_timers() {
    std::size_t count = scheduled.size();
    bool many = count > kMinScheduledTimerHandles &&
                static_cast<double>(timer_cancelled_count) / static_cast<double>(count) >
                    kMinCancelledTimerHandlesFraction;
    if (!many) {
        while (!scheduled.empty() && scheduled.front().timer->cancelled) {
            --timer_cancelled_count;
            Ref<TimerHandle> timer = scheduled.pop();
            timer->scheduled = false;
            record(EventKind::TimerDropped, timer->id.value);
        }
        return;
    }
    std::vector<Ref<TimerHandle>> dropped = scheduled.drop_cancelled();
    timer_cancelled_count = 0;
    trace::Recorder& recorder = kernel->recorder();
    if (recorder.on()) {
        recorder.record({.a = id.value,
                         .b = static_cast<std::uint32_t>(scheduled.size()),
                         .c = static_cast<std::uint32_t>(dropped.size()),
                         .kind = EventKind::TimersRebuilt});
    }
}

// Phase 2.
EventLoop::Timeout EventLoop::choose_timeout() const {
    Timeout timeout{TimeoutReason::Nothing, trace::kNoTimeout, world::kNever, nullptr};
    if (!ready.empty()) {
        timeout = {TimeoutReason::ReadyNotEmpty, 0.0, 0.0, nullptr};
    } else if (stopping) {
        timeout = {TimeoutReason::Stopping, 0.0, 0.0, nullptr};
    } else if (!scheduled.empty()) {
        const TimerHandle* head = scheduled.front().timer;
        double left = std::max(0.0, head->when - time());
        if (left > kMaximumSelectTimeout) {
            timeout = {TimeoutReason::Clipped, kMaximumSelectTimeout,
                       time() + kMaximumSelectTimeout, head};
        } else {
            timeout = {TimeoutReason::NextTimer, left, head->when, head};
        }
    }
    trace::Recorder& recorder = kernel->recorder();
    if (recorder.on()) {
        recorder.record({.number = timeout.seconds,
                         .a = id.value,
                         .b = static_cast<std::uint32_t>(ready.size()),
                         .c = timeout.timer != nullptr ? timeout.timer->id.value : 0,
                         .kind = EventKind::TimeoutChosen,
                         .detail = static_cast<std::uint8_t>(timeout.reason)});
    }
    return timeout;
}

// Phases 3 and 4.
void EventLoop::select(const Timeout& timeout) {
    trace::Recorder& recorder = kernel->recorder();
    if (recorder.on()) {
        recorder.record({.number = timeout.seconds, .a = id.value, .kind = EventKind::SelectBegan});
    }
    std::vector<Selector::Ready>& events = select_events;
    bool look_only = timeout.seconds <= 0.0;
    while (true) {
        const world::Wake why = selector->select(look_only, timeout.deadline, events);
        kernel->check_wake(why);
        kernel->run_signals();
        if (why != world::Wake::Interrupted) break;
        look_only = !events.empty() || time() >= timeout.deadline;
    }
    record(EventKind::SelectReturned, static_cast<std::uint32_t>(events.size()));
    for (const Selector::Ready& event : events) process_event(event);
}

/// CPython: BaseSelectorEventLoop._process_events
void EventLoop::process_event(const Selector::Ready& event) {
    SelectorKey* key = selector->find(event.fd);
    if (key == nullptr) return;
    trace::Recorder& recorder = kernel->recorder();
    if (recorder.on()) {
        recorder.record({.a = id.value,
                         .b = static_cast<std::uint32_t>(event.fd),
                         .kind = EventKind::FdReady,
                         .detail = event.mask});
    }
    auto add = [this](const Ref<Handle>& handle) {
        if (handle && !handle->cancelled) make_ready(handle);
    };
    if ((event.mask & world::kReadable) != 0) add(key->reader);
    if ((event.mask & world::kWritable) != 0) add(key->writer);
}

// Phase 5.
void EventLoop::move_due_timers() {
    double end_time = time() + kClockResolution;
    while (!scheduled.empty() && scheduled.front().when < end_time) {
        Ref<TimerHandle> timer = scheduled.pop();
        timer->scheduled = false;
        trace::Recorder& recorder = kernel->recorder();
        if (recorder.on()) {
            recorder.record({.number = timer->when,
                             .a = id.value,
                             .b = timer->id.value,
                             .kind = EventKind::TimerDue});
        }
        make_ready(std::move(timer));
    }
}

// Phase 6: what callbacks schedule now waits for the next iteration.
void EventLoop::run_batch() {
    std::size_t ntodo = ready.size();
    record(EventKind::BatchBegan, static_cast<std::uint32_t>(ntodo));
    for (std::size_t i = 0; i < ntodo; ++i) {
        Ref<Handle> handle = ready.pop();
        if (handle->cancelled) {
            record(EventKind::HandleSkipped, handle->id.value);
            continue;
        }
        kernel->throw_if_stop_requested();
        if (kernel->hooks.between_callbacks) [[unlikely]]
            kernel->hooks.between_callbacks();
        run_one(*handle);
        recycle(std::move(handle));
        if (current_heap->collection_due()) [[unlikely]]
            kernel->runtime().collect_due();
    }
}

/// Keeps the memory of a handle that only the queue knew: most are, and each step needs one.
void EventLoop::recycle(Ref<Handle> handle) {
    bool unknown = handle->refs == 1 && handle->flags == 0 && handle->type == &handle_type;
    if (!unknown || closed || spare_count == spare_handles.size()) return;
    Value target = std::move(handle->target);
    Value argument = std::move(handle->argument);
    handle->several_arguments = false;
    handle->cancelled = false;
    handle->origin = nullptr;
    handle->repr_cache = Value();
    handle->context = nullptr;
    spare_handles[spare_count++] = std::move(handle);
}

void EventLoop::run_one(Handle& handle) {
    struct End {
        EventLoop& loop;
        trace::HandleId handle;
        ~End() {
            loop.kernel->charge();
            loop.record(EventKind::HandleEnded, handle.value);
        }
    } end{*this, handle.id};
    record(EventKind::HandleBegan, handle.id.value);
    if (debug) {
        run_debugged(handle);
    } else {
        run_handle(handle);
    }
}

void EventLoop::run_debugged(Handle& handle) {
    struct Current {
        EventLoop& loop;
        ~Current() { loop.current_handle = nullptr; }
    } current{*this};
    current_handle = Ref<Handle>(&handle);
    double begin = time();
    run_handle(handle);
    double elapsed = time() - begin;
    if (compare_bool(Float::from(elapsed), slow_callback_duration, CompareOp::Ge)) {
        kernel->log(kLogWarning, fmt::format("Executing {} took {:.3f} seconds",
                                             format_handle(handle), elapsed));
    }
}

}  // namespace loopscope::kernel
