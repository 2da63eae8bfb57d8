// Two runs side by side.
#include "ui/panels/compare_panel.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ui/panels/parts.h"

namespace loopscope::ui {
namespace {

class ComparePanel {
  public:
    ComparePanel(Painter& painter, const Scene& scene, Commands& commands)
        : p_(painter), s_(scene), c_(scene.compare), t_(painter.theme()), out_(commands) {}

    void draw(Rect rect) {
        float gap = s_.layout.gap;
        if (c_.parting.known) parting(cut_top(rect, parting_height(rect.h), gap));
        float half = std::floor((rect.h - gap) / 2);
        side(cut_top(rect, half, gap), 0);
        side(rect, 1);
    }

  private:
    bool two_lines(float h) const { return h > 60 && !c_.parting.states[0].empty(); }

    /// The words on how each stands there go first where room is scarce; where they part never
    /// does.
    float parting_height(float room) const {
        if (room < 300) return 28;
        if (s_.tight()) return 40;
        return c_.parting.states[0].empty() ? 44 : 68;
    }

    /// Where the two part, in words; a press goes there.
    void parting(const Rect& rect) {
        const Parting& where = c_.parting;
        p_.begin_panel("compare.parting", rect);
        p_.fill(rect, t_.panel, kPanelRadius);
        Colour accent = where.same ? t_.done : t_.running;
        float edge = rect.h < 36 ? 4 : 8;
        p_.fill({rect.x, rect.y + edge, 4, rect.h - 2 * edge}, accent, 2);
        Rect area = rect.inset(s_.tight() ? 10 : 16, rect.h < 36 ? 1 : 6);
        Rect first = two_lines(rect.h) ? cut_top(area, 26, 2) : area;
        if (where.at) {
            std::string go = s_.strings("compare.go");
            Rect button = cut_right(first, p_.width(go, kStrong) + 24, 12);
            if (text_button(p_, button.inset(0, std::max(0.0f, (button.h - 26) / 2)), go,
                            {"compare.go", {}}))
                out_.push_back({Act::Seek, static_cast<std::int64_t>(*where.at)});
        }
        draw_icon(p_, where.same ? Icon::Done : Icon::Flag, cut_left(first, 14, 8), accent);
        std::string text = where.sentence;
        if (where.same) text = s_.strings(where.one_program ? "compare.same" : "compare.same.loop");
        std::replace(text.begin(), text.end(), '\n', ' ');
        draw_rich_line(p_, first, text, t_.text);
        if (p_.hovers(first)) p_.tip(text);
        if (!two_lines(rect.h)) return;
        Rect left = cut_left(area, std::floor(area.w / 2) - 8, 16);
        draw_rich_line(p_, left, where.states[0], t_.dim);
        draw_rich_line(p_, area, where.states[1], t_.dim);
        if (p_.hovers(left)) p_.tip(where.states[0]);
        if (p_.hovers(area)) p_.tip(where.states[1]);
    }

    void side(const Rect& rect, int index) {
        const CompareSide& side = c_.sides[index];
        std::string name = index == 0 ? "compare.first" : "compare.second";
        p_.begin_panel(name, rect);
        p_.fill(rect, t_.panel, kPanelRadius);
        Rect area = rect.inset(s_.layout.padding, s_.tight() ? 2 : 6);
        Rect heading = cut_top(area, s_.tight() ? 22 : 28, 2);
        if (index == 0) {
            std::string close = s_.strings("tip.close");
            if (icon_button(p_, cut_right(heading, 24, 8), Icon::Close,
                            {"compare.close", close, ButtonKind::Bare}))
                out_.push_back({Act::Compare});
        }
        std::string figures = s_.strings("compare.figures", {{"t", format_time(side.duration)},
                                                             {"tasks", std::uint64_t{side.tasks}},
                                                             {"turns", std::uint64_t{side.turns}}});
        float w = std::min(p_.width(figures, kStrong) + 1, heading.w * 0.6f);
        bool quicker = side.duration < c_.sides[1 - index].duration - 1e-9;
        p_.text_with_tip(
            cut_right(heading, w, 12), figures,
            {.type = kStrong, .colour = quicker ? t_.done : t_.dim, .align = Align::Right});
        // The sentence on where they part calls them by these numbers.
        Rect number = cut_left(heading, 20, 8);
        number = number.inset(0, std::max(0.0f, (number.h - 20) / 2));
        p_.fill(number, t_.raised, 5);
        p_.text(number, std::to_string(index + 1),
                {.type = kStrong, .colour = t_.dim, .align = Align::Centre});
        p_.text_with_tip(heading, side.title, {.type = kBodyStrong, .colour = t_.text});
        Rect left = cut_left(area, std::floor(area.w * 0.30f), 16);
        output(left, side);
        tracks(area, side, index);
    }

