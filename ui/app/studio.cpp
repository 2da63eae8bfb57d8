// Studio: draws viewers off-screen.
#include "ui/app/studio.h"

#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

namespace loopscope::ui {

Studio::Studio(Offscreen& offscreen, int width, int height) : offscreen_(offscreen) {
    stage_.set_display(width, height, 1.0f / 60);
    ImGui_ImplOpenGL3_Init("#version 330 core");
}

Studio::~Studio() { ImGui_ImplOpenGL3_Shutdown(); }

Picture Studio::shoot(Viewer& viewer) {
    // Several frames: one may find that a panel has to scroll, or that characters are missing.
    constexpr int kFrames = 3;
    bool fonts_due = !has_fonts_;
    for (int i = 0; i < kFrames; ++i) {
        fonts_due = stage_.update_fonts(viewer) || fonts_due;
        stage_.frame(viewer, static_cast<double>(frames_++));
        viewer.finish_index();
    }
    if (fonts_due) {
        send_fonts();
        // The draw lists name the texture that was there before.
        stage_.frame(viewer, static_cast<double>(frames_++));
    }
    render(viewer);
    return offscreen_.read();
}

void Studio::draw(Viewer& viewer, double now) {
    if (stage_.update_fonts(viewer)) send_fonts();
    stage_.frame(viewer, now);
    render(viewer);
    offscreen_.finish();
}

void Studio::send_fonts() {
    if (has_fonts_) {
        ImGui_ImplOpenGL3_DestroyFontsTexture();
        ImGui_ImplOpenGL3_CreateFontsTexture();
    }
    ImGui_ImplOpenGL3_NewFrame();  // The first makes all that the graphics card needs.
    has_fonts_ = true;
}

void Studio::render(Viewer& viewer) {
    const Colour ground = theme(viewer.settings().theme).background;
    offscreen_.begin(static_cast<float>(ground.r) / 255, static_cast<float>(ground.g) / 255,
                     static_cast<float>(ground.b) / 255);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

}  // namespace loopscope::ui
