// The tab of the graph.
#include "ui/panels/graph_panel.h"

#include <fmt/format.h>

#include "ui/panels/parts.h"

namespace loopscope::ui {
namespace {

constexpr float kRow = 24;
constexpr float kStep = 16;

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
    bool selected = row.is_task && row.id == s.view.selected;
    Press press;
    if (row.is_task) press = p.press(fmt::format("graph.row.{}.{}", row.id.value, box.y), rest);
    if (selected || press.hovered) p.fill(rest.inset(0, 1), selected ? t.line : t.raised, 4);
    if (press.clicked) out.push_back({Act::SelectTask, selected ? 0 : row.id.value});
    cut_left(rest, 4);
    Colour colour = row.in_circle ? t.failed : t.look(row.look);
    Icon icon = row.is_task                 ? icon_of(row.look)
                : row.look == Look::Waiting ? Icon::Timer
                                            : icon_of(row.look);
    draw_icon(p, icon, cut_left(rest, 12, 6), colour);
    if (row.in_circle) {
        std::string text = s.strings("graph.circle");
        float w = p.width(text, kStrong) + 1;
        if (rest.w > w + 60)
            p.text(cut_right(rest, w, 8), text, {.type = kStrong, .colour = t.failed});
    }
    float name = std::min(p.width(row.name, row.is_task ? kStrong : kCode) + 1, rest.w);
    p.text_with_tip(cut_left(rest, name, 8), row.name,
                    {.type = row.is_task ? kStrong : kCode, .colour = t.text, .cut = Cut::Middle});
    p.text(rest, fitting_label(p, row.detail, rest.w, kCode),
           {.type = kCode, .colour = t.dim, .cut = Cut::Middle});
}

}  // namespace

void draw_graph(Painter& p, const Scene& s, Rect area, Commands& out) {
    const Theme& t = p.theme();
    std::vector<std::string> kinds{s.strings("graph.waits"), s.strings("graph.parents")};
    Rect line = cut_top(area, 26, 4);
    int chosen = static_cast<int>(s.view.graph);
    int now = draw_tabs(p, line, "graph.kind", kinds, chosen);
    if (now != chosen) out.push_back({Act::ChooseGraph, now});
    if (s.graph.rows.empty()) {
        draw_empty_area(p, area, s.strings("graph.empty"));
        return;
    }
    if (s.graph.circles > 0 && area.h > 80) {
        Rect note = cut_top(area, 24, 4);
        draw_icon(p, Icon::Failed, cut_left(note, 12, 6), t.failed);
        p.text_with_tip(note, s.strings.count("graph.circles", s.graph.circles),
                        {.type = kStrong, .colour = t.failed});
    }
    auto count = static_cast<std::int64_t>(s.graph.rows.size());
    auto room = static_cast<std::int64_t>(std::max(1.0f, area.h / kRow));
    std::int64_t first = scroll_rows(p, area, {"graph.scroll", s.view.side_first, count, room});
    if (first != s.view.side_first) out.push_back({Act::ScrollSide, first});
    if (count > room) cut_right(area, kScrollBarWidth, 2);
    for (std::int64_t i = first; i < std::min(count, first + room); ++i)
        draw_row(p, s, cut_top(area, kRow), s.graph.rows[static_cast<std::size_t>(i)], out);
}

}  // namespace loopscope::ui
