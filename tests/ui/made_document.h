// Documents made by hand, for tests of the window without the simulator.
#pragma once

#include <memory>
#include <string>

#include "tests/trace/sample_trace.h"
#include "ui/app/document.h"

namespace loopscope::ui::testing {

/// A whole trace in memory.
class MadeDocument : public Document {
  public:
    trace::TraceFile file;
    session::Scenario about;
    std::string file_name = "sample.py";

    trace::Timeline& timeline() override {
        if (!timeline_) timeline_ = std::make_unique<trace::Timeline>(file.log);
        timeline_->update();
        return *timeline_;
    }
    const trace::TraceHeader& header() const override { return file.header; }
    const session::Scenario& scenario() const override { return about; }
    std::string_view name() const override { return file_name; }
    std::string_view source() const override {
        return file.header.sources.empty() ? std::string_view() : file.header.sources[0].text;
    }

  private:
    std::unique_ptr<trace::Timeline> timeline_;
};

/// The sample of tests/trace: two tasks that sleep.
inline std::unique_ptr<MadeDocument> sample_document() {
    auto document = std::make_unique<MadeDocument>();
    trace::testing::make_sample_trace(document->file);
    document->about.title.by_language = {{"en", "Two tasks at once"}, {"zh", "同时运行两个任务"}};
    document->about.notes.push_back(
        {13, {{{"en", "`create_task` runs nothing: it puts the task's first step at the end of "
                      "`_ready` and returns at once."},
               {"zh", "`create_task` 不会执行协程：它把任务的第一步放到 `_ready` 末尾，然后立即返回。"}}}});
    return document;
}

}  // namespace loopscope::ui::testing
