// Where the panels stand.
#include "ui/model/layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace loopscope::ui {
namespace {

using Node = Dock::Node;

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

constexpr float kWidthMin = 156;    // Of a panel, where there is room for two such.
constexpr float kStackedMin = 130;  // Less height than this holds one panel.
constexpr float kNarrow = 620;      // Less width has no room for the tasks.
constexpr float kElastic = 0;       // A panel that takes what the others leave.

bool holds(const std::vector<Page>& pages, Page page) {
    return std::find(pages.begin(), pages.end(), page) != pages.end();
}

/// Pages that are content with a narrow column.
bool is_side(Page page) {
    return page == Page::Tasks || page == Page::Why || page == Page::Frames ||
           page == Page::Graph || page == Page::Machine;
}

/// Divides the window's room by the tree.
class Division {
  public:
    Division(WindowLayout& out, const LayoutWish& wish, float width, float height)
        : out_(out), wish_(wish), dock_(wish.dock), width_(width) {
        strips_ = strips_of(out.density, height);
        if (wish.preset == Preset::Presentation && !tight())
            strips_.narration = std::max(strips_.narration, 112.0f);
        if (wish.question) dock_.hide(Page::Timeline);  // It would tell the answer.
        narrow_ = width < kNarrow && seen_apart_from_sides(dock_.root());
    }

    const Strips& strips() const { return strips_; }

    /// `words`: the narration and the lesson's note find their place in this room too.
    void place(const Node& node, std::uint32_t number, Rect room, bool words) {
        if (node.is_group()) {
            if (words) cut_words(room);
            if (!room.empty() && seen(node)) put(node, room);
            return;
        }
        bool first = seen(node.children[0]);
        bool second = seen(node.children[1]);
        if (first != second)
            return place(node.children[first ? 0 : 1], 2 * number + (first ? 0 : 1), room, words);
        if (!first) {
            if (words) cut_words(room);
            return;
        }
        node.row ? place_row(node, number, room, words) : place_column(node, number, room, words);
    }

  private:
    bool tight() const { return out_.density == Density::Tight; }
    bool debugs() const { return wish_.preset == Preset::Debugging; }
    bool presents() const { return wish_.preset == Preset::Presentation; }

    bool seen_apart_from_sides(const Node& node) const {
        if (!node.is_group())
            return seen_apart_from_sides(node.children[0]) ||
                   seen_apart_from_sides(node.children[1]);
        std::vector<Page> pages = dock_.shown_of(node);
        return !pages.empty() && !std::all_of(pages.begin(), pages.end(), is_side);
    }
    bool seen(const Node& node) const {
        return narrow_ ? seen_apart_from_sides(node) : dock_.seen(node);
    }

    // ---- What a node takes where nobody has dragged anything.

    float share(float part, float least, float most) const {
        return grid(std::clamp(width_ * part, least, most));
    }

    float wished_width(const Node& node) const {
        if (!node.is_group()) {
            const Node& a = node.children[0];
            const Node& b = node.children[1];
            if (!seen(a)) return wished_width(b);
            if (!seen(b)) return wished_width(a);
            float first = wished_width(a);
            float second = wished_width(b);
            if (first == kElastic || second == kElastic) return kElastic;
            return node.row ? first + out_.gap + second : std::max(first, second);
        }
        std::vector<Page> pages = dock_.shown_of(node);
        for (Page page : {Page::Queues, Page::Path, Page::Heap, Page::Timeline})
            if (holds(pages, page)) return kElastic;
        if (std::all_of(pages.begin(), pages.end(), is_side))
            return share(debugs() ? 0.25f : 0.22f, kWidthMin, 420);
        float usual = presents() ? 0.42f : debugs() ? 0.34f : tight() ? 0.33f : 0.29f;
        return share(usual, 192, presents() ? 900 : 560);
    }

    float wished_height(const Node& node, float room) const {
        if (!node.is_group()) {
            const Node& a = node.children[0];
            const Node& b = node.children[1];
            if (!seen(a)) return wished_height(b, room);
            if (!seen(b)) return wished_height(a, room);
            float first = wished_height(a, room);
            float second = wished_height(b, room);
            if (first == kElastic || second == kElastic) return kElastic;
            return node.row ? std::max(first, second) : first + out_.gap + second;
        }
        std::vector<Page> pages = dock_.shown_of(node);
        if (pages.size() > 1) return kElastic;
        if (pages.front() == Page::Timeline) return grid(strips_.timeline);
        if (pages.front() != Page::Output) return kElastic;
        return grid(std::clamp(room * (debugs() ? 0.36f : 0.26f), tight() ? 62.0f : 88.0f,
                               debugs() ? 320.0f : 176.0f));
    }

    /// The first child's part of `room`: as it was dragged, else as both wish. Neither gets less
    /// than `least`, if there is that much.
    float first_part(const Node& node, float room, float least, float first, float second) const {
        float part = grid(room / 2);
        if (node.percent > 0)
            part = grid(room * static_cast<float>(node.percent) / 100);
        else if (first != kElastic && second == kElastic)
            part = std::min(first, std::max(room - 220, room / 3));
        else if (first == kElastic && second != kElastic)
            part = room - std::min(second, std::max(room - 220, room / 3));
        else if (first != kElastic)
            part = std::min(first, room - std::min(second, room / 2));
        least = std::min(least, room * 0.4f);
        return std::clamp(part, least, room - least);
    }

