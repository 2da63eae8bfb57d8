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

Icon icon_of_sync(trace::SyncKind kind) {
    switch (kind) {
        case trace::SyncKind::Event:
            return Icon::Flag;
        case trace::SyncKind::Queue:
            return Icon::List;
        default:
            return Icon::Lock;
    }
}

Icon icon_of_thing(const GraphRow& row) {
    switch (row.thing) {
        case GraphThing::Task:
            return icon_of(row.look);
        case GraphThing::Thread:
            return Icon::Thread;
        case GraphThing::Future:
            return icon_of(row.leaf, row.look);
        case GraphThing::Sync:
            break;
    }
    return icon_of_sync(row.sync);
}

bool named_strongly(const GraphRow& row) {
    return row.thing == GraphThing::Task || row.thing == GraphThing::Thread;
}

/// What stands behind a row's name: the coroutine, and what the task waits for.
void draw_row_detail(Painter& p, const Scene& s, Rect rest, const GraphRow& row) {
    const Theme& t = p.theme();
    std::string detail = row.detail;
    if (row.again) detail += (detail.empty() ? "" : " · ") + s.strings("graph.again");
    Type type = row.thing == GraphThing::Task && !row.again ? kCode : kLabel;
    bool code = type == kCode;
    float wish = p.width(detail, type) + 1;
    float awaited = row.waits.empty() ? 0 : p.width(row.waits, kCode) + 40;
    // What it waits for is what the graph is about: the coroutine's name gives way.
    Rect first = cut_left(rest, std::max(std::min(wish, rest.w - awaited), 0.0f), 8);
    if (first.w > 24 || row.waits.empty())
        p.text_with_tip(first, fitting_label(p, detail, first.w, type),
                        {.type = type, .colour = t.dim, .cut = code ? Cut::Middle : Cut::End});
    if (row.waits.empty() || rest.w < 50) return;
    draw_icon(p, Icon::ArrowRight, cut_left(rest, 12, 5), t.dim);
    Icon icon =
        row.waits_on == Thing::Sync ? icon_of_sync(row.sync) : icon_of(row.waits_on, Look::Waiting);
    draw_icon(p, icon, cut_left(rest, 12, 5), t.look(Look::Waiting));
    p.text_with_tip(rest, row.waits, {.type = kCode, .colour = t.text, .cut = Cut::Middle});
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
    if (row.id) press = p.press(fmt::format("graph.row.{}.{}", row.id.value, box.y), rest);
    if (selected || press.hovered) p.fill(rest.inset(0, 1), selected ? t.line : t.raised, 4);
    if (press.clicked && is_task) out.push_back({Act::SelectTask, selected ? 0 : row.id.value});
    if (press.clicked && !is_task) out.push_back({Act::AskWhy, row.id.value});
    cut_left(rest, 4);
    Colour colour = row.in_circle ? t.failed : t.look(row.look);
    draw_icon(p, icon_of_thing(row), cut_left(rest, 12, 6), colour);
    if (row.in_circle) {
        std::string text = s.strings("graph.circle");
        float name = p.width(row.name, kStrong);
        if (rest.w < p.width(text, kStrong) + name + 12) text = text.substr(0, text.find(' '));
        float w = p.width(text, kStrong) + 1;
        if (rest.w > w + std::min(name, 40.0f) + 8)
            p.text(cut_right(rest, w, 8), text, {.type = kStrong, .colour = t.failed});
    }
    Type type = named_strongly(row) ? kStrong : kCode;
    // What it waits for is what the graph is about: a long name gives way.
    float awaited = row.waits.empty() ? 0 : p.width(row.waits, kCode) + 44;
    float name = std::min(p.width(row.name, type) + 1, rest.w - std::min(awaited, rest.w * 0.5f));
    p.text_with_tip(cut_left(rest, name, 8), row.name,
                    {.type = type, .colour = t.text, .cut = Cut::Middle});
    draw_row_detail(p, s, rest, row);
}

// ---- A circle, as a ring.

constexpr float kStopHeight = 24;
constexpr float kStopPadding = 36;  ///< Icon and margins.
constexpr float kStopWidthMax = 160;
constexpr float kRingLeast = 190;  ///< Height below which a row with a way back says it better.

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

/// What stands between one who waits and the next: the lock's sign on the arrow, if it has the
/// room, and the sentence under the pointer.
void draw_through(Painter& p, const Scene& s, Point middle, const RingStop& stop,
                  const GraphRow& holder, bool room = true) {
    const Theme& t = p.theme();
    Rect glyph{middle.x - 11, middle.y - 11, 22, 22};
    std::string tip = s.strings(stop.through ? "graph.waits_for" : "graph.waits_directly",
                                {{"who", stop.who.name},
                                 {"what", stop.through ? stop.through->name : std::string{}},
                                 {"holder", holder.name}});
    if (p.hovers(glyph)) p.tip(tip);
    if (!stop.through || !room) return;
    p.disc(middle, 11, t.panel);
    p.ring(middle, 10.5f, t.failed, 1.5f);
    draw_icon(p, icon_of_thing(*stop.through), glyph.inset(5), t.failed);
}

