// The panel of the tasks.
#include "ui/panels/tasks_panel.h"

#include <fmt/format.h>

#include <functional>

#include "ui/model/lanes.h"
#include "ui/panels/parts.h"

namespace loopscope::ui {
namespace {

constexpr std::uint32_t kTaskCard = 2;

class TasksPanel {
  public:
    TasksPanel(Painter& painter, const Scene& scene, Commands& commands)
        : p_(painter), s_(scene), t_(painter.theme()), out_(commands) {}

    void draw(const Rect& area) {
        std::array<std::size_t, kLanes> counts{};
        for (std::size_t i = 0; i < kLanes; ++i) counts[i] = s_.tasks.lanes[i].count;
        Density density = area.h < 280 ? Density::Tight : s_.layout.density;
        LanesPlan plan = plan_lanes(counts, area, density, s_.view.open_lane);
        for (std::size_t i = 0; i < kLanes; ++i) lane(plan.lanes[i], s_.tasks.lanes[i], i);
        if (!plan.chain.empty()) chain(plan.chain);
        p_.set_layer(p_.layer() + 1);
        for (auto& draw : moving_) draw();
        p_.set_layer(p_.layer() - 1);
    }

  private:
    void lane(const LanePlan& plan, const LaneView& lane, std::size_t index) {
        if (plan.box.empty()) return;
        p_.fill(plan.box, t_.raised, kCardRadius);
        heading(plan, lane, index);
        std::size_t first = 0;
        bool open = s_.view.open_lane == static_cast<int>(index);
        Rect rows = plan.rows;
        std::size_t shown = plan.shown;
        if (open && lane.tasks.size() > 2 * (plan.shown + 1)) {
            grid(rows, lane);
            return;
        }
        if (open && plan.hidden > 0) {
            std::size_t room = plan.shown + 1;
            shown = std::min(room, lane.tasks.size());
            first = scroll(rows, lane.tasks.size(), room);
            cut_right(rows, kScrollBarWidth, 2);
        }
        for (std::size_t i = 0; i < shown && first + i < lane.tasks.size(); ++i) {
            Rect row = cut_top(rows, plan.row_height);
            row.h -= plan.form == CardForm::Card ? 4 : 2;
            task(row, lane.tasks[first + i], plan.form);
        }
        if (plan.hidden > 0 && !open) {
            Rect row = cut_top(rows, plan.row_height);
            row.h -= 2;
            std::string text = s_.strings("lane.more", {{"n", std::to_string(plan.hidden)}});
            std::string id = fmt::format("tasks.more.{}", index);
            std::string tip = s_.strings("tip.lane");
            if (text_button(p_, row, text, {id, tip, ButtonKind::Bare})) open_lane(index);
        }
    }

    /// Hundreds of tasks as one small square each: the name under the pointer, a click selects.
    void grid(const Rect& area, const LaneView& lane) {
        constexpr float kCell = 16;
        auto columns = static_cast<std::size_t>(std::max(1.0f, area.w / kCell));
        auto rows = static_cast<std::size_t>(std::max(1.0f, area.h / kCell));
        std::size_t room = columns * rows;
        bool more = lane.count > room;
        std::size_t shown =
            std::min(lane.tasks.size(), more ? room - std::min(room, columns) : room);
        for (std::size_t i = 0; i < shown; ++i) {
            const TaskView& task = lane.tasks[i];
            Rect cell{area.x + static_cast<float>(i % columns) * kCell,
                      area.y + static_cast<float>(i / columns) * kCell, kCell - 3, kCell - 3};
            bool selected = task.id == s_.view.selected;
            p_.fill(cell, t_.wash(task.look, t_.raised, selected ? 0.9f : 0.35f), 3);
            draw_icon(p_, icon_of(task.look), cell.inset(3),
                      selected ? t_.panel : t_.look(task.look));
            if (!p_.hovers(cell)) continue;
            p_.stroke(cell.inset(-1), t_.text, 3, 1);
            p_.tip(task.name + "  " + task.coroutine + "\n" + task.detail);
            if (p_.pointer().pressed)
                out_.push_back({Act::SelectTask, selected ? 0 : task.id.value});
        }
        if (!more) return;
        Rect last{area.x, area.y + static_cast<float>(rows - 1) * kCell, area.w, kCell};
        p_.text(last, s_.strings("lane.more", {{"n", std::to_string(lane.count - shown)}}),
                {.colour = t_.dim});
    }

