// Shortening of texts that are too wide: from the middle for names, from the end for sentences.
#pragma once

#include <string>
#include <string_view>

#include "ui/model/text_style.h"

namespace loopscope::ui {

/// `text` as it is if it fits into `width` logical pixels, else with its middle replaced by "…".
///
/// Names differ at their ends ("worker_with_a_long_name_17"), so both ends stay. Cuts fall between
/// UTF-8 characters. When nothing fits beside the "…", the result is empty: a lone "…" tells
/// nothing.
std::string elide_middle(std::string_view text, float width, Type type, const TextMeasure& measure);

/// The same with the end replaced: for sentences, code and values, which are read from the start.
std::string elide_end(std::string_view text, float width, Type type, const TextMeasure& measure);

/// Start of the UTF-8 character that holds byte `index` (or the end of `text`).
std::size_t utf8_start(std::string_view text, std::size_t index);

/// Length in bytes of the character at `index`; 1 for a byte that begins none.
std::size_t utf8_length(std::string_view text, std::size_t index);

}  // namespace loopscope::ui
