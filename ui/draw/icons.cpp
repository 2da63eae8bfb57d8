// Icons, drawn as shapes on a grid of 16 × 16.
#include "ui/draw/icons.h"

#include <cmath>
#include <initializer_list>
#include <vector>

namespace loopscope::ui {
namespace {

/// Draws on a 16 × 16 grid that fills the box's middle square.
class Grid {
  public:
    Grid(Painter& painter, const Rect& box, Colour colour) : painter_(painter), colour_(colour) {
        side_ = std::min(box.w, box.h);
        unit_ = side_ / 16;
        // On whole pixels, or the gap between two bars would come and go.
        auto whole = [&](float v) { return std::round(v * painter.scale()) / painter.scale(); };
        origin_ = {whole(box.x + (box.w - side_) / 2), whole(box.y + (box.h - side_) / 2)};
    }
    Point at(float x, float y) const { return {origin_.x + x * unit_, origin_.y + y * unit_}; }
    void bar(float x, float y, float w, float h, float radius = 0) {
        Point p = at(x, y);
        painter_.fill({p.x, p.y, w * unit_, h * unit_}, colour_, radius * unit_);
    }
    void shape(std::initializer_list<Point> points) {
        std::vector<Point> placed;
        for (Point p : points) placed.push_back(at(p.x, p.y));
        painter_.polygon(placed, colour_);
    }
    void path(std::initializer_list<Point> points, float thickness) {
        std::vector<Point> placed;
        for (Point p : points) placed.push_back(at(p.x, p.y));
        painter_.polyline(placed, colour_, thickness * unit_);
    }
    void dot(float x, float y, float radius) { painter_.disc(at(x, y), radius * unit_, colour_); }
    void circle(float x, float y, float radius, float thickness) {
        painter_.ring(at(x, y), radius * unit_, colour_, thickness * unit_);
    }
    void letter(std::string_view text, float x, float w, Size size) {
        Point p = at(x, 0);
        painter_.text({p.x, p.y, w * unit_, side_}, text,
                      {.type = {Face::UiBold, size}, .colour = colour_, .align = Align::Centre});
    }

