// Viewer: one frame of the window.
#include "ui/app/viewer.h"

#include <imgui.h>

#include <cmath>
#include <filesystem>

#include "sim/trace/narration.h"

#include "ui/panels/compare_panel.h"
#include "ui/panels/learn_panel.h"
#include "ui/panels/narration_panel.h"
#include "ui/panels/overlays.h"
#include "ui/panels/palette_panel.h"
#include "ui/panels/start_panel.h"
#include "ui/panels/tabbed_panel.h"
#include "ui/panels/toolbar.h"

namespace loopscope::ui {

Viewer::Viewer(Setup setup)
    : settings_(std::move(setup.settings)),
      scenarios_(std::move(setup.scenarios)),
      opener_(std::move(setup.opener)),
      source_opener_(std::move(setup.source_opener)),
      files_(std::move(setup.files)),
      changed_opener_(std::move(setup.changed_opener)),
      command_options_(std::move(setup.command_options)),
      command_arguments_(std::move(setup.command_arguments)) {
    playback_.set_speed(settings_.speed);
    for (const session::ScenarioEntry& entry : scenarios_) {
        alphabet_.add(entry.name);
        for (const session::LocalText* text :
             {&entry.scenario.title, &entry.scenario.about, &entry.scenario.chapter}) {
            for (const auto& [language, words] : text->by_language) alphabet_.add(words);
        }
    }
    set_language(settings_.language);
}

std::string Viewer::title() const {
    if (!document_) return "Loopscope";
    return std::string(document_->name()) + " — Loopscope";
}

std::string Viewer::run_name() const {
    if (path_.empty()) return std::string(document_->name());
    std::error_code ignored;
    return std::filesystem::absolute(path_, ignored).string();
}

trace::StepSize Viewer::step_size() const {
    return static_cast<trace::StepSize>(settings_.step_size);
}

// ---- Views.

void Viewer::refresh_narration() {
    views_.narration = {};
    const trace::Timeline& timeline = document_->timeline();
    if (timeline.state().events == 0) {
        views_.narration.sentence = parse_rich(strings_("narration.start"));
        return;
    }
    trace::NarrationSource source{timeline.log(), &document_->header(), strings_.language_id()};
    trace::Position at = timeline.position();
    trace::Narration told =
        at == 0 ? trace::narrate(source, timeline, at)
                : trace::narrate_step(
                      source, timeline,
                      timeline.previous(at, step_size(), view_.selected).value_or(0), at);
    views_.narration = view_narration(told, timeline.log()[at], timeline.state());
    alphabet_.add(told.headline);
    alphabet_.add(told.reason);
}

void Viewer::refresh_views() {
    const trace::Timeline& timeline = document_->timeline();
    const trace::ProgramState& state = timeline.state();
    bool same = views_.events == state.events && views_.size == timeline.size() &&
                views_.selected == view_.selected && views_.step_size == settings_.step_size &&
                views_.axis_mode == settings_.axis_mode;
    if (same) {
        refresh_learning();
        return;
    }
    const trace::EventLog& log = timeline.log();
    std::optional<trace::ProgramState> before;
    if (state.events > 1 && ends_handle(log[state.position].kind)) {
        before = timeline.state_at(state.position - 1);
    }
    views_.loop = view_loop(state, before ? &*before : nullptr, log, strings_);
    views_.tasks = view_tasks(state, log, strings_, view_.selected, view_.task_filter);
    choose_file();
    views_.marks = view_source(state, timeline, sources_, shown_file_);
    views_.output = view_output(state, timeline);
    refresh_narration();
    axis_.update(timeline, static_cast<AxisMode>(settings_.axis_mode));
    views_.events = state.events;
    views_.size = timeline.size();
    views_.selected = view_.selected;
    views_.step_size = settings_.step_size;
    views_.axis_mode = settings_.axis_mode;
    views_.tabs_known = false;
    trace::Position since =
        timeline.previous(timeline.position(), step_size(), view_.selected).value_or(0);
    views_.frames = view_frames(state, log, strings_, view_.selected, since);
    refresh_learning();
}

/// New characters in the trace's texts: the fonts have to learn them.
void Viewer::learn_texts() {
    const trace::TextTable& texts = document_->timeline().log().texts;
    for (; texts_learned_ < texts.size(); ++texts_learned_) {
        alphabet_.add(texts[trace::TextId{static_cast<std::uint32_t>(texts_learned_)}]);
    }
}

DocumentView Viewer::document_view() const {
    DocumentView view;
    view.title = title_;
    view.file = sources_.name(shown_file_);
    view.files = &sources_;
    view.file_number = shown_file_;
    view.is_recording = document_->is_recording();
    view.real_time = document_->header().time == trace::TimeKind::Recorded;
    view.more_to_come = document_->is_live();
    view.can_change = can_change();
    view.badge = badge();
    view.source = &source_;
    if (shown_file_ == SourceFiles::kProgram) view.notes = &document_->scenario().notes;
    return view;
}

// ---- Drawing.

void Viewer::draw_program(Painter& painter, Commands& commands) {
    learn_texts();
    update_index();
    refresh_views();
    refresh_compare();
    SourceTools tools = source_tools();
    const trace::Timeline& timeline = document_->timeline();
    const trace::ProgramState& state = timeline.state();
    if (view_.axis_view) {
        axis_view_ = *view_.axis_view;
    } else {
        axis_view_ = follow_view(axis_, axis_view_, axis_.unit(state.position));
    }
    WindowLayout layout = layout_window(window_.w, window_.h, layout_wish());
    DocumentView document = document_view();
    Scene scene{.strings = strings_,
                .settings = settings_,
                .view = view_,
                .playback = playback_,
                .layout = layout,
                .document = document,
                .state = state,
                .timeline = timeline,
                .loop = views_.loop,
                .tasks = views_.tasks,
                .marks = views_.marks,
                .output = views_.output,
                .narration = views_.narration,
                .axis = axis_,
                .axis_view = axis_view_,
                .groups = groups_,
                .group_rows = groups_.rows(view_.folded),
                .quiz = quiz_,
                .lesson = views_.lesson,
                .why = views_.why,
                .tools = tools,
                .frames = views_.frames,
                .graph = views_.graph,
                .heap = views_.heap,
                .machine = views_.machine,
                .compare = views_.compare,
                .bookmarks = &notes_.bookmarks,
                .animator = animator_,
                .step_size = step_size()};
    if (views_.compare.on) {
        // Both runs take the place of the panels; the words stay.
        float top = layout.toolbar.bottom() + layout.gap;
        Rect room{layout.toolbar.x, top, layout.toolbar.w,
                  (layout.narration.empty() ? window_.h : layout.narration.y) - layout.gap - top};
        if (layout.narration.empty()) room.h = window_.h - layout.gap - top;
        float lower =
            layout.narration.empty() ? 0 : window_.h - layout.gap - layout.narration.bottom();
        room.h += lower;
        Rect words = layout.narration;
        words.y += lower;
        draw_compare(painter, scene, room, commands);
        if (!layout.narration.empty()) draw_narration(painter, scene, words, commands);
        draw_toolbar(painter, scene, layout.toolbar, commands);
        return;
    }
    for (const PanelPlace& panel : layout.panels) draw_tabbed(painter, scene, panel, commands);
    if (!layout.lesson.empty()) draw_lesson(painter, scene, layout.lesson, commands);
    if (quiz_.on) draw_question(painter, scene, layout.question, commands);
    if (!layout.narration.empty()) draw_narration(painter, scene, layout.narration, commands);
    draw_toolbar(painter, scene, layout.toolbar, commands);
    draw_splitters(painter, layout, commands);
    draw_dragged(painter, layout, commands);
}

void Viewer::draw_list(Painter& painter, Commands& commands) {
    make_thumbnail();
    std::vector<std::size_t> order = listed();
    std::vector<std::string> chapters = chapters_of(order);
    draw_start(painter,
               {strings_, settings_, view_, scenarios_, std::move(order), recent_files(),
                std::move(chapters), thumbnails_, files_.peek != nullptr, view_.rows_first},
               commands);
    view_.reveal_choice = false;
}

void Viewer::frame(const Canvas& canvas, const InputFrame& input) {
    redraw_ = false;
    pixels_ = {canvas.pixel_width, canvas.pixel_height};
    if (presenting_ && !portrait_) fit_presentation(pixels_);
    if (!portrait_) take_input(input, canvas.now);
    if (input.pointer.pressed && !portrait_) view_.notice.clear();
    work_on(canvas.now);
    tell_job(canvas.now);
    load_more();
    consider_offer();
    poll_recording();
    float scale = canvas.pixel_scale;
    Rect window{0, 0, canvas.pixel_width / scale, canvas.pixel_height / scale};
    if (window != window_) animator_.settle();
    window_ = window;

    const Theme& colours = theme(settings_.theme);
    grip_.hot.clear();
    grip_.stops.clear();
    Painter painter({.list = canvas.list,
                     .fonts = canvas.fonts,
                     .theme = &colours,
                     .scale = scale,
                     .window = window,
                     .pointer = portrait_ ? Pointer{} : input.pointer,
                     .grip = &grip_,
                     .log = canvas.log,
                     .now = canvas.now});
    bool modal = view_.help_open || view_.palette_open || view_.prompt.has_value() ||
                 !view_.error.empty() || view_.offer_open;
    bool menu = !grip_.menu.id.empty();
    painter.set_modal_layer(view_.exporting ? 15 : modal || menu ? 10 : 0);
    Commands commands;
    animator_.begin_frame(canvas.now, settings_.motion && !portrait_);
    shown_ = {{}, 0, 0, scale};
    if (document_) {
        const trace::Timeline& timeline = document_->timeline();
        shown_ = {std::string(document_->name()), timeline.state().events, timeline.size(), scale};
    }
    if (document_)
        draw_program(painter, commands);
    else
        draw_list(painter, commands);
    animator_.end_frame();

    painter.set_layer(10);
    if (view_.search_open && document_) draw_search(painter, strings_, view_, commands);
    KeyScope screen = document_ ? KeyScope::Program : KeyScope::List;
    if (view_.palette_open) draw_palette(painter, strings_, view_, palette(), commands);
    if (view_.prompt) draw_prompt(painter, strings_, view_, commands);
    if (view_.help_open) draw_help(painter, strings_, {screen, view_.help_first}, commands);
    if (view_.offer_open) draw_offer(painter, strings_, view_, commands);
    if (!view_.error.empty()) draw_error(painter, strings_, view_.error, commands);
    if (modal) grip_.menu = {};
    if (!grip_.menu.id.empty()) draw_menu(painter, grip_);
    painter.set_layer(15);
    if (!portrait_) draw_progress(painter, strings_, view_, commands);
    if (!portrait_) painter.draw_focus();
    grip_.pressed_by_key.clear();
    grip_.scrolled_by_key = 0;
    painter.set_layer(20);
    draw_tip(painter, grip_);
    if (view_.laser && !portrait_) draw_laser(painter);
    tip_pending_ = !painter.pending_tip().empty() && grip_.active.empty();
    for (const Command& command : commands) apply(command, canvas.now);
    if (!commands.empty()) redraw_ = true;
    if (!grip_.active.empty()) return;  // While something is dragged nothing is written.
    save_notes();
}

double Viewer::next_frame_in(double now) const {
    bool starved = document_ && document_->is_recording() && came_last_ == 0;
    bool busy =
        animator_.any_moving() || !grip_.answer.id.empty() || export_wish_ || view_.exporting;
    if (redraw_ || (job_ && !starved) || busy) return 0;
    double wait = -1;
    auto sooner = [&wait](double seconds) {
        if (wait < 0 || seconds < wait) wait = seconds;
    };
    if (document_ && document_->is_recording() && document_->is_live() && loading_)
        sooner(starved ? 0.1 : 0.001);
    if (real_recording_) sooner(0.1);
    if (document_ && playback_.playing()) sooner(playback_.wait(now));
    if (view_.search_open || view_.palette_open || view_.prompt) sooner(0.3);
    if (!document_ && thumbnails_left_) sooner(0.001);
    if (double edits = edits_due_in(now); edits >= 0) sooner(edits);
    if (document_ && !index_done_) sooner(0.001);
    if (tip_pending_ && now - grip_.hot_since < 0.5) sooner(0.1);
    return wait;
}

}  // namespace loopscope::ui
