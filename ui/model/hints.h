// Misconceptions that a run shows: spotted in the trace, explained once and quietly.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "sim/trace/timeline.h"
#include "ui/model/source_index.h"

namespace loopscope::ui {

enum class HintKind : std::uint8_t {
    NeverAwaited,     ///< A coroutine was called and never awaited.
    BlockingCall,     ///< time.sleep and the like in a coroutine: the loop stands still.
    AwaitsInRow,      ///< A task slept again and again while no other task was there.
    LostException,    ///< A task failed and nobody asked for its exception.
    LostTask,         ///< A task was destroyed while it was pending.
    SwallowedCancel,  ///< A task was asked to cancel and ended with a result.
    SleepZeroLoop,    ///< A task gives way with sleep(0) again and again: a busy loop.
    SiblingsGoOn,     ///< A task failed, gather raised that, and its siblings ran on.
    LockOverWait,     ///< Others wait for a lock while its holder waits for something long.
};
inline constexpr int kHintKinds = 9;

struct Hint {
    HintKind kind = HintKind::NeverAwaited;
    trace::Position position = 0;  ///< Where it can be seen.
    std::uint32_t line = 0;        ///< Of the source; 0: none.
    std::string who;               ///< A task's name, or what is concerned.
};

/// Looks for misconceptions bit by bit; each kind is told at most three times, and once a line.
class Hints {
  public:
    /// Takes in at most `budget` events more.
    void update(const trace::Timeline& timeline, const SourceIndex& index, trace::Position budget);
    void clear() { *this = Hints(); }
    const std::vector<Hint>& all() const { return all_; }
    /// The hint that is told at `position`: the latest that has come into sight, within a few
    /// hundred events; nullptr if there is none.
    const Hint* at(trace::Position position) const;

  private:
    void add(Hint hint);
    void take(const trace::Timeline& timeline, trace::Position at);
    void take_wait(const trace::Timeline& timeline, const trace::Event& event, trace::Position at);
    void take_yield(const trace::Timeline& timeline, const trace::Event& event, trace::Position at);
    void take_row(const trace::Timeline& timeline, const trace::Event& event, trace::Position at);
    void take_failure(const trace::Timeline& timeline, const trace::Event& event,
                      trace::Position at);
    void take_lock(const trace::Timeline& timeline, const trace::Event& event, trace::Position at);
    bool full(HintKind kind) const;

    struct TaskNotes {
        std::uint32_t yields = 0;  // Bare yields in a row at one virtual time,
        std::uint32_t lines = 0;   // and the lines that ran for them.
        std::uint32_t sleeps = 0;  // Sleeps in a row, in different lines.
        std::uint32_t last_line = 0;
        bool asked_to_cancel = false;
        std::uint32_t wait_line = 0;    // Where it waits, or waited last,
        std::uint32_t cancel_line = 0;  // and where it did when cancel() was called.
        double wait_time = 0;
        trace::Position waits_at = 0;
        trace::Position created = 0;
        std::uint32_t parent = 0;
    };
    /// A lock of asyncio: who holds it since when, and since when others wait for it.
    struct LockNotes {
        std::uint32_t holder = 0;
        std::uint32_t waiters = 0;
        trace::Position held_at = 0;
        trace::Position wanted_at = 0;
    };
    /// A task that failed under a gather, until it is known whether gather raises that.
    struct Failure {
        Hint hint;
        std::uint32_t gather = 0;
    };
    std::vector<Hint> all_;
    std::set<std::pair<int, std::uint32_t>> told_;  // Kind and line.
    int count_[kHintKinds] = {};
    std::unordered_map<std::uint32_t, TaskNotes> tasks_;
    std::unordered_map<std::uint32_t, trace::TextId> purposes_;  // Of the futures that are there.
    std::set<std::uint32_t> at_locks_;                           // Tasks that wait for a lock.
    std::unordered_map<std::uint32_t, LockNotes> locks_;
    std::vector<Failure> failures_;
    std::unordered_map<std::uint16_t, std::uint32_t> lines_;  // By thread, since its last step.
    std::size_t tasks_alive_ = 0;
    std::size_t blocked_seen_ = 0;
    trace::Position looked_ = 0;
};

}  // namespace loopscope::ui
