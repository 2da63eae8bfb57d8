// The two panels with tabs.
#include "ui/panels/tabbed_panel.h"

#include "ui/panels/frames_panel.h"
#include "ui/panels/graph_panel.h"
#include "ui/panels/learn_panel.h"
#include "ui/panels/loop_panel.h"
#include "ui/panels/machine_panel.h"
#include "ui/panels/parts.h"
#include "ui/panels/tasks_panel.h"
#include "ui/panels/threads_panel.h"

namespace loopscope::ui {
namespace {

bool is_of_loop(Tab tab) { return tab == Tab::Queues || tab == Tab::Path || tab == Tab::Heap; }

void draw_tab(Painter& p, const Scene& s, const Rect& area, Tab tab, Commands& out) {
    if (is_of_loop(tab) && !s.loop.exists) {
        draw_empty_area(p, area, s.strings("loop.none"));
        return;
    }
    switch (tab) {
        case Tab::Queues:
            return draw_queues(p, s, area, out);
        case Tab::Path:
            return draw_path(p, s, area, out);
        case Tab::Heap:
            return draw_heap(p, s, area, out);
        case Tab::Machine:
            return draw_threads(p, s, area, out);
        case Tab::Tasks:
            return draw_lanes(p, s, area, out);
        case Tab::Why:
            return draw_why(p, s, area, out);
        case Tab::Frames:
            return draw_frames(p, s, area, out);
        case Tab::Graph:
            return draw_graph(p, s, area, out);
    }
}

/// What stands at the right of the heading: how the loop stands, or how many tasks there are.
void draw_state(Painter& p, const Scene& s, Rect& heading, Panel panel, float tabs) {
    if (panel == Panel::Loop) {
        float state = p.width(s.loop.state, kLabel) + 14;
        bool fits = tabs + state < heading.w;
        Rect place = cut_right(heading, fits ? state : heading.w * 0.5f, 8);
        draw_rich_line(p, place, s.loop.state, p.theme().dim, Align::Right);
        return;
    }
    std::string count = std::to_string(s.tasks.count);
    float w = p.width(count, kCode) + 1;
    p.text(cut_right(heading, w, 8), count, {.type = kCode, .colour = p.theme().dim});
}

}  // namespace

std::string tab_title(const Strings& strings, Tab tab) {
    constexpr std::string_view kKeys[] = {"panel.loop", "centre.path", "centre.heap", "tab.machine",
                                          "tab.tasks",  "tab.why",     "tab.frames",  "tab.graph"};
    return strings(kKeys[static_cast<std::size_t>(tab)]);
}

std::string panel_title(const Strings& strings, Panel panel) {
    constexpr std::string_view kKeys[] = {"panel.source", "panel.output", "panel.loop", "tab.tasks",
                                          "panel.timeline"};
    return strings(kKeys[static_cast<std::size_t>(panel)]);
}

void draw_tabbed(Painter& p, const Scene& s, const Rect& rect, Panel panel, Commands& out) {
    bool loop = panel == Panel::Loop;
    std::string_view name = loop ? "loop" : "tasks";
    Rect area = draw_panel(p, rect, s.layout, {name, {}, {}, loop ? kLabel : kCode});
    Rect heading{area.x - 8, rect.y, area.w + 8, s.layout.heading};
    const std::vector<Tab>& tabs = s.view.arrangement.tabs(panel);
    Tab shown = s.view.arrangement.chosen(panel);
    std::vector<std::string> titles;
    int chosen = 0;
    float width = 0;
    for (std::size_t i = 0; i < tabs.size(); ++i) {
        titles.push_back(tab_title(s.strings, tabs[i]));
        width += p.width(titles.back(), kStrong) + 18;
        if (tabs[i] == shown) chosen = static_cast<int>(i);
    }
    draw_state(p, s, heading, panel, width);
    int now = draw_tabs(p, heading, std::string(name) + ".tab", titles, chosen);
    if (now != chosen)
        out.push_back({Act::PickTab, static_cast<int>(tabs[static_cast<std::size_t>(now)])});
    bool told = (s.lesson.parts & bit(Part::Tasks)) != 0;
    if (shown == Tab::Tasks && told) draw_highlight(p, rect.inset(4));
    draw_tab(p, s, area, shown, out);
}

}  // namespace loopscope::ui
