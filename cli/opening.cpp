// Opening what a command was given, and complaining.
#include "cli/opening.h"

#include <cstdio>

namespace loopscope::cli {

void complain(std::string_view what) {
    std::fprintf(stderr, "loopscope: %.*s\n", static_cast<int>(what.size()), what.data());
}

std::unique_ptr<session::Session> open_session(const CommonOptions& options, OnDamage on_damage) {
    auto session = session::Session::open(session::resolve(options.file), options.run);
    if (!session) {
        complain(session.failure().message);
        return nullptr;
    }
    std::unique_ptr<session::Session> opened = std::move(session).value();
    if (on_damage == OnDamage::Tell && !opened->damage().empty()) complain(opened->damage());
    return opened;
}

}  // namespace loopscope::cli