    std::size_t scroll(const Rect& rows, std::size_t count, std::size_t room) {
        ScrollLook look{"tasks.scroll", s_.view.tasks_first, static_cast<std::int64_t>(count),
                        static_cast<std::int64_t>(room)};
        std::int64_t first = scroll_rows(p_, rows, look);
        if (first != s_.view.tasks_first) out_.push_back({Act::ScrollTasks, first});
        return static_cast<std::size_t>(first);
    }

    void heading(const LanePlan& plan, const LaneView& lane, std::size_t index) {
        Colour colour = t_.look(lane.look);
        Rect line = plan.heading;
        if (lane.count > 0) {
            std::string tip = s_.strings("tip.lane");
            Press press = p_.press(fmt::format("tasks.lane.{}", index), line);
            if (press.hovered) p_.tip(tip);
            if (press.clicked) open_lane(index);
        }
        draw_icon(p_, icon_of(lane.look), cut_left(line, 12, 6), colour);
        float count = p_.width(std::to_string(lane.count), kCodeStrong);
        p_.text(cut_right(line, count + 1, 6), std::to_string(lane.count),
                {.type = kCodeStrong,
                 .colour = lane.count > 0 ? colour : t_.faint,
                 .align = Align::Right});
        p_.text(line, lane.title, {.type = kStrong, .colour = colour});
    }

    void open_lane(std::size_t index) {
        out_.push_back({Act::OpenLane, static_cast<std::int64_t>(index)});
    }

    void task(const Rect& target, const TaskView& task, CardForm form) {
        CardKey key{kTaskCard, task.id.value};
        Rect box = s_.animator.place(key, target);
        auto draw = [this, box, &task, form] { draw_task(box, task, form); };
        if (s_.animator.moving(key))
            moving_.push_back(draw);
        else
            draw();
        Press press = p_.press(fmt::format("tasks.task.{}", task.id.value), target);
        if (press.hovered) {
            std::string tip = task.name + "  " + task.coroutine + "\n" + task.detail;
            if (!task.note.empty()) tip += "\n" + task.note;
            p_.tip(tip);
        }
        if (press.clicked) {
            bool again = s_.view.selected == task.id;
            out_.push_back({Act::SelectTask, again ? 0 : task.id.value});
        }
    }

    void draw_task(const Rect& box, const TaskView& task, CardForm form) {
        bool selected = task.id == s_.view.selected;
        draw_card(p_, box, task.look, selected);
        if (selected) p_.stroke(box, t_.look(task.look), 4, 1);
        Rect inner = box.inset(10, 0);
        if (form == CardForm::Chip) {
            title(inner, task);
            return;
        }
        float lines = 2 * 18;
        Rect text = inner.inset(0, std::max(0.0f, (inner.h - lines) / 2));
        title(cut_top(text, 18), task);
        Rect line = cut_top(text, 18);
        if (task.look == Look::Failed || task.look == Look::Ready || !task.note.empty()) {
            Look look = task.note.empty() ? task.look : Look::Cancelled;
            draw_icon(p_, icon_of(look), cut_left(line, 11, 5), t_.look(look));
        }
        p_.text(line, task.note.empty() ? task.detail : task.note + " · " + task.detail,
                {.type = kLabel, .colour = t_.dim});
    }

