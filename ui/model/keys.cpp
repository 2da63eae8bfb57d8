// The table of keys.
#include "ui/model/keys.h"

#include <algorithm>
#include <vector>

#include "ui/model/dock.h"

namespace loopscope::ui {
namespace {

using S = KeyScope;

Binding plain(std::string_view label, std::string_view text, S scope, Key key, Command command) {
    return {label, text, scope, {key, key, key}, false, std::move(command)};
}
Binding with_control(std::string_view label, std::string_view text, S scope, Key key,
                     Command command) {
    return {label, text, scope, {key, key, key}, true, std::move(command)};
}

Command choose(ChoiceMove move) { return {Act::MoveChoice, static_cast<int>(move)}; }

/// How a key moves among the cards of the first screen.
std::optional<ChoiceMove> choice_move(Key key) {
    switch (key) {
        case Key::Left:
            return ChoiceMove::Previous;
        case Key::Right:
            return ChoiceMove::Next;
        case Key::Up:
            return ChoiceMove::Up;
        case Key::Down:
            return ChoiceMove::Down;
        case Key::PageUp:
            return ChoiceMove::PageUp;
        case Key::PageDown:
            return ChoiceMove::PageDown;
        case Key::Home:
            return ChoiceMove::First;
        case Key::End:
            return ChoiceMove::Last;
        default:
            return std::nullopt;
    }
}

std::vector<Binding> make_bindings() {
    constexpr S kProgram = S::Program;
    constexpr S kAll = S::Everywhere;
    return {
        {"→  .  PgDn",
         "key.forward",
         kProgram,
         {Key::Right, Key::Period, Key::PageDown},
         false,
         {Act::Forward}},
        {"←  ,  PgUp",
         "key.back",
         kProgram,
         {Key::Left, Key::Comma, Key::PageUp},
         false,
         {Act::Back}},
        plain("Home", "key.first", kProgram, Key::Home, {Act::First}),
        plain("End", "key.last", kProgram, Key::End, {Act::Last}),
        plain("Space", "key.play", kProgram, Key::Space, {Act::TogglePlay}),
        plain("[", "key.slower", kProgram, Key::LeftBracket, {Act::Slower}),
        plain("]", "key.faster", kProgram, Key::RightBracket, {Act::Faster}),
        plain("1", "key.step.event", kProgram, Key::Digit1, {Act::ChooseStep, 0}),
        plain("2", "key.step.callback", kProgram, Key::Digit2, {Act::ChooseStep, 1}),
        plain("3", "key.step.iteration", kProgram, Key::Digit3, {Act::ChooseStep, 2}),
        plain("4", "key.step.task", kProgram, Key::Digit4, {Act::ChooseStep, 3}),
        plain("5", "key.step.time", kProgram, Key::Digit5, {Act::ChooseStep, 4}),
        plain("F", "key.follow", kProgram, Key::F, {Act::FollowTask}),
        plain("W", "key.why", kProgram, Key::W, {Act::ToggleWhy}),
        plain("I", "key.whatif", kProgram, Key::I, {Act::WhatIf, -1}),
        with_control("Ctrl Z", "key.whatif.undo", kProgram, Key::Z, {Act::UndoWhatIf}),
        plain("P", "key.predict", kProgram, Key::P, {Act::TogglePredict}),
        plain("G", "key.lesson", kProgram, Key::G, {Act::ToggleLesson}),
        plain("J", "key.note.next", kProgram, Key::J, {Act::NextNote}),
        plain("K", "key.note.previous", kProgram, Key::K, {Act::PreviousNote}),
        plain("E", "key.edit", kProgram, Key::E, {Act::ToggleEdit}),
        plain("B", "key.break", kProgram, Key::B, {Act::ToggleBreak, -1}),
        plain("R", "key.run_on", kProgram, Key::R, {Act::RunOn}),
        with_control("Ctrl Tab", "key.tab", kProgram, Key::Tab, {Act::NextTab}),
        plain("↓", "key.task.next", kProgram, Key::Down, {Act::NextTask, 1}),
        with_control("Ctrl →", "key.pan", kProgram, Key::Right, {Act::PanTimeline, 2}),
        with_control("Ctrl ↑", "key.zoom", kProgram, Key::Up, {Act::ZoomTimeline, 1}),
        with_control("Ctrl K", "key.palette", kAll, Key::K, {Act::TogglePalette}),
        with_control("Ctrl B", "key.bookmark", kProgram, Key::B, {Act::Bookmark}),
        plain("V", "key.bookmark.next", kProgram, Key::V, {Act::NextBookmark, 1}),
        with_control("Ctrl O", "key.open_file", kAll, Key::O, {Act::Open}),
        with_control("Ctrl S", "key.save", kProgram, Key::S, {Act::SaveAs}),
        with_control("Ctrl C", "key.copy", kProgram, Key::C, {Act::CopyCommand}),
        with_control("Ctrl E", "key.export", kProgram, Key::E, {Act::Export}),
        plain("D", "key.compare", kProgram, Key::D, {Act::Compare}),
        with_control("Ctrl 1", "key.panel.source", kProgram, Key::Digit1,
                     {Act::TogglePanel, static_cast<int>(Page::Source)}),
        with_control("Ctrl 2", "key.panel.output", kProgram, Key::Digit2,
                     {Act::TogglePanel, static_cast<int>(Page::Output)}),
        with_control("Ctrl 3", "key.panel.loop", kProgram, Key::Digit3,
                     {Act::TogglePanel, static_cast<int>(Page::Queues)}),
        with_control("Ctrl 4", "key.panel.tasks", kProgram, Key::Digit4,
                     {Act::TogglePanel, static_cast<int>(Page::Tasks)}),
        with_control("Ctrl 5", "key.panel.timeline", kProgram, Key::Digit5,
                     {Act::TogglePanel, static_cast<int>(Page::Timeline)}),
        with_control("Ctrl 0", "key.panel.reset", kProgram, Key::Digit0, {Act::ResetPanels}),
        plain("F11", "key.present", kProgram, Key::F11, {Act::Present}),
        {"Ctrl F  /",
         "key.search",
         kAll,
         {Key::Slash, Key::Slash, Key::Slash},
         false,
         {Act::Search}},
        plain("N", "key.search.next", kProgram, Key::N, {Act::SearchNext}),
        plain("↑ ↓ ← →", "key.choose", S::List, Key::Down, choose(ChoiceMove::Down)),
        plain("Enter", "key.open", S::List, Key::Enter, {Act::OpenChoice}),
        plain("Tab", "key.focus", kAll, Key::Tab, {Act::MoveFocus, 0}),
        plain("F6", "key.focus.panel", kAll, Key::F6, {Act::MoveFocus, 2}),
        plain("Shift ↓", "key.scroll", kProgram, Key::Count, {Act::ScrollPanel, -1}),
        plain("Enter", "key.press", kProgram, Key::Enter, {Act::PressFocus}),
        plain("H", "key.laser", kAll, Key::H, {Act::Laser}),
        plain("+", "key.larger", kAll, Key::Plus, {Act::ScaleUp}),
        plain("−", "key.smaller", kAll, Key::Minus, {Act::ScaleDown}),
        plain("T", "key.theme", kAll, Key::T, {Act::ToggleTheme}),
        plain("L", "key.language", kAll, Key::L, {Act::ToggleLanguage}),
        plain("M", "key.motion", kAll, Key::M, {Act::ToggleMotion}),
        plain("?", "key.help", kAll, Key::Question, {Act::ToggleHelp}),
        plain("Esc", "key.back_to_list", kAll, Key::Escape, {Act::Cancel}),
    };
}

}  // namespace

std::span<const Binding> bindings() {
    static const std::vector<Binding> kBindings = make_bindings();
    return kBindings;
}

std::optional<Command> command_for(KeyPress press, KeyScope screen) {
    if (press.control) {
        if (press.key == Key::F) return Command{Act::Search};
        if (press.key == Key::P) return Command{Act::TogglePalette};
        if (press.key == Key::Left && screen == S::Program) return Command{Act::PanTimeline, -2};
        if (press.key == Key::Down && screen == S::Program) return Command{Act::ZoomTimeline, -1};
        if (press.key == Key::Plus) return Command{Act::ScaleUp};
        if (press.key == Key::Minus) return Command{Act::ScaleDown};
    }
    if (press.key == Key::N && press.shift && screen == S::Program) {
        return Command{Act::SearchPrevious};
    }
    if (press.key == Key::R && press.shift && screen == S::Program) return Command{Act::RunBack};
    bool vertical = press.key == Key::Up || press.key == Key::Down;
    if (vertical && press.shift && screen == S::Program && !press.control)
        return Command{Act::ScrollPanel, press.key == Key::Up ? 1 : -1};
    if (press.key == Key::Up && screen == S::Program && !press.control)
        return Command{Act::NextTask, -1};
    if (press.key == Key::V && press.shift && !press.control && screen == S::Program)
        return Command{Act::NextBookmark, -1};
    if (auto move = choice_move(press.key); move && screen == S::List && !press.control)
        return choose(*move);
    for (const Binding& b : bindings()) {
        if (b.scope != S::Everywhere && b.scope != screen) continue;
        if (b.control != press.control) continue;
        if (std::find(std::begin(b.keys), std::end(b.keys), press.key) != std::end(b.keys)) {
            return b.command;
        }
    }
    return std::nullopt;
}

}  // namespace loopscope::ui
