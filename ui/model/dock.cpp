// The tree of panels.
#include "ui/model/dock.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace loopscope::ui {
namespace {

using Node = Dock::Node;

constexpr std::string_view kLetters = "soqphmtwfgl";  // In the order of Page.
constexpr int kDepthMax = 16;                         // Of what is read.
constexpr std::uint16_t kAllPages = (1u << kPages) - 1;

std::uint16_t bit(Page page) {
    return static_cast<std::uint16_t>(1u << static_cast<unsigned>(page));
}

Node group(std::vector<Page> pages) {
    Node node;
    node.chosen = pages.front();
    node.pages = std::move(pages);
    return node;
}

Node split(bool row, Node first, Node second) {
    Node node;
    node.row = row;
    node.children.push_back(std::move(first));
    node.children.push_back(std::move(second));
    return node;
}

Node* group_with(Node& node, Page page) {
    if (node.is_group()) {
        bool here = std::find(node.pages.begin(), node.pages.end(), page) != node.pages.end();
        return here ? &node : nullptr;
    }
    for (Node& child : node.children)
        if (Node* found = group_with(child, page)) return found;
    return nullptr;
}

/// Takes empty groups out: their neighbours get their place.
void prune(Node& node) {
    if (node.is_group()) return;
    for (Node& child : node.children) prune(child);
    std::erase_if(node.children,
                  [](const Node& child) { return child.is_group() && child.pages.empty(); });
    if (node.children.size() == 2) return;
    Node rest = node.children.empty() ? Node{} : std::move(node.children.front());
    node = std::move(rest);
}

/// Puts `moved` at a side of `node`, in its place.
void split_off(Node& node, Node moved, Side side) {
    bool row = side == Side::Left || side == Side::Right;
    bool first = side == Side::Left || side == Side::Top;
    Node old = std::move(node);
    node = first ? split(row, std::move(moved), std::move(old))
                 : split(row, std::move(old), std::move(moved));
}

void write_node(const Node& node, std::string& out) {
    if (node.is_group()) {
        for (Page page : node.pages) {
            char letter = kLetters[static_cast<std::size_t>(page)];
            out += page == node.chosen ? static_cast<char>(letter - 32) : letter;
        }
        return;
    }
    out += node.row ? 'r' : 'c';
    if (node.percent > 0) out += std::to_string(node.percent);
    out += '(';
    write_node(node.children[0], out);
    out += ',';
    write_node(node.children[1], out);
    out += ')';
}

/// Reads what write_node() wrote.
class Reader {
  public:
    explicit Reader(std::string_view text) : rest_(text) {}

    std::optional<Node> node(int depth = 0) {
        if (depth > kDepthMax) return std::nullopt;
        if (!rest_.starts_with('r') && !rest_.starts_with('c')) return group();
        Node node;
        node.row = rest_.front() == 'r';
        rest_.remove_prefix(1);
        while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
            node.percent = std::min(1000, node.percent * 10 + (rest_.front() - '0'));
            rest_.remove_prefix(1);
        }
        if (node.percent > 0)
            node.percent = std::clamp(node.percent, Dock::kPercentMin, 100 - Dock::kPercentMin);
        for (char mark : {'(', ','}) {
            if (!take(mark)) return std::nullopt;
            std::optional<Node> child = this->node(depth + 1);
            if (!child) return std::nullopt;
            node.children.push_back(std::move(*child));
        }
        if (!take(')')) return std::nullopt;
        return node;
    }

    /// What follows the tree.
    std::string_view rest() const { return rest_; }
    std::uint16_t seen() const { return seen_; }

