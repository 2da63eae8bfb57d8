// The panels of learning.
#include "ui/panels/learn_panel.h"

#include <fmt/format.h>

#include <cmath>

#include "ui/panels/parts.h"

namespace loopscope::ui {
namespace {

class QuestionPanel {
  public:
    QuestionPanel(Painter& painter, const Scene& scene, Commands& commands)
        : p_(painter), s_(scene), q_(scene.quiz), t_(painter.theme()), out_(commands) {}

    void draw(const Rect& rect) {
        p_.begin_panel("question", rect);
        p_.fill(rect, t_.panel, kPanelRadius);
        p_.fill({rect.x, rect.y + 10, 4, rect.h - 20}, t_.running, 2);
        Rect area = rect.inset(s_.tight() ? 12 : 20, s_.tight() ? 4 : 10);
        heading(cut_top(area, 28, s_.tight() ? 0 : 4));
        if (q_.over || !q_.question) {
            ending(area);
            return;
        }
        Rect foot = cut_bottom(area, s_.tight() ? 38 : 58, s_.tight() ? 4 : 8);
        title(cut_top(area, s_.tight() ? 24 : 34, s_.tight() ? 2 : 6));
        choices(area);
        if (q_.revealed)
            explanation(foot);
        else
            hint(foot);
    }

  private:
    std::string score() const {
        if (q_.whole_class && q_.hands > 0)
            return s_.strings("predict.hands", {{"right", std::to_string(q_.hands_right)},
                                                {"n", std::to_string(q_.hands)}});
        if (q_.asked == 0) return {};
        return s_.strings("predict.score",
                          {{"right", std::to_string(q_.right)}, {"n", std::to_string(q_.asked)}});
    }

    void heading(Rect line) {
        std::string close = s_.strings("tip.close");
        if (icon_button(p_, cut_right(line, 28, 6), Icon::Close,
                        {"question.close", close, ButtonKind::Bare}))
            out_.push_back({Act::TogglePredict});
        std::string name = s_.strings("predict.class");
        std::string tip = s_.strings("tip.predict.class");
        ButtonKind kind = q_.whole_class ? ButtonKind::Chosen : ButtonKind::Plain;
        if (text_button(p_, cut_right(line, p_.width(name, kStrong) + 24, 16).inset(0, 1), name,
                        {"question.class", tip, kind}))
            out_.push_back({Act::ToggleClass});
        draw_icon(p_, Icon::Predict, cut_left(line, 16, 8), t_.running);
        std::string title = s_.strings("predict.title");
        cut_left(line, p_.text(line, title, {.type = kStrong, .colour = t_.running}) + 12);
        std::string score = this->score();
        if (!score.empty() && line.w > 140) {
            float w = p_.width(score, kStrong) + 1;
            p_.text(cut_right(line, w, 12), score, {.type = kStrong, .colour = t_.text});
        }
        std::string number =
            s_.strings("predict.number",
                       {{"n", std::to_string(q_.asked + (q_.revealed && !q_.over ? 0 : 1))}});
        if (!q_.over) p_.text(line, number, {.colour = t_.dim});
    }

    void title(const Rect& line) {
        p_.text_with_tip(line, q_.question->text,
                         {.type = s_.tight() ? kBodyStrong : kTitleStrong, .colour = t_.text});
    }

