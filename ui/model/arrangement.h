// Arrangement: which panel stands where, which tabs each holds, and which are hidden.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope::ui {

/// The regions of the window that panels stand in.
enum class Place : std::uint8_t { LeftTop, LeftBottom, Centre, Right, Bottom };
inline constexpr std::size_t kPlaces = 5;

/// The panels that can be moved. The toolbar and the narration stay.
enum class Panel : std::uint8_t { Source, Output, Loop, Tasks, Timeline };

/// What can be a tab of the two panels with tabs.
enum class Tab : std::uint8_t { Queues, Path, Heap, Machine, Tasks, Why, Frames, Graph };
inline constexpr std::size_t kTabs = 8;

/// Where everything is. Every panel has exactly one place, every tab exactly one of the two panels;
/// a panel without tabs, or a hidden one, leaves its room to its neighbours.
class Arrangement {
  public:
    Panel at(Place place) const { return panels_[static_cast<std::size_t>(place)]; }
    Place place_of(Panel panel) const;
    /// Puts `panel` at `place`; what stood there goes where `panel` was.
    void move(Panel panel, Place place);

    bool hidden(Panel panel) const;
    /// Hides a panel or shows it again. The last one that is seen stays.
    void toggle(Panel panel);

    /// The tabs of Panel::Loop or Panel::Tasks, in order.
    const std::vector<Tab>& tabs(Panel panel) const;
    Panel holder(Tab tab) const;
    Tab chosen(Panel panel) const;
    void choose(Tab tab);
    /// Moves a tab behind the others of `panel`, and chooses it. The last tab of a panel stays.
    void move(Tab tab, Panel panel);
    /// Whether a tab is the one that its panel shows.
    bool shows(Tab tab) const { return !hidden(holder(tab)) && chosen(holder(tab)) == tab; }

    /// As one word, "01234 qphMtwfg/3 00", and back; what makes no sense gives the usual.
    std::string write() const;
    static Arrangement read(std::string_view text);

    friend bool operator==(const Arrangement&, const Arrangement&) = default;

  private:
    static std::size_t side(Panel panel) { return panel == Panel::Loop ? 0 : 1; }

    std::array<Panel, kPlaces> panels_{Panel::Source, Panel::Output, Panel::Loop, Panel::Tasks,
                                       Panel::Timeline};
    std::uint8_t hidden_ = 0;  // A bit for each Panel.
    std::array<std::vector<Tab>, 2> tabs_{
        std::vector<Tab>{Tab::Queues, Tab::Path, Tab::Heap, Tab::Machine},
        std::vector<Tab>{Tab::Tasks, Tab::Why, Tab::Frames, Tab::Graph}};
    std::array<Tab, 2> chosen_{Tab::Queues, Tab::Tasks};
};

}  // namespace loopscope::ui
