// asyncio's own exceptions: CancelledError and InvalidStateError.
#pragma once

#include <string_view>

#include "sim/object/exception.h"

namespace loopscope::kernel {

/// asyncio.CancelledError: derives from BaseException, so that `except Exception` lets it pass.
extern object::Type cancelled_error_type;
/// asyncio.InvalidStateError.
extern object::Type invalid_state_error_type;
/// asyncio.QueueEmpty, asyncio.QueueFull, asyncio.BrokenBarrierError.
extern object::Type queue_empty_type;
extern object::Type queue_full_type;
extern object::Type broken_barrier_error_type;

void define_error_types();

/// Whether an exception leaves the loop at once instead of being reported: KeyboardInterrupt and
/// SystemExit. CPython: `except (SystemExit, KeyboardInterrupt): raise`
inline bool leaves_the_loop(const object::ExceptionObject& exception) {
    return object::matches(exception, object::keyboard_interrupt_type) ||
           object::matches(exception, object::system_exit_type);
}

[[noreturn]] inline void raise_runtime_error(std::string_view message) {
    object::raise(object::runtime_error_type, message);
}

}  // namespace loopscope::kernel
