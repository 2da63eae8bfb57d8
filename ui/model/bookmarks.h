// Bookmarks: notes that somebody left on steps, kept beside the program or trace.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/event.h"

namespace loopscope::ui {

struct Bookmark {
    trace::Position position = 0;
    std::string note;

    friend bool operator==(const Bookmark&, const Bookmark&) = default;
};

/// What is kept beside a file: its bookmarks, its breakpoints, and how the window was laid out.
struct SideNotes {
    std::vector<Bookmark> bookmarks;  ///< In order of position, one a position.
    std::string breaks;               ///< As Breakpoints::write() gives them.
    int preset = -1;                  ///< A Preset; -1: none was chosen.
    std::string arrangement;          ///< As Dock::write() gives it; empty: none was chosen.

    void keep(const Bookmark& bookmark);
    void remove(trace::Position position);
    const Bookmark* at(trace::Position position) const;  ///< Null: there is none.
    bool empty() const {
        return bookmarks.empty() && breaks.empty() && preset < 0 && arrangement.empty();
    }

    friend bool operator==(const SideNotes&, const SideNotes&) = default;
};

/// As a small text, "name = value" a line, that people may edit; and back. Lines that make no
/// sense are passed over.
std::string write_notes(const SideNotes& notes);
SideNotes read_notes(std::string_view text);

}  // namespace loopscope::ui
