// The panel of the source.
#include "ui/panels/source_panel.h"

#include <fmt/format.h>

#include "ui/model/elide.h"
#include "ui/panels/parts.h"

namespace loopscope::ui {
namespace {

Colour token_colour(const Theme& t, TokenKind kind) {
    switch (kind) {
        case TokenKind::Keyword:
            return t.keyword;
        case TokenKind::Builtin:
            return t.builtin;
        case TokenKind::Definition:
        case TokenKind::Decorator:
            return t.definition;
        case TokenKind::String:
            return t.string;
        case TokenKind::Number:
            return t.number;
        case TokenKind::Comment:
            return t.comment;
        case TokenKind::Plain:
            break;
    }
    return t.text;
}

/// The columns beside the code. Names of tasks stand at the right end of their lines, where they
/// cost the other lines no room; in a narrow panel an icon at the left has to do.
struct Gutter {
    float icon = 0;
    float number = 0;
    float badge_max = 0;
    bool names = true;
};

Gutter gutter_of(const Painter& p, float width, std::size_t lines) {
    Gutter g;
    g.names = width >= 280;
    g.icon = g.names ? 8 : 20;
    g.badge_max = std::min(140.0f, width * 0.36f);
    std::string widest = std::to_string(std::max<std::size_t>(lines, 10));
    g.number = p.width(std::string(widest.size(), '0'), kCode);
    return g;
}

void draw_code(Painter& p, const Rect& box, const SourceLine& line) {
    // A line that does not fit ends in "…", in the middle of a token if need be.
    std::string shown = elide_end(line.text, box.w, kCode, p);
    bool cut = shown != line.text;
    std::size_t kept =
        cut ? shown.size() - std::min(shown.size(), std::string("…").size()) : line.text.size();
    float x = box.x;
    for (const SourceToken& token : line.tokens) {
        if (token.begin >= kept) break;
        std::size_t length = std::min<std::size_t>(token.length, kept - token.begin);
        std::string_view text = std::string_view(line.text).substr(token.begin, length);
        float w = p.width(text, kCode);
        p.text({x, box.y, w + 1, box.h}, text,
               {.type = kCode, .colour = token_colour(p.theme(), token.kind)});
        x += w;
    }
    if (!cut) return;
    p.text({x, box.y, box.right() - x + 1, box.h}, "…", {.type = kCode, .colour = p.theme().dim});
    if (p.hovers(box)) p.tip(line.text);
}

std::string mark_tip(const LineMark& mark, const Strings& strings) {
    std::string names;
    for (std::size_t i = 0; i < std::min<std::size_t>(mark.all.size(), 12); ++i) {
        names += (i == 0 ? "" : ", ") + mark.all[i];
    }
    if (mark.all.size() > 12) names += ", …";
    constexpr std::string_view kKeys[] = {"mark.waiting", "mark.ready", "mark.running"};
    return strings(kKeys[static_cast<int>(mark.look)], {{"tasks", names}});
}

/// The mark of the tasks at a line; takes its room from the row.
void draw_mark(Painter& p, const Scene& s, Rect& row, const Rect& icon, const LineMark& mark,
               const Gutter& gutter, Commands& out) {
    std::string name = mark.name;
    if (mark.all.size() > 1) name = fmt::format("× {}", mark.all.size());
    Rect target = icon.inset(0, 1);
    if (gutter.names) {
        float w = badge_width(p, name, gutter.badge_max);
        float code = p.width((*s.document.source)[mark.line - 1].text, kCode);
        if (code > row.w - w - 8) {
            // The code matters more than the name.
            name.clear();
            w = 18;
        }
        Rect column = cut_right(row, w, 8);
        target = {column.x, column.y + 1, column.w, column.h - 2};
    } else {
        name.clear();
    }
    draw_badge(p, s.animator.place({3, mark.task.value}, target), mark.look, name);
    Press press = p.press(fmt::format("source.mark.{}", mark.line), target);
    if (press.hovered) p.tip(mark_tip(mark, s.strings));
    if (press.clicked) out.push_back({Act::SelectTask, mark.task.value});
}

const session::Note* note_at(const Scene& s, std::uint32_t line) {
    if (!s.document.notes) return nullptr;
    for (const session::Note& note : *s.document.notes) {
        if (note.line == static_cast<int>(line)) return &note;
    }
    return nullptr;
}

void draw_live_ground(Painter& p, const Scene& s, const Rect& row) {
    const Theme& t = p.theme();
    bool quiet = s.marks.live_is_quiet;
    p.fill(row, quiet ? t.raised : t.wash(Look::Running, t.panel, 0.2f), 4);
    p.fill({row.x, row.y, 3, row.h}, quiet ? t.faint : t.running, 1.5f);
}

void draw_row(Painter& p, const Scene& s, Rect row, std::uint32_t number, const Gutter& gutter,
              Commands& out) {
    const Theme& t = p.theme();
    bool live = number == s.marks.live_line;
    const LineMark* mark = s.marks.at(number);
    if (live)
        draw_live_ground(p, s, row);
    else if (mark)
        p.fill({row.x, row.y + 1, 3, row.h - 2}, t.look(mark->look), 1.5f);
    cut_left(row, 4);
    Rect icon = cut_left(row, gutter.icon, gutter.names ? 0 : 4);
    Rect digits = cut_left(row, gutter.number, 12);
    cut_right(row, 4);
    if (mark) draw_mark(p, s, row, icon, *mark, gutter, out);
    if (const session::Note* note = note_at(s, number)) {
        Rect place = cut_right(row, 14, 4);
        draw_icon(p, Icon::Note, place, live ? t.running : t.dim);
        if (p.hovers(place)) p.tip(note->text.in(s.strings.language()));
    }
    p.text(digits, std::to_string(number),
           {.type = kCode, .colour = live ? t.text : t.faint, .align = Align::Right});
    draw_code(p, row, (*s.document.source)[number - 1]);
}

/// The lesson's note on the live line stands below the code.
void draw_note(Painter& p, const Scene& s, Rect& area) {
    if (s.lesson.on) return;
    const session::Note* note = note_at(s, s.marks.live_line);
    if (!note || s.marks.live_is_quiet || area.h < 150) return;
    const Theme& t = p.theme();
    std::vector<TextSpan> spans = parse_rich(note->text.in(s.strings.language()));
    std::vector<TextLine> lines = break_lines(spans, area.w - 40, Size::Small, p);
    float most = std::max(1.0f, std::floor((area.h * 0.45f - 16) / line_px(Size::Small)));
    if (static_cast<float>(lines.size()) > most) {
        lines = fit_text(spans, area.w - 40, most * line_px(Size::Small), Size::Small, p).lines;
    }
    float h = static_cast<float>(lines.size()) * line_px(Size::Small) + 16;
    Rect box = cut_bottom(area, h, 8);
    p.fill(box, t.wash(Look::Running, t.panel, 0.10f), kCardRadius);
    Rect inner = box.inset(8, 8);
    Rect icon = cut_left(inner, 16, 8);
    draw_icon(p, Icon::Note, {icon.x, icon.y + 1, 16, 16}, t.running);
    draw_lines(p, inner, lines, Size::Small, t.text, t.text);
}

}  // namespace

void draw_source(Painter& p, const Scene& s, const Rect& rect, Commands& out) {
    Rect area = draw_panel(p, rect, s.layout,
                           {"source", s.strings("panel.source"), s.document.file, kCode});
    const std::vector<SourceLine>& lines = *s.document.source;
    if (lines.empty()) {
        draw_empty(p, cut_top(area, 20), s.strings("source.empty"));
        return;
    }
    draw_note(p, s, area);
    float row_height = s.tight() ? 18 : 20;
    auto room = static_cast<std::uint32_t>(std::max(1.0f, area.h / row_height));
    auto count = static_cast<std::uint32_t>(lines.size());
    // The line that called the loop is no reason to scroll away from the tasks.
    bool follow = s.view.source_follows && !s.marks.live_is_quiet;
    std::uint32_t first = scroll_to_line(static_cast<std::uint32_t>(s.view.source_first),
                                         follow ? s.marks.live_line : 0, count, room);
    if (first != s.view.source_first && s.view.source_follows) {
        out.push_back({Act::ScrollSource, -static_cast<std::int64_t>(first)});
    }
    std::int64_t scrolled = scroll_rows(p, area, {"source.scroll", first - 1, count, room}) + 1;
    if (scrolled != first) out.push_back({Act::ScrollSource, scrolled});
    if (count > room) cut_right(area, kScrollBarWidth, 2);
    Gutter gutter = gutter_of(p, area.w, lines.size());
    for (std::uint32_t i = 0; i < room && first + i <= count; ++i) {
        draw_row(p, s, cut_top(area, row_height), first + i, gutter, out);
    }
}

}  // namespace loopscope::ui
