// Opening what a command was given, and complaining.
#include "cli/opening.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace loopscope::cli {

void complain(std::string_view what) {
    std::fprintf(stderr, "loopscope: %.*s\n", static_cast<int>(what.size()), what.data());
}

base::Result<std::string> read_input(const std::string& path) {
    auto whole = [](std::istream& in) {
        return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    };
    if (path == "-") return whole(std::cin);
    std::error_code unknown;
    std::ifstream in;
    errno = EISDIR;
    if (!std::filesystem::is_directory(path, unknown)) in.open(path, std::ios::binary);
    if (!in.is_open()) {
        return base::Failure{
            fmt::format("{} can't be read: {}. Give the path of a file, or - for "
                        "what comes on our own standard input.",
                        path, std::strerror(errno))};
    }
    return whole(in);
}

std::unique_ptr<session::Session> open_session(const CommonOptions& options, OnDamage on_damage) {
    auto session = session::Session::open(session::resolve(options.file), options.run);
    if (!session) {
        complain(session.failure().message);
        return nullptr;
    }
    std::unique_ptr<session::Session> opened = std::move(session).value();
    if (on_damage == OnDamage::Tell && !opened->damage().empty())
        complain(opened->damage().message);
    return opened;
}

}  // namespace loopscope::cli
