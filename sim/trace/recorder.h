// Recorder: how the simulator writes its trace.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "sim/trace/event_log.h"

namespace loopscope::trace {

/// How much is recorded; each level includes those before it.
enum class Level : std::uint8_t {
    Off,
    Loop,       ///< The loop, handles, futures, tasks, output.
    Lines,      ///< Frames and source lines too.
    Variables,  ///< Local variables too. The default.
};

/// Writes events to a log, with the present time and thread, and hands out ids.
///
/// The simulator's parts hold a reference; the session owns it. Everything here is inline and
/// cheap, because a loop that only spins writes a dozen events a turn.
class Recorder {
  public:
    explicit Recorder(EventLog& log, Level level) : log_(log), level_(level) {}
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    bool on() const { return level_ >= Level::Loop; }
    bool lines() const { return level_ >= Level::Lines; }
    bool variables() const { return level_ >= Level::Variables; }
    Level level() const { return level_; }
    /// Records nothing from now on: the run is over and is being taken apart.
    void stop() { level_ = Level::Off; }

    /// Appends `event`, stamped with now and the present thread. Requires: on().
    void record(Event event) {
        event.time = now;
        event.thread = thread;
        log_.append(event);
        if (log_.size() >= pause_at) [[unlikely]]
            paused();
    }
    TextId text(std::string_view text) { return text.empty() ? TextId{} : log_.texts.intern(text); }

    // Ids are handed out at every level, so that they do not depend on what is recorded.
    LoopId next_loop() { return LoopId{++loops_}; }
    HandleId next_handle() { return HandleId{++handles_}; }
    FutureId next_future() { return FutureId{++futures_}; }
    SyncId next_sync() { return SyncId{++syncs_}; }
    FrameId next_frame() { return FrameId{++frames_}; }

    double now = 0.0;          ///< Set by the world's clock, in virtual seconds.
    std::uint16_t thread = 1;  ///< Set by the world's scheduler.

    /// When the log has this many events, on_pause is called before record() returns: the session
    /// switches back to its own fiber there, and the simulation goes on when more is wanted.
    Position pause_at = ~Position{0};
    std::function<void()> on_pause;

    const EventLog& log() const { return log_; }

  private:
    void paused() {
        if (on_pause) on_pause();
    }

    EventLog& log_;
    Level level_;
    std::uint32_t loops_ = 0, handles_ = 0, futures_ = 0, frames_ = 0, syncs_ = 0;
};

}  // namespace loopscope::trace
