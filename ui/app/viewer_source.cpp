// Viewer: editing the program and running it again, and breakpoints.
#include <imgui.h>

#include "ui/app/viewer.h"
#include "ui/model/rerun.h"

namespace loopscope::ui {
namespace {

constexpr double kRunAfterSeconds = 0.3;                // Of quiet after a change.
constexpr trace::Position kIndexBudget = 60'000;        // Events a frame: about a millisecond.
constexpr trace::Position kHintBudget = 20'000;         // Events a frame.
constexpr trace::Position kRunAgainEvents = 2'000'000;  // So far a changed run is followed.

std::optional<Move> move_of(const KeyPress& press) {
    switch (press.key) {
        case Key::Left:
            return press.control ? Move::WordLeft : Move::Left;
        case Key::Right:
            return press.control ? Move::WordRight : Move::Right;
        case Key::Up:
            return Move::Up;
        case Key::Down:
            return Move::Down;
        case Key::Home:
            return press.control ? Move::Start : Move::LineStart;
        case Key::End:
            return press.control ? Move::End : Move::LineEnd;
        default:
            return std::nullopt;
    }
}

}  // namespace

// ---- Editing.

void Viewer::toggle_edit(std::int64_t line, double column) {
    if (!editing_) show_file(SourceFiles::kProgram);
    editing_ = !editing_;
    if (editing_) {
        playback_.stop();
        editor_.reset(document_->source());
        ran_version_ = editor_.version();
        std::size_t at = line > 0 ? static_cast<std::size_t>(line - 1)
                                  : std::max<std::uint32_t>(1, views_.marks.live_line) - 1;
        editor_.place({at, static_cast<std::size_t>(std::max(0.0, column))}, Selecting::No);
    } else if (editor_.version() != ran_version_) {
        run_again();
    }
    recolour();
}

void Viewer::recolour() {
    if (editing_) {
        source_ = colour_source(editor_.text());
    } else if (shown_file_ != SourceFiles::kProgram) {
        source_ = colour_source(sources_.text(shown_file_));
    } else {
        source_ = colour_source(document_->source());
        fold_metadata(source_);
    }
}

// ---- The files of a program.

/// Begins with the files of the document that is open now.
void Viewer::take_files() {
    sources_ = SourceFiles(document_->name());
    shown_file_ = SourceFiles::kProgram;
    chosen_file_.reset();
    alphabet_.add(document_->name());
    take_new_files();
    recolour();
}

/// A recording brings files while it goes on.
void Viewer::take_new_files() {
    const int known = sources_.count();
    if (!sources_.update(document_->header())) return;
    for (int i = known; i < sources_.count(); ++i) {
        alphabet_.add(sources_.name(i));
        alphabet_.add(sources_.text(i));
    }
}

void Viewer::show_file(int file) {
    if (file == shown_file_) return;
    shown_file_ = file;
    view_.source_first = 1;
    view_.source_column = 0;
    view_.source_follows = true;
    recolour();
}

/// The one that was asked for at this step, else the one that tells most.
void Viewer::choose_file() {
    take_new_files();
    if (editing_ || sources_.count() == 1) return show_file(SourceFiles::kProgram);
    const trace::Timeline& timeline = document_->timeline();
    if (chosen_file_ && chosen_file_->at == timeline.state().events)
        return show_file(chosen_file_->file);
    show_file(file_to_show(timeline.state(), timeline, sources_, view_.selected));
}

/// Runs what stands in the editor.
void Viewer::run_again() {
    ran_version_ = editor_.version();
    if (!source_opener_) return;
    auto made = source_opener_(editor_.text(), run_name());
    if (!made) {
        edit_failure_ = made.failure();
        alphabet_.add(in_words(edit_failure_));
        return;
    }
    edit_failure_ = {};
    if (changes_.empty() || !changed_opener_) {
        changes_.clear();
        take_run(std::move(made).value());
        return;
    }
    std::string dropped;
    auto kept = keep_changes(std::move(made).value(), dropped);
    if (!kept) {
        edit_failure_ = kept.failure();
        alphabet_.add(in_words(edit_failure_));
        return;
    }
    take_run(std::move(kept).value());
    if (dropped.empty()) return;
    view_.notice = strings_("whatif.dropped", {{"what", dropped}});
    alphabet_.add(view_.notice);
}

/// Shows `next` in place of the present run, which is kept to compare with; the cursor of the trace
/// stays where it makes sense.
void Viewer::take_run(std::unique_ptr<Document> next) {
    trace::Position at = position();
    bool at_end = !document_->is_live() && at + 1 >= document_->timeline().size();
    next->produce(std::min(kRunAgainEvents, std::max<trace::Position>(20'000, at + 4'000)));
    if (next->timeline().empty()) return;
    trace::Position target = same_moment(document_->timeline(), at, next->timeline());
    if (at_end && !next->is_live()) target = next->timeline().size() - 1;
    before_edit_ = std::move(document_);
    document_ = std::move(next);
    take_files();
    hints_.clear();
    views_.compared_at = ~trace::Position{0};
    texts_learned_ = 0;
    views_ = {};
    axis_ = {};
    groups_.clear();
    index_.clear();
    lesson_.clear();
    quiz_ = {};
    bool task_lives = !document_->timeline().track(view_.selected).empty();
    if (!task_lives) view_.selected = {};
    animator_.settle();
    job_.reset();
    seek(target);
}

void Viewer::run_edits_due(double now) {
    if (!editing_ || editor_.version() == ran_version_) return;
    if (now - edited_at_ >= kRunAfterSeconds) run_again();
}

double Viewer::edits_due_in(double now) const {
    if (!editing_) return -1;
    if (editor_.version() == ran_version_) return 0.3;  // The cursor blinks.
    return std::max(0.01, kRunAfterSeconds - (now - edited_at_));
}

bool Viewer::take_edit_key(const KeyPress& press, double now) {
    if (!editing_) return false;
    std::uint64_t version = editor_.version();
    Selecting selecting = press.shift ? Selecting::Yes : Selecting::No;
    bool taken = true;
    if (auto move = move_of(press))
        editor_.move(*move, selecting);
    else if (press.control)
        taken = take_edit_control(press);
    else
        taken = take_edit_plain(press, now);
    view_.source_follows = true;
    if (version != editor_.version()) text_changed(now);
    return taken;
}

bool Viewer::take_edit_plain(const KeyPress& press, double now) {
    switch (press.key) {
        case Key::Enter:
            editor_.new_line();
            return true;
        case Key::Backspace:
            editor_.backspace();
            return true;
        case Key::Delete:
            editor_.erase_forward();
            return true;
        case Key::Tab:
            if (press.shift)
                editor_.outdent();
            else
                editor_.indent();
            return true;
        case Key::Escape:
        case Key::F5:
            toggle_edit(0, 0);
            return true;
        case Key::PageDown:
        case Key::PageUp:
        case Key::F11:
            return false;  // The presenter's remote steps here too.
        default:
            (void)now;
            return true;  // A character: it comes as text.
    }
}

bool Viewer::take_edit_control(const KeyPress& press) {
    switch (press.key) {
        case Key::A:
            editor_.select_all();
            return true;
        case Key::C:
        case Key::X:
            if (!editor_.has_selection()) return true;
            ImGui::SetClipboardText(editor_.selected_text().c_str());
            if (press.key == Key::X) editor_.backspace();
            return true;
        case Key::V:
            if (const char* text = ImGui::GetClipboardText()) {
                editor_.insert(text);
                alphabet_.add(text);
            }
            return true;
        case Key::Z:
            if (press.shift)
                editor_.redo();
            else
                editor_.undo();
            return true;
        case Key::Y:
            editor_.redo();
            return true;
        case Key::Slash:
            editor_.toggle_comment();
            return true;
        case Key::Enter:
            toggle_edit(0, 0);
            return true;
        default:
            return false;
    }
}

void Viewer::text_changed(double now) {
    edited_at_ = now;
    recolour();
}

// ---- Breakpoints.

void Viewer::update_index() {
    take_new_files();
    index_done_ = index_.update(document_->timeline(), sources_, kIndexBudget);
    index_done_ = groups_.update(document_->timeline(), kIndexBudget) && index_done_;
    hints_.update(document_->timeline(), index_, kHintBudget);
}

void Viewer::finish_index() {
    while (document_ && !index_done_) update_index();
}

bool Viewer::apply_source(const Command& c, double now) {
    if (!document_) return false;
    switch (c.act) {
        case Act::ToggleEdit:
            // A press into another file is none into the program's.
            if (c.number > 0 && shown_file_ != SourceFiles::kProgram) return true;
            if (source_opener_ && !document_->source().empty()) toggle_edit(c.number, c.from);
            return true;
        case Act::PlaceCursor:
            editor_.place({static_cast<std::size_t>(std::max<std::int64_t>(0, c.number)),
                           static_cast<std::size_t>(std::max(0.0, c.from))},
                          c.to > 0 ? Selecting::Yes : Selecting::No);
            return true;
        case Act::ScrollColumn:
            view_.source_column = c.number;
            return true;
        case Act::ToggleBreak: {
            if (c.number < 0) {
                // By key: at the line that runs.
                if (views_.marks.live_line > 0)
                    breakpoints_.toggle({.line = views_.marks.live_line,
                                         .file = std::string(document_view().break_file())});
                return true;
            }
            Breakpoint b{.kind = static_cast<BreakKind>(c.number)};
            auto number = static_cast<std::uint32_t>(std::max(0.0, c.from));
            if (b.kind == BreakKind::Line) {
                b.line = number;
                b.file = c.text;
            }
            if (b.kind == BreakKind::TaskEnds) b.task = trace::FutureId{number};
            if (b.kind == BreakKind::QueueFull) b.size = number;
            if (b.kind == BreakKind::Time) b.time = c.from;
            breakpoints_.toggle(b);
            return true;
        }
        case Act::ShowFile:
            if (c.number < 0 || c.number >= sources_.count()) return true;
            chosen_file_ = {static_cast<int>(c.number), document_->timeline().state().events};
            views_.events = ~trace::Position{0};
            return true;
        case Act::DismissHint:
            hints_off_ |= 1u << c.number;
            return true;
        case Act::ClearBreaks:
            breakpoints_.clear();
            return true;
        case Act::RunOn:
            playback_.stop();
            begin_job(JobKind::RunOn);
            return true;
        case Act::RunBack:
            playback_.stop();
            begin_job(JobKind::RunBack);
            return true;
        default:
            (void)now;
            return false;
    }
}

SourceTools Viewer::source_tools() const {
    SourceTools tools;
    tools.editing = editing_;
    tools.editor = &editor_;
    tools.running_late = editing_ && editor_.version() != ran_version_;
    tools.index = &index_;
    const bool own = shown_file_ == SourceFiles::kProgram;
    tools.breakpoints = &breakpoints_;
    if (document_ && document_->timeline().state().events > 0 && !lesson_on_ && own) {
        const Hint* hint = hints_.at(document_->timeline().position());
        if (hint && !(hints_off_ >> static_cast<int>(hint->kind) & 1u)) tools.hint = hint;
    }
    if (!edit_failure_.empty()) {
        tools.error = {1, in_words(edit_failure_)};
    } else if (document_ && !document_->is_live()) {
        const trace::Timeline& timeline = document_->timeline();
        bool failed = !timeline.empty() &&
                      timeline.log()[timeline.size() - 1].kind == trace::EventKind::RunEnded &&
                      static_cast<trace::Ending>(timeline.log()[timeline.size() - 1].detail) ==
                          trace::Ending::Failed;
        // The error is shown where it has happened; while one edits, at once.
        bool seen = editing_ || timeline.state().ending.ended;
        if (failed && seen) tools.error = find_error(timeline, sources_.name(shown_file_));
    }
    return tools;
}

}  // namespace loopscope::ui
