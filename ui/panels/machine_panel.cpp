// The loop as a machine.
#include "ui/panels/machine_panel.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "ui/panels/parts.h"

namespace loopscope::ui {
namespace {

constexpr std::uint32_t kHandleCard = 1;  // As in the panel of the queues: cards are the same.
constexpr std::uint32_t kTokenCard = 9;   // What goes from station to station.

class PathView {
  public:
    PathView(Painter& painter, const Scene& scene, Commands& commands)
        : p_(painter), s_(scene), t_(painter.theme()), out_(commands) {}

    void draw(Rect area) {
        bool low = area.h < 260;
        rail(cut_top(area, low ? 44 : 78, low ? 6 : 12));
        place(area, low);
        threads();
        lane();
        slot();
        if (!heap_.empty()) heap();
        if (!selector_.empty()) selector();
        if (brief_.h >= 20) brief();
        p_.set_layer(p_.layer() + 1);
        for (auto& draw : moving_) draw();
        p_.set_layer(p_.layer() - 1);
    }

  private:
    void place(Rect area, bool low) {
        float card = low ? 30 : 62;
        Rect heading = cut_top(area, 20, 2);
        bool lists = area.h >= card + 16 + (low ? 28 : 34) + 48;
        Rect row = cut_top(area, card + 16, !lists ? 8 : low ? 28 : 34);
        float slot = std::clamp(area.w * 0.26f, 120.0f, 208.0f);
        slot_ = cut_right(row, slot, 20);
        ready_ = row;
        headings_[0] = {ready_.x, heading.y, ready_.w, heading.h};
        headings_[1] = {slot_.x, heading.y, slot_.w, heading.h};
        if (!lists) {
            brief_ = area;
            return;
        }
        Rect left = cut_left(area, std::floor((area.w - 24) * 0.56f), 24);
        headings_[2] = cut_top(left, 20, 2);
        heap_ = left;
        headings_[3] = cut_top(area, 20, 2);
        selector_ = area;
    }

    // ---- The path of the phases.

    void rail(const Rect& area) {
        const auto& phases = s_.loop.phases;
        auto count = static_cast<float>(phases.size());
        float r = area.h < 60 ? 10 : 14;
        float y = area.y + r + 2;
        float cell = area.w / count;
        auto x_of = [&](std::size_t i) { return area.x + (static_cast<float>(i) + 0.5f) * cell; };
        p_.fill({x_of(0), y - 1, x_of(phases.size() - 1) - x_of(0), 2}, t_.line);
        int lit = -1;
        for (std::size_t i = 0; i < phases.size(); ++i) {
            const PhaseView& phase = phases[i];
            Point c{x_of(i), y};
            if (phase.lit) lit = static_cast<int>(i);
            if (phase.past && i > 0) p_.fill({x_of(i - 1) + r, y - 1, cell - 2 * r, 2}, t_.dim);
            p_.disc(c, r, phase.lit ? t_.running : t_.raised);
            if (!phase.lit) p_.ring(c, r, phase.past ? t_.dim : t_.line, 1.5f);
            p_.text({c.x - r, c.y - r, 2 * r, 2 * r}, std::to_string(phase.number),
                    {.type = kStrong,
                     .colour = phase.lit    ? t_.on_accent
                               : phase.past ? t_.text
                                            : t_.faint,
                     .align = Align::Centre});
            // Names may reach a little into their neighbours' cells, which the next is short of.
            Rect words{c.x - cell / 2 - 4, y + r + 2, cell + 8, 18};
            if (words.bottom() <= area.bottom() + 1)
                p_.text_with_tip(words, phase.name,
                                 {.type = phase.lit ? kStrong : kLabel,
                                  .colour = phase.lit ? t_.text : t_.dim,
                                  .align = Align::Centre});
            words.y += 18;
            bool full = p_.width(phase.note, kLabel) <= words.w;
            if (words.bottom() <= area.bottom() + 1)
                p_.text(words, full ? phase.note : phase.note_short,
                        {.colour = phase.lit ? t_.running : t_.faint, .align = Align::Centre});
        }
        if (lit < 0) return;
        // A ring that glides from station to station.
        Rect token{x_of(static_cast<std::size_t>(lit)) - r - 4, y - r - 4, 2 * r + 8, 2 * r + 8};
        Rect now = s_.animator.place({kTokenCard, 1}, token);
        p_.ring(now.centre(), now.w / 2, t_.running, 2);
    }

    // ---- Where handles come from: a thread from cause to effect.

