// Input from Dear ImGui as the viewer takes it: the only place that knows how its versions differ.
#pragma once

#include <imgui.h>

#include <optional>

#include "ui/app/viewer.h"

namespace loopscope::ui {

/// What the window heard since the last frame, beside what Dear ImGui knows.
struct WindowEvents {
    std::vector<std::string> dropped;  ///< Paths of files dropped on the window.
    /// Named keys and characters in the order of their events. Without a value they are asked of
    /// Dear ImGui, which loses a key that goes down and up between two frames, and the order of
    /// keys and characters (until 1.86).
    std::optional<std::vector<KeyPress>> keys;
};

/// What happened in this frame. Call it after ImGui::NewFrame(). `scale`: real pixels a logical
/// pixel.
///
/// Letters, digits and signs are taken as characters, so that they are found on every keyboard;
/// arrows and the like as keys.
InputFrame read_input(float scale, WindowEvents events);

/// A key event as GLFW reports it.
struct KeyEvent {
    int code = 0;
    int action = 0;
    int modifiers = 0;
};
/// The named key that went down or repeats, if we know it.
std::optional<KeyPress> key_of_event(const KeyEvent& event);

/// A character as a key, with its text; nothing for a control character.
std::optional<KeyPress> key_of_character(unsigned character);

/// For tests: presses or releases a named key, or types a character key. Takes effect with the
/// next ImGui::NewFrame().
void feed_key(Key key, bool down);

}  // namespace loopscope::ui