    void choices(const Rect& area) {
        std::size_t count = q_.question->choices.size();
        std::size_t columns = area.w < 560 && area.h > 80 ? 2 : count;
        std::size_t rows = (count + columns - 1) / columns;
        constexpr float kGap = 10;
        float w = (area.w - kGap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
        float h = (area.h - kGap * static_cast<float>(rows - 1)) / static_cast<float>(rows);
        for (std::size_t i = 0; i < count; ++i) {
            float x = area.x + static_cast<float>(i % columns) * (w + kGap);
            float y = area.y + static_cast<float>(i / columns) * (h + kGap);
            choice({x, y, w, h}, i);
        }
    }

    /// How a choice looks once the answer is known.
    Look look_of(std::size_t i) const {
        if (!q_.revealed) return Look::Waiting;
        if (i == q_.question->right) return Look::Done;
        return q_.answer == i ? Look::Failed : Look::Waiting;
    }

    void choice(const Rect& box, std::size_t i) {
        const Choice& c = q_.question->choices[i];
        Look look = look_of(i);
        bool told = look != Look::Waiting;
        Press press;
        if (!q_.revealed) press = p_.press(fmt::format("question.choice.{}", i), box);
        Colour ground = told ? t_.wash(look, t_.panel, 0.18f) : press.hovered ? t_.line : t_.raised;
        p_.fill(box, ground, kPanelRadius);
        if (told) p_.stroke(box, t_.look(look), kPanelRadius, 2);
        if (press.clicked)
            out_.push_back(q_.whole_class ? Command{Act::Tally, static_cast<std::int64_t>(i), 1}
                                          : Command{Act::Answer, static_cast<std::int64_t>(i)});
        Rect inner = box.inset(s_.tight() ? 8 : 14, 4);
        bool huge = q_.whole_class && inner.h >= 52 && inner.w > 180;
        // Where letter, text and tally have no room side by side, the text goes below.
        bool stacked = q_.whole_class && !huge && inner.w < 180 && inner.h >= 44;
        Rect line = stacked ? cut_top(inner, 22, 2) : inner;
        Rect& beside = stacked ? line : inner;
        letter(cut_left(beside, huge ? 40 : 24, huge ? 14 : 10), i, huge, look);
        if (q_.whole_class) tally(beside, i, huge);
        texts(inner, c, told && q_.revealed ? look : Look::Waiting, told);
    }

    void letter(const Rect& box, std::size_t i, bool huge, Look look) {
        std::string letter(1, static_cast<char>('A' + i));
        bool told = look != Look::Waiting;
        if (told && q_.revealed) {
            float side = huge ? 30.0f : 18.0f;
            Icon icon = look == Look::Done ? Icon::Done : Icon::Cancelled;
            draw_icon(p_, icon, box.inset((box.w - side) / 2, (box.h - side) / 2), t_.look(look));
            return;
        }
        p_.text(box, letter,
                {.type = huge ? kHuge : kTitleStrong,
                 .colour = q_.revealed ? t_.faint : t_.running,
                 .align = Align::Centre});
    }

    void tally(Rect& inner, std::size_t i, bool huge) {
        int hands = q_.tally[i];
        std::string text = std::to_string(hands);
        Type type = huge ? kHuge : kTitleStrong;
        float w = std::max(p_.width(text, type), p_.width("00", type)) + 2;
        Rect place = cut_right(inner, std::min(w, inner.w), 8);
        p_.text(place, text,
                {.type = type, .colour = hands > 0 ? t_.text : t_.faint, .align = Align::Right});
    }

    void texts(Rect inner, const Choice& c, Look look, bool told) {
        Colour ink = q_.revealed && !told ? t_.dim : t_.text;
        (void)look;
        std::vector<TextSpan> spans{{c.text, c.is_code ? SpanKind::Code : SpanKind::Strong}};
        bool detail = !c.detail.empty() && inner.h >= 46;
        float room = inner.h - (detail ? 20 : 0);
        // Words for a class are read from the back of the room; program text has no larger size.
        bool huge = q_.whole_class && !c.is_code;
        Size largest = s_.tight() ? Size::Body : huge ? Size::Huge : Size::Large;
        FittedText text = fit_text(spans, inner.w, room, largest, p_);
        float h = static_cast<float>(text.lines.size()) * line_px(text.size);
        float all = h + (detail ? 20 : 0);
        float y = inner.y + (inner.h - all) / 2;
        draw_lines(p_, {inner.x, y, inner.w, h}, text.lines, text.size, ink, ink);
        if (detail) p_.text_with_tip({inner.x, y + h, inner.w, 20}, c.detail, {.colour = t_.dim});
    }

    void hint(Rect foot) {
        if (q_.whole_class) {
            std::string label = s_.strings("predict.show");
            Rect button = cut_right(foot, p_.width(label, kStrong) + 44, 16);
            button = button.inset(0, (button.h - 32) / 2);
            if (labelled_button(p_, button, Icon::Play, label,
                                {"question.next", {}, ButtonKind::Accent}))
                out_.push_back({Act::NextQuestion});
        }
        std::string text = s_.strings(q_.whole_class ? "predict.hint.class" : "predict.hint");
        FittedText fitted = fit_text(parse_rich(text), foot.w, foot.h, Size::Small, p_);
        float h = static_cast<float>(fitted.lines.size()) * line_px(fitted.size);
        draw_lines(p_, {foot.x, foot.y + (foot.h - h) / 2, foot.w, h}, fitted.lines, fitted.size,
                   t_.dim, t_.dim);
    }

    void explanation(Rect foot) {
        std::string label = s_.strings("predict.next");
        Rect button = cut_right(foot, p_.width(label, kStrong) + 44, 16);
        button = button.inset(0, std::max(0.0f, (button.h - 32) / 2));
        if (labelled_button(p_, button, Icon::Play, label,
                            {"question.next", {}, ButtonKind::Accent}))
            out_.push_back({Act::NextQuestion});
        std::string_view verdict = !q_.answer                         ? "predict.shown"
                                   : *q_.answer == q_.question->right ? "predict.right"
                                                                      : "predict.wrong";
        std::vector<TextSpan> spans{{s_.strings(verdict) + " ", SpanKind::Strong}};
        for (TextSpan& span : parse_rich(q_.question->why)) spans.push_back(std::move(span));
        FittedText text =
            fit_text(spans, foot.w, foot.h, s_.tight() ? Size::Body : Size::Large, p_);
        float h = static_cast<float>(text.lines.size()) * line_px(text.size);
        draw_lines(p_, {foot.x, foot.y + (foot.h - h) / 2, foot.w, h}, text.lines, text.size,
                   t_.text, t_.text);
    }

    void ending(Rect area) {
        Rect foot = cut_bottom(area, 40, 8);
        std::string label = s_.strings("predict.again");
        Rect button = cut_left(foot, p_.width(label, kStrong) + 44).inset(0, 4);
        if (labelled_button(p_, button, Icon::First, label,
                            {"question.again", {}, ButtonKind::Accent}))
            out_.push_back({Act::NextQuestion, 1});
        p_.text(cut_top(area, 34, 4), s_.strings("predict.over"),
                {.type = kTitleStrong, .colour = t_.text});
        if (q_.asked == 0 || area.h < 26) return;
        std::string text =
            q_.whole_class && q_.hands > 0
                ? score()
                : s_.strings("predict.over.score", {{"right", std::to_string(q_.right)},
                                                    {"n", std::to_string(q_.asked)}});
        p_.text(cut_top(area, 28), text, {.type = kTitle, .colour = t_.dim});
    }

    Painter& p_;
    const Scene& s_;
    const Quiz& q_;
    const Theme& t_;
    Commands& out_;
};

}  // namespace

void draw_question(Painter& p, const Scene& s, const Rect& rect, Commands& out) {
    QuestionPanel(p, s, out).draw(rect);
}

void draw_lesson(Painter& p, const Scene& s, const Rect& rect, Commands& out) {
    const Theme& t = p.theme();
    const LessonView& lesson = s.lesson;
    p.begin_panel("lesson", rect);
    p.fill(rect, t.wash(Look::Running, t.panel, 0.10f), kPanelRadius);
    p.fill({rect.x, rect.y + 10, 4, rect.h - 20}, t.running, 2);
    Rect area = rect.inset(s.tight() ? 10 : 16, 0);
    float icon = s.tight() ? 14 : 18;
    Rect mark = cut_left(area, icon, s.tight() ? 8 : 12);
    draw_icon(p, Icon::Note, {mark.x, mark.y + (mark.h - icon) / 2, icon, icon}, t.running);
    Rect buttons = cut_right(area, 72, 12);
    Rect row{buttons.x, rect.y + (rect.h - 32) / 2, 34, 32};
    std::string previous = s.strings("lesson.previous");
    std::string next = s.strings("lesson.next");
    if (icon_button(p, row, Icon::Back,
                    {"lesson.previous", previous, ButtonKind::Plain, lesson.has_previous}))
        out.push_back({Act::PreviousNote});
    ButtonKind kind = lesson.has_next ? ButtonKind::Accent : ButtonKind::Plain;
    if (icon_button(p, row.moved(38, 0), Icon::Forward,
                    {"lesson.next", next, kind, lesson.has_next}))
        out.push_back({Act::NextNote});
    std::string count =
        s.strings("lesson.of", {{"i", std::to_string(lesson.index ? *lesson.index + 1 : 0)},
                                {"n", std::to_string(lesson.count)}});
    if (!s.tight()) {
        Rect place = cut_right(area, p.width(count, kLabel) + 1, 16);
        p.text(place, count, {.colour = t.dim});
    }
    std::string_view told = lesson.note ? lesson.note->text.in(s.strings.language()) : "";
    std::string text = !told.empty()      ? std::string(told)
                       : lesson.count > 0 ? s.strings.count("lesson.start", lesson.count)
                                          : s.strings("lesson.none");
    FittedText fitted =
        fit_text(parse_rich(text), area.w, area.h - 6, s.tight() ? Size::Body : Size::Large, p);
    float h = static_cast<float>(fitted.lines.size()) * line_px(fitted.size);
    draw_lines(p, {area.x, area.y + (area.h - h) / 2, area.w, h}, fitted.lines, fitted.size, t.text,
               t.text);
    if (!fitted.complete && p.hovers(area)) p.tip(text);
}

// ---- Why?

namespace {

/// A row of the tab: a heading, a step or the end of a chain, with its lines of text.
struct WhyRow {
    const WhyStep* step = nullptr;
    bool heading = false;
    bool last = false;  ///< Of its chain: no line goes on from it.
    std::vector<TextLine> lines;
    float height = 0;
};

std::vector<WhyRow> why_rows(const Painter& p, const Scene& s, float width) {
    std::vector<WhyRow> rows;
    auto add = [&](std::string_view text, float w, SpanKind kind) -> WhyRow& {
        WhyRow row;
        std::vector<TextSpan> spans = kind == SpanKind::Strong
                                          ? std::vector<TextSpan>{{std::string(text), kind}}
                                          : parse_rich(text);
        row.lines = break_lines(spans, w, Size::Small, p);
        row.height = static_cast<float>(row.lines.size()) * line_px(Size::Small);
        rows.push_back(std::move(row));
        return rows.back();
    };
    for (const WhySection& section : s.why.sections) {
        // Where room is scarce the steps need it more than the question.
        if (!s.tight() || s.why.sections.size() > 1) {
            WhyRow& heading = add(section.title, width, SpanKind::Strong);
            heading.heading = true;
            heading.height += 10;
        }
        for (std::size_t i = 0; i < section.steps.size(); ++i) {
            WhyRow& row = add(section.steps[i].sentence, width - 34, SpanKind::Plain);
            row.step = &section.steps[i];
            row.last = i + 1 == section.steps.size() && section.end.empty();
            row.height += 26;
        }
        if (!section.end.empty()) {
            WhyRow& end = add(section.end, width - 34, SpanKind::Plain);
            end.last = true;
            end.height += 14;
        }
    }
    return rows;
}

/// Takes lines from a step's end until it fits `height`, and marks that; false: none would be left.
bool shorten(WhyRow& row, float height) {
    if (!row.step) return false;
    float frame = row.height - static_cast<float>(row.lines.size()) * line_px(Size::Small);
    auto lines = static_cast<std::size_t>(
        std::max(0.0f, std::floor((height - frame) / line_px(Size::Small))));
    if (lines == 0 || lines >= row.lines.size()) return false;
    row.lines.resize(lines);
    if (!row.lines.back().pieces.empty()) row.lines.back().pieces.back().text += "…";
    row.height = frame + static_cast<float>(lines) * line_px(Size::Small);
    row.last = true;
    return true;
}

void draw_why_step(Painter& p, const Scene& s, const Rect& box, const WhyRow& row, Commands& out) {
    const Theme& t = p.theme();
    const WhyStep& step = *row.step;
    Press press = p.press(fmt::format("why.step.{}", step.position), box);
    bool here = s.state.events > 0 && s.state.position == step.position;
    if (press.hovered || here) p.fill(box, press.hovered ? t.line : t.raised, 4);
    if (press.hovered) p.tip(step.sentence);
    if (press.clicked) out.push_back({Act::Seek, static_cast<std::int64_t>(step.position)});
    Rect inner = box.inset(6, 4);
    Rect rail = cut_left(inner, 14, 8);
    float x = rail.x + 7;
    if (!row.last) p.fill({x - 0.75f, rail.y + 19, 1.5f, box.bottom() - rail.y - 19}, t.line);
    draw_icon(p, icon_of(step.look), {rail.x, rail.y + 2, 14, 14}, t.look(step.look));
    Rect top = cut_top(inner, 18);
    std::string number = fmt::format("{} s", step.time);
    p.text(top, number, {.type = kCode, .colour = t.dim});
    std::string event = fmt::format("#{}", step.position + 1);
    p.text(top, event, {.type = kCode, .colour = t.faint, .align = Align::Right});
    draw_lines(p, inner, row.lines, Size::Small, t.text, t.text);
}

}  // namespace

void draw_why(Painter& p, const Scene& s, Rect area, Commands& out) {
    const Theme& t = p.theme();
    if (s.why.sections.empty()) {
        draw_empty_area(p, area, s.strings("why.empty"));
        return;
    }
    Rect subject = cut_top(area, 22, 4);
    p.text_with_tip(subject, s.why.subject,
                    {.type = kCodeStrong, .colour = t.running, .cut = Cut::Middle});
    float width = area.w - kScrollBarWidth - 4;
    std::vector<WhyRow> rows = why_rows(p, s, width);
    // Whole rows are shown, from the first that was scrolled to.
    float total = 0;
    for (const WhyRow& row : rows) total += row.height;
    std::size_t first = 0;
    if (total > area.h) {
        auto count = static_cast<std::int64_t>(rows.size());
        std::int64_t room = 0;
        float h = 0;
        for (auto it = rows.rbegin(); it != rows.rend() && h + it->height <= area.h; ++it) {
            h += it->height;
            ++room;
        }
        std::int64_t now = scroll_rows(
            p, area, {"why.scroll", s.view.side_first, count, std::max<std::int64_t>(1, room)});
        if (now != s.view.side_first) out.push_back({Act::ScrollSide, now});
        first = static_cast<std::size_t>(now);
    }
    Rect rest{area.x, area.y, width, area.h};
    for (std::size_t i = first; i < rows.size(); ++i) {
        WhyRow& row = rows[i];
        if (row.height > rest.h + 0.5f && !shorten(row, rest.h)) break;
        Rect box = cut_top(rest, row.height);
        if (row.step) {
            draw_why_step(p, s, box, row, out);
        } else {
            Rect place = row.heading ? box.moved(0, 6) : Rect{box.x + 28, box.y + 2, box.w, box.h};
            draw_lines(p, place, row.lines, Size::Small, row.heading ? t.dim : t.faint, t.dim);
        }
    }
}

}  // namespace loopscope::ui
