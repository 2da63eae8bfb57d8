// The toolbar's parts.
#include "ui/model/toolbar_plan.h"

#include <utility>

namespace loopscope::ui {
namespace {

/// What is left out, one thing more at each level.
struct Choice {
    bool brand = true;
    bool play_label = true;
    bool count_short = false;
    bool steps_one = false;
    bool motion = true;
    bool learning = true;
    bool badge = true;
    bool speed = true;
    bool count = true;
    bool title = true;
    bool steps = true;
    float title_min = 140;
};
constexpr int kLevels = 13;

Choice choice_at(int level) {
    Choice c;
    if (level >= 1) c.brand = false;
    if (level >= 2) c.count_short = true;
    if (level >= 3) c.play_label = false;
    if (level >= 4) c.steps_one = true;
    if (level >= 5) c.title_min = 64;
    if (level >= 6) c.badge = false;
    if (level >= 7) c.motion = false;
    if (level >= 8) c.title = false;
    if (level >= 9) c.speed = false;
    if (level >= 10) c.learning = false;
    if (level >= 11) c.count = false;
    if (level >= 12) c.steps = false;
    return c;
}

/// Width of a group of parts with gaps between those that are there.
float left_width(const Choice& c, const ToolbarWidths& w) {
    float width = w.button;
    if (c.brand) width += w.gap + w.brand;
    if (c.title) width += w.group_gap + std::min(c.title_min, w.title);
    if (c.badge && w.badge > 0) width += 8 + w.badge;
    return width;
}
float play_width(const Choice& c, const ToolbarWidths& w) {
    return c.play_label ? w.play_label : w.button * 1.25f;
}
float middle_width(const Choice& c, const ToolbarWidths& w) {
    float width = 4 * (w.button + w.gap) + play_width(c, w) + w.group_gap / 2;
    if (c.steps) width += c.steps_one ? w.step_one : w.steps_long;
    if (c.speed) width += 8 + w.speed;
    return width;
}
float right_width(const Choice& c, const ToolbarWidths& w) {
    int buttons = c.motion ? 6 : 5;
    float width = w.time + w.group_gap + static_cast<float>(buttons) * w.button +
                  static_cast<float>(buttons - 1) * w.gap;
    if (c.learning) width += 2 * w.button + w.gap + w.group_gap;
    if (c.count) width += 12 + (c.count_short ? w.count_short : w.count_long);
    return width;
}

void place_middle(ToolbarPlan& plan, Rect area, const Choice& c, const ToolbarWidths& w) {
    plan.first = cut_left(area, w.button, w.gap);
    plan.back = cut_left(area, w.button, w.gap);
    plan.play = cut_left(area, play_width(c, w), w.gap);
    plan.forward = cut_left(area, w.button, w.gap);
    plan.last = cut_left(area, w.button, w.group_gap / 2);
    plan.play_has_label = c.play_label;
    plan.steps_are_one = c.steps_one;
    if (c.steps) plan.steps = cut_left(area, c.steps_one ? w.step_one : w.steps_long, 8);
    if (c.speed) plan.speed = cut_left(area, w.speed);
}

void place_right(ToolbarPlan& plan, Rect area, const Choice& c, const ToolbarWidths& w) {
    plan.help = cut_right(area, w.button, w.gap);
    if (c.motion) plan.motion = cut_right(area, w.button, w.gap);
    plan.theme = cut_right(area, w.button, w.gap);
    plan.language = cut_right(area, w.button, w.gap);
    plan.larger = cut_right(area, w.button, w.gap);
    plan.smaller = cut_right(area, w.button, w.group_gap);
    if (c.learning) {
        plan.predict = cut_right(area, w.button, w.gap);
        plan.lesson = cut_right(area, w.button, w.group_gap);
    }
    if (c.count) {
        plan.count = cut_right(area, c.count_short ? w.count_short : w.count_long, 12);
        plan.count_is_short = c.count_short;
    }
    plan.time = cut_right(area, w.time);
}

}  // namespace

ToolbarPlan plan_toolbar(const Rect& bar, const ToolbarWidths& w) {
    Choice c;
    for (int level = 0; level < kLevels; ++level) {
        c = choice_at(level);
        float need = left_width(c, w) + middle_width(c, w) + right_width(c, w) + 2 * w.group_gap;
        if (need <= bar.w) break;
    }
    ToolbarPlan plan;
    Rect rest = bar;
    place_right(plan, cut_right(rest, right_width(c, w), w.group_gap), c, w);
    // The transport stands in the middle of the window, if the parts beside it leave it there.
    float middle = middle_width(c, w);
    float least = rest.x + left_width(c, w) + w.group_gap;
    float most = rest.right() - middle;
    float centred = bar.x + (bar.w - middle) / 2;
    float x = std::min(most, std::max(least, std::min(centred, least + 220)));
    place_middle(plan, {x, rest.y, middle, rest.h}, c, w);
    Rect left{rest.x, rest.y, std::max(0.0f, x - w.group_gap - rest.x), rest.h};
    plan.list = cut_left(left, w.button, w.gap);
    if (c.brand) plan.brand = cut_left(left, w.brand);
    if (c.title) {
        cut_left(left, w.group_gap);
        float badge = c.badge && w.badge > 0 ? w.badge + 8 : 0;
        plan.title = cut_left(left, std::min(w.title, left.w - badge), 8);
        if (badge > 0) plan.badge = cut_left(left, w.badge);
    }
    return plan;
}

}  // namespace loopscope::ui
