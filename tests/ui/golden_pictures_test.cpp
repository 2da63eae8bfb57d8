// Draws a set of screens off-screen and compares them with the pictures kept in pictures/.
//
// LOOPSCOPE_UPDATE_GOLDEN=1 keeps the new ones instead (`./dev golden`): look at them before they
// are committed. What differs is written into the folder named by LOOPSCOPE_PICTURES, or else into
// loopscope_pictures in the folder for temporary files.
//
// With the fonts and the library that the pictures were made with, hardly a point may differ; with
// others (the file made_with says which), a fair part of them may, for texts have other widths.
#include <gtest/gtest.h>

#include <fmt/format.h>
#include <imgui.h>

#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include "tests/ui/kept_picture.h"
#include "tests/ui/made_document.h"
#include "ui/app/fonts.h"
#include "ui/app/offscreen.h"
#include "ui/app/session_document.h"
#include "ui/app/studio.h"

namespace loopscope::ui {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = LOOPSCOPE_SOURCE_DIR "/tests/ui/pictures";

struct Screen {
    const char* name;
    std::function<void(Viewer&)> prepare;
    bool everywhere = false;  ///< In every theme, language and size, not in a choice of them.
};

/// One way to look at the screens.
struct Variant {
    const char* name;
    ThemeName theme;
    const char* language;
    int width, height;
    float scale;
    bool all_screens;  ///< Or those alone that are to be seen everywhere.
};

void PrintTo(const Variant& variant, std::ostream* out) { *out << variant.name; }

using Steps = std::vector<Command>;

std::function<void(Viewer&)> sample(trace::Position at, Steps steps = {}) {
    return [at, steps](Viewer& v) {
        v.open(testing::sample_document());
        v.seek(at);
        for (const Command& step : steps) v.apply(step, 0);
    };
}

std::function<void(Viewer&)> crowd(Steps steps) {
    return [steps](Viewer& v) {
        v.open(testing::crowd_document());
        v.seek(v.document().timeline().size() - 1);
        for (const Command& step : steps) v.apply(step, 0);
    };
}

/// A trace that is kept, so that the pictures do not depend on the simulator.
std::function<void(Viewer&)> kept_trace(const char* name, trace::Position at, Steps steps) {
    return [=](Viewer& v) {
        auto document = open_document((kFolder / name).string() + ".jsonl.zst", {});
        ASSERT_TRUE(document) << document.failure().message;
        v.open(std::move(document).value());
        // What is read on demand is read whole.
        while (v.document().is_live()) v.document().produce(10'000);
        v.seek(at);
        for (const Command& step : steps) v.apply(step, 0);
    };
}

std::vector<Screen> screens() {
    const Command predict{Act::TogglePredict};
    const Command whole_class{Act::ToggleClass};
    return {
        {"queues", sample(60), true},
        {"first_screen", [](Viewer&) {}, true},
        {"lesson", sample(40, {{Act::NextNote}}), true},
        {"predict", sample(10, {predict}), true},
        {"error", [](Viewer& v) { v.open_path("/nowhere/at_all.py"); }},
        {"class", sample(10, {whole_class, predict, {Act::Tally, 0, 3}, {Act::Tally, 1, 14}})},
        {"answer", sample(10, {predict, {Act::Answer, 1}})},
        {"path", sample(90, {{Act::ChooseCentre, 1}})},
        {"heap", crowd({{Act::ChooseCentre, 2}, {Act::ChooseTab, 3}})},
        {"crowd", crowd({{Act::OpenLane, 1}})},
        {"edit_locals", sample(60, {{Act::ToggleEdit, 8, 10}, {Act::ChooseTab, 2}})},
        {"keys", sample(60, {{Act::ToggleHelp}})},
        {"palette", sample(60, {{Act::TogglePalette}})},
        {"prompt", sample(60, {{Act::Bookmark}})},
        {"presentation", sample(60, {{Act::ChoosePreset, 2}})},
        {"debugging_steps", sample(90, {{Act::ChoosePreset, 1}, {Act::AxisMode}})},
        {"compare", sample(90, {{.act = Act::Compare, .text = "other"}})},
        {"end", sample(1000)},
        {"machine_sockets", kept_trace("echo_slow_link", 700, {{Act::ChooseTab, 4}})},
        {"machine_threads", kept_trace("run_in_executor", 200, {{Act::ChooseTab, 4}})},
        {"why_lock", kept_trace("lock_fairness", 200, {{Act::ToggleWhy}})},
        {"graph_lock", kept_trace("lock_fairness", 300, {{Act::ChooseTab, 3}})},
    };
}

std::vector<session::ScenarioEntry> scenarios() {
    std::vector<session::ScenarioEntry> list;
    for (int i = 0; i < 14; ++i) {
        session::ScenarioEntry entry;
        entry.name = fmt::format("scenario_{}", i);
        entry.scenario.chapter.by_language = {{"en", i < 5 ? "Coroutines" : "Tasks"},
                                              {"zh", i < 5 ? "协程" : "任务"}};
        entry.scenario.title.by_language = {{"en", i % 2 ? "Two tasks at once" : "A coroutine"},
                                            {"zh", i % 2 ? "同时运行两个任务" : "协程"}};
        entry.scenario.about.by_language = {
            {"en", "Each coroutine has a task of its own, so both pauses pass together."},
            {"zh", "每个协程都有自己的任务，两次停顿在同一秒内一起过去。"}};
        list.push_back(std::move(entry));
    }
    return list;
}

Viewer viewer_for(const Variant& variant) {
    Settings settings;
    settings.scale = variant.scale;
    settings.theme = variant.theme;
    settings.language = variant.language;
    settings.motion = false;
    auto opener = [](const std::string& path) -> base::Result<std::unique_ptr<Document>> {
        if (path == "other") return std::unique_ptr<Document>(testing::sample_document());
        return base::Failure{path + ": no such file. Check the name."};
    };
    auto source_opener = [](const std::string&,
                            const std::string&) -> base::Result<std::unique_ptr<Document>> {
        return base::Failure{"not here"};
    };
    return Viewer({settings, scenarios(), opener, source_opener});
}

/// What pictures depend on beside our own code.
std::string made_with() {
    FontFiles files = find_fonts();
    std::string text;
    auto add = [&](const FontFile& file) {
        fs::path path(file.path);
        std::error_code none;
        auto size = static_cast<std::uint64_t>(fs::file_size(path, none));
        text += fmt::format("{} {}\n", path.filename().string(), none ? 0 : size);
    };
    for (const FontFile& file : files.face) add(file);
    add(files.chinese);
    return text + fmt::format("Dear ImGui {}\n", IMGUI_VERSION);
}

std::string read_text(const fs::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

bool updates() {
    const char* wish = std::getenv("LOOPSCOPE_UPDATE_GOLDEN");
    return wish && *wish;
}

fs::path output_folder() {
    const char* wish = std::getenv("LOOPSCOPE_PICTURES");
    fs::path folder = wish ? fs::path(wish) : fs::path(::testing::TempDir()) / "loopscope_pictures";
    fs::create_directories(folder);
    return folder;
}

class GoldenPictures : public ::testing::TestWithParam<Variant> {
  protected:
    void check(const std::string& name, const Picture& picture) {
        fs::path kept_path = kFolder / (name + ".webp");
        Picture now = testing::reduced(picture);
        if (updates()) {
            std::optional<Picture> kept = testing::read_kept(kept_path.string());
            bool same = kept && kept->width == now.width && kept->height == now.height &&
                        testing::compare(*kept, now).points <= most_differing(now);
            // A picture that would pass is left as it is: the history stays small.
            EXPECT_TRUE(same || testing::keep(now, kept_path.string())) << kept_path;
            return;
        }
        std::optional<Picture> kept = testing::read_kept(kept_path.string());
        fs::path new_path = output_folder() / (name + ".png");
        if (!kept || kept->width != now.width || kept->height != now.height) {
            show(picture, new_path);
            ADD_FAILURE() << "no picture of this size is kept as " << kept_path.string()
                          << "\n  drawn now:  " << new_path.string() << "\n  ./dev golden keeps it";
            return;
        }
        testing::Difference d = testing::compare(*kept, now);
        if (d.points <= most_differing(now)) return;
        fs::path map_path = output_folder() / (name + ".differs.png");
        show(picture, new_path);
        show(d.map, map_path);
        int unit = picture.width / now.width;
        ADD_FAILURE() << fmt::format(
            "{}: {} of {} points differ, {} may\n"
            "  they lie in:  x {} to {}, y {} to {} of {}×{} pixels\n"
            "  kept:         {}\n"
            "  drawn now:    {}\n"
            "  differences:  {} (red)\n"
            "  If this is meant, ./dev golden keeps the new pictures: look at them.",
            name, d.points, d.all, most_differing(now), d.left * unit, d.right * unit, d.top * unit,
            d.bottom * unit, picture.width, picture.height, kept_path.string(), new_path.string(),
            map_path.string());
    }

  private:
    static void show(const Picture& picture, const fs::path& path) {
        auto written = write_png(picture, path.string());
        EXPECT_TRUE(written) << written.failure().message;
    }
    std::size_t most_differing(const Picture& picture) const {
        std::size_t all = picture.rgb.size() / 3;
        return same_fonts_ ? 6 : all / 33;
    }
    bool same_fonts_ = updates() || read_text(kFolder / "made_with") == made_with();
};

TEST_P(GoldenPictures, AreDrawnAsTheyWereKept) {
    const Variant& variant = GetParam();
    if (find_fonts().face[0].path.find("Inter") == std::string::npos)
        GTEST_SKIP() << "the pictures were made with the font Inter, which is not here";
    auto offscreen = Offscreen::open(variant.width, variant.height);
    if (!offscreen) GTEST_SKIP() << offscreen.failure().message;
    Studio studio(*offscreen.value(), variant.width, variant.height);
    for (const Screen& screen : screens()) {
        if (!variant.all_screens && !screen.everywhere) continue;
        Viewer viewer = viewer_for(variant);
        screen.prepare(viewer);
        check(fmt::format("{}.{}", screen.name, variant.name), studio.shoot(viewer));
    }
    if (updates()) std::ofstream(kFolder / "made_with") << made_with();
}

// Three sizes: a projector's with large type, a laptop's, a desk's. All screens in four of the
// twelve ways that show both themes, both languages and all sizes; the main ones in all.
constexpr ThemeName kDark = ThemeName::Dark;
constexpr ThemeName kLight = ThemeName::Light;
const Variant kVariants[] = {
    {"dark.en.1600", kDark, "en", 1600, 900, 1, true},
    {"light.zh.1280x1.75", kLight, "zh", 1280, 720, 1.75f, true},
    {"light.en.1920", kLight, "en", 1920, 1080, 1, true},
    {"dark.zh.1600", kDark, "zh", 1600, 900, 1, true},
    {"dark.en.1280x1.75", kDark, "en", 1280, 720, 1.75f, false},
    {"dark.zh.1280x1.75", kDark, "zh", 1280, 720, 1.75f, false},
    {"light.en.1280x1.75", kLight, "en", 1280, 720, 1.75f, false},
    {"light.en.1600", kLight, "en", 1600, 900, 1, false},
    {"light.zh.1600", kLight, "zh", 1600, 900, 1, false},
    {"dark.en.1920", kDark, "en", 1920, 1080, 1, false},
    {"dark.zh.1920", kDark, "zh", 1920, 1080, 1, false},
    {"light.zh.1920", kLight, "zh", 1920, 1080, 1, false},
    {"contrast.en.1600", ThemeName::Contrast, "en", 1600, 900, 1, false},
};

INSTANTIATE_TEST_SUITE_P(Screens, GoldenPictures, ::testing::ValuesIn(kVariants),
                         [](const auto& of) {
                             std::string name = of.param.name;
                             for (char& c : name)
                                 if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
                             return name;
                         });

TEST(KeptPictures, ASmallShiftPassesAndAMoveALostTextOrAnotherColourDoesNot) {
    constexpr int kWidth = 400;
    constexpr int kHeight = 200;
    struct Look {
        int panel = 100;
        int text = 40;
        std::uint8_t ground = 25;
        bool letters = true;
    };
    auto draw = [](const Look& look) {
        Picture p{kWidth, kHeight, std::vector<std::uint8_t>(kWidth * kHeight * 3, 18)};
        for (int y = 20; y < 180; ++y)
            for (int x = look.panel; x < 300; ++x)
                for (int c = 0; c < 3; ++c)
                    p.rgb[static_cast<std::size_t>((y * kWidth + x) * 3 + c)] = look.ground;
        for (int y = look.text; look.letters && y < look.text + 10; ++y)
            for (int x = 120; x < 180; ++x)
                if (x % 8 < 5)
                    for (int c = 0; c < 3; ++c)
                        p.rgb[static_cast<std::size_t>((y * kWidth + x) * 3 + c)] = 220;
        return testing::reduced(p);
    };
    Picture kept = draw({});
    EXPECT_EQ(testing::compare(kept, kept).points, 0u);
    EXPECT_EQ(testing::compare(kept, draw({.text = 41})).points, 0u);
    EXPECT_GT(testing::compare(kept, draw({.panel = 120, .ground = 60})).points, 100u);
    EXPECT_GT(testing::compare(kept, draw({.ground = 48})).points, 1000u);
    EXPECT_GT(testing::compare(kept, draw({.letters = false})).points, 20u);
    EXPECT_GT(testing::compare(kept, draw({.text = 60})).points, 20u);
}

}  // namespace
}  // namespace loopscope::ui
