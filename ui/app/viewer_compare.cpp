// Viewer: two runs on one clock.
#include "sim/trace/comparison.h"
#include "ui/app/viewer.h"

namespace loopscope::ui {
namespace {

constexpr trace::Position kCompareEvents = 2'000'000;  // Of each run, at most.

std::string title_of(Document& document, const std::string& language) {
    std::string title(document.scenario().title.in(language));
    if (title.empty()) return std::string(document.name());
    return title + "  ·  " + std::string(document.name());
}

void produce_whole(Document& document) {
    while (document.is_live() && document.timeline().size() < kCompareEvents)
        document.produce(50'000);
}

}  // namespace

void Viewer::compare_with(std::unique_ptr<Document> other) {
    other_ = std::move(other);
    if (!other_) return;
    produce_whole(*other_);
    produce_whole(*document_);
    alphabet_.add(other_->name());
    for (const auto& [language, text] : other_->scenario().title.by_language) alphabet_.add(text);
    const trace::TextTable& texts = other_->timeline().log().texts;
    for (std::size_t i = 0; i < texts.size(); ++i)
        alphabet_.add(texts[trace::TextId{static_cast<std::uint32_t>(i)}]);
    quiz_ = {};
    find_parting();
    views_.compare = {};
    views_.compared_at = ~trace::Position{0};
}

/// The first event in which the two differ, in words of the present language.
void Viewer::find_parting() {
    parting_ = {};
    if (!other_ || !document_) return;
    const trace::ComparedTrace here{strings_("compare.here"), document_->header(),
                                    document_->timeline().log(), &document_->timeline()};
    const trace::ComparedTrace there{strings_("compare.there"), other_->header(),
                                     other_->timeline().log(), &other_->timeline()};
    // The lines of two programs differ from the first on; what teaches is where their tasks part.
    bool one_program = document_->source() == other_->source();
    trace::Divergence found = trace::compare_traces(
        here, there, strings_.language_id(),
        one_program ? trace::Compared::AllRecorded : trace::Compared::LoopAlone);
    parting_ = {.known = true,
                .same = found.same,
                .one_program = one_program,
                .sentence = found.brief,
                .states = {found.first_state, found.second_state},
                .at = found.first,
                .seconds = {}};
    if (found.first) parting_.seconds[0] = here.log[*found.first].time;
    if (found.second) parting_.seconds[1] = there.log[*found.second].time;
    for (const std::string* text : {&found.brief, &found.first_state, &found.second_state})
        alphabet_.add(*text);
}

void Viewer::refresh_compare() {
    if (!other_) {
        views_.compare.on = false;
        return;
    }
    trace::Timeline& here = document_->timeline();
    if (views_.compared_at == here.state().events && views_.compare.on) return;
    views_.compared_at = here.state().events;
    trace::Timeline& there = other_->timeline();
    if (!there.empty() && !here.empty()) {
        trace::Position at = here.position();
        double now = compare_time_ ? *compare_time_ : here.state().now;
        // Until they part both stand at one event: what has the same past shows no difference.
        bool parted = parting_.at && at >= *parting_.at;
        if (!compare_time_ && !parted && at < there.size() && there.log()[at] == here.log()[at])
            there.seek(at);
        else
            there.seek(position_on_clock(there, now, part_of_instant(here, at)));
    }
    // The whole of both is looked through once, and again when one has grown.
    std::array<trace::Position, 2> sizes{here.size(), there.size()};
    if (!views_.compare.on || views_.compared_sizes != sizes)
        views_.compare = view_compare(here, there);
    else
        move_compare(views_.compare, here, there);
    views_.compared_sizes = sizes;
    if (compare_time_) views_.compare.now = *compare_time_;
    views_.compare.parting = parting_;
    bool asked = other_is_before_ && !changes_.empty();
    views_.compare.sides[0].title = asked
                                        ? strings_("whatif.title", {{"what", changes_.back().text}})
                                        : title_of(*document_, settings_.language);
    views_.compare.sides[1].title = asked              ? strings_("whatif.before")
                                    : other_is_before_ ? strings_("compare.before")
                                                       : title_of(*other_, settings_.language);
}

bool Viewer::apply_compare(const Command& c) {
    if (c.act != Act::Compare || !document_) return false;
    other_is_before_ = false;
    compare_time_.reset();
    if (other_) {
        other_.reset();
        views_.compare = {};
    } else if (c.text.empty() && before_edit_) {
        // The run before the last change; it is kept until the next one.
        other_is_before_ = true;
        compare_with(std::move(before_edit_));
    } else if (!c.text.empty()) {
        auto result = opener_(c.text);
        if (result) {
            compare_with(std::move(result).value());
        } else {
            tell_failure(result.failure());
        }
    } else {
        view_.palette_open = true;
        view_.palette_text.set(strings_("palette.compare.begin"));
        view_.palette_chosen = 0;
    }
    return true;
}

}  // namespace loopscope::ui
