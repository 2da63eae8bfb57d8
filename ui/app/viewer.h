// Viewer: the window's state, its one frame, and the one place where commands are applied.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/base/result.h"
#include "ui/app/app.h"
#include "ui/app/document.h"
#include "ui/app/fonts.h"
#include "ui/model/export_wish.h"
#include "ui/model/keys.h"
#include "ui/model/palette.h"
#include "ui/model/pointer.h"
#include "ui/model/thumbnail.h"
#include "ui/panels/scene.h"

namespace loopscope::ui {

/// What the user did since the last frame.
struct InputFrame {
    Pointer pointer;
    std::vector<KeyPress> keys;        ///< Keys and characters, in the order of their events.
    std::vector<std::string> dropped;  ///< Paths of files dropped on the window.
};

/// Everything behind the window but the window: it can be driven by tests, drawn off-screen, and
/// shown by GLFW.
///
/// A frame is: keys and the clock give commands, commands change the state, views are worked out
/// anew where something changed, panels draw them and give commands, which are applied too.
class Viewer {
  public:
    using Opener = std::function<base::Result<std::unique_ptr<Document>>(const std::string& path)>;
    struct Setup {
        Settings settings;
        std::vector<session::ScenarioEntry> scenarios;
        Opener opener;  ///< How files are opened.
        /// How a program given as text is opened; without it nothing can be edited.
        std::function<base::Result<std::unique_ptr<Document>>(const std::string& source,
                                                              const std::string& name)>
            source_opener{};
        /// The same with other things happening from outside; without it nothing can be asked.
        std::function<base::Result<std::unique_ptr<Document>>(
            const std::string& source, const std::string& name, const Stimuli& stimuli)>
            changed_opener{};
        /// What the window reads and writes beside what it opens; any may be missing.
        struct Files {
            /// The notes kept for a file, if there are any; and keeps them, false on failure.
            std::function<std::optional<std::string>(const std::string& path)> load;
            std::function<bool(const std::string& path, const std::string& text)> save;
            /// Saves a program as a scenario of the user's own; gives its path.
            std::function<base::Result<std::string>(const std::string& name,
                                                    const std::string& source)>
                save_scenario;
            /// Runs the beginning of a scenario, for its small picture; null if it can't.
            std::function<std::unique_ptr<Document>(const std::string& path)> peek{};
            /// A path as somebody types it, made whole.
            std::function<std::string(const std::string& path)> whole_path{};
            /// As much more of a path that is being typed as the folder leaves no doubt about.
            std::function<std::string(const std::string& path)> complete_path{};
            RealPython real_python{};
        } files{};
        /// What stands on a copied command line beside the file and the step: "--seed 3".
        std::string command_options{};
        /// What stands at its end, behind "--": the program's own arguments.
        std::string command_arguments{};
    };
    explicit Viewer(Setup setup);

    // What is open.
    void open(std::unique_ptr<Document> document);
    /// Opens a file; on failure says so on the screen.
    void open_path(const std::string& path);
    /// Says which file the open document is of, without reading it again.
    /// The program's path, beside which its own modules lie; only its name where it has none.
    std::string run_name() const;
    void stand_for(const std::string& path) { path_ = path; }
    bool has_document() const { return document_ != nullptr; }
    Document& document() { return *document_; }
    trace::Position position() const;
    void seek(trace::Position position);
    /// Changes the open program's run, one change after the other, as if each had been asked for.
    void ask_what_ifs(const std::vector<session::WhatIfChange>& changes);

    // One frame.
    struct Canvas {
        ImDrawList* list = nullptr;
        const FontSet* fonts = nullptr;
        float pixel_width = 0;  ///< Of the picture, in real pixels.
        float pixel_height = 0;
        float pixel_scale = 1;  ///< Real pixels a logical pixel.
        double now = 0;         ///< Seconds.
        DrawLog* log = nullptr;
    };
    void frame(const Canvas& canvas, const InputFrame& input);
    void apply(const Command& command, double now);

