// What lies above the panels.
#include "ui/panels/overlays.h"

#include <algorithm>
#include <cmath>

#include "ui/panels/parts.h"

namespace loopscope::ui {
namespace {

std::vector<const Binding*> rows_for(KeyScope screen) {
    std::vector<const Binding*> rows;
    for (const Binding& binding : bindings()) {
        if (binding.scope == KeyScope::Everywhere || binding.scope == screen) {
            rows.push_back(&binding);
        }
    }
    return rows;
}

std::vector<std::string_view> split_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    while (true) {
        std::size_t end = text.find('\n');
        if (end > 0) lines.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return lines;
        text.remove_prefix(end + 1);
    }
}

/// A dialog's frame, its icon at the left and its title; returns the room below the title.
Rect draw_dialog(Painter& p, Rect box, Icon mark, Colour colour, const std::string& title) {
    const Theme& t = p.theme();
    p.shadow(box, kPanelRadius);
    p.fill(box, t.panel, kPanelRadius);
    p.stroke(box, colour, kPanelRadius, 1.5f);
    Rect inner = box.inset(20, 16);
    Rect icon = cut_left(inner, 24, 16);
    draw_icon(p, mark, {icon.x, icon.y, 24, 24}, colour);
    p.text(cut_top(inner, 24, 8), title, {.type = kBodyStrong, .colour = t.text});
    return inner;
}

}  // namespace

void draw_veil(Painter& p) { p.fill(p.window(), with_alpha(p.theme().background, 0.72f)); }

void draw_help(Painter& p, const Strings& strings, const HelpLook& look, Commands& out) {
    const Theme& t = p.theme();
    draw_veil(p);
    std::vector<const Binding*> rows = rows_for(look.screen);
    Rect window = p.window();
    float row = window.h < 500 ? 26 : 30;
    float frame = window.h < 500 ? 72 : 92;  // Heading, foot and margins.
    auto most = static_cast<std::size_t>(std::max(1.0f, (window.h - 16 - frame) / row));
    // As many columns as can be read, never more than are needed.
    auto wide = static_cast<std::size_t>(std::max(1.0f, (window.w - 48) / 300));
    std::size_t columns = std::min(
        wide, std::max((rows.size() + most - 1) / most, std::size_t{rows.size() > 8 ? 2u : 1u}));
    std::size_t per_column = std::min(most, (rows.size() + columns - 1) / columns);
    std::size_t room = per_column * columns;
    bool scrolls = room < rows.size();
    float width = std::min(window.w - 16, static_cast<float>(columns) * 380 + 32);
    float height = std::min(window.h - 16, frame + static_cast<float>(per_column) * row);
    Rect box{(window.w - width) / 2, (window.h - height) / 2, width, height};
    p.begin_panel("help", box);
    p.shadow(box, kPanelRadius);
    p.fill(box, t.panel, kPanelRadius);
    p.stroke(box, t.line, kPanelRadius);
    Rect inner = box.inset(20, window.h < 500 ? 6 : 14);
    Rect heading = cut_top(inner, 32, 4);
    std::string close = strings("tip.close");
    if (icon_button(p, cut_right(heading, 32), Icon::Close,
                    {"help.close", close, ButtonKind::Bare})) {
        out.push_back({Act::ToggleHelp});
    }
    p.text(heading, strings("help.title"), {.type = kBodyStrong, .colour = t.text});
    Rect foot = cut_bottom(inner, 22);
    p.text(foot, strings("help.foot"), {.type = kLabel, .colour = t.dim});
    std::size_t first = 0;
    if (scrolls) {
        auto count = static_cast<std::int64_t>(rows.size());
        std::int64_t scrolled = scroll_rows(
            p, inner, {"help.scroll", look.first, count, static_cast<std::int64_t>(room)});
        if (scrolled != look.first) out.push_back({Act::ScrollHelp, scrolled});
        first = static_cast<std::size_t>(scrolled);
        cut_right(inner, kScrollBarWidth, 8);
    }
    for (std::size_t c = 0; c < columns; ++c) {
        float share = inner.w / static_cast<float>(columns);
        Rect column{inner.x + static_cast<float>(c) * share, inner.y, share - 12, inner.h};
        std::size_t begin = std::min(rows.size(), first + c * per_column);
        std::size_t end = std::min(rows.size(), begin + per_column);
        float keys = 0;
        for (std::size_t i = begin; i < end; ++i)
            keys = std::max(keys, keys_width(p, rows[i]->label));
        for (std::size_t i = begin; i < end; ++i) {
            Rect line = cut_top(column, row);
            draw_keys(p, cut_left(line, keys, 12), row, rows[i]->label);
            p.text_with_tip(line, strings(rows[i]->text), {.type = kLabel, .colour = t.text});
        }
    }
}

