// What the window says of recording a program under a real Python: why, and what went wrong.
#pragma once

#include <string>

#include "ui/model/strings.h"

namespace loopscope::ui {

/// What a program wanted of Python and our own does not have. All empty: nothing known.
struct MissingFeature {
    std::string module;
    std::string name;   ///< In that module; empty: the module itself is missing.
    std::string other;  ///< Something else, in a sentence.

    bool empty() const { return module.empty() && other.empty(); }
};

/// "the module `numpy`"
std::string text_of(const MissingFeature& missing, const Strings& strings);

/// How recording under a real Python ended.
struct RealOutcome {
    std::string trace;   ///< Where the recording lies; empty: none came of it.
    std::string python;  ///< What was called.
    bool started = true;
    int status = 0;    ///< Its exit status; a signal counts from 128.
    std::string said;  ///< What it wrote to stderr.
};

/// What to tell when no recording came of it: what failed, the last lines of what Python said, and
/// what to do. Lines that begin with four spaces are quoted.
std::string failure_of(const RealOutcome& outcome, const Strings& strings);

}  // namespace loopscope::ui