void draw_stop(Painter& p, const Scene& s, const Rect& box, const GraphRow& who, Commands& out) {
    const Theme& t = p.theme();
    bool is_task = who.thing == GraphThing::Task;
    bool selected = is_task && who.id == s.view.selected;
    Press press;
    if (is_task) press = p.press(fmt::format("graph.ring.{}", who.id.value), box);
    if (press.clicked) out.push_back({Act::SelectTask, selected ? 0 : who.id.value});
    p.fill(box, selected || press.hovered ? t.line : t.raised, kCardRadius);
    p.stroke(box, t.failed, kCardRadius, selected ? 2.5f : 1.5f);
    Rect inner = box.inset(8, 0);
    if (inner.w > 56) draw_icon(p, icon_of_thing(who), cut_left(inner, 12, 6), t.look(who.look));
    p.text_with_tip(inner, who.name, {.type = kStrong, .colour = t.text, .cut = Cut::Middle});
}

void draw_wait(Painter& p, const Scene& s, const Rect& from, const Rect& to, const RingStop& stop,
               const GraphRow& holder) {
    Point a = entry(from, to.centre());
    Point b = entry(to, from.centre());
    draw_arrow(p, a, b, p.theme().failed);
    Point middle{(a.x + b.x) / 2, (a.y + b.y) / 2};
    draw_through(p, s, middle, stop, holder, std::hypot(b.x - a.x, b.y - a.y) >= 34);
}

/// Who waits for whom in the first circle: each task an arrow to the one that it waits for, with
/// the lock between them on the arrow.
void draw_ring(Painter& p, const Scene& s, const Rect& area, Commands& out) {
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
    for (std::size_t i = 0; i < ring.size(); ++i) draw_stop(p, s, boxes[i], ring[i].who, out);
}

/// The same where there is no room for a ring: a row, and a way back below it from the last to the
/// first. False: not even that has room.
bool draw_loop(Painter& p, const Scene& s, Rect& area, Commands& out) {
    constexpr float kBetween = 40;
    constexpr float kWidthLeast = 54;
    constexpr float kBack = 16;  // How far below the boxes the way back runs.
    const std::vector<RingStop>& ring = s.graph.ring;
    auto count = static_cast<float>(ring.size());
    float width = std::min((area.w - kBetween * (count - 1)) / count, kStopWidthMax);
    if (width < kWidthLeast || area.h < kStopHeight + kBack + 3 * kRow) return false;
    Rect line = cut_top(area, kStopHeight + kBack + 12, 6);
    std::vector<Rect> boxes;
    for (std::size_t i = 0; i < ring.size(); ++i)
        boxes.push_back(
            {line.x + static_cast<float>(i) * (width + kBetween), line.y, width, kStopHeight});
    for (std::size_t i = 0; i + 1 < ring.size(); ++i)
        draw_wait(p, s, boxes[i], boxes[i + 1], ring[i], ring[i + 1].who);
    Colour red = p.theme().failed;
    Point from{boxes.back().centre().x, boxes.back().bottom()};
    Point to{boxes.front().centre().x, boxes.front().bottom()};
    float back = from.y + kBack;
    p.line(from, {from.x, back}, red, 2);
    p.line({from.x, back}, {to.x, back}, red, 2);
    draw_arrow(p, {to.x, back}, to, red);
    draw_through(p, s, {(from.x + to.x) / 2, back}, ring.back(), ring.front().who);
    for (std::size_t i = 0; i < ring.size(); ++i) draw_stop(p, s, boxes[i], ring[i].who, out);
    return true;
}

/// The same in words, where there is no room for boxes: "Task-2 → Task-3 → Task-2".
void draw_way(Painter& p, const Scene& s, Rect& area) {
    std::string way;
    for (const RingStop& stop : s.graph.ring) way += stop.who.name + " → ";
    way += s.graph.ring.front().who.name;
    auto room = static_cast<std::size_t>(std::max(1.0f, area.h / 2 / line_px(Size::Small)));
    std::vector<TextLine> lines = break_lines({{way, SpanKind::Strong}}, area.w, Size::Small, p);
    if (lines.size() > room) lines.resize(room);
    for (const TextLine& line : lines) {
        std::string text;
        for (const TextPiece& piece : line.pieces) text += piece.text;
        Rect box = cut_top(area, line_px(Size::Small));
        if (p.hovers(box)) p.tip(way);
        p.text(box, text, {.type = kStrong, .colour = p.theme().failed});
    }
    cut_top(area, 6);
}

void draw_circles(Painter& p, const Scene& s, Rect& area, Commands& out) {
    const Theme& t = p.theme();
    Rect note = cut_top(area, 24, 4);
    draw_icon(p, Icon::Failed, cut_left(note, 12, 6), t.failed);
    std::string text = s.strings.count("graph.circles", s.graph.circles);
    if (s.graph.rings_more > 0)
        text += " · " + s.strings.count("graph.rings.more", s.graph.rings_more);
    std::string brief = s.strings.count("graph.circles.short", s.graph.circles);
    if (p.width(text, kStrong) <= note.w) {
        p.text(note, text, {.type = kStrong, .colour = t.failed});
    } else {
        if (p.hovers(note)) p.tip(text);
        p.text_with_tip(note, brief, {.type = kStrong, .colour = t.failed});
    }
    if (s.graph.ring.size() < 2) return;
    bool room = area.h >= kRingLeast + 2 * kRow && area.w >= 220;
    if (!room) {
        if (!draw_loop(p, s, area, out)) draw_way(p, s, area);
        return;
    }
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
