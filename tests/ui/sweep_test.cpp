// Draws every screen at many sizes, scales, languages, themes and states, without a display, and
// asserts that nothing is clipped, nothing overlaps and nothing leaves its panel.
#include <gtest/gtest.h>

#include <fmt/format.h>
#include <functional>

#include "tests/ui/made_document.h"
#include "ui/app/stage.h"

namespace loopscope::ui {
namespace {

struct Window {
    int width, height;
};
constexpr Window kWindows[] = {{1280, 720}, {1600, 900}, {1920, 1080}, {1024, 600}};

/// A viewer in a state worth looking at.
struct Case {
    std::string name;
    std::function<void(Viewer&)> prepare;
};

std::vector<session::ScenarioEntry> scenarios() {
    std::vector<session::ScenarioEntry> list;
    for (int i = 0; i < 40; ++i) {
        session::ScenarioEntry entry;
        entry.name = fmt::format("scenario_{}", i);
        entry.scenario.chapter.by_language = {{"en", i < 6 ? "Coroutines" : "Tasks"},
                                              {"zh", i < 6 ? "协程" : "任务"}};
        entry.scenario.title.by_language = {
            {"en", i % 3 ? "Two tasks at once"
                         : "A title that is so long that it cannot fit a card of the list"},
            {"zh", "同时运行两个任务"}};
        entry.scenario.about.by_language = {
            {"en",
             "Each coroutine has a task of its own, so both pauses pass in the same second, and "
             "the loop waits once for both of them, because `select` gets the earlier time."},
            {"zh", "每个协程都有自己的任务，两次停顿在同一秒内一起过去。"}};
        list.push_back(entry);
    }
    return list;
}

void open_at(Viewer& viewer, std::unique_ptr<testing::MadeDocument> document, double part) {
    viewer.open(std::move(document));
    trace::Position last = viewer.document().timeline().size();
    if (last == 0) return;
    viewer.seek(static_cast<trace::Position>(static_cast<double>(last - 1) * part));
}

std::vector<Case> cases() {
    std::vector<Case> list;
    list.push_back({"list", [](Viewer&) {}});
    list.push_back({"list with help", [](Viewer& v) { v.apply({Act::ToggleHelp}, 0); }});
    list.push_back({"error", [](Viewer& v) { v.open_path("/nowhere/at_all.py"); }});
    for (int part = 0; part <= 10; ++part) {
        list.push_back({fmt::format("sample {}/10", part), [part](Viewer& v) {
                            open_at(v, testing::sample_document(), part / 10.0);
                        }});
    }
    for (double part : {0.001, 0.3, 0.7, 1.0}) {
        list.push_back({fmt::format("crowd {}", part),
                        [part](Viewer& v) { open_at(v, testing::crowd_document(), part); }});
    }
    list.push_back({"crowd, lane open", [](Viewer& v) {
                        open_at(v, testing::crowd_document(), 1.0);
                        v.apply({Act::OpenLane, 1}, 0);
                        v.apply({Act::SelectTask, 35}, 0);
                    }});
    list.push_back({"empty trace", [](Viewer& v) { open_at(v, testing::empty_document(), 0); }});
    list.push_back({"failed", [](Viewer& v) { open_at(v, testing::failed_document(), 1.0); }});
    list.push_back({"help", [](Viewer& v) {
                        open_at(v, testing::sample_document(), 0.5);
                        v.apply({Act::ToggleHelp}, 0);
                    }});
    for (double part : {0.3, 0.6, 1.0}) {
        list.push_back({fmt::format("why {}", part), [part](Viewer& v) {
                            open_at(v, testing::sample_document(), part);
                            v.apply({Act::SelectTask, 1}, 0);
                            v.apply({Act::ToggleWhy}, 0);
                        }});
    }
    for (int questions : {0, 1, 2, 3, 50}) {
        for (bool whole_class : {false, true}) {
            list.push_back({fmt::format("predict {} {}", questions, whole_class),
                            [questions, whole_class](Viewer& v) {
                                open_at(v, testing::sample_document(), 0.1);
                                if (whole_class) v.apply({Act::ToggleClass}, 0);
                                v.apply({Act::TogglePredict}, 0);
                                for (int i = 0; i < questions; ++i) v.apply({Act::NextQuestion}, 0);
                                v.apply({Act::Tally, 1, 14}, 0);
                            }});
        }
    }
    list.push_back({"crowd predict", [](Viewer& v) {
                        open_at(v, testing::crowd_document(), 0.3);
                        v.apply({Act::TogglePredict}, 0);
                        v.apply({Act::Answer, 1}, 0);
                    }});
    list.push_back({"edit", [](Viewer& v) {
                        open_at(v, testing::sample_document(), 0.6);
                        v.apply({Act::ToggleEdit, 8, 10}, 0);
                        v.apply({Act::ToggleBreak, 0, 7}, 0);
                        v.apply({Act::ChooseTab, 2}, 0);
                    }});
    list.push_back({"crowd, frames, scrolled", [](Viewer& v) {
                        open_at(v, testing::crowd_document(), 1.0);
                        v.apply({Act::ScrollColumn, 17}, 0);
                        v.apply({Act::ChooseTab, 2}, 0);
                    }});
    for (int centre : {1, 2}) {
        for (double part : {0.2, 0.5, 0.62}) {
            list.push_back({fmt::format("centre {} {}", centre, part), [centre, part](Viewer& v) {
                                open_at(v, testing::sample_document(), part);
                                v.apply({Act::ChooseCentre, centre}, 0);
                                v.apply({Act::ChooseTab, 3}, 0);
                            }});
        }
        list.push_back({fmt::format("crowd centre {}", centre), [centre](Viewer& v) {
                            open_at(v, testing::crowd_document(), 1.0);
                            v.apply({Act::ChooseCentre, centre}, 0);
                            v.apply({Act::ChooseTab, 3}, 0);
                            v.apply({Act::ChooseGraph, centre - 1}, 0);
                        }});
    }
    list.push_back({"palette", [](Viewer& v) {
                        open_at(v, testing::sample_document(), 0.5);
                        v.apply({Act::TogglePalette}, 0);
                    }});
    list.push_back({"prompt", [](Viewer& v) {
                        open_at(v, testing::sample_document(), 0.5);
                        v.apply({Act::Bookmark}, 0);
                    }});
    for (int preset : {1, 2}) {
        list.push_back({fmt::format("preset {}", preset), [preset](Viewer& v) {
                            open_at(v, testing::crowd_document(), 0.8);
                            v.apply({Act::ChoosePreset, preset}, 0);
                            v.apply({Act::AxisMode}, 0);
                        }});
    }
    list.push_back({"machine", [](Viewer& v) {
                        open_at(v, testing::crowd_document(), 0.9);
                        v.apply({Act::ChooseTab, 4}, 0);
                    }});
    list.push_back({"compare", [](Viewer& v) {
                        open_at(v, testing::sample_document(), 0.6);
                        v.apply({.act = Act::Compare, .text = "other"}, 0);
                    }});
    list.push_back({"lesson", [](Viewer& v) {
                        open_at(v, testing::sample_document(), 0);
                        v.apply({Act::ToggleLesson}, 0);
                    }});
    list.push_back({"lesson note", [](Viewer& v) {
                        open_at(v, testing::sample_document(), 0);
                        v.apply({Act::NextNote}, 0);
                    }});
    list.push_back({"search", [](Viewer& v) {
                        open_at(v, testing::sample_document(), 0.5);
                        v.apply({Act::Search}, 0);
                    }});
    return list;
}

/// Checks one frame's record; gives the first few complaints.
class Inspector {
  public:
    explicit Inspector(const DrawLog& log, Rect window) : log_(log), window_(window) {}

