// Editor: edits a program's text.
#include "ui/model/editor.h"

#include <algorithm>

#include "ui/model/elide.h"

namespace loopscope::ui {
namespace {

constexpr std::size_t kIndent = 4;
constexpr std::size_t kUndoMax = 200;

bool is_word(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

std::size_t indentation(const std::string& line) {
    return std::min(line.find_first_not_of(' '), line.size());
}

std::size_t before(const std::string& line, std::size_t column) {
    return column == 0 ? 0 : utf8_start(line, column - 1);
}

}  // namespace

void Editor::reset(std::string_view text) {
    *this = Editor();
    lines_.clear();
    while (true) {
        std::size_t end = text.find('\n');
        std::string line(text.substr(0, end));
        if (line.ends_with('\r')) line.pop_back();
        lines_.push_back(std::move(line));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
}

std::string Editor::text() const {
    std::string all;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        if (i > 0) all += '\n';
        all += lines_[i];
    }
    return all;
}

std::string Editor::selected_text() const {
    TextPlace from = selection_start();
    TextPlace to = selection_end();
    if (from.line == to.line) return lines_[from.line].substr(from.column, to.column - from.column);
    std::string all = lines_[from.line].substr(from.column) + '\n';
    for (std::size_t i = from.line + 1; i < to.line; ++i) all += lines_[i] + '\n';
    return all + lines_[to.line].substr(0, to.column);
}

void Editor::clamp() {
    for (TextPlace* place : {&cursor_, &anchor_}) {
        place->line = std::min(place->line, lines_.size() - 1);
        const std::string& line = lines_[place->line];
        place->column = std::min(place->column, line.size());
        if (place->column < line.size()) place->column = utf8_start(line, place->column);
    }
}

// ---- Moving.

TextPlace Editor::moved(Move move, std::size_t page_lines) const {
    TextPlace at = cursor_;
    const std::string& line = lines_[at.line];
    std::size_t last = lines_.size() - 1;
    switch (move) {
        case Move::Left:
            if (at.column > 0)
                at.column = before(line, at.column);
            else if (at.line > 0)
                at = {at.line - 1, lines_[at.line - 1].size()};
            break;
        case Move::Right:
            if (at.column < line.size())
                at.column += utf8_length(line, at.column);
            else if (at.line < last)
                at = {at.line + 1, 0};
            break;
        case Move::WordLeft:
            if (at.column == 0 && at.line > 0) return {at.line - 1, lines_[at.line - 1].size()};
            while (at.column > 0 && !is_word(line[at.column - 1])) --at.column;
            while (at.column > 0 && is_word(line[at.column - 1])) --at.column;
            break;
        case Move::WordRight:
            if (at.column == line.size() && at.line < last) return {at.line + 1, 0};
            while (at.column < line.size() && !is_word(line[at.column])) ++at.column;
            while (at.column < line.size() && is_word(line[at.column])) ++at.column;
            break;
        case Move::Up:
            at.line -= at.line > 0 ? 1 : 0;
            break;
        case Move::Down:
            at.line += at.line < last ? 1 : 0;
            break;
        case Move::PageUp:
            at.line -= std::min(at.line, page_lines);
            break;
        case Move::PageDown:
            at.line = std::min(last, at.line + page_lines);
            break;
        case Move::LineStart: {
            std::size_t code = indentation(line);
            at.column = at.column == code ? 0 : code;
            break;
        }
        case Move::LineEnd:
            at.column = line.size();
            break;
        case Move::Start:
            at = {};
            break;
        case Move::End:
            at = {last, lines_[last].size()};
            break;
    }
    return at;
}

void Editor::move(Move move, Selecting selecting, std::size_t page_lines) {
    bool aside = move == Move::Left || move == Move::Right;
    if (selecting == Selecting::No && has_selection() && aside) {
        place(move == Move::Left ? selection_start() : selection_end(), Selecting::No);
        return;
    }
    place(moved(move, page_lines), selecting);
}

void Editor::place(TextPlace place, Selecting selecting) {
    cursor_ = place;
    clamp();
    if (selecting == Selecting::No) anchor_ = cursor_;
    stretch_ = Stretch::None;
}

void Editor::select_all() {
    anchor_ = {};
    cursor_ = {lines_.size() - 1, lines_.back().size()};
    stretch_ = Stretch::None;
}

// ---- Changing.

void Editor::before_change(Stretch stretch) {
    if (stretch != Stretch::None && stretch == stretch_) return;
    stretch_ = stretch;
    undo_.push_back({lines_, cursor_});
    if (undo_.size() > kUndoMax) undo_.erase(undo_.begin());
    redo_.clear();
}

void Editor::erase_selection() {
    TextPlace from = selection_start();
    TextPlace to = selection_end();
    lines_[from.line] =
        lines_[from.line].substr(0, from.column) + lines_[to.line].substr(to.column);
    lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(from.line) + 1,
                 lines_.begin() + static_cast<std::ptrdiff_t>(to.line) + 1);
    cursor_ = anchor_ = from;
}

void Editor::insert(std::string_view text) {
    if (text.empty()) return;
    before_change(text.size() < 5 && !has_selection() ? Stretch::Typing : Stretch::None);
    if (has_selection()) erase_selection();
    std::string clean;
    for (char c : text) {
        if (c == '\t')
            clean.append(kIndent, ' ');
        else if (c != '\r')
            clean += c;
    }
    std::string tail = lines_[cursor_.line].substr(cursor_.column);
    lines_[cursor_.line].resize(cursor_.column);
    std::string_view rest = clean;
    while (true) {
        std::size_t end = rest.find('\n');
        lines_[cursor_.line] += rest.substr(0, end);
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + 1);
        ++cursor_.line;
        lines_.insert(lines_.begin() + static_cast<std::ptrdiff_t>(cursor_.line), std::string());
    }
    cursor_.column = lines_[cursor_.line].size();
    lines_[cursor_.line] += tail;
    anchor_ = cursor_;
    changed();
}

