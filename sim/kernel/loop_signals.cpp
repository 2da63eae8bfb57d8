// Signals and the loop: handlers that run as callbacks. CPython: unix_events._UnixSelectorEventLoop
#include "sim/kernel/coro.h"
#include "sim/kernel/errors.h"
#include "sim/kernel/event_loop.h"
#include "sim/kernel/kernel.h"
#include "sim/object/int.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"

namespace loopscope::kernel {

using namespace object;

namespace {

/// CPython: _UnixSelectorEventLoop._check_signal
int check_signal(const Value& number) {
    if (!is_int(number)) raise_type_error("sig must be an int, not " + repr_string(number));
    auto wide = int_to_int64(number);
    if (!wide || *wide < 1 || *wide >= world::kSignalCount ||
        !world::is_valid_signal(static_cast<int>(*wide)))
        raise_value_error("invalid signal number " + str_string(number));
    return static_cast<int>(*wide);
}

Value noop(const Value&, CallArgs) { return none(); }

/// unix_events._sighandler_noop: the C handler has written to the self-pipe already.
Value noop_handler() {
    return make_function({.name = "_sighandler_noop",
                          .call = noop,
                          .parameters = "signum, frame",
                          .style = CallStyle::Function},
                         "asyncio.unix_events");
}

}  // namespace

void EventLoop::add_signal_handler(const Value& number, CallSpec spec) {
    if (is_coroutine(spec.target) || is_coroutine_function(spec.target))
        raise_type_error("coroutines cannot be used with add_signal_handler()");
    const int sig = check_signal(number);
    check_closed();
    if (!kernel->in_main_thread()) {
        raise_runtime_error("set_wakeup_fd only works in main thread of the main interpreter");
    }
    SignalHandlers& signals = kernel->signals();
    signals.wakeup_fd = self_write;
    spec.origin = trace::HandleOrigin::Signal;
    signal_handlers[sig] = make_handle(std::move(spec));
    if (sig == world::kSigKill || sig == world::kSigStop) {
        signal_handlers.erase(sig);
        if (signal_handlers.empty()) signals.wakeup_fd = -1;
        raise_runtime_error("sig " + str_string(number) + " cannot be caught");
    }
    signals.set(sig, noop_handler());
}

bool EventLoop::remove_signal_handler(const Value& number) {
    const int sig = check_signal(number);
    auto found = signal_handlers.find(sig);
    if (found == signal_handlers.end()) return false;
    Ref<Handle> gone = std::move(found->second);
    signal_handlers.erase(found);
    SignalHandlers& signals = kernel->signals();
    if (!kernel->in_main_thread())
        raise_value_error("signal only works in main thread of the main interpreter");
    signals.set(sig, sig == world::kSigInt ? signals.default_int_handler() : Value::small(0));
    if (signal_handlers.empty()) signals.wakeup_fd = -1;
    return true;
}

/// CPython: _UnixSelectorEventLoop._process_self_data
void EventLoop::process_self_data(std::string_view bytes) {
    for (char byte : bytes) {
        if (byte != 0) handle_signal(static_cast<unsigned char>(byte));
    }
}

/// CPython: _UnixSelectorEventLoop._handle_signal
void EventLoop::handle_signal(int number) {
    auto found = signal_handlers.find(number);
    if (found == signal_handlers.end()) return;
    Ref<Handle> handle = found->second;
    if (handle->cancelled) {
        remove_signal_handler(Value::small(number));
        return;
    }
    make_ready(std::move(handle));
    write_to_self();
}

}  // namespace loopscope::kernel
