// Viewer: panels that are resized, moved, hidden, and remembered for each file.
#include <algorithm>
#include <cmath>

#include "ui/app/viewer.h"
#include "ui/panels/parts.h"
#include "ui/panels/tabbed_panel.h"

namespace loopscope::ui {
namespace {

constexpr float kDragFrom = 10;  // Logical pixels; less is a press.

/// What is being dragged: a panel by its heading, or one of its tabs.
struct Dragged {
    std::optional<Panel> panel;
    std::optional<Tab> tab;
};

Dragged dragged_by(std::string_view id, const Arrangement& arrangement) {
    Dragged dragged;
    if (id.starts_with("panel.")) {
        dragged.panel = static_cast<Panel>(id.back() - '0');
        return dragged;
    }
    bool loop = id.starts_with("loop.tab.");
    if (!loop && !id.starts_with("tasks.tab.")) return dragged;
    const std::vector<Tab>& tabs = arrangement.tabs(loop ? Panel::Loop : Panel::Tasks);
    auto index = static_cast<std::size_t>(id.back() - '0');
    if (index < tabs.size()) dragged.tab = tabs[index];
    return dragged;
}

}  // namespace

/// The gaps between the panels can be dragged; a double click puts them back.
void Viewer::draw_splitters(Painter& p, const WindowLayout& layout, Commands& out) {
    struct Gap {
        std::string_view id;
        Rect rect;
    };
    const Gap gaps[] = {{"split.left", layout.split_left},
                        {"split.right", layout.split_right},
                        {"split.bottom", layout.split_bottom},
                        {"split.output", layout.split_output}};
    const Arrangement& a = view_.arrangement;
    const Rect upper = layout.of(a.at(Place::LeftTop));
    const Rect lower = layout.of(a.at(Place::LeftBottom));
    const Rect column{upper.x, upper.y, upper.w, lower.bottom() - upper.y};
    for (int i = 0; i < 4; ++i) {
        const Rect& rect = gaps[i].rect;
        if (rect.empty()) continue;
        p.begin_panel("split", rect);
        Press press = p.press(gaps[i].id, rect);
        if (press.hovered || press.held)
            p.fill(i >= 2 ? rect.inset(0, rect.h / 2 - 1) : rect.inset(rect.w / 2 - 1, 0),
                   p.theme().dim, 1);
        if (press.hovered && !press.held) p.tip(strings_("tip.split"));
        if (press.hovered && p.pointer().double_clicked) {
            out.push_back({Act::Split, i, 0});
            continue;
        }
        bool moved = press.held && std::abs(press.at.x - grip_.pressed_at.x) +
                                           std::abs(press.at.y - grip_.pressed_at.y) >
                                       3;
        if (!moved) continue;
        float part = i == 0   ? press.at.x / window_.w
                     : i == 1 ? 1 - press.at.x / window_.w
                     : i == 2 ? 1 - press.at.y / window_.h
                              : (column.bottom() - press.at.y) / column.h;
        out.push_back({Act::Split, i, std::max(5.0, std::round(static_cast<double>(part) * 100))});
    }
}

/// A panel is taken by its heading and dropped on another, with which it changes places; a tab is
/// dropped on the other panel with tabs.
void Viewer::draw_dragged(Painter& p, const WindowLayout& layout, Commands& out) {
    const Panel all[] = {Panel::Source, Panel::Output, Panel::Loop, Panel::Tasks, Panel::Timeline};
    for (Panel panel : all) {
        Rect rect = layout.of(panel);
        if (rect.empty()) continue;
        Rect heading{rect.x, rect.y, rect.w, std::min(rect.h, layout.heading)};
        p.press("panel." + std::to_string(static_cast<int>(panel)), heading);
    }
    Point at = p.pointer().at;
    float way = std::abs(at.x - grip_.pressed_at.x) + std::abs(at.y - grip_.pressed_at.y);
    Dragged dragged = dragged_by(grip_.active, view_.arrangement);
    if ((!dragged.panel && !dragged.tab) || way < kDragFrom) return;
    if (!p.pointer().down && !p.pointer().released) return;
    std::optional<Panel> target;
    for (Panel panel : all)
        if (layout.of(panel).contains(at)) target = panel;
    Panel from = dragged.panel ? *dragged.panel : view_.arrangement.holder(*dragged.tab);
    bool tabbed = target == Panel::Loop || target == Panel::Tasks;
    bool welcome = target && *target != from && (dragged.panel || tabbed);
    if (p.pointer().released) {
        if (!welcome) return;
        if (dragged.panel)
            out.push_back({Act::MovePanel, static_cast<int>(*dragged.panel),
                           static_cast<double>(view_.arrangement.place_of(*target))});
        else
            out.push_back(
                {Act::MoveTab, static_cast<int>(*dragged.tab), static_cast<double>(*target)});
        return;
    }
    const Theme& t = p.theme();
    p.set_layer(p.layer() + 1);
    if (welcome) {
        Rect place = layout.of(*target);
        p.fill(place, with_alpha(t.running, 0.14f), kPanelRadius);
        p.stroke(place, t.running, kPanelRadius, 2);
    }
    std::string name =
        dragged.panel ? panel_title(strings_, *dragged.panel) : tab_title(strings_, *dragged.tab);
    float w = p.width(name, kStrong) + 24;
    Rect chip{std::min(at.x + 12, window_.w - w - 4), std::min(at.y + 12, window_.h - 32), w, 28};
    p.begin_panel("dragged", chip);
    p.shadow(chip, 5);
    p.fill(chip, t.raised, 5);
    p.stroke(chip, welcome ? t.running : t.line, 5, 1);
    p.text(chip.inset(12, 0), name, {.type = kStrong, .colour = t.text});
    p.set_layer(p.layer() - 1);
}

/// What dragging does, for the palette: every panel to every other place, every tab to the other
/// panel with tabs.
void Viewer::add_panel_entries(std::vector<PaletteEntry>& entries) const {
    constexpr std::string_view kPlaceKeys[] = {"place.left_top", "place.left_bottom",
                                               "place.centre", "place.right", "place.bottom"};
    const Arrangement& a = view_.arrangement;
    for (std::size_t i = 0; i < kPlaces; ++i) {
        auto panel = static_cast<Panel>(i);
        for (std::size_t k = 0; k < kPlaces; ++k) {
            if (a.place_of(panel) == static_cast<Place>(k)) continue;
            entries.push_back({strings_("palette.move", {{"panel", panel_title(strings_, panel)},
                                                         {"place", strings_(kPlaceKeys[k])}}),
                               {},
                               {Act::MovePanel, static_cast<int>(i), static_cast<double>(k)}});
        }
    }
    for (std::size_t i = 0; i < kTabs; ++i) {
        auto tab = static_cast<Tab>(i);
        Panel other = a.holder(tab) == Panel::Loop ? Panel::Tasks : Panel::Loop;
        entries.push_back({strings_("palette.move.tab", {{"tab", tab_title(strings_, tab)}}),
                           {},
                           {Act::MoveTab, static_cast<int>(i), static_cast<double>(other)}});
    }
}

void Viewer::keep_arrangement() {
    views_.tabs_known = false;
    animator_.settle();
    settings_.arrangement = view_.arrangement.write();
    if (document_) notes_.arrangement = settings_.arrangement;
}

/// Chooses a tab where it stands; if its panel is hidden, shows that.
void Viewer::choose_tab(Tab tab) {
    Panel panel = view_.arrangement.holder(tab);
    if (view_.arrangement.hidden(panel)) view_.arrangement.toggle(panel);
    view_.arrangement.choose(tab);
    view_.side_first = 0;
    views_.tabs_known = false;
    animator_.settle();
}

bool Viewer::apply_panels(const Command& c) {
    constexpr Tab kSide[] = {Tab::Tasks, Tab::Why, Tab::Frames, Tab::Graph, Tab::Machine};
    constexpr Tab kCentre[] = {Tab::Queues, Tab::Path, Tab::Heap, Tab::Machine};
    auto number = static_cast<std::size_t>(std::max<std::int64_t>(0, c.number));
    Arrangement& a = view_.arrangement;
    auto panel = static_cast<Panel>(number % kPlaces);
    switch (c.act) {
        case Act::ChooseTab:
            choose_tab(kSide[number % std::size(kSide)]);
            return true;
        case Act::ChooseCentre:
            choose_tab(kCentre[number % std::size(kCentre)]);
            return true;
        case Act::PickTab:
            choose_tab(static_cast<Tab>(number % kTabs));
            return true;
        case Act::NextTab: {
            const std::vector<Tab>& tabs = a.tabs(Panel::Tasks);
            auto at = std::find(tabs.begin(), tabs.end(), a.chosen(Panel::Tasks));
            auto next = static_cast<std::size_t>(at - tabs.begin() + 1) % tabs.size();
            choose_tab(tabs[next]);
            return true;
        }
        case Act::ToggleWhy:
            choose_tab(a.shows(Tab::Why) ? Tab::Tasks : Tab::Why);
            return true;
        case Act::MovePanel:
            a.move(panel, static_cast<Place>(std::clamp(c.from, 0.0, kPlaces - 1.0)));
            keep_arrangement();
            return true;
        case Act::MoveTab:
            a.move(static_cast<Tab>(number % kTabs), c.from == 2 ? Panel::Loop : Panel::Tasks);
            keep_arrangement();
            return true;
        case Act::TogglePanel:
            a.toggle(panel);
            keep_arrangement();
            return true;
        case Act::ResetPanels:
            a = {};
            settings_.left_percent = settings_.right_percent = 0;
            settings_.bottom_percent = settings_.output_percent = 0;
            settings_.preset = 0;
            keep_arrangement();
            return true;
        default:
            return false;
    }
}

}  // namespace loopscope::ui
