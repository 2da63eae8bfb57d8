// Stage: Dear ImGui's context and the fonts.
#include "ui/app/stage.h"

#include <imgui.h>

namespace loopscope::ui {

Stage::Stage() : context_(ImGui::CreateContext()), files_(find_fonts()) {
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    set_display(1600, 900, 1.0f / 60);
}

Stage::~Stage() { ImGui::DestroyContext(context_); }

void Stage::set_display(int width, int height, float seconds) {
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
    io.DeltaTime = seconds > 1e-4f ? seconds : 1e-4f;
}

bool Stage::update_fonts(Viewer& viewer) {
    float scale = viewer.settings().scale;
    bool grown = loaded_.add(viewer.alphabet());
    if (scale == font_scale_ && !grown) return false;
    ImGuiIO& io = ImGui::GetIO();
    fonts_ = load_fonts(*io.Fonts, files_, loaded_, scale);
    io.FontDefault = fonts_.get(kLabel);
    font_scale_ = scale;
    return true;
}

void Stage::frame(Viewer& viewer, double now, DrawLog* log, WindowEvents events) {
    ImGui::NewFrame();
    InputFrame input = read_input(font_scale_, std::move(events));
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    Viewer::Canvas canvas{.list = ImGui::GetBackgroundDrawList(),
                          .fonts = &fonts_,
                          .pixel_width = size.x,
                          .pixel_height = size.y,
                          .pixel_scale = font_scale_,
                          .now = now,
                          .log = log};
    viewer.frame(canvas, input);
    ImGui::Render();
}

}  // namespace loopscope::ui
