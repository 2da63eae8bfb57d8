// Draws the window off-screen. With LOOPSCOPE_PICTURES=FOLDER the pictures are kept, to be looked
// at.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <functional>

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
    std::function<void(Viewer&)> prepare;
};

std::string folder() {
    if (const char* wish = std::getenv("LOOPSCOPE_PICTURES")) return wish;
    return ::testing::TempDir();
}

std::function<void(Viewer&)> sample_at(trace::Position position) {
    return [position](Viewer& viewer) {
        viewer.open(testing::sample_document());
        viewer.seek(position);
    };
}
void crowd(Viewer& viewer) {
    viewer.open(testing::crowd_document());
    viewer.seek(viewer.document().timeline().size() - 1);
}
void help(Viewer& viewer) {
    sample_at(60)(viewer);
    viewer.apply({Act::ToggleHelp}, 0);
}

TEST(Pictures, TheWindowIsDrawnWithoutADisplay) {
    constexpr ThemeName kDark = ThemeName::Dark;
    constexpr ThemeName kLight = ThemeName::Light;
    const Shot shots[] = {
        {"roomy_dark", 1600, 900, 1, kDark, "en", sample_at(60)},
        {"roomy_light", 1600, 900, 1, kLight, "en", sample_at(31)},
        {"small_light_zh", 1280, 720, 1, kLight, "zh", sample_at(60)},
        {"small_dark", 1280, 720, 1, kDark, "en", sample_at(95)},
        {"tight_dark", 1280, 720, 1.75f, kDark, "en", sample_at(60)},
        {"tight_light_zh", 1280, 720, 1.75f, kLight, "zh", sample_at(90)},
        {"large_scaled", 1920, 1080, 1.75f, kDark, "en", sample_at(60)},
        {"large_light_zh", 1920, 1080, 1, kLight, "zh", sample_at(120)},
        {"crowd_dark", 1600, 900, 1, kDark, "en", crowd},
        {"crowd_light", 1920, 1080, 1, kLight, "zh", crowd},
        {"crowd_tight", 1280, 720, 1.75f, kDark, "en", crowd},
        {"help_dark", 1280, 720, 1, kDark, "en", help},
        {"list_dark", 1600, 900, 1, kDark, "en", [](Viewer&) {}},
        {"list_light_zh", 1280, 720, 1, kLight, "zh", [](Viewer&) {}},
        {"list_tight", 1280, 720, 1.75f, kDark, "en", [](Viewer&) {}},
        {"end_dark", 1600, 900, 1, kDark, "en", sample_at(1000)},
    };
    for (const Shot& shot : shots) {
        Settings settings;
        settings.scale = shot.scale;
        settings.theme = shot.theme;
        settings.language = shot.language;
        Viewer viewer({settings, session::list_scenarios(LOOPSCOPE_SOURCE_DIR "/scenarios"), {}});
        shot.prepare(viewer);
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
