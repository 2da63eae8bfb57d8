// Signals: what one process does about each signal, and which have arrived.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/trace/event.h"

namespace loopscope::world {

/// The numbers of Linux, whatever the simulator was built for.
inline constexpr int kSigHup = 1;
inline constexpr int kSigInt = 2;
inline constexpr int kSigKill = 9;
inline constexpr int kSigPipe = 13;
inline constexpr int kSigAlrm = 14;
inline constexpr int kSigTerm = 15;
inline constexpr int kSigChld = 17;
inline constexpr int kSigCont = 18;
inline constexpr int kSigStop = 19;
inline constexpr int kSigXfsz = 25;
inline constexpr int kSignalCount = 65;  ///< Numbers are 1 to 64.

/// "SIGINT" for 2; empty for a number without a name.
std::string_view signal_name(int number);
/// "Interrupt" for 2, as strsignal says it; empty for an unknown number.
std::string_view signal_text(int number);
/// 2 for "SIGINT", "INT" or "2"; none when there is no such signal.
std::optional<int> signal_number(std::string_view name);
/// 1 to 64 without the two that the C library keeps.
bool is_valid_signal(int number);

/// The signals of one process.
///
/// A signal that is caught is noted as pending and told to on_caught, which is where CPython's C
/// handler writes to the wake-up descriptor; the program's own handler runs when its main thread
/// takes it with take_pending(). A process begins as Python sets it up: SIGPIPE and SIGXFSZ are
/// ignored, SIGINT is caught.
class Signals {
  public:
    enum class Action : std::uint8_t { Default, Ignore, Catch };
    /// What became of one that was sent.
    enum class Fate : std::uint8_t { Caught, Ignored, Kills };

    Signals();

    Action action(int number) const { return actions_[index(number)]; }
    /// Requires: a valid number, and not SIGKILL or SIGSTOP.
    void set_action(int number, Action action) { actions_[index(number)] = action; }
    /// What becomes of one that is sent now.
    Fate fate(int number) const;
    /// Notes one that is caught as pending, and tells on_caught.
    void note(int number);

    // The mask: what is sent while it is blocked is held, and delivered when it no longer is.
    // FIDELITY: one mask for the whole process, as if only its main thread took signals.
    bool blocked(int number) const { return blocked_[index(number)]; }
    void set_blocked(int number, bool blocked) { blocked_[index(number)] = blocked; }
    bool held(int number) const { return held_[index(number)]; }
    void set_held(int number, bool held) { held_[index(number)] = held; }
    /// Threads in sigwait(), which look again when one is held.
    std::vector<trace::ThreadId> waiters;

    bool any_pending() const { return pending_count_ > 0; }
    /// The pending signal with the lowest number, which is pending no more; 0 when none is.
    int take_pending();
    /// Called for each that is caught.
    std::function<void(int)> on_caught;

    // setitimer(ITIMER_REAL) and alarm: kept here, run by the agenda.
    std::optional<std::uint64_t> timer;  ///< The agenda's number of the next SIGALRM.
    double timer_due = 0.0;              ///< When it comes, in virtual seconds.
    double timer_interval = 0.0;         ///< Seconds between further ones; 0: no more.

  private:
    static std::size_t index(int number) { return static_cast<std::size_t>(number); }

    std::array<Action, kSignalCount> actions_{};
    std::array<bool, kSignalCount> pending_{};
    std::array<bool, kSignalCount> blocked_{};
    std::array<bool, kSignalCount> held_{};
    int pending_count_ = 0;
};

}  // namespace loopscope::world
