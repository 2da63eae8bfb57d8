// The submodules of asyncio that deal with the network.
#pragma once

#include "sim/object/module.h"

namespace loopscope::python::modules {

void fill_protocols(object::Module& module);
void fill_transports(object::Module& module);
void fill_streams(object::Module& module);
void fill_selector_events(object::Module& module);
void fill_trsock(object::Module& module);
/// The exceptions of streams, which stand in asyncio.exceptions.
void fill_stream_exceptions(object::Module& module);
/// AbstractServer, Server.
void fill_server_names(object::Module& module, bool abstract);

}  // namespace loopscope::python::modules
