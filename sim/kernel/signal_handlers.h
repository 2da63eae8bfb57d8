// SignalHandlers: the program's own handlers of signals. CPython: Modules/signalmodule.c
#pragma once

#include <array>
#include <cstdint>

#include "sim/object/value.h"
#include "sim/world/signals.h"

namespace loopscope::kernel {

class Kernel;

/// What signal.signal() has set in one process, and where the C handler writes.
///
/// A signal arrives at any time; the C handler notes it and writes its number to the wake-up
/// descriptor. The program's handler runs in the main thread, at once when that thread sent the
/// signal itself, else when it is woken from its wait.
class SignalHandlers {
  public:
    explicit SignalHandlers(Kernel& kernel);

    /// A callable; 0 for SIG_DFL, 1 for SIG_IGN.
    object::Value get(int number) const;
    /// Requires: a valid number that is neither SIGKILL nor SIGSTOP.
    void set(int number, object::Value handler);
    bool any_pending() const;
    /// Calls the handlers of pending signals, lowest number first. May raise.
    void run_pending();

    /// signal.default_int_handler, the same object always.
    const object::Value& default_int_handler();

    /// Where the C handler writes the signal's number: a loop's self-pipe, as a rule; -1: nowhere.
    int wakeup_fd = -1;

  private:
    void caught(int number);

    Kernel& kernel_;
    std::array<object::Value, world::kSignalCount> handlers_;  ///< Null: as at the start.
    object::Value default_int_handler_;
};

}  // namespace loopscope::kernel