    void threads() {
        Point tail{ready_.x, ready_.y + ready_.h / 2};
        bool soon = s_.loop.inflow == Inflow::Soon;
        bool timer = s_.loop.inflow == Inflow::Timer;
        bool io = s_.loop.inflow == Inflow::Io;
        p_.line({ready_.right(), slot_.centre().y}, {slot_.x, slot_.centre().y},
                s_.loop.running ? t_.running : t_.line, 2);
        if (heap_.empty()) return;
        // call_soon: from what runs, below the lane, to its end.
        float under = ready_.bottom() + 12;
        Colour line = soon ? t_.ready : t_.line;
        const Point way[] = {{slot_.centre().x, slot_.bottom()},
                             {slot_.centre().x, under},
                             {tail.x + 6, under},
                             {tail.x + 6, ready_.bottom()}};
        p_.polyline(way, line, soon ? 2.5f : 1.5f);
        std::string label = s_.strings("inflow.soon");
        float w = p_.width(label, kLabel) + 10;
        Rect tag{ready_.centre().x - w / 2, under - 9, w, 18};
        p_.fill(tag, t_.panel);
        p_.text(tag, label,
                {.type = soon ? kStrong : kLabel,
                 .colour = soon ? t_.text : t_.dim,
                 .align = Align::Centre});
        auto rise = [&](const Rect& from, bool lit) {
            Point a{from.x + 20, headings_[2].y};
            p_.line(a, {a.x, under}, lit ? t_.ready : t_.line, lit ? 2.5f : 1.5f);
            if (lit) p_.disc({a.x, (a.y + under) / 2}, 4, t_.ready);
        };
        rise(heap_, timer);
        rise(selector_, io);
    }

    void heading(int i, std::string_view title, std::string_view state, bool code) {
        draw_section(p_, headings_[i], title, state,
                     code ? Type{Face::MonoBold, Size::Small} : kStrong);
    }

    // ---- _ready: its front at the right, beside the slot.

    void lane() {
        heading(0, "_ready", s_.loop.ready_state_short, true);
        p_.fill(ready_, t_.sunken, kCardRadius);
        p_.dashed(ready_, t_.line);
        Rect inner = ready_.inset(8);
        std::size_t count = s_.loop.ready.size();
        if (count == 0) {
            draw_empty(p_, inner, s_.strings("ready.empty"));
            return;
        }
        auto sharing = static_cast<float>(std::clamp<std::size_t>(count, 1, 3));
        float card = std::min(150.0f, std::max(64.0f, (inner.w - 40) / sharing));
        auto room = static_cast<std::size_t>(std::max(1.0f, (inner.w + 6) / (card + 6)));
        if (s_.loop.ready_count > room)
            room = static_cast<std::size_t>(std::max(1.0f, (inner.w - 44) / (card + 6)));
        std::size_t shown = std::min(count, room);
        float x = inner.right();
        for (std::size_t i = 0; i < shown; ++i) {
            x -= card;
            handle({x, inner.y, card, inner.h}, s_.loop.ready[i]);
            x -= 6;
            bool boundary = s_.loop.divided && i + 1 == s_.loop.batch_left;
            if (boundary) p_.fill({x + 2, inner.y, 2, inner.h}, t_.dim, 1);
        }
        if (s_.loop.ready_count > shown)
            p_.text({inner.x, inner.y, std::max(30.0f, x - inner.x), inner.h},
                    fmt::format("+{}", s_.loop.ready_count - shown),
                    {.type = kCodeStrong, .colour = t_.dim, .align = Align::Centre});
    }

    void slot() {
        heading(1, s_.strings("loop.running"), {}, false);
        p_.dashed(slot_, t_.line);
        if (s_.loop.running)
            handle(slot_, *s_.loop.running);
        else if (s_.loop.just_ran)
            handle(slot_, *s_.loop.just_ran);
        else
            idle();
    }

    void idle() {
        Rect inner = slot_.inset(10, slot_.h < 50 ? 4 : 8);
        FittedText text = fit_text(parse_rich(s_.loop.idle), inner.w, inner.h, Size::Small, p_);
        if (!text.complete)
            text = fit_text(parse_rich(s_.loop.idle_short), inner.w, inner.h, Size::Small, p_);
        draw_lines(p_, inner, text.lines, text.size, t_.faint, t_.faint);
    }

    void handle(const Rect& target, const HandleView& handle) {
        CardKey key{kHandleCard, handle.id.value};
        Rect box = s_.animator.place(key, target);
        auto draw = [this, box, &handle] { card(box, handle); };
        if (s_.animator.moving(key))
            moving_.push_back(draw);
        else
            draw();
        Press press = p_.press(fmt::format("path.handle.{}", handle.id.value), target);
        if (press.hovered) p_.tip(handle.title + "\n" + handle.what + "\n" + handle.origin);
        if (press.clicked) out_.push_back(click_on(handle));
    }

