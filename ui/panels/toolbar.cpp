// The toolbar.
#include "ui/panels/toolbar.h"

#include <fmt/format.h>

#include "ui/panels/parts.h"

namespace loopscope::ui {
namespace {

constexpr std::string_view kStepKeys[] = {"step.event", "step.callback", "step.iteration",
                                          "step.task", "step.time"};
constexpr std::string_view kStepTips[] = {"tip.step.event", "tip.step.callback",
                                          "tip.step.iteration", "tip.step.task", "tip.step.time"};

/// The texts of the bar in this frame.
struct Texts {
    std::string time, count_long, count_short, speed, play, badge;
};

Texts texts_of(const Scene& s) {
    Texts t;
    t.time = fmt::format("t = {} s", format_time(s.state.now));
    std::string total = std::to_string(s.timeline.size());
    if (s.document.more_to_come) total += "+";
    std::string at = std::to_string(s.state.events);
    t.count_long = s.strings("toolbar.event", {{"i", at}, {"n", total}});
    t.count_short = at + "/" + total;
    t.speed = fmt::format("{:g}/s", s.playback.steps_per_second());
    t.play = s.strings(s.playback.playing() ? "toolbar.pause" : "toolbar.play");
    t.badge = s.document.badge.text;
    return t;
}

float segment_width(const Painter& p, const Strings& strings, int i) {
    return p.width(strings(kStepKeys[i]), kStrong) + 18;
}

ToolbarWidths widths_of(const Painter& p, const Scene& s, const Texts& t) {
    ToolbarWidths w;
    w.button = s.tight() ? 28 : 32;
    w.group_gap = s.tight() ? 12 : 16;
    w.gap = s.tight() ? 2 : 4;
    w.brand = p.width("Loopscope", kBodyStrong) + 8;
    w.title = p.width(s.document.title, kBody) + 2;
    w.play_label = std::max(p.width(s.strings("toolbar.play"), kStrong),
                            p.width(s.strings("toolbar.pause"), kStrong)) +
                   44;
    for (int i = 0; i < 5; ++i) {
        w.steps_long += segment_width(p, s.strings, i);
        w.step_one = std::max(w.step_one, segment_width(p, s.strings, i) + 14);
    }
    w.steps_long += 4;
    w.speed = p.width("0.5/s", kLabel) + 16;
    // Room for a longer time than the present one, so that digits that come do not push.
    w.time = std::max(p.width(t.time, kCodeBody), p.width("t = 0.000 s", kCodeBody)) + 2;
    w.count_long = p.width(t.count_long, kCode) + 2;
    w.count_short = p.width(t.count_short, kCode) + 2;
    w.badge = t.badge.empty() ? 0 : p.width(t.badge, kStrong) + 16;
    return w;
}

void draw_steps(Painter& p, const Scene& s, const ToolbarPlan& plan, Commands& out) {
    if (plan.steps.empty()) return;
    int chosen = static_cast<int>(s.step_size);
    if (plan.steps_are_one) {
        std::string name = s.strings(kStepKeys[chosen]);
        std::string tip = s.strings(kStepTips[chosen]);
        Rect box = plan.steps;
        if (text_button(p, box, {}, {.id = "toolbar.step", .tip = tip})) {
            std::vector<std::string> items;
            for (std::string_view key : kStepKeys) items.push_back(s.strings(key));
            p.open_menu({.id = "toolbar.step",
                         .anchor = box,
                         .items = items,
                         .chosen = chosen,
                         .first_area = 1});
        }
        if (int taken = p.take_menu_answer("toolbar.step"); taken >= 0)
            out.push_back({Act::ChooseStep, taken});
        Rect inner = box.inset(8, 0);
        draw_icon(p, Icon::ChevronDown, cut_right(inner, 10, 4), p.theme().dim);
        p.text(inner, name, {.type = kStrong, .colour = p.theme().text});
        return;
    }
    Rect strip = plan.steps;
    p.fill(strip, p.theme().raised, kCardRadius);
    Rect rest = strip.inset(2);
    for (int i = 0; i < 5; ++i) {
        Rect box = cut_left(rest, segment_width(p, s.strings, i));
        std::string id = fmt::format("toolbar.step.{}", i + 1);
        std::string tip = s.strings(kStepTips[i]);
        ButtonKind kind = i == chosen ? ButtonKind::Chosen : ButtonKind::Bare;
        if (text_button(p, box, s.strings(kStepKeys[i]), {id, tip, kind})) {
            out.push_back({Act::ChooseStep, i});
        }
    }
}

void draw_transport(Painter& p, const Scene& s, const ToolbarPlan& plan, const Texts& t,
                    Commands& out) {
    auto button = [&](const Rect& box, Icon icon, std::string_view id, std::string_view tip,
                      Act act, bool enabled) {
        std::string text = s.strings(tip);
        if (icon_button(p, box, icon, {id, text, ButtonKind::Plain, enabled})) out.push_back({act});
    };
    bool at_start = s.state.position == 0;
    bool at_end = s.state.events >= s.timeline.size() && !s.document.more_to_come;
    button(plan.first, Icon::First, "toolbar.first", "tip.first", Act::First, !at_start);
    button(plan.back, Icon::Back, "toolbar.back", "tip.back", Act::Back, !at_start);
    Icon icon = s.playback.playing() ? Icon::Pause : Icon::Play;
    std::string tip = s.strings("tip.play");
    if (labelled_button(p, plan.play, icon, plan.play_has_label ? t.play : "",
                        {"toolbar.play", tip, ButtonKind::Accent})) {
        out.push_back({Act::TogglePlay});
    }
    button(plan.forward, Icon::Forward, "toolbar.forward", "tip.forward", Act::Forward, !at_end);
    button(plan.last, Icon::Last, "toolbar.last", "tip.last", Act::Last, !at_end);
    draw_steps(p, s, plan, out);
    if (plan.speed.empty()) return;
    std::string speed_tip = s.strings("tip.speed");
    if (text_button(p, plan.speed, t.speed, {"toolbar.speed", speed_tip, ButtonKind::Bare})) {
        out.push_back({p.pointer().shift ? Act::Slower : Act::Faster, 1});
    }
}

void draw_learning(Painter& p, const Scene& s, const ToolbarPlan& plan, Commands& out) {
    auto button = [&](const Rect& box, Icon icon, std::string_view id, std::string_view tip,
                      Act act, bool on, bool enabled) {
        std::string text = s.strings(tip);
        ButtonKind kind = on ? ButtonKind::Chosen : ButtonKind::Plain;
        if (icon_button(p, box, icon, {id, text, kind, enabled})) out.push_back({act});
    };
    bool notes = s.document.notes && !s.document.notes->empty();
    button(plan.lesson, Icon::Note, "toolbar.lesson", "tip.lesson", Act::ToggleLesson, s.lesson.on,
           notes);
    button(plan.predict, Icon::Predict, "toolbar.predict", "tip.predict", Act::TogglePredict,
           s.quiz.on, true);
}

}  // namespace

void draw_settings_buttons(Painter& p, const Strings& strings, const Settings& settings,
                           const ToolbarPlan& plan, Commands& out) {
    auto button = [&](const Rect& box, Icon icon, std::string_view id, std::string_view tip,
                      Act act, bool enabled = true) {
        std::string text = strings(tip);
        if (icon_button(p, box, icon, {id, text, ButtonKind::Plain, enabled})) out.push_back({act});
    };
    bool dark = settings.theme == ThemeName::Dark;
    button(plan.smaller, Icon::Smaller, "toolbar.smaller", "tip.smaller", Act::ScaleDown,
           settings.scale > kScales[0]);
    button(plan.larger, Icon::Larger, "toolbar.larger", "tip.larger", Act::ScaleUp,
           settings.scale < std::end(kScales)[-1]);
    std::string tip = strings("tip.language");
    if (text_button(p, plan.language, strings.next_language_name(), {"toolbar.language", tip})) {
        out.push_back({Act::ToggleLanguage});
    }
    button(plan.theme, dark ? Icon::Light : Icon::Dark, "toolbar.theme", "tip.theme",
           Act::ToggleTheme);
    if (!plan.motion.empty()) {
        std::string motion = strings(settings.motion ? "tip.motion.on" : "tip.motion.off");
        ButtonKind kind = settings.motion ? ButtonKind::Chosen : ButtonKind::Plain;
        if (icon_button(p, plan.motion, Icon::Motion, {"toolbar.motion", motion, kind})) {
            out.push_back({Act::ToggleMotion});
        }
    }
    button(plan.help, Icon::Help, "toolbar.help", "tip.help", Act::ToggleHelp);
}

void draw_toolbar(Painter& p, const Scene& s, const Rect& rect, Commands& out) {
    const Theme& t = p.theme();
    p.begin_panel("toolbar", rect);
    p.fill(rect, t.panel, kPanelRadius);
    Texts texts = texts_of(s);
    ToolbarWidths widths = widths_of(p, s, texts);
    Rect bar = rect.inset(s.tight() ? 6 : 8, (rect.h - widths.button) / 2);
    ToolbarPlan plan = plan_toolbar(bar, widths);

    std::string list_tip = s.strings("tip.list");
    if (icon_button(p, plan.list, Icon::List, {"toolbar.list", list_tip, ButtonKind::Bare})) {
        out.push_back({Act::ShowList});
    }
    p.text(plan.brand, "Loopscope", {.type = kBodyStrong, .colour = t.text});
    if (!plan.brand.empty() && !plan.title.empty()) {
        p.fill({plan.title.x - 9, bar.y + 7, p.hairline(), bar.h - 14}, t.line);
    }
    p.text_with_tip(plan.title, s.document.title,
                    {.type = kBody, .colour = t.text, .cut = Cut::Middle});
    if (!plan.badge.empty()) {
        const DocumentView::Badge& badge = s.document.badge;
        Look look = badge.look;
        Rect box = plan.badge.inset(0, (plan.badge.h - 20) / 2);
        p.fill(box, t.wash(look, t.panel, 0.2f), 4);
        if (badge.part >= 0)
            p.fill({box.x, box.bottom() - 3, box.w * std::min(1.0f, badge.part), 3}, t.look(look),
                   1.5f);
        p.text(box, texts.badge, {.type = kStrong, .colour = t.look(look), .align = Align::Centre});
        if (p.hovers(box) && !badge.tip.empty()) p.tip(badge.tip);
        if (badge.act && p.press("toolbar.badge", box).clicked) out.push_back({*badge.act});
    }
    draw_transport(p, s, plan, texts, out);
    if (p.hovers(plan.time))
        p.tip(s.strings(s.document.real_time ? "axis.recorded" : "axis.virtual"));
    p.text(plan.time, texts.time, {.type = kCodeBody, .colour = t.text, .align = Align::Right});
    p.text(plan.count, plan.count_is_short ? texts.count_short : texts.count_long,
           {.type = kCode, .colour = t.dim, .align = Align::Right});
    draw_learning(p, s, plan, out);
    draw_settings_buttons(p, s.strings, s.settings, plan, out);
}

}  // namespace loopscope::ui
