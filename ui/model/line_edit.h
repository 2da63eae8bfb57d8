// LineEdit: one line of text with a cursor and a selection, and what of it has room in a field.
#pragma once

#include <string>
#include <string_view>

#include "ui/model/editor.h"
#include "ui/model/keys.h"
#include "ui/model/text_style.h"

namespace loopscope::ui {

/// The text of a field that somebody types into: the palette, a search, what is asked for.
///
/// It is the Editor with a single line, so words, selection and undo are those of the source.
class LineEdit {
  public:
    const std::string& text() const { return editor_.lines().front(); }
    bool empty() const { return text().empty(); }
    std::size_t cursor() const { return editor_.cursor().column; }  ///< Bytes.
    std::size_t selection_start() const { return editor_.selection_start().column; }
    std::size_t selection_end() const { return editor_.selection_end().column; }
    bool has_selection() const { return editor_.has_selection(); }
    std::string selected() const { return editor_.selected_text(); }

    void clear() { set({}); }
    /// Takes `text` with the cursor at its end, as `selected` wishes all of it selected.
    void set(std::string_view text, Selecting selected = Selecting::No);
    void place(std::size_t byte, Selecting selecting);
    /// Puts `text` in place of the selection; its lines become one.
    void insert(std::string_view text);

    enum class Took : std::uint8_t { Nothing, Moved, Changed };
    /// What a key does to a line of text, but for the clipboard's.
    Took take(const KeyPress& press);

  private:
    Editor editor_;
};

/// The part of a line that a field of some width shows: never more than fits, and always with the
/// cursor in it.
struct FieldView {
    std::size_t first = 0;  ///< Bytes of the text.
    std::size_t last = 0;
};
FieldView view_field(const LineEdit& line, float width, Type type, const TextMeasure& measure);

/// The place between two characters that is closest to `x`, from the left edge of what is shown.
std::size_t place_in_field(const LineEdit& line, const FieldView& view, float x, Type type,
                           const TextMeasure& measure);

}  // namespace loopscope::ui