    void output(Rect area, const CompareSide& side) {
        constexpr float kRow = 20;
        if (side.output.empty()) {
            draw_empty(p_, cut_top(area, std::min(kRow, area.h)), s_.strings("output.empty"));
            return;
        }
        auto room = static_cast<std::size_t>(std::max(1.0f, area.h / kRow));
        std::size_t first = side.output.size() > room ? side.output.size() - room : 0;
        for (std::size_t i = first; i < side.output.size(); ++i) {
            const CompareLine& line = side.output[i];
            Rect row = cut_top(area, kRow);
            if (row.h < kRow - 0.5f) break;
            if (line.differs) p_.fill(row, t_.wash(Look::Running, t_.panel, 0.12f), 3);
            Rect mark = cut_left(row, 14, 0);
            if (line.differs)
                p_.text(mark, "≠", {.type = kStrong, .colour = t_.running, .align = Align::Centre});
            std::string time = format_time(line.line.time);
            cut_left(row, p_.text(row, time, {.type = kCode, .colour = t_.faint}) + 8);
            p_.text_with_tip(row, line.line.text,
                             {.type = kCode, .colour = line.line.is_error ? t_.failed : t_.text});
        }
    }

    float x_of(const Rect& tracks, double seconds) const {
        return tracks.x + tracks.w * static_cast<float>(seconds / (c_.length * 1.03));
    }

    void tracks(Rect area, const CompareSide& side, int index) {
        float label = std::min(150.0f, area.w * 0.26f);
        Rect labels = cut_left(area, label, 8);
        Rect ruler = cut_top(area, 18);
        cut_top(labels, 18);
        ticks(ruler, area);
        float row = std::clamp(area.h / std::max<float>(1, static_cast<float>(side.rows.size())),
                               14.0f, 36.0f);
        auto room = static_cast<std::size_t>(std::max(1.0f, area.h / row));
        std::size_t shown = std::min(room, side.rows.size());
        if (shown < side.tasks && shown == room && shown > 1) {
            --shown;  // Its place says how many more there are.
            Rect more{labels.x, labels.y + row * static_cast<float>(shown), labels.w, row};
            p_.text_with_tip(more, s_.strings("lane.more", {{"n", side.tasks - shown}}),
                             {.colour = t_.dim});
        }
        for (std::size_t i = 0; i < shown; ++i) {
            const ClockRow& task = side.rows[i];
            Rect name{labels.x, labels.y + row * static_cast<float>(i), labels.w, row};
            float used = p_.text(name, task.name, {.colour = t_.text, .cut = Cut::Middle});
            cut_left(name, used + 8);
            if (name.w > 40)
                p_.text(name, task.coroutine,
                        {.type = kCode, .colour = t_.dim, .cut = Cut::Middle});
            bars(area, area.y + row * static_cast<float>(i), row, task);
        }
        part_mark(ruler, area, index);
        float x = x_of(area, c_.now);
        p_.fill({x - 1, ruler.y, 2, area.bottom() - ruler.y}, t_.running);
        Rect all{area.x, ruler.y, area.w, area.bottom() - ruler.y};
        Press press = p_.press(fmt::format("compare.clock.{}", index), all, Reach::Pointer);
        if (!press.held) return;
        double seconds = (press.at.x - area.x) / area.w * c_.length * 1.03;
        if (std::abs(seconds - c_.now) > 1e-6)
            out_.push_back({Act::Seek, -1, std::clamp(seconds, 0.0, c_.length)});
    }

