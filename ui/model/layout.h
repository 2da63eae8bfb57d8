// Where the panels stand, at any size of window and any display scale.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "ui/model/dock.h"
#include "ui/model/geometry.h"

namespace loopscope::ui {

/// How much room there is, which decides how much each panel says.
enum class Density : std::uint8_t {
    Roomy,  ///< A desktop window.
    Snug,   ///< A laptop, or a large window at a large scale.
    Tight,  ///< A small window at a projector's scale: one line a card, short labels.
};

/// A panel: a group of the dock that is seen, and where.
struct PanelPlace {
    std::string_view name;  ///< "source", "loop", "tasks" …, after what it holds; one alone.
    Rect rect;
    std::vector<Page> pages;  ///< Those that are not hidden, in the order of their tabs.
    Page chosen = Page::Source;
};

/// A gap between two panels, which can be dragged.
struct Splitter {
    std::uint32_t split = 1;  ///< As Dock::resize() numbers them.
    bool row = false;         ///< It parts left from right; else above from below.
    Rect gap;
    Rect room;        ///< Of the whole split.
    float words = 0;  ///< Height of the words that stand between its halves, above the gap.

    /// The share of the first half that puts the gap at a point.
    int percent_at(Point at) const;
};

/// The regions of the window, in logical pixels. They cover the window less the gaps between
/// them, and never overlap. Below 620 pixels of width there are no tasks: the timeline has them.
struct WindowLayout {
    Density density = Density::Roomy;
    float gap = 8;       ///< Between panels and around them.
    float padding = 12;  ///< Inside a panel, left and right.
    float heading = 34;  ///< Height of a panel's heading.
    Rect toolbar;
    Rect dock;  ///< All that panels can be dropped on.
    std::vector<PanelPlace> panels;
    std::vector<Splitter> splitters;
    Rect narration;  ///< Above what stands lowest over the whole width, else at the foot.
    Rect lesson;     ///< The note of a lesson, above the narration; empty without one.
    Rect question;   ///< In place of narration and timeline, which would tell the answer.

    /// Where a page is seen; empty: it is hidden, behind another tab, or there is no room for it.
    Rect of(Page page) const;
    /// The panel that holds `page`, seen or behind another; null: there is none.
    const PanelPlace* panel_with(Page page) const;
    /// The panel at a point; null: there is none.
    const PanelPlace* panel_at(Point at) const;
    /// What to drag, and to which share, so that the edge of the panel of `page` at `side` moves by
    /// `way` pixels outwards; none: it is the window's edge.
    struct Drag {
        std::uint32_t split = 1;
        int percent = 50;
    };
    std::optional<Drag> grow(Page page, Side side, float way) const;
    /// The panel that is met on leaving that of `page` at `side`; null: the window's edge.
    const PanelPlace* neighbour(Page page, Side side) const;
};

/// Which panels are there.
enum class Preset : std::uint8_t {
    Lesson,        ///< All of them.
    Debugging,     ///< More room for the source, the output and the tabs at the right.
    Presentation,  ///< Source, loop and narration alone.
};
inline constexpr int kPresets = 3;

/// The panels as a preset has them.
Dock dock_of(Preset preset);

/// What is wished beside the usual.
struct LayoutWish {
    Preset preset = Preset::Lesson;  ///< How large things are where nobody has dragged them.
    Dock dock{};
    bool lesson = false;
    bool question = false;
    bool whole_class = false;  ///< The question is read by a room.
};

/// Lays a window of `width` × `height` logical pixels out. Works for any size from 480 × 300 up;
/// smaller windows get what those sizes get, cut off.
WindowLayout layout_window(float width, float height, const LayoutWish& wish = {});

// ---- Dropping.

/// The place that a page, or `whole`: its panel, gets when it is dropped at a point: near a side of
/// a panel beside that, further inside as its tab, near the window's edge along all of it. None: it
/// stays where it is.
std::optional<DockPlace> drop_at(const WindowLayout& layout, Point at, Page page, bool whole);

/// Where one step towards `side` leads a page, so that repeating it leads to the window's edge: out
/// of its panel's tabs, then past one panel after the other.
DockPlace step_place(const WindowLayout& layout, Page page, Side side);

}  // namespace loopscope::ui
