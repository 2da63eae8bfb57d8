// The panel of the loop.
#include "ui/panels/loop_panel.h"

#include <fmt/format.h>
#include <algorithm>

#include <functional>

#include "ui/model/loop_layout.h"
#include "ui/panels/parts.h"

namespace loopscope::ui {
namespace {

constexpr std::uint32_t kHandleCard = 1;

/// Draws the panel; what moves is kept back and drawn last, above everything at rest.
class LoopPanel {
  public:
    LoopPanel(Painter& painter, const Scene& scene, Commands& commands)
        : p_(painter), s_(scene), t_(painter.theme()), out_(commands) {}

    void draw(const Rect& area) {
        std::size_t rows = std::max(s_.loop.timer_count, s_.loop.fd_count + 1);
        places_ = layout_loop(area, s_.layout.density, rows);
        if (!places_.phases.empty()) phases();
        running();
        ready();
        if (!places_.timers.empty()) timers();
        if (!places_.selector.empty()) selector();
        if (!places_.inflow.empty()) inflow();
        highlights();
        p_.set_layer(p_.layer() + 1);
        for (auto& draw : moving_) draw();
        p_.set_layer(p_.layer() - 1);
    }

  private:
    /// What the lesson's note speaks of.
    void highlights() {
        auto ring = [&](Part part, const Rect& rect) {
            if ((s_.lesson.parts & bit(part)) && !rect.empty()) draw_highlight(p_, rect);
        };
        ring(Part::Phases, places_.phases);
        ring(Part::Running, places_.running);
        ring(Part::Ready, places_.ready);
        ring(Part::Scheduled, places_.timers);
        ring(Part::Selector, places_.selector);
    }

    // ---- Phases.

    void phases() {
        const auto& phases = s_.loop.phases;
        auto count = static_cast<float>(phases.size());
        Rect rest = places_.phases;
        float room = rest.w - places_.phase_gap * (count - 1);
        std::vector<float> widths =
            places_.phases_have_notes ? phase_widths(room) : narrow_phase_widths(room);
        for (std::size_t i = 0; i < phases.size(); ++i) {
            phase(cut_left(rest, widths[i], places_.phase_gap), phases[i]);
        }
    }

    /// Each phase gets what its name needs, and all the same share of what is left.
    std::vector<float> phase_widths(float room) const {
        std::vector<float> widths;
        float most = 0;
        float sum = 0;
        for (const PhaseView& phase : s_.loop.phases) {
            widths.push_back(p_.width("0 " + phase.name, kStrong) + 17);
            most = std::max(most, widths.back());
            sum += widths.back();
        }
        auto count = static_cast<float>(widths.size());
        if (most * count <= room) return std::vector<float>(widths.size(), room / count);
        float spare = std::max(0.0f, room - sum) / count;
        for (float& width : widths) width += spare;
        return widths;
    }

    /// Where phases have one line, the lit one takes what the others can spare.
    std::vector<float> narrow_phase_widths(float room) const {
        auto count = static_cast<float>(s_.loop.phases.size());
        float even = room / count;
        bool any_lit = false;
        float need = 0;
        for (const PhaseView& phase : s_.loop.phases) {
            any_lit = any_lit || phase.lit;
            need = std::max(need, p_.width(phase.name, kLabel) + 24);
        }
        float small = !any_lit ? even : need <= even * 0.85f ? need : std::min(even, 28.0f);
        std::vector<float> widths;
        for (const PhaseView& phase : s_.loop.phases) {
            widths.push_back(phase.lit ? room - small * (count - 1) : small);
        }
        return widths;
    }

