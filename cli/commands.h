// The commands of the command line, one function each.
#pragma once

#include <string>

#include "sim/session/session.h"

namespace loopscope::cli {

// Exit statuses; a program's own sys.exit(n) passes through.
inline constexpr int kFine = 0;
inline constexpr int kGuestFailed = 1;
inline constexpr int kUsage = 2;
inline constexpr int kStopped = 3;
inline constexpr int kDiffers = 1;  ///< Of diff: the two are not the same.

/// What the options of all commands together say.
struct CommonOptions {
    std::string file;    ///< A path, or the name of a scenario.
    std::string output;  ///< Path of what is written.
    std::string language = "en";
    trace::StepSize step = trace::StepSize::Event;  ///< Of narrate: how much one step tells.
    std::string at;  ///< Of render: an event's number, "first", "middle" or "last";
                     ///< empty: where something is printed first.
    std::string size = "1600x900";
    std::vector<std::string> show;  ///< Of render: panels and modes to open.
    std::string compare;            ///< Of render: a file to compare with.
    std::uint32_t task = 0;         ///< Of render: the task to select; 0: none.
    std::string theme = "dark";
    float scale = 1.0f;
    std::string second;          ///< Of diff: the other file.
    std::string format;          ///< Of export: chrome, csv, webp, gif, mp4, html.
    std::string from = "first";  ///< Of export: the range, as --at has positions.
    std::string to = "last";
    double frames_per_second = 2;  ///< Of export: how fast an animation goes.
    bool real = false;             ///< Record the program under a real Python.
    std::string repeated;          ///< Of window: its options, as a copied command line has them.
    int port = 0;                  ///< Of live: where to listen; 0: any free port.
    session::RunOptions run;
};

// Each returns the exit status; what is wrong goes to stderr as "loopscope: …".
int run_program(const CommonOptions& options);
int save_trace(const CommonOptions& options);
int narrate_steps(const CommonOptions& options);
int render_picture(const CommonOptions& options);
int check_file(const CommonOptions& options);
int list_all(const CommonOptions& options);
int open_window(const CommonOptions& options);
int diff_files(const CommonOptions& options);
int export_file(const CommonOptions& options);
int follow_live(const CommonOptions& options);

}  // namespace loopscope::cli
