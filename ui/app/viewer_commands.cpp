// Viewer: the one place where commands are applied.
#include <algorithm>

#include "ui/app/viewer.h"
#include "ui/panels/start_panel.h"

namespace loopscope::ui {
namespace {

constexpr trace::Position kFirstEvents = 20'000;  // Produced when a program is opened,
constexpr trace::Position kAheadEvents = 4'000;   // kept ahead of the cursor.

}  // namespace

// ---- What is open.

void Viewer::open(std::unique_ptr<Document> document) {
    close_document();
    path_.clear();
    notes_ = {};
    saved_notes_ = {};
    document_ = std::move(document);
    document_->produce(kFirstEvents);
    texts_learned_ = 0;
    editing_ = false;
    alphabet_.add(document_->source());
    take_files();
    for (const session::Note& note : document_->scenario().notes) {
        for (const auto& [language, text] : note.text.by_language) alphabet_.add(text);
    }
    for (const auto& [language, text] : document_->scenario().title.by_language)
        alphabet_.add(text);
    view_ = {};
    restore_dock();
    view_.rows_first = kFollow;
    views_ = {};
    quiz_ = {};
    edit_failure_ = {};
    changes_.clear();
    real_recording_.reset();
    offer_considered_ = false;
    loading_ = true;
    as_cpython_ = false;
    index_.clear();
    hints_.clear();
    other_.reset();
    before_edit_.reset();
    compare_time_.reset();
    breakpoints_.clear();
    lesson_.clear();
    lesson_on_ = false;
    axis_ = {};
    groups_.clear();
    axis_view_ = {};
    set_language(settings_.language);
    if (!document_->timeline().empty()) document_->timeline().seek(0);
    animator_.settle();
}

void Viewer::open_path(const std::string& path) {
    base::Result<std::unique_ptr<Document>> result = opener_(path);
    redraw_ = true;
    if (!result) {
        tell_failure(result.failure());
        return;
    }
    open(std::move(result).value());
    path_ = path;
    for (const session::ScenarioEntry& entry : scenarios_)
        as_cpython_ = as_cpython_ || (entry.path == path && entry.as_cpython);
    remember_recent(path);
    load_notes();
}

void Viewer::close_document() {
    playback_.stop();
    job_.reset();
    document_.reset();
    other_.reset();
    before_edit_.reset();
    editing_ = false;
    quiz_ = {};
    lesson_on_ = false;
    int chosen = view_.chosen;
    view_ = {};
    view_.chosen = chosen;
    animator_.settle();
}

void Viewer::set_language(const std::string& language) {
    settings_.language = language;
    strings_ = Strings(language);
    if (!view_.error.empty() && !failure_.empty()) tell_failure(failure_);
    for (const auto& [key, text] : strings_.catalogue().messages()) alphabet_.add(text);
    alphabet_.add(strings_.next_language_name());
    views_.events = ~trace::Position{0};
    views_.tabs_known = false;
    if (other_) find_parting();
    views_.compared_at = ~trace::Position{0};
    if (!document_) return;
    if (quiz_.question && !quiz_.revealed)
        ask(quiz_.question->asked, static_cast<int>(quiz_.question->kind));
    title_ = document_->scenario().title.in(language);
    if (title_.empty()) title_ = document_->name();
}

// ---- Moving.

trace::Position Viewer::position() const { return document_->timeline().position(); }

void Viewer::seek(trace::Position position) {
    document_->timeline().seek(position);
    ensure_ahead();
}

void Viewer::ensure_ahead() {
    trace::Timeline& timeline = document_->timeline();
    if (!document_->is_live() || timeline.size() - position() > kAheadEvents) return;
    document_->produce(kAheadEvents);
}

void Viewer::moved_by_jump() {
    animator_.settle();
    playback_.stop();
    view_.source_follows = true;
    view_.output_first = kFollow;
}

trace::FutureId Viewer::followed_task() const {
    if (view_.selected) return view_.selected;
    const trace::ProgramState& state = document_->timeline().state();
    if (const trace::LoopState* loop = trace::shown_loop(state); loop && loop->current_task) {
        return loop->current_task;
    }
    auto tasks = document_->timeline().tasks();
    return tasks.empty() ? trace::FutureId{} : tasks.front();
}

void Viewer::follow_task() {
    view_.selected = followed_task();
    settings_.step_size = static_cast<int>(trace::StepSize::Task);
}

void Viewer::step(int direction) {
    trace::Timeline& timeline = document_->timeline();
    if (timeline.empty() || job_) return;
    compare_time_.reset();
    // What "this task" means is settled by the first such step.
    if (step_size() == trace::StepSize::Task && !view_.selected) view_.selected = followed_task();
    auto target = direction > 0 ? timeline.next(position(), step_size(), view_.selected)
                                : timeline.previous(position(), step_size(), view_.selected);
    // The last event is a stop only while nothing comes after it.
    bool at_end = !target || *target + 1 >= timeline.size();
    if (direction > 0 && at_end && document_->is_live()) return begin_job(JobKind::Step);
    view_.source_follows = true;
    view_.output_first = kFollow;
    if (target)
        land(*target, direction);
    else
        playback_.stop();
}

/// Goes to where a step ends, or to what stops it before.
void Viewer::land(trace::Position at, int direction) {
    std::optional<trace::Position> target = at;
    trace::Timeline& timeline = document_->timeline();
    if (playback_.playing() && direction > 0 && !breakpoints_.all().empty()) {
        while (!index_.update(timeline, sources_, 1'000'000)) {
        }
        if (auto stop = breakpoints_.next(timeline, index_, position(), *target)) {
            target = stop;
            playback_.stop();
        }
    }
    // A lesson stops at the moment of each note.
    auto note = lesson_on_ && direction > 0 ? lesson_.next(position()) : std::nullopt;
    if (note && lesson_.stops()[*note].position <= *target) {
        target = lesson_.stops()[*note].position;
        playback_.stop();
    }
    seek(*target);
}

void Viewer::go_last() { begin_job(JobKind::ToEnd); }

void Viewer::search(int direction) {
    if (view_.search_text.empty()) {
        view_.search_open = true;
        return;
    }
    begin_job(direction > 0 ? JobKind::SearchNext : JobKind::SearchPrevious);
}

// ---- Applying.

bool Viewer::apply_motion(const Command& c, double now) {
    if (!document_) return false;
    if (c.act <= Act::Seek) job_.reset();
    switch (c.act) {
        case Act::First:
            moved_by_jump();
            seek(0);
            return true;
        case Act::Last:
            moved_by_jump();
            go_last();
            return true;
        case Act::Forward:
        case Act::Back:
            playback_.stop();
            step(c.act == Act::Forward ? +1 : -1);
            return true;
        case Act::TogglePlay:
            playback_.toggle(now);
            return true;
        case Act::Seek:
            moved_by_jump();
            compare_time_.reset();
            if (c.number < 0 && other_) {
                compare_time_ = c.from;
                views_.compared_at = ~trace::Position{0};
                seek(position_on_clock(document_->timeline(), c.from, 1));
                return true;
            }
            if (c.number < 0) {
                seek(document_->timeline().position_at(c.from));
                return true;
            }
            seek(static_cast<trace::Position>(std::max<std::int64_t>(0, c.number)));
            return true;
        case Act::FollowTask:
            follow_task();
            return true;
        case Act::Search:
            view_.search_open = true;
            view_.search_failed = false;
            return true;
        case Act::SearchNext:
            search(+1);
            return true;
        case Act::SearchPrevious:
            search(-1);
            return true;
        default:
            return false;
    }
}

bool Viewer::apply_view(const Command& c) {
    switch (c.act) {
        case Act::SelectTask:
            view_.selected = trace::FutureId{static_cast<std::uint32_t>(c.number)};
            view_.asked = {};
            return true;
        case Act::ScrollSource:
            view_.source_follows = c.number <= 0;
            if (c.number != 0) view_.source_first = std::abs(c.number);
            return true;
        case Act::ScrollOutput:
            view_.output_first = c.number;
            return true;
        case Act::ScrollTasks:
            view_.tasks_first = c.number;
            return true;
        case Act::ScrollRows:
            view_.rows_first = c.number;
            return true;
        case Act::FoldGroup:
            fold_group(c.number);
            return true;
        case Act::OpenLane:
            view_.open_lane = view_.open_lane == c.number ? -1 : static_cast<int>(c.number);
            view_.tasks_first = 0;
            return true;
        case Act::ViewTimeline:
            view_.axis_view = AxisView{c.from, c.to};
            return true;
        case Act::ZoomTimeline:
            view_.axis_view =
                zoom_view(axis_, axis_view_, axis_.unit(position()), c.number > 0 ? 1.4 : 1 / 1.4);
            return true;
        case Act::PanTimeline:
            view_.axis_view = pan_view(axis_, axis_view_,
                                       static_cast<double>(c.number) * axis_view_.length() / 10);
            return true;
        case Act::NextTask: {
            auto all =
                document_ ? document_->timeline().tasks() : std::span<const trace::FutureId>();
            if (all.empty()) return true;
            auto at = std::find(all.begin(), all.end(), view_.selected);
            if (at == all.end())
                view_.selected = c.number > 0 ? all.front() : all.back();
            else if (c.number > 0 ? at + 1 != all.end() : at != all.begin())
                view_.selected = *(at + c.number);
            return true;
        }
        case Act::FitTimeline:
            view_.axis_view.reset();
            return true;
        default:
            return false;
    }
}

/// Hides a group's rows of the timeline or shows them again; below 0: all groups'.
void Viewer::fold_group(std::int64_t number) {
    std::vector<std::uint32_t>& folded = view_.folded;
    view_.rows_first = kFollow;
    if (number < 0) {
        bool all = folded.empty();
        folded.clear();
        for (const TimelineGroups::Group& group : groups_.groups())
            if (all && !group.tasks.empty()) folded.push_back(group.key);
        return;
    }
    auto key = static_cast<std::uint32_t>(number);
    if (std::erase(folded, key) == 0) folded.push_back(key);
}

bool Viewer::apply_setting(const Command& c, double now) {
    switch (c.act) {
        case Act::ChooseStep:
            settings_.step_size = static_cast<int>(std::clamp<std::int64_t>(c.number, 0, 4));
            return true;
        case Act::Slower:
            playback_.change_speed(-1, now);
            break;
        case Act::Faster:
            // The button goes round; the key stops at the fastest.
            if (c.number == 1 && playback_.speed() + 1 == kSpeedCount)
                playback_.set_speed(0);
            else
                playback_.change_speed(+1, now);
            break;
        case Act::ScaleUp:
            settings_.scale = next_scale(settings_.scale, +1);
            return true;
        case Act::ScaleDown:
            settings_.scale = next_scale(settings_.scale, -1);
            return true;
        case Act::ToggleTheme:
            settings_.theme = settings_.theme == ThemeName::Dark    ? ThemeName::Light
                              : settings_.theme == ThemeName::Light ? ThemeName::Contrast
                                                                    : ThemeName::Dark;
            return true;
        case Act::ToggleLanguage:
            set_language(std::string(strings_.next_language()));
            return true;
        case Act::ToggleMotion:
            settings_.motion = !settings_.motion;
            return true;
        default:
            return false;
    }
    settings_.speed = playback_.speed();
    return true;
}

void Viewer::apply_screen(const Command& c) {
    switch (c.act) {
        case Act::Search:
            view_.search_open = true;
            break;
        case Act::ToggleHelp:
            view_.help_open = !view_.help_open;
            view_.help_first = 0;
            break;
        case Act::ScrollHelp:
            view_.help_first = c.number;
            break;
        case Act::Cancel:
            cancel();
            break;
        case Act::ShowList:
            close_document();
            break;
        case Act::MoveChoice:
            move_choice(static_cast<ChoiceMove>(c.number));
            break;
        case Act::OpenChoice:
            if (std::vector<std::size_t> list = listed();
                view_.chosen < static_cast<int>(list.size())) {
                open_path(scenarios_[list[static_cast<std::size_t>(view_.chosen)]].path);
            }
            break;
        case Act::DismissError:
            view_.error.clear();
            break;
        default:
            break;
    }
}

/// Escape: the topmost thing that is open closes; with nothing open, back to the list.
void Viewer::cancel() {
    if (!view_.error.empty())
        view_.error.clear();
    else if (view_.help_open)
        view_.help_open = false;
    else if (other_)
        apply_compare({Act::Compare});
    else if (presenting_)
        apply_using({Act::Present}, 0);
    else if (view_.search_open)
        view_.search_open = false;
    else if (!view_.task_filter.empty() && document_)
        apply_notes({.act = Act::FilterTasks, .number = 1}, 0);
    else if (quiz_.on)
        quiz_ = {};
    else if (lesson_on_)
        lesson_on_ = false;
    else if (view_.open_lane >= 0)
        view_.open_lane = -1;
    else if (view_.axis_view)
        view_.axis_view.reset();
    else if (view_.selected)
        view_.selected = {};
    else if (document_)
        close_document();
}

void Viewer::apply(const Command& command, double now) {
    redraw_ = true;
    const LineEdit* open = field();
    dispatch(command, now);
    // What is typed now is for the field that has opened.
    if (const LineEdit* opened = field(); opened && opened != open) grip_.focus.clear();
}

void Viewer::dispatch(const Command& command, double now) {
    if (apply_motion(command, now)) return;
    if (apply_view(command)) return;
    if (apply_compare(command)) return;
    if (apply_what_if(command)) return;
    if (apply_record(command)) return;
    if (document_ && apply_panels(command)) return;
    if (apply_using(command, now)) return;
    if (apply_source(command, now)) return;
    if (apply_learning(command)) return;
    if (apply_setting(command, now)) return;
    apply_screen(command);
}

}  // namespace loopscope::ui
