// Bookmarks as text, and back.
#include "ui/model/bookmarks.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace loopscope::ui {

void SideNotes::keep(const Bookmark& bookmark) {
    remove(bookmark.position);
    auto place = std::find_if(bookmarks.begin(), bookmarks.end(),
                              [&](const Bookmark& b) { return b.position > bookmark.position; });
    bookmarks.insert(place, bookmark);
}

const Bookmark* SideNotes::at(trace::Position position) const {
    for (const Bookmark& bookmark : bookmarks)
        if (bookmark.position == position) return &bookmark;
    return nullptr;
}

void SideNotes::remove(trace::Position position) {
    std::erase_if(bookmarks, [&](const Bookmark& b) { return b.position == position; });
}

std::string write_notes(const SideNotes& notes) {
    std::string text = "# Loopscope's notes. Events count from 1, as the window counts them.\n";
    if (!notes.breaks.empty()) text += "breaks = " + notes.breaks + "\n";
    if (notes.preset >= 0) text += fmt::format("preset = {}\n", notes.preset);
    if (!notes.arrangement.empty()) text += "arrangement = " + notes.arrangement + "\n";
    for (const Bookmark& b : notes.bookmarks) {
        std::string line = b.note;
        std::replace(line.begin(), line.end(), '\n', ' ');
        text += fmt::format("bookmark = {} {}\n", b.position + 1, line);
    }
    return text;
}

SideNotes read_notes(std::string_view text) {
    SideNotes notes;
    while (!text.empty()) {
        std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        std::size_t equals = line.find(" = ");
        if (line.starts_with('#') || equals == std::string_view::npos) continue;
        std::string_view name = line.substr(0, equals);
        std::string_view value = line.substr(equals + 3);
        if (name == "breaks") notes.breaks = value;
        if (name == "arrangement") notes.arrangement = value;
        std::uint64_t number = 0;
        auto [rest, error] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (error != std::errc()) continue;
        if (name == "preset" && number <= 2) notes.preset = static_cast<int>(number);
        if (name != "bookmark" || number == 0) continue;
        std::string_view note(rest, static_cast<std::size_t>(value.data() + value.size() - rest));
        if (note.starts_with(' ')) note.remove_prefix(1);
        notes.keep({number - 1, std::string(note)});
    }
    return notes;
}

}  // namespace loopscope::ui