void Editor::new_line() {
    const std::string& line = lines_[selection_start().line];
    std::size_t depth = std::min(indentation(line), selection_start().column);
    std::string_view head = std::string_view(line).substr(0, selection_start().column);
    while (head.ends_with(' ')) head.remove_suffix(1);
    if (head.ends_with(':')) depth += kIndent;
    stretch_ = Stretch::None;
    insert("\n" + std::string(depth, ' '));
    stretch_ = Stretch::None;
}

void Editor::backspace() {
    if (has_selection()) {
        before_change(Stretch::None);
        erase_selection();
        changed();
        return;
    }
    if (cursor_ == TextPlace{}) return;
    before_change(Stretch::Erasing);
    std::string& line = lines_[cursor_.line];
    if (cursor_.column == 0) {
        anchor_ = {cursor_.line - 1, lines_[cursor_.line - 1].size()};
    } else if (indentation(line) >= cursor_.column) {
        anchor_ = {cursor_.line, (cursor_.column - 1) / kIndent * kIndent};
    } else {
        anchor_ = {cursor_.line, before(line, cursor_.column)};
    }
    erase_selection();
    changed();
}

void Editor::erase_forward() {
    if (!has_selection()) {
        TextPlace next = moved(Move::Right, 0);
        if (next == cursor_) return;
        before_change(Stretch::Erasing);
        anchor_ = next;
    } else {
        before_change(Stretch::None);
    }
    erase_selection();
    changed();
}

void Editor::indent() {
    if (selection_start().line == selection_end().line) {
        std::size_t column = selection_start().column;
        insert(std::string(kIndent - column % kIndent, ' '));
        return;
    }
    before_change(Stretch::None);
    for (std::size_t i = selection_start().line; i <= selection_end().line; ++i)
        if (!lines_[i].empty()) lines_[i].insert(0, kIndent, ' ');
    clamp();
    changed();
}

void Editor::outdent() {
    before_change(Stretch::None);
    for (std::size_t i = selection_start().line; i <= selection_end().line; ++i)
        lines_[i].erase(0, std::min(kIndent, indentation(lines_[i])));
    clamp();
    changed();
}

void Editor::toggle_comment() {
    std::size_t first = selection_start().line;
    std::size_t last = selection_end().line;
    auto is_comment = [&](std::size_t i) {
        std::size_t code = indentation(lines_[i]);
        return code == lines_[i].size() || lines_[i][code] == '#';
    };
    bool all = true;
    for (std::size_t i = first; i <= last; ++i) all = all && is_comment(i);
    before_change(Stretch::None);
    for (std::size_t i = first; i <= last; ++i) {
        std::size_t code = indentation(lines_[i]);
        if (code == lines_[i].size()) continue;
        if (!all)
            lines_[i].insert(code, "# ");
        else
            lines_[i].erase(code, lines_[i].compare(code, 2, "# ") == 0 ? 2 : 1);
    }
    clamp();
    changed();
}

bool Editor::undo() {
    if (undo_.empty()) return false;
    redo_.push_back({lines_, cursor_});
    lines_ = std::move(undo_.back().lines);
    cursor_ = anchor_ = undo_.back().cursor;
    undo_.pop_back();
    stretch_ = Stretch::None;
    clamp();
    changed();
    return true;
}

bool Editor::redo() {
    if (redo_.empty()) return false;
    undo_.push_back({lines_, cursor_});
    lines_ = std::move(redo_.back().lines);
    cursor_ = anchor_ = redo_.back().cursor;
    redo_.pop_back();
    stretch_ = Stretch::None;
    clamp();
    changed();
    return true;
}

}  // namespace loopscope::ui
