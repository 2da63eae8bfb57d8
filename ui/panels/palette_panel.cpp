// The command palette.
#include "ui/panels/palette_panel.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

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

void draw_field(Painter& p, const Rect& box, std::string_view text, std::string_view hint) {
    const Theme& t = p.theme();
    p.fill(box, t.sunken, kCardRadius);
    p.stroke(box, t.running, kCardRadius, 1.5f);
    Rect inner = box.inset(10, 0);
    if (text.empty()) p.text(inner.moved(6, 0), hint, {.type = kBody, .colour = t.faint});
    Rect place = inner;
    place.w -= 6;
    float w = p.text(place, text, {.type = kBody, .colour = t.text, .cut = Cut::Middle});
    if (std::fmod(p.now(), 1.0) < 0.6)
        p.fill({inner.x + w + 2, inner.y + 7, 2, inner.h - 14}, t.running);
}

}  // namespace

void draw_palette(Painter& p, const Strings& strings, const ViewState& view,
                  const std::vector<PaletteEntry>& answer, Commands& out) {
    const Theme& t = p.theme();
    constexpr float kRow = 30;
    float room = std::min(static_cast<float>(kPaletteRows), (p.window().h - 120) / kRow);
    auto rows = static_cast<std::size_t>(std::max(2.0f, room));
    Rect box = draw_box(p, "palette", 600, 62 + kRow * static_cast<float>(rows));
    Rect inner = box.inset(10);
    draw_field(p, cut_top(inner, 36, 6), view.palette_text,
               strings(view.palette_asks ? "whatif.hint" : "palette.hint"));
    if (answer.empty()) {
        draw_empty(p, cut_top(inner, kRow).inset(10, 0), strings("palette.none"));
        return;
    }
    auto chosen = static_cast<std::size_t>(
        std::clamp(view.palette_chosen, 0, static_cast<int>(answer.size()) - 1));
    std::size_t first = chosen >= rows ? chosen - rows + 1 : 0;
    for (std::size_t i = first; i < std::min(answer.size(), first + rows); ++i) {
        const PaletteEntry& entry = answer[i];
        Rect row = cut_top(inner, kRow);
        if (row.h < kRow - 0.5f) break;
        Press press = p.press(fmt::format("palette.{}", i), row);
        if (i == chosen || press.hovered) p.fill(row, i == chosen ? t.line : t.raised, kCardRadius);
        if (press.clicked) {
            out.push_back({Act::TogglePalette});
            out.push_back(entry.command);
        }
        Rect text = row.inset(10, 0);
        if (!entry.keys.empty()) {
            float w = p.width(entry.keys, kCode) + 1;
            p.text(cut_right(text, w, 12), entry.keys, {.type = kCode, .colour = t.dim});
        }
        p.text_with_tip(text, entry.title,
                        {.type = i == chosen ? kBodyStrong : kBody, .colour = t.text});
    }
}

void draw_prompt(Painter& p, const Strings& strings, const ViewState& view, Commands& out) {
    const Theme& t = p.theme();
    std::string_view key = *view.prompt == Act::SaveAs        ? "prompt.save"
                           : *view.prompt == Act::FilterTasks ? "prompt.filter"
                           : *view.prompt == Act::Export      ? "prompt.export"
                                                              : "prompt.bookmark";
    Rect box = draw_box(p, "prompt", 560, 104);
    Rect inner = box.inset(14, 10);
    p.text_with_tip(cut_top(inner, 24, 6), strings(key), {.type = kBodyStrong, .colour = t.text});
    Rect line = cut_top(inner, 36);
    std::string ok = strings("prompt.ok");
    Rect button = cut_right(line, p.width(ok, kStrong) + 28, 8);
    if (text_button(p, button, ok, {"prompt.ok", {}, ButtonKind::Accent}))
        out.push_back({.act = *view.prompt, .number = 1, .text = view.prompt_text});
    draw_field(p, line, view.prompt_text, strings("prompt.hint"));
}

void draw_laser(Painter& p) {
    if (!p.pointer().inside) return;
    const Colour red = rgb(0xff3b30);
    p.disc(p.pointer().at, 16, with_alpha(red, 0.18f));
    p.disc(p.pointer().at, 10, with_alpha(red, 0.35f));
    p.disc(p.pointer().at, 5, red);
}

}  // namespace loopscope::ui