    /// Name and coroutine on one line; the coroutine gives way first.
    void title(Rect line, const TaskView& task) {
        float name = p_.width(task.name, kStrong);
        float most = std::max(line.w * 0.6f, line.w - p_.width(task.coroutine, kCode) - 8);
        float used = p_.text({line.x, line.y, std::min(name + 1, most), line.h}, task.name,
                             {.type = kStrong, .colour = t_.text, .cut = Cut::Middle});
        cut_left(line, used + 8);
        p_.text(line, fitting_label(p_, task.coroutine, line.w, kCode),
                {.type = kCode, .colour = t_.dim, .cut = Cut::Middle});
    }

    // ---- The await chain.

    void chain(Rect area) {
        const ChainView& chain = s_.tasks.chain;
        Rect heading = cut_top(area, 24, 2);
        if (!chain.task) {
            draw_section(p_, heading, s_.strings("chain.none.title"), {});
            draw_empty(p_, cut_top(area, 20), s_.strings("chain.none"));
            return;
        }
        draw_section(p_, heading, chain.title, {});
        float x = area.x;
        float y = area.y;
        constexpr float kRow = 22;
        std::size_t i = 0;
        for (; i < chain.links.size(); ++i) {
            if (!link(chain.links[i], i > 0, area, x, y)) break;
        }
        if (i < chain.links.size()) {
            p_.text({x, y, area.right() - x, kRow}, "…", {.type = kCode, .colour = t_.dim});
            return;
        }
        Rect end{area.x, y + kRow, area.w, kRow};
        if (end.bottom() <= area.bottom() + 1) {
            p_.text_with_tip(end, chain.end, {.type = kLabel, .colour = t_.dim});
        }
    }

    /// Draws one link behind the others, on the next line if it must; false: there is no room.
    bool link(const ChainLink& link, bool arrow, const Rect& area, float& x, float& y) {
        constexpr float kRow = 22;
        constexpr float kArrow = 20;
        constexpr float kIcon = 16;
        bool is_task = link.thing == Thing::Task && link.id;
        Type type = is_task ? kStrong : kCode;
        float name = std::min(p_.width(link.name, type) + 1, area.w * 0.6f);
        float detail = link.detail.empty() ? 0 : p_.width(link.detail, kCode) + 7;
        detail = std::min(detail, area.w - kArrow - kIcon - name - kArrow);
        float w = kIcon + name + detail;
        float lead = arrow ? kArrow : 0;
        bool wraps = x > area.x && x + lead + w > area.right() - kArrow;
        if (wraps && y + 2 * kRow > area.bottom() + 1) return false;
        if (wraps) {
            x = area.x;
            y += kRow;
        }
        if (arrow) {
            draw_icon(p_, Icon::ArrowRight, {x + 2, y + 4, 14, 14}, t_.dim);
            x += kArrow;
        }
        draw_icon(p_, icon_of(link.thing, link.look), {x, y + 5, 12, 12}, t_.look(link.look));
        p_.text({x + kIcon, y, name, kRow}, link.name,
                {.type = type, .colour = t_.text, .cut = Cut::Middle});
        p_.text({x + kIcon + name + 6, y, detail - 6, kRow}, link.detail,
                {.type = kCode, .colour = t_.dim, .cut = Cut::Middle});
        if (link.id) {
            Rect area_of_link{x, y, w, kRow};
            std::string id = fmt::format("tasks.chain.{}", link.id.value);
            if (p_.press(id, area_of_link).clicked) {
                out_.push_back({is_task ? Act::SelectTask : Act::AskWhy, link.id.value});
            }
        }
        x += w + 6;
        return true;
    }

    Painter& p_;
    const Scene& s_;
    const Theme& t_;
    Commands& out_;
    std::vector<std::function<void()>> moving_;
};

}  // namespace

void draw_lanes(Painter& p, const Scene& s, const Rect& area, Commands& out) {
    TasksPanel(p, s, out).draw(area);
}

}  // namespace loopscope::ui
