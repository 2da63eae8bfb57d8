// A panel: its tabs and its page.
#include "ui/panels/tabbed_panel.h"

#include "ui/panels/frames_panel.h"
#include "ui/panels/graph_panel.h"
#include "ui/panels/learn_panel.h"
#include "ui/panels/loop_panel.h"
#include "ui/panels/machine_panel.h"
#include "ui/panels/parts.h"
#include "ui/panels/source_panel.h"
#include "ui/panels/tasks_panel.h"
#include "ui/panels/threads_panel.h"
#include "ui/panels/timeline_panel.h"

namespace loopscope::ui {
namespace {

bool is_of_loop(Page page) {
    return page == Page::Queues || page == Page::Path || page == Page::Heap;
}

void draw_page(Painter& p, const Scene& s, const Rect& area, Page page, Commands& out) {
    if (is_of_loop(page) && !s.loop.exists) {
        draw_empty_area(p, area, s.strings("loop.none"));
        return;
    }
    switch (page) {
        case Page::Source:
            return draw_source(p, s, area, out);
        case Page::Output:
            return draw_output(p, s, area, out);
        case Page::Queues:
            return draw_queues(p, s, area, out);
        case Page::Path:
            return draw_path(p, s, area, out);
        case Page::Heap:
            return draw_heap(p, s, area, out);
        case Page::Machine:
            return draw_threads(p, s, area, out);
        case Page::Tasks:
            return draw_lanes(p, s, area, out);
        case Page::Why:
            return draw_why(p, s, area, out);
        case Page::Frames:
            return draw_frames(p, s, area, out);
        case Page::Graph:
            return draw_graph(p, s, area, out);
        case Page::Timeline:
            return draw_timeline(p, s, area, out);
    }
}

/// Draws what stands at the right of the heading, where `wanted` of its width is free; else it may
/// have half of it.
Rect cut_state(Rect& heading, float wanted, float tabs) {
    return cut_right(heading, tabs + wanted < heading.w ? wanted : heading.w * 0.5f, 8);
}

/// What stands at the right of the heading: how the loop stands, how many tasks there are, whose
/// source it is. `titles`: the width of what stands at its left.
void draw_state(Painter& p, const Scene& s, Rect& heading, const PanelPlace& panel, float titles,
                Commands& out) {
    auto rich = [&](const std::string& text) {
        Rect place = cut_state(heading, p.width(text, kLabel) + 14, titles);
        draw_rich_line(p, place, text, p.theme().dim, Align::Right);
    };
    switch (panel.chosen) {
        case Page::Source: {
            Rect place = cut_right(heading, std::max(34.0f, heading.w - titles - 12), 8);
            return draw_source_tools(p, s, place, out);
        }
        case Page::Output:
            return rich(s.strings("output.state"));
        case Page::Timeline:
            return;
        default:
            break;
    }
    if (panel.name == "loop") return rich(s.loop.state);
    if (panel.name != "tasks") return;
    std::string count = std::to_string(s.tasks.count);
    float w = p.width(count, kCode) + 1;
    p.text(cut_right(heading, w, 8), count, {.type = kCode, .colour = p.theme().dim});
}

/// The names of the pages: a plain heading for one that usually stands alone, else tabs.
void draw_titles(Painter& p, const Scene& s, const Rect& rect, const PanelPlace& panel,
                 Commands& out) {
    bool plain =
        panel.pages.size() == 1 && (panel.chosen == Page::Source || panel.chosen == Page::Output);
    float padding = s.layout.padding;
    if (plain) {
        Rect heading{rect.x + padding, rect.y, rect.w - 2 * padding, s.layout.heading};
        std::string title = page_title(s.strings, panel.chosen);
        float w = p.width(title, kStrong) + 1;
        draw_state(p, s, heading, panel, w, out);
        p.text(heading, title, {.type = kStrong, .colour = p.theme().dim});
        return;
    }
    Rect heading{rect.x + padding - 8, rect.y, rect.w - 2 * padding + 8, s.layout.heading};
    std::vector<std::string> titles;
    int chosen = 0;
    float width = 0;
    for (std::size_t i = 0; i < panel.pages.size(); ++i) {
        titles.push_back(page_title(s.strings, panel.pages[i]));
        width += p.width(titles.back(), kStrong) + 18;
        if (panel.pages[i] == panel.chosen) chosen = static_cast<int>(i);
    }
    draw_state(p, s, heading, panel, width, out);
    int now = draw_tabs(p, heading, std::string(panel.name) + ".tab", titles, chosen);
    if (now != chosen)
        out.push_back({Act::PickTab, static_cast<int>(panel.pages[static_cast<std::size_t>(now)])});
}

}  // namespace

std::string page_title(const Strings& strings, Page page) {
    constexpr std::string_view kKeys[] = {
        "panel.source", "panel.output", "panel.loop", "centre.path", "centre.heap",   "tab.machine",
        "tab.tasks",    "tab.why",      "tab.frames", "tab.graph",   "panel.timeline"};
    return strings(kKeys[static_cast<std::size_t>(page)]);
}

void draw_tabbed(Painter& p, const Scene& s, const PanelPlace& panel, Commands& out) {
    const Rect& rect = panel.rect;
    bool timeline = panel.chosen == Page::Timeline;
    if (timeline && panel.pages.size() == 1) return draw_timeline(p, s, rect, out);
    Rect area = draw_panel(p, rect, s.layout, {panel.name, {}, {}, kLabel});
    draw_titles(p, s, rect, panel, out);
    bool told = (s.lesson.parts & bit(Part::Tasks)) != 0;
    if (panel.chosen == Page::Tasks && told) draw_highlight(p, rect.inset(4));
    // The timeline has its own ground, as wide as the panel.
    if (timeline) area = {rect.x, rect.y + s.layout.heading, rect.w, rect.h - s.layout.heading};
    draw_page(p, s, area, panel.chosen, out);
}

}  // namespace loopscope::ui