void draw_search(Painter& p, const Strings& strings, const ViewState& view, Commands& out) {
    const Theme& t = p.theme();
    Rect window = p.window();
    float width = std::min(440.0f, window.w - 32);
    Rect box{(window.w - width) / 2, 60, width, 48};
    p.begin_panel("search", box);
    p.shadow(box, kPanelRadius);
    p.fill(box, t.panel, kPanelRadius);
    p.stroke(box, view.search_failed ? t.failed : t.running, kPanelRadius, 2);
    Rect inner = box.inset(14, 8);
    draw_icon(p, Icon::Search, cut_left(inner, 16, 10), t.dim);
    std::string close = strings("tip.close");
    if (icon_button(p, cut_right(inner, 32, 8), Icon::Close,
                    {"search.close", close, ButtonKind::Bare})) {
        out.push_back({Act::Cancel});
    }
    if (view.search_failed) {
        std::string none = strings("search.none");
        p.text(cut_right(inner, p.width(none, kLabel) + 1, 8), none,
               {.type = kLabel, .colour = t.failed, .align = Align::Right});
    }
    draw_field_text(p, inner, {"search.field", view.search_text, strings("search.hint"), kCodeBody},
                    out);
}

void draw_error(Painter& p, const Strings& strings, std::string_view message, Commands& out) {
    const Theme& t = p.theme();
    draw_veil(p);
    Rect window = p.window();
    float width = std::min(640.0f, window.w - 32);
    std::vector<TextLine> lines;
    for (std::string_view part : split_lines(message)) {
        // What stands behind four spaces is quoted: what a program said.
        bool quoted = part.starts_with("    ");
        SpanKind kind = quoted ? SpanKind::Code : SpanKind::Plain;
        for (TextLine& line : break_lines({{std::string(part), kind}}, width - 88, Size::Body, p))
            lines.push_back(std::move(line));
    }
    float most = std::floor((window.h - 160) / line_px(Size::Body));
    if (static_cast<float>(lines.size()) > most) {
        lines.resize(static_cast<std::size_t>(std::max(1.0f, most)));
    }
    float text = static_cast<float>(lines.size()) * line_px(Size::Body);
    Rect box{(window.w - width) / 2, 0, width, 32 + 24 + 8 + text + 16 + 32};
    box.y = (window.h - box.h) / 2;
    p.begin_panel("error", box);
    Rect inner = draw_dialog(p, box, Icon::Failed, t.failed, strings("error.title"));
    draw_lines(p, cut_top(inner, text, 16), lines, Size::Body, t.text, t.text);
    Rect buttons = cut_top(inner, 32);
    std::string label = strings("error.dismiss");
    Rect button = cut_right(buttons, p.width(label, kLabel) + 32);
    if (text_button(p, button, label, {"error.dismiss", {}, ButtonKind::Accent})) {
        out.push_back({Act::DismissError});
    }
}

