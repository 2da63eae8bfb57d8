// The keys: one table that input, help and tests read.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ui/model/command.h"

namespace loopscope::ui {

/// Keys as the window names them; ui/app/input.h maps Dear ImGui's to these.
enum class Key : std::uint8_t {
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
    Space,
    Enter,
    Escape,
    Backspace,
    Delete,
    Tab,
    F5,
    F6,
    F11,
    Comma,
    Period,
    Slash,
    Question,
    Plus,
    Minus,
    Digit0,
    Digit1,
    Digit2,
    Digit3,
    Digit4,
    Digit5,
    Digit6,
    Digit7,
    Digit8,
    Digit9,
    A,
    B,
    C,
    D,
    E,
    F,
    G,
    H,
    I,
    J,
    K,
    L,
    M,
    N,
    O,
    P,
    Q,
    R,
    S,
    T,
    U,
    V,
    W,
    X,
    Y,
    Z,
    LeftBracket,
    RightBracket,
    Count,
};

/// What Key::Question and friends stand for: keys are told apart after Shift, as characters are.
struct KeyPress {
    Key key;
    bool control = false;
    bool shift = false;
    std::string text{};  ///< What it types, as UTF-8; empty for keys that type nothing.
};

/// Where a key means what it means.
enum class KeyScope : std::uint8_t { Everywhere, Program, List };

/// One line of the help: the keys, and what they do.
struct Binding {
    std::string_view label;  ///< "← ,": as written in the help.
    std::string_view text;   ///< Catalogue key of the description.
    KeyScope scope;
    Key keys[3];  ///< Any of them does it; they may be equal.
    bool control;
    Command command;
};

/// Every binding, in the order in which the help lists them.
std::span<const Binding> bindings();

/// The command of a key press on the list screen or with a program open, if it has one.
std::optional<Command> command_for(KeyPress press, KeyScope screen);

}  // namespace loopscope::ui
