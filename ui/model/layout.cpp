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
            return {48, 72, std::clamp(height * 0.22f, 112.0f, 152.0f)};
        case Density::Roomy:
            break;
    }
    return {48, height < 800 ? 72.0f : 80.0f, std::clamp(height * 0.23f, 160.0f, 248.0f)};
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
    bool presents = wish.preset == Preset::Presentation;
    bool debugs = wish.preset == Preset::Debugging;
    if (wish.bottom_percent > 0)
        strips.timeline = std::clamp(height * static_cast<float>(wish.bottom_percent) / 100, 60.0f,
                                     height * 0.5f);
    if (presents && !tight) strips.narration = std::max(strips.narration, 112.0f);

    Rect rest = Rect{0, 0, width, height}.inset(out.gap);
    out.toolbar = cut_top(rest, strips.toolbar, out.gap);
    if (wish.question) {
        float most = height * (wish.whole_class ? 0.48f : 0.44f);
        float least = tight ? 176 : wish.whole_class ? 320 : 280;
        out.question = cut_bottom(rest, grid(std::min(least, most)), out.gap);
    } else {
        if (!presents) {
            out.timeline = cut_bottom(rest, grid(strips.timeline), out.gap);
            out.split_bottom = {rest.x, rest.bottom(), rest.w, out.gap};
        }
        Rect words = cut_bottom(rest, strips.narration, out.gap);
        // Where room is scarce, the note takes the place of the narration.
        if (wish.lesson && tight)
            out.lesson = words;
        else
            out.narration = words;
        if (wish.lesson && !tight) out.lesson = cut_bottom(rest, 72, out.gap);
    }

    auto share = [&](int percent, float usual, float least, float most) {
        if (percent > 0)
            return grid(
                std::clamp(width * static_cast<float>(percent) / 100, least, width * 0.55f));
        return grid(std::clamp(width * usual, least, most));
    };
    float usual_left = presents ? 0.42f : debugs ? 0.34f : tight ? 0.33f : 0.29f;
    Rect left =
        cut_left(rest, share(wish.left_percent, usual_left, 192, presents ? 900 : 560), out.gap);
    out.split_left = {left.right(), left.y, out.gap, left.h};
    if (width >= 620 && !presents) {
        float usual = debugs ? 0.25f : 0.22f;
        float most = std::max(156.0f, rest.w - 220);
        float w = std::min(most, share(wish.right_percent, usual, 156, 420));
        out.tasks = cut_right(rest, w, out.gap);
        out.split_right = {rest.right(), rest.y, out.gap, rest.h};
    }
    out.loop = rest;
    if (presents) {
        out.source = left;
        return out;
    }
    if (left.h < 130) {
        out.source = left;
        return out;
    }
    float output = std::clamp(left.h * (debugs ? 0.36f : 0.26f), tight ? 62.0f : 88.0f,
                              debugs ? 320.0f : 176.0f);
    out.output = cut_bottom(left, grid(output), out.gap);
    out.source = left;
    return out;
}

}  // namespace loopscope::ui
