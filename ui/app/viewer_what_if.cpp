// Viewer: the run made again otherwise, and recordings that are still being read.
#include <fmt/format.h>

#include <algorithm>

#include "sim/trace/failure.h"
#include "ui/app/viewer.h"

namespace loopscope::ui {
namespace {

constexpr trace::Position kLoadEvents = 100'000;    // Read a frame in the background.
constexpr trace::Position kKeepEvents = 2'000'000;  // So far an edited run is followed, at most,
constexpr trace::Position kKeepBeyond = 20'000;     // and so far past the step that is looked for.

}  // namespace

bool Viewer::can_change() const {
    return document_ && changed_opener_ && !document_->is_recording() &&
           !document_->source().empty();
}

std::vector<WhatIf> Viewer::questions() const {
    if (!can_change()) return {};
    const trace::Timeline& timeline = document_->timeline();
    return what_ifs(timeline.state(), timeline.log(), document_->stimuli(), view_.selected,
                    strings_);
}

/// Makes the run again and lays both futures side by side.
bool Viewer::change_run(const std::string& text, const Stimuli& stimuli) {
    auto made = changed_opener_(std::string(document_->source()), run_name(), stimuli);
    if (!made) {
        tell_failure(made.failure());
        return false;
    }
    playback_.stop();
    other_.reset();
    changes_.push_back({text, document_->stimuli()});
    alphabet_.add(text);
    take_run(std::move(made).value());
    apply_compare({Act::Compare});
    return true;
}

void Viewer::ask_what_ifs(const std::vector<session::WhatIfChange>& changes) {
    if (changes.empty() || !document_) return;
    if (!can_change()) {
        tell_failure(trace::failure("what_if.recording"));
        return;
    }
    const Stimuli told = document_->told_stimuli();
    std::vector<session::WhatIfChange> until;
    for (const session::WhatIfChange& change : changes) {
        until.push_back(change);
        auto stimuli = session::changed(told, until);
        if (!stimuli) {
            tell_failure(stimuli.failure());
            return;
        }
        if (!change_run(text_of_change(change, told, strings_), stimuli.value())) return;
    }
}

/// What was asked of the program before it was edited, asked of the edited one as far as it still
/// makes sense there; `dropped` tells of the rest.
base::Result<std::unique_ptr<Document>> Viewer::keep_changes(std::unique_ptr<Document> edited,
                                                             std::string& dropped) {
    using Asked = session::WhatIfChange;
    std::vector<Asked> asked =
        session::changes_between(document_->told_stimuli(), document_->stimuli());
    // What happens at a step changes nothing before it: so each finds its place in a run that has
    // those before it.
    std::stable_sort(asked.begin(), asked.end(), [](const Asked& a, const Asked& b) {
        return a.stimulus.at_event < b.stimulus.at_event;
    });
    std::vector<Asked> kept;
    std::vector<Change> kept_texts;
    const Stimuli told = edited->told_stimuli();
    const std::string source(edited->source()), name = run_name();
    std::unique_ptr<Document> run = std::move(edited);
    for (const Asked& change : asked) {
        run->produce(std::min(kKeepEvents, change.stimulus.at_event + kKeepBeyond));
        auto now = carried_over(
            change, {document_->timeline(), document_->told_stimuli(), run->timeline(), told});
        if (!now) {
            dropped += (dropped.empty() ? "" : "; ") +
                       text_of_change(change, document_->told_stimuli(), strings_);
            continue;
        }
        kept.push_back(*now);
        auto stimuli = session::changed(told, kept);
        if (!stimuli) return stimuli.failure();
        kept_texts.push_back({text_of_change(*now, told, strings_), run->stimuli()});
        auto made = changed_opener_(source, name, stimuli.value());
        if (!made) return made.failure();
        run = std::move(made).value();
    }
    changes_ = std::move(kept_texts);
    for (const Change& change : changes_) alphabet_.add(change.text);
    return run;
}

bool Viewer::apply_what_if(const Command& c) {
    if (!document_) return false;
    switch (c.act) {
        case Act::WhatIf: {
            if (!can_change()) {
                tell_failure(trace::failure("what_if.recording"));
                return true;
            }
            if (c.number < 0) {
                view_.palette_open = true;
                view_.palette_asks = true;
                view_.palette_text.clear();
                view_.palette_chosen = 0;
                return true;
            }
            std::vector<WhatIf> list = questions();
            auto index = static_cast<std::size_t>(c.number);
            if (index < list.size())
                change_run(list[index].text + " · " + list[index].detail, list[index].stimuli);
            return true;
        }
        case Act::UndoWhatIf: {
            if (changes_.empty() || !can_change()) return true;
            Change last = std::move(changes_.back());
            auto made = changed_opener_(std::string(document_->source()), run_name(), last.before);
            if (!made) return true;
            changes_.pop_back();
            other_.reset();
            views_.compare = {};
            compare_time_.reset();
            take_run(std::move(made).value());
            before_edit_.reset();
            return true;
        }
        case Act::ToggleLoading:
            loading_ = !loading_;
            return true;
        default:
            return false;
    }
}

/// Reads on in a recording: a large file's rest, or what a running program has sent since.
void Viewer::load_more() {
    came_last_ = 0;
    if (!document_ || !loading_ || !document_->is_recording() || !document_->is_live()) return;
    trace::Timeline& timeline = document_->timeline();
    trace::Position before = timeline.size();
    document_->produce(kLoadEvents);
    came_last_ = timeline.size() - before;
    if (came_last_ == 0) return;
    redraw_ = true;
    if (before == 0 && !timeline.empty()) timeline.seek(0);
}

DocumentView::Badge Viewer::badge() const {
    DocumentView::Badge badge;
    const trace::TraceHeader& header = document_->header();
    bool reads = document_->is_recording() && document_->is_live();
    bool recorded = header.time == trace::TimeKind::Recorded;
    std::string origin =
        strings_(recorded ? "badge.recorded" : "badge.virtual", {{"python", header.python}});
    if (!document_->damage().empty()) {
        badge = {strings_("badge.damaged"), in_words(document_->damage()), Look::Failed, {}};
    } else if (reads && document_->loaded() > 0) {
        auto percent = static_cast<std::uint64_t>(document_->loaded() * 100);
        badge.text = strings_(loading_ ? "badge.loading" : "badge.stopped", {{"n", percent}});
        badge.tip = strings_(loading_ ? "tip.loading" : "tip.stopped");
        badge.look = loading_ ? Look::Running : Look::Waiting;
        badge.act = Act::ToggleLoading;
        badge.part = static_cast<float>(document_->loaded());
    } else if (reads) {
        badge.text = strings_("badge.live");
        badge.tip = strings_("tip.live") + "\n" + origin;
        badge.look = Look::Running;
        badge.act = Act::Last;
    } else if (!changes_.empty()) {
        badge.text = strings_("badge.changed");
        for (const Change& change : changes_) badge.tip += change.text + "\n";
        badge.tip += strings_("tip.changed");
        badge.look = Look::Cancelled;
        badge.act = Act::UndoWhatIf;
    } else if (document_->is_recording()) {
        badge.text = origin;
        badge.tip = strings_("tip.recording", {{"producer", header.producer}});
    } else if (as_cpython_) {
        badge.text = strings_("badge.as_cpython");
        badge.tip = strings_("tip.as_cpython");
    }
    if (document_->is_recording() && !header.unseen.empty())
        badge.tip += "\n" + strings_("badge.unseen", {{"what", header.unseen}});
    return badge;
}

}  // namespace loopscope::ui
