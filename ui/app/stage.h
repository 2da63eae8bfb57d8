// Stage: Dear ImGui's context and the fonts, and the way from a Viewer's frame to draw lists.
#pragma once

#include "ui/app/fonts.h"
#include "ui/app/input.h"
#include "ui/app/viewer.h"

struct ImGuiContext;

namespace loopscope::ui {

/// Owns a Dear ImGui context and loads the fonts that a viewer needs. It knows no window and no
/// OpenGL: with nothing else it is enough for tests.
class Stage {
  public:
    Stage();
    ~Stage();
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    /// Loads the fonts again, if the scale has changed or the viewer needs characters that they
    /// lack; true if it did, then the graphics card needs the new atlas. Outside of a frame only.
    bool update_fonts(Viewer& viewer);

    /// One frame: reads Dear ImGui's input, lets the viewer draw, and makes the draw lists ready.
    void frame(Viewer& viewer, double now, DrawLog* log = nullptr, WindowEvents events = {});

    /// Sets the size of the picture, in pixels, and the seconds since the last frame.
    void set_display(int width, int height, float seconds);

  private:
    ImGuiContext* context_;
    FontFiles files_;
    FontSet fonts_;
    float font_scale_ = 0;
    Alphabet loaded_;
};

}  // namespace loopscope::ui
