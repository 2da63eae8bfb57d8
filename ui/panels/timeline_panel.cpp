// The panel of the timeline.
#include "ui/panels/timeline_panel.h"

#include <fmt/format.h>
#include <algorithm>

#include <cmath>

#include "ui/model/timeline_rows.h"
#include "ui/panels/parts.h"

namespace loopscope::ui {
namespace {

class TimelinePanel {
  public:
    TimelinePanel(Painter& painter, const Scene& scene, Commands& commands)
        : p_(painter), s_(scene), t_(painter.theme()), out_(commands), view_(scene.axis_view) {}

    void draw(const Rect& rect) {
        p_.begin_panel("timeline", rect);
        p_.fill(rect, t_.panel, kPanelRadius);
        Rect area = rect.inset(s_.layout.padding, s_.tight() ? 4 : 8);
        place(area);
        pointer();
        ruler();
        blocked();
        rows();
        marks();
        cursor();
        if (!overview_.empty()) overview();
    }

  private:
    void place(Rect area) {
        if (!s_.tight()) overview_ = cut_bottom(area, 16, 6);
        float label = s_.layout.density == Density::Roomy ? 168.0f : s_.tight() ? 84.0f : 128.0f;
        labels_ = cut_left(area, label, 8);
        cut_left(overview_, label + 8);
        ruler_ = cut_top(area, s_.tight() ? 18 : 22);
        title_ = cut_top(labels_, ruler_.h);
        if (!s_.tight() && area.h >= 76) {
            marks_ = cut_top(area, 14);
            cut_top(labels_, 14);
        }
        tracks_ = area;
        auto rows = static_cast<float>(s_.groups.grouped() ? s_.group_rows.size()
                                                           : s_.timeline.tasks().size() + 1);
        float least = s_.tight() ? 15 : 17;
        row_height_ = std::clamp(tracks_.h / std::max(1.0f, rows), least, 26.0f);
        room_ = static_cast<std::size_t>(std::max(1.0f, tracks_.h / row_height_));
        cursor_unit_ = s_.state.events == 0 ? 0 : s_.axis.unit(s_.state.position) + 1;
    }

    /// What is narrower than two pixels is not shown apart.
    double column_units() const {
        return 2 * view_.length() / std::max(1.0, static_cast<double>(tracks_.w));
    }

    float x_of(double unit) const { return view_.x_of(unit, tracks_.x, tracks_.w); }

    // ---- The pointer: press to seek, wheel to zoom, with Shift to pan.

    void pointer() {
        Rect all{ruler_.x, ruler_.y, ruler_.w, tracks_.bottom() - ruler_.y};
        float wheel = p_.take_wheel(all);
        double at = view_.unit_of(p_.pointer().at.x, tracks_.x, tracks_.w);
        AxisView changed = view_;
        if (wheel != 0 && p_.pointer().shift) {
            changed = pan_view(s_.axis, view_, -wheel * view_.length() * 0.1);
        } else if (wheel != 0) {
            changed = zoom_view(s_.axis, view_, at, std::pow(1.25, static_cast<double>(wheel)));
        }
        if (changed != view_) out_.push_back({Act::ViewTimeline, 0, changed.from, changed.to});
        Press press = p_.press("timeline.tracks", all, Reach::Pointer);
        if (press.held && !s_.timeline.empty()) {
            double unit = std::max(0.0, view_.unit_of(press.at.x, tracks_.x, tracks_.w));
            auto position = static_cast<std::int64_t>(s_.axis.position(unit));
            if (position != static_cast<std::int64_t>(s_.state.position)) {
                out_.push_back({Act::Seek, position});
            }
        }
    }

    // ---- The ruler.

