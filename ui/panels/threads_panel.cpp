// The tab of the machine.
#include "ui/panels/threads_panel.h"

#include <fmt/format.h>

#include "ui/panels/parts.h"

namespace loopscope::ui {
namespace {

/// A line of the list: a heading, an empty text, or a thing.
struct Line {
    const MachineSection* section = nullptr;
    const MachineRow* row = nullptr;  ///< None: the heading, or that it is empty.
    bool heading = false;
    float height() const { return heading ? 30 : row && !row->detail.empty() ? 46.0f : 28.0f; }
};

std::vector<Line> lines_of(const MachineView& view) {
    std::vector<Line> lines;
    for (const MachineSection& section : view.sections) {
        lines.push_back({&section, nullptr, true});
        if (section.rows.empty()) lines.push_back({&section, nullptr, false});
        for (const MachineRow& row : section.rows) lines.push_back({&section, &row, false});
    }
    return lines;
}

void draw_thing(Painter& p, const Scene& s, Rect box, const MachineRow& row, std::size_t index,
                Commands& out) {
    const Theme& t = p.theme();
    Rect card = box;
    card.h -= 4;
    bool selected = row.task && row.task == s.view.selected;
    p.fill(card, selected ? t.line : t.raised, 4);
    p.fill({card.x, card.y, 3, card.h}, t.look(row.look), 1.5f);
    if (row.task) {
        Press press = p.press(fmt::format("machine.row.{}", index), card);
        if (press.clicked) out.push_back({Act::SelectTask, row.task.value});
    }
    Rect inner = card.inset(10, 2);
    Rect first = row.detail.empty() ? inner : cut_top(inner, 20);
    draw_icon(p, icon_of(row.look), cut_left(first, 11, 6), t.look(row.look));
    float w = std::min(p.width(row.state, kLabel) + 1, first.w * 0.6f);
    p.text_with_tip(cut_right(first, w, 8), row.state, {.colour = t.dim, .align = Align::Right});
    p.text_with_tip(first, row.name, {.type = kStrong, .colour = t.text, .cut = Cut::Middle});
    if (!row.detail.empty()) p.text_with_tip(inner, row.detail, {.type = kCode, .colour = t.dim});
}

}  // namespace

void draw_threads(Painter& p, const Scene& s, Rect area, Commands& out) {
    const Theme& t = p.theme();
    std::vector<Line> lines = lines_of(s.machine);
    float total = 0;
    for (const Line& line : lines) total += line.height();
    std::size_t first = 0;
    if (total > area.h) {
        std::int64_t room = 0;
        float h = 0;
        for (auto it = lines.rbegin(); it != lines.rend() && h + it->height() <= area.h; ++it) {
            h += it->height();
            ++room;
        }
        auto count = static_cast<std::int64_t>(lines.size());
        std::int64_t now = scroll_rows(
            p, area, {"machine.scroll", s.view.side_first, count, std::max<std::int64_t>(1, room)});
        if (now != s.view.side_first) out.push_back({Act::ScrollSide, now});
        first = static_cast<std::size_t>(now);
        cut_right(area, kScrollBarWidth, 2);
    }
    for (std::size_t i = first; i < lines.size(); ++i) {
        const Line& line = lines[i];
        if (line.height() > area.h + 0.5f) break;
        Rect box = cut_top(area, line.height());
        if (line.heading) {
            std::string count = std::to_string(line.section->rows.size());
            draw_section(p, {box.x, box.y + 6, box.w, 22}, line.section->title, count);
        } else if (line.row) {
            draw_thing(p, s, box, *line.row, i, out);
        } else {
            draw_empty(p, box, line.section->empty);
        }
    }
    (void)t;
}

}  // namespace loopscope::ui
