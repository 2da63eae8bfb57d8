// Exporting from the window: what is asked for, and how it is carried out, without a display.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>

#include <filesystem>
#include <fstream>

#include "tests/ui/made_document.h"
#include "ui/app/exporter.h"

namespace loopscope::ui {
namespace {

namespace fs = std::filesystem;

TEST(ExportWish, TheEndingOfTheNameSaysWhatIsWritten) {
    EXPECT_EQ(parse_export("a.png"), (ExportWish{"a.png", "png", 0}));
    EXPECT_EQ(parse_export(" a b.WEBP "), (ExportWish{"a b.WEBP", "webp", kExportSteps}));
    EXPECT_EQ(parse_export("x/y.gif 12"), (ExportWish{"x/y.gif", "gif", 12}));
    EXPECT_EQ(parse_export("y.mp4 2000"), (ExportWish{"y.mp4", "mp4", 2000}));
    for (const char* wrong : {"", "a", "a.txt", ".png", "dir/.gif", "a.gif 0", "a.gif 2001", "7"})
        EXPECT_EQ(parse_export(wrong), std::nullopt) << wrong;
}

/// A viewer on the sample, and an exporter whose pictures tell the event that they show.
class ExportTest : public ::testing::Test {
  protected:
    ExportTest() : viewer_(Viewer::Setup{.settings = {}, .scenarios = {}, .opener = {}}) {
        // Tests run side by side, each in a process of its own.
        folder_ = fs::path(::testing::TempDir()) / ("loopscope_export_" + std::to_string(getpid()));
        fs::create_directories(folder_);
        viewer_.open(testing::sample_document());
        viewer_.seek(60);
    }
    ~ExportTest() override { fs::remove_all(folder_); }

    std::string path(const char* name) const { return (folder_ / name).string(); }
    void ask(const std::string& text) {
        viewer_.apply({.act = Act::Export, .number = 1, .text = text}, 0);
    }
    void work() {
        exporter_.work([this] {
            shot_.push_back(viewer_.position());
            return Picture{8, 8, std::vector<std::uint8_t>(8 * 8 * 3, 90)};
        });
    }
    static std::string start_of(const std::string& path) {
        std::ifstream file(path, std::ios::binary);
        std::string bytes(16, '\0');
        file.read(bytes.data(), 16);
        return bytes;
    }

    fs::path folder_;
    Viewer viewer_;
    Exporter exporter_{viewer_};
    std::vector<trace::Position> shot_;
};

TEST_F(ExportTest, APictureIsOfThisStep) {
    ask(path("a.png"));
    work();
    EXPECT_EQ(shot_, std::vector<trace::Position>{60});
    EXPECT_EQ(start_of(path("a.png")).substr(1, 3), "PNG");
    EXPECT_NE(viewer_.view().notice.find("a.png"), std::string::npos);
}

TEST_F(ExportTest, AMovingPictureTakesTheNextStepsOneAFrameAndComesBack) {
    ask(path("a.webp 3"));
    work();
    ASSERT_TRUE(viewer_.exporting());
    EXPECT_EQ(viewer_.view().exporting->done, 1u);
    EXPECT_EQ(viewer_.next_frame_in(0), 0) << "it goes on without being asked";
    for (int i = 0; i < 5; ++i) work();
    EXPECT_FALSE(viewer_.exporting());
    ASSERT_EQ(shot_.size(), 4u);
    EXPECT_EQ(shot_.front(), 60u);
    EXPECT_TRUE(std::is_sorted(shot_.begin(), shot_.end()));
    EXPECT_EQ(start_of(path("a.webp")).substr(8, 4), "WEBP");
    EXPECT_EQ(viewer_.position(), 60u);
}

TEST_F(ExportTest, AnExportThatIsCancelledLeavesNoFile) {
    ask(path("a.gif 100"));
    work();
    work();
    ASSERT_TRUE(viewer_.exporting());
    viewer_.apply({Act::CancelExport}, 0);
    work();
    EXPECT_EQ(shot_.size(), 2u);
    EXPECT_FALSE(fs::exists(path("a.gif")));
    EXPECT_EQ(viewer_.position(), 60u);
    EXPECT_TRUE(viewer_.view().error.empty());
    EXPECT_TRUE(viewer_.view().notice.empty());
}

TEST_F(ExportTest, TheEndOfTheRunEndsItToo) {
    viewer_.seek(viewer_.document().timeline().size() - 2);
    ask(path("end.webp 30"));
    for (int i = 0; i < 6; ++i) work();
    EXPECT_FALSE(viewer_.exporting());
    EXPECT_LT(shot_.size(), 6u);
    EXPECT_TRUE(fs::exists(path("end.webp")));
}

TEST_F(ExportTest, WhatCannotBeWrittenIsSaid) {
    ask("/nowhere/at_all/a.png");
    work();
    EXPECT_NE(viewer_.view().error.find("/nowhere/at_all/a.png"), std::string::npos);
    viewer_.apply({Act::DismissError}, 0);
    ask("/nowhere/at_all/a.webp 1");
    for (int i = 0; i < 4; ++i) work();
    EXPECT_FALSE(viewer_.view().error.empty());
    viewer_.apply({Act::DismissError}, 0);
    ask("a.txt");
    work();
    EXPECT_NE(viewer_.view().error.find(".png"), std::string::npos) << "it says what to do";
}

}  // namespace
}  // namespace loopscope::ui