    void ruler() {
        float used =
            p_.text(title_, s_.strings("panel.timeline"), {.type = kStrong, .colour = t_.dim});
        mode(used + 10);
        float label = p_.width("00.000 s", kCode) + 32;
        std::vector<TimeTick> ticks = ticks_of(s_.axis, view_, tracks_.w, label);
        // In the middle of an instant no tick is seen: its time stands at the left.
        if (ticks.empty() && !s_.timeline.empty())
            p_.text({ruler_.x + 4, ruler_.y, label, ruler_.h - 2},
                    format_time(s_.timeline.log()[s_.axis.position(view_.from)].time) + " s",
                    {.type = kCode, .colour = t_.dim});
        for (const TimeTick& tick : ticks) {
            float x = x_of(tick.unit);
            p_.fill({x, ruler_.y + ruler_.h - 5, p_.hairline(), 5}, t_.faint);
            p_.fill({x, tracks_.y, p_.hairline(), tracks_.h}, t_.line);
            float w = p_.width(tick.label, kCode) + 1;
            float left = x + 4;
            float cursor = x_of(cursor_unit_);
            // The cursor's grip covers no label.
            if (cursor > left - 8 && cursor < left + w + 8) left = cursor + 10;
            if (left + w > x + label + 24 || left + w > tracks_.right()) continue;
            p_.text({left, ruler_.y, w, ruler_.h - 2}, tick.label,
                    {.type = kCode, .colour = t_.dim});
        }
    }

    /// What the axis is true to; a press goes on to the next.
    void mode(float used) {
        Rect box = title_;
        cut_left(box, used);
        int now = s_.settings.axis_mode;
        std::string_view keys[] = {"axis.both", "axis.steps",
                                   s_.document.real_time ? "axis.recorded" : "axis.virtual"};
        std::string text = s_.strings(keys[now]);
        if (now == 0 && p_.width(text, kLabel) + 16 > box.w) text = s_.strings("axis.both.short");
        float w = p_.width(text, kLabel) + 16;
        if (w > box.w) return;
        Rect button = Rect{box.right() - w, box.y, w, box.h}.inset(0, 1);
        std::string tip = s_.strings("tip.axis");
        if (text_button(p_, button, text, {"timeline.mode", tip, ButtonKind::Bare}))
            out_.push_back({Act::AxisMode});
    }

    // ---- Marks: what went wrong, who was cancelled, what came from outside, what was said.

    void marks() {
        if (marks_.empty()) return;
        const SourceIndex& index = *s_.tools.index;
        mark_all(s_.timeline.outputs(), "marks.output", 1.6f, Icon::Follow, t_.faint);
        mark_all(s_.timeline.stimuli(), "marks.stimulus", 5, Icon::Ready, t_.ready);
        mark_all(index.cancellations(), "marks.cancel", 5, Icon::Cancelled, t_.cancelled);
        mark_all(index.exceptions(), "marks.exception", 5, Icon::Failed, t_.failed);
        std::vector<std::uint32_t> kept;
        for (const Bookmark& b : *s_.bookmarks)
            kept.push_back(static_cast<std::uint32_t>(b.position));
        std::sort(kept.begin(), kept.end());
        mark_all(kept, "marks.bookmark", 5, Icon::Flag, t_.running);
    }

    template <typename List>
    void mark_all(const List& list, std::string_view key, float radius, Icon icon, Colour colour) {
        auto from = static_cast<std::uint32_t>(s_.axis.position(std::max(0.0, view_.from)));
        auto it = std::lower_bound(list.begin(), list.end(), from);
        while (it != list.end()) {
            std::uint32_t at = *it;
            float x = x_of(s_.axis.unit(at) + 0.5);
            if (x > marks_.right()) break;
            // What this one would cover is stepped over, however many they are.
            double covered = view_.unit_of(x + 2 * radius, tracks_.x, tracks_.w) - 0.5;
            auto next = static_cast<std::uint32_t>(s_.axis.first_from(covered));
            it = std::lower_bound(std::next(it), list.end(), next);
            if (x < marks_.x) continue;
            Rect box{x - radius, marks_.y + marks_.h / 2 - radius, 2 * radius, 2 * radius};
            bool future = at >= s_.state.events;
            Colour ink = future ? blend(t_.panel, colour, 0.45f) : colour;
            if (radius < 3) {
                p_.disc(box.centre(), radius, ink);
                continue;
            }
            draw_icon(p_, icon, box, ink);
            Rect area = box.inset(-2);
            if (!p_.hovers(area)) continue;
            p_.tip(s_.strings(key) + mark_text(at));
            if (p_.pointer().pressed) out_.push_back({Act::Seek, static_cast<std::int64_t>(at)});
        }
    }

