// Dock: how the window is divided among its panels: a tree of splits, with panels as its leaves.
//
// A panel is a group of pages, of which one is seen; each of the others is a tab. A split divides
// its room in two, side by side or one above the other. Any page can be moved beside any panel, or
// into it as a tab, or to an edge of the whole window, so every division can be reached.
//
// Invariants:
//  1. Every page stands in exactly one group, hidden or not: what is shown again comes back to
//     where it was. A group whose pages are all hidden leaves its room to its neighbours.
//  2. No group is empty; a split has exactly two children.
//  3. At least one page is not hidden.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope::ui {

/// What can be seen in a panel. The toolbar and the narration stay where they are.
enum class Page : std::uint8_t {
    Source,
    Output,
    Queues,
    Path,
    Heap,
    Machine,
    Tasks,
    Why,
    Frames,
    Graph,
    Timeline,
};
inline constexpr std::size_t kPages = 11;

enum class Side : std::uint8_t { Left, Right, Top, Bottom };

/// A place for a page or a panel: beside `beside`'s panel, or in it; without it, at an edge of the
/// whole window.
struct DockPlace {
    std::optional<Page> beside;
    std::optional<Side> side;  ///< None: as a tab. Requires: `beside`.

    friend bool operator==(const DockPlace&, const DockPlace&) = default;
};

class Dock {
  public:
    /// A split, if it has children; else a group.
    struct Node {
        std::vector<Node> children;
        bool row = false;           ///< Side by side; else one above the other.
        int percent = 0;            ///< The first child's share of the room; 0: as usual.
        std::vector<Page> pages{};  ///< In the order of their tabs.
        Page chosen = Page::Source;

        bool is_group() const { return children.empty(); }
        friend bool operator==(const Node&, const Node&) = default;
    };

    /// Source and output at the left, the loop in the middle, the tasks at the right, the timeline
    /// below all.
    Dock();

    const Node& root() const { return root_; }
    /// The group that holds `page`.
    const Node& group_of(Page page) const;
    /// The pages of a group that are not hidden.
    std::vector<Page> shown_of(const Node& group) const;
    /// Whether a page is the one that its panel shows.
    bool shows(Page page) const { return !hidden(page) && group_of(page).chosen == page; }
    bool hidden(Page page) const { return (hidden_ >> static_cast<unsigned>(page) & 1u) != 0; }
    /// Whether anything of a node is seen.
    bool seen(const Node& node) const;

    /// Makes a page the one that its panel shows; a hidden page is shown again.
    void choose(Page page);
    /// Hides a page; the last one that is seen stays.
    void hide(Page page);
    /// Hides a panel with all its pages, or shows it again.
    void toggle_group(Page page);

    /// Moves a page, or the whole panel that holds it. What makes no sense (a panel beside itself)
    /// does nothing. A moved page is chosen, and seen.
    void move(Page page, const DockPlace& place);
    void move_group(Page page, const DockPlace& place);
    /// Sets the share of a split's first child, within [kPercentMin, 100 - kPercentMin]; 0: as
    /// usual. Splits are numbered: the root is 1, the children of n are 2n and 2n + 1.
    void resize(std::uint32_t split, int percent);
    static constexpr int kPercentMin = 5;

    /// As one word, "c(r28(c(S,O),r(Qphm,Twfg)),L) ol": splits as r (row) or c (column) with the
    /// percent and two children, groups as the letters of their pages with a capital for the
    /// chosen one, and what is hidden. And back: what is damaged gives the usual; a page that is
    /// missing stands where it usually would, one that is unknown or stands twice is passed over.
    std::string write() const;
    static Dock read(std::string_view text);

    friend bool operator==(const Dock&, const Dock&) = default;

  private:
    explicit Dock(Node root) : root_(std::move(root)) {}
    Node* find(Page page);
    void insert(Node moved, const DockPlace& place);
    void mend_chosen(Node& node);

    Node root_;
    std::uint16_t hidden_ = 0;  // A bit for each Page.
};

}  // namespace loopscope::ui