  private:
    bool take(char mark) {
        if (!rest_.starts_with(mark)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    Node group() {
        Node node;
        for (; !rest_.empty(); rest_.remove_prefix(1)) {
            char c = rest_.front();
            bool chosen = c >= 'A' && c <= 'Z';
            if (!chosen && (c < 'a' || c > 'z')) break;
            std::size_t page = kLetters.find(chosen ? static_cast<char>(c + 32) : c);
            if (page == std::string_view::npos || (seen_ >> page & 1u) != 0) continue;
            seen_ |= static_cast<std::uint16_t>(1u << page);
            node.pages.push_back(static_cast<Page>(page));
            if (chosen || node.pages.size() == 1) node.chosen = node.pages.back();
        }
        return node;
    }

    std::string_view rest_;
    std::uint16_t seen_ = 0;
};

}  // namespace

Dock::Dock()
    : root_(split(false,
                  split(true, split(false, group({Page::Source}), group({Page::Output})),
                        split(true, group({Page::Queues, Page::Path, Page::Heap, Page::Machine}),
                              group({Page::Tasks, Page::Why, Page::Frames, Page::Graph}))),
                  group({Page::Timeline}))) {}

Node* Dock::find(Page page) { return group_with(root_, page); }

const Node& Dock::group_of(Page page) const { return *const_cast<Dock*>(this)->find(page); }

std::vector<Page> Dock::shown_of(const Node& group) const {
    std::vector<Page> pages;
    for (Page page : group.pages)
        if (!hidden(page)) pages.push_back(page);
    return pages;
}

bool Dock::seen(const Node& node) const {
    if (node.is_group()) return !shown_of(node).empty();
    return seen(node.children[0]) || seen(node.children[1]);
}

/// A group shows a page that is not hidden, if it has one.
void Dock::mend_chosen(Node& node) {
    for (Node& child : node.children) mend_chosen(child);
    if (!node.is_group() || node.pages.empty()) return;
    bool here = std::find(node.pages.begin(), node.pages.end(), node.chosen) != node.pages.end();
    if (here && !hidden(node.chosen)) return;
    std::vector<Page> shown = shown_of(node);
    if (!shown.empty())
        node.chosen = shown.front();
    else if (!here)
        node.chosen = node.pages.front();
}

void Dock::choose(Page page) {
    hidden_ &= static_cast<std::uint16_t>(~bit(page));
    find(page)->chosen = page;
}

void Dock::hide(Page page) {
    std::uint16_t changed = hidden_ | bit(page);
    if (changed == kAllPages) return;
    hidden_ = changed;
    mend_chosen(root_);
}

void Dock::toggle_group(Page page) {
    const Node& group = group_of(page);
    std::uint16_t all = 0;
    for (Page each : group.pages) all |= bit(each);
    bool seen = this->seen(group);
    std::uint16_t changed = seen ? static_cast<std::uint16_t>(hidden_ | all)
                                 : static_cast<std::uint16_t>(hidden_ & ~all);
    if (changed != kAllPages) hidden_ = changed;
}

/// Sets a group into the tree.
void Dock::insert(Node moved, const DockPlace& place) {
    if (!place.beside) {
        split_off(root_, std::move(moved), place.side.value_or(Side::Bottom));
        return;
    }
    Node* target = find(*place.beside);
    if (place.side) {
        split_off(*target, std::move(moved), *place.side);
        return;
    }
    target->pages.insert(target->pages.end(), moved.pages.begin(), moved.pages.end());
    target->chosen = moved.chosen;
}

void Dock::move(Page page, const DockPlace& place) {
    Node* from = find(page);
    DockPlace to = place;
    bool within = to.beside && find(*to.beside) == from;
    if (within && (from->pages.size() == 1 || !to.side)) return;
    if (!to.beside && root_.is_group() && root_.pages.size() == 1) return;
    std::erase(from->pages, page);
    if (to.beside == page) to.beside = from->pages.front();
    prune(root_);
    hidden_ &= static_cast<std::uint16_t>(~bit(page));
    insert(group({page}), to);
    mend_chosen(root_);
}

void Dock::move_group(Page page, const DockPlace& place) {
    Node* from = find(page);
    bool within = place.beside && find(*place.beside) == from;
    if (within || root_.is_group()) return;
    Node moved = std::exchange(*from, Node{});
    prune(root_);
    for (Page each : moved.pages)
        if (each == page) hidden_ &= static_cast<std::uint16_t>(~bit(page));
    insert(std::move(moved), place);
    mend_chosen(root_);
}

void Dock::resize(std::uint32_t split, int percent) {
    Node* node = &root_;
    int depth = 0;
    while (split >> (depth + 1) != 0) ++depth;
    for (int i = depth - 1; i >= 0; --i) {
        if (node->is_group()) return;
        node = &node->children[split >> i & 1u];
    }
    if (split == 0 || node->is_group()) return;
    node->percent = percent == 0 ? 0 : std::clamp(percent, kPercentMin, 100 - kPercentMin);
}

std::string Dock::write() const {
    std::string text;
    write_node(root_, text);
    text += ' ';
    for (std::size_t i = 0; i < kPages; ++i)
        if (hidden(static_cast<Page>(i))) text += kLetters[i];
    return text;
}

Dock Dock::read(std::string_view text) {
    Reader reader(text);
    std::optional<Node> root = reader.node();
    if (!root || reader.seen() == 0 || !reader.rest().starts_with(' ')) return {};
    prune(*root);
    Dock dock(std::move(*root));
    for (char c : reader.rest().substr(1))
        if (std::size_t page = kLetters.find(c); page != std::string_view::npos)
            dock.hidden_ |= bit(static_cast<Page>(page));
    // What an older version did not have: with those that it usually stands with.
    const Dock usual;
    for (std::size_t i = 0; i < kPages; ++i) {
        auto page = static_cast<Page>(i);
        if (dock.find(page)) continue;
        Node* kin = nullptr;
        for (Page other : usual.group_of(page).pages)
            if (!kin) kin = dock.find(other);
        if (kin)
            kin->pages.push_back(page);
        else
            dock.insert(group({page}),
                        {std::nullopt, page == Page::Timeline ? Side::Bottom : Side::Right});
    }
    if (dock.hidden_ == kAllPages) dock.hidden_ = 0;
    dock.mend_chosen(dock.root_);
    return dock;
}

}  // namespace loopscope::ui
