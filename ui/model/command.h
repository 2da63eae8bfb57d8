// Commands: what panels and keys ask for. One place applies them: ui/app/viewer.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace loopscope::ui {

enum class Act : std::uint8_t {
    // Moving through the trace.
    First,
    Back,
    TogglePlay,
    Forward,
    Last,
    Seek,        ///< number: a position.
    ChooseStep,  ///< number: a trace::StepSize.
    Slower,
    Faster,
    // What is looked at.
    SelectTask,    ///< number: a task's id; 0: none.
    FollowTask,    ///< Steps of size Task follow the selected (or running) task.
    ScrollSource,  ///< number: first line shown, from 1, and stay there; 0: follow the live line
                   ///< again; negative: where following has led to.
    ScrollOutput,  ///< number: first line shown; kFollow: the end.
    ScrollTasks,   ///< number: first row shown.
    ScrollRows,    ///< number: first row of the timeline.
    OpenLane,      ///< number: the lane that takes the room; a second time: none.
    ViewTimeline,  ///< from, to: the stretch shown, in units of the timeline's axis.
    FitTimeline,
    ZoomTimeline,  ///< number: notches, closer above 0.
    PanTimeline,   ///< number: tenths of the view, to the right above 0.
    AxisMode,      ///< The next AxisMode.
    NextTask,      ///< number: +1 or -1, among the tasks in order of creation.
    // Settings.
    ScaleUp,
    ScaleDown,
    ToggleTheme,
    ToggleLanguage,
    ToggleMotion,
    MovePage,      ///< number: a Page; from: the Page it goes beside, -1 the window's edge; to: a
                   ///< Side, kAsTab.
    MovePanel,     ///< The same for the whole panel that holds the page.
    StepPage,      ///< number: a Page; from: the Side that it goes towards by one step.
    TogglePage,    ///< number: a Page that is hidden, or shown again.
    TogglePanel,   ///< number: a Page, whose panel is hidden or shown again.
    ResetPanels,   ///< Everything back to its place.
    ChoosePreset,  ///< number: a Preset.
    Present,       ///< Presentation on or off: full screen, chosen panels, larger type.
    Laser,         ///< A bright dot at the pointer, on or off.
    Split,        ///< number: a split, as Dock::resize() numbers them; from: its percent; 0: usual.
    CopyCommand,  ///< Puts the command line that opens this step on the clipboard.
    CopyText,     ///< number: a CopiedText to put there.
    Bookmark,     ///< Asks for a note on this step; text: the note, then it is kept.
    RemoveBookmark,
    NextBookmark,  ///< number: +1 or -1.
    TogglePalette,
    PaletteChoice,  ///< number: the row to choose.
    ClosePrompt,
    Compare,  ///< text: a path to compare with; empty: with the run before the last change, else
              ///< asks; when open: closes.
    DismissHint,  ///< number: a HintKind that is not told any more.
    MoveFocus,    ///< number: a FocusMove.
    PressFocus,   ///< Presses the area that has the focus.
    ScrollPanel,  ///< number: notches, up is positive: the panel that has the focus.
    GrowPanel,    ///< number: a Page; from: a Side: towards it its panel grows; to -1: shrinks.
    // The screens.
    ToggleHelp,
    ScrollHelp,  ///< number: first row shown.
    Cancel,      ///< Escape: closes what is open, else back to the list.
    ShowList,
    Open,        ///< text: a path; empty: asks for one.
    MoveChoice,  ///< number: a ChoiceMove, among the cards of the first screen.
    OpenChoice,
    Search,  ///< text: what to look for; opens the field when it is closed.
    SearchNext,
    SearchPrevious,
    PlaceField,  ///< Sets the cursor of the open field. number: its byte; to 1: selects up to it.
    DismissError,
    // The source.
    ToggleEdit,
    PlaceCursor,   ///< number: line from 0; from: byte column; to: 1 selects up to there.
    ScrollColumn,  ///< number: the first column shown.
    ToggleBreak,   ///< number: a BreakKind; from: its line, task, size or seconds; text: of a line,
                   ///< its file, empty: the program's own.
    ShowFile,      ///< number: one of the program's files, until the next step.
    ClearBreaks,
    RunOn,    ///< To the next breakpoint; without one, to the end.
    RunBack,  ///< To the breakpoint before; without one, to the start.
    SaveAs,   ///< Asks for a name; text: the name, then it saves.
    Export,   ///< Asks for a file; from 1: a moving picture is proposed; number 1, text: the file.
    CancelExport,
    CancelJob,  ///< Gives up what takes long: the way to the end, running on, a search.
    // Learning.
    ChooseTab,     ///< number: 0 tasks, 1 why, 2 frames, 3 graph, 4 machine; wherever that tab is.
    ChooseCentre,  ///< number: 0 queues, 1 path, 2 heap, 3 machine; wherever that tab is.
    PickTab,       ///< number: a Page.
    ChooseGraph,   ///< number: a GraphKind.
    FilterTasks,   ///< Asks for a filter; text: the filter, then it filters.
    ScrollSide,    ///< number: first row shown of the side tab.
    NextTab,       ///< The next side tab.
    AskWhy,        ///< Opens that tab about a future (number: its id) or a handle (from: its id).
    ToggleWhy,     ///< Opens the tab that answers "why?", or goes back to the tasks.
    TogglePredict,
    Answer,        ///< number: the choice, from 0.
    NextQuestion,  ///< Goes on; before an answer is given: shows it.
    ToggleClass,   ///< The whole class answers: large letters, and a tally.
    Tally,         ///< number: the choice; from: how many hands more (or fewer).
    ToggleLesson,
    NextNote,
    PreviousNote,
    // Another future.
    WhatIf,      ///< number: which of what can be asked here; -1: shows the list.
    UndoWhatIf,  ///< The run as it was before the latest change.
    // Recordings.
    ToggleLoading,  ///< Stops reading a large recording in the background, or goes on.
    Record,         ///< Under a real Python. number: 0 asks, 1 does it, 2 closes or ends it.
    // The timeline's groups.
    FoldGroup,  ///< number: a group's key; its rows are hidden, or shown again; -1: all groups.
};

struct Command {
    Act act;
    std::int64_t number = 0;
    double from = 0;
    double to = 0;
    std::string text{};

    friend bool operator==(const Command&, const Command&) = default;
};

using Commands = std::vector<Command>;

inline constexpr std::int64_t kFollow = -1;
/// How the choice moves among the cards of the first screen, which stand in rows.
enum class ChoiceMove : std::uint8_t { Next, Previous, Down, Up, PageDown, PageUp, First, Last };

/// What can be put on the clipboard as text.
enum class CopiedText : std::uint8_t { Narration, Output, Source };

inline constexpr double kAsTab = 4;  ///< In place of a Side.

}  // namespace loopscope::ui
