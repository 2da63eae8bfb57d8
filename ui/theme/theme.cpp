// The three themes.
#include "ui/theme/theme.h"

#include <cmath>

namespace loopscope::ui {
namespace {

double linear(std::uint8_t channel) {
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(Colour c) {
    return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

constexpr Theme kDark{
    .name = ThemeName::Dark,
    .background = rgb(0x12151b),
    .panel = rgb(0x191d25),
    .raised = rgb(0x20252f),
    .line = rgb(0x2c333f),
    .sunken = rgb(0x151921),
    .text = rgb(0xe8ecf3),
    .dim = rgb(0x98a3b5),
    .faint = rgb(0x838d9e),
    .waiting = rgb(0x56b4e9),
    .ready = rgb(0x56b4e9),
    .running = rgb(0xf0a30a),
    .done = rgb(0x2bb58a),
    .cancelled = rgb(0xc58bb5),
    .failed = rgb(0xf0703a),
    .on_accent = rgb(0x1a1203),
    .keyword = rgb(0xc397e8),
    .string = rgb(0xa0c980),
    .number = rgb(0xe0b070),
    .definition = rgb(0x7fc1f0),
    .comment = rgb(0x808b9d),
    .builtin = rgb(0x79c9c0),
    .shadow = {0, 0, 0, 110},
};

constexpr Theme kLight{
    .name = ThemeName::Light,
    .background = rgb(0xeef1f5),
    .panel = rgb(0xffffff),
    .raised = rgb(0xf4f6f9),
    .line = rgb(0xd5dbe4),
    .sunken = rgb(0xf7f9fb),
    .text = rgb(0x1b212b),
    .dim = rgb(0x556072),
    .faint = rgb(0x616c7d),
    .waiting = rgb(0x0072b2),
    .ready = rgb(0x0072b2),
    .running = rgb(0xb36b00),
    .done = rgb(0x007a5a),
    .cancelled = rgb(0x9a4f86),
    .failed = rgb(0xc24400),
    .on_accent = rgb(0xffffff),
    .keyword = rgb(0x7a34a8),
    .string = rgb(0x3d7a1f),
    .number = rgb(0x96590b),
    .definition = rgb(0x0b63a5),
    .comment = rgb(0x667285),
    .builtin = rgb(0x1c7d74),
    .shadow = {27, 33, 43, 40},
};

constexpr Theme kContrast{
    .name = ThemeName::Contrast,
    .background = rgb(0x000000),
    .panel = rgb(0x161616),
    .raised = rgb(0x2b2b2b),
    .line = rgb(0x6a6a6a),
    .sunken = rgb(0x000000),
    .text = rgb(0xffffff),
    .dim = rgb(0xdcdcdc),
    .faint = rgb(0xb4b4b4),
    .waiting = rgb(0x5cc8ff),
    .ready = rgb(0x5cc8ff),
    .running = rgb(0xffc400),
    .done = rgb(0x40e0a8),
    .cancelled = rgb(0xf0a8e0),
    .failed = rgb(0xff8a5c),
    .on_accent = rgb(0x000000),
    .keyword = rgb(0xd9b3ff),
    .string = rgb(0xb8f09a),
    .number = rgb(0xffd27f),
    .definition = rgb(0x8fd8ff),
    .comment = rgb(0xc0c0c0),
    .builtin = rgb(0x8ff0e4),
    .shadow = {0, 0, 0, 160},
};

}  // namespace

double contrast(Colour a, Colour b) {
    double la = luminance(a);
    double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

Colour Theme::look(Look look) const {
    switch (look) {
        case Look::Waiting:
            return waiting;
        case Look::Ready:
            return ready;
        case Look::Running:
            return running;
        case Look::Done:
            return done;
        case Look::Cancelled:
            return cancelled;
        case Look::Failed:
            return failed;
    }
    return text;
}

Colour Theme::wash(Look look, Colour under, float amount) const {
    return blend(under, this->look(look), amount);
}

const Theme& theme(ThemeName name) {
    return name == ThemeName::Dark ? kDark : name == ThemeName::Light ? kLight : kContrast;
}

}  // namespace loopscope::ui
