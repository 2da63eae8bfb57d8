// The panel of the narration.
#include "ui/panels/narration_panel.h"

#include "ui/panels/parts.h"

namespace loopscope::ui {

void draw_narration(Painter& p, const Scene& s, const Rect& rect, Commands& out) {
    const Theme& t = p.theme();
    p.begin_panel("narration", rect);
    p.fill(rect, t.panel, kPanelRadius);
    Rect area = rect.inset(s.tight() ? 10 : 16, 0);

    Colour accent = t.look(s.narration.look);
    p.fill({rect.x, rect.y + 10, 4, rect.h - 20}, accent, 2);
    Size largest = s.tight() ? Size::Body : Size::Large;
    float icon = s.tight() ? 14 : 18;
    Rect mark = cut_left(area, icon, s.tight() ? 8 : 12);

    std::string label = s.strings("why.button");
    Rect ask = cut_right(area, p.width(label, kStrong) + 28, s.tight() ? 8 : 16);
    ask = ask.inset(0, (ask.h - (s.tight() ? 28 : 32)) / 2);
    std::string tip = s.strings("tip.why");
    ButtonKind kind = s.shows(Page::Why) ? ButtonKind::Chosen : ButtonKind::Plain;
    if (text_button(p, ask, label, {"narration.why", tip, kind})) out.push_back({Act::ToggleWhy});
    if (s.document.can_change) {
        std::string what_if = s.strings("whatif.button");
        Rect button = cut_right(area, p.width(what_if, kStrong) + 28, s.tight() ? 8 : 16);
        button = button.inset(0, (button.h - (s.tight() ? 28 : 32)) / 2);
        std::string note = s.strings("tip.whatif");
        if (text_button(p, button, what_if, {"narration.what_if", note}))
            out.push_back({Act::WhatIf, -1});
    }
    if (!s.narration.function.empty()) {
        float w = p.width(s.narration.function, kCode);
        float most = area.w * (s.tight() ? 0.24f : 0.22f);
        Rect place = cut_right(area, std::min(w, most) + 1, s.tight() ? 10 : 20);
        p.text_with_tip(
            place, s.narration.function,
            {.type = kCode, .colour = t.dim, .align = Align::Right, .cut = Cut::Middle});
        if (p.hovers(place)) p.tip(s.strings("narration.function", {{"f", s.narration.function}}));
    }
    FittedText text = fit_text(s.narration.sentence, area.w, area.h - 8, largest, p);
    float height = static_cast<float>(text.lines.size()) * line_px(text.size);
    float top = area.y + (area.h - height) / 2;
    draw_lines(p, {area.x, top, area.w, height}, text.lines, text.size, t.text, t.text);
    draw_icon(p, icon_of(s.narration.look),
              {mark.x, top + (line_px(text.size) - icon) / 2, icon, icon}, accent);
}

}  // namespace loopscope::ui
