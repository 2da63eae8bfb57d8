// The table of keys.
#include "ui/model/keys.h"

#include <algorithm>
#include <array>

namespace loopscope::ui {
namespace {

using S = KeyScope;

const std::array kBindings{
    Binding{"→  .  PgDn",
            "key.forward",
            S::Program,
            {Key::Right, Key::Period, Key::PageDown},
            false,
            {Act::Forward}},
    Binding{"←  ,  PgUp",
            "key.back",
            S::Program,
            {Key::Left, Key::Comma, Key::PageUp},
            false,
            {Act::Back}},
    Binding{
        "Home", "key.first", S::Program, {Key::Home, Key::Home, Key::Home}, false, {Act::First}},
    Binding{"End", "key.last", S::Program, {Key::End, Key::End, Key::End}, false, {Act::Last}},
    Binding{"Space",
            "key.play",
            S::Program,
            {Key::Space, Key::Space, Key::Space},
            false,
            {Act::TogglePlay}},
    Binding{"[",
            "key.slower",
            S::Program,
            {Key::LeftBracket, Key::LeftBracket, Key::LeftBracket},
            false,
            {Act::Slower}},
    Binding{"]",
            "key.faster",
            S::Program,
            {Key::RightBracket, Key::RightBracket, Key::RightBracket},
            false,
            {Act::Faster}},
    Binding{"1",
            "key.step.event",
            S::Program,
            {Key::Digit1, Key::Digit1, Key::Digit1},
            false,
            {Act::ChooseStep, 0}},
    Binding{"2",
            "key.step.callback",
            S::Program,
            {Key::Digit2, Key::Digit2, Key::Digit2},
            false,
            {Act::ChooseStep, 1}},
    Binding{"3",
            "key.step.iteration",
            S::Program,
            {Key::Digit3, Key::Digit3, Key::Digit3},
            false,
            {Act::ChooseStep, 2}},
    Binding{"4",
            "key.step.task",
            S::Program,
            {Key::Digit4, Key::Digit4, Key::Digit4},
            false,
            {Act::ChooseStep, 3}},
    Binding{"5",
            "key.step.time",
            S::Program,
            {Key::Digit5, Key::Digit5, Key::Digit5},
            false,
            {Act::ChooseStep, 4}},
    Binding{"F", "key.follow", S::Program, {Key::F, Key::F, Key::F}, false, {Act::FollowTask}},
    Binding{"Ctrl F  /",
            "key.search",
            S::Program,
            {Key::Slash, Key::Slash, Key::Slash},
            false,
            {Act::Search}},
    Binding{"N", "key.search.next", S::Program, {Key::N, Key::N, Key::N}, false, {Act::SearchNext}},
    Binding{"↑ ↓",
            "key.choose",
            S::List,
            {Key::Down, Key::Down, Key::Down},
            false,
            {Act::MoveChoice, 1}},
    Binding{"Enter",
            "key.open",
            S::List,
            {Key::Enter, Key::Enter, Key::Enter},
            false,
            {Act::OpenChoice}},
    Binding{
        "+", "key.larger", S::Everywhere, {Key::Plus, Key::Plus, Key::Plus}, false, {Act::ScaleUp}},
    Binding{"−",
            "key.smaller",
            S::Everywhere,
            {Key::Minus, Key::Minus, Key::Minus},
            false,
            {Act::ScaleDown}},
    Binding{"T", "key.theme", S::Everywhere, {Key::T, Key::T, Key::T}, false, {Act::ToggleTheme}},
    Binding{
        "L", "key.language", S::Everywhere, {Key::L, Key::L, Key::L}, false, {Act::ToggleLanguage}},
    Binding{"M", "key.motion", S::Everywhere, {Key::M, Key::M, Key::M}, false, {Act::ToggleMotion}},
    Binding{"?",
            "key.help",
            S::Everywhere,
            {Key::Question, Key::Question, Key::Question},
            false,
            {Act::ToggleHelp}},
    Binding{"Esc",
            "key.back_to_list",
            S::Everywhere,
            {Key::Escape, Key::Escape, Key::Escape},
            false,
            {Act::Cancel}},
};

}  // namespace

std::span<const Binding> bindings() { return kBindings; }

std::optional<Command> command_for(KeyPress press, KeyScope screen) {
    if (press.control) {
        if (press.key == Key::F && screen == S::Program) return Command{Act::Search};
        if (press.key == Key::Plus) return Command{Act::ScaleUp};
        if (press.key == Key::Minus) return Command{Act::ScaleDown};
        return std::nullopt;
    }
    if (press.key == Key::N && press.shift && screen == S::Program) {
        return Command{Act::SearchPrevious};
    }
    if (press.key == Key::Up && screen == S::List) return Command{Act::MoveChoice, -1};
    for (const Binding& b : kBindings) {
        if (b.scope != S::Everywhere && b.scope != screen) continue;
        if (std::find(std::begin(b.keys), std::end(b.keys), press.key) != std::end(b.keys)) {
            return b.command;
        }
    }
    return std::nullopt;
}

}  // namespace loopscope::ui
