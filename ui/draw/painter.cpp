// Painter: shapes, text and the pointer, in logical pixels.
#include "ui/draw/painter.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/model/elide.h"

namespace loopscope::ui {
namespace {

/// Cap height of both families, as a part of the em. Capitals are centred in a line's height, so
/// that texts of different faces on one line share a baseline.
constexpr float kCapHeight = 0.728f;

/// A stripe at 45 degrees: where its left edge meets the top, and its width there.
struct Stripe {
    float x, across;
};

/// Draws what of a stripe lies between the corners `a` and `b`.
void cut_stripe(ImDrawList& list, Stripe stripe, ImVec2 a, ImVec2 b, ImU32 colour) {
    float height = b.y - a.y;
    float right = stripe.x + stripe.across;
    if (right + height <= a.x || stripe.x >= b.x) return;
    list.PathClear();
    auto add = [&](float x, float y) {
        ImVec2 point{std::clamp(x, a.x, b.x), y};
        bool again = !list._Path.empty() && std::abs(list._Path.back().x - point.x) < 0.01f &&
                     std::abs(list._Path.back().y - point.y) < 0.01f;
        if (!again) list.PathLineTo(point);
    };
    // Clockwise: down along the right edge, up along the left one.
    auto edge = [&](float x, float from, float to) {
        float low = std::clamp(a.y + a.x - x, a.y, b.y);
        float high = std::clamp(a.y + b.x - x, a.y, b.y);
        for (float y : {std::clamp(from, low, high), std::clamp(to, low, high)})
            add(x + y - a.y, y);
    };
    auto holds = [&](ImVec2 p) {
        float top = p.x - (p.y - a.y);
        return top > stripe.x && top < right;
    };
    edge(right, a.y, b.y);
    if (holds(b)) add(b.x, b.y);
    edge(stripe.x, b.y, a.y);
    if (holds(a)) add(a.x, a.y);
    list.PathFillConvex(colour);
}

ImU32 packed(Colour c) { return IM_COL32(c.r, c.g, c.b, c.a); }

}  // namespace

Painter::Painter(const Setup& setup)
    : list_(setup.list),
      fonts_(setup.fonts),
      theme_(setup.theme),
      scale_(setup.scale),
      window_(setup.window),
      pointer_(setup.pointer),
      grip_(setup.grip),
      log_(setup.log),
      now_(setup.now) {
    if (!pointer_.down && !pointer_.released) grip_->active.clear();
}

float Painter::snap(float logical) const { return std::round(logical * scale_); }

void Painter::fill(const Rect& rect, Colour colour, float radius, Corners corners) {
    if (rect.empty() || colour.a == 0) return;
    ImVec2 a{snap(rect.x), snap(rect.y)};
    ImVec2 b{std::max(a.x + 1, snap(rect.right())), std::max(a.y + 1, snap(rect.bottom()))};
    if (b.x - a.x < 5 || b.y - a.y < 5) radius = 0;  // Nobody sees it, and corners cost.
    ImDrawFlags flags =
        corners == Corners::Left ? ImDrawFlags_RoundCornersLeft : ImDrawFlags_RoundCornersAll;
    list_->AddRectFilled(a, b, packed(colour), radius * scale_, flags);
}

void Painter::stroke(const Rect& rect, Colour colour, float radius, float thickness) {
    if (rect.empty()) return;
    // The line lies inside the rectangle, on whole pixels.
    float t = std::max(1.0f, std::round(thickness * scale_));
    float half = t / 2;
    list_->AddRect({snap(rect.x) + half, snap(rect.y) + half},
                   {snap(rect.right()) - half, snap(rect.bottom()) - half}, packed(colour),
                   std::max(0.0f, radius * scale_ - half), 0, t);
}

void Painter::dashed(const Rect& rect, Colour colour) {
    constexpr float kDash = 4;
    constexpr float kGap = 4;
    float t = hairline() * std::max(1.0f, std::round(scale_));
    for (float x = rect.x + 6; x < rect.right() - 6; x += kDash + kGap) {
        float w = std::min(kDash, rect.right() - 6 - x);
        fill({x, rect.y, w, t}, colour);
        fill({x, rect.bottom() - t, w, t}, colour);
    }
    for (float y = rect.y + 6; y < rect.bottom() - 6; y += kDash + kGap) {
        float h = std::min(kDash, rect.bottom() - 6 - y);
        fill({rect.x, y, t, h}, colour);
        fill({rect.right() - t, y, t, h}, colour);
    }
}

void Painter::line(Point from, Point to, Colour colour, float thickness) {
    list_->AddLine({from.x * scale_, from.y * scale_}, {to.x * scale_, to.y * scale_},
                   packed(colour), thickness * scale_);
}

void Painter::polyline(std::span<const Point> points, Colour colour, float thickness) {
    list_->PathClear();
    for (Point p : points) list_->PathLineTo({p.x * scale_, p.y * scale_});
    list_->PathStroke(packed(colour), 0, thickness * scale_);
}

void Painter::curve(Point from, Point to, Colour colour, float thickness) {
    float middle = (from.x + to.x) / 2 * scale_;
    list_->AddBezierCubic({from.x * scale_, from.y * scale_}, {middle, from.y * scale_},
                          {middle, to.y * scale_}, {to.x * scale_, to.y * scale_}, packed(colour),
                          thickness * scale_);
}

void Painter::polygon(std::span<const Point> convex, Colour colour) {
    list_->PathClear();
    for (Point p : convex) list_->PathLineTo({p.x * scale_, p.y * scale_});
    list_->PathFillConvex(packed(colour));
}

void Painter::disc(Point centre, float radius, Colour colour) {
    list_->AddCircleFilled({centre.x * scale_, centre.y * scale_}, radius * scale_, packed(colour));
}

void Painter::ring(Point centre, float radius, Colour colour, float thickness) {
    list_->AddCircle({centre.x * scale_, centre.y * scale_}, radius * scale_, packed(colour), 0,
                     thickness * scale_);
}

void Painter::hatch(const Rect& rect, Colour stripe, Colour ground) {
    if (rect.empty()) return;
    fill(rect, ground);
    constexpr float kStep = 6;
    constexpr float kThickness = 2.4f;
    ImVec2 a{snap(rect.x), snap(rect.y)};
    ImVec2 b{std::max(a.x + 1, snap(rect.right())), snap(rect.bottom())};
    // Too narrow for a stripe to be seen as one; a timeline that is seen whole has thousands.
    if (b.x - a.x < kStep * scale_)
        return list_->AddRectFilled(a, b, packed(blend(ground, stripe, kThickness / kStep * 1.4f)));
    float height = b.y - a.y;
    float step = kStep * scale_;
    float across = kThickness * scale_ * 1.4142f;
    // Stripes hang on a grid of the whole picture, so that neighbours join. They are cut here: a
    // clip rectangle for each bar would be a call to the graphics card for each.
    float first = std::floor((a.x - height) / step) * step - across / 2;
    for (float x = first; x < b.x; x += step)
        cut_stripe(*list_, {x, across}, {a.x + 0.5f, a.y + 0.5f}, {b.x - 0.5f, b.y - 0.5f},
                   packed(stripe));
}

void Painter::shadow(const Rect& rect, float radius) {
    for (int i = 6; i >= 1; --i) {
        float grow = static_cast<float>(i) * 2;
        Colour colour = with_alpha(theme_->shadow, 0.16f);
        fill({rect.x - grow, rect.y - grow + 3, rect.w + 2 * grow, rect.h + 2 * grow}, colour,
             radius + grow);
    }
}

void Painter::open_menu(Menu menu) {
    if (!grip_) return;
    menu.pointed = menu.chosen;
    grip_->menu = std::move(menu);
}

int Painter::take_menu_answer(std::string_view id) {
    if (!grip_ || grip_->answer.id != id) return -1;
    grip_->answer.id.clear();
    return grip_->answer.item;
}

float Painter::width(std::string_view text, Type type) const {
    if (text.empty()) return 0;
    ImFont* font = fonts_->get(type);
    return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, text.data(), text.data() + text.size())
               .x /
           scale_;
}

