// Signals: names, default actions, and what is pending.
#include "sim/world/signals.h"

#include <charconv>
#include <string>

#include "sim/base/check.h"

namespace loopscope::world {
namespace {

struct SignalRow {
    int number;
    std::string_view name;
    std::string_view text;
};

constexpr SignalRow kRows[] = {
    {1, "SIGHUP", "Hangup"},
    {2, "SIGINT", "Interrupt"},
    {3, "SIGQUIT", "Quit"},
    {4, "SIGILL", "Illegal instruction"},
    {5, "SIGTRAP", "Trace/breakpoint trap"},
    {6, "SIGABRT", "Aborted"},
    {7, "SIGBUS", "Bus error"},
    {8, "SIGFPE", "Floating point exception"},
    {9, "SIGKILL", "Killed"},
    {10, "SIGUSR1", "User defined signal 1"},
    {11, "SIGSEGV", "Segmentation fault"},
    {12, "SIGUSR2", "User defined signal 2"},
    {13, "SIGPIPE", "Broken pipe"},
    {14, "SIGALRM", "Alarm clock"},
    {15, "SIGTERM", "Terminated"},
    {16, "SIGSTKFLT", "Stack fault"},
    {17, "SIGCHLD", "Child exited"},
    {18, "SIGCONT", "Continued"},
    {19, "SIGSTOP", "Stopped (signal)"},
    {20, "SIGTSTP", "Stopped"},
    {21, "SIGTTIN", "Stopped (tty input)"},
    {22, "SIGTTOU", "Stopped (tty output)"},
    {23, "SIGURG", "Urgent I/O condition"},
    {24, "SIGXCPU", "CPU time limit exceeded"},
    {25, "SIGXFSZ", "File size limit exceeded"},
    {26, "SIGVTALRM", "Virtual timer expired"},
    {27, "SIGPROF", "Profiling timer expired"},
    {28, "SIGWINCH", "Window changed"},
    {29, "SIGIO", "I/O possible"},
    {30, "SIGPWR", "Power failure"},
    {31, "SIGSYS", "Bad system call"},
    {34, "SIGRTMIN", "Real-time signal 0"},
    {64, "SIGRTMAX", "Real-time signal 30"},
};

/// Those whose default action does not end the process. FIDELITY: nothing is ever stopped by
/// SIGSTOP and its kin; they are ignored.
bool harmless_by_default(int number) {
    switch (number) {
        case 17:
        case 18:
        case 19:
        case 20:
        case 21:
        case 22:
        case 23:
        case 28:
            return true;
        default:
            return false;
    }
}

}  // namespace

std::string_view signal_name(int number) {
    for (const SignalRow& row : kRows)
        if (row.number == number) return row.name;
    return {};
}

std::string_view signal_text(int number) {
    for (const SignalRow& row : kRows)
        if (row.number == number) return row.text;
    return {};
}

std::optional<int> signal_number(std::string_view name) {
    int number = 0;
    auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error == std::errc() && end == name.data() + name.size() && is_valid_signal(number))
        return number;
    for (const SignalRow& row : kRows)
        if (row.name == name || row.name.substr(3) == name) return row.number;
    return std::nullopt;
}

bool is_valid_signal(int number) {
    return number >= 1 && number < kSignalCount && number != 32 && number != 33;
}

Signals::Signals() {
    actions_[index(kSigInt)] = Action::Catch;
    actions_[index(kSigPipe)] = Action::Ignore;
    actions_[index(kSigXfsz)] = Action::Ignore;
}

Signals::Fate Signals::fate(int number) const {
    LOOPSCOPE_CHECK(is_valid_signal(number));
    const Action what = number == kSigKill ? Action::Default : action(number);
    if (what == Action::Ignore) return Fate::Ignored;
    if (what == Action::Default) return harmless_by_default(number) ? Fate::Ignored : Fate::Kills;
    return Fate::Caught;
}

void Signals::note(int number) {
    if (!pending_[index(number)]) {
        pending_[index(number)] = true;
        ++pending_count_;
    }
    if (on_caught) on_caught(number);
}

int Signals::take_pending() {
    if (pending_count_ == 0) return 0;
    for (int number = 1; number < kSignalCount; ++number) {
        if (!pending_[index(number)]) continue;
        pending_[index(number)] = false;
        --pending_count_;
        return number;
    }
    return 0;
}

}  // namespace loopscope::world