    std::string complaints() {
        panels_stay_apart();
        texts_are_whole();
        texts_stay_apart();
        areas_are_seen();
        return text_;
    }

  private:
    void complain(const std::string& what) {
        if (++count_ <= 6) text_ += "\n    " + what;
    }
    static std::string show(const Rect& r) {
        return fmt::format("[{:.1f} {:.1f} {:.1f}×{:.1f}]", r.x, r.y, r.w, r.h);
    }
    /// A line box is higher than its ink by a few pixels.
    static Rect ink_of(const DrawnText& t) { return t.rect.inset(0, 2.5f); }
    static bool is_overlay(const std::string& panel) {
        return panel == "help" || panel == "search" || panel == "error" || panel == "tip" ||
               panel == "palette" || panel == "prompt";
    }
    const DrawnPanel* panel(const std::string& name) const {
        for (const DrawnPanel& p : log_.panels) {
            if (p.name == name) return &p;
        }
        return nullptr;
    }

    void panels_stay_apart() {
        for (std::size_t i = 0; i < log_.panels.size(); ++i) {
            const DrawnPanel& a = log_.panels[i];
            if (!window_.contains(a.rect, 0.5f))
                complain(a.name + " leaves the window " + show(a.rect));
            for (std::size_t k = i + 1; k < log_.panels.size(); ++k) {
                const DrawnPanel& b = log_.panels[k];
                if (is_overlay(a.name) || is_overlay(b.name)) continue;
                if (overlap(a.rect, b.rect, 0.5f)) complain(a.name + " overlaps " + b.name);
            }
        }
    }
    void texts_are_whole() {
        for (const DrawnText& t : log_.texts) {
            std::string what = fmt::format("{}: '{}' {}", t.panel, t.text, show(t.rect));
            if (!t.clip.contains(ink_of(t), 0.75f))
                complain(what + " is clipped by " + show(t.clip));
            if (!window_.contains(t.rect, 0.5f)) complain(what + " leaves the window");
            const DrawnPanel* home = panel(t.panel);
            if (home && !home->rect.contains(t.rect, 0.5f)) complain(what + " leaves its panel");
            // What must never be shortened: controls and headings.
            if (t.panel == "toolbar" && t.text != t.full && t.type.size != Size::Body) {
                complain(what + " is shortened");
            }
            if (t.text == "…" && t.full != "…")
                complain(what + " is nothing but an ellipsis for '" + t.full + "'");
        }
    }
    void texts_stay_apart() {
        for (std::size_t i = 0; i < log_.texts.size(); ++i) {
            for (std::size_t k = i + 1; k < log_.texts.size(); ++k) {
                const DrawnText& a = log_.texts[i];
                const DrawnText& b = log_.texts[k];
                if (a.layer != b.layer) continue;
                if (!overlap(ink_of(a), ink_of(b), 0.75f)) continue;
                complain(fmt::format("{}: '{}' {} overlaps {}: '{}' {}", a.panel, a.text,
                                     show(a.rect), b.panel, b.text, show(b.rect)));
            }
        }
    }
    void areas_are_seen() {
        for (const DrawnArea& a : log_.areas) {
            if (!window_.contains(a.rect, 1)) complain(a.id + " leaves the window " + show(a.rect));
            if (a.rect.empty()) complain(a.id + " is empty");
        }
    }

