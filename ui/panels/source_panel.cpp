// The panel of the source.
#include "ui/panels/source_panel.h"

#include <fmt/format.h>

#include <cmath>

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

/// Where column `first` of a line begins, in bytes.
std::size_t byte_of(const std::string& text, std::int64_t first) {
    std::size_t at = 0;
    for (; first > 0 && at < text.size(); --first) at += utf8_length(text, at);
    return at;
}

void draw_code(Painter& p, const Rect& box, const SourceLine& line, std::int64_t first_column) {
    // A line that does not fit ends in "…", in the middle of a token if need be.
    std::size_t skipped = byte_of(line.text, first_column);
    std::string rest = line.text.substr(skipped);
    std::string shown = elide_end(rest, box.w, kCode, p);
    bool cut = shown != rest;
    std::size_t end = line.text.size();
    if (cut) end = skipped + shown.size() - std::min(shown.size(), std::string("…").size());
    float x = box.x;
    for (const SourceToken& token : line.tokens) {
        std::size_t begin = std::max<std::size_t>(token.begin, skipped);
        std::size_t stop = std::min<std::size_t>(token.begin + token.length, end);
        if (begin >= stop) continue;
        std::string_view text = std::string_view(line.text).substr(begin, stop - begin);
        float w = p.width(text, kCode);
        p.text({x, box.y, w + 1, box.h}, text,
               {.type = kCode, .colour = token_colour(p.theme(), token.kind)});
        x += w;
    }
    if (cut)
        p.text({x, box.y, box.right() - x + 1, box.h}, "…",
               {.type = kCode, .colour = p.theme().dim});
}

/// The byte column of a line that is drawn at `x` in a box of code; the line's end beyond it.
std::size_t column_at(const Painter& p, const std::string& text, float x, std::int64_t first) {
    std::size_t at = byte_of(text, first);
    float width = 0;
    while (at < text.size()) {
        std::size_t length = utf8_length(text, at);
        float w = p.width(std::string_view(text).substr(at, length), kCode);
        if (width + w / 2 > x) break;
        width += w;
        at += length;
    }
    return at;
}

