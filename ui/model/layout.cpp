// Where the panels stand.
#include "ui/model/layout.h"

#include <algorithm>
#include <array>
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

/// Lays the five places out; `shown` says which of them are there at all.
class Places {
  public:
    Places(WindowLayout& out, const LayoutWish& wish, float width)
        : out_(out), wish_(wish), width_(width) {
        for (std::size_t i = 0; i < kPlaces; ++i) {
            auto place = static_cast<Place>(i);
            shown_[i] = !wish.arrangement.hidden(wish.arrangement.at(place));
        }
        if (presents()) {
            shown_[1] = shown_[3] = shown_[4] = false;
        }
    }

    bool presents() const { return wish_.preset == Preset::Presentation; }
    bool shown(Place place) const { return shown_[static_cast<std::size_t>(place)]; }
    void put(Place place, const Rect& rect) {
        Rect* const panels[] = {&out_.source, &out_.output, &out_.loop, &out_.tasks,
                                &out_.timeline};
        *panels[static_cast<std::size_t>(wish_.arrangement.at(place))] = rect;
    }

    /// The columns: left, centre, right. Who is not there leaves its room to the others.
    void columns(Rect rest) {
        bool left = shown(Place::LeftTop) || shown(Place::LeftBottom);
        bool right = shown(Place::Right) && width_ >= 620;
        bool centre = shown(Place::Centre);
        if (left && (centre || right)) {
            Rect column = cut_left(rest, left_width(), out_.gap);
            out_.split_left = {column.right(), column.y, out_.gap, column.h};
            left_column(column);
        } else if (left) {
            left_column(rest);
            return;
        }
        if (right && centre) {
            float usual = debugs() ? 0.25f : 0.22f;
            float most = std::max(156.0f, rest.w - 220);
            float w = std::min(most, share(wish_.right_percent, usual, 156, 420));
            put(Place::Right, cut_right(rest, w, out_.gap));
            out_.split_right = {rest.right(), rest.y, out_.gap, rest.h};
        } else if (right) {
            put(Place::Right, rest);
            return;
        }
        if (centre) put(Place::Centre, rest);
    }

  private:
    bool debugs() const { return wish_.preset == Preset::Debugging; }
    bool tight() const { return out_.density == Density::Tight; }

    float share(int percent, float usual, float least, float most) const {
        if (percent > 0)
            return grid(
                std::clamp(width_ * static_cast<float>(percent) / 100, least, width_ * 0.55f));
        return grid(std::clamp(width_ * usual, least, most));
    }

    float left_width() const {
        float usual = presents() ? 0.42f : debugs() ? 0.34f : tight() ? 0.33f : 0.29f;
        return share(wish_.left_percent, usual, 192, presents() ? 900 : 560);
    }

    void left_column(Rect left) {
        bool upper = shown(Place::LeftTop);
        bool lower = shown(Place::LeftBottom);
        if (upper && lower && left.h >= 130) {
            float usual = std::clamp(left.h * (debugs() ? 0.36f : 0.26f), tight() ? 62.0f : 88.0f,
                                     debugs() ? 320.0f : 176.0f);
            if (wish_.output_percent > 0)
                usual = std::clamp(left.h * static_cast<float>(wish_.output_percent) / 100,
                                   tight() ? 54.0f : 72.0f, left.h * 0.8f);
            put(Place::LeftBottom, cut_bottom(left, grid(usual), out_.gap));
            out_.split_output = {left.x, left.bottom(), left.w, out_.gap};
        }
        put(upper ? Place::LeftTop : Place::LeftBottom, left);
    }

    WindowLayout& out_;
    const LayoutWish& wish_;
    float width_;
    std::array<bool, kPlaces> shown_{};
};

}  // namespace

Rect WindowLayout::of(Panel panel) const {
    const Rect* const panels[] = {&source, &output, &loop, &tasks, &timeline};
    return *panels[static_cast<std::size_t>(panel)];
}

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
    Places places(out, wish, width);
    if (wish.bottom_percent > 0)
        strips.timeline = std::clamp(height * static_cast<float>(wish.bottom_percent) / 100, 60.0f,
                                     height * 0.5f);
    if (places.presents() && !tight) strips.narration = std::max(strips.narration, 112.0f);

    Rect rest = Rect{0, 0, width, height}.inset(out.gap);
    out.toolbar = cut_top(rest, strips.toolbar, out.gap);
    if (wish.question) {
        float most = height * (wish.whole_class ? 0.48f : 0.44f);
        float least = tight ? 176 : wish.whole_class ? 320 : 280;
        out.question = cut_bottom(rest, grid(std::min(least, most)), out.gap);
    } else {
        if (places.shown(Place::Bottom)) {
            places.put(Place::Bottom, cut_bottom(rest, grid(strips.timeline), out.gap));
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

    places.columns(rest);
    return out;
}

}  // namespace loopscope::ui
