// Viewer: keys and characters, and who hears them first.
#include <imgui.h>

#include <algorithm>

#include "ui/app/viewer.h"
#include "ui/panels/palette_panel.h"

namespace loopscope::ui {

void Viewer::take_input(const InputFrame& input, double now) {
    for (const std::string& path : input.dropped) open_path(path);
    if (input.pointer.pressed) grip_.focus.clear();
    // In order: what is typed after Enter is not for the field that Enter has closed.
    for (const KeyPress& press : input.keys) {
        if (!press.text.empty() && take_text(press.text, now)) continue;
        take_key(press, now);
    }
    run_edits_due(now);
    if (document_) {
        for (int due = playback_.take_due(now); due > 0; --due) step(+1);
    }
}

// ---- Fields.

/// The field that is open, if there is one.
LineEdit* Viewer::field() {
    if (view_.prompt) return &view_.prompt_text;
    if (view_.palette_open) return &view_.palette_text;
    return view_.search_open ? &view_.search_text : nullptr;
}

void Viewer::field_changed() {
    view_.palette_chosen = 0;
    view_.search_failed = false;
    if (!document_) view_.chosen = 0;
    redraw_ = true;
}

/// Characters go to the field that is open; false: there is none, and they are keys.
bool Viewer::take_text(const std::string& typed, double now) {
    if (!view_.error.empty() || view_.exporting) return false;
    if (LineEdit* line = field()) {
        line->insert(typed);
        field_changed();
    } else if (editing_ && !view_.help_open && grip_.menu.id.empty()) {
        editor_.insert(typed);
        view_.source_follows = true;
        text_changed(now);
    } else {
        return false;
    }
    alphabet_.add(typed);
    redraw_ = true;
    return true;
}

/// What a key does to the text of the open field: moving, erasing, and the clipboard.
bool Viewer::take_field_key(const KeyPress& press) {
    LineEdit* line = field();
    if (!line) return false;
    LineEdit::Took took = line->take(press);
    if (took == LineEdit::Took::Changed) field_changed();
    if (took != LineEdit::Took::Nothing) return true;
    if (!press.control) return false;
    if (press.key == Key::V) {
        const char* text = ImGui::GetClipboardText();
        if (!text) return true;
        line->insert(text);
        alphabet_.add(text);
        field_changed();
        return true;
    }
    if (press.key != Key::C && press.key != Key::X) return false;
    if (!line->has_selection()) return true;
    ImGui::SetClipboardText(line->selected().c_str());
    if (press.key == Key::X) {
        line->insert({});
        line->take({Key::Delete});
        field_changed();
    }
    return true;
}

// ---- Keys.

void Viewer::take_key(const KeyPress& press, double now) {
    redraw_ = true;
    // Escape lets go of what is held.
    bool held = !grip_.active.empty();
    if (press.key == Key::Escape && held) return grip_.active.clear();
    if (take_export_key(press) || take_job_key(press)) return;
    if (take_focus_key(press)) return;
    if (!view_.error.empty()) {
        if (press.key == Key::Escape || press.key == Key::Enter) apply({Act::DismissError}, now);
        return;
    }
    if (take_help_key(press, now)) return;
    if (take_menu_key(press) || take_overlay_key(press, now)) return;
    if (view_.search_open && take_search_key(press, now)) return;
    if (press.key == Key::Escape && !grip_.focus.empty()) return grip_.focus.clear();
    if (!view_.help_open && take_edit_key(press, now)) return;
    if (take_quiz_key(press, now)) return;
    KeyScope screen = document_ ? KeyScope::Program : KeyScope::List;
    if (auto command = command_for(press, screen)) apply(*command, now);
}

/// Tab and F6 move the focus, Enter presses what has it. While the source is edited Tab is its own.
bool Viewer::take_focus_key(const KeyPress& press) {
    if (press.key == Key::Enter && !press.control && has_focus()) {
        press_focus();
        return true;
    }
    bool tab = press.key == Key::Tab && !press.control && (!editing_ || field());
    if (tab && view_.prompt == Act::Open && files_.complete_path) {
        view_.prompt_text.set(files_.complete_path(view_.prompt_text.text()));
        alphabet_.add(view_.prompt_text.text());
        return true;
    }
    if (!tab && press.key != Key::F6) return false;
    bool back = press.shift;
    if (tab)
        move_focus(back ? FocusMove::Previous : FocusMove::Next);
    else
        move_focus(back ? FocusMove::PreviousPanel : FocusMove::NextPanel);
    return true;
}

bool Viewer::has_focus() const {
    return std::any_of(grip_.stops.begin(), grip_.stops.end(),
                       [&](const FocusStop& stop) { return stop.id == grip_.focus; });
}

void Viewer::move_focus(FocusMove move) {
    grip_.focus = moved_focus(grip_.stops, grip_.focus, move);
}

void Viewer::press_focus() { grip_.pressed_by_key = grip_.focus; }

/// Scrolls the list of the panel that has the focus; without one, the source.
void Viewer::scroll_panel(float notches) {
    for (const FocusStop& stop : grip_.stops) {
        bool meant = has_focus() ? stop.id == grip_.focus : stop.id.starts_with("source.");
        if (!meant) continue;
        grip_.scrolled_by_key = notches;
        grip_.scrolled_panel = stop.panel;
        return;
    }
}

/// The help scrolls by keys where it has no room.
bool Viewer::take_help_key(const KeyPress& press, double now) {
    if (!view_.help_open) return false;
    int rows = press.key == Key::Down       ? 3
               : press.key == Key::Up       ? -3
               : press.key == Key::PageDown ? 12
               : press.key == Key::PageUp   ? -12
                                            : 0;
    if (rows == 0) return false;
    apply({Act::ScrollHelp, std::max<std::int64_t>(0, view_.help_first + rows)}, now);
    return true;
}

/// A search goes on with Enter; on the first screen the arrows choose among what it has left.
bool Viewer::take_search_key(const KeyPress& press, double now) {
    if (take_field_key(press)) return true;
    if (document_) {
        if (press.key == Key::Enter)
            apply({press.shift ? Act::SearchPrevious : Act::SearchNext}, now);
        if (press.key == Key::Escape) apply({Act::Cancel}, now);
        return true;
    }
    switch (press.key) {
        case Key::Escape:
            view_.search_open = false;
            view_.search_text.clear();
            return true;
        case Key::Enter:
            apply({Act::OpenChoice}, now);
            return true;
        case Key::Up:
        case Key::Down:
        case Key::PageUp:
        case Key::PageDown:
            return false;
        default:
            return true;
    }
}

/// An open menu hears the arrows, Enter and Escape; any other key closes it and is heard too.
bool Viewer::take_menu_key(const KeyPress& press) {
    Menu& menu = grip_.menu;
    if (menu.id.empty()) return false;
    int last = static_cast<int>(menu.items.size()) - 1;
    switch (press.key) {
        case Key::Up:
        case Key::Down:
            menu.pointed = std::clamp(menu.pointed + (press.key == Key::Down ? 1 : -1), 0, last);
            return true;
        case Key::Enter:
            grip_.answer = {menu.id, menu.pointed};
            menu = {};
            return true;
        case Key::Escape:
            menu = {};
            return true;
        default:
            menu = {};
            return false;
    }
}

bool Viewer::take_overlay_key(const KeyPress& press, double now) {
    if (view_.prompt) {
        if (take_field_key(press)) return true;
        if (press.key == Key::Escape) view_.prompt.reset();
        if (press.key == Key::Enter && view_.prompt)
            apply({.act = *view_.prompt, .number = 1, .text = view_.prompt_text.text()}, now);
        return true;
    }
    if (!view_.palette_open) return false;
    bool toggled = press.control && (press.key == Key::K || press.key == Key::P);
    if (press.key == Key::Escape || toggled) {
        view_.palette_open = false;
        return true;
    }
    if (take_field_key(press)) return true;
    if (press.key == Key::Enter) {
        take_palette_choice(now);
        return true;
    }
    int rows = press.key == Key::Down       ? 1
               : press.key == Key::Up       ? -1
               : press.key == Key::PageDown ? static_cast<int>(kPaletteRows)
               : press.key == Key::PageUp   ? -static_cast<int>(kPaletteRows)
                                            : 0;
    if (rows != 0) choose_in_palette(view_.palette_chosen + rows);
    return true;
}

void Viewer::choose_in_palette(int row) {
    int last = static_cast<int>(palette().size()) - 1;
    view_.palette_chosen = std::clamp(row, 0, std::max(0, last));
}

void Viewer::take_palette_choice(double now) {
    std::vector<PaletteEntry> answer = palette();
    view_.palette_open = false;
    view_.palette_asks = false;
    if (answer.empty()) return;
    auto chosen = static_cast<std::size_t>(
        std::clamp(view_.palette_chosen, 0, static_cast<int>(answer.size()) - 1));
    apply(answer[chosen].command, now);
}

}  // namespace loopscope::ui
