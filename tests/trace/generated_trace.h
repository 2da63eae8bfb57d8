// Traces made by chance: plausible ones of a toy program, and ones where nothing makes sense.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "sim/base/heapq.h"
#include "sim/trace/event_log.h"

namespace loopscope::trace::testing {

/// Appends `count` events that obey the rules of the format: tasks are created, sleep, yield, wait
/// for each other, are cancelled and end; frames nest; the clock moves when nothing is ready.
class PlausibleTrace {
  public:
    PlausibleTrace(EventLog& log, std::uint64_t seed, std::size_t tasks_max)
        : log_(log), random_(seed), tasks_max_(tasks_max) {}

    void write(Position count) {
        if (log_.empty()) begin();
        while (log_.size() < count) iteration();
    }

  private:
    struct Task {
        std::uint32_t id, frame, timer, future;
        bool begun;
    };
    struct Handle {
        std::uint32_t id, task;  // task is an index into tasks_, or kNone.
        double when;
    };
    static constexpr std::uint32_t kNone = ~0u;

    void emit(Event event) {
        event.time = now_;
        log_.append(event);
    }
    std::uint32_t chance(std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); }
    TextId text(const char* stem, std::uint32_t n) {
        return log_.texts.intern(stem + std::to_string(n % 50));
    }

    void begin() {
        emit({.a = 1, .text = log_.texts.intern("MainThread"), .kind = EventKind::ThreadStarted});
        emit({.a = 1, .kind = EventKind::LoopCreated});
        emit({.a = 1,
              .b = ++handles_,
              .kind = EventKind::HandleCreated,
              .detail = static_cast<std::uint8_t>(HandleOrigin::Io)});
        emit({.a = 1, .b = 4, .c = handles_, .kind = EventKind::FdRegistered, .detail = kFdRead});
        emit({.a = 1, .kind = EventKind::LoopRunning});
    }

    void iteration() {
        emit({.a = 1, .b = ++iterations_, .kind = EventKind::IterationBegan});
        auto earlier = [](const Handle& x, const Handle& y) { return x.when < y.when; };
        bool wait = ready_.empty() && !heap_.empty();
        double timeout = wait ? heap_.front().when - now_ : 0;
        emit({.number = timeout,
              .a = 1,
              .b = static_cast<std::uint32_t>(ready_.size()),
              .c = wait ? heap_.front().id : 0,
              .kind = EventKind::TimeoutChosen});
        emit({.number = timeout, .a = 1, .kind = EventKind::SelectBegan});
        if (wait && heap_.front().when > now_) {
            double from = now_;
            now_ = heap_.front().when;
            emit({.number = from, .kind = EventKind::ClockAdvanced});
        }
        emit({.a = 1, .kind = EventKind::SelectReturned});
        while (!heap_.empty() && heap_.front().when < now_ + 1e-9) {
            Handle due = base::heap_pop(heap_, earlier);
            emit({.number = due.when, .a = 1, .b = due.id, .kind = EventKind::TimerDue});
            push_ready(due);
        }
        if (ready_.empty()) create_task(kNone);
        std::size_t ntodo = ready_.size();
        emit({.a = 1, .b = static_cast<std::uint32_t>(ntodo), .kind = EventKind::BatchBegan});
        for (std::size_t i = 0; i < ntodo; ++i) {
            Handle handle = ready_[i];
            emit({.a = 1, .b = handle.id, .kind = EventKind::HandleBegan});
            if (handle.when >= 0)
                wake(handle.task);
            else
                step(handle.task);
            emit({.a = 1, .b = handle.id, .kind = EventKind::HandleEnded});
        }
        ready_.erase(ready_.begin(), ready_.begin() + static_cast<std::ptrdiff_t>(ntodo));
        emit({.a = 1, .b = iterations_, .kind = EventKind::IterationEnded});
    }

    void push_ready(Handle handle) {
        emit({.a = 1, .b = handle.id, .kind = EventKind::HandleReady});
        ready_.push_back(handle);
    }
    void soon(std::uint32_t task) {
        Handle handle{++handles_, task, -1};
        emit({.a = 1,
              .b = handle.id,
              .c = tasks_[task].id,
              .text = text("step", handle.id),
              .line = chance(40),
              .kind = EventKind::HandleCreated});
        push_ready(handle);
    }
    void create_task(std::uint32_t parent) {
        std::uint32_t index =
            free_.empty() ? static_cast<std::uint32_t>(tasks_.size()) : free_.back();
        if (free_.empty())
            tasks_.emplace_back();
        else
            free_.pop_back();
        tasks_[index] = {++futures_, 0, 0, 0, false};
        emit({.a = futures_,
              .b = parent == kNone ? 0 : tasks_[parent].id,
              .c = 1,
              .text = text("Task-", futures_),
              .text2 = text("worker", futures_),
              .line = chance(40),
              .kind = EventKind::TaskCreated});
        soon(index);
    }

    // The timer of task `index` ran: its future gets its result.
    void wake(std::uint32_t index) {
        emit({.a = tasks_[index].future, .kind = EventKind::FutureResolved});
        soon(index);
    }

