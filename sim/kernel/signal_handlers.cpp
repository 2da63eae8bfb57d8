// SignalHandlers: noting signals, waking the loop, calling the program's handlers.
#include "sim/kernel/signal_handlers.h"

#include "sim/kernel/describe.h"
#include "sim/kernel/kernel.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"

namespace loopscope::kernel {

using namespace object;
using world::Signals;

SignalHandlers::SignalHandlers(Kernel& kernel) : kernel_(kernel) {
    kernel.process().signals.on_caught = [this](int number) { caught(number); };
}

namespace {

Value raise_interrupt(const Value&, CallArgs) { raise(keyboard_interrupt_type); }

}  // namespace

const Value& SignalHandlers::default_int_handler() {
    if (!default_int_handler_) {
        Ref<Dict> place = Dict::make();
        add_functions(*place, {{"default_int_handler", raise_interrupt, "signalnum, frame, /"}},
                      "_signal");
        default_int_handler_ = *place->find(std::string_view("default_int_handler"));
    }
    return default_int_handler_;
}

Value SignalHandlers::get(int number) const {
    const Value& handler = handlers_[static_cast<std::size_t>(number)];
    if (handler) return handler;
    switch (kernel_.process().signals.action(number)) {
        case Signals::Action::Default:
            return Value::small(0);
        case Signals::Action::Ignore:
            return Value::small(1);
        case Signals::Action::Catch:
            return const_cast<SignalHandlers*>(this)->default_int_handler();
    }
    return none();
}

void SignalHandlers::set(int number, Value handler) {
    auto action = Signals::Action::Catch;
    if (handler.is_small())
        action = handler.small() == 0 ? Signals::Action::Default : Signals::Action::Ignore;
    kernel_.process().signals.set_action(number, action);
    std::swap(handlers_[static_cast<std::size_t>(number)], handler);
}

bool SignalHandlers::any_pending() const { return kernel_.process().signals.any_pending(); }

/// CPython: trip_signal
void SignalHandlers::caught(int number) {
    const auto byte = static_cast<char>(number);
    if (world::File* file = kernel_.machine().descriptors().find(wakeup_fd))
        file->write(std::string_view(&byte, 1));
}

/// CPython: _PyErr_CheckSignalsTstate
void SignalHandlers::run_pending() {
    Signals& signals = kernel_.process().signals;
    while (int number = signals.take_pending()) {
        Value handler = get(number);
        // What was caught may be ignored or have its default again by now.
        if (handler.is_small()) continue;
        trace::Recorder& recorder = kernel_.recorder();
        if (recorder.on()) {
            recorder.record({.a = static_cast<std::uint32_t>(number),
                             .b = static_cast<std::uint32_t>(kernel_.process().pid),
                             .text = recorder.text(world::signal_name(number)),
                             .text2 = recorder.text(describe_callable(handler)),
                             .kind = trace::EventKind::SignalHandled});
        }
        Value frame = kernel_.hooks.frame ? kernel_.hooks.frame() : none();
        call(handler, {Value::small(number), frame});
    }
}

}  // namespace loopscope::kernel
