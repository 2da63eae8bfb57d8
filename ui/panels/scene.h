// Scene: everything that the panels may look at while they draw one frame.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/session/scenario.h"
#include "sim/trace/timeline.h"
#include "ui/model/animation.h"
#include "ui/model/bookmarks.h"
#include "ui/model/breakpoints.h"
#include "ui/model/command.h"
#include "ui/model/compare_view.h"
#include "ui/model/dock.h"
#include "ui/model/editor.h"
#include "ui/model/export_wish.h"
#include "ui/model/frames_view.h"
#include "ui/model/graph_view.h"
#include "ui/model/heap_view.h"
#include "ui/model/hints.h"
#include "ui/model/layout.h"
#include "ui/model/lesson.h"
#include "ui/model/line_edit.h"
#include "ui/model/loop_view.h"
#include "ui/model/machine_view.h"
#include "ui/model/narration_view.h"
#include "ui/model/playback.h"
#include "ui/model/predict.h"
#include "ui/model/python_tokens.h"
#include "ui/model/real_python.h"
#include "ui/model/rich_text.h"
#include "ui/model/settings.h"
#include "ui/model/source_view.h"
#include "ui/model/strings.h"
#include "ui/model/tasks_view.h"
#include "ui/model/time_axis.h"
#include "ui/model/timeline_groups.h"
#include "ui/model/why.h"

namespace loopscope::ui {

/// Something that takes long, as it is told of while it goes on.
struct JobView {
    std::string text;
    float part = -1;  ///< How much is done, from 0 to 1; below 0: that is not known.
};

/// What the user looks at: changed by commands alone.
struct ViewState {
    trace::FutureId selected;        ///< The task or future clicked; none: the window chooses.
    trace::HandleId asked;           ///< What "why?" is about in its place; none: that.
    std::int64_t source_column = 0;  ///< First column of the source shown.
    std::int64_t source_first = 1;   ///< First source line shown.
    bool source_follows = true;      ///< It moves with the live line.
    std::int64_t output_first = kFollow;
    std::int64_t tasks_first = 0;
    std::int64_t rows_first = 0;
    int open_lane = -1;                 ///< The lane that takes all the room; -1: none.
    std::optional<AxisView> axis_view;  ///< The stretch he chose; none: it follows the cursor.
    bool help_open = false;
    std::int64_t help_first = 0;  ///< First key shown, where not all have room.
    bool palette_open = false;
    LineEdit palette_text;
    int palette_chosen = 0;
    bool palette_asks = false;          ///< It lists what can be asked with "what if" alone.
    std::vector<std::uint32_t> folded;  ///< Threads whose rows of the timeline are hidden.
    std::optional<Act> prompt;          ///< What a line of text is asked for.
    LineEdit prompt_text;
    bool offer_open = false;       ///< Asks whether to record under a real Python.
    bool offer_running = false;    ///< It is being recorded.
    MissingFeature offer_missing;  ///< What our own Python lacks for it.
    bool laser = false;
    bool search_open = false;
    LineEdit search_text;
    bool search_failed = false;  ///< Nothing (more) was found.
    int chosen = 0;              ///< In the list of scenarios.
    bool reveal_choice = false;  ///< It was moved by a key: it is to come into sight.
    Dock dock;                   ///< Which panel stands where, and which tabs are chosen.
    int preset = 0;              ///< A Preset: how large the panels are by themselves.
    GraphKind graph = GraphKind::Waits;
    std::string task_filter;      ///< Only tasks that contain it are shown; empty: all.
    std::int64_t side_first = 0;  ///< First row shown of a side tab.
    std::string error;            ///< A message to show, or empty.
    std::string notice;           ///< Something that went well, until the next key or press.
    std::optional<ExportProgress> exporting;
    std::optional<JobView> job;
};

/// The program or trace that is open, as far as panels care.
struct DocumentView {
    std::string_view title;
    std::string_view file;
    bool is_recording = false;
    bool real_time = false;     ///< Times are those of a recorded real run, not virtual ones.
    bool more_to_come = false;  ///< The run has not ended: events will be added.
    bool can_change = false;    ///< "What if" can be asked.
    /// What stands beside the title: that it is damaged, recorded, changed, as CPython's …
    struct Badge {
        std::string text;
        std::string tip;
        Look look = Look::Done;
        std::optional<Act> act;  ///< What a press on it does.
        float part = -1;         ///< Of something that goes on: drawn as a bar; below 0: none.
    };
    Badge badge;
    const std::vector<SourceLine>* source = nullptr;
    const SourceFiles* files = nullptr;
    int file_number = SourceFiles::kProgram;  ///< The one that is shown, `file` by name.
    /// Its name as a breakpoint has it.
    std::string_view break_file() const {
        return file_number == SourceFiles::kProgram ? std::string_view() : file;
    }
    const std::vector<session::Note>* notes = nullptr;
};

/// The lesson as panels see it.
struct LessonView {
    bool on = false;
    std::size_t count = 0;                ///< Of the notes that have a moment.
    std::optional<std::size_t> index;     ///< The note that is told now, from 0.
    const session::Note* note = nullptr;  ///< That note.
    bool has_next = false;
    bool has_previous = false;
    Parts parts = 0;  ///< What it speaks of.
};

/// The source while it is edited, and what stands beside it always.
struct SourceTools {
    bool editing = false;
    const Editor* editor = nullptr;
    bool running_late = false;  ///< The text has changed and has not run again yet.
    const SourceIndex* index = nullptr;
    const Breakpoints* breakpoints = nullptr;
    ErrorPlace error;
    const Hint* hint = nullptr;  ///< A misconception that is told now.
};

/// One frame's worth of state; all const, but for the animator, which only remembers places.
struct Scene {
    const Strings& strings;
    const Settings& settings;
    const ViewState& view;
    const Playback& playback;
    const WindowLayout& layout;
    const DocumentView& document;
    const trace::ProgramState& state;
    const trace::Timeline& timeline;
    const LoopView& loop;
    const TasksView& tasks;
    const SourceMarks& marks;
    const std::vector<OutputLine>& output;
    const NarrationView& narration;
    const TimeAxis& axis;
    const AxisView& axis_view;
    const TimelineGroups& groups;
    const std::vector<GroupRow>& group_rows;  ///< Of `groups`, less what is folded.
    const Quiz& quiz;
    const LessonView& lesson;
    const WhyView& why;
    const SourceTools& tools;
    const FramesView& frames;
    const GraphView& graph;
    const HeapView& heap;
    const MachineView& machine;
    const CompareView& compare;
    const std::vector<Bookmark>* bookmarks;
    Animator& animator;
    trace::StepSize step_size;

    bool shows(Page page) const { return view.dock.shows(page); }
    bool tight() const { return layout.density == Density::Tight; }
    std::string_view text(trace::TextId id) const { return timeline.log().text(id); }
};

}  // namespace loopscope::ui
