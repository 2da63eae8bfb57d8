// Where the four lanes of tasks stand.
#include "ui/model/lanes.h"

#include <algorithm>
#include <vector>

namespace loopscope::ui {
namespace {

/// Sizes at one density.
struct LaneSizes {
    float padding, heading, gap, card, chip;
};

LaneSizes sizes_of(Density density) {
    if (density == Density::Tight) return {2, 18, 4, 40, 22};
    if (density == Density::Snug) return {6, 20, 6, 44, 24};
    return {8, 20, 8, 48, 26};
}

using Forms = std::array<CardForm, kLanes>;

float row_of(const LaneSizes& s, CardForm form) { return form == CardForm::Card ? s.card : s.chip; }

float headings(const LaneSizes& s) {
    return kLanes * (s.heading + 2 * s.padding) + (kLanes - 1) * s.gap;
}

float rows_height(const std::array<std::size_t, kLanes>& counts, const LaneSizes& s,
                  const Forms& forms) {
    float total = 0;
    for (std::size_t i = 0; i < kLanes; ++i) {
        if (counts[i] > 0) total += static_cast<float>(counts[i]) * row_of(s, forms[i]) + 2;
    }
    return total;
}

/// Rows for each lane when not even chips fit: the running task first, then everybody in turn.
std::array<std::size_t, kLanes> shared(const std::array<std::size_t, kLanes>& counts, float room,
                                       const LaneSizes& s, int open) {
    float frames = 0;
    for (std::size_t count : counts) frames += count > 0 ? 2.0f : 0.0f;
    auto rows = static_cast<std::size_t>(std::max(0.0f, (room - frames) / s.chip));
    std::array<std::size_t, kLanes> result{};
    if (open >= 0) {
        auto lane = static_cast<std::size_t>(open);
        result[lane] = std::min(counts[lane], rows);
        return result;
    }
    std::vector<std::size_t> wishes(counts.begin(), counts.end());
    std::vector<std::size_t> shares = share_rows(wishes, rows);
    std::copy(shares.begin(), shares.end(), result.begin());
    return result;
}

}  // namespace

LanesPlan plan_lanes(const std::array<std::size_t, kLanes>& counts, const Rect& area,
                     Density density, int open) {
    LaneSizes s = sizes_of(density);
    if (area.h < headings(s) + s.chip) s = {0, 18, 3, 22, 22};
    constexpr CardForm kCard = CardForm::Card;
    constexpr CardForm kChip = CardForm::Chip;
    LanesPlan plan;
    Rect rest = area;
    constexpr float kChain = 96;
    float wish = headings(s) + rows_height(counts, s, {kCard, kCard, kChip, kChip});
    if (open < 0 && area.h >= 320 && (wish + kChain + 12 <= area.h || area.h >= 440)) {
        plan.chain = cut_bottom(rest, kChain, 12);
    }
    float room = rest.h - headings(s);

    Forms forms{kCard, kCard, kCard, kCard};
    auto fits = [&](Forms candidate) {
        forms = candidate;
        return rows_height(counts, s, candidate) <= room;
    };
    bool all =
        open < 0 && (fits({kCard, kCard, kCard, kCard}) || fits({kCard, kCard, kChip, kChip}) ||
                     fits({kCard, kChip, kChip, kChip}) || fits({kChip, kChip, kChip, kChip}));
    std::array<std::size_t, kLanes> rows = counts;
    if (!all) {
        forms = {kChip, kChip, kChip, kChip};
        rows = shared(counts, room, s, open);
    }
    for (std::size_t i = 0; i < kLanes; ++i) {
        LanePlan& lane = plan.lanes[i];
        RowPlan shown = plan_rows(counts[i], rows[i]);
        if (rows[i] == 1) shown = {1, 0};  // One task tells more than its lane's count again.
        lane.form = forms[i];
        lane.shown = shown.shown;
        lane.hidden = rows[i] > 0 ? shown.hidden : 0;  // Else the heading's count says it all.
        lane.row_height = row_of(s, forms[i]);
        float h = static_cast<float>(rows[i]) * lane.row_height + (rows[i] > 0 ? 2 : 0);
        if (rest.h < s.heading) break;  // Not even all headings fit.
        lane.box = cut_top(rest, s.heading + 2 * s.padding + h, s.gap);
        Rect inner = lane.box.inset(s.padding + 2, s.padding);
        lane.heading = cut_top(inner, s.heading);
        cut_top(inner, rows[i] > 0 ? 2 : 0);
        lane.rows = inner;
    }
    return plan;
}

}  // namespace loopscope::ui
