// LibraryCall: a callback of the library as a callable that a program can see.
#pragma once

#include "sim/kernel/event_loop.h"

namespace loopscope::kernel {

/// What a program's own call_soon is handed for a step or a wake-up of a task, or for a callback of
/// the library: CPython's TaskStepMethWrapper and kin. Calling it does what the handle would do.
extern object::Type library_call_type;

void define_library_call_type();
/// The callable of a spec that is not a plain callback. `loop` is whose callback it is.
object::Value library_call(EventLoop& loop, const CallSpec& spec);
/// Fills in what such a callable stands for, when `spec.target` is one.
void resolve_library_call(CallSpec& spec);

}  // namespace loopscope::kernel