    void phase(const Rect& box, const PhaseView& phase) {
        Colour ground = phase.lit ? t_.wash(Look::Running, t_.panel, 0.18f) : t_.panel;
        p_.fill(box, ground, kCardRadius);
        p_.stroke(box, phase.lit ? t_.running : t_.line, kCardRadius, phase.lit ? 2 : 1);
        Colour ink = phase.lit ? t_.text : phase.past ? t_.dim : t_.faint;
        Rect inner = box.inset(8, 0);
        std::string number = std::to_string(phase.number);
        if (!places_.phases_have_notes) {
            bool number_only = box.w < p_.width(phase.name, kLabel) + 22;
            std::string name = number_only ? number : number + " " + phase.name;
            float w = p_.text(number_only ? box : inner, name,
                              {.type = phase.lit ? kStrong : kLabel,
                               .colour = ink,
                               .align = number_only ? Align::Centre : Align::Left});
            cut_left(inner, w + 8);
            if (phase.lit)
                note(inner, phase, Align::Right);
            else if (p_.hovers(box))
                p_.tip(number + " " + phase.name + "  " + phase.note);
            return;
        }
        float lines = 2 * 18;
        Rect text = inner.inset(0, (inner.h - lines) / 2);
        Rect first = cut_top(text, 18);
        p_.text_with_tip(first, number + " " + phase.name, {.type = kStrong, .colour = ink});
        note(cut_top(text, 18), phase, Align::Left);
    }

    void note(const Rect& box, const PhaseView& phase, Align align) {
        const std::string& full = phase.note;
        bool fits = p_.width(full, kLabel) <= box.w;
        const std::string& shown = fits ? full : phase.note_short;
        if (p_.width(shown, kLabel) <= box.w) {
            p_.text(box, shown,
                    {.type = kLabel, .colour = phase.lit ? t_.text : t_.dim, .align = align});
        }
        if (!fits && p_.hovers(box)) p_.tip(full);
    }

    // ---- Handles.

    void running() {
        draw_section(p_, places_.running_heading, s_.strings("loop.running"), {});
        Rect box = places_.running;
        p_.dashed(box, t_.line);
        if (s_.loop.running) {
            card(box, *s_.loop.running);
        } else if (s_.loop.just_ran) {
            card(box, *s_.loop.just_ran);
        } else {
            Rect inner = box.inset(10, box.h < 40 ? 4 : 8);
            FittedText text = fit_text(parse_rich(s_.loop.idle), inner.w, inner.h, Size::Small, p_);
            if (!text.complete) {
                text = fit_text(parse_rich(s_.loop.idle_short), inner.w, inner.h, Size::Small, p_);
            }
            draw_lines(p_, inner, text.lines, text.size, t_.faint, t_.faint);
        }
    }

    void ready() {
        draw_section_fitting(p_, places_.ready_heading, "_ready",
                             {s_.loop.ready_state, s_.loop.ready_state_short},
                             {Face::MonoBold, Size::Small});
        Rect lane = places_.ready;
        p_.fill(lane, t_.sunken, kCardRadius);
        p_.dashed(lane, t_.line);
        float pad = places_.card_lines == 1 ? 4 : 8;
        Rect inner = lane.inset(pad, (lane.h - std::floor(lane.h - 2 * pad)) / 2);
        FlowSizes sizes = places_.flow;
        sizes.card_height = std::min(inner.h, sizes.card_height);
        std::size_t count = s_.loop.ready_count;
        FlowPlan plan = plan_flow(count, s_.loop.batch_left, s_.loop.divided, inner, sizes);
        for (std::size_t i = 0; i < std::min(plan.places.size(), s_.loop.ready.size()); ++i) {
            card(plan.places[i], s_.loop.ready[i]);
        }
        if (plan.hidden > 0 && !plan.count.empty()) {
            p_.text(plan.count, fmt::format("+{}", plan.hidden),
                    {.type = kCodeStrong, .colour = t_.dim, .align = Align::Centre});
            if (p_.hovers(plan.count)) p_.tip(s_.strings.count("ready.hidden", plan.hidden));
        }
        if (plan.has_divider) {
            Rect d = plan.divider;
            p_.fill({d.x + d.w / 2 - 1, d.y, 2, d.h}, t_.dim, 1);
            if (p_.hovers(d)) p_.tip(s_.strings("ready.boundary"));
        }
        bool nothing_new = s_.loop.divided && s_.loop.batch_left == count && plan.hidden == 0;
        Rect rest = plan.rest.inset(4, 0);
        if (count == 0 && !s_.loop.divided)
            draw_empty(p_, inner.inset(6, 0), s_.strings("ready.empty"));
        else if (nothing_new)
            if_fits(rest, {s_.strings("ready.next"), s_.strings("ready.next.short")});
        if (!s_.loop.divided && count > 0 && plan.hidden == 0) return;
    }

