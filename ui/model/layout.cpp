// Where the panels stand.
#include "ui/model/layout.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace loopscope::ui {
namespace {

Density density_of(float width, float height) {
    if (width < 860 || height < 500) return Density::Tight;
    if (width < 1240 || height < 700) return Density::Snug;
    return Density::Roomy;
}

/// Heights of the three strips that run over the whole width.
struct Strips {
    float toolbar, narration, timeline;
};

Strips strips_of(Density density, float height) {
    switch (density) {
        case Density::Tight:
            return {40, 54, std::clamp(height * 0.19f, 60.0f, 92.0f)};
        case Density::Snug:
            return {48, 72, std::clamp(height * 0.20f, 104.0f, 144.0f)};
        case Density::Roomy:
            break;
    }
    return {48, 80, std::clamp(height * 0.21f, 144.0f, 232.0f)};
}

/// Rounded to the 4 px grid.
float grid(float v) { return std::round(v / 4) * 4; }

}  // namespace

WindowLayout layout_window(float width, float height, const LayoutWish& wish) {
    width = std::max(width, 480.0f);
    height = std::max(height, 300.0f);
    WindowLayout out;
    out.density = density_of(width, height);
    bool tight = out.density == Density::Tight;
    out.gap = tight ? 6 : 8;
    out.padding = tight ? 8 : 12;
    out.heading = tight ? 26 : 34;
    Strips strips = strips_of(out.density, height);

    Rect rest = Rect{0, 0, width, height}.inset(out.gap);
    out.toolbar = cut_top(rest, strips.toolbar, out.gap);
    if (wish.question) {
        float most = height * (wish.whole_class ? 0.48f : 0.44f);
        float least = tight ? 176 : wish.whole_class ? 320 : 280;
        out.question = cut_bottom(rest, grid(std::min(least, most)), out.gap);
    } else {
        out.timeline = cut_bottom(rest, grid(strips.timeline), out.gap);
        Rect words = cut_bottom(rest, strips.narration, out.gap);
        // Where room is scarce, the note takes the place of the narration.
        if (wish.lesson && tight)
            out.lesson = words;
        else
            out.narration = words;
        if (wish.lesson && !tight) out.lesson = cut_bottom(rest, 72, out.gap);
    }

    Rect left =
        cut_left(rest, grid(std::clamp(width * (tight ? 0.33f : 0.29f), 192.0f, 560.0f)), out.gap);
    if (width >= 620) {
        out.tasks = cut_right(rest, grid(std::clamp(width * 0.22f, 156.0f, 420.0f)), out.gap);
    }
    out.loop = rest;
    if (left.h < 130) {
        out.source = left;
        return out;
    }
    float output = std::clamp(left.h * 0.26f, tight ? 62.0f : 88.0f, 176.0f);
    out.output = cut_bottom(left, grid(output), out.gap);
    out.source = left;
    return out;
}

}  // namespace loopscope::ui
