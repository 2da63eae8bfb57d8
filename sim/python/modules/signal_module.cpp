// _signal: sending, catching and timing signals. CPython: Modules/signalmodule.c
#include <algorithm>
#include <cmath>
#include <vector>

#include "sim/kernel/kernel.h"
#include "sim/python/modules/modules.h"
#include "sim/python/modules/native_module.h"
#include "sim/python/modules/system_error.h"

namespace loopscope::python::modules {

namespace {

kernel::Kernel& current_kernel() { return kernel::Kernel::current(); }

int signal_argument(const Value& v) {
    auto number = object::to_index(v);
    if (number < 1 || number >= world::kSignalCount)
        raise_value_error("signal number out of range");
    return static_cast<int>(number);
}

void refuse_other_threads(const char* what) {
    if (current_kernel().in_main_thread()) return;
    raise_value_error(std::string(what) + " only works in main thread of the main interpreter");
}

Value signal_signal(const Value&, CallArgs args) {
    refuse_other_threads("signal");
    const int number = signal_argument(args.values[0]);
    const Value& handler = args.values[1];
    const bool constant = handler.is_small() && handler.small() >= 0 && handler.small() <= 1;
    if (!constant && !object::is_callable(handler)) {
        raise_type_error(
            "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
    }
    if (number == world::kSigKill || number == world::kSigStop || !world::is_valid_signal(number))
        raise_errno(22);
    kernel::SignalHandlers& signals = current_kernel().signals();
    Value old = signals.get(number);
    signals.set(number, handler);
    return old;
}

Value signal_getsignal(const Value&, CallArgs args) {
    return current_kernel().signals().get(signal_argument(args.values[0]));
}

/// What the caller sent to its own process has happened when the call returns.
void after_sending() {
    kernel::Kernel& kernel = current_kernel();
    if (kernel.in_main_thread()) {
        kernel.throw_if_stop_requested();
        kernel.signals().run_pending();
    } else if (kernel.stop_requested()) {
        kernel.block({.on = "exit"});
    }
}

Value signal_kill(const Value&, CallArgs args) {
    const std::int64_t pid = object::to_index(args.values[0]);
    const std::int64_t number = object::to_index(args.values[1]);
    kernel::Kernel& kernel = current_kernel();
    const bool own_group = pid == 0 || pid == -1;
    world::Process* target =
        own_group ? &kernel.process() : kernel.machine().processes().find(static_cast<int>(pid));
    if (number != 0 &&
        (number < 0 || number > 64 || !world::is_valid_signal(static_cast<int>(number))))
        raise_errno(22);
    if (target == nullptr) raise_errno(3);
    if (number == 0) return none();
    kernel.machine().send_signal(*target, static_cast<int>(number), kernel.line());
    after_sending();
    return none();
}

Value signal_raise(const Value&, CallArgs args) {
    const std::int64_t number = object::to_index(args.values[0]);
    if (number < 1 || number > 64 || !world::is_valid_signal(static_cast<int>(number)))
        raise_errno(22);
    kernel::Kernel& kernel = current_kernel();
    kernel.machine().send_signal(kernel.process(), static_cast<int>(number), kernel.line());
    after_sending();
    return none();
}

double seconds_left(const world::Signals& signals) {
    return signals.timer ? signals.timer_due - current_kernel().machine().now() : 0.0;
}

Value signal_alarm(const Value&, CallArgs args) {
    kernel::Kernel& kernel = current_kernel();
    const double left = seconds_left(kernel.process().signals);
    const auto seconds = static_cast<double>(object::to_index(args.values[0]));
    kernel.machine().set_alarm(kernel.process(), seconds, 0.0);
    return Int::from(static_cast<std::int64_t>(std::ceil(left)));
}

Value timer_pair(const world::Signals& signals) {
    return Tuple::make({Float::from(seconds_left(signals)),
                        Float::from(signals.timer ? signals.timer_interval : 0.0)});
}

/// FIDELITY: only ITIMER_REAL; the timers of CPU time never run out, since code takes no time.
Value signal_setitimer(const Value&, CallArgs args) {
    kernel::Kernel& kernel = current_kernel();
    const std::int64_t which = object::to_index(args.values[0]);
    const double seconds = object::to_double(args.values[1]);
    const double interval = args.values[2] ? object::to_double(args.values[2]) : 0.0;
    if (which < 0 || which > 2 || seconds < 0 || interval < 0) raise_errno(22);
    Value old = timer_pair(kernel.process().signals);
    if (which == 0) kernel.machine().set_alarm(kernel.process(), seconds, interval);
    return old;
}

Value signal_getitimer(const Value&, CallArgs) {
    return timer_pair(current_kernel().process().signals);
}

Value signal_set_wakeup_fd(const Value&, CallArgs args) {
    refuse_other_threads("set_wakeup_fd");
    const std::int64_t fd = object::to_index(args.values[0]);
    kernel::SignalHandlers& signals = current_kernel().signals();
    const int old = signals.wakeup_fd;
    if (fd >= 0 && !current_kernel().machine().descriptors().is_open(static_cast<int>(fd)))
        raise_errno(9);
    signals.wakeup_fd = static_cast<int>(fd);
    return Int::from(old);
}

/// Waits until a signal has been handled.
Value signal_pause(const Value&, CallArgs) {
    while (current_kernel().block({.on = "pause"}) != world::Wake::Interrupted) {
    }
    return none();
}

/// pthread_sigmask: blocks what `add` lists and unblocks what `drop` lists; what was held then
/// arrives.
Value signal_mask(const Value&, CallArgs args) {
    kernel::Kernel& kernel = current_kernel();
    world::Signals& signals = kernel.process().signals;
    object::for_each(args.values[0], [&](const Value& each) {
        const int number = signal_argument(each);
        if (number != world::kSigKill && number != world::kSigStop)
            signals.set_blocked(number, true);
    });
    object::for_each(args.values[1],
                     [&](const Value& each) { signals.set_blocked(signal_argument(each), false); });
    for (int number = 1; number < world::kSignalCount; ++number) {
        if (!signals.held(number) || signals.blocked(number)) continue;
        signals.set_held(number, false);
        kernel.machine().send_signal(kernel.process(), number, kernel.line());
    }
    after_sending();
    return none();
}

template <typename Has>
Value numbers_that(Has has) {
    Ref<List> numbers = List::make();
    for (int number = 1; number < world::kSignalCount; ++number)
        if (world::is_valid_signal(number) && has(number)) numbers->append(Int::from(number));
    return numbers;
}
Value signal_blocked(const Value&, CallArgs) {
    const world::Signals& signals = current_kernel().process().signals;
    return numbers_that([&](int number) { return signals.blocked(number); });
}
Value signal_pending(const Value&, CallArgs) {
    const world::Signals& signals = current_kernel().process().signals;
    return numbers_that([&](int number) { return signals.held(number); });
}

/// Waits until one of `numbers` is held, and takes it; None when `seconds` have passed.
Value signal_wait(const Value&, CallArgs args) {
    kernel::Kernel& kernel = current_kernel();
    world::Signals& signals = kernel.process().signals;
    std::vector<int> wanted;
    object::for_each(args.values[0],
                     [&](const Value& each) { wanted.push_back(signal_argument(each)); });
    std::sort(wanted.begin(), wanted.end());
    double deadline = world::kNever;
    if (!object::is_none(args.values[1]))
        deadline = kernel.machine().now() + object::to_double(args.values[1]);
    for (;;) {
        for (int number : wanted) {
            if (!signals.held(number)) continue;
            signals.set_held(number, false);
            return Int::from(number);
        }
        if (deadline <= kernel.machine().now()) return none();
        signals.waiters.push_back(kernel.machine().current_thread());
        kernel.block({.deadline = deadline, .on = "sigwait"});
        std::erase(signals.waiters, kernel.machine().current_thread());
    }
}

Value signal_strsignal(const Value&, CallArgs args) {
    const int number = signal_argument(args.values[0]);
    const std::string_view text = world::signal_text(number);
    if (!text.empty()) return make_str(text);
    if (number >= 35 && number <= 64)
        return make_str(fmt::format("Real-time signal {}", number - 34));
    return none();
}

Value signal_siginterrupt(const Value&, CallArgs args) {
    signal_argument(args.values[0]);
    return none();
}

}  // namespace

void init_signal(Module& module) {
    object::add_functions(
        *module.dict,
        {{"signal", signal_signal, "signalnum, handler, /"},
         {"getsignal", signal_getsignal, "signalnum, /"},
         {"kill", signal_kill, "pid, signal, /"},
         {"raise_signal", signal_raise, "signalnum, /"},
         {"alarm", signal_alarm, "seconds, /"},
         {"setitimer", signal_setitimer, "which, seconds, interval=, /"},
         {"getitimer", signal_getitimer, "which, /"},
         {"set_wakeup_fd", signal_set_wakeup_fd, "fd, /, *, warn_on_full_buffer="},
         {"pause", signal_pause, ""},
         {"mask", signal_mask, "add, drop"},
         {"blocked", signal_blocked, ""},
         {"pending", signal_pending, ""},
         {"wait", signal_wait, "numbers, seconds"},
         {"strsignal", signal_strsignal, "signalnum, /"},
         {"siginterrupt", signal_siginterrupt, "signalnum, flag, /"}},
        "_signal");
    module.set("default_int_handler", current_kernel().signals().default_int_handler());
    Ref<Dict> numbers = Dict::make();
    for (int number = 1; number < world::kSignalCount; ++number) {
        if (std::string_view name = world::signal_name(number); !name.empty())
            numbers->set(name, Int::from(number));
    }
    module.set("numbers", numbers);
}

}  // namespace loopscope::python::modules
