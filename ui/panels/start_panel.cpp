// The first screen.
#include "ui/panels/start_panel.h"

#include <fmt/format.h>

#include <cmath>

#include "ui/model/card_rows.h"
#include "ui/panels/parts.h"
#include "ui/panels/toolbar.h"

namespace loopscope::ui {
namespace {

constexpr float kMargin = 24;
constexpr float kCardGap = 12;

class StartScreen {
  public:
    StartScreen(Painter& painter, const StartScene& scene, Commands& commands)
        : p_(painter), s_(scene), t_(painter.theme()), out_(commands) {}

    void draw() {
        Rect window = p_.window();
        p_.begin_panel("start", window);
        bool low = window.h < 500;
        float width = std::min(window.w - 2 * (low ? 12 : kMargin), 1320.0f);
        Rect area{(window.w - width) / 2, 0, width, window.h};
        cut_top(area, low ? 12 : 28);
        cut_bottom(area, low ? 8 : 20);
        heading(cut_top(area, low ? 44 : 60), low);
        hint(cut_bottom(area, low ? 30 : 40));
        cut_top(area, low ? 8 : 16);
        recents(area, low);
        cut_bottom(area, low ? 6 : 12);
        cards(area, low);
    }

  private:
    void heading(Rect line, bool low) {
        ToolbarPlan plan;
        Rect buttons{line.x, line.y + (low ? 4 : 8), line.w, 32};
        plan.help = cut_right(buttons, 32, 4);
        plan.motion = cut_right(buttons, 32, 4);
        plan.theme = cut_right(buttons, 32, 4);
        plan.language = cut_right(buttons, 32, 4);
        plan.larger = cut_right(buttons, 32, 4);
        plan.smaller = cut_right(buttons, 32, 24);
        draw_settings_buttons(p_, s_.strings, s_.settings, plan, out_);
        search(buttons);
        float logo = low ? 28 : 36;
        logo_at(cut_left(line, logo, low ? 10 : 14), logo);
        line.w = buttons.right() - line.x;
        Rect name = cut_top(line, low ? 24 : 30);
        p_.text(name, "Loopscope", {.type = kTitleStrong, .colour = t_.text});
        Rect words = cut_top(line, 20);
        Type type = low ? kLabel : kBody;
        std::string whole = s_.strings("start.subtitle");
        std::string brief = s_.strings("start.subtitle.short");
        p_.text_with_tip(words, first_fitting(p_, words.w, {whole, brief}, type),
                         {.type = type, .colour = t_.dim});
    }

    /// The field that narrows the list; a press, "/" or Ctrl F opens it.
    void search(Rect& buttons) {
        float w = std::min(280.0f, buttons.w * 0.36f);
        if (w < 120) return;
        Rect box = cut_right(buttons, w, 24);
        bool open = s_.view.search_open;
        Press press = p_.press("start.search", box);
        if (press.clicked && !open) out_.push_back({Act::Search});
        p_.fill(box, t_.panel, kCardRadius);
        p_.stroke(box, open ? t_.running : t_.line, kCardRadius, open ? 2 : 1);
        Rect inner = box.inset(10, 0);
        draw_icon(p_, Icon::Search, cut_left(inner, 14, 8), t_.dim);
        std::string hint(
            first_fitting(p_, inner.w - 8,
                          {s_.strings("start.search"), s_.strings("start.search.short")}, kBody));
        draw_field_text(p_, inner, {"start.search.field", s_.view.search_text, hint, kBody, open},
                        out_);
    }

    /// What was opened last, as one row of names.
    void recents(Rect& area, bool low) {
        if (s_.recent.empty() || !s_.view.search_text.empty() || low) return;
        Rect row = cut_top(area, 30, 10);
        std::string title = s_.strings("start.recent");
        cut_left(row, p_.text(row, title, {.type = kStrong, .colour = t_.dim}) + 12);
        for (std::size_t i = 0; i < s_.recent.size(); ++i) {
            const std::string& path = s_.recent[i];
            std::string name = path.substr(path.rfind('/') + 1);
            float w = std::min(220.0f, p_.width(name, kCode) + 40);
            if (w > row.w) break;
            Rect box = cut_left(row, w, 8);
            Press press = p_.press(fmt::format("start.recent.{}", i), box);
            p_.fill(box, press.hovered ? t_.raised : t_.panel, kCardRadius);
            p_.stroke(box, press.hovered ? t_.dim : t_.line, kCardRadius, 1);
            if (press.hovered) p_.tip(path);
            if (press.clicked) out_.push_back({.act = Act::Open, .text = path});
            Rect inner = box.inset(10, 0);
            draw_icon(p_, Icon::File, cut_left(inner, 13, 6), t_.dim);
            p_.text(inner, name, {.type = kCode, .colour = t_.text, .cut = Cut::Middle});
        }
    }