/// Where a byte column is drawn, from the start of the box; negative when it is scrolled away.
float x_of_column(const Painter& p, const std::string& text, std::size_t column,
                  std::int64_t first) {
    std::size_t begin = byte_of(text, first);
    column = std::min(column, text.size());
    if (column < begin) return -1;
    return p.width(std::string_view(text).substr(begin, column - begin), kCode);
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
        if (code > row.w - w - 8 && mark.all.size() == 1) {
            // The code matters more than the name, but not more than how many they are.
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

/// The column of the numbers: a breakpoint, how often the line ran, its number.
void draw_number(Painter& p, const Scene& s, const Rect& icon, const Rect& digits,
                 std::uint32_t number, const Gutter& gutter, Commands& out) {
    const Theme& t = p.theme();
    bool live = number == s.marks.live_line;
    bool stop = s.tools.breakpoints->has_line(number, s.document.break_file());
    bool failed = s.tools.error.line == number;
    Rect area{gutter.names ? icon.x - 4 : digits.x, digits.y,
              digits.right() + 4 - (gutter.names ? icon.x - 4 : digits.x), digits.h};
    Press press = p.press(fmt::format("source.line.{}", number), area);
    if (press.clicked)
        out.push_back({.act = Act::ToggleBreak,
                       .number = static_cast<int>(BreakKind::Line),
                       .from = static_cast<double>(number),
                       .text = std::string(s.document.break_file())});
    const int file = s.document.file_number;
    std::size_t runs = s.tools.index->runs(number, s.state.events, file);
    if (press.hovered) {
        std::size_t all = s.tools.index->runs(number, ~trace::Position{0}, file);
        p.tip(
            s.strings("source.runs", {{"n", std::to_string(runs)}, {"all", std::to_string(all)}}) +
            "\n" + s.strings(stop ? "source.break.off" : "source.break.on"));
    }
    float r = 4;
    Point dot = gutter.names ? Point{icon.x + 3, icon.centre().y} : Point{digits.x - 3, icon.y + 6};
    if (stop) p.disc(dot, r, t.failed);
    if (!stop && press.hovered) p.ring(dot, r, t.failed, 1);
    p.text(digits, std::to_string(number),
           {.type = failed || stop ? kCodeStrong : kCode,
            .colour = failed ? t.failed
                      : live ? t.text
                             : t.faint,
            .align = Align::Right});
    if (runs == 0) return;
    // How often: a bar that grows with the logarithm, so that ten times is seen beside once.
    float part = std::log2(static_cast<float>(runs) + 1) /
                 std::log2(static_cast<float>(s.tools.index->most_runs(file)) + 1);
    float h = std::max(3.0f, (digits.h - 6) * part);
    p.fill({digits.right() + 4, digits.bottom() - 3 - h, 2, h}, blend(t.line, t.dim, 0.5f), 1);
}

void draw_selection(Painter& p, const Scene& s, const Rect& code, std::uint32_t number) {
    const Editor& e = *s.tools.editor;
    const Theme& t = p.theme();
    std::size_t line = number - 1;
    const std::string& text = (*s.document.source)[line].text;
    std::int64_t first = s.view.source_column;
    if (e.has_selection() && line >= e.selection_start().line && line <= e.selection_end().line) {
        std::size_t from = line == e.selection_start().line ? e.selection_start().column : 0;
        std::size_t to = line == e.selection_end().line ? e.selection_end().column : text.size();
        float a = std::max(0.0f, x_of_column(p, text, from, first));
        float b = std::max(0.0f, x_of_column(p, text, to, first));
        if (line < e.selection_end().line) b += 6;
        a = std::min(a, code.w);
        p.fill({code.x + a, code.y, std::min(b, code.w) - a, code.h},
               blend(t.panel, t.waiting, 0.3f), 2);
    }
    if (e.cursor().line != line) return;
    float x = x_of_column(p, text, e.cursor().column, first);
    if (x < 0 || x > code.w) return;
    bool blink = std::fmod(p.now(), 1.0) < 0.6;
    p.fill({code.x + x - 0.5f, code.y + 2, 2, code.h - 4}, blink ? t.running : t.faint);
}

/// Over the code: a name's value in a tip; in the editor, presses place the cursor.
void feel_code(Painter& p, const Scene& s, const Rect& code, std::uint32_t number, Commands& out) {
    const SourceLine& line = (*s.document.source)[number - 1];
    std::size_t column = column_at(p, line.text, p.pointer().at.x - code.x, s.view.source_column);
    Press press = p.press(fmt::format("source.code.{}", number), code, Reach::Pointer);
    if (press.hovered && !press.held) {
        std::size_t under =
            column_at(p, line.text, p.pointer().at.x - code.x - 4, s.view.source_column);
        std::string_view word = word_at(line.text, under);
        std::string tip;
        for (const std::string& value :
             values_of(s.state, s.timeline.log(), word, number, s.view.selected, *s.document.files,
                       s.document.file_number))
            tip += (tip.empty() ? "" : "\n") + value;
        if (tip.empty() && p.width(line.text, kCode) > code.w) tip = line.text;
        if (!tip.empty()) p.tip(tip);
    }
    auto place = static_cast<double>(column);
    if (press.hovered && p.pointer().double_clicked && !s.tools.editing)
        out.push_back({Act::ToggleEdit, static_cast<std::int64_t>(number - 1) + 1, place});
    else if (press.hovered && p.pointer().pressed && s.tools.editing)
        out.push_back({Act::PlaceCursor, static_cast<std::int64_t>(number - 1), place,
                       p.pointer().shift ? 1.0 : 0.0});
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
    if (s.tools.error.line == number && !live) p.fill(row, t.wash(Look::Failed, t.panel, 0.14f), 4);
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
    draw_number(p, s, icon, digits, number, gutter, out);
    feel_code(p, s, row, number, out);
    if (s.tools.editing) draw_selection(p, s, row, number);
    draw_code(p, row, (*s.document.source)[number - 1], s.view.source_column);
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

/// A misconception that the run shows, told once and quietly.
void draw_hint(Painter& p, const Scene& s, Rect& area, const Hint& hint, Commands& out) {
    const Theme& t = p.theme();
    std::string text =
        s.strings(fmt::format("hint.{}", static_cast<int>(hint.kind)), {{"who", hint.who}});
    std::vector<TextSpan> spans = parse_rich(text);
    float most = std::floor((area.h * 0.4f - 12) / 18) * 18;
    FittedText fitted = fit_text(spans, area.w - 74, std::max(18.0f, most), Size::Small, p);
    float h = static_cast<float>(fitted.lines.size()) * 18 + 14;
    Rect box = cut_bottom(area, h, 6);
    p.fill(box, t.raised, kCardRadius);
    p.fill({box.x, box.y + 4, 3, box.h - 8}, t.cancelled, 1.5f);
    Rect inner = box.inset(10, 7);
    Rect close = cut_right(inner, 22, 6);
    std::string tip = s.strings("hint.dismiss");
    if (icon_button(p, {close.x, close.y - 2, 22, 22}, Icon::Close,
                    {"source.hint.close", tip, ButtonKind::Bare}))
        out.push_back({Act::DismissHint, static_cast<int>(hint.kind)});
    Rect icon = cut_left(inner, 14, 8);
    draw_icon(p, Icon::Hint, {icon.x, icon.y + 2, 14, 14}, t.cancelled);
    draw_lines(p, inner, fitted.lines, Size::Small, t.text, t.text);
    if (!fitted.complete && p.hovers(box)) p.tip(text);
}

/// What went wrong, below the code; while it is edited, how to go on.
void draw_foot(Painter& p, const Scene& s, Rect& area, Commands& out) {
    const Theme& t = p.theme();
    const ErrorPlace& error = s.tools.error;
    if (area.h < 90 || (error.line == 0 && !s.tools.editing)) {
        if (s.tools.hint && area.h >= 84) draw_hint(p, s, area, *s.tools.hint, out);
        return;
    }
    bool failed = error.line != 0;
    std::string text = failed ? s.strings("source.error", {{"line", std::to_string(error.line)},
                                                           {"message", error.message}})
                              : s.strings(s.tools.running_late ? "edit.late" : "edit.hint");
    Rect box = cut_bottom(area, 30, 6);
    p.fill(box, failed ? t.wash(Look::Failed, t.panel, 0.14f) : t.raised, kCardRadius);
    Rect inner = box.inset(8, 0);
    Icon icon = failed ? Icon::Failed : Icon::Edit;
    draw_icon(p, icon, cut_left(inner, 13, 8), failed ? t.failed : t.running);
    p.text_with_tip(inner, text, {.type = failed ? kStrong : kLabel, .colour = t.text});
}

/// Where the code is scrolled to, sideways: by the wheel with Shift, and so that the cursor is
/// seen.
void scroll_sideways(Painter& p, const Scene& s, const Rect& area, float code_width,
                     Commands& out) {
    std::int64_t first = s.view.source_column;
    float wheel = p.pointer().shift ? p.pointer().wheel : -p.pointer().wheel_x;
    if (p.hovers(area) && wheel != 0) {
        if (p.pointer().shift) p.take_wheel(area);
        first -= static_cast<std::int64_t>(std::lround(wheel * 4));
    }
    std::size_t longest = 0;
    for (const SourceLine& line : *s.document.source) longest = std::max(longest, line.text.size());
    auto columns = static_cast<std::int64_t>(code_width / std::max(1.0f, p.width("0", kCode)));
    std::int64_t last = std::max<std::int64_t>(0, static_cast<std::int64_t>(longest) - columns + 4);
    first = std::clamp<std::int64_t>(first, 0, last);
    if (first != s.view.source_column) out.push_back({Act::ScrollColumn, first});
}

/// The file's name; where there are several, a menu of them.
void draw_file_name(Painter& p, const Scene& s, Rect heading, Commands& out) {
    static constexpr const char* kMenu = "source.file";
    const SourceFiles& files = *s.document.files;
    if (files.count() > 1 && !s.tools.editing) {
        float width = std::min(heading.w, p.width(s.document.file, kCode) + 26);
        Rect box{heading.right() - width, heading.y + std::max(0.0f, (heading.h - 24) / 2), width,
                 std::min(heading.h, 24.0f)};
        std::string tip = s.strings("tip.file", {{"n", std::to_string(files.count())}});
        if (text_button(p, box, {}, {.id = kMenu, .tip = tip, .kind = ButtonKind::Bare})) {
            std::vector<std::string> items;
            for (int i = 0; i < files.count(); ++i) items.push_back(files.name(i));
            p.open_menu({.id = kMenu,
                         .anchor = box,
                         .items = std::move(items),
                         .chosen = s.document.file_number,
                         .pointed = s.document.file_number});
        }
        if (int taken = p.take_menu_answer(kMenu); taken >= 0)
            out.push_back({Act::ShowFile, taken});
        heading = box.inset(6, 0);
        draw_icon(p, Icon::ChevronDown, cut_right(heading, 9, 5), p.theme().dim);
    }
    p.text_with_tip(
        heading, s.document.file,
        {.type = kCode, .colour = p.theme().dim, .align = Align::Right, .cut = Cut::Middle});
}

}  // namespace

void draw_source_tools(Painter& p, const Scene& s, const Rect& place, Commands& out) {
    Rect heading{place.x, place.y, place.w + 4, place.h};
    Rect button = cut_right(heading, 26, 6);
    button = button.inset(0, std::max(0.0f, (button.h - 24) / 2));
    std::string tip = s.strings(s.tools.editing ? "tip.edit.off" : "tip.edit");
    ButtonKind kind = s.tools.editing ? ButtonKind::Accent : ButtonKind::Bare;
    if (icon_button(p, button, Icon::Edit, {"source.edit", tip, kind}))
        out.push_back({Act::ToggleEdit});
    draw_file_name(p, s, heading, out);
}

void draw_source(Painter& p, const Scene& s, const Rect& whole, Commands& out) {
    Rect area = whole;
    const std::vector<SourceLine>& lines = *s.document.source;
    if (lines.empty()) {
        draw_empty(p, cut_top(area, 20), s.strings("source.empty"));
        return;
    }
    draw_note(p, s, area);
    draw_foot(p, s, area, out);
    float row_height = s.tight() ? 18 : 20;
    auto room = static_cast<std::uint32_t>(std::max(1.0f, area.h / row_height));
    auto count = static_cast<std::uint32_t>(lines.size());
    // The line that called the loop is no reason to scroll away from the tasks.
    bool follow = s.view.source_follows && !s.marks.live_is_quiet;
    std::uint32_t wanted = follow ? s.marks.live_line : 0;
    if (s.tools.editing)
        wanted = s.view.source_follows
                     ? static_cast<std::uint32_t>(s.tools.editor->cursor().line + 1)
                     : 0;
    else if (follow && wanted == 0)
        wanted = s.tools.error.line;
    std::uint32_t first =
        scroll_to_line(static_cast<std::uint32_t>(s.view.source_first), wanted, count, room);
    if (first != s.view.source_first && s.view.source_follows) {
        out.push_back({Act::ScrollSource, -static_cast<std::int64_t>(first)});
    }
    std::int64_t scrolled = scroll_rows(p, area, {"source.scroll", first - 1, count, room}) + 1;
    if (scrolled != first) out.push_back({Act::ScrollSource, scrolled});
    if (count > room) cut_right(area, kScrollBarWidth, 2);
    Gutter gutter = gutter_of(p, area.w, lines.size());
    float code_width = area.w - gutter.icon - gutter.number - 24;
    scroll_sideways(p, s, area, code_width, out);
    for (std::uint32_t i = 0; i < room && first + i <= count; ++i) {
        draw_row(p, s, cut_top(area, row_height), first + i, gutter, out);
    }
}

}  // namespace loopscope::ui
