// Input from Dear ImGui as the viewer takes it: the only place that knows how its versions differ.
#pragma once

#include <imgui.h>

#include "ui/app/viewer.h"

namespace loopscope::ui {

/// What happened in this frame. Call it after ImGui::NewFrame(). `scale`: real pixels a logical
/// pixel.
///
/// Letters, digits and signs are taken as characters, so that they are found on every keyboard;
/// arrows and the like as keys.
InputFrame read_input(float scale);

/// For tests: presses or releases a named key, or types a character key. Takes effect with the
/// next ImGui::NewFrame().
void feed_key(Key key, bool down);

}  // namespace loopscope::ui
