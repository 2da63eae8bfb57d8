// LineEdit: one line of text with a cursor and a selection.
#include "ui/model/line_edit.h"

#include <algorithm>

namespace loopscope::ui {
namespace {

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

std::size_t next_character(std::string_view text, std::size_t at) {
    if (at < text.size()) ++at;
    while (at < text.size() && continues(text[at])) ++at;
    return at;
}

std::size_t previous_character(std::string_view text, std::size_t at) {
    if (at > 0) --at;
    while (at > 0 && continues(text[at])) --at;
    return at;
}

std::string on_one_line(std::string_view text) {
    std::string result;
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    for (char c : text) {
        bool space = c == '\n' || c == '\t';
        if (space || static_cast<unsigned char>(c) >= 0x20) result += space ? ' ' : c;
    }
    return result;
}

}  // namespace

void LineEdit::set(std::string_view text, Selecting selected) {
    editor_.reset(on_one_line(text));
    if (selected == Selecting::Yes)
        editor_.select_all();
    else
        editor_.move(Move::End, Selecting::No);
}

void LineEdit::place(std::size_t byte, Selecting selecting) {
    editor_.place({0, std::min(byte, text().size())}, selecting);
}

void LineEdit::insert(std::string_view text) { editor_.insert(on_one_line(text)); }

LineEdit::Took LineEdit::take(const KeyPress& press) {
    Selecting selecting = press.shift ? Selecting::Yes : Selecting::No;
    std::uint64_t version = editor_.version();
    auto move = [&](Move step) { editor_.move(step, selecting); };
    switch (press.key) {
        case Key::Left:
            move(press.control ? Move::WordLeft : Move::Left);
            break;
        case Key::Right:
            move(press.control ? Move::WordRight : Move::Right);
            break;
        case Key::Home:
            move(Move::Start);
            break;
        case Key::End:
            move(Move::End);
            break;
        case Key::Backspace:
        case Key::Delete: {
            bool back = press.key == Key::Backspace;
            Move left = press.control ? Move::WordLeft : Move::Left;
            Move right = press.control ? Move::WordRight : Move::Right;
            if (!has_selection()) editor_.move(back ? left : right, Selecting::Yes);
            if (has_selection()) editor_.erase_forward();
            break;
        }
        case Key::A:
            if (!press.control) return Took::Nothing;
            editor_.select_all();
            break;
        case Key::Z:
            if (!press.control) return Took::Nothing;
            press.shift ? editor_.redo() : editor_.undo();
            break;
        case Key::Y:
            if (!press.control) return Took::Nothing;
            editor_.redo();
            break;
        default:
            return Took::Nothing;
    }
    return version == editor_.version() ? Took::Moved : Took::Changed;
}

FieldView view_field(const LineEdit& line, float width, Type type, const TextMeasure& measure) {
    const std::string& text = line.text();
    std::string_view all = text;
    auto wide = [&](std::size_t from, std::size_t to) {
        return measure.width(all.substr(from, to - from), type);
    };
    FieldView view{0, text.size()};
    if (wide(0, text.size()) <= width) return view;
    // The end stays in sight while one types there; else the cursor at the right edge.
    while (view.first < line.cursor() && wide(view.first, line.cursor()) > width)
        view.first = next_character(all, view.first);
    while (view.last > line.cursor() && wide(view.first, view.last) > width)
        view.last = previous_character(all, view.last);
    return view;
}

std::size_t place_in_field(const LineEdit& line, const FieldView& view, float x, Type type,
                           const TextMeasure& measure) {
    std::string_view all = line.text();
    std::size_t at = view.first;
    float before = 0;
    while (at < view.last) {
        std::size_t next = next_character(all, at);
        float after = measure.width(all.substr(view.first, next - view.first), type);
        if (x < (before + after) / 2) return at;
        before = after;
        at = next;
    }
    return at;
}

}  // namespace loopscope::ui
