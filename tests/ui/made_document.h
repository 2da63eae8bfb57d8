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

/// The sample of tests/trace: two tasks that sleep, with a note on line 13.
std::unique_ptr<MadeDocument> sample_document();

/// A crowd: a thousand tasks with short, long and Chinese names, five hundred timers, a batch of
/// forty handles, descriptors, long output, failures and cancellations.
std::unique_ptr<MadeDocument> crowd_document();

/// A trace without events, and one whose program has ended before any loop was made.
std::unique_ptr<MadeDocument> empty_document();
std::unique_ptr<MadeDocument> failed_document();

}  // namespace loopscope::ui::testing