    /// Seconds until the next frame will differ on its own; 0: at once; negative: never.
    double next_frame_in(double now) const;

    const Settings& settings() const { return settings_; }
    Settings& settings() { return settings_; }
    /// What of them is to be kept for another day: a presentation's larger type is not.
    Settings settings_to_keep() const {
        Settings kept = settings_;
        if (presenting_) kept.scale = scale_before_;
        return kept;
    }
    const ViewState& view() const { return view_; }
    const Playback& playback() const { return playback_; }
    /// The characters that occur in what is shown; fonts are loaded for them.
    Alphabet& alphabet() { return alphabet_; }
    std::string title() const;
    /// Makes every small picture of the first screen now.
    void finish_thumbnails();
    /// Takes in all that is known of the run by now; else a long one is taken in bit by bit.
    void finish_index();
    /// The id of the area that has the keyboard's focus; empty: none has.
    const std::string& focus() const { return grip_.focus; }
    /// What the palette offers for what is typed into it.
    std::vector<PaletteEntry> palette() const;
    /// Whether the window should fill the screen.
    bool presenting() const { return presenting_; }

    // Exporting: Exporter carries it out.

    /// What was wished for since the last time.
    std::optional<ExportWish> take_export();
    /// Whether a moving picture is being made; false once somebody has cancelled it.
    bool exporting() const { return view_.exporting.has_value(); }
    void set_export_progress(std::optional<ExportProgress> progress);
    /// While it is on, a frame hears no input and draws neither pointer nor what tells of the
    /// export: what is seen, and nothing else.
    void set_portrait(bool on) { portrait_ = on; }
    /// One step on; false at the end of the run.
    bool step_for_export();
    void tell_exported(const std::string& path);
    void tell_failure(const base::Failure& failure);

    /// What the last frame drew; commands that came from it may have changed more since.
    struct Shown {
        std::string file;            ///< Name of the open program; empty: the list.
        trace::Position events = 0;  ///< How many events the state was made of,
        trace::Position size = 0;    ///< and how many there were.
        float scale = 1;
    };
    const Shown& shown() const { return shown_; }

  private:
    struct Views {
        LoopView loop;
        TasksView tasks;
        SourceMarks marks;
        std::vector<OutputLine> output;
        NarrationView narration;
        WhyView why;
        FramesView frames;
        GraphView graph;
        HeapView heap;
        MachineView machine;
        CompareView compare;
        trace::Position compared_at = ~trace::Position{0};
        std::array<trace::Position, 2> compared_sizes{};  // Of the runs that `compare` is of.
        LessonView lesson;
        bool tabs_known = false;
        // What they were worked out from.
        trace::Position events = ~trace::Position{0};
        trace::Position size = 0;
        trace::FutureId selected;
        int step_size = -1;
        int axis_mode = -1;
    };

    // Moving.
    void step(int direction);
    void land(trace::Position at, int direction);
    void go_last();
    void ensure_ahead();
    trace::FutureId followed_task() const;
    void follow_task();
    void moved_by_jump();
    void search(int direction);

    // What takes long.
    enum class JobKind : std::uint8_t { ToEnd, Step, RunOn, RunBack, SearchNext, SearchPrevious };
    struct Job {
        JobKind kind;
        trace::Position from;     ///< Where it was begun,
        trace::Position checked;  ///< and how far it has looked.
        double began;             ///< Seconds; below 0: no frame has come since.
    };
    void begin_job(JobKind kind);
    void work_on(double now);
    void work_to_end();
    void work_step();
    void work_run_on();
    void work_run_back();
    void work_search();
    void tell_job(double now);
    void cancel_job();

    // Comparing.
    void compare_with(std::unique_ptr<Document> other);
    void find_parting();
    void refresh_compare();
    /// A failure in the language of the window.
    std::string in_words(const base::Failure& failure) const;
    bool apply_compare(const Command& command);

