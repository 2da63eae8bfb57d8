// Socket: what all kinds of sockets share.
#include "sim/world/socket.h"

namespace loopscope::world {

int Socket::listen(int) { return kEOPNOTSUPP; }
Accepted Socket::accept() { return {.error = kEOPNOTSUPP}; }

Transfer Socket::read(std::span<char> into) {
    Receiving how;
    return receive(into, how);
}

int Socket::option(int level, int name) const {
    for (const Option& option : options_) {
        if (option.level == level && option.name == name) return option.value;
    }
    return 0;
}

void Socket::set_option(int level, int name, int value) {
    for (Option& option : options_) {
        if (option.level == level && option.name == name) {
            option.value = value;
            return;
        }
    }
    options_.push_back({level, name, value});
}

}  // namespace loopscope::world
