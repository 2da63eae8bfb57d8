// Points and rectangles, in logical pixels: pixels at display scale 1.
//
// Everything above the painter computes in logical pixels, so every size follows the display
// scale without a line of code: only the painter multiplies.
#pragma once

#include <algorithm>

namespace loopscope::ui {

struct Point {
    float x = 0;
    float y = 0;

    friend bool operator==(const Point&, const Point&) = default;
    friend Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
    friend Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
};

/// A rectangle by its top left corner; y grows downwards. An empty one has no positive area.
struct Rect {
    float x = 0;
    float y = 0;
    float w = 0;
    float h = 0;

    friend bool operator==(const Rect&, const Rect&) = default;

    float right() const { return x + w; }
    float bottom() const { return y + h; }
    Point centre() const { return {x + w / 2, y + h / 2}; }
    bool empty() const { return w <= 0 || h <= 0; }
    bool contains(Point p) const { return p.x >= x && p.y >= y && p.x < right() && p.y < bottom(); }
    /// True when `inner` lies inside, give or take `slack` on every side.
    bool contains(const Rect& inner, float slack = 0) const {
        return inner.x >= x - slack && inner.y >= y - slack && inner.right() <= right() + slack &&
               inner.bottom() <= bottom() + slack;
    }
    Rect inset(float dx, float dy) const {
        return {x + dx, y + dy, std::max(0.0f, w - 2 * dx), std::max(0.0f, h - 2 * dy)};
    }
    Rect inset(float d) const { return inset(d, d); }
    Rect moved(float dx, float dy) const { return {x + dx, y + dy, w, h}; }
};

inline Rect intersection(const Rect& a, const Rect& b) {
    float x = std::max(a.x, b.x);
    float y = std::max(a.y, b.y);
    return {x, y, std::min(a.right(), b.right()) - x, std::min(a.bottom(), b.bottom()) - y};
}

/// True when the two share an area wider and higher than `slack`.
inline bool overlap(const Rect& a, const Rect& b, float slack = 0) {
    Rect both = intersection(a, b);
    return both.w > slack && both.h > slack;
}

/// Cuts a strip from a side of `area` and leaves the rest, less `gap`, in `area`.
inline Rect cut_top(Rect& area, float h, float gap = 0) {
    h = std::min(h, area.h);
    Rect strip{area.x, area.y, area.w, h};
    float used = std::min(area.h, h + gap);
    area.y += used;
    area.h -= used;
    return strip;
}
inline Rect cut_bottom(Rect& area, float h, float gap = 0) {
    h = std::min(h, area.h);
    Rect strip{area.x, area.bottom() - h, area.w, h};
    area.h -= std::min(area.h, h + gap);
    return strip;
}
inline Rect cut_left(Rect& area, float w, float gap = 0) {
    w = std::min(w, area.w);
    Rect strip{area.x, area.y, w, area.h};
    float used = std::min(area.w, w + gap);
    area.x += used;
    area.w -= used;
    return strip;
}
inline Rect cut_right(Rect& area, float w, float gap = 0) {
    w = std::min(w, area.w);
    Rect strip{area.right() - w, area.y, w, area.h};
    area.w -= std::min(area.w, w + gap);
    return strip;
}

inline float mix(float a, float b, float t) { return a + (b - a) * t; }
inline Rect mix(const Rect& a, const Rect& b, float t) {
    return {mix(a.x, b.x, t), mix(a.y, b.y, t), mix(a.w, b.w, t), mix(a.h, b.h, t)};
}

}  // namespace loopscope::ui
