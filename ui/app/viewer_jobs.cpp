// Viewer: what takes more than a frame goes on a slice a frame, tells how far it is, and is given
// up by Escape: going to the end of a run, running on to a stop, searching, a very long step.
#include <fmt/format.h>

#include "ui/app/viewer.h"

namespace loopscope::ui {
namespace {

constexpr trace::Position kMakeEvents = 20'000;     // Of the run, a slice: some 10 ms at most.
constexpr trace::Position kScanEvents = 500'000;    // Looked through, a slice.
constexpr trace::Position kIndexEvents = 200'000;   // Taken into the index of lines, a slice.
constexpr trace::Position kRecordEvents = 100'000;  // Read from a recording, a slice.
constexpr double kTellAfterSeconds = 0.4;           // Less is not worth a word.

/// "1,234,567": digits in groups of three, as both languages write them.
std::string grouped(trace::Position number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
    return text;
}

}  // namespace

void Viewer::begin_job(JobKind kind) {
    job_ = Job{kind, position(), position(), -1};
    work_on(-1);
}

/// Does a slice of what takes long. `now`: seconds; below 0 where no time passes.
void Viewer::work_on(double now) {
    if (!job_ || !document_ || document_->timeline().empty()) return job_.reset();
    if (now >= 0 && job_->began < 0) job_->began = now;
    switch (job_->kind) {
        case JobKind::ToEnd:
            return work_to_end();
        case JobKind::Step:
            return work_step();
        case JobKind::RunOn:
            return work_run_on();
        case JobKind::RunBack:
            return work_run_back();
        case JobKind::SearchNext:
        case JobKind::SearchPrevious:
            return work_search();
    }
}

void Viewer::work_to_end() {
    if (document_->is_live())
        document_->produce(document_->is_recording() ? kRecordEvents : kMakeEvents);
    trace::Timeline& timeline = document_->timeline();
    timeline.seek(timeline.size() - 1);
    if (!document_->is_live()) job_.reset();
}

/// A step for which the run has to be made first.
void Viewer::work_step() {
    trace::Timeline& timeline = document_->timeline();
    document_->produce(kMakeEvents);
    auto target = timeline.next(position(), step_size(), view_.selected);
    // The last event is a stop only while nothing comes after it.
    bool at_end = !target || *target + 1 >= timeline.size();
    if (at_end && document_->is_live()) return;
    job_.reset();
    if (target)
        land(*target, +1);
    else
        playback_.stop();
}

void Viewer::work_run_on() {
    trace::Timeline& timeline = document_->timeline();
    if (!index_.update(timeline, sources_, kIndexEvents)) return;
    trace::Position last = std::min(job_->checked + kScanEvents, timeline.size() - 1);
    if (auto found = breakpoints_.next(timeline, index_, job_->checked, last)) {
        job_.reset();
        moved_by_jump();
        return seek(*found);
    }
    job_->checked = last;
    if (last + 1 < timeline.size()) return;
    // Without a breakpoint nothing can stop it before the end.
    if (breakpoints_.all().empty() || !document_->is_live()) {
        moved_by_jump();
        job_->kind = JobKind::ToEnd;
        return work_to_end();
    }
    document_->produce(kMakeEvents);
}

void Viewer::work_run_back() {
    trace::Timeline& timeline = document_->timeline();
    if (!index_.update(timeline, sources_, kIndexEvents)) return;
    trace::Position least = job_->checked > kScanEvents ? job_->checked - kScanEvents : 0;
    auto found = breakpoints_.previous(timeline, index_, job_->checked, least);
    job_->checked = least;
    if (!found && least > 0) return;
    job_.reset();
    moved_by_jump();
    seek(found.value_or(0));
}

void Viewer::work_search() {
    const trace::Timeline& timeline = document_->timeline();
    const std::string& needle = view_.search_text.text();
    bool on = job_->kind == JobKind::SearchNext;
    trace::Position limit = on                            ? job_->checked + kScanEvents
                            : job_->checked > kScanEvents ? job_->checked - kScanEvents
                                                          : 0;
    auto found = on ? timeline.find_next(job_->checked, needle, limit)
                    : timeline.find_previous(job_->checked, needle, limit);
    job_->checked = limit;
    if (!found && limit > 0 && limit + 1 < timeline.size()) return;
    job_.reset();
    view_.search_failed = !found;
    if (!found) return;
    moved_by_jump();
    seek(*found);
}

// ---- Telling of it.

/// What is told of the present job; nothing while it is too short, or has a badge of its own.
void Viewer::tell_job(double now) {
    view_.job.reset();
    if (!job_ || job_->began < 0 || now - job_->began < kTellAfterSeconds) return;
    if (job_->kind == JobKind::ToEnd && document_->is_recording()) return;
    bool back = job_->kind == JobKind::RunBack || job_->kind == JobKind::SearchPrevious;
    std::string_view key =
        job_->kind == JobKind::ToEnd                                                 ? "job.end"
        : job_->kind == JobKind::Step                                                ? "job.step"
        : job_->kind == JobKind::SearchNext || job_->kind == JobKind::SearchPrevious ? "job.search"
                                                                                     : "job.run";
    trace::Position size = document_->timeline().size();
    bool scans = job_->kind != JobKind::ToEnd && job_->kind != JobKind::Step;
    JobView view;
    view.text = strings_(key, {{"n", grouped(scans ? job_->checked + 1 : size)}});
    alphabet_.add(view.text);
    if (scans && (back || !document_->is_live())) {
        auto part = static_cast<float>(job_->checked) / static_cast<float>(size);
        view.part = back ? 1 - part : part;
    }
    view_.job = std::move(view);
}

/// Escape gives it up: what is shown stays as far as it has got.
bool Viewer::take_job_key(const KeyPress& press) {
    bool follows = job_ && job_->kind == JobKind::ToEnd && document_->is_recording();
    if (!job_ || follows || press.key != Key::Escape) return false;
    cancel_job();
    return true;
}

void Viewer::cancel_job() {
    job_.reset();
    view_.job.reset();
    playback_.stop();
}

}  // namespace loopscope::ui
