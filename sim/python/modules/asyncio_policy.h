// Event loop policies: the default one, and names to derive from.
#pragma once

#include "sim/object/module.h"

namespace loopscope::python::modules {

/// Puts get_event_loop_policy, set_event_loop_policy and the policy classes into asyncio.events.
///
/// FIDELITY: a policy that a program sets is given back by get_event_loop_policy, but the loop
/// functions go on asking the default one.
void fill_policies(object::Module& module);

}  // namespace loopscope::python::modules