    /// The longest of the texts that fits, or none.
    void if_fits(const Rect& box, std::initializer_list<std::string> texts) {
        for (const std::string& text : texts) {
            if (p_.width(text, kLabel) > box.w) continue;
            p_.text(box, text, {.type = kLabel, .colour = t_.faint});
            return;
        }
    }

    void card(const Rect& target, const HandleView& handle) {
        CardKey key{kHandleCard, handle.id.value};
        Rect box = s_.animator.place(key, target);
        if (s_.animator.moving(key)) {
            moving_.push_back([this, box, &handle] { draw_card_at(box, handle); });
        } else {
            draw_card_at(box, handle);
        }
        std::string id = fmt::format("loop.handle.{}", handle.id.value);
        Press press = p_.press(id, target);
        if (press.hovered) p_.tip(handle.title + "\n" + handle.what + "\n" + handle.origin);
        if (press.clicked) out_.push_back(click_on(handle));
    }

    void draw_card_at(const Rect& box, const HandleView& handle) {
        bool running = handle.look == Look::Running;
        bool over = handle.look == Look::Done;  // It has run: quiet, for it is history.
        bool selected = handle.is_task && handle.task == s_.view.selected;
        p_.fill(box, over ? t_.raised : card_ground(t_, handle.look), kCardRadius);
        if (!over) p_.stroke(box, t_.look(handle.look), kCardRadius, running || selected ? 2 : 1);
        Rect inner = box.inset(box.h < 32 ? 8 : 10, 0);
        if (box.h < 36) {
            title(inner, handle, running, kStrong);
            return;
        }
        int lines = box.h >= 60 ? 3 : 2;
        bool large = running && box.h >= 72;
        float first = large ? 24.0f : 18.0f;
        float height = first + 18 * static_cast<float>(lines - 1);
        Rect text = inner.inset(0, std::max(0.0f, (inner.h - height) / 2));
        title(cut_top(text, first), handle, running, large ? kBodyStrong : kStrong);
        p_.text(cut_top(text, 18), handle.what, {.type = kLabel, .colour = t_.text});
        if (lines == 3)
            p_.text(cut_top(text, 18), handle.origin, {.type = kLabel, .colour = t_.dim});
    }

    void title(Rect line, const HandleView& handle, bool running, Type type) {
        bool plain = handle.look == Look::Ready;
        Colour ink = running ? t_.running : handle.cancelled ? t_.cancelled : t_.text;
        if (!plain || !handle.is_task) {
            Icon icon = plain ? Icon::Callback : icon_of(handle.look);
            draw_icon(p_, icon, cut_left(line, 12, 6), plain ? t_.dim : t_.look(handle.look));
        }
        p_.text(line, handle.title, {.type = type, .colour = ink, .cut = Cut::Middle});
    }

    // ---- Timers.

    void timers() {
        bool any = s_.loop.timer_count > 0;
        std::string state = any ? s_.strings("timers.order") : std::string();
        std::string brief = any ? s_.strings("timers.order.short") : std::string();
        draw_section_fitting(p_, places_.timers_heading, "_scheduled", {state, brief, ""},
                             {Face::MonoBold, Size::Small});
        Rect rest = places_.timers;
        if (s_.loop.timer_count == 0) {
            draw_empty(p_, cut_top(rest, places_.row_height), s_.strings("timers.empty"));
            return;
        }
        auto room = static_cast<std::size_t>(rest.h / (places_.row_height + 2));
        RowPlan plan = plan_rows(s_.loop.timer_count, room);
        float when = 0;
        for (std::size_t i = 0; i < std::min(plan.shown, s_.loop.timers.size()); ++i) {
            when = std::max(when, p_.width(s_.loop.timers[i].when, kCodeStrong));
        }
        for (std::size_t i = 0; i < std::min(plan.shown, s_.loop.timers.size()); ++i) {
            timer(cut_top(rest, places_.row_height, 2), s_.loop.timers[i], when);
        }
        more(rest, plan.hidden, "timers.more");
    }

