// Which loop is meant: the running one, or the one that the policy keeps for the thread.
#pragma once

#include "sim/kernel/kernel.h"

namespace loopscope::kernel {

/// events._get_running_loop(): the loop that runs in this thread, or null.
EventLoop* running_loop(Kernel& kernel);
/// events.get_running_loop(). Errors: RuntimeError "no running event loop".
EventLoop& get_running_loop(Kernel& kernel);
/// events.get_event_loop(): the running loop, else the policy's, which is made for the main thread
/// when none was ever set. Errors: RuntimeError "There is no current event loop in thread …".
EventLoop& get_event_loop(Kernel& kernel);
/// events.set_event_loop(loop); null: None.
void set_event_loop(Kernel& kernel, EventLoop* loop);
/// events.new_event_loop().
object::Ref<EventLoop> new_event_loop(Kernel& kernel);

// What the default policy does; the functions above ask the program's policy, if it set one.
EventLoop& default_get_event_loop(Kernel& kernel);
void default_set_event_loop(Kernel& kernel, EventLoop* loop);

}  // namespace loopscope::kernel
