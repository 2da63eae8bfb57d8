// EmbeddedFile: a text file that was put into the program when it was built.
#pragma once

#include <string_view>

namespace loopscope::base {

/// Made by loopscope_embed() in cmake/Embed.cmake.
struct EmbeddedFile {
    std::string_view name;  ///< File name without folders.
    std::string_view text;
};

}  // namespace loopscope::base
