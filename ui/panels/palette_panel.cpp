// The command palette.
#include "ui/panels/palette_panel.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ui/panels/overlays.h"
#include "ui/panels/parts.h"

namespace loopscope::ui {
namespace {

/// A box for an overlay near the top of the window, its ground drawn.
Rect draw_box(Painter& p, std::string_view name, float width, float height) {
    const Theme& t = p.theme();
    Rect window = p.window();
    width = std::min(width, window.w - 24);
    height = std::min(height, window.h - 24);
    Rect box{(window.w - width) / 2, std::min(64.0f, (window.h - height) / 2), width, height};
    p.begin_panel(name, box);
    p.shadow(box, kPanelRadius);
    p.fill(box, t.panel, kPanelRadius);
    p.stroke(box, t.line, kPanelRadius);
    return box;
}

void draw_field(Painter& p, const Rect& box, const FieldLook& look, Commands& out) {
    const Theme& t = p.theme();
    p.fill(box, t.sunken, kCardRadius);
    p.stroke(box, t.running, kCardRadius, 1.5f);
    draw_field_text(p, box.inset(10, 0), look, out);
}

/// A press beside an overlay closes it.
bool pressed_beside(Painter& p, const Rect& box) {
    return p.pointer().pressed && p.pointer().inside && !box.contains(p.pointer().at);
}

/// What stands at the right of a palette's row: keys as boxes, else a quiet text.
void draw_row_end(Painter& p, Rect& text, const PaletteEntry& entry) {
    if (entry.hint.empty()) return;
    float w = entry.is_key ? keys_width(p, entry.hint) : p.width(entry.hint, kCode) + 1;
    Rect place = cut_right(text, std::min(w, text.w / 2), 12);
    if (entry.is_key)
        draw_keys(p, place, place.h, entry.hint);
    else
        p.text(place, entry.hint,
               {.type = kCode, .colour = p.theme().dim, .align = Align::Right, .cut = Cut::Middle});
}

}  // namespace

void draw_palette(Painter& p, const Strings& strings, const ViewState& view,
                  const std::vector<PaletteEntry>& answer, Commands& out) {
    const Theme& t = p.theme();
    constexpr float kRow = 32;
    draw_veil(p);
    float room = std::min(static_cast<float>(kPaletteRows), (p.window().h - 120) / kRow);
    auto most = static_cast<std::size_t>(std::max(2.0f, room));
    std::size_t rows = std::clamp<std::size_t>(answer.size(), 1, most);
    Rect box = draw_box(p, "palette", 640, 86 + kRow * static_cast<float>(rows));
    if (pressed_beside(p, box)) out.push_back({Act::TogglePalette});
    Rect inner = box.inset(10);
    draw_field(p, cut_top(inner, 36, 6),
               {"palette.field", view.palette_text,
                strings(view.palette_asks ? "whatif.hint" : "palette.hint")},
               out);
    Rect foot = cut_bottom(inner, 20);
    auto chosen = static_cast<std::size_t>(
        std::clamp(view.palette_chosen, 0, std::max(0, static_cast<int>(answer.size()) - 1)));
    std::string place = fmt::format("{} / {}", answer.empty() ? 0 : chosen + 1, answer.size());
    p.text(cut_right(foot, p.width(place, kCode) + 2, 12).inset(0, 0), place,
           {.type = kCode, .colour = t.dim, .align = Align::Right});
    p.text_with_tip(foot.inset(10, 0), strings("palette.foot"), {.colour = t.dim});
    if (answer.empty()) {
        draw_empty(p, cut_top(inner, kRow).inset(10, 0), strings("palette.none"));
        return;
    }
    if (float wheel = p.take_wheel(box); wheel != 0) {
        auto step = static_cast<std::int64_t>(std::lround(wheel * 3));
        out.push_back({Act::PaletteChoice, static_cast<std::int64_t>(chosen) - step});
    }
    std::size_t first = chosen >= rows ? chosen - rows + 1 : 0;
    for (std::size_t i = first; i < std::min(answer.size(), first + rows); ++i) {
        const PaletteEntry& entry = answer[i];
        Rect row = cut_top(inner, kRow);
        if (row.h < kRow - 0.5f) break;
        Press press = p.press(fmt::format("palette.{}", i), row, Reach::Pointer);
        if (i == chosen || press.hovered) p.fill(row, i == chosen ? t.line : t.raised, kCardRadius);
        if (i == chosen) p.fill({row.x, row.y + 6, 3, row.h - 12}, t.running, 1.5f);
        if (press.clicked) {
            out.push_back({Act::TogglePalette});
            out.push_back(entry.command);
        }
        Rect text = row.inset(10, 0);
        draw_row_end(p, text, entry);
        p.text_with_tip(text, entry.title,
                        {.type = i == chosen ? kBodyStrong : kBody, .colour = t.text});
    }
}

void draw_prompt(Painter& p, const Strings& strings, const ViewState& view, Commands& out) {
    const Theme& t = p.theme();
    draw_veil(p);
    std::string_view key = *view.prompt == Act::SaveAs        ? "prompt.save"
                           : *view.prompt == Act::FilterTasks ? "prompt.filter"
                           : *view.prompt == Act::Export      ? "prompt.export"
                           : *view.prompt == Act::Open        ? "prompt.open"
                                                              : "prompt.bookmark";
    std::string question = strings(key);
    float width = std::min(640.0f, p.window().w - 24);
    std::vector<TextLine> lines = break_lines(parse_rich(question), width - 28, Size::Body, p);
    float asked = static_cast<float>(lines.size()) * line_px(Size::Body);
    Rect box = draw_box(p, "prompt", width, asked + 36 + 34 + 42);
    if (pressed_beside(p, box)) out.push_back({Act::ClosePrompt});
    Rect inner = box.inset(14, 12);
    draw_lines(p, cut_top(inner, asked, 8), lines, Size::Body, t.text, t.text);
    draw_field(p, cut_top(inner, 36, 12),
               {"prompt.field", view.prompt_text, strings("prompt.hint")}, out);
    Rect line = cut_top(inner, 32);
    std::string ok = strings("prompt.ok");
    std::string no = strings("export.cancel");
    Rect button = cut_right(line, p.width(ok, kStrong) + 36, 8);
    if (text_button(p, button, ok, {"prompt.ok", {}, ButtonKind::Accent}))
        out.push_back({.act = *view.prompt, .number = 1, .text = view.prompt_text.text()});
    button = cut_right(line, p.width(no, kStrong) + 28, 12);
    if (text_button(p, button, no, {"prompt.cancel", {}, ButtonKind::Plain}))
        out.push_back({Act::ClosePrompt});
    if (*view.prompt == Act::Open)
        p.text_with_tip(line, strings("prompt.open.foot"), {.colour = t.dim});
}

void draw_laser(Painter& p) {
    if (!p.pointer().inside) return;
    const Colour red = rgb(0xff3b30);
    p.disc(p.pointer().at, 16, with_alpha(red, 0.18f));
    p.disc(p.pointer().at, 10, with_alpha(red, 0.35f));
    p.disc(p.pointer().at, 5, red);
}

}  // namespace loopscope::ui
