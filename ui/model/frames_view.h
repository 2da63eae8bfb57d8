// What the tab of the frames says: the stack of a task with its variables, suspended or not.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/timeline.h"
#include "ui/model/source_files.h"
#include "ui/model/strings.h"
#include "ui/theme/theme.h"

namespace loopscope::ui {

struct VariableView {
    std::string name;
    std::string value;
    bool fresh = false;  ///< It got this value since the step before.
};

struct FrameView {
    trace::FrameId id;
    std::string function;  ///< "hello()"
    std::string place;     ///< "line 8, suspended"
    std::uint32_t line = 0;
    bool suspended = false;
    std::vector<VariableView> variables;
};

struct FramesView {
    std::string title;  ///< Whose stack it is.
    Look look = Look::Waiting;
    std::vector<FrameView> frames;  ///< Innermost first.
};

/// The stack of the task `selected`; with none, of what runs now. `since`: the position of the step
/// before; variables that changed after it are fresh.
FramesView view_frames(const trace::ProgramState& state, const trace::EventLog& log,
                       const Strings& strings, trace::FutureId selected, trace::Position since);

/// The word of a program's line that holds byte `column`: a name, perhaps with dots before it.
std::string_view word_at(std::string_view line, std::size_t column);

/// The values that a name has now, in the frames that `line` of a file belongs to: a value a line,
/// with the task's name where several have one. Empty when nothing has that name.
std::vector<std::string> values_of(const trace::ProgramState& state, const trace::EventLog& log,
                                   std::string_view name, std::uint32_t line,
                                   trace::FutureId selected, const SourceFiles& files,
                                   int file = SourceFiles::kProgram);

}  // namespace loopscope::ui
