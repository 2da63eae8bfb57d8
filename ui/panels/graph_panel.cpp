// The tab of the graph.
#include "ui/panels/graph_panel.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "ui/panels/parts.h"

namespace loopscope::ui {
namespace {

constexpr float kRow = 24;
constexpr float kStep = 16;

Icon icon_of_thing(const GraphRow& row) {
    switch (row.thing) {
        case GraphThing::Task:
            return icon_of(row.look);
        case GraphThing::Thread:
            return Icon::Thread;
        case GraphThing::Future:
            return row.look == Look::Waiting ? Icon::Timer : icon_of(row.look);
        case GraphThing::Sync:
            break;
    }
    switch (row.sync) {
        case trace::SyncKind::Event:
            return Icon::Flag;
        case trace::SyncKind::Queue:
            return Icon::List;
        default:
            return Icon::Lock;
    }
}

bool named_strongly(const GraphRow& row) {
    return row.thing == GraphThing::Task || row.thing == GraphThing::Thread;
}

void draw_row(Painter& p, const Scene& s, const Rect& box, const GraphRow& row, Commands& out) {
    const Theme& t = p.theme();
    int shown_depth = std::min(row.depth, std::max(1, static_cast<int>(box.w / kStep) - 6));
    float x = box.x;
    float middle = box.y + box.h / 2;
    for (int d = 0; d < shown_depth; ++d, x += kStep) {
        bool last = d + 1 == shown_depth;
        bool goes_on = row.goes_on[static_cast<std::size_t>(d)];
        float line = x + kStep / 2;
        if (last || goes_on) p.fill({line, box.y, 1.5f, goes_on ? box.h : box.h / 2}, t.line);
        if (last) p.fill({line, middle, kStep / 2 - 2, 1.5f}, t.line);
    }
    Rect rest{x, box.y, box.right() - x, box.h};
    bool is_task = row.thing == GraphThing::Task;
    bool selected = is_task && row.id == s.view.selected;
    Press press;
    if (is_task) press = p.press(fmt::format("graph.row.{}.{}", row.id.value, box.y), rest);
    if (selected || press.hovered) p.fill(rest.inset(0, 1), selected ? t.line : t.raised, 4);
    if (press.clicked) out.push_back({Act::SelectTask, selected ? 0 : row.id.value});
    cut_left(rest, 4);
    Colour colour = row.in_circle ? t.failed : t.look(row.look);
    draw_icon(p, icon_of_thing(row), cut_left(rest, 12, 6), colour);
    if (row.in_circle) {
        std::string text = s.strings("graph.circle");
        float w = p.width(text, kStrong) + 1;
        if (rest.w > w + 60)
            p.text(cut_right(rest, w, 8), text, {.type = kStrong, .colour = t.failed});
    }
    Type type = named_strongly(row) ? kStrong : kCode;
    float name = std::min(p.width(row.name, type) + 1, rest.w);
    p.text_with_tip(cut_left(rest, name, 8), row.name,
                    {.type = type, .colour = t.text, .cut = Cut::Middle});
    bool code = is_task;
    p.text_with_tip(
        rest, fitting_label(p, row.detail, rest.w, code ? kCode : kLabel),
        {.type = code ? kCode : kLabel, .colour = t.dim, .cut = code ? Cut::Middle : Cut::End});
}

// ---- A circle, as a ring.

constexpr float kStopHeight = 24;
constexpr float kStopPadding = 36;  ///< Icon and margins.
constexpr float kStopWidthMax = 160;
constexpr float kRingLeast = 190;  ///< Height below which the rows say it better.

/// Where the line from `from` to the middle of `box` enters the box.
Point entry(const Rect& box, Point from) {
    Point c = box.centre();
    float dx = from.x - c.x;
    float dy = from.y - c.y;
    float scale = std::max(std::abs(dx) / (box.w / 2 + 3), std::abs(dy) / (box.h / 2 + 3));
    return scale <= 0 ? c : Point{c.x + dx / scale, c.y + dy / scale};
}

void draw_arrow(Painter& p, Point from, Point to, Colour colour) {
    float dx = to.x - from.x;
    float dy = to.y - from.y;
    float length = std::max(1.0f, std::hypot(dx, dy));
    Point u{dx / length, dy / length};
    constexpr float kHead = 9;
    Point neck{to.x - u.x * kHead, to.y - u.y * kHead};
    p.line(from, neck, colour, 2);
    Point head[]{to,
                 {neck.x - u.y * kHead / 2, neck.y + u.x * kHead / 2},
                 {neck.x + u.y * kHead / 2, neck.y - u.x * kHead / 2}};
    p.polygon(head, colour);
}

void draw_wait(Painter& p, const Scene& s, const Rect& from, const Rect& to, const RingStop& stop,
               const GraphRow& holder) {
    const Theme& t = p.theme();
    Point a = entry(from, to.centre());
    Point b = entry(to, from.centre());
    draw_arrow(p, a, b, t.failed);
    Point middle{(a.x + b.x) / 2, (a.y + b.y) / 2};
    Rect glyph{middle.x - 11, middle.y - 11, 22, 22};
    std::string tip = s.strings(stop.through ? "graph.waits_for" : "graph.waits_directly",
                                {{"who", stop.who.name},
                                 {"what", stop.through ? stop.through->name : std::string{}},
                                 {"holder", holder.name}});
    if (p.hovers(glyph)) p.tip(tip);
    if (!stop.through || std::hypot(b.x - a.x, b.y - a.y) < 34) return;
    p.disc(middle, 11, t.panel);
    p.ring(middle, 10.5f, t.failed, 1.5f);
    draw_icon(p, icon_of_thing(*stop.through), glyph.inset(5), t.failed);
}

/// Who waits for whom in the first circle: each task an arrow to the one that it waits for, with
/// the lock between them on the arrow.
void draw_ring(Painter& p, const Scene& s, const Rect& area, Commands& out) {
    const Theme& t = p.theme();
    const std::vector<RingStop>& ring = s.graph.ring;
    float width = 40;
    for (const RingStop& stop : ring)
        width = std::max(width, p.width(stop.who.name, kStrong) + kStopPadding);
    width = std::min({width, kStopWidthMax, area.w / 3});
    float rx = std::min(area.w / 2 - width / 2 - 4, 220.0f);
    float ry = area.h / 2 - kStopHeight / 2 - 4;
    std::vector<Rect> boxes;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        float turn = static_cast<float>(i) / static_cast<float>(ring.size());
        float angle = (turn - 0.25f) * 2 * std::numbers::pi_v<float>;
        Point c{area.centre().x + rx * std::cos(angle), area.centre().y + ry * std::sin(angle)};
        boxes.push_back({c.x - width / 2, c.y - kStopHeight / 2, width, kStopHeight});
    }
    for (std::size_t i = 0; i < ring.size(); ++i) {
        std::size_t next = (i + 1) % ring.size();
        if (next != i) draw_wait(p, s, boxes[i], boxes[next], ring[i], ring[next].who);
    }
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const GraphRow& who = ring[i].who;
        bool is_task = who.thing == GraphThing::Task;
        bool selected = is_task && who.id == s.view.selected;
        Press press;
        if (is_task) press = p.press(fmt::format("graph.ring.{}", who.id.value), boxes[i]);
        if (press.clicked) out.push_back({Act::SelectTask, selected ? 0 : who.id.value});
        p.fill(boxes[i], selected || press.hovered ? t.line : t.raised, kCardRadius);
        p.stroke(boxes[i], t.failed, kCardRadius, selected ? 2.5f : 1.5f);
        Rect inner = boxes[i].inset(8, 0);
        draw_icon(p, icon_of_thing(who), cut_left(inner, 12, 6), t.look(who.look));
        p.text_with_tip(inner, who.name, {.type = kStrong, .colour = t.text, .cut = Cut::Middle});
    }
}

