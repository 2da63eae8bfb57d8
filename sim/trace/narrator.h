// Narrator: one event put into words. Behind narrate(); see sim/trace/narration.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/narration.h"

namespace loopscope::trace {

/// The words for things: tasks, futures, handles, times. `first` is asked before `second`, so that
/// a thing that is gone in one of two states is still found in the other.
class Names {
  public:
    Names(const NarrationSource& source, const ProgramState& first, const ProgramState& second)
        : source_(source), first_(first), second_(second) {}

    std::string task(FutureId id) const;
    std::string future(FutureId id) const;  ///< A task's name, if it is one.
    std::string handle(HandleId id) const;
    std::string thread(ThreadId id) const;
    std::string socket(SocketId id) const;
    std::string sync(SyncId id) const;
    const SyncState* find_sync(SyncId id) const;
    std::string party(const Party& party) const;
    std::string holders(const SyncState& sync) const;  ///< A few of them, by name.
    std::string frame(FrameId id) const;
    std::string descriptor(LoopId loop, std::uint32_t fd, std::string_view what = {}) const;
    /// By the socket that has it now, if one has.
    std::string open_descriptor(LoopId loop, std::uint32_t fd) const;
    std::string work(WorkId id) const;
    std::string text(TextId id) const;  ///< On one line, and not too long.
    std::string list(const std::vector<std::string>& names, std::size_t total) const;
    std::string list(const std::vector<FutureId>& tasks) const;
    std::string code_line(TextId file, std::uint32_t line) const;  ///< Empty: not known.

    const TaskState* find_task(FutureId id) const;
    const FutureState* find_future(FutureId id) const;
    const HandleState* find_handle(HandleId id) const;
    const FrameState* find_frame(FrameId id) const;

    std::string say(std::string_view key, const MessageArguments& arguments = {}) const;
    const NarrationSource& source() const { return source_; }

  private:
    const NarrationSource& source_;
    const ProgramState& first_;
    const ProgramState& second_;
};

/// Who waits for ever, and for what. sim/trace/narration_waiting.cpp
std::string stuck_sentence(const Names& names, const StuckState& stuck);
/// The same of all, and the circles.
std::string stuck_text(const Names& names, const ProgramState& state);

/// "1.5", "0.3": seconds without needless digits.
std::string seconds(double value);

/// Puts text on one line and cuts it in the middle where it is too long.
std::string on_one_line(std::string_view text);

/// Marks a name, so that finish_sentence() leaves its first letter as it is written.
std::string as_written(std::string name);

/// The last touch to a sentence: a capital at its beginning in English, unless a name stands there;
/// spaces between Chinese and Latin script. Takes the marks of as_written() out.
std::string finish_sentence(std::string text, Language language);

/// One sentence after the other; Chinese sets no space between them.
std::string join_sentences(std::string first, std::string_view second, Language language);

class Narrator {
  public:
    Narrator(const NarrationSource& source, const ProgramState& before, const ProgramState& after,
             Position position)
        : source_(source),
          before_(before),
          after_(after),
          event_(source.log[position]),
          names_(source, after, before) {}

    Narration tell();

  private:
    // Each fills headline_ and reason_ by say() and why().
    void tell_event();
    void thread_started();
    void executor_work();
    void thread_blocked();
    void clock();
    void loop_event();
    void loop_running();
    void loop_stopped();
    void iteration_began();
    void iteration_ended();
    void timeout();
    void select();
    void selected();
    void fd_event();
    void timer_due();
    void batch();
    void handle_created();
    void soon_reason(const HandleState& handle);
    FutureId just_done() const;
    void handle_ready();
    void handle_began();
    void handle_ended();
    void handle_skipped();
    void handle_cancelled();
    void callback_note(const HandleState& handle);
    void future_event();
    void future_needs();
    void task_created();
    void task_stepped();
    void step_thrown();
    void task_waits();
    void cancel_requested();
    void task_ended();
    void waiters(std::string_view key);
    void frame_entered();
    void frame_left();
    void line();
    void variable();
    void output();
    void ended();
    void signal_event();
    void process_event();
    void socket_event();
    void socket_failed();
    void bytes_event();
    void packet_lost();
    void link_changed();
    void sync_event();
    void stuck();
    void sync_waits(const SyncState* sync, MessageArguments& arguments);
    void sync_changed(const SyncState* sync, const MessageArguments& arguments);
    std::string party() const;  ///< The task of an event of a lock or queue, or its thread.
    std::string function() const;
    std::string handle_function() const;

    void say(std::string_view key, const MessageArguments& arguments = {}) {
        headline_ = names_.say(key, arguments);
    }
    void why(std::string_view key, const MessageArguments& arguments = {}) {
        reason_ = names_.say(key, arguments);
    }
    std::string task() const { return names_.task(FutureId{event_.a}); }
    const LoopState* loop(const ProgramState& state) const {
        return state.loops.find(LoopId{event_.a});
    }

    const NarrationSource& source_;
    const ProgramState& before_;
    const ProgramState& after_;
    const Event event_;
    Names names_;
    std::string headline_, reason_;
};

}  // namespace loopscope::trace
