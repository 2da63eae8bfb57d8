// Editor: a program's text with a cursor, a selection and undo. No drawing, no keys.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope::ui {

/// A place between two characters.
struct TextPlace {
    std::size_t line = 0;    ///< From 0.
    std::size_t column = 0;  ///< Bytes from the line's start, at the start of a character.

    friend auto operator<=>(const TextPlace&, const TextPlace&) = default;
};

enum class Move : std::uint8_t {
    Left,
    Right,
    Up,
    Down,
    WordLeft,
    WordRight,
    LineStart,  ///< First to the indentation's end, then to the line's start.
    LineEnd,
    PageUp,
    PageDown,
    Start,
    End,
};

/// What the cursor leaves behind when it moves.
enum class Selecting : std::uint8_t { No, Yes };

/// Edits a text. Lines are joined by '\n'; tabs that are typed become spaces.
///
/// Undo goes back by stretches of typing: what was typed without moving the cursor is one stretch.
class Editor {
  public:
    Editor() = default;
    explicit Editor(std::string_view text) { reset(text); }
    void reset(std::string_view text);

    std::string text() const;
    const std::vector<std::string>& lines() const { return lines_; }
    TextPlace cursor() const { return cursor_; }
    bool has_selection() const { return anchor_ != cursor_; }
    TextPlace selection_start() const { return std::min(anchor_, cursor_); }
    TextPlace selection_end() const { return std::max(anchor_, cursor_); }
    std::string selected_text() const;
    /// Grows with every change of the text.
    std::uint64_t version() const { return version_; }

    void move(Move move, Selecting selecting, std::size_t page_lines = 20);
    void place(TextPlace place, Selecting selecting);
    void select_all();

    void insert(std::string_view text);
    /// A new line, indented as the present one, and one step deeper after a colon.
    void new_line();
    /// Takes the selection away, or the character before the cursor, or a step of indentation.
    void backspace();
    void erase_forward();
    /// Indents the selected lines, or inserts spaces up to the next stop.
    void indent();
    void outdent();
    /// Makes the selected lines comments, or code again.
    void toggle_comment();

    bool undo();
    bool redo();

  private:
    struct Snapshot {
        std::vector<std::string> lines;
        TextPlace cursor;
    };
    enum class Stretch : std::uint8_t { None, Typing, Erasing };

    void before_change(Stretch stretch);
    void changed() { ++version_; }
    void erase_selection();
    void clamp();
    TextPlace moved(Move move, std::size_t page_lines) const;

    std::vector<std::string> lines_{std::string()};
    TextPlace cursor_, anchor_;
    std::vector<Snapshot> undo_, redo_;
    Stretch stretch_ = Stretch::None;
    std::uint64_t version_ = 0;
};

}  // namespace loopscope::ui