    std::string mark_text(std::uint32_t at) const {
        for (const Bookmark& b : *s_.bookmarks)
            if (b.position == at) return ": " + b.note;
        std::string_view text = s_.timeline.log().text(s_.timeline.log()[at].text);
        return text.empty() ? std::string() : ": " + std::string(text.substr(0, 120));
    }

    /// Where a callback holds up the whole loop: loud, over all rows.
    void blocked() {
        const std::vector<SourceIndex::Blocked>& all = s_.tools.index->blocked();
        trace::Position first = s_.axis.position(view_.from);
        auto it = std::lower_bound(
            all.begin(), all.end(), first,
            [](const SourceIndex::Blocked& b, trace::Position at) { return b.to < at; });
        for (; it != all.end(); ++it) {
            const SourceIndex::Blocked& b = *it;
            float from = std::max(x_of(s_.axis.unit(b.from) + 1), tracks_.x);
            float to = std::min(x_of(s_.axis.unit(b.to)), tracks_.right());
            if (from > tracks_.right()) break;
            if (to - from < 1) continue;
            bool future = b.from >= s_.state.events;
            Rect band{from, tracks_.y, to - from, tracks_.h};
            p_.hatch(band, blend(t_.panel, t_.failed, future ? 0.12f : 0.30f),
                     blend(t_.panel, t_.failed, future ? 0.04f : 0.10f));
            std::string text = s_.strings("timeline.blocked", {{"t", format_time(b.seconds)}});
            float w = p_.width(text, kStrong) + 12;
            Rect label = Rect{from, marks_.empty() ? ruler_.y : marks_.y, to - from, 14};
            if (!marks_.empty() && w < label.w) {
                Rect tag{label.centre().x - w / 2, label.y - 2, w, 17};
                p_.fill(tag, blend(t_.panel, t_.failed, 0.25f), 4);
                p_.text(tag, text, {.type = kStrong, .colour = t_.text, .align = Align::Centre});
            }
            if (p_.hovers(band)) p_.tip(text + "\n" + s_.strings("timeline.blocked.why"));
        }
    }

    // ---- Rows in groups: a header for each loop and each other thread.

    void grouped_rows() {
        const std::vector<GroupRow>& all = s_.group_rows;
        std::int64_t first = first_grouped();
        if (all.size() > room_) {
            Rect area{labels_.x, labels_.y, labels_.w + 8, tracks_.h};
            ScrollLook look{"timeline.scroll", first, static_cast<std::int64_t>(all.size()),
                            std::max<std::int64_t>(1, static_cast<std::int64_t>(room_) - 1)};
            std::int64_t scrolled = scroll_rows(p_, area, look);
            if (scrolled != first) out_.push_back({Act::ScrollRows, scrolled});
            first = scrolled;
        }
        double unit_min = column_units();
        AxisColumns columns(s_.axis, view_, unit_min);
        ClipScope clip(p_, {labels_.x, labels_.y, labels_.w + 8 + tracks_.w, tracks_.h});
        float y = tracks_.y;
        auto begin = static_cast<std::size_t>(first);
        std::size_t end = std::min(all.size(), begin + room_);
        // Scrolled into a group, its header stays above its tasks.
        if (begin < end && all[begin].task && room_ > 1) {
            header(s_.groups.groups()[all[begin].group], y, unit_min);
            y += row_height_;
            end = std::min(all.size(), begin + room_ - 1);
        }
        for (std::size_t i = begin; i < end; ++i, y += row_height_) {
            p_.fill({labels_.x, y, labels_.w + 8 + tracks_.w, p_.hairline()}, t_.line);
            const TimelineGroups::Group& group = s_.groups.groups()[all[i].group];
            if (!all[i].task)
                header(group, y, unit_min);
            else
                row(timeline_row(s_.timeline, columns, all[i].task), y);
        }
    }