/// A box below the toolbar that tells how far something is, with a button that ends it.
void draw_job(Painter& p, const JobView& job, std::string_view cancel, const Command& end,
              Commands& out) {
    const Theme& t = p.theme();
    Rect window = p.window();
    float width = std::min(560.0f, window.w - 32);
    Rect box{(window.w - width) / 2, 60, width, job.part < 0 ? 60.0f : 84.0f};
    p.begin_panel("progress", box);
    p.shadow(box, kPanelRadius);
    p.fill(box, t.panel, kPanelRadius);
    p.stroke(box, t.running, kPanelRadius, 1.5f);
    Rect inner = box.inset(16, 13);
    Rect line = cut_top(inner, 34, 8);
    Rect button = cut_right(line, p.width(cancel, kLabel) + 28, 12);
    if (text_button(p, button, cancel, {"progress.cancel", {}, ButtonKind::Plain}))
        out.push_back(end);
    p.text_with_tip(line, job.text, {.type = kBody, .colour = t.text, .cut = Cut::Middle});
    if (job.part < 0) return;
    Rect bar = cut_top(inner, 8);
    p.fill(bar, t.raised, 4);
    if (job.part > 0)
        p.fill({bar.x, bar.y, std::max(8.0f, bar.w * std::min(1.0f, job.part)), bar.h}, t.running,
               4);
}

void draw_progress(Painter& p, const Strings& strings, const ViewState& view, Commands& out) {
    std::string cancel = strings("export.cancel");
    if (view.exporting) {
        const ExportProgress& job = *view.exporting;
        JobView told{
            strings("export.progress", {{"i", std::to_string(job.done)},
                                        {"n", std::to_string(job.total)},
                                        {"path", job.path}}),
            static_cast<float>(job.done) / static_cast<float>(std::max<std::size_t>(1, job.total))};
        return draw_job(p, told, cancel, {Act::CancelExport}, out);
    }
    if (view.job) return draw_job(p, *view.job, cancel, {Act::CancelJob}, out);
    if (view.notice.empty()) return;
    const Theme& t = p.theme();
    Rect window = p.window();
    float needed = p.width(view.notice, kLabel) + 2 * 16 + 14 + 10 + 1;
    float width = std::clamp(needed, 200.0f, std::min(720.0f, window.w - 32));
    Rect box{(window.w - width) / 2, 60, width, 48};
    p.begin_panel("notice", box);
    p.shadow(box, kPanelRadius);
    p.fill(box, t.panel, kPanelRadius);
    p.stroke(box, t.done, kPanelRadius, 1.5f);
    Rect inner = box.inset(16, 10);
    draw_icon(p, Icon::Done, cut_left(inner, 14, 10), t.done);
    p.text_with_tip(inner, view.notice, {.type = kLabel, .colour = t.text, .cut = Cut::Middle});
}

void draw_offer(Painter& p, const Strings& strings, const ViewState& view, Commands& out) {
    const Theme& t = p.theme();
    draw_veil(p);
    Rect window = p.window();
    float width = std::min(600.0f, window.w - 32);
    std::vector<std::string> paragraphs;
    if (!view.offer_missing.empty())
        paragraphs.push_back(
            strings("offer.why", {{"what", text_of(view.offer_missing, strings)}}));
    paragraphs.push_back(strings(view.offer_running ? "offer.running" : "offer.what"));
    if (!view.offer_running) paragraphs.push_back(strings("offer.warning"));
    std::vector<std::vector<TextLine>> texts;
    float height = 0;
    for (const std::string& paragraph : paragraphs) {
        texts.push_back(break_lines(parse_rich(paragraph), width - 88, Size::Body, p));
        height += static_cast<float>(texts.back().size()) * line_px(Size::Body) + 8;
    }
    Rect box{(window.w - width) / 2, 0, width, 32 + 32 + height + 12 + 32};
    box.y = std::max(8.0f, (window.h - box.h) / 2);
    p.begin_panel("offer", box);
    Rect inner = draw_dialog(p, box, Icon::Hint, t.running, strings("offer.title"));
    for (std::size_t i = 0; i < texts.size(); ++i) {
        float h = static_cast<float>(texts[i].size()) * line_px(Size::Body);
        bool warns = !view.offer_running && i + 1 == texts.size();
        draw_lines(p, cut_top(inner, h, 8), texts[i], Size::Body, warns ? t.failed : t.text,
                   t.text);
    }
    Rect buttons = cut_bottom(inner, 32);
    std::string no = strings(view.offer_running ? "offer.stop" : "offer.no");
    std::string yes = strings("offer.yes");
    if (!view.offer_running) {
        Rect button = cut_right(buttons, p.width(yes, kStrong) + 32, 12);
        if (text_button(p, button, yes, {"offer.yes", {}, ButtonKind::Accent}))
            out.push_back({Act::Record, 1});
    }
    Rect button = cut_right(buttons, p.width(no, kStrong) + 32);
    if (text_button(p, button, no, {"offer.no", {}})) out.push_back({Act::Record, 2});
}

