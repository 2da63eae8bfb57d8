// Viewer: panels that are resized, moved, hidden, and remembered for each file.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "ui/app/viewer.h"
#include "ui/panels/parts.h"
#include "ui/panels/tabbed_panel.h"

namespace loopscope::ui {
namespace {

constexpr float kGrowBy = 60;    // Logical pixels by which a panel grows by one command.
constexpr float kDragFrom = 10;  // Logical pixels; less is a press.
constexpr Side kSides[] = {Side::Left, Side::Right, Side::Top, Side::Bottom};

/// What is being dragged: a page by its tab, or a whole panel by its heading.
struct Dragged {
    Page page = Page::Source;
    bool whole = false;
};

/// The number at the end of an area's id, "tasks.tab.3".
std::size_t last_number(std::string_view id) {
    std::size_t number = kPages;
    std::size_t dot = id.rfind('.');
    if (dot == std::string_view::npos) return number;
    std::from_chars(id.data() + dot + 1, id.data() + id.size(), number);
    return number;
}

std::optional<Dragged> dragged_by(std::string_view id, const WindowLayout& layout) {
    if (id.starts_with("panel.")) {
        std::size_t page = last_number(id);
        if (page < kPages) return Dragged{static_cast<Page>(page), true};
    }
    for (const PanelPlace& panel : layout.panels) {
        if (!id.starts_with(std::string(panel.name) + ".tab.")) continue;
        std::size_t index = last_number(id);
        if (index < panel.pages.size()) return Dragged{panel.pages[index], false};
    }
    return std::nullopt;
}

Command move_command(Page page, bool whole, const DockPlace& place) {
    return {whole ? Act::MovePanel : Act::MovePage, static_cast<int>(page),
            place.beside ? static_cast<double>(*place.beside) : -1.0,
            place.side ? static_cast<double>(*place.side) : kAsTab};
}

DockPlace place_of(const Command& c) {
    DockPlace place;
    if (c.from >= 0 && c.from < static_cast<double>(kPages))
        place.beside = static_cast<Page>(static_cast<int>(c.from));
    if (c.to >= 0 && c.to < kAsTab) place.side = static_cast<Side>(static_cast<int>(c.to));
    return place;
}

}  // namespace

LayoutWish Viewer::layout_wish() const {
    return {.preset = static_cast<Preset>(view_.preset),
            .dock = view_.dock,
            .lesson = lesson_on_,
            .question = quiz_.on,
            .whole_class = quiz_.whole_class};
}

/// The gaps between the panels can be dragged; a double click puts them back.
void Viewer::draw_splitters(Painter& p, const WindowLayout& layout, Commands& out) {
    for (const Splitter& splitter : layout.splitters) {
        const Rect& gap = splitter.gap;
        p.begin_panel("split", gap);
        Press press = p.press("split." + std::to_string(splitter.split), gap, Reach::Pointer);
        if (press.hovered || press.held)
            p.fill(splitter.row ? gap.inset(gap.w / 2 - 1, 0) : gap.inset(0, gap.h / 2 - 1),
                   p.theme().dim, 1);
        if (press.hovered && !press.held) p.tip(strings_("tip.split"));
        auto number = static_cast<std::int64_t>(splitter.split);
        if (press.hovered && p.pointer().double_clicked) {
            out.push_back({Act::Split, number, 0});
            continue;
        }
        bool moved = press.held && std::abs(press.at.x - grip_.pressed_at.x) +
                                           std::abs(press.at.y - grip_.pressed_at.y) >
                                       3;
        if (moved)
            out.push_back({Act::Split, number, static_cast<double>(splitter.percent_at(press.at))});
    }
}

/// A page is taken by its tab, a panel by its heading, and dropped beside a panel, in it, or at the
/// window's edge. Escape puts it back.
void Viewer::draw_dragged(Painter& p, const WindowLayout& layout, Commands& out) {
    for (const PanelPlace& panel : layout.panels) {
        Rect heading{panel.rect.x, panel.rect.y, panel.rect.w,
                     std::min(panel.rect.h, layout.heading)};
        p.press("panel." + std::to_string(static_cast<int>(panel.chosen)), heading, Reach::Pointer);
    }
    std::optional<Dragged> dragged = dragged_by(grip_.active, layout);
    Point at = p.pointer().at;
    float way = std::abs(at.x - grip_.pressed_at.x) + std::abs(at.y - grip_.pressed_at.y);
    if (!dragged || way < kDragFrom) return;
    std::optional<DockPlace> place = drop_at(layout, at, dragged->page, dragged->whole);
    if (p.pointer().released) {
        if (place) out.push_back(move_command(dragged->page, dragged->whole, *place));
        return;
    }
    if (!p.pointer().down) return;
    p.set_layer(p.layer() + 1);
    if (place) draw_drop(p, dragged->page, dragged->whole, *place);
    const Theme& t = p.theme();
    std::string name = page_title(strings_, dragged->page);
    float w = p.width(name, kStrong) + 24;
    Rect chip{std::min(at.x + 12, window_.w - w - 4), std::min(at.y + 12, window_.h - 32), w, 28};
    p.begin_panel("dragged", chip);
    p.shadow(chip, 5);
    p.fill(chip, t.raised, 5);
    p.stroke(chip, place ? t.running : t.line, 5, 1);
    p.text(chip.inset(12, 0), name, {.type = kStrong, .colour = t.text});
    p.set_layer(p.layer() - 1);
}

/// The room that what is dragged would get, as the window would be laid out then.
void Viewer::draw_drop(Painter& p, Page page, bool whole, const DockPlace& place) {
    LayoutWish wish = layout_wish();
    whole ? wish.dock.move_group(page, place) : wish.dock.move(page, place);
    WindowLayout after = layout_window(window_.w, window_.h, wish);
    const PanelPlace* panel = after.panel_with(page);
    if (!panel) return;
    const Theme& t = p.theme();
    p.begin_panel("drop", panel->rect);
    p.fill(panel->rect, with_alpha(t.running, 0.16f), kPanelRadius);
    p.stroke(panel->rect, t.running, kPanelRadius, 2);
}

/// What dragging does, for the palette: every page a step towards each side, and into each other
/// panel.
void Viewer::add_panel_entries(std::vector<PaletteEntry>& entries) const {
    constexpr std::string_view kSideKeys[] = {"side.left", "side.right", "side.top", "side.bottom"};
    WindowLayout layout = layout_window(window_.w, window_.h, layout_wish());
    add_size_entries(entries, layout);
    for (std::size_t i = 0; i < kPages; ++i) {
        auto page = static_cast<Page>(i);
        auto number = static_cast<int>(i);
        std::string name = page_title(strings_, page);
        bool hidden = view_.dock.hidden(page);
        entries.push_back(
            {strings_(hidden ? "palette.panel.show" : "palette.panel.hide", {{"panel", name}}),
             {},
             {Act::TogglePage, number}});
        for (Side side : kSides) {
            std::string_view key = kSideKeys[static_cast<std::size_t>(side)];
            entries.push_back({strings_("palette.move", {{"panel", name}, {"side", strings_(key)}}),
                               {},
                               {Act::StepPage, number, static_cast<double>(side)}});
        }
        for (const PanelPlace& panel : layout.panels) {
            if (&panel == layout.panel_with(page)) continue;
            entries.push_back(
                {strings_("palette.move.tab",
                          {{"panel", name}, {"other", page_title(strings_, panel.chosen)}}),
                 {},
                 move_command(page, false, {panel.chosen, std::nullopt})});
        }
    }
}

/// What dragging a panel's edges does, for the palette.
void Viewer::add_size_entries(std::vector<PaletteEntry>& entries,
                              const WindowLayout& layout) const {
    for (const PanelPlace& panel : layout.panels) {
        std::string name = page_title(strings_, panel.chosen);
        auto number = static_cast<int>(panel.chosen);
        for (bool across : {true, false}) {
            Side far = across ? Side::Right : Side::Bottom;
            Side near = across ? Side::Left : Side::Top;
            Side side = layout.grow(panel.chosen, far, kGrowBy) ? far : near;
            if (!layout.grow(panel.chosen, side, kGrowBy)) continue;
            for (bool more : {true, false}) {
                std::string_view key = across ? (more ? "palette.wider" : "palette.narrower")
                                              : (more ? "palette.taller" : "palette.lower");
                entries.push_back(
                    {strings_(key, {{"panel", name}}),
                     {},
                     {Act::GrowPanel, number, static_cast<double>(side), more ? 1.0 : -1.0}});
            }
        }
    }
}

/// Remembers the panels for the open file, and for those that were never laid out. How they stand
/// in presentations is remembered apart, until the window closes.
void Viewer::keep_dock() {
    views_.tabs_known = false;
    animator_.settle();
    if (presenting_) {
        presented_ = view_.dock;  // The panels that were chosen for this room.
        return;
    }
    settings_.arrangement = view_.dock.write();
    if (document_) notes_.arrangement = settings_.arrangement;
}

/// The panels as they were kept for the open file, else as they stood last.
void Viewer::restore_dock() {
    bool own = !notes_.arrangement.empty();
    view_.dock = Dock::read(own ? notes_.arrangement : settings_.arrangement);
    view_.preset = notes_.preset >= 0 ? notes_.preset : settings_.preset;
    if (!presenting_) return;
    view_.dock = presented_ ? *presented_ : dock_of(Preset::Presentation);
    view_.preset = static_cast<int>(Preset::Presentation);
}

/// Chooses a page where it stands; a hidden one is shown.
void Viewer::choose_page(Page page) {
    view_.dock.choose(page);
    view_.side_first = 0;
    views_.tabs_known = false;
    animator_.settle();
}

/// Chooses the presentation's scale for a screen, each time that this is another one.
void Viewer::fit_presentation(Point pixels) {
    if (presented_on_ == pixels) return;
    presented_on_ = pixels;
    settings_.scale = presentation_scale(pixels.x, pixels.y, scale_before_);
    redraw_ = true;
}

void Viewer::toggle_presentation() {
    presenting_ = !presenting_;
    // Larger type for the room; afterwards what it was, whatever the size in between.
    if (presenting_) {
        scale_before_ = settings_.scale;
        presented_on_ = {};
        fit_presentation({pixels_.x, pixels_.y});
    } else {
        settings_.scale = scale_before_;
    }
    restore_dock();
    views_.tabs_known = false;
    animator_.settle();
}

bool Viewer::apply_panels(const Command& c) {
    constexpr Page kSide[] = {Page::Tasks, Page::Why, Page::Frames, Page::Graph, Page::Machine};
    constexpr Page kCentre[] = {Page::Queues, Page::Path, Page::Heap, Page::Machine};
    auto number = static_cast<std::size_t>(std::max<std::int64_t>(0, c.number));
    switch (c.act) {
        case Act::ChooseTab:
            choose_page(kSide[number % std::size(kSide)]);
            return true;
        case Act::ChooseCentre:
            choose_page(kCentre[number % std::size(kCentre)]);
            return true;
        case Act::PickTab:
            choose_page(static_cast<Page>(number % kPages));
            return true;
        case Act::NextTab: {
            const Dock::Node& group = view_.dock.group_of(Page::Tasks);
            std::vector<Page> pages = view_.dock.shown_of(group);
            if (pages.empty()) pages = group.pages;
            auto at = std::find(pages.begin(), pages.end(), group.chosen);
            choose_page(pages[static_cast<std::size_t>(at - pages.begin() + 1) % pages.size()]);
            return true;
        }
        case Act::AskWhy:
            view_.selected = trace::FutureId{static_cast<std::uint32_t>(c.number)};
            view_.asked = trace::HandleId{static_cast<std::uint32_t>(c.from)};
            choose_page(Page::Why);
            return true;
        case Act::ToggleWhy:
            choose_page(view_.dock.shows(Page::Why) ? Page::Tasks : Page::Why);
            return true;
        default:
            return apply_dock(c);
    }
}

/// What changes the dock, and is remembered.
bool Viewer::apply_dock(const Command& c) {
    Dock& dock = view_.dock;
    auto number = static_cast<std::size_t>(std::max<std::int64_t>(0, c.number));
    auto page = static_cast<Page>(number % kPages);
    switch (c.act) {
        case Act::MovePage:
            dock.move(page, place_of(c));
            break;
        case Act::MovePanel:
            dock.move_group(page, place_of(c));
            break;
        case Act::StepPage: {
            auto side = static_cast<Side>(static_cast<int>(std::clamp(c.from, 0.0, 3.0)));
            WindowLayout layout = layout_window(window_.w, window_.h, layout_wish());
            dock.move(page, step_place(layout, page, side));
            break;
        }
        case Act::TogglePage:
            dock.hidden(page) ? dock.choose(page) : dock.hide(page);
            break;
        case Act::TogglePanel:
            dock.toggle_group(page);
            break;
        case Act::GrowPanel: {
            auto side = static_cast<Side>(static_cast<int>(std::clamp(c.from, 0.0, 3.0)));
            WindowLayout layout = layout_window(window_.w, window_.h, layout_wish());
            auto drag = layout.grow(page, side, c.to < 0 ? -kGrowBy : kGrowBy);
            if (drag) dock.resize(drag->split, drag->percent);
            break;
        }
        case Act::Split:
            dock.resize(static_cast<std::uint32_t>(number), static_cast<int>(c.from));
            break;
        case Act::ResetPanels:
        case Act::ChoosePreset: {
            auto preset =
                c.act == Act::ResetPanels ? Preset::Lesson : static_cast<Preset>(number % kPresets);
            if (presenting_) preset = Preset::Presentation;
            view_.preset = static_cast<int>(preset);
            dock = dock_of(preset);
            if (!presenting_) settings_.preset = notes_.preset = view_.preset;
            break;
        }
        default:
            return false;
    }
    keep_dock();
    return true;
}

}  // namespace loopscope::ui