    /// As first_row(), among the rows of all groups.
    std::int64_t first_grouped() const {
        const std::vector<GroupRow>& all = s_.group_rows;
        if (all.size() <= room_) return 0;
        auto count = static_cast<std::int64_t>(all.size());
        auto room = std::max<std::int64_t>(1, static_cast<std::int64_t>(room_) - 1);
        if (s_.view.rows_first != kFollow) return std::min(s_.view.rows_first, count - room);
        trace::FutureId wanted = wanted_task();
        auto it = std::find_if(all.begin(), all.end(),
                               [&](const GroupRow& row) { return row.task == wanted && wanted; });
        if (it == all.end()) return 0;
        return std::min((it - all.begin()) / room * room, count - room);
    }

    void header(const TimelineGroups::Group& group, float y, double unit_min) {
        Rect whole{labels_.x, y, labels_.w + 8 + tracks_.w, row_height_};
        p_.fill({whole.x, y + 1, whole.w, row_height_ - 1}, blend(t_.panel, t_.raised, 0.6f));
        Rect line{labels_.x, y, labels_.w - kScrollBarWidth, row_height_};
        Rect area = line;
        const std::vector<std::uint32_t>& folded = s_.view.folded;
        bool open = std::find(folded.begin(), folded.end(), group.key) == folded.end();
        Rect mark = cut_left(line, 12, 4);
        if (!group.tasks.empty())
            draw_icon(p_, open ? Icon::ChevronDown : Icon::ChevronRight,
                      {mark.x, mark.centre().y - 5, 10, 10}, t_.dim);
        std::string count =
            group.tasks.empty() ? std::string() : std::to_string(group.tasks.size());
        float w = p_.width(count, kCode) + 1;
        if (!count.empty())
            p_.text(cut_right(line, w, 6), count,
                    {.type = kCode, .colour = t_.dim, .align = Align::Right});
        p_.text(line, group.name, {.type = kStrong, .colour = t_.text, .cut = Cut::Middle});
        if (!group.tasks.empty()) {
            Press press = p_.press(fmt::format("timeline.group.{}", group.key), area);
            if (press.hovered)
                p_.tip(group.name + "\n" +
                       s_.strings.count(open ? "timeline.fold" : "timeline.unfold",
                                        group.tasks.size()));
            if (press.clicked) out_.push_back({Act::FoldGroup, group.key});
        }
        Rect track{tracks_.x, y, tracks_.w, row_height_};
        thread_bars(group, track, unit_min);
        jobs(group, track);
        turns(track, &group.turns);
    }

    /// A thread's own life: a band where it runs, a thread-thin line where it is blocked.
    void thread_bars(const TimelineGroups::Group& group, const Rect& track, double unit_min) {
        for (const BarView& bar : s_.groups.bars(group, s_.axis, view_, unit_min)) {
            float from = std::max(x_of(bar.from), track.x);
            float to = std::min(x_of(bar.to), track.right());
            if (to <= from) continue;
            bool runs = bar.activity == trace::Activity::Running;
            Colour ink = blend(t_.panel, runs ? t_.running : t_.waiting,
                               bar.from >= cursor_unit_ ? 0.25f : 0.6f);
            float h = runs ? 5 : 2;
            p_.fill({from, track.bottom() - 3 - h / 2, to - from, h}, ink, h / 2);
        }
    }