    /// The first tasks of the run, as the timeline would draw them.
    void picture(const Rect& box, const Thumbnail& thumb) {
        float step = box.h / static_cast<float>(Thumbnail::kRows);
        float top = box.y + (box.h - step * static_cast<float>(thumb.rows.size())) / 2;
        auto x_of = [&](double unit) {
            return box.x + box.w * static_cast<float>(unit / thumb.length);
        };
        for (std::size_t i = 0; i < thumb.rows.size(); ++i) {
            float y = top + step * static_cast<float>(i);
            for (const BarView& bar : thumb.rows[i]) {
                float x = x_of(bar.from);
                float w = std::max(1.0f, x_of(bar.to) - x);
                Rect thick{x, y + 1, w, step - 2};
                if (bar.activity == trace::Activity::Running)
                    p_.fill(thick, t_.running, 1.5f);
                else if (bar.activity == trace::Activity::Ready)
                    p_.fill(thick, blend(t_.panel, t_.ready, 0.5f), 1.5f);
                else
                    p_.fill({x, y + step / 2 - 1, w, 2}, blend(t_.panel, t_.waiting, 0.75f));
            }
        }
    }

    /// A ring with a gap and a dot in the accent: a turn of the loop.
    void logo_at(const Rect& box, float size) {
        Point c{box.x + size / 2, box.y + size / 2 + 4};
        float r = size * 0.38f;
        std::vector<Point> arc;
        for (int i = 0; i <= 40; ++i) {
            float angle = -0.6f + 5.2f * static_cast<float>(i) / 40;
            arc.push_back({c.x + r * std::cos(angle), c.y + r * std::sin(angle)});
        }
        p_.polyline(arc, t_.waiting, size * 0.11f);
        p_.disc({c.x + r * std::cos(-1.15f), c.y + r * std::sin(-1.15f)}, size * 0.1f, t_.running);
    }

    void hint(Rect box) {
        p_.fill(box, t_.panel, kPanelRadius);
        p_.dashed(box, t_.line);
        Rect inner = box.inset(12, 0);
        draw_icon(p_, Icon::File, cut_left(inner, 16, 10), t_.dim);
        std::string full = s_.strings("start.hint");
        bool fits = p_.width(full, kLabel) <= inner.w;
        p_.text(inner, fits ? full : s_.strings("start.hint.short"),
                {.type = kLabel, .colour = t_.dim});
    }

