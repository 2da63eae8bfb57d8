// The way out of our own Python: recording a program under a real one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cli/commands.h"

#ifdef LOOPSCOPE_WITH_UI
#include "ui/app/app.h"
#endif

namespace loopscope::cli {

/// What of Python a program wanted and Loopscope doesn't have, judging by the last line of its
/// traceback: "the module `numpy`". Empty: it failed for another reason.
std::string missing_feature(std::string_view stderr_text);

/// Says how a program that needs `missing` can be recorded under a real Python instead; on a
/// terminal asks whether to do that now.
///
/// Gives the trace's path after a recording; nothing when there was none.
std::optional<std::string> offer_real_python(const CommonOptions& options,
                                             const std::string& missing);

/// Records options.file by python3 and the recorder, in virtual time, into `trace`.
///
/// Real Python is not sandboxed: on a terminal this asks first, and it always says so. The
/// program's output is our output.
/// Errors: nothing, after a complaint: refused, no python3, no recorder, no trace came of it.
struct RealRun {
    std::string trace;
    int status = 0;  ///< The program's exit status.
};
std::optional<RealRun> record_really(const CommonOptions& options, const std::string& trace);

#ifdef LOOPSCOPE_WITH_UI
/// As missing_feature, for the window's own words.
ui::MissingFeature missing_for_window(std::string_view stderr_text);

/// The same for the window, which has asked itself: starts the recorder and doesn't wait. The
/// recorder is ended with what this gives.
std::unique_ptr<ui::RealRecording> record_for_window(const CommonOptions& options);
#endif

/// Where a recording goes that nobody named a file for.
std::string temporary_trace(const std::string& program);

}  // namespace loopscope::cli