    void step(std::uint32_t index) {
        std::uint32_t id = tasks_[index].id;
        emit({.a = id,
              .kind = EventKind::TaskStepped,
              .detail = static_cast<std::uint8_t>(chance(3))});
        if (!tasks_[index].begun) {
            tasks_[index].begun = true;
            tasks_[index].frame = ++frames_;
            emit({.a = frames_,
                  .b = id,
                  .text = text("worker", id),
                  .line = 3,
                  .kind = EventKind::FrameEntered,
                  .detail = static_cast<std::uint8_t>(FrameKind::Coroutine)});
        } else {
            emit({.a = tasks_[index].frame, .b = id, .kind = EventKind::FrameResumed});
            if (tasks_[index].future)
                emit({.a = tasks_[index].future, .kind = EventKind::FutureReleased});
            tasks_[index].future = 0;
        }
        body(index);
    }

    void body(std::uint32_t index) {
        std::uint32_t id = tasks_[index].id, frame = tasks_[index].frame;
        for (std::uint32_t i = chance(3); i-- > 0;) {
            emit({.a = frame, .line = chance(40), .kind = EventKind::LineReached});
            emit({.a = frame,
                  .text = text("v", chance(9)),
                  .text2 = text("value ", chance(99)),
                  .kind = EventKind::VariableChanged});
        }
        if (chance(4) == 0) call_function(index);
        if (tasks_.size() - free_.size() < tasks_max_ && chance(2) == 0) create_task(index);
        if (chance(9) == 0) emit({.a = id, .text = text("says ", id), .kind = EventKind::Output});
        std::uint32_t what = chance(20);
        if (what == 0) return end(index);
        emit({.a = frame, .line = chance(40), .kind = EventKind::FrameSuspended});
        if (what < 8) {  // sleep(0)
            soon(index);
            emit({.a = id,
                  .kind = EventKind::TaskWaits,
                  .detail = static_cast<std::uint8_t>(WaitKind::BareYield)});
        } else {
            sleep(index);
        }
    }

    void sleep(std::uint32_t index) {
        std::uint32_t future = tasks_[index].future = ++futures_;
        emit({.a = future,
              .b = 1,
              .text2 = text("sleep ", chance(9)),
              .kind = EventKind::FutureCreated});
        Handle timer{++handles_, index, now_ + chance(10) * 0.25};
        emit({.number = timer.when,
              .a = 1,
              .b = timer.id,
              .kind = EventKind::HandleCreated,
              .detail = static_cast<std::uint8_t>(HandleOrigin::Timer)});
        base::heap_push(heap_, timer,
                        [](const Handle& x, const Handle& y) { return x.when < y.when; });
        emit(
            {.a = tasks_[index].id, .b = future, .line = chance(40), .kind = EventKind::TaskWaits});
    }

    void call_function(std::uint32_t index) {
        std::uint32_t inner = ++frames_;
        emit({.a = inner,
              .b = tasks_[index].id,
              .c = tasks_[index].frame,
              .text = text("f", inner),
              .kind = EventKind::FrameEntered,
              .detail = static_cast<std::uint8_t>(FrameKind::Function)});
        emit({.a = inner, .line = 7, .kind = EventKind::LineReached});
        emit({.a = inner, .kind = EventKind::FrameExited});
    }

    void end(std::uint32_t index) {
        emit({.a = tasks_[index].frame, .kind = EventKind::FrameExited});
        constexpr EventKind kEnds[] = {EventKind::TaskDone, EventKind::TaskFailed,
                                       EventKind::TaskCancelled};
        emit({.a = tasks_[index].id, .text = text("result ", chance(9)), .kind = kEnds[chance(3)]});
        free_.push_back(index);
    }

    EventLog& log_;
    std::mt19937_64 random_;
    std::size_t tasks_max_;
    double now_ = 0;
    std::uint32_t handles_ = 0, futures_ = 0, frames_ = 0, iterations_ = 0;
    std::vector<Task> tasks_;
    std::vector<std::uint32_t> free_;
    std::vector<Handle> ready_, heap_;
};

/// Appends `count` events whose every field is random: mostly small ids, now and then any.
inline void write_hostile(EventLog& log, std::uint64_t seed, Position count) {
    std::mt19937_64 random(seed);
    for (int i = 0; i < 20; ++i) log.texts.intern("text " + std::to_string(i));
    auto id = [&] {
        auto any = static_cast<std::uint32_t>(random());
        return random() % 20 == 0 ? any : any % 12;
    };
    for (Position i = 0; i < count; ++i) {
        Event event;
        event.kind = static_cast<EventKind>(random() % kEventKindCount);
        event.time = static_cast<double>(random() % 100);
        event.number = random() % 9 ? static_cast<double>(random() % 100)
                                    : std::numeric_limits<double>::quiet_NaN();
        event.a = id();
        event.b = id();
        event.c = id();
        event.text = TextId{static_cast<std::uint32_t>(random() % 20)};
        event.text2 = TextId{static_cast<std::uint32_t>(random() % 20)};
        event.line = id();
        event.thread = static_cast<std::uint16_t>(random() % 4);
        event.detail = static_cast<std::uint8_t>(random() % 8);
        log.append(event);
    }
}

}  // namespace loopscope::trace::testing
