// The panel of the output.
#include <fmt/format.h>

#include "ui/panels/parts.h"
#include "ui/panels/source_panel.h"

namespace loopscope::ui {
namespace {

/// How the run ended, as the last line of the output.
struct EndingLine {
    std::string text;
    Look look = Look::Done;
};

std::optional<EndingLine> ending_of(const Scene& s) {
    const trace::RunEnding& ending = s.state.ending;
    if (!ending.ended) return std::nullopt;
    std::string message(s.text(ending.message));
    std::string status = std::to_string(ending.status);
    Look look = look_of_ending(ending.how, ending.status);
    switch (ending.how) {
        case trace::Ending::Finished:
            return EndingLine{s.strings("ending.finished"), look};
        case trace::Ending::Failed:
            return EndingLine{s.strings("ending.failed", {{"status", status}}), look};
        case trace::Ending::Exited:
            return EndingLine{s.strings("ending.exited", {{"status", status}}), look};
        case trace::Ending::Budget:
            return EndingLine{s.strings("ending.budget", {{"message", message}}), look};
        case trace::Ending::WaitsForEver: {
            std::string told = trace::plain_text(
                trace::tell_waiting({s.timeline.log(), nullptr, s.strings.language_id()}, s.state));
            if (told.empty()) told = trace::without_heading(message);
            return EndingLine{s.strings("ending.waits", {{"message", told}}), look};
        }
    }
    return std::nullopt;
}

bool just_written(const Scene& s) {
    return s.state.events > 0 &&
           s.timeline.log()[s.state.position].kind == trace::EventKind::Output;
}

void draw_line(Painter& p, Rect row, const OutputLine& line, float time_width, bool caret) {
    const Theme& t = p.theme();
    Rect time = cut_left(row, time_width, 12);
    p.text(time, format_time(line.time), {.type = kCode, .colour = t.faint, .align = Align::Right});
    if (line.is_error) draw_icon(p, Icon::Failed, cut_left(row, 12, 4), t.failed);
    Rect text = row;
    if (caret) text.w -= 6;
    float w = p.text(text, line.text, {.type = kCode, .colour = line.is_error ? t.failed : t.text});
    if (w + 0.5f < p.width(line.text, kCode) && p.hovers(text)) p.tip(line.text);
    if (caret) p.fill({row.x + w + 2, row.y + 3, 3, row.h - 6}, t.running, 1);
}

}  // namespace

void draw_output(Painter& p, const Scene& s, const Rect& whole, Commands& out) {
    Rect area = whole;
    std::optional<EndingLine> ending = ending_of(s);
    std::int64_t count = static_cast<std::int64_t>(s.output.size()) + (ending ? 1 : 0);
    float row_height = s.tight() ? 18 : 20;
    if (count == 0) {
        draw_empty_area(p, area, s.strings("output.empty"));
        return;
    }
    auto room = static_cast<std::int64_t>(std::max(1.0f, area.h / row_height));
    std::int64_t last = std::max<std::int64_t>(0, count - room);
    std::int64_t first = s.view.output_first == kFollow ? last : s.view.output_first;
    first = std::clamp<std::int64_t>(first, 0, last);
    std::int64_t scrolled = scroll_rows(p, area, {"output.scroll", first, count, room});
    if (scrolled != first)
        out.push_back({Act::ScrollOutput, scrolled == last ? kFollow : scrolled});
    if (count > room) cut_right(area, kScrollBarWidth, 2);
    float time_width = p.width(format_time(s.output.empty() ? 0 : s.output.back().time), kCode);
    for (std::int64_t i = first; i < std::min(count, first + room); ++i) {
        Rect row = cut_top(area, row_height);
        auto index = static_cast<std::size_t>(i);
        if (index < s.output.size()) {
            bool caret = index + 1 == s.output.size() && just_written(s);
            draw_line(p, row, s.output[index], time_width, caret);
            continue;
        }
        Colour colour = p.theme().look(ending->look);
        draw_icon(p, icon_of(ending->look), cut_left(row, 12, 6), colour);
        p.text_with_tip(row, ending->text, {.type = kLabel, .colour = colour});
    }
}

}  // namespace loopscope::ui