    void cards(Rect area, bool low) {
        if (s_.order.empty()) {
            bool none = s_.scenarios.empty();
            draw_empty(p_, cut_top(area, 24), s_.strings(none ? "start.none" : "start.not_found"));
            return;
        }
        auto columns = static_cast<std::size_t>(start_columns(p_.window().w));
        Heights heights{low ? 78.0f : 108.0f, low ? 24.0f : 32.0f};
        std::vector<CardRow> list = card_rows(s_.chapters, columns);
        std::size_t first = scroll(area, list, heights);
        float width =
            (area.w - kCardGap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
        std::size_t end = first_hidden(list, first, area.h, heights);
        for (std::size_t r = first; r < end; ++r) {
            const CardRow& row = list[r];
            Rect line = cut_top(area, row.count > 0 ? heights.card : heights.heading,
                                row.count > 0 ? kCardGap : 0);
            if (row.count == 0) {
                p_.text(line, row.heading, {.type = kStrong, .colour = t_.dim});
            }
            for (std::size_t i = 0; i < row.count; ++i) {
                card(cut_left(line, width, kCardGap), row.first + i, low);
            }
        }
    }

    struct Heights {
        float card, heading;
    };

    /// The first row below what has room, from the row `first` on.
    static std::size_t first_hidden(const std::vector<CardRow>& list, std::size_t first, float room,
                                    const Heights& heights) {
        for (std::size_t r = first; r < list.size(); ++r) {
            bool cards = list[r].count > 0;
            float need = cards ? heights.card : heights.heading;
            // A heading at the bottom without its cards says nothing.
            float beyond = cards ? 0 : heights.card;
            if (need + beyond > room + 0.5f) return r;
            room -= need + (cards ? kCardGap : 0);
        }
        return list.size();
    }

    /// The first row shown: as scrolled, but with a card that was just chosen by key in sight.
    std::size_t scroll(Rect& area, const std::vector<CardRow>& list, const Heights& heights) {
        float total = 0;
        for (const CardRow& row : list)
            total += row.count > 0 ? heights.card + kCardGap : heights.heading;
        if (total - kCardGap <= area.h) return 0;
        auto count = static_cast<std::int64_t>(list.size());
        auto room = static_cast<std::int64_t>(static_cast<float>(count) * area.h / total);
        ScrollLook look{"start.scroll", s_.first_row, count, std::max<std::int64_t>(1, room)};
        auto first = static_cast<std::size_t>(scroll_rows(p_, area, look));
        if (s_.view.reveal_choice) {
            std::size_t row = row_of_card(list, static_cast<std::size_t>(s_.view.chosen));
            // The heading of a chapter's first row comes into sight with it.
            std::size_t top = row > 0 && list[row - 1].count == 0 ? row - 1 : row;
            first = std::min(first, top);
            while (first < row && first_hidden(list, first, area.h, heights) <= row) ++first;
        }
        if (static_cast<std::int64_t>(first) != s_.first_row)
            out_.push_back({Act::ScrollRows, static_cast<std::int64_t>(first)});
        cut_right(area, kScrollBarWidth, 8);
        return first;
    }

    void card(const Rect& box, std::size_t index, bool low) {
        std::size_t number_of = s_.order[index];
        const session::ScenarioEntry& entry = s_.scenarios[number_of];
        bool chosen = s_.view.chosen == static_cast<int>(index);
        Press press = p_.press("start.scenario." + entry.name, box);
        p_.fill(box, press.hovered || chosen ? t_.raised : t_.panel, kPanelRadius);
        p_.stroke(box,
                  chosen          ? t_.running
                  : press.hovered ? t_.dim
                                  : t_.line,
                  kPanelRadius, chosen ? 2 : 1);
        if (press.clicked) out_.push_back({.act = Act::Open, .text = entry.path});

        Rect inner = box.inset(low ? 12 : 16, low ? 8 : 12);
        std::string_view language = s_.strings.language();
        std::string_view title = entry.scenario.title.in(language);
        Rect first = cut_top(inner, 22, 2);
        std::string number = fmt::format("{}", number_of + 1);
        Rect badge = cut_right(first, p_.width(number, kCode) + 2, 8);
        p_.text(badge, number, {.type = kCode, .colour = t_.faint, .align = Align::Right});
        p_.text_with_tip(first, title.empty() ? std::string_view(entry.name) : title,
                         {.type = kBodyStrong, .colour = t_.text});
        std::string_view about = entry.scenario.about.in(language);
        std::string file = entry.name + ".py";
        Rect last = low ? Rect{} : cut_bottom(inner, 18, 4);
        // The place is kept until its picture is made: words that jump can't be read.
        bool expected = number_of >= s_.pictures.size() || !s_.pictures[number_of].made;
        bool empty = !expected && s_.pictures[number_of].rows.empty();
        bool pictured = !low && s_.with_pictures && !empty && inner.w > 240;
        if (pictured) {
            Rect place = cut_right(inner, 112, 14);
            Rect ground{place.x, place.y, place.w, place.h + (last.h > 0 ? last.h + 4 : 0)};
            p_.fill(ground, t_.sunken, kCardRadius);
            if (!expected) picture(ground.inset(10, 8), s_.pictures[number_of]);
        }
        std::vector<TextSpan> spans = parse_rich(about.empty() ? std::string_view(file) : about);
        FittedText text = fit_text(spans, inner.w, inner.h, Size::Small, p_);
        draw_lines(p_, inner, text.lines, text.size, t_.dim, t_.text);
        if (press.hovered && !text.complete) p_.tip(about);
        if (low) return;
        if (pictured) last.w -= 126;
        as_cpython(last, entry);
        p_.text(last, file, {.type = kCode, .colour = t_.faint, .cut = Cut::Middle});
    }

    /// That CPython gives the same trace, at the right of the line, where the name leaves room.
    void as_cpython(Rect& line, const session::ScenarioEntry& entry) {
        if (!entry.as_cpython) return;
        std::string words = s_.strings("badge.as_cpython");
        float room = line.w - p_.width(entry.name + ".py", kCode) - 12;
        if (p_.width(words, kLabel) + 16 > room) words = "CPython 3.11";
        float w = p_.width(words, kLabel) + 16;
        if (w > room) return;
        Rect place = cut_right(line, w, 8);
        draw_icon(p_, Icon::Done, Rect{place.x, place.centre().y - 5, 10, 10}, t_.done);
        cut_left(place, 15);
        p_.text(place, words, {.colour = t_.done});
        if (p_.hovers(place)) p_.tip(s_.strings("tip.as_cpython"));
    }

    Painter& p_;
    const StartScene& s_;
    const Theme& t_;
    Commands& out_;
};

}  // namespace

int start_columns(float width) {
    if (width >= 1200) return 3;
    return width >= 700 ? 2 : 1;
}

void draw_start(Painter& p, const StartScene& scene, Commands& out) {
    StartScreen(p, scene, out).draw();
}

}  // namespace loopscope::ui
