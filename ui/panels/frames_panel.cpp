// The tab of the frames.
#include "ui/panels/frames_panel.h"

#include <fmt/format.h>

#include "ui/panels/parts.h"

namespace loopscope::ui {
namespace {

struct Row {
    const FrameView* frame = nullptr;
    const VariableView* variable = nullptr;  ///< None: the frame's own row.
};

std::vector<Row> rows_of(const FramesView& view) {
    std::vector<Row> rows;
    for (const FrameView& frame : view.frames) {
        rows.push_back({&frame, nullptr});
        for (const VariableView& v : frame.variables) rows.push_back({&frame, &v});
    }
    return rows;
}

void draw_frame_row(Painter& p, const Rect& box, const FrameView& frame, Commands& out) {
    const Theme& t = p.theme();
    p.fill(box.inset(0, 1), t.raised, 4);
    Press press = p.press(fmt::format("frames.frame.{}", frame.id.value), box);
    if (press.clicked && frame.line > 0)
        out.push_back({Act::ScrollSource, std::max<std::int64_t>(1, frame.line - 4)});
    Look look = frame.suspended ? Look::Waiting : Look::Running;
    Rect row = box.inset(8, 0);
    draw_icon(p, icon_of(look), cut_left(row, 11, 6), t.look(look));
    float place = std::min(p.width(frame.place, kLabel) + 1, row.w * 0.6f);
    p.text(cut_right(row, place, 8), frame.place, {.colour = t.dim, .align = Align::Right});
    p.text_with_tip(row, frame.function,
                    {.type = kCodeStrong, .colour = t.text, .cut = Cut::Middle});
}

void draw_variable_row(Painter& p, const Rect& box, const VariableView& v) {
    const Theme& t = p.theme();
    Rect row = box.inset(8, 0);
    Rect dot = cut_left(row, 11, 6);
    if (v.fresh) p.disc(dot.centre(), 3, t.running);
    float name = std::min(p.width(v.name, kCode) + 1, row.w * 0.5f);
    p.text(cut_left(row, name, 0), v.name,
           {.type = kCode, .colour = t.definition, .cut = Cut::Middle});
    float equals = p.text(row, " = ", {.type = kCode, .colour = t.dim});
    cut_left(row, equals);
    p.text_with_tip(row, v.value, {.type = v.fresh ? kCodeStrong : kCode, .colour = t.text});
}

}  // namespace

void draw_frames(Painter& p, const Scene& s, Rect area, Commands& out) {
    const Theme& t = p.theme();
    if (s.frames.frames.empty()) {
        draw_empty_area(p, area, s.strings("frames.empty"));
        return;
    }
    Rect title = cut_top(area, 22, 4);
    draw_icon(p, icon_of(s.frames.look), cut_left(title, 12, 6), t.look(s.frames.look));
    p.text_with_tip(title, s.frames.title,
                    {.type = kCodeStrong, .colour = t.text, .cut = Cut::Middle});
    std::vector<Row> rows = rows_of(s.frames);
    constexpr float kRow = 22;
    auto room = static_cast<std::int64_t>(std::max(1.0f, area.h / kRow));
    auto count = static_cast<std::int64_t>(rows.size());
    std::int64_t first = scroll_rows(p, area, {"frames.scroll", s.view.side_first, count, room});
    if (first != s.view.side_first) out.push_back({Act::ScrollSide, first});
    if (count > room) cut_right(area, kScrollBarWidth, 2);
    for (std::int64_t i = first; i < std::min(count, first + room); ++i) {
        const Row& row = rows[static_cast<std::size_t>(i)];
        Rect box = cut_top(area, kRow);
        if (row.variable)
            draw_variable_row(p, box, *row.variable);
        else
            draw_frame_row(p, box, *row.frame, out);
    }
}

}  // namespace loopscope::ui