    void timer(const Rect& target, const TimerView& timer, float when_width) {
        CardKey key{kHandleCard, timer.handle.id.value};
        Rect box = s_.animator.place(key, target);
        auto draw = [this, box, &timer, when_width] { draw_timer(box, timer, when_width); };
        if (s_.animator.moving(key))
            moving_.push_back(draw);
        else
            draw();
        Press press = p_.press(fmt::format("loop.timer.{}", timer.handle.id.value), target);
        if (press.hovered)
            p_.tip(timer.handle.title + "\n" + timer.handle.what + "\n" + timer.handle.origin);
        if (press.clicked)
            out_.push_back({Act::AskWhy, 0, static_cast<double>(timer.handle.id.value)});
    }

    void draw_timer(const Rect& box, const TimerView& timer, float when_width) {
        Look look = timer.handle.cancelled ? Look::Cancelled : Look::Waiting;
        p_.fill(box, t_.raised, 4);
        Rect row = box.inset(6, 0);
        Icon icon = timer.handle.cancelled ? Icon::Cancelled : Icon::Timer;
        draw_icon(p_, icon, cut_left(row, 13, 6), t_.look(look));
        p_.text(cut_left(row, when_width + 1, 10), timer.when,
                {.type = kCodeStrong,
                 .colour = timer.due ? t_.running : t_.text,
                 .align = Align::Right});
        float until = p_.width(timer.until, kLabel);
        float title = p_.width(timer.handle.title, kLabel);
        if (row.w > until + 8 + std::min(title, 60.0f)) {
            p_.text(cut_right(row, until + 1, 8), timer.until,
                    {.type = kLabel, .colour = t_.dim, .align = Align::Right});
        }
        float used = p_.text(row, timer.handle.title,
                             {.type = kStrong, .colour = t_.text, .cut = Cut::Middle});
        cut_left(row, used + 8);
        if (row.w > 40) p_.text(row, timer.handle.what, {.type = kCode, .colour = t_.dim});
    }

    void more(Rect rest, std::size_t hidden, std::string_view key) {
        if (hidden == 0 || rest.h < 14) return;
        p_.text(cut_top(rest, std::min(rest.h, places_.row_height)), s_.strings.count(key, hidden),
                {.type = kLabel, .colour = t_.dim});
    }

    // ---- The selector.

    void selector() {
        Look look = s_.loop.selecting ? Look::Running : Look::Waiting;
        draw_section(p_, places_.selector_heading, s_.strings("loop.selector"), s_.loop.timeout);
        Rect rest = places_.selector;
        if (!s_.loop.timeout_reason.empty()) {
            float room = std::min(rest.h, rest.h > 90 ? 36.0f : 18.0f);
            FittedText text =
                fit_text(parse_rich(s_.loop.timeout_reason), rest.w, room, Size::Small, p_);
            if (!text.complete) {
                text = fit_text(parse_rich(s_.loop.timeout_reason_short), rest.w, room, Size::Small,
                                p_);
                text.complete = false;
            }
            float h = static_cast<float>(text.lines.size()) * 18;
            Rect lines = cut_top(rest, h, 4);
            draw_lines(p_, lines, text.lines, Size::Small,
                       s_.loop.selecting ? t_.look(look) : t_.dim, t_.text);
            if (!text.complete && p_.hovers(lines)) p_.tip(s_.loop.timeout_reason);
        }
        if (s_.loop.fd_count == 0) {
            if (rest.h >= 18) {
                draw_empty(p_, cut_top(rest, places_.row_height), s_.strings("selector.empty"));
            }
            return;
        }
        auto room = static_cast<std::size_t>(rest.h / (places_.row_height + 2));
        RowPlan plan = plan_rows(s_.loop.fd_count, room);
        for (std::size_t i = 0; i < std::min(plan.shown, s_.loop.fds.size()); ++i) {
            descriptor(cut_top(rest, places_.row_height, 2), s_.loop.fds[i]);
        }
        more(rest, plan.hidden, "selector.more");
    }