float Painter::text(const Rect& box, std::string_view text, const TextLook& look) {
    if (text.empty() || box.w <= 0) return 0;
    float w = width(text, look.type);
    std::string shortened;
    std::string_view drawn = text;
    if (w > box.w + 0.5f) {
        shortened = look.cut == Cut::Middle ? elide_middle(text, box.w, look.type, *this)
                                            : elide_end(text, box.w, look.type, *this);
        drawn = shortened;
        w = width(drawn, look.type);
    }
    if (drawn.empty()) return 0;
    float x = box.x;
    if (look.align == Align::Centre) x += (box.w - w) / 2;
    if (look.align == Align::Right) x += box.w - w;
    ImFont* font = fonts_->get(look.type);
    float baseline = snap(box.y + box.h / 2 + size_px(look.type.size) * kCapHeight / 2);
    ImVec2 at{snap(x), baseline - std::round(font->Ascent)};
    list_->AddText(font, font->FontSize, at, packed(look.colour), drawn.data(),
                   drawn.data() + drawn.size());
    bool bold = look.type.face == Face::UiBold || look.type.face == Face::MonoBold;
    if (bold) strengthen_wide(drawn, {at.x, at.y}, look.type, look.colour);
    float line = line_px(look.type.size);
    note_text(drawn, text, {x, box.y + (box.h - line) / 2, w, line}, box, look.type);
    return w;
}

