// Panels that are dragged, hidden and remembered; recordings that are read on; the offer of a real
// Python.
#include "tests/ui/desk.h"
#include "tests/ui/made_document.h"
#include "ui/app/session_document.h"

namespace loopscope::ui {
namespace {

using testing::PlainDesk;

/// What is kept beside files, in memory.
struct Kept {
    std::string notes;
    Viewer::Setup setup() {
        Viewer::Setup setup{
            .settings = {},
            .scenarios = {},
            .opener = [](const std::string& path) -> base::Result<std::unique_ptr<Document>> {
                if (path.ends_with(".py")) return open_source("import numpy\n", "wants.py", {});
                return std::unique_ptr<Document>(testing::sample_document());
            },
            .source_opener = {},
            .changed_opener = {},
            .files = {}};
        setup.files.load = [this](const std::string&) { return std::optional(notes); };
        setup.files.save = [this](const std::string&, const std::string& text) {
            notes = text;
            return true;
        };
        return setup;
    }
};

TEST(Panels, AHeadingDraggedBesideAnotherPanelMovesThereAndIsRemembered) {
    Kept kept;
    PlainDesk desk(kept.setup());
    desk.viewer.open_path("/a.trace");
    desk.frame();
    Rect source = desk.panel("source");
    Rect output = desk.panel("output");
    Point heading{output.x + 20, output.y + 12};
    Point above{source.centre().x, source.y + 60};
    desk.pull(heading, above);
    EXPECT_FALSE(desk.panel("drop").empty()) << "it is shown where it would go";
    EXPECT_TRUE(desk.says("dragged", "Output"));
    EXPECT_EQ(desk.panel("output"), output) << "nothing moves before it is dropped";
    desk.button(false);
    desk.frame();
    EXPECT_EQ(desk.panel("output").y, source.y);
    EXPECT_GT(desk.panel("source").y, source.y);
    EXPECT_NE(kept.notes.find("arrangement = c(r(c(O,S)"), std::string::npos) << kept.notes;
    // Another window opens the same file.
    PlainDesk other(kept.setup());
    other.viewer.open_path("/a.trace");
    other.frame();
    EXPECT_EQ(other.panel("output").y, source.y);
    other.viewer.apply({Act::ResetPanels}, 0);
    other.frame();
    EXPECT_EQ(other.panel("source").y, source.y);
}

TEST(Panels, WhatIsDraggedGoesWhereThePreviewSaid) {
    Kept kept;
    for (float x : {0.03f, 0.2f, 0.5f, 0.7f, 0.99f}) {
        for (float y : {0.15f, 0.3f, 0.55f, 0.8f, 0.985f}) {
            PlainDesk desk(kept.setup());
            desk.viewer.open(testing::sample_document());
            desk.frame();
            desk.pull(desk.area("tasks.tab.2").centre(), {x * 1600, y * 900});
            Rect told = desk.panel("drop");
            std::vector<Page> before = desk.viewer.view().dock.group_of(Page::Frames).pages;
            desk.button(false);
            desk.frame();
            if (told.empty()) {
                EXPECT_EQ(desk.viewer.view().dock.group_of(Page::Frames).pages, before);
                continue;
            }
            std::vector<Page> now = desk.viewer.view().dock.group_of(Page::Frames).pages;
            EXPECT_NE(now, before);
            if (now.size() > 1) continue;
            EXPECT_EQ(desk.panel("frames"), told) << x << " " << y;
        }
    }
}

TEST(Panels, EscapePutsBackWhatIsDragged) {
    Kept kept;
    PlainDesk desk(kept.setup());
    desk.viewer.open(testing::sample_document());
    desk.frame();
    Dock before = desk.viewer.view().dock;
    desk.pull(desk.area("tasks.tab.3").centre(), desk.panel("source").centre());
    EXPECT_FALSE(desk.panel("drop").empty());
    desk.key(Key::Escape);
    EXPECT_TRUE(desk.panel("drop").empty());
    desk.button(false);
    desk.frame();
    EXPECT_EQ(desk.viewer.view().dock, before);
    EXPECT_TRUE(desk.viewer.has_document());
}

TEST(Panels, ATabDraggedOntoAnotherPanelIsATabThere) {
    Kept kept;
    PlainDesk desk(kept.setup());
    desk.viewer.open(testing::sample_document());
    desk.frame();
    desk.drag(desk.area("tasks.tab.3").centre(), desk.panel("loop").centre());
    EXPECT_TRUE(desk.has("loop.tab.4"));
    EXPECT_FALSE(desk.has("tasks.tab.3"));
    EXPECT_TRUE(desk.viewer.view().dock.shows(Page::Graph));
    // A short way is a press, not a move.
    Point tab = desk.area("tasks.tab.1").centre();
    desk.drag(tab, {tab.x + 3, tab.y});
    EXPECT_TRUE(desk.viewer.view().dock.shows(Page::Why));
}

TEST(Panels, TheSourceIsEditedAlsoAsATab) {
    Kept kept;
    PlainDesk desk(kept.setup());
    desk.viewer.open(testing::sample_document());
    desk.frame();
    Rect source = desk.panel("source");
    desk.drag({source.x + 20, source.y + 12}, desk.panel("tasks").centre());
    EXPECT_TRUE(desk.has("tasks.tab.4"));
    EXPECT_TRUE(desk.says("tasks", "import"));
    EXPECT_TRUE(desk.has("source.edit"));
    desk.click("tasks.tab.0");
    EXPECT_FALSE(desk.says("tasks", "import"));
}

TEST(Panels, ThePaletteMovesAPanelStepByStep) {
    Kept kept;
    PlainDesk desk(kept.setup());
    desk.viewer.open(testing::sample_document());
    desk.frame();
    float before = desk.panel("output").x;
    desk.frame({{}, std::vector<KeyPress>{{Key::K, true}}});
    desk.type("move output to the right");
    desk.key(Key::Enter);
    EXPECT_GT(desk.panel("output").x, before + 100);
    desk.frame({{}, std::vector<KeyPress>{{Key::K, true}}});
    desk.type("put heap into the panel of source");
    desk.key(Key::Enter);
    EXPECT_EQ(desk.viewer.view().dock.group_of(Page::Heap).pages.front(), Page::Source);
}

TEST(Panels, AHiddenPanelLeavesItsRoomAndATabBringsItBack) {
    Kept kept;
    PlainDesk desk(kept.setup());
    desk.viewer.open(testing::sample_document());
    desk.frame();
    float before = desk.panel("loop").w;
    desk.viewer.apply({Act::TogglePanel, static_cast<int>(Page::Tasks)}, 0);
    desk.frame();
    EXPECT_TRUE(desk.panel("tasks").empty());
    EXPECT_GT(desk.panel("loop").w, before + 100);
    desk.viewer.apply({Act::ToggleWhy}, 0);
    desk.frame();
    EXPECT_FALSE(desk.panel("why").empty());
}

TEST(Panels, TheGapBetweenSourceAndOutputCanBeDraggedAndIsRememberedForTheFile) {
    Kept kept;
    PlainDesk desk(kept.setup());
    desk.viewer.open_path("/a.trace");
    desk.frame();
    Rect gap = desk.area("split.4");
    float before = desk.panel("output").h;
    desk.drag(gap.centre(), {gap.centre().x, gap.centre().y - 100});
    EXPECT_NEAR(desk.panel("output").h, before + 100, 16);
    PlainDesk other(kept.setup());
    other.viewer.open_path("/a.trace");
    other.frame();
    EXPECT_EQ(other.panel("output").h, desk.panel("output").h);
}

TEST(Panels, APresentationHasItsOwnPanelsAndGivesTheOldOnesBack) {
    Kept kept;
    PlainDesk desk(kept.setup());
    desk.viewer.open_path("/a.trace");
    desk.viewer.apply({Act::TogglePanel, static_cast<int>(Page::Output)}, 0);
    Dock before = desk.viewer.view().dock;
    desk.viewer.apply({Act::Present}, 0);
    EXPECT_TRUE(desk.viewer.view().dock.hidden(Page::Timeline));
    desk.viewer.apply({Act::TogglePage, static_cast<int>(Page::Timeline)}, 0);
    desk.frame();
    EXPECT_FALSE(desk.panel("timeline").empty());
    desk.viewer.apply({Act::Present}, 0);
    EXPECT_EQ(desk.viewer.view().dock, before);
}

/// A recording that is read piece by piece.
class SlowDocument : public Document {
  public:
    std::unique_ptr<testing::MadeDocument> inner = testing::sample_document();
    trace::Timeline& timeline() override { return inner->timeline(); }
    const trace::TraceHeader& header() const override { return inner->header(); }
    const session::Scenario& scenario() const override { return inner->scenario(); }
    std::string_view name() const override { return inner->name(); }
    std::string_view source() const override { return inner->source(); }
    bool live = true;
    double part = 0.25;
    int asked = 0;
    bool is_recording() const override { return true; }
    bool is_live() const override { return live; }
    double loaded() const override { return live ? part : 1; }
    void produce(trace::Position) override { ++asked; }
};

TEST(Recordings, ALargeOneIsReadInTheBackgroundAndCanBeStopped) {
    Kept kept;
    PlainDesk desk(kept.setup());
    auto made = std::make_unique<SlowDocument>();
    SlowDocument* document = made.get();
    desk.viewer.open(std::move(made));
    desk.frame();
    int asked = document->asked;
    desk.frame();
    EXPECT_GT(document->asked, asked);
    EXPECT_TRUE(desk.says("toolbar", "25"));
    EXPECT_GE(desk.viewer.next_frame_in(1000), 0) << "it goes on by itself";
    desk.click("toolbar.badge");
    asked = document->asked;
    desk.frame();
    EXPECT_EQ(document->asked, asked) << "stopped";
    desk.click("toolbar.badge");
    EXPECT_GT(document->asked, asked);
    document->part = 0;  // Its size isn't known: it is being made.
    desk.frame();
    EXPECT_TRUE(desk.says("toolbar", Strings()("badge.live")));
    document->live = false;
    desk.frame();
    desk.frame();
    EXPECT_TRUE(desk.says("toolbar", "Python 3.11"));
    EXPECT_LT(desk.viewer.next_frame_in(1000), 0) << "nothing more to do";
}

TEST(Panels, EveryHandOfAClassIsCountedInSightHoweverLargeTheTypeIs) {
    for (float scale : {1.0f, 1.75f, 2.25f}) {
        Kept kept;
        Viewer::Setup setup = kept.setup();
        setup.settings.scale = scale;
        PlainDesk desk(std::move(setup));
        desk.viewer.open_path("/a.trace");
        desk.viewer.apply({Act::ToggleClass}, 0);
        desk.viewer.apply({Act::TogglePredict}, 0);
        desk.viewer.apply({Act::Tally, 1, 14}, 0);
        desk.frame();
        EXPECT_TRUE(desk.says("question", "14")) << "scale " << scale;
    }
}

/// A real Python that takes three looks.
class FakeRecording : public RealRecording {
  public:
    explicit FakeRecording(RealOutcome outcome) : outcome_(std::move(outcome)) {}
    std::optional<RealOutcome> poll() override {
        if (++looks_ < 3) return std::nullopt;
        return outcome_;
    }

