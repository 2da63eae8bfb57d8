// What is to be exported from the window: a picture, or the next steps as a moving one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace loopscope::ui {

/// How many steps are taken where none are named, and how many at most.
inline constexpr std::size_t kExportSteps = 30;
inline constexpr std::size_t kExportStepsMax = 2000;

struct ExportWish {
    std::string path;
    std::string format;     ///< "png", "webp", "gif" or "mp4": what the name ends in.
    std::size_t steps = 0;  ///< Pictures after this one; 0 for "png".

    friend bool operator==(const ExportWish&, const ExportWish&) = default;
};

/// Reads "NAME.png", "NAME.webp", "NAME.gif 50". Nothing when the name has no such ending, or the
/// number of steps is none or too great.
std::optional<ExportWish> parse_export(std::string_view text);

/// How far an export is.
struct ExportProgress {
    std::string path;
    std::size_t done = 0;
    std::size_t total = 0;  ///< At most so many: the run may end before.
};

}  // namespace loopscope::ui