    /// A flag and a broken line at the moment from which the two are no longer the same.
    void part_mark(const Rect& ruler, const Rect& area, int index) {
        const auto& seconds = c_.parting.seconds[static_cast<std::size_t>(index)];
        if (!seconds) return;
        float x = x_of(area, *seconds);
        for (float y = ruler.bottom(); y < area.bottom() - 4; y += 8)
            p_.fill({x - 0.75f, y, 1.5f, 4}, t_.running);
        draw_icon(p_, Icon::Flag, {x - 13, ruler.y + 4, 11, 11}, t_.running);
    }

    void bars(const Rect& area, float y, float row, const ClockRow& task) {
        float middle = y + row / 2;
        float h = std::min(14.0f, row - 4);
        for (const ClockBar& bar : task.bars) {
            bool future = bar.from > c_.now + 1e-12;
            auto tone = [&](Colour c) { return future ? blend(t_.panel, c, 0.35f) : c; };
            float x = x_of(area, bar.from);
            float w = x_of(area, bar.to) - x;
            if (bar.activity == trace::Activity::Waiting)
                p_.fill({x, middle - 1.5f, w, 3}, tone(t_.waiting));
            else if (bar.activity == trace::Activity::Running && bar.crowded)
                p_.fill({x - 1, middle - h / 2, std::max(w + 1, 4.0f), h}, tone(t_.running), 1.5f);
            else if (bar.activity == trace::Activity::Running && w > 3)
                p_.hatch({x, middle - h / 2, w, h}, tone(t_.failed), tone(t_.running));
            else if (bar.activity == trace::Activity::Running)
                p_.fill({x - 1.5f, middle - h / 2, 4, h}, tone(t_.running), 1.5f);
            else if (w > 2)
                p_.hatch({x, middle - h / 2, w, h}, tone(t_.ready),
                         blend(t_.panel, t_.ready, 0.1f));
        }
        float end = x_of(area, task.end) + 6;
        if (end + 10 < area.right() && task.look != Look::Waiting)
            draw_icon(
                p_, icon_of(task.look), {end, middle - 5, 10, 10},
                task.end > c_.now ? blend(t_.panel, t_.look(task.look), 0.4f) : t_.look(task.look));
    }

    /// Round seconds along the common clock.
    void ticks(const Rect& ruler, const Rect& tracks) {
        double step = std::pow(10.0, std::floor(std::log10(c_.length)));
        while (c_.length / step < 4) step /= c_.length / step < 2 ? 5 : 2;
        float last = -100;
        for (int i = 0; i <= 40; ++i) {
            double seconds = step * i;
            if (seconds > c_.length * 1.001) break;
            float x = x_of(tracks, seconds);
            std::string text = fmt::format("{:g} s", seconds);
            float w = p_.width(text, kCode) + 1;
            // At the right edge the number stands before its line.
            float at = x + 4 + w > tracks.right() ? x - 4 - w : x + 4;
            if (at < last + 8 || x > tracks.right()) continue;
            p_.fill({x, tracks.y, p_.hairline(), tracks.h}, t_.line);
            p_.text({at, ruler.y, w, ruler.h}, text, {.type = kCode, .colour = t_.dim});
            last = at + w;
        }
    }

    Painter& p_;
    const Scene& s_;
    const CompareView& c_;
    const Theme& t_;
    Commands& out_;
};

}  // namespace

void draw_compare(Painter& p, const Scene& s, const Rect& rect, Commands& out) {
    ComparePanel(p, s, out).draw(rect);
}

}  // namespace loopscope::ui