    void card(const Rect& box, const HandleView& handle) {
        bool running = handle.look == Look::Running;
        bool over = handle.look == Look::Done;
        p_.fill(box, over ? t_.raised : card_ground(t_, handle.look), kCardRadius);
        bool selected = handle.is_task && handle.task == s_.view.selected;
        if (!over) p_.stroke(box, t_.look(handle.look), kCardRadius, running || selected ? 2 : 1);
        Rect inner = box.inset(8, 0);
        if (box.h >= 44) {
            Rect text = inner.inset(0, (inner.h - 38) / 2);
            title(cut_top(text, 20), handle);
            p_.text(cut_top(text, 18), handle.what, {.colour = t_.text});
        } else {
            title(inner, handle);
        }
    }

    void title(Rect line, const HandleView& handle) {
        Icon icon =
            !handle.is_task && handle.look == Look::Ready ? Icon::Callback : icon_of(handle.look);
        draw_icon(p_, icon, cut_left(line, 11, 5), t_.look(handle.look));
        p_.text(line, handle.title,
                {.type = kStrong,
                 .colour = handle.look == Look::Running ? t_.running : t_.text,
                 .cut = Cut::Middle});
    }

    // ---- The two sources below.

    void heap() {
        heading(2, "_scheduled", s_.strings.count("path.timers", s_.loop.timer_count), true);
        Rect rest = heap_;
        if (s_.loop.timers.empty()) {
            draw_empty(p_, cut_top(rest, 22), s_.strings("timers.empty"));
            return;
        }
        constexpr float kRow = 26;
        auto room = static_cast<std::size_t>(std::max(1.0f, rest.h / kRow));
        std::size_t shown = std::min({room, s_.loop.timers.size()});
        bool more = s_.loop.timer_count > shown;
        if (more && shown > 1) --shown;
        for (std::size_t i = 0; i < shown; ++i) {
            const TimerView& timer = s_.loop.timers[i];
            Rect target = cut_top(rest, kRow - 4, 4);
            CardKey key{kHandleCard, timer.handle.id.value};
            Rect box = s_.animator.place(key, target);
            auto draw = [this, box, &timer] { timer_card(box, timer); };
            if (s_.animator.moving(key))
                moving_.push_back(draw);
            else
                draw();
            if (p_.hovers(target))
                p_.tip(timer.handle.title + "\n" + timer.handle.what + "\n" + timer.handle.origin);
        }
        if (more && rest.h >= 18)
            p_.text(cut_top(rest, 18), s_.strings.count("timers.more", s_.loop.timer_count - shown),
                    {.colour = t_.dim});
    }

    void timer_card(const Rect& box, const TimerView& timer) {
        bool gone = timer.handle.cancelled;
        p_.fill(box, t_.raised, 4);
        Rect row = box.inset(6, 0);
        Look look = gone ? Look::Cancelled : Look::Waiting;
        draw_icon(p_, gone ? Icon::Cancelled : Icon::Timer, cut_left(row, 13, 6), t_.look(look));
        float w = p_.text(row, timer.when,
                          {.type = kCodeStrong, .colour = timer.due ? t_.running : t_.text});
        cut_left(row, w + 10);
        float until = p_.width(timer.until, kLabel) + 1;
        if (row.w > until + 50) p_.text(cut_right(row, until, 8), timer.until, {.colour = t_.dim});
        p_.text(row, timer.handle.title,
                {.type = kLabel, .colour = gone ? t_.cancelled : t_.text, .cut = Cut::Middle});
    }

    // ---- Where there is no room for the two lists: a line for each.

    void brief() {
        Rect rest = brief_;
        constexpr float kRow = 22;
        auto line = [&](Icon icon, std::string_view title, const std::string& state, Colour ink) {
            if (rest.h < kRow - 2) return;
            Rect row = cut_top(rest, kRow);
            draw_icon(p_, icon, cut_left(row, 13, 6), t_.waiting);
            bool code = icon == Icon::Timer;
            Type type = code ? Type{Face::MonoBold, Size::Small} : kStrong;
            cut_left(row, p_.text(row, title, {.type = type, .colour = t_.dim}) + 10);
            p_.text_with_tip(row, state, {.type = kLabel, .colour = ink, .align = Align::Right});
        };
        std::string timers = s_.strings("timers.empty");
        if (!s_.loop.timers.empty()) {
            const TimerView& head = s_.loop.timers.front();
            timers = head.when + " " + head.handle.title;
            if (s_.loop.timer_count > 1) timers += fmt::format(" +{}", s_.loop.timer_count - 1);
        }
        bool due = !s_.loop.timers.empty() && s_.loop.timers.front().due;
        line(Icon::Timer, "_scheduled", timers, due ? t_.running : t_.text);
        line(Icon::Plug, s_.strings("loop.selector"), s_.loop.timeout,
             s_.loop.selecting ? t_.running : t_.text);
    }

