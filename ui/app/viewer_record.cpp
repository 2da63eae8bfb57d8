// Viewer: the offer to record a program under a real Python.
#include "sim/trace/failure.h"
#include "ui/app/viewer.h"

namespace loopscope::ui {

/// Once the run has failed: whether it was for want of something that our own Python lacks.
void Viewer::consider_offer() {
    if (offer_considered_ || !document_ || document_->is_recording() || document_->is_live())
        return;
    offer_considered_ = true;
    const trace::Timeline& timeline = document_->timeline();
    if (!files_.real_python.missing || path_.empty() || editing_ || timeline.empty()) return;
    const trace::Event& last = timeline.log()[timeline.size() - 1];
    if (last.kind != trace::EventKind::RunEnded ||
        static_cast<trace::Ending>(last.detail) != trace::Ending::Failed)
        return;
    std::string said;
    for (std::uint32_t at : timeline.outputs()) {
        const trace::Event& output = timeline.log()[at];
        if (static_cast<trace::OutputStream>(output.detail) == trace::OutputStream::Stderr)
            said += timeline.log().text(output.text);
    }
    view_.offer_missing = files_.real_python.missing(said);
    view_.offer_open = !view_.offer_missing.empty();
    alphabet_.add(text_of(view_.offer_missing, strings_));
    redraw_ = true;
}

void Viewer::poll_recording() {
    if (!real_recording_) return;
    auto came = real_recording_->poll();
    if (!came) return;
    real_recording_.reset();
    view_.offer_open = view_.offer_running = false;
    redraw_ = true;
    if (!came->trace.empty()) {
        open_path(came->trace);
        return;
    }
    failure_ = {};
    view_.error = failure_of(*came, strings_);
    alphabet_.add(view_.error);
}

bool Viewer::apply_record(const Command& c) {
    if (c.act != Act::Record) return false;
    bool can =
        document_ && !document_->is_recording() && !path_.empty() && files_.real_python.record;
    if (c.number == 2) {
        real_recording_.reset();
        view_.offer_open = view_.offer_running = false;
    } else if (!can) {
        tell_failure(trace::failure("record.unsaved"));
    } else if (c.number == 0) {
        view_.offer_open = true;
    } else if (!real_recording_) {
        real_recording_ = files_.real_python.record(path_);
        view_.offer_running = true;
    }
    return true;
}

}  // namespace loopscope::ui
