// Kept pictures: small ones, to compare what is drawn now with what was drawn when they were made.
#pragma once

#include <optional>
#include <string>

#include "ui/app/offscreen.h"

namespace loopscope::ui::testing {

/// The picture at a quarter of its width and height, each point the mean of sixteen, in 32 levels a
/// colour: small enough to keep, and what is left of a letter is its weight, not its edges.
Picture reduced(const Picture& picture);

/// How two reduced pictures differ.
struct Difference {
    std::size_t points = 0;  ///< That differ.
    std::size_t all = 0;
    int left = 0, top = 0, right = 0, bottom = 0;  ///< Where they lie, in reduced points.
    Picture map;                                   ///< The new one, dimmed, the points in red.
};

/// Compares pictures of one size. A point differs when a colour of it lies outside of what the
/// other picture has in the 3 × 3 points around it: so a text that moved by a pixel or was drawn by
/// another rasteriser passes, and a panel that moved, a text that is gone, a colour that is another
/// does not. It is asked both ways.
Difference compare(const Picture& kept, const Picture& now);

/// Lossless WebP. Reading gives nothing when there is no such file, or none that can be read.
bool keep(const Picture& picture, const std::string& path);
std::optional<Picture> read_kept(const std::string& path);

}  // namespace loopscope::ui::testing