    void selector() {
        heading(3, s_.strings("loop.selector"), s_.loop.timeout, false);
        Rect rest = selector_;
        std::size_t shown = 0;
        constexpr float kRow = 26;
        float note = s_.loop.timeout_reason_short.empty() ? 0 : 20;
        if (note > 0 && rest.h >= note)
            p_.text_with_tip(cut_top(rest, note),
                             p_.width(s_.loop.timeout_reason, kLabel) <= rest.w
                                 ? plain(s_.loop.timeout_reason)
                                 : plain(s_.loop.timeout_reason_short),
                             {.colour = s_.loop.selecting ? t_.waiting : t_.dim});
        for (const FdView& fd : s_.loop.fds) {
            if (rest.h < kRow) break;
            Rect box = cut_top(rest, kRow - 4, 4);
            p_.fill(box, fd.ready ? t_.wash(Look::Ready, t_.panel, 0.2f) : t_.raised, 4);
            Rect row = box.inset(6, 0);
            draw_icon(p_, Icon::Plug, cut_left(row, 13, 6), fd.ready ? t_.ready : t_.dim);
            cut_left(
                row,
                p_.text(row, fmt::format("fd {}", fd.fd), {.type = kCode, .colour = t_.text}) + 8);
            p_.text_with_tip(row, fd.what, {.colour = t_.text, .cut = Cut::Middle});
            ++shown;
        }
        (void)shown;
    }

    static std::string plain(const std::string& rich) {
        std::string text = rich;
        std::erase(text, '`');
        return text;
    }

    Painter& p_;
    const Scene& s_;
    const Theme& t_;
    Commands& out_;
    Rect ready_, slot_, heap_, selector_;
    Rect brief_;  // Below the path, where the two lists find no room.
    Rect headings_[4];
    std::vector<std::function<void()>> moving_;
};

// ---- The heap.

class HeapPanel {
  public:
    HeapPanel(Painter& painter, const Scene& scene) : p_(painter), s_(scene), t_(painter.theme()) {}

    void draw(Rect area) {
        const HeapView& h = s_.heap;
        derivation(area);
        std::string count = s_.strings.count("path.timers", h.count);
        draw_section(p_, cut_top(area, 22, 2), s_.strings("heap.list"), count);
        if (h.cells.empty()) {
            draw_empty(p_, cut_top(area, 22), s_.strings("timers.empty"));
            return;
        }
        list(cut_top(area, std::min(area.h, 46.0f), 6));
        if (!h.cancelled_note.empty() && area.h > 90) cancelled_note(area);
        if (area.h < 70) return;
        draw_section(p_, cut_top(area, 22, 2), s_.strings("heap.tree"),
                     s_.strings("heap.tree.note"));
        tree(area);
    }

  private:
    /// On two lines where one does not hold it.
    void cancelled_note(Rect& area) {
        const HeapView& h = s_.heap;
        constexpr float kLine = line_px(Size::Small);
        std::vector<TextLine> lines =
            break_lines(parse_rich(h.cancelled_note), area.w, Size::Small, p_);
        if (lines.size() > 2 || area.h < 180) {
            Rect line = cut_top(area, 20, 4);
            draw_rich_line(p_, line, h.cancelled_note, t_.cancelled);
            if (lines.size() > 1 && p_.hovers(line)) p_.tip(h.cancelled_note);
            return;
        }
        Rect box = cut_top(area, kLine * static_cast<float>(lines.size()), 4);
        draw_lines(p_, box, lines, Size::Small, t_.cancelled, t_.cancelled);
    }

    Colour ink(const HeapCell& cell) const {
        return cell.cancelled ? t_.cancelled : cell.due ? t_.running : t_.waiting;
    }

