// The first screen's cards in rows below the headings of their chapters.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "ui/model/command.h"

namespace loopscope::ui {

/// A row of the list: a chapter's heading, or cards side by side.
struct CardRow {
    std::string heading;    ///< Of a heading's row alone.
    std::size_t first = 0;  ///< The card at its left, or that follows the heading.
    std::size_t count = 0;  ///< Cards; 0: a heading.
};

/// Rows for cards whose chapters are given in their order, at most `columns` a row.
std::vector<CardRow> card_rows(std::span<const std::string> chapters, std::size_t columns);

/// The card to go to from the card `chosen`: up and down stay in the column as far as there is one.
std::size_t moved_choice(const std::vector<CardRow>& rows, std::size_t chosen, ChoiceMove move);

/// The row of the card `index`.
std::size_t row_of_card(const std::vector<CardRow>& rows, std::size_t index);

}  // namespace loopscope::ui