/// The Chinese font has one weight: its characters are drawn a second time, a little to the right.
void Painter::strengthen_wide(std::string_view text, Point at, Type type, Colour colour) {
    ImFont* font = fonts_->get(type);
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        while (end < text.size() && static_cast<unsigned char>(text[end]) >= 0xe3) {
            end += utf8_length(text, end);
        }
        if (end == i) {
            i += utf8_length(text, i);
            continue;
        }
        float x = at.x + std::max(0.5f, size_px(type.size) * scale_ * 0.04f) +
                  font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, text.data(), text.data() + i).x;
        list_->AddText(font, font->FontSize, {x, at.y}, packed(colour), text.data() + i,
                       text.data() + end);
        i = end;
    }
}

float Painter::text_with_tip(const Rect& box, std::string_view text, const TextLook& look) {
    float w = this->text(box, text, look);
    if (w + 0.5f < width(text, look.type) && hovers(box)) tip(text);
    return w;
}

void Painter::push_clip(const Rect& rect) {
    Rect clip = clips_.empty() ? rect : intersection(clips_.back(), rect);
    clips_.push_back(clip);
    list_->PushClipRect({snap(clip.x), snap(clip.y)}, {snap(clip.right()), snap(clip.bottom())},
                        true);
}

void Painter::pop_clip() {
    clips_.pop_back();
    list_->PopClipRect();
}

bool Painter::hovers(const Rect& area) const {
    return feels() && area.contains(pointer_.at) &&
           (clips_.empty() || clips_.back().contains(pointer_.at));
}

/// Notes an area that the keyboard reaches, and presses it when a key does.
void Painter::take_focus_stop(std::string_view id, const Rect& area, Press& press) {
    if (layer_ < modal_layer_) return;
    Rect seen = clips_.empty() ? area : intersection(area, clips_.back());
    if (seen.empty()) return;
    grip_->stops.push_back({std::string(id), seen, panel_rect_});
    if (grip_->focus == id) focus_rect_ = seen;
    if (grip_->pressed_by_key != id) return;
    press.clicked = true;
    press.at = area.centre();
}

void Painter::draw_focus() {
    if (focus_rect_.empty()) return;
    Rect ring = intersection(focus_rect_.inset(-3), window_);
    stroke(ring.inset(-1), theme_->background, 7, 4);
    stroke(ring, theme_->text, 7, 2);
}

Press Painter::press(std::string_view id, const Rect& area, Reach reach) {
    Press result;
    if (area.empty()) return result;
    if (log_) log_->areas.push_back({panel_, std::string(id), area, layer_});
    result.at = pointer_.at;
    result.hovered = hovers(area) && (grip_->active.empty() || grip_->active == id);
    if (result.hovered) {
        if (grip_->hot != id) grip_->hot_since = now_;
        grip_->hot = id;
        if (pointer_.pressed) {
            grip_->active = id;
            grip_->pressed_at = pointer_.at;
        }
    }
    if (grip_->active == id && feels()) {
        result.held = pointer_.down;
        result.clicked = pointer_.released && area.contains(pointer_.at);
    }
    if (reach == Reach::Keys) take_focus_stop(id, area, result);
    return result;
}

float Painter::take_wheel(const Rect& area) {
    if (!hovers(area)) return 0;
    return std::exchange(pointer_.wheel, 0.0f);
}

float Painter::take_scroll_key() {
    if (!grip_ || layer_ < modal_layer_ || panel_rect_ != grip_->scrolled_panel) return 0;
    return std::exchange(grip_->scrolled_by_key, 0.0f);
}

void Painter::begin_panel(std::string_view name, const Rect& rect) {
    panel_ = name;
    panel_rect_ = rect;
    if (log_) log_->panels.push_back({panel_, rect});
}

void Painter::note_text(std::string_view drawn, std::string_view full, const Rect& rect,
                        const Rect& box, Type type) {
    if (!log_) return;
    log_->texts.push_back({panel_, std::string(drawn), std::string(full), rect, box,
                           clips_.empty() ? window_ : clips_.back(), type, layer_});
}

}  // namespace loopscope::ui