    // Another future.
    bool can_change() const;
    std::vector<WhatIf> questions() const;
    bool change_run(const std::string& text, const Stimuli& stimuli);
    base::Result<std::unique_ptr<Document>> keep_changes(std::unique_ptr<Document> edited,
                                                         std::string& dropped);
    void take_run(std::unique_ptr<Document> next);
    bool apply_what_if(const Command& command);
    DocumentView::Badge badge() const;
    void load_more();
    void consider_offer();
    void poll_recording();
    bool apply_record(const Command& command);

    // Using it.
    void add_panel_entries(std::vector<PaletteEntry>& entries) const;
    void add_size_entries(std::vector<PaletteEntry>& entries, const WindowLayout& layout) const;
    bool take_export_key(const KeyPress& press);
    void begin_export(const std::string& text);
    void ask_for(Act act, std::string_view text);
    void tell(std::string notice);
    void open_asked(const Command& command);
    void copy(const std::string& text);
    std::string text_to_copy(CopiedText which) const;
    void go_to_bookmark(int direction);
    void load_notes();
    void save_notes();
    void remember_recent(const std::string& path);
    std::vector<std::string> recent_files() const;
    std::vector<std::size_t> listed() const;
    std::vector<std::string> chapters_of(const std::vector<std::size_t>& listed) const;
    void make_thumbnail();
    bool apply_using(const Command& command, double now);
    bool apply_notes(const Command& command, double now);
    std::string command_line() const;
    void save_scenario(const std::string& name);
    void list_saved(const std::string& text);
    LayoutWish layout_wish() const;
    void draw_dragged(Painter& painter, const WindowLayout& layout, Commands& commands);
    void draw_drop(Painter& painter, Page page, bool whole, const DockPlace& place);
    void keep_dock();
    void restore_dock();
    void choose_page(Page page);
    void toggle_presentation();
    void fit_presentation(Point pixels);
    bool apply_dock(const Command& command);
    bool apply_panels(const Command& command);
    void draw_splitters(Painter& painter, const WindowLayout& layout, Commands& commands);

    // The source.
    void toggle_edit(std::int64_t line, double column);
    void recolour();
    void take_files();
    void take_new_files();
    void show_file(int file);
    void choose_file();
    void run_again();
    void run_edits_due(double now);
    double edits_due_in(double now) const;
    bool take_edit_key(const KeyPress& press, double now);
    bool take_edit_plain(const KeyPress& press, double now);
    bool take_edit_control(const KeyPress& press);
    void text_changed(double now);
    void update_index();
    bool apply_source(const Command& command, double now);
    SourceTools source_tools() const;

    // Learning.
    trace::NarrationSource narration_source() const;
    void start_quiz();
    void ask(trace::Position from, int wished);
    void answer(std::size_t choice);
    void reveal();
    void next_question();
    bool take_quiz_key(const KeyPress& press, double now);
    void go_to_note(int direction);
    void refresh_learning();
    bool apply_learning(const Command& command);

    // Applying.
    void dispatch(const Command& command, double now);
    void move_choice(ChoiceMove move);
    bool apply_motion(const Command& command, double now);
    bool apply_view(const Command& command);
    void fold_group(std::int64_t number);
    bool apply_setting(const Command& command, double now);
    void apply_screen(const Command& command);
    void cancel();
    void close_document();
    void set_language(const std::string& language);

