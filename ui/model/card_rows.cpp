// The first screen's cards in rows.
#include "ui/model/card_rows.h"

#include <algorithm>

namespace loopscope::ui {
namespace {

constexpr int kPageRows = 4;

/// The row of cards that is `rows_on` rows after `row` (before it, below 0), or the last one there.
std::size_t row_beyond(const std::vector<CardRow>& rows, std::size_t row, int rows_on) {
    int step = rows_on < 0 ? -1 : 1;
    std::size_t best = row;
    for (std::size_t at = row; rows_on != 0;) {
        if (step < 0 ? at == 0 : at + 1 >= rows.size()) break;
        at = step < 0 ? at - 1 : at + 1;
        if (rows[at].count == 0) continue;
        best = at;
        rows_on -= step;
    }
    return best;
}

}  // namespace

std::vector<CardRow> card_rows(std::span<const std::string> chapters, std::size_t columns) {
    std::vector<CardRow> rows;
    for (std::size_t i = 0; i < chapters.size(); ++i) {
        if (i == 0 || chapters[i] != chapters[i - 1]) {
            rows.push_back({chapters[i], i, 0});
            rows.push_back({{}, i, 0});
        }
        if (rows.back().count == columns) rows.push_back({{}, i, 0});
        ++rows.back().count;
    }
    return rows;
}

std::size_t row_of_card(const std::vector<CardRow>& rows, std::size_t index) {
    for (std::size_t row = 0; row < rows.size(); ++row)
        if (index >= rows[row].first && index < rows[row].first + rows[row].count) return row;
    return 0;
}

std::size_t moved_choice(const std::vector<CardRow>& rows, std::size_t chosen, ChoiceMove move) {
    if (rows.empty()) return 0;
    std::size_t last = rows.back().first + rows.back().count - 1;
    chosen = std::min(chosen, last);
    std::size_t row = row_of_card(rows, chosen);
    auto beyond = [&](int rows_on) {
        std::size_t found = row_beyond(rows, row, rows_on);
        // No row is left there: the last card, or the first.
        if (found == row) return rows_on > 0 ? last : std::size_t{0};
        const CardRow& to = rows[found];
        return to.first + std::min(chosen - rows[row].first, to.count - 1);
    };
    switch (move) {
        case ChoiceMove::Next:
            return std::min(chosen + 1, last);
        case ChoiceMove::Previous:
            return chosen > 0 ? chosen - 1 : 0;
        case ChoiceMove::Down:
            return beyond(1);
        case ChoiceMove::Up:
            return beyond(-1);
        case ChoiceMove::PageDown:
            return beyond(kPageRows);
        case ChoiceMove::PageUp:
            return beyond(-kPageRows);
        case ChoiceMove::First:
            return 0;
        case ChoiceMove::Last:
            return last;
    }
    return chosen;
}

}  // namespace loopscope::ui