    /// What an executor's thread was given to do.
    void jobs(const TimelineGroups::Group& group, const Rect& track) {
        for (const GroupJob& job : s_.groups.jobs(group, s_.axis, view_, s_.timeline.log())) {
            float from = std::max(x_of(job.from), track.x);
            float to = std::min(x_of(job.to), track.right());
            if (to - from < 2) continue;
            bool future = job.from >= cursor_unit_;
            Rect box{from, track.y + 3, to - from, track.h - 9};
            p_.fill(box, blend(t_.panel, t_.running, future ? 0.10f : 0.22f), 3);
            if (box.w > 24)
                p_.text(box.inset(5, 0), job.name,
                        {.type = kCode, .colour = future ? t_.dim : t_.text, .cut = Cut::Middle});
            if (p_.hovers(box)) p_.tip(job.name);
        }
    }

    // ---- Rows.

    void rows() {
        if (s_.groups.grouped()) {
            grouped_rows();
            return;
        }
        std::size_t tasks = s_.timeline.tasks().size();
        std::size_t room = room_ > 1 ? room_ - 1 : room_;
        bool with_loop = room_ > 1;
        std::int64_t first = first_row(tasks, room);
        if (tasks > room) {
            Rect area{labels_.x, labels_.y, labels_.w + 8, tracks_.h};
            ScrollLook look{"timeline.scroll", first, static_cast<std::int64_t>(tasks),
                            static_cast<std::int64_t>(room)};
            std::int64_t scrolled = scroll_rows(p_, area, look);
            if (scrolled != first) out_.push_back({Act::ScrollRows, scrolled});
            first = scrolled;
        }
        AxisColumns columns(s_.axis, view_, column_units());
        auto list = timeline_rows(s_.timeline, columns, static_cast<std::size_t>(first), room);
        ClipScope clip(p_, {labels_.x, labels_.y, labels_.w + 8 + tracks_.w, tracks_.h});
        float y = tracks_.y;
        if (with_loop) {
            turns({tracks_.x, y, tracks_.w, row_height_});
            p_.text({labels_.x, y, labels_.w, row_height_}, s_.strings("timeline.loop"),
                    {.type = kCode, .colour = t_.dim});
            y += row_height_;
        }
        for (const TimelineRow& row : list) {
            p_.fill({labels_.x, y, labels_.w + 8 + tracks_.w, p_.hairline()}, t_.line);
            this->row(row, y);
            y += row_height_;
        }
    }

    /// Where the list of rows begins: where the user put it, else so that the running task is seen,
    /// or the selected one, or the one that something happened to last.
    std::int64_t first_row(std::size_t tasks, std::size_t room) const {
        if (tasks <= room) return 0;
        if (s_.view.rows_first != kFollow) return s_.view.rows_first;
        trace::FutureId wanted = wanted_task();
        auto all = s_.timeline.tasks();
        auto it = std::find(all.begin(), all.end(), wanted);
        if (it == all.end()) return 0;
        auto index = static_cast<std::int64_t>(it - all.begin());
        auto page = static_cast<std::int64_t>(room);
        return index / page * page;
    }

    /// The task whose row should be seen.
    trace::FutureId wanted_task() const {
        const LaneView& running = s_.tasks.lanes[static_cast<std::size_t>(LaneName::Running)];
        if (!running.tasks.empty()) return running.tasks.front().id;
        return s_.view.selected ? s_.view.selected : latest_task();
    }

    /// The task that something happened to last.
    trace::FutureId latest_task() const {
        trace::FutureId latest;
        trace::Position when = 0;
        for (const trace::TaskState& task : s_.state.tasks) {
            if (task.changed < when) continue;
            when = task.changed;
            latest = task.id;
        }
        return latest;
    }