void draw_menu(Painter& p, Grip& grip) {
    const Theme& t = p.theme();
    Menu& menu = grip.menu;
    constexpr float kRow = 30;
    float width = menu.anchor.w;
    for (const std::string& item : menu.items) width = std::max(width, p.width(item, kStrong) + 56);
    Rect window = p.window();
    Rect box{menu.anchor.x, menu.anchor.bottom() + 4, width,
             static_cast<float>(menu.items.size()) * kRow + 8};
    box.x = std::max(4.0f, std::min(box.x, window.right() - box.w - 4));
    box.y = std::max(4.0f, std::min(box.y, window.bottom() - box.h - 4));
    p.begin_panel("menu", box);
    p.shadow(box, kPanelRadius);
    p.fill(box, t.panel, kPanelRadius);
    p.stroke(box, t.line, kPanelRadius);
    Rect rest = box.inset(4);
    int taken = -1;
    for (int i = 0; i < static_cast<int>(menu.items.size()); ++i) {
        Rect row = cut_top(rest, kRow);
        std::string id = menu.id + "." + std::to_string(i + menu.first_area);
        Press press = p.press(id, row, Reach::Pointer);
        if (press.hovered) menu.pointed = i;
        if (press.clicked) taken = i;
        if (i == menu.pointed) p.fill(row, t.line, kCardRadius);
        Rect text = row.inset(10, 0);
        Rect mark = cut_left(text, 14, 8);
        if (i == menu.chosen) draw_icon(p, Icon::Done, mark.inset(1, (mark.h - 12) / 2), t.running);
        p.text(text, menu.items[static_cast<std::size_t>(i)],
               {.type = i == menu.chosen ? kStrong : kLabel, .colour = t.text});
    }
    bool elsewhere = menu.opened && p.pointer().pressed && !box.contains(p.pointer().at);
    menu.opened = true;
    if (taken >= 0) grip.answer = {menu.id, taken};
    if (taken >= 0 || elsewhere) menu = {};
}

void draw_tip(Painter& p, const Grip& grip) {
    constexpr double kDelay = 0.35;
    if (p.pending_tip().empty() || !grip.active.empty()) return;
    bool by_key = grip.hot.empty() && !p.focus_rect().empty();
    if (!by_key && p.now() - grip.hot_since < kDelay) return;
    const Theme& t = p.theme();
    Rect window = p.window();
    float most = std::min(420.0f, window.w - 40);
    std::vector<TextLine> lines;
    for (std::string_view part : split_lines(p.pending_tip())) {
        for (TextLine& line : break_lines(parse_rich(part), most, Size::Small, p)) {
            lines.push_back(std::move(line));
        }
    }
    if (lines.size() > 12) lines.resize(12);
    float width = 0;
    for (const TextLine& line : lines) width = std::max(width, line.width);
    // Below the pointer, or below what has the keyboard's focus.
    Rect at = by_key ? p.focus_rect() : Rect{p.pointer().at.x + 14, p.pointer().at.y, 0, 10};
    Rect box{at.x, at.bottom() + 8, width + 20, static_cast<float>(lines.size()) * 18 + 12};
    box.x = std::max(4.0f, std::min(box.x, window.right() - box.w - 4));
    if (box.bottom() > window.bottom() - 4) box.y = at.y - box.h - 8;
    p.begin_panel("tip", box);
    p.shadow(box, kCardRadius);
    p.fill(box, t.raised, kCardRadius);
    p.stroke(box, t.line, kCardRadius);
    draw_lines(p, box.inset(10, 6), lines, Size::Small, t.text, t.text);
}

}  // namespace loopscope::ui