    // ---- Placing.

    void place_row(const Node& node, std::uint32_t number, Rect room, bool words) {
        if (words) cut_words(room);
        Rect whole = room;
        float least = std::max(kWidthMin, 1.0f);
        float w = first_part(node, room.w - out_.gap, least, wished_width(node.children[0]),
                             wished_width(node.children[1]));
        Rect left = cut_left(room, w, out_.gap);
        out_.splitters.push_back(
            {number, true, {left.right(), left.y, out_.gap, left.h}, whole, 0});
        place(node.children[0], 2 * number, left, false);
        place(node.children[1], 2 * number + 1, room, false);
    }

    void place_column(const Node& node, std::uint32_t number, Rect room, bool words) {
        Rect whole = room;
        // The words stand above what is lowest.
        const Node& below = node.children[1];
        bool deeper = words && is_column(below);
        float taken = words && !deeper ? words_height() : 0;
        float rest = room.h - taken - out_.gap;
        if (rest < kStackedMin - out_.gap) {
            bool first = wished_height(node.children[0], room.h) == kElastic;
            return place(node.children[first ? 0 : 1], 2 * number + (first ? 0 : 1), room, words);
        }
        float h = first_part(node, rest, tight() ? 54 : 72, wished_height(node.children[0], room.h),
                             wished_height(below, room.h));
        Rect lower = cut_bottom(room, rest - h, out_.gap);
        if (deeper) {
            // Its own height holds the words as well.
            float more = std::min(words_height(), std::max(0.0f, room.h - 80));
            lower.y -= more;
            lower.h += more;
            room.h -= more;
        }
        out_.splitters.push_back(
            {number, false, {lower.x, lower.y - out_.gap, lower.w, out_.gap}, whole, taken});
        if (taken > 0) cut_words(room);
        place(node.children[0], 2 * number, room, false);
        place(below, 2 * number + 1, lower, deeper);
    }

    bool is_column(const Node& node) const {
        if (node.is_group()) return false;
        bool first = seen(node.children[0]);
        bool second = seen(node.children[1]);
        if (first && second) return !node.row;
        return first ? is_column(node.children[0]) : second && is_column(node.children[1]);
    }

    // ---- The words.

    float words_height() const {
        if (wish_.question) return 0;
        float note = wish_.lesson && !tight() ? 72 + out_.gap : 0;
        return strips_.narration + out_.gap + note;
    }
    void cut_words(Rect& room) {
        if (wish_.question) return;
        Rect words = cut_bottom(room, strips_.narration, out_.gap);
        // Where room is scarce, the note takes the place of the narration.
        if (wish_.lesson && tight())
            out_.lesson = words;
        else
            out_.narration = words;
        if (wish_.lesson && !tight()) out_.lesson = cut_bottom(room, 72, out_.gap);
    }

    void put(const Node& node, const Rect& rect) {
        PanelPlace panel;
        panel.rect = rect;
        panel.pages = dock_.shown_of(node);
        panel.chosen = holds(panel.pages, node.chosen) ? node.chosen : panel.pages.front();
        panel.name = panel_name(panel.pages);
        out_.panels.push_back(std::move(panel));
    }

    static std::string_view panel_name(const std::vector<Page>& pages) {
        constexpr std::array<std::string_view, kPages> kNames{
            "source", "output", "loop",   "path",  "heap",    "machine",
            "tasks",  "why",    "frames", "graph", "timeline"};
        for (Page page : {Page::Queues, Page::Tasks})
            if (holds(pages, page)) return kNames[static_cast<std::size_t>(page)];
        return kNames[static_cast<std::size_t>(pages.front())];
    }

    WindowLayout& out_;
    const LayoutWish& wish_;
    Dock dock_;
    float width_;
    Strips strips_{};
    bool narrow_ = false;
};

}  // namespace

Rect WindowLayout::of(Page page) const {
    for (const PanelPlace& panel : panels)
        if (panel.chosen == page) return panel.rect;
    return {};
}

const PanelPlace* WindowLayout::panel_with(Page page) const {
    for (const PanelPlace& panel : panels)
        if (holds(panel.pages, page)) return &panel;
    return nullptr;
}

const PanelPlace* WindowLayout::panel_at(Point at) const {
    for (const PanelPlace& panel : panels)
        if (panel.rect.contains(at)) return &panel;
    return nullptr;
}