  private:
    Painter& painter_;
    Colour colour_;
    float side_ = 0;
    float unit_ = 1;
    Point origin_;
};

void draw_state(Grid& g, Icon icon) {
    switch (icon) {
        case Icon::Waiting:
            g.bar(4, 3, 3, 10);
            g.bar(9, 3, 3, 10);
            break;
        case Icon::Ready:
            g.path({{8, 1.8f}, {14.2f, 8}, {8, 14.2f}, {1.8f, 8}, {8, 1.8f}, {14.2f, 8}}, 1.8f);
            break;
        case Icon::Running:
            g.shape({{4, 2}, {14, 8}, {4, 14}});
            break;
        case Icon::Done:
            g.path({{2.5f, 8.5f}, {6.5f, 12.5f}, {13.5f, 4}}, 2.2f);
            break;
        case Icon::Cancelled:
            g.path({{3.5f, 3.5f}, {12.5f, 12.5f}}, 2.2f);
            g.path({{12.5f, 3.5f}, {3.5f, 12.5f}}, 2.2f);
            break;
        case Icon::Failed:
            g.shape({{6.6f, 2}, {9.4f, 2}, {9, 10}, {7, 10}});
            g.dot(8, 12.7f, 1.5f);
            break;
        default:
            break;
    }
}

void draw_transport(Grid& g, Icon icon) {
    switch (icon) {
        case Icon::First:
            g.bar(2.5f, 3, 2, 10);
            g.shape({{13.5f, 3}, {13.5f, 13}, {5.5f, 8}});
            break;
        case Icon::Back:
            g.shape({{12, 3}, {12, 13}, {3.5f, 8}});
            break;
        case Icon::Play:
            g.shape({{4, 2.5f}, {13.5f, 8}, {4, 13.5f}});
            break;
        case Icon::Pause:
            g.bar(3.5f, 3, 3, 10);
            g.bar(9.5f, 3, 3, 10);
            break;
        case Icon::Forward:
            g.shape({{4, 3}, {12.5f, 8}, {4, 13}});
            break;
        case Icon::Last:
            g.shape({{2.5f, 3}, {10.5f, 8}, {2.5f, 13}});
            g.bar(11.5f, 3, 2, 10);
            break;
        default:
            break;
    }
}

void draw_setting(Grid& g, Icon icon, Painter& painter, Colour colour) {
    switch (icon) {
        case Icon::Smaller:
            g.letter("A−", -4, 24, Size::Small);
            break;
        case Icon::Larger:
            g.letter("A+", -4, 24, Size::Body);
            break;
        case Icon::Dark: {
            g.circle(8, 8, 5.6f, 1.5f);
            std::vector<Point> half;
            for (int i = 0; i <= 16; ++i) {
                float angle = -1.5708f + 3.14159f * static_cast<float>(i) / 16;
                half.push_back(g.at(8 + 5.6f * std::cos(angle), 8 + 5.6f * std::sin(angle)));
            }
            painter.polygon(half, colour);
            break;
        }
        case Icon::Light:
            g.dot(8, 8, 3);
            for (int i = 0; i < 8; ++i) {
                float angle = 0.7854f * static_cast<float>(i);
                float c = std::cos(angle);
                float s = std::sin(angle);
                g.path({{8 + 4.7f * c, 8 + 4.7f * s}, {8 + 6.8f * c, 8 + 6.8f * s}}, 1.5f);
            }
            break;
        case Icon::Help:
            g.letter("?", 0, 16, Size::Body);
            break;
        case Icon::List:
            for (float y : {3.5f, 7.25f, 11.0f}) {
                g.bar(2, y, 2, 1.5f);
                g.bar(5.5f, y, 8.5f, 1.5f);
            }
            break;
        case Icon::Motion:
            g.bar(1.5f, 4.2f, 5, 1.5f);
            g.bar(0.5f, 7.2f, 5, 1.5f);
            g.bar(1.5f, 10.2f, 5, 1.5f);
            g.path({{8, 3.5f}, {14, 3.5f}, {14, 12.5f}, {8, 12.5f}, {8, 3.5f}, {14, 3.5f}}, 1.5f);
            break;
        case Icon::Search:
            g.circle(7, 7, 4.4f, 1.7f);
            g.path({{10.2f, 10.2f}, {14, 14}}, 2);
            break;
        case Icon::Edit:
            g.path({{3, 13}, {4, 9.6f}, {11, 2.6f}, {13.4f, 5}, {6.4f, 12}, {3, 13}, {4, 9.6f}},
                   1.4f);
            break;
        case Icon::Predict: {
            // A crystal ball: a question of what comes.
            g.circle(8, 7, 5.2f, 1.5f);
            g.bar(3.5f, 13, 9, 1.6f, 0.8f);
            g.dot(6.4f, 5.4f, 1.2f);
            break;
        }
        case Icon::Close:
            g.path({{4, 4}, {12, 12}}, 1.6f);
            g.path({{12, 4}, {4, 12}}, 1.6f);
            break;
        default:
            break;
    }
}

void draw_thing(Grid& g, Icon icon) {
    switch (icon) {
        case Icon::ChevronDown:
            g.path({{4, 6}, {8, 10.5f}, {12, 6}}, 1.8f);
            break;
        case Icon::ChevronRight:
            g.path({{6, 4}, {10.5f, 8}, {6, 12}}, 1.8f);
            break;
        case Icon::ArrowRight:
            g.path({{2, 8}, {13, 8}}, 1.5f);
            g.path({{9, 4}, {13.2f, 8}, {9, 12}}, 1.5f);
            break;
        case Icon::Timer:
            g.circle(8, 8.5f, 5.4f, 1.5f);
            g.path({{8, 5.2f}, {8, 8.7f}, {10.4f, 10}}, 1.5f);
            break;
        case Icon::Plug:
            g.bar(5, 1.5f, 1.5f, 4);
            g.bar(9.5f, 1.5f, 1.5f, 4);
            g.bar(3.5f, 5.5f, 9, 4.5f, 1.5f);
            g.bar(7.2f, 9.5f, 1.6f, 5);
            break;
        case Icon::Callback:
            g.path({{5.5f, 2.5f}, {2.5f, 8}, {5.5f, 13.5f}}, 1.5f);
            g.path({{10.5f, 2.5f}, {13.5f, 8}, {10.5f, 13.5f}}, 1.5f);
            break;
        case Icon::Note:
            g.path({{2.5f, 3},
                    {13.5f, 3},
                    {13.5f, 11},
                    {7.5f, 11},
                    {5, 13.5f},
                    {5, 11},
                    {2.5f, 11},
                    {2.5f, 3},
                    {4, 3}},
                   1.5f);
            break;
        case Icon::Hint:
            g.circle(8, 6.6f, 4.4f, 1.5f);
            g.bar(6, 11.2f, 4, 1.4f, 0.7f);
            g.bar(6.6f, 13.4f, 2.8f, 1.3f, 0.6f);
            break;
        case Icon::Flag:
            g.bar(3, 2, 1.6f, 12);
            g.shape({{5, 2.5f}, {13, 5.2f}, {5, 8.5f}});
            break;
        case Icon::File:
            g.path({{3.5f, 2}, {9.5f, 2}, {12.5f, 5}, {12.5f, 14}, {3.5f, 14}, {3.5f, 2}, {5, 2}},
                   1.5f);
            break;
        case Icon::Follow:
            g.circle(8, 8, 5.4f, 1.5f);
            g.dot(8, 8, 2.2f);
            break;
        case Icon::Lock:
            g.path({{5, 7.5f}, {5, 4.6f}, {6.4f, 2.6f}, {9.6f, 2.6f}, {11, 4.6f}, {11, 7.5f}},
                   1.5f);
            g.bar(3, 7, 10, 7, 1.5f);
            break;
        case Icon::Thread:
            g.path({{1.5f, 8}, {4, 4.5f}, {8, 8}, {12, 11.5f}, {14.5f, 8}}, 1.5f);
            g.dot(1.8f, 8, 1.6f);
            g.dot(14.2f, 8, 1.6f);
            break;
        default:
            break;
    }
}

}  // namespace

Icon icon_of(Look look) { return static_cast<Icon>(look); }

void draw_icon(Painter& painter, Icon icon, const Rect& box, Colour colour) {
    Grid grid(painter, box, colour);
    if (icon <= Icon::Failed)
        draw_state(grid, icon);
    else if (icon <= Icon::Last)
        draw_transport(grid, icon);
    else if (icon <= Icon::Predict)
        draw_setting(grid, icon, painter, colour);
    else
        draw_thing(grid, icon);
}

}  // namespace loopscope::ui
