// The fonts of the window: found by Fontconfig, loaded for one display scale.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ui/draw/painter.h"

struct ImFontAtlas;

namespace loopscope::ui {

/// A font file on this machine.
struct FontFile {
    std::string path;
    int index = 0;           ///< Which font of a collection (.ttc).
    float em_to_pixels = 1;  ///< Dear ImGui counts a size from ascender to descender, we by em.
};

/// What Fontconfig knows about this machine's fonts, asked once.
struct FontFiles {
    FontFile face[kFaceCount];  ///< An empty path: none found, the built-in font serves.
    FontFile chinese;
    std::vector<FontFile> others;  ///< For characters that the three families lack.
};

/// Finds Inter, JetBrains Mono and WenQuanYi Micro Hei, or the system's nearest fonts.
FontFiles find_fonts();

/// The characters that the window may have to draw.
///
/// Glyphs of all Chinese characters take a quarter of a second and 32 MiB, so only those are
/// loaded that occur: in the catalogues, in the opened file, in what the program says.
class Alphabet {
  public:
    Alphabet();
    /// Adds the characters of a UTF-8 text. Those outside the Basic Multilingual Plane are left
    /// out: Dear ImGui cannot draw them.
    void add(std::string_view utf8);
    /// Adds all of another alphabet; true when that made this one larger.
    bool add(const Alphabet& other);
    const std::set<std::uint16_t>& characters() const { return characters_; }

  private:
    std::set<std::uint16_t> characters_;
};

/// Loads every face and size for `pixel_scale` real pixels a logical pixel into `atlas`, which is
/// cleared first; builds it. Cost: a few milliseconds for each hundred characters.
FontSet load_fonts(ImFontAtlas& atlas, const FontFiles& files, const Alphabet& alphabet,
                   float pixel_scale);

}  // namespace loopscope::ui