    void derivation(Rect& area) {
        const HeapView& h = s_.heap;
        if (h.derivation.empty() || area.h < 122) return;
        bool wide = area.h < 250;  // One line below the title where room is scarce.
        float height = wide ? 46 : 30 + 24 * static_cast<float>(h.derivation.size());
        Rect box = cut_bottom(area, std::min(height, area.h), 8);
        p_.fill(box, t_.raised, kCardRadius);
        Rect inner = box.inset(12, 4);
        Rect title = cut_top(inner, 20);
        float room = title.w - p_.width(s_.loop.timeout, kLabel) - 16;
        std::string brief = s_.strings("heap.short");
        draw_section(p_, title, first_fitting(p_, room, {h.derivation_title, brief}, kStrong),
                     s_.loop.timeout);
        if (wide) {
            draw_rich_line(p_, cut_top(inner, 18), h.derivation.back(), t_.text);
            return;
        }
        for (std::size_t i = 0; i < h.derivation.size(); ++i) {
            bool last = i + 1 == h.derivation.size();
            Rect line = cut_top(inner, 24);
            std::vector<TextSpan> spans = parse_rich(h.derivation[i]);
            FittedText text = fit_text(spans, line.w, 24, last ? Size::Body : Size::Small, p_);
            draw_lines(p_, {line.x, line.y + 1, line.w, 22}, text.lines, text.size, t_.text,
                       last ? t_.running : t_.text);
        }
    }

    void list(Rect row) {
        const HeapView& h = s_.heap;
        constexpr float kCell = 64;
        auto room = static_cast<std::size_t>(std::max(1.0f, row.w / (kCell + 4)));
        std::size_t shown = std::min(h.cells.size(), room);
        if (h.count > shown && shown > 1 && row.w < (kCell + 4) * static_cast<float>(shown) + 40)
            --shown;
        for (std::size_t i = 0; i < shown; ++i) {
            const HeapCell& cell = h.cells[i];
            Rect box = cut_left(row, kCell, 4);
            p_.text({box.x, box.y, box.w, 16}, fmt::format("[{}]", i),
                    {.type = kCode, .colour = t_.faint, .align = Align::Centre});
            draw_cell({box.x, box.y + 18, box.w, 26}, cell);
        }
        if (h.count > shown)
            p_.text({row.x, row.y + 18, row.w, 26}, fmt::format("+{}", h.count - shown),
                    {.type = kCodeStrong, .colour = t_.dim});
    }

    void draw_cell(const Rect& box, const HeapCell& cell) {
        if (cell.cancelled)
            p_.hatch(box, blend(t_.panel, t_.cancelled, 0.35f), t_.panel);
        else
            p_.fill(box, blend(t_.panel, ink(cell), 0.14f), 5);
        p_.stroke(box, ink(cell), 5, 1);
        Rect inner = box.inset(4, 0);
        if (cell.cancelled) {
            Rect mark = cut_left(inner, 10, 2);
            p_.fill({mark.x - 2, box.y + 4, 14, box.h - 8}, t_.panel, 3);
            draw_icon(p_, Icon::Cancelled, mark, t_.cancelled);
            Rect ground = inner.inset(0, 4);
            p_.fill(ground, t_.panel, 3);
        }
        p_.text(inner, cell.when, {.type = kCodeStrong, .colour = t_.text, .align = Align::Centre});
        if (p_.hovers(box)) p_.tip(cell.tip);
    }

    void tree(const Rect& area) {
        const HeapView& h = s_.heap;
        std::size_t levels = heap_levels(h.cells.size());
        while (levels > 1 && area.h / static_cast<float>(levels) < 34) --levels;
        std::size_t count = std::min(h.cells.size(), (std::size_t{1} << levels) - 1);
        auto widest = static_cast<float>(std::size_t{1} << (levels - 1));
        bool narrow = area.w / widest < 62;
        for (std::size_t i = 1; i < count; ++i)
            p_.line(heap_place((i - 1) / 2, count, area), heap_place(i, count, area), t_.line,
                    1.5f);
        for (std::size_t i = 0; i < count; ++i) {
            Point c = heap_place(i, count, area);
            bool deep = narrow && heap_levels(i + 1) == levels;
            if (deep) {
                p_.disc(c, 5, ink(h.cells[i]));
                if (p_.hovers({c.x - 6, c.y - 6, 12, 12})) p_.tip(h.cells[i].tip);
                continue;
            }
            draw_cell({c.x - 30, c.y - 13, 60, 26}, h.cells[i]);
        }
    }

    Painter& p_;
    const Scene& s_;
    const Theme& t_;
};

}  // namespace

void draw_path(Painter& p, const Scene& s, const Rect& area, Commands& out) {
    PathView(p, s, out).draw(area);
}

void draw_heap(Painter& p, const Scene& s, const Rect& area, Commands&) {
    HeapPanel(p, s).draw(area);
}

}  // namespace loopscope::ui
