// A colour, and the little arithmetic that themes need.
#pragma once

#include <cstdint>

namespace loopscope::ui {

/// sRGB with straight alpha, 0 to 255 each.
struct Colour {
    std::uint8_t r = 0;
    std::uint8_t g = 0;
    std::uint8_t b = 0;
    std::uint8_t a = 255;

    friend bool operator==(const Colour&, const Colour&) = default;
};

/// 0xRRGGBB, opaque.
constexpr Colour rgb(std::uint32_t hex) {
    return {static_cast<std::uint8_t>(hex >> 16), static_cast<std::uint8_t>(hex >> 8),
            static_cast<std::uint8_t>(hex), 255};
}

constexpr Colour with_alpha(Colour c, float alpha) {
    c.a = static_cast<std::uint8_t>(static_cast<float>(c.a) * alpha + 0.5f);
    return c;
}

/// `amount` of `over` laid upon `under`: an opaque tint, which overlapping shapes cannot darken.
constexpr Colour blend(Colour under, Colour over, float amount) {
    auto channel = [amount](std::uint8_t u, std::uint8_t o) {
        float value =
            static_cast<float>(u) + (static_cast<float>(o) - static_cast<float>(u)) * amount;
        return static_cast<std::uint8_t>(value + 0.5f);
    };
    return {channel(under.r, over.r), channel(under.g, over.g), channel(under.b, over.b), under.a};
}

/// WCAG 2 contrast ratio of two opaque colours, 1 to 21; 4.5 is the least for small text.
double contrast(Colour a, Colour b);

}  // namespace loopscope::ui
