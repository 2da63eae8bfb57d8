// Pictures of the window without a display.
#include "ui/app/render.h"

#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include "ui/app/offscreen.h"
#include "ui/app/stage.h"

namespace loopscope::ui {

base::Result<bool> render_viewer(Viewer& viewer, int width, int height, const std::string& path) {
    auto offscreen = Offscreen::open(width, height);
    if (!offscreen) return offscreen.failure();
    Stage stage;
    stage.set_display(width, height, 1.0f / 60);
    ImGui_ImplOpenGL3_Init("#version 330 core");
    // Twice: the first frame may find that a panel has to scroll, or new characters.
    for (int i = 0; i < 3; ++i) {
        if (stage.update_fonts(viewer)) ImGui_ImplOpenGL3_DestroyFontsTexture();
        if (i > 0) ImGui_ImplOpenGL3_CreateFontsTexture();
        ImGui_ImplOpenGL3_NewFrame();
        stage.frame(viewer, static_cast<double>(i));
    }
    const Colour ground = theme(viewer.settings().theme).background;
    (*offscreen.value())
        .begin(static_cast<float>(ground.r) / 255, static_cast<float>(ground.g) / 255,
               static_cast<float>(ground.b) / 255);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    Picture picture = offscreen.value()->read();
    ImGui_ImplOpenGL3_Shutdown();
    return write_png(picture, path);
}

}  // namespace loopscope::ui