    /// The turns of a loop; `begins` null: of all loops.
    void turns(const Rect& row, const std::vector<std::uint32_t>* begins = nullptr) {
        double unit_min = 10 * view_.length() / static_cast<double>(tracks_.w);
        trace::Positions list = begins ? trace::Positions(*begins) : s_.timeline.iterations();
        for (const TurnView& turn : timeline_turns(s_.timeline, s_.axis, view_, unit_min, list)) {
            float x = x_of(turn.from);
            float w = x_of(turn.to) - x - 2;
            bool now = cursor_unit_ > turn.from && cursor_unit_ <= turn.to;
            bool future = turn.from >= cursor_unit_;
            Rect box{x, row.y + 3, w, row.h - 6};
            p_.fill(clipped(box), now ? t_.line : t_.raised, 3);
            std::string number = std::to_string(turn.number);
            Rect text = clipped(box);
            float cursor = x_of(cursor_unit_);
            float half = p_.width(number, kCode) / 2 + 3;
            float middle = text.x + text.w / 2;
            bool covered = std::abs(cursor - middle) < half;
            if (covered)
                text = cursor < middle ? Rect{cursor + 3, text.y, text.right() - cursor - 3, text.h}
                                       : Rect{text.x, text.y, cursor - 3 - text.x, text.h};
            if (p_.width(number, kCode) + 4 <= text.w) {
                p_.text(text, number,
                        {.type = kCode,
                         .colour = future ? t_.faint
                                   : now  ? t_.text
                                          : t_.dim,
                         .align = Align::Centre});
            }
        }
    }

    Rect clipped(const Rect& box) const {
        return intersection(box, {tracks_.x, tracks_.y, tracks_.w, tracks_.h});
    }

    void label(const TimelineRow& row, float y) {
        Rect line{labels_.x, y, labels_.w - 4, row_height_};
        if (s_.groups.grouped()) cut_left(line, 16);
        bool selected = row.task == s_.view.selected;
        float name = std::min(p_.width(row.name, kStrong) + 1, line.w);
        float used =
            p_.text({line.x, line.y, name, line.h}, row.name,
                    {.type = selected ? kStrong : kLabel, .colour = t_.text, .cut = Cut::Middle});
        cut_left(line, used + 8);
        p_.text(line, fitting_label(p_, row.coroutine, line.w, kCode),
                {.type = kCode, .colour = t_.dim, .cut = Cut::Middle});
        Rect area{labels_.x, y, labels_.w - kScrollBarWidth, row_height_};
        Press press = p_.press(fmt::format("timeline.task.{}", row.task.value), area);
        if (press.hovered) p_.tip(row.name + "  " + row.coroutine);
        if (press.clicked) out_.push_back({Act::SelectTask, row.task.value});
    }

    void row(const TimelineRow& row, float y) {
        label(row, y);
        Rect track{tracks_.x, y, tracks_.w, row_height_};
        for (const BarView& bar : row.bars) {
            double past = std::clamp(cursor_unit_, bar.from, bar.to);
            if (past > bar.from) this->bar(track, {bar.from, past, bar.activity}, false);
            if (past < bar.to) this->bar(track, {past, bar.to, bar.activity}, true);
        }
        if (!row.ended) return;
        float x = x_of(row.end);
        if (x < tracks_.x || x > tracks_.right() - 12) return;
        bool future = row.end > cursor_unit_ + 0.01;
        Colour colour = t_.look(row.end_look);
        draw_icon(p_, icon_of(row.end_look), {x + 3, y + row_height_ / 2 - 5, 10, 10},
                  future ? blend(t_.panel, colour, 0.4f) : colour);
    }

    void bar(const Rect& track, const BarView& bar, bool future) {
        float from = std::max(x_of(bar.from), track.x);
        float to = std::min(x_of(bar.to), track.right());
        if (to <= from) return;
        float h = std::min(14.0f, track.h - 6);
        float middle = track.y + track.h / 2;
        auto tone = [&](Colour c) { return future ? blend(t_.panel, c, 0.32f) : c; };
        Rect box{from, middle - h / 2, to - from, h};
        switch (bar.activity) {
            case trace::Activity::Running:
                p_.fill(box, tone(t_.running), 3);
                break;
            case trace::Activity::Ready:
                p_.hatch(box, tone(t_.ready), blend(t_.panel, t_.ready, future ? 0.06f : 0.18f));
                break;
            case trace::Activity::Waiting:
                p_.fill({from, middle - 1.5f, to - from, 3}, tone(t_.waiting));
                break;
            case trace::Activity::Ended:
                break;
        }
    }