    const DrawLog& log_;
    Rect window_;
    std::string text_;
    int count_ = 0;
};

TEST(Sweep, NothingIsClippedAndNothingOverlapsAtAnySizeScaleThemeAndLanguage) {
    Stage stage;
    int frames = 0;
    const std::vector<Case> list = cases();
    constexpr std::size_t kEveryDay = 14;
    for (float scale : {1.0f, 1.25f, 1.75f, 2.0f}) {
        for (const char* language : {"en", "zh"}) {
            std::size_t number = 0;
            for (const Case& example : list) {
                // The screens of every day at every scale and size; what stands behind tabs and
                // keys at a desk's and a projector's.
                bool every_day = number++ < kEveryDay;
                bool usual = scale == 1.0f || scale == 1.75f;
                if (!every_day && !usual) continue;
                for (const Window& window : kWindows) {
                    if (!every_day && window.width == 1600) continue;
                    Settings settings;
                    settings.scale = scale;
                    settings.language = language;
                    settings.theme = frames % 2 ? ThemeName::Light : ThemeName::Dark;
                    auto nothing =
                        [](const std::string& path) -> base::Result<std::unique_ptr<Document>> {
                        if (path == "other")
                            return std::unique_ptr<Document>(testing::sample_document());
                        return base::Failure{
                            "/nowhere/at_all.py: no such file. Check the name, or "
                            "start with the list of scenarios."};
                    };
                    Viewer viewer({settings, scenarios(), nothing,
                                   [](const std::string&, const std::string&)
                                       -> base::Result<std::unique_ptr<Document>> {
                                       return base::Failure{"not here"};
                                   }});
                    example.prepare(viewer);
                    DrawLog log;
                    stage.set_display(window.width, window.height, 0.016f);
                    for (int i = 0; i < 2; ++i) {
                        stage.update_fonts(viewer);
                        log.clear();
                        stage.frame(viewer, i, &log);
                    }
                    ++frames;
                    Rect area{0, 0, static_cast<float>(window.width) / scale,
                              static_cast<float>(window.height) / scale};
                    std::string complaints = Inspector(log, area).complaints();
                    EXPECT_EQ(complaints, "")
                        << example.name << ", " << window.width << "×" << window.height << " at "
                        << scale << ", " << language;
                    EXPECT_FALSE(log.texts.empty());
                }
            }
        }
    }
}

}  // namespace
}  // namespace loopscope::ui