  private:
    RealOutcome outcome_;
    int looks_ = 0;
};

/// A window whose real Python ends with `outcome`; what was recorded goes into `recorded`.
Viewer::Setup with_real_python(Kept& kept, const RealOutcome& outcome, std::string& recorded) {
    Viewer::Setup setup = kept.setup();
    setup.files.real_python.missing = [](std::string_view text) {
        bool numpy = text.find("numpy") != std::string_view::npos;
        return numpy ? MissingFeature{"numpy", {}, {}} : MissingFeature{};
    };
    setup.files.real_python.record = [&recorded, outcome](const std::string& path) {
        recorded = path;
        return std::make_unique<FakeRecording>(outcome);
    };
    return setup;
}

TEST(Recordings, WhatARealPythonComplainedOfIsShownWithWhatToDo) {
    Kept kept;
    std::string recorded;
    RealOutcome failed{.trace = {},
                       .python = "python9",
                       .status = 3,
                       .said = "Traceback (most recent call last):\n\nModuleNotFoundError: x\n"};
    PlainDesk desk(with_real_python(kept, failed, recorded));
    desk.viewer.open_path("/wants.py");
    desk.frame();
    desk.viewer.apply({Act::Record, 1}, 0);
    for (int i = 0; i < 4; ++i) desk.frame();
    EXPECT_EQ(desk.viewer.view().error, failure_of(failed, Strings()));
    for (const char* told : {"python9", "status 3", "Traceback", "ModuleNotFoundError", "Mend"})
        EXPECT_TRUE(desk.says("error", told)) << told;
    EXPECT_FALSE(desk.has("offer.no"));
    desk.click("error.dismiss");
    EXPECT_TRUE(desk.viewer.view().error.empty());
}

TEST(Recordings, OnlyTheLastLinesAreQuoted) {
    RealOutcome outcome{.trace = {}, .python = "p", .said = "1\n2\n3\n4\n5\n6\n7\n8\n\n"};
    std::string text = failure_of(outcome, Strings());
    EXPECT_EQ(text.find("    2"), std::string::npos);
    EXPECT_NE(text.find("\n    3\n    4"), std::string::npos);
    EXPECT_NE(text.find("\n    8\n"), std::string::npos);
    outcome.said.clear();
    EXPECT_EQ(failure_of(outcome, Strings()).find("said"), std::string::npos);
    outcome.started = false;
    EXPECT_NE(failure_of(outcome, Strings()).find("LOOPSCOPE_PYTHON"), std::string::npos);
}

TEST(Recordings, AProgramThatNeedsMoreIsOfferedARealPythonAfterAQuestion) {
    Kept kept;
    std::string recorded;
    PlainDesk desk(with_real_python(kept, {.trace = "/made.trace", .python = "python3", .said = {}},
                                    recorded));
    desk.viewer.open_path("/wants.py");
    desk.frame();
    desk.frame();
    EXPECT_TRUE(desk.says("offer", "numpy"));
    EXPECT_EQ(recorded, "") << "nothing runs before somebody says yes";
    desk.click("offer.no");
    EXPECT_FALSE(desk.has("offer.no"));
    desk.viewer.apply({Act::Record, 0}, 0);
    desk.frame();
    desk.click("offer.yes");
    EXPECT_EQ(recorded, "/wants.py");
    for (int i = 0; i < 4; ++i) desk.frame();
    EXPECT_FALSE(desk.has("offer.no"));
    EXPECT_EQ(desk.viewer.document().name(), "sample.py") << "the recording is open";
}

}  // namespace
}  // namespace loopscope::ui