    // A frame's parts.
    void take_input(const InputFrame& input, double now);
    void take_key(const KeyPress& press, double now);
    bool take_text(const std::string& typed, double now);
    bool take_job_key(const KeyPress& press);
    bool take_focus_key(const KeyPress& press);
    bool take_field_key(const KeyPress& press);
    bool take_help_key(const KeyPress& press, double now);
    bool take_menu_key(const KeyPress& press);
    bool take_overlay_key(const KeyPress& press, double now);
    bool take_search_key(const KeyPress& press, double now);
    LineEdit* field();
    void field_changed();
    void choose_in_palette(int row);
    void take_palette_choice(double now);
    bool has_focus() const;
    void move_focus(FocusMove move);
    void press_focus();
    void scroll_panel(float notches);
    void refresh_views();
    void refresh_narration();
    void draw_program(Painter& painter, Commands& commands);
    void draw_list(Painter& painter, Commands& commands);
    void learn_texts();
    DocumentView document_view() const;
    trace::StepSize step_size() const;

    Settings settings_;
    Strings strings_;
    std::vector<session::ScenarioEntry> scenarios_;
    Opener opener_;
    std::function<base::Result<std::unique_ptr<Document>>(const std::string&, const std::string&)>
        source_opener_;
    std::unique_ptr<Document> document_;
    /// A change that was asked for: what it says, and what happened from outside before it.
    struct Change {
        std::string text;
        Stimuli before;
    };
    std::vector<Change> changes_;
    bool loading_ = true;                            // A large recording is read in the background.
    trace::Position came_last_ = 0;                  // Events that the last frame's reading gave.
    std::unique_ptr<RealRecording> real_recording_;  // While a real Python runs a program for us.
    bool offer_considered_ = false;
    bool as_cpython_ = false;  // The open scenario gave the same trace under CPython.
    ViewState view_;
    Playback playback_;
    Quiz quiz_;
    Setup::Files files_;
    decltype(Setup::changed_opener) changed_opener_;
    std::string command_options_, command_arguments_;
    std::string path_;  // Of the open file; empty for what has none.
    SideNotes notes_, saved_notes_;
    bool notes_complained_ = false;
    bool presenting_ = false;
    float scale_before_ = 1;         // The scale outside of the presentation.
    Point presented_on_, pixels_;    // The picture's size then and in the last frame, in pixels.
    std::optional<Dock> presented_;  // The panels as they were last while presenting.
    bool portrait_ = false;
    std::optional<ExportWish> export_wish_;
    std::vector<Thumbnail> thumbnails_;
    bool thumbnails_left_ = false;
    bool editing_ = false;
    Editor editor_;
    std::uint64_t ran_version_ = 0;  // Of the editor's text that the document ran.
    double edited_at_ = 0;
    base::Failure failure_;                  // What view_.error tells of, if it has a key.
    base::Failure edit_failure_;             // Why what is edited could not be run at all.
    std::unique_ptr<Document> other_;        // What is compared with; null: nothing.
    std::unique_ptr<Document> before_edit_;  // The run before the last change.
    bool other_is_before_ = false;
    Parting parting_;                     // Of the two that are compared.
    std::optional<double> compare_time_;  // The moment that was clicked on the common clock.
    Hints hints_;
    std::uint32_t hints_off_ = 0;  // A bit for each HintKind that was dismissed.
    SourceIndex index_;
    bool index_done_ = true;
    Breakpoints breakpoints_;
    Lesson lesson_;
    bool lesson_on_ = false;
    Animator animator_;
    TimeAxis axis_;
    TimelineGroups groups_;
    AxisView axis_view_;
    std::vector<SourceLine> source_;
    SourceFiles sources_;
    int shown_file_ = SourceFiles::kProgram;
    struct ChosenFile {
        int file = 0;
        trace::Position at = 0;  // The step at which it was asked for.
    };
    std::optional<ChosenFile> chosen_file_;
    Views views_;
    Grip grip_;
    Alphabet alphabet_;
    std::size_t texts_learned_ = 0;
    Rect window_;
    std::optional<Job> job_;
    std::string opened_by_name_;  // The path that was typed last.
    bool redraw_ = true;
    bool tip_pending_ = false;
    std::string title_;
    Shown shown_;
};

}  // namespace loopscope::ui
