// stream_pair: two ends connected to each other, as socket.socketpair() makes them.
#pragma once

#include <memory>
#include <utility>

#include "sim/world/descriptors.h"

namespace loopscope::world {

/// Two files, each of which reads what is written to the other. Room for 212,992 bytes on the way
/// in each direction. Used for a loop's self-pipe.
std::pair<std::shared_ptr<File>, std::shared_ptr<File>> make_stream_pair();

}  // namespace loopscope::world
