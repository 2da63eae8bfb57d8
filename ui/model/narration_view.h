// What the panel of the narration says.
#pragma once

#include <string>
#include <vector>

#include "sim/trace/narration.h"
#include "ui/model/rich_text.h"
#include "ui/theme/theme.h"

namespace loopscope::ui {

/// What the present step is, in words.
struct NarrationView {
    std::vector<TextSpan> sentence;  ///< The headline strong, the reason plain.
    std::string function;            ///< The CPython function that did it.
    Look look = Look::Waiting;       ///< What it did to whom: gives the sentence its icon.
};

NarrationView view_narration(const trace::Narration& told, const trace::Event& event,
                             const trace::ProgramState& state);

/// Green for what ended well alone: a run that was stopped, or waits for ever, did not.
Look look_of_ending(trace::Ending how, std::uint32_t status);

/// What an event did, as a look: for its icon and its colour.
Look look_of_event(const trace::Event& event, const trace::ProgramState& state);

}  // namespace loopscope::ui