void draw_circles(Painter& p, const Scene& s, Rect& area, Commands& out) {
    const Theme& t = p.theme();
    Rect note = cut_top(area, 24, 4);
    draw_icon(p, Icon::Failed, cut_left(note, 12, 6), t.failed);
    std::string text = s.strings.count("graph.circles", s.graph.circles);
    if (s.graph.rings_more > 0)
        text += " · " + s.strings.count("graph.rings.more", s.graph.rings_more);
    p.text_with_tip(note, text, {.type = kStrong, .colour = t.failed});
    bool room = area.h >= kRingLeast + 2 * kRow && area.w >= 220;
    if (!room || s.graph.ring.size() < 2) return;
    float most = std::min(area.w, 120.0f + 34.0f * static_cast<float>(s.graph.ring.size()));
    draw_ring(p, s, cut_top(area, std::clamp(area.h - 5 * kRow, kRingLeast, most), 10), out);
}

}  // namespace

void draw_graph(Painter& p, const Scene& s, Rect area, Commands& out) {
    std::vector<std::string> kinds{s.strings("graph.waits"), s.strings("graph.parents")};
    Rect line = cut_top(area, 26, 4);
    int chosen = static_cast<int>(s.view.graph);
    int now = draw_tabs(p, line, "graph.kind", kinds, chosen);
    if (now != chosen) out.push_back({Act::ChooseGraph, now});
    if (s.graph.rows.empty()) {
        draw_empty_area(p, area, s.strings("graph.empty"));
        return;
    }
    if (s.graph.circles > 0 && area.h > 80) draw_circles(p, s, area, out);
    auto count = static_cast<std::int64_t>(s.graph.rows.size());
    auto room = static_cast<std::int64_t>(std::max(1.0f, area.h / kRow));
    std::int64_t first = scroll_rows(p, area, {"graph.scroll", s.view.side_first, count, room});
    if (first != s.view.side_first) out.push_back({Act::ScrollSide, first});
    if (count > room) cut_right(area, kScrollBarWidth, 2);
    for (std::int64_t i = first; i < std::min(count, first + room); ++i)
        draw_row(p, s, cut_top(area, kRow), s.graph.rows[static_cast<std::size_t>(i)], out);
}

}  // namespace loopscope::ui
