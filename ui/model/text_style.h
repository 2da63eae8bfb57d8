// The type of the window: two families, two weights, three sizes.
#pragma once

#include <cstdint>
#include <string_view>

namespace loopscope::ui {

/// Inter for the interface; JetBrains Mono for code, names of the program and changing numbers.
enum class Face : std::uint8_t { Ui, UiBold, Mono, MonoBold };
inline constexpr int kFaceCount = 4;

/// 13, 15, 20 and 40 logical pixels. Huge is for single letters that a whole room reads: it has
/// Latin letters and digits alone, in the bold face.
enum class Size : std::uint8_t { Small, Body, Large, Huge };
inline constexpr int kSizeCount = 4;

constexpr float size_px(Size size) {
    switch (size) {
        case Size::Small:
            return 13;
        case Size::Body:
            return 15;
        case Size::Large:
            return 20;
        case Size::Huge:
            return 40;
    }
    return 13;
}
/// Height of one line of text of that size, in logical pixels.
constexpr float line_px(Size size) {
    switch (size) {
        case Size::Small:
            return 18;
        case Size::Body:
            return 21;
        case Size::Large:
            return 28;
        case Size::Huge:
            return 48;
    }
    return 18;
}

struct Type {
    Face face = Face::Ui;
    Size size = Size::Small;

    friend bool operator==(const Type&, const Type&) = default;
};

inline constexpr Type kLabel{Face::Ui, Size::Small};
inline constexpr Type kStrong{Face::UiBold, Size::Small};
inline constexpr Type kBody{Face::Ui, Size::Body};
inline constexpr Type kBodyStrong{Face::UiBold, Size::Body};
inline constexpr Type kTitle{Face::Ui, Size::Large};
inline constexpr Type kTitleStrong{Face::UiBold, Size::Large};
inline constexpr Type kHuge{Face::UiBold, Size::Huge};
inline constexpr Type kCode{Face::Mono, Size::Small};
inline constexpr Type kCodeStrong{Face::MonoBold, Size::Small};
inline constexpr Type kCodeBody{Face::Mono, Size::Body};
inline constexpr Type kCodeLarge{Face::Mono, Size::Large};

/// Tells how wide a text is in a type, in logical pixels. The painter is one; tests bring another,
/// so that whatever depends on widths is worked out without a window.
class TextMeasure {
  public:
    virtual ~TextMeasure() = default;
    virtual float width(std::string_view text, Type type) const = 0;
};

}  // namespace loopscope::ui