    // ---- The cursor.

    void cursor() {
        float x = x_of(cursor_unit_);
        if (x < tracks_.x - 1 || x > tracks_.right() + 1) return;
        float bottom = overview_.empty() ? tracks_.bottom() : tracks_.bottom() + 2;
        p_.fill({x - 1, ruler_.y + 4, 2, bottom - ruler_.y - 4}, t_.running);
        const Point grip[] = {{x - 6, ruler_.y},
                              {x + 6, ruler_.y},
                              {x + 6, ruler_.y + 5},
                              {x, ruler_.y + 11},
                              {x - 6, ruler_.y + 5}};
        p_.polygon(grip, t_.running);
    }

    // ---- The overview: the whole trace, and the stretch that is seen.

    void overview() {
        AxisView all = fit_view(s_.axis);
        Rect bar = overview_;
        p_.fill(bar, t_.sunken, 4);
        auto at = [&](double unit) { return all.x_of(unit, bar.x, bar.w); };
        float done = std::clamp(at(cursor_unit_), bar.x, bar.right());
        p_.fill({bar.x, bar.y, done - bar.x, bar.h}, t_.raised, 4);
        overview_activity(at);
        float from = std::clamp(at(view_.from), bar.x, bar.right());
        float to = std::clamp(at(view_.to), bar.x, bar.right());
        p_.stroke({from, bar.y, to - from, bar.h}, t_.faint, 4, 1.5f);
        p_.fill({done - 1, bar.y - 2, 2, bar.h + 4}, t_.running);
        Press press = p_.press("timeline.overview", bar, Reach::Pointer);
        if (press.hovered) p_.tip(s_.strings("tip.overview"));
        if (!press.held) return;
        double unit = all.unit_of(press.at.x, bar.x, bar.w);
        AxisView view = pan_view(s_.axis, view_, unit - (view_.from + view_.to) / 2);
        if (view != view_) out_.push_back({Act::ViewTimeline, 0, view.from, view.to});
    }

    /// Where time stands still, a block: so the gaps between instants are seen as a whole.
    template <typename At>
    void overview_activity(At at) {
        const std::vector<TimeAxis::Instant>& all = s_.axis.instants();
        double pixel = 1.02 * s_.axis.length() / static_cast<double>(overview_.w);
        for (auto it = all.begin(); it != all.end();) {
            double begin = it->begin;
            double end = std::max(it->end, begin + pixel);
            // What is nearer than a pixel joins it.
            for (++it; it != all.end() && it->begin < end + pixel;) {
                end = std::max(end, it->end);
                it = std::upper_bound(it, all.end(), end + pixel,
                                      [](double u, const auto& i) { return u < i.begin; });
                end = std::max(end, std::prev(it)->end);
            }
            Rect block{at(begin), overview_.y + overview_.h / 2 - 2, 0, 4};
            float now = std::clamp(at(cursor_unit_), block.x, at(end));
            block.w = now - block.x;
            p_.fill(block, t_.dim, 1);
            block.x = now;
            block.w = at(end) - now;
            p_.fill(block, t_.line, 1);
        }
    }

    Painter& p_;
    const Scene& s_;
    const Theme& t_;
    Commands& out_;
    AxisView view_;
    Rect labels_, title_, ruler_, marks_, tracks_, overview_;
    float row_height_ = 24;
    std::size_t room_ = 1;
    double cursor_unit_ = 0;
};

}  // namespace

void draw_timeline(Painter& p, const Scene& s, const Rect& rect, Commands& out) {
    TimelinePanel(p, s, out).draw(rect);
}

}  // namespace loopscope::ui