    void descriptor(const Rect& box, const FdView& fd) {
        Colour ground = fd.ready ? t_.wash(Look::Ready, t_.panel, 0.2f) : t_.raised;
        p_.fill(box, ground, 4);
        Rect row = box.inset(6, 0);
        draw_icon(p_, Icon::Plug, cut_left(row, 13, 6), fd.ready ? t_.ready : t_.dim);
        float w = p_.text(row, fmt::format("fd {}", fd.fd), {.type = kCode, .colour = t_.text});
        cut_left(row, w + 10);
        float watches = p_.width(fd.watches, kLabel);
        if (row.w > watches + 48) {
            p_.text(cut_right(row, watches + 1, 8), fd.watches,
                    {.type = kLabel, .colour = t_.dim, .align = Align::Right});
        }
        p_.text_with_tip(row, fd.what, {.type = kLabel, .colour = t_.text, .cut = Cut::Middle});
    }

    // ---- Where handles come from.

    void inflow() {
        draw_section(p_, places_.inflow_heading, s_.strings("inflow.title"), {});
        Rect area = places_.inflow;
        float row = std::min(36.0f, area.h / 3);
        float top = area.y + (area.h - 3 * row) / 2;
        float centre = top + 1.5f * row;
        float box_width = std::clamp(area.w * 0.2f, 84.0f, 132.0f);
        Rect ready{area.x + area.w * 0.56f - box_width / 2, centre - 18, box_width, 36};
        Rect run{area.right() - box_width, centre - 18, box_width, 36};
        const std::string labels[] = {s_.strings("inflow.soon"), s_.strings("inflow.timers"),
                                      s_.strings("inflow.io")};
        float label = 0;
        for (const std::string& text : labels) label = std::max(label, p_.width(text, kLabel));
        label = std::min(label, area.w * 0.3f);
        for (int i = 0; i < 3; ++i) {
            bool lit = static_cast<int>(s_.loop.inflow) == i + 1;
            float y = top + (static_cast<float>(i) + 0.5f) * row;
            p_.text({area.x, y - 9, label + 1, 18}, labels[i],
                    {.type = lit ? kStrong : kLabel, .colour = lit ? t_.text : t_.dim});
            Point from{area.x + label + 16, y};
            Point to{ready.x, centre};
            p_.curve(from, to, lit ? t_.ready : t_.line, lit ? 2.5f : 2);
            if (lit) p_.disc({mix(from.x, to.x, 0.5f), mix(from.y, to.y, 0.5f)}, 4.5f, t_.ready);
        }
        bool runs = s_.loop.running.has_value();
        p_.line({ready.right(), centre}, {run.x, centre}, runs ? t_.running : t_.line, 2);
        station(ready, "_ready", fmt::format("{}", s_.loop.ready_count), t_.ready,
                s_.loop.ready_count > 0);
        station(run, s_.strings("inflow.running"), {}, t_.running, runs);
    }

    void station(const Rect& box, std::string_view name, std::string_view number, Colour colour,
                 bool lit) {
        p_.fill(box, t_.sunken, kCardRadius);
        p_.stroke(box, lit ? colour : t_.line, kCardRadius, lit ? 2 : 1);
        std::string text(name);
        if (!number.empty()) text += " " + std::string(number);
        p_.text(box.inset(8, 0), text,
                {.type = kCode, .colour = lit ? t_.text : t_.dim, .align = Align::Centre});
    }

    Painter& p_;
    const Scene& s_;
    const Theme& t_;
    Commands& out_;
    LoopLayout places_;
    std::vector<std::function<void()>> moving_;
};

}  // namespace

void draw_queues(Painter& p, const Scene& s, const Rect& area, Commands& out) {
    LoopPanel(p, s, out).draw(area);
}

}  // namespace loopscope::ui
