// The keyboard's focus.
#include "ui/model/focus.h"

#include <algorithm>
#include <tuple>

namespace loopscope::ui {
namespace {

bool same_panel(const FocusStop& a, const FocusStop& b) { return a.panel == b.panel; }

/// The first stop of the panel that stop `at` lies in.
std::size_t panel_start(const std::vector<FocusStop>& stops, std::size_t at) {
    while (at > 0 && same_panel(stops[at - 1], stops[at])) --at;
    return at;
}

}  // namespace

std::string moved_focus(std::vector<FocusStop> stops, std::string_view from, FocusMove move) {
    if (stops.empty()) return {};
    std::stable_sort(stops.begin(), stops.end(), [](const FocusStop& a, const FocusStop& b) {
        return std::tuple(a.panel.y, a.panel.x) < std::tuple(b.panel.y, b.panel.x);
    });
    auto found = std::find_if(stops.begin(), stops.end(),
                              [&](const FocusStop& stop) { return stop.id == from; });
    std::size_t last = stops.size() - 1;
    bool back = move == FocusMove::Previous || move == FocusMove::PreviousPanel;
    if (found == stops.end()) {
        std::size_t start = move == FocusMove::PreviousPanel ? panel_start(stops, last) : last;
        return stops[back ? start : 0].id;
    }
    auto at = static_cast<std::size_t>(found - stops.begin());
    switch (move) {
        case FocusMove::Next:
            return stops[at == last ? 0 : at + 1].id;
        case FocusMove::Previous:
            return stops[at == 0 ? last : at - 1].id;
        case FocusMove::NextPanel:
            while (at < last && same_panel(stops[at], stops[at + 1])) ++at;
            return stops[at == last ? 0 : at + 1].id;
        case FocusMove::PreviousPanel: {
            std::size_t start = panel_start(stops, at);
            return stops[panel_start(stops, start == 0 ? last : start - 1)].id;
        }
    }
    return {};
}

}  // namespace loopscope::ui
