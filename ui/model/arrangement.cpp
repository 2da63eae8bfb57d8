// Which panel stands where.
#include "ui/model/arrangement.h"

#include <algorithm>

namespace loopscope::ui {
namespace {

constexpr std::string_view kTabLetters = "qphmtwfg";  // In the order of Tab.
constexpr unsigned kAllPanels = (1u << kPlaces) - 1;

}  // namespace

Place Arrangement::place_of(Panel panel) const {
    auto it = std::find(panels_.begin(), panels_.end(), panel);
    return static_cast<Place>(it - panels_.begin());
}

void Arrangement::move(Panel panel, Place place) {
    std::swap(panels_[static_cast<std::size_t>(place_of(panel))],
              panels_[static_cast<std::size_t>(place)]);
}

bool Arrangement::hidden(Panel panel) const {
    return (hidden_ >> static_cast<unsigned>(panel) & 1u) != 0;
}

void Arrangement::toggle(Panel panel) {
    unsigned changed = hidden_ ^ (1u << static_cast<unsigned>(panel));
    if (changed != kAllPanels) hidden_ = static_cast<std::uint8_t>(changed);
}

const std::vector<Tab>& Arrangement::tabs(Panel panel) const { return tabs_[side(panel)]; }

Panel Arrangement::holder(Tab tab) const {
    bool loop = std::find(tabs_[0].begin(), tabs_[0].end(), tab) != tabs_[0].end();
    return loop ? Panel::Loop : Panel::Tasks;
}

Tab Arrangement::chosen(Panel panel) const { return chosen_[side(panel)]; }

void Arrangement::choose(Tab tab) { chosen_[side(holder(tab))] = tab; }

void Arrangement::move(Tab tab, Panel panel) {
    Panel from = holder(tab);
    if (from == panel || tabs_[side(from)].size() == 1) return;
    std::vector<Tab>& old = tabs_[side(from)];
    auto it = std::find(old.begin(), old.end(), tab);
    auto index = static_cast<std::size_t>(it - old.begin());
    old.erase(it);
    if (chosen_[side(from)] == tab) chosen_[side(from)] = old[std::min(index, old.size() - 1)];
    tabs_[side(panel)].push_back(tab);
    chosen_[side(panel)] = tab;
}

std::string Arrangement::write() const {
    std::string text;
    for (Panel panel : panels_) text += static_cast<char>('0' + static_cast<int>(panel));
    for (std::size_t i = 0; i < 2; ++i) {
        text += i == 0 ? ' ' : '/';
        for (Tab tab : tabs_[i]) {
            char letter = kTabLetters[static_cast<std::size_t>(tab)];
            text += chosen_[i] == tab ? static_cast<char>(letter - 32) : letter;
        }
    }
    return text + " " + std::to_string(hidden_);
}

Arrangement Arrangement::read(std::string_view text) {
    const Arrangement usual;
    Arrangement result;
    std::size_t first = text.find(' ');
    std::size_t second = text.rfind(' ');
    if (first != kPlaces || second == first || second == std::string_view::npos) return usual;
    unsigned seen = 0;
    for (std::size_t i = 0; i < kPlaces; ++i) {
        auto number = static_cast<unsigned>(text[i] - '0');
        if (number >= kPlaces || (seen >> number & 1u)) return usual;
        seen |= 1u << number;
        result.panels_[i] = static_cast<Panel>(number);
    }
    std::size_t at = 0;
    unsigned tabs = 0;
    unsigned chosen = 0;
    result.tabs_ = {};
    for (char c : text.substr(first + 1, second - first - 1)) {
        if (c == '/' && at == 0) {
            at = 1;
            continue;
        }
        bool upper = c >= 'A' && c <= 'Z';
        std::size_t tab = kTabLetters.find(upper ? static_cast<char>(c + 32) : c);
        if (tab == std::string_view::npos || (tabs >> tab & 1u)) return usual;
        tabs |= 1u << tab;
        result.tabs_[at].push_back(static_cast<Tab>(tab));
        if (upper) {
            result.chosen_[at] = static_cast<Tab>(tab);
            chosen |= 1u << at;
        }
    }
    unsigned hidden = 0;
    for (char c : text.substr(second + 1)) {
        if (c < '0' || c > '9' || hidden > kAllPanels) return usual;
        hidden = hidden * 10 + static_cast<unsigned>(c - '0');
    }
    if (tabs != (1u << kTabs) - 1 || chosen != 3 || hidden >= kAllPanels) return usual;
    result.hidden_ = static_cast<std::uint8_t>(hidden);
    return result;
}

}  // namespace loopscope::ui
