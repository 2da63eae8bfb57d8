// The fonts of the window.
#include "ui/app/fonts.h"

#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include <imgui.h>
#include FT_FREETYPE_H

#include <cmath>
#include <filesystem>
#include <iterator>
#include <memory>

#include "ui/model/elide.h"

namespace loopscope::ui {
namespace {

struct PatternDeleter {
    void operator()(FcPattern* pattern) const { FcPatternDestroy(pattern); }
};
using Pattern = std::unique_ptr<FcPattern, PatternDeleter>;

/// Ascender to descender in em, as Dear ImGui measures a font's size.
float line_in_em(const FontFile& file) {
    float result = 1;
    FT_Library library = nullptr;
    if (FT_Init_FreeType(&library) != 0) return result;
    FT_Face face = nullptr;
    if (FT_New_Face(library, file.path.c_str(), file.index, &face) == 0) {
        if (face->units_per_EM > 0) {
            result = static_cast<float>(face->ascender - face->descender) /
                     static_cast<float>(face->units_per_EM);
        }
        FT_Done_Face(face);
    }
    FT_Done_FreeType(library);
    return result;
}

/// Asks Fontconfig; it always answers something, so a wrong family or a font without `probe` is
/// refused when `exact`.
FontFile match(const char* family, int weight, FcChar32 probe, bool exact) {
    Pattern query(FcPatternCreate());
    FcPatternAddString(query.get(), FC_FAMILY, reinterpret_cast<const FcChar8*>(family));
    FcPatternAddInteger(query.get(), FC_WEIGHT, weight);
    FcPatternAddInteger(query.get(), FC_SLANT, FC_SLANT_ROMAN);
    FcPatternAddBool(query.get(), FC_SCALABLE, FcTrue);
    if (probe) {
        FcCharSet* set = FcCharSetCreate();
        FcCharSetAddChar(set, probe);
        FcPatternAddCharSet(query.get(), FC_CHARSET, set);
        FcCharSetDestroy(set);
    }
    FcConfigSubstitute(nullptr, query.get(), FcMatchPattern);
    FcDefaultSubstitute(query.get());
    FcResult result = FcResultNoMatch;
    Pattern found(FcFontMatch(nullptr, query.get(), &result));
    if (!found) return {};
    FcChar8* path = nullptr;
    FcChar8* name = nullptr;
    int index = 0;
    FcCharSet* glyphs = nullptr;
    FcPatternGetString(found.get(), FC_FILE, 0, &path);
    FcPatternGetString(found.get(), FC_FAMILY, 0, &name);
    FcPatternGetInteger(found.get(), FC_INDEX, 0, &index);
    FcPatternGetCharSet(found.get(), FC_CHARSET, 0, &glyphs);
    if (!path || !std::filesystem::exists(reinterpret_cast<const char*>(path))) return {};
    if (probe && (!glyphs || !FcCharSetHasChar(glyphs, probe))) return {};
    if (exact && (!name || FcStrCmpIgnoreCase(name, reinterpret_cast<const FcChar8*>(family)))) {
        return {};
    }
    FontFile file{reinterpret_cast<const char*>(path), index & 0xffff, 1};
    file.em_to_pixels = line_in_em(file);
    return file;
}

FontFile first_match(std::initializer_list<const char*> families, int weight, FcChar32 probe) {
    for (const char* family : families) {
        FontFile file = match(family, weight, probe, true);
        if (!file.path.empty()) return file;
    }
    return match(*std::prev(families.end()), weight, probe, false);
}

std::vector<ImWchar> ranges_of(const std::set<std::uint16_t>& characters) {
    std::vector<ImWchar> ranges;
    for (std::uint16_t c : characters) {
        if (!ranges.empty() && ranges.back() + 1 == c) {
            ranges.back() = c;
        } else {
            ranges.push_back(c);
            ranges.push_back(c);
        }
    }
    ranges.push_back(0);
    return ranges;
}

std::uint32_t decode(std::string_view text, std::size_t at, std::size_t length) {
    auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    switch (length) {
        case 1:
            return byte(0);
        case 2:
            return (byte(0) & 0x1fu) << 6 | (byte(1) & 0x3fu);
        case 3:
            return (byte(0) & 0x0fu) << 12 | (byte(1) & 0x3fu) << 6 | (byte(2) & 0x3fu);
        default:
            return 0x10000;
    }
}

void add_font(ImFontAtlas& atlas, const FontFile& file, float em_pixels,
              const std::vector<ImWchar>& ranges, bool merge) {
    if (file.path.empty()) return;
    ImFontConfig config;
    config.FontNo = file.index;
    config.MergeMode = merge;
    config.OversampleH = em_pixels > 30 ? 1 : 2;
    config.OversampleV = 1;
    config.PixelSnapH = false;
    atlas.AddFontFromFileTTF(file.path.c_str(), em_pixels * file.em_to_pixels, &config,
                             ranges.data());
}

}  // namespace

FontFiles find_fonts() {
    FontFiles files;
    auto& face = files.face;
    constexpr FcChar32 kLatin = 'g';
    face[0] = first_match({"Inter", "DejaVu Sans", "sans-serif"}, FC_WEIGHT_REGULAR, kLatin);
    face[1] = first_match({"Inter", "DejaVu Sans", "sans-serif"}, FC_WEIGHT_DEMIBOLD, kLatin);
    face[2] =
        first_match({"JetBrains Mono", "DejaVu Sans Mono", "monospace"}, FC_WEIGHT_REGULAR, kLatin);
    face[3] =
        first_match({"JetBrains Mono", "DejaVu Sans Mono", "monospace"}, FC_WEIGHT_BOLD, kLatin);
    constexpr FcChar32 kAxis = 0x8f74;  // 轴
    files.chinese = first_match({"WenQuanYi Micro Hei", "Noto Sans CJK SC", "sans-serif"},
                                FC_WEIGHT_REGULAR, kAxis);
    FontFile wide = match("DejaVu Sans", FC_WEIGHT_REGULAR, 0, true);
    if (!wide.path.empty()) files.others.push_back(wide);
    return files;
}

Alphabet::Alphabet() {
    for (std::uint16_t c = 0x20; c < 0x7f; ++c) characters_.insert(c);
    for (std::uint16_t c = 0xa0; c < 0x100; ++c) characters_.insert(c);
    add("…–—‘’“”•→←↑↓−×≤≥≠·∞中文");
}

void Alphabet::add(std::string_view utf8) {
    for (std::size_t i = 0; i < utf8.size();) {
        std::size_t length = utf8_length(utf8, i);
        std::uint32_t c = decode(utf8, i, length);
        i += length;
        if (c < 0x20 || c > 0xffff || (length == 1 && c > 0x7e)) continue;
        characters_.insert(static_cast<std::uint16_t>(c));
    }
}

bool Alphabet::add(const Alphabet& other) {
    std::size_t before = characters_.size();
    characters_.insert(other.characters_.begin(), other.characters_.end());
    return characters_.size() > before;
}

FontSet load_fonts(ImFontAtlas& atlas, const FontFiles& files, const Alphabet& alphabet,
                   float pixel_scale) {
    atlas.Clear();
    atlas.Flags |= ImFontAtlasFlags_NoPowerOfTwoHeight;
    std::vector<ImWchar> ranges = ranges_of(alphabet.characters());
    const std::vector<ImWchar> letters{0x20, 0x7e, 0};
    FontSet set;
    for (int f = 0; f < kFaceCount; ++f) {
        for (int s = 0; s < kSizeCount; ++s) {
            bool huge = s == static_cast<int>(Size::Huge);
            if (huge && f != static_cast<int>(Face::UiBold)) {
                set.font[f][s] = set.font[f][s - 1];
                continue;
            }
            float pixels = std::round(size_px(static_cast<Size>(s)) * pixel_scale);
            if (files.face[f].path.empty())
                atlas.AddFontDefault();
            else
                add_font(atlas, files.face[f], pixels, huge ? letters : ranges, false);
            set.font[f][s] = atlas.Fonts.back();
            if (huge) continue;
            add_font(atlas, files.chinese, pixels, ranges, true);
            for (const FontFile& other : files.others) {
                add_font(atlas, other, pixels, ranges, true);
            }
        }
    }
    atlas.Build();
    return set;
}

}  // namespace loopscope::ui