std::optional<WindowLayout::Drag> WindowLayout::grow(Page page, Side side, float way) const {
    const PanelPlace* panel = panel_with(page);
    if (!panel) return std::nullopt;
    const Rect& r = panel->rect;
    bool across = side == Side::Left || side == Side::Right;
    bool before = side == Side::Left || side == Side::Top;
    for (const Splitter& splitter : splitters) {
        const Rect& bar = splitter.gap;
        if (splitter.row != across) continue;
        bool beside = across ? bar.y < r.bottom() && r.y < bar.bottom()
                             : bar.x < r.right() && r.x < bar.right();
        float edge = across ? (before ? r.x - bar.right() : bar.x - r.right())
                            : (before ? r.y - bar.bottom() : bar.y - r.bottom());
        // The words may stand between a panel and the gap below it.
        bool touches = edge > -2 && edge < 2 + splitter.words + 2 * gap;
        if (!beside || !touches) continue;
        Point to = bar.centre();
        (across ? to.x : to.y) += before ? -way : way;
        return Drag{splitter.split, splitter.percent_at(to)};
    }
    return std::nullopt;
}

const PanelPlace* WindowLayout::neighbour(Page page, Side side) const {
    const PanelPlace* from = panel_with(page);
    if (!from) return nullptr;
    const Rect& a = from->rect;
    bool sideways = side == Side::Left || side == Side::Right;
    const PanelPlace* best = nullptr;
    float least = std::numeric_limits<float>::max();
    for (const PanelPlace& panel : panels) {
        const Rect& b = panel.rect;
        float away = side == Side::Left    ? a.x - b.right()
                     : side == Side::Right ? b.x - a.right()
                     : side == Side::Top   ? a.y - b.bottom()
                                           : b.y - a.bottom();
        if (&panel == from || away < 0) continue;
        float common = sideways ? std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y)
                                : std::min(a.right(), b.right()) - std::max(a.x, b.x);
        if (common <= 0) continue;
        // The nearest; of these the one that shares most of the edge.
        float cost = away * 1000 - common;
        if (cost >= least) continue;
        least = cost;
        best = &panel;
    }
    return best;
}

int Splitter::percent_at(Point at) const {
    float thickness = row ? gap.w : gap.h;
    float rest = (row ? room.w : room.h) - words - thickness;
    float second = (row ? room.right() - at.x : room.bottom() - at.y) - thickness / 2;
    float percent = 100 * (1 - second / std::max(1.0f, rest));
    return std::clamp(static_cast<int>(std::lround(percent)), Dock::kPercentMin,
                      100 - Dock::kPercentMin);
}

Dock dock_of(Preset preset) {
    Dock dock;
    if (preset == Preset::Debugging) dock.choose(Page::Frames);
    if (preset == Preset::Presentation)
        for (Page page : {Page::Output, Page::Tasks, Page::Timeline}) dock.toggle_group(page);
    return dock;
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
    Division division(out, wish, width, height);
    Rect rest = Rect{0, 0, width, height}.inset(out.gap);
    out.toolbar = cut_top(rest, division.strips().toolbar, out.gap);
    if (wish.question) {
        float most = height * (wish.whole_class ? 0.48f : 0.44f);
        float least = tight ? 176 : wish.whole_class ? 320 : 280;
        out.question = cut_bottom(rest, grid(std::min(least, most)), out.gap);
    }
    out.dock = rest;
    division.place(wish.dock.root(), 1, rest, true);
    return out;
}

std::optional<DockPlace> drop_at(const WindowLayout& layout, Point at, Page page, bool whole) {
    constexpr float kEdge = 18;     // Logical pixels along the window's edges.
    constexpr float kPart = 0.28f;  // Of a panel, along each of its sides.
    if (!layout.dock.contains(at)) return std::nullopt;
    const Rect& all = layout.dock;
    const PanelPlace* panel = layout.panel_at(at);
    const PanelPlace* own = layout.panel_with(page);
    bool alone = whole || !own || own->pages.size() == 1;
    if (layout.panels.size() > 1 || !alone) {
        if (at.x < all.x + kEdge) return DockPlace{std::nullopt, Side::Left};
        if (at.x >= all.right() - kEdge) return DockPlace{std::nullopt, Side::Right};
        if (at.y < all.y + kEdge / 2) return DockPlace{std::nullopt, Side::Top};
        if (at.y >= all.bottom() - kEdge) return DockPlace{std::nullopt, Side::Bottom};
    }
    if (!panel || (panel == own && alone)) return std::nullopt;
    const Rect& r = panel->rect;
    Page beside = panel->chosen;
    float left = (at.x - r.x) / r.w;
    float top = (at.y - r.y) / r.h;
    struct Way {
        float part;
        Side side;
    };
    const Way ways[] = {
        {left, Side::Left}, {1 - left, Side::Right}, {top, Side::Top}, {1 - top, Side::Bottom}};
    Way nearest = *std::min_element(std::begin(ways), std::end(ways),
                                    [](const Way& a, const Way& b) { return a.part < b.part; });
    bool heading = at.y < r.y + layout.heading;
    if (!heading && nearest.part < kPart) return DockPlace{beside, nearest.side};
    if (panel == own) return std::nullopt;
    return DockPlace{beside, std::nullopt};
}

DockPlace step_place(const WindowLayout& layout, Page page, Side side) {
    const PanelPlace* own = layout.panel_with(page);
    if (own && own->pages.size() > 1) return {page, side};
    const PanelPlace* next = layout.neighbour(page, side);
    if (!next) return {std::nullopt, side};
    return {next->chosen, side};
}

}  // namespace loopscope::ui
