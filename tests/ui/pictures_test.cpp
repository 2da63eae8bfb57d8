// Draws the window off-screen. With LOOPSCOPE_PICTURES=FOLDER the pictures are kept, to be looked at.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "tests/ui/made_document.h"
#include "ui/app/offscreen.h"
#include "ui/app/render.h"

namespace loopscope::ui {
namespace {

struct Shot {
    const char* name;
    int width, height;
    float scale;
    ThemeName theme;
    const char* language;
    trace::Position position;
};

std::string folder() {
    if (const char* wish = std::getenv("LOOPSCOPE_PICTURES")) return wish;
    return ::testing::TempDir();
}

TEST(Pictures, TheWindowIsDrawnWithoutADisplay) {
    const Shot shots[] = {
        {"roomy_dark", 1600, 900, 1, ThemeName::Dark, "en", 60},
        {"small_light", 1280, 720, 1, ThemeName::Light, "zh", 60},
        {"tight_dark", 1280, 720, 1.75f, ThemeName::Dark, "en", 60},
    };
    for (const Shot& shot : shots) {
        Settings settings;
        settings.scale = shot.scale;
        settings.theme = shot.theme;
        settings.language = shot.language;
        Viewer viewer({settings, {}, {}});
        viewer.open(testing::sample_document());
        viewer.seek(shot.position);
        std::string path = folder() + "/" + shot.name + ".png";
        auto result = render_viewer(viewer, shot.width, shot.height, path);
        if (!result && result.failure().message.find("off-screen") != std::string::npos) {
            GTEST_SKIP() << result.failure().message;
        }
        ASSERT_TRUE(result) << result.failure().message;
        EXPECT_GT(std::filesystem::file_size(path), 10'000u) << path;
    }
}

}  // namespace
}  // namespace loopscope::ui
