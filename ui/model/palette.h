// The command palette: everything that can be done, found by typing a part of its name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ui/model/bookmarks.h"
#include "ui/model/keys.h"
#include "ui/model/strings.h"

namespace loopscope::ui {

struct PaletteEntry {
    std::string title;
    std::string hint;  ///< Keys as written in the help, or a file's name; may be empty.
    Command command;
    bool is_key = false;
};

/// Everything that the window can do on this screen, beside what has to be clicked.
std::vector<PaletteEntry> palette_entries(const Strings& strings, KeyScope screen);

/// How well `title` answers `query`: 0: not at all. All letters of the query must come in its
/// order; the start of a word and letters in a row count more. ASCII letters match in either case.
int palette_score(std::string_view title, std::string_view query);

/// The entries that answer `query`, the best first; all in their order for an empty one. A number
/// goes to the event of that number, "t 1.5" to that time.
std::vector<PaletteEntry> palette_answer(const std::vector<PaletteEntry>& entries,
                                         std::string_view query, const Strings& strings);

}  // namespace loopscope::ui
