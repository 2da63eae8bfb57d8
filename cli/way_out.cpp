// The way out of our own Python.
#include "cli/way_out.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "cli/opening.h"
#include "sim/session/session.h"

namespace loopscope::cli {
namespace {

namespace fs = std::filesystem;

constexpr int kCannotRun = 127;

/// The folder that has the package loopscope_recorder: $LOOPSCOPE_RECORDER, beside the program, or
/// where it was built. Empty: Python has to have it installed.
std::string recorder_folder() {
    std::vector<fs::path> candidates;
    if (const char* folder = std::getenv("LOOPSCOPE_RECORDER")) candidates.emplace_back(folder);
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (!error) {
        candidates.push_back(program.parent_path() / "recorder");
        candidates.push_back(program.parent_path().parent_path() / "share/loopscope/recorder");
    }
#ifdef LOOPSCOPE_SOURCE_DIR
    candidates.emplace_back(fs::path(LOOPSCOPE_SOURCE_DIR) / "recorder");
#endif
    for (const fs::path& folder : candidates)
        if (fs::is_directory(folder / "loopscope_recorder", error)) return folder.string();
    return {};
}

std::string real_python() {
    const char* named = std::getenv("LOOPSCOPE_PYTHON");
    return named != nullptr ? named : "python3";
}

/// Starts a command with our own standard streams, but for stderr where `errors` names a file for
/// it; its pid, or below 0.
pid_t start_command(const std::vector<std::string>& words, const std::string& python_path,
                    const std::string& errors = {}) {
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child == 0) {
        if (!python_path.empty()) {
            const char* old = std::getenv("PYTHONPATH");
            const std::string path = old != nullptr ? python_path + ":" + old : python_path;
            setenv("PYTHONPATH", path.c_str(), 1);
        }
        if (!errors.empty()) {
            const int file = open(errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
            if (file >= 0) dup2(file, 2);
        }
        std::vector<char*> arguments;
        for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
        arguments.push_back(nullptr);
        execvp(arguments[0], arguments.data());
        _exit(kCannotRun);
    }
    return child;
}

/// The same, and waits for it; its status, or kCannotRun.
int run_command(const std::vector<std::string>& words, const std::string& python_path) {
    const pid_t child = start_command(words, python_path);
    if (child < 0) return kCannotRun;
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// A yes or no on the terminal; no when there is none.
bool asked(const std::string& question) {
    if (isatty(0) == 0 || isatty(2) == 0) return false;
    fmt::print(stderr, "{} [y/N] ", question);
    std::fflush(stderr);
    const int answer = std::getchar();
    for (int rest = answer; rest != '\n' && rest != EOF;) rest = std::getchar();
    return answer == 'y' || answer == 'Y';
}

constexpr const char* kNotSandboxed =
    "Real Python is not sandboxed: there the program can read and write your files and reach the "
    "network, as any program of yours.";

/// The command that records options.file into `trace`.
std::vector<std::string> recording_words(const CommonOptions& options, const std::string& trace) {
    std::vector<std::string> words{real_python(), "-m", "loopscope_recorder", "run", "--virtual",
                                   "-o",          trace};
    if (options.run.level == trace::Level::Lines) words.emplace_back("--lines");
    if (options.run.level == trace::Level::Variables) words.emplace_back("--vars");
    if (options.run.wall_clock_seconds) {
        const auto second = static_cast<long>(*options.run.wall_clock_seconds);
        words.emplace_back("--clock");
        words.push_back(
            fmt::format("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60));
    }
    words.push_back(session::resolve(options.file));
    words.insert(words.end(), options.run.arguments.begin(), options.run.arguments.end());
    return words;
}

std::string quoted_after(std::string_view line, std::string_view before) {
    const std::size_t begin = line.find(before);
    if (begin == std::string_view::npos) return {};
    const std::size_t from = begin + before.size();
    const std::size_t end = line.find('\'', from);
    return end == std::string_view::npos ? std::string()
                                         : std::string(line.substr(from, end - from));
}

struct Missing {
    std::string module, name, other;
};

/// What the last line of a traceback says is missing.
Missing missing_in(std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
    const std::size_t begin = text.rfind('\n');
    std::string_view line = begin == std::string_view::npos ? text : text.substr(begin + 1);
    // What is inside an exception group stands further right.
    while (!line.empty() && (line.front() == ' ' || line.front() == '|')) line.remove_prefix(1);
    if (line.starts_with("ModuleNotFoundError:"))
        return {quoted_after(line, "No module named '"), {}, {}};
    if (line.starts_with("ImportError: cannot import name")) {
        // One of the program's own modules is not to blame.
        const bool ours = line.find("(/usr/lib/") != std::string_view::npos ||
                          line.find("(unknown location)") != std::string_view::npos;
        if (!ours) return {};
        return {quoted_after(line, "from '"), quoted_after(line, "cannot import name '"), {}};
    }
    // A name that is much like one of the module's is a slip of the program.
    const bool slip = line.find(". Did you mean: '") != std::string_view::npos;
    if (line.starts_with("AttributeError: module '") && !slip)
        return {quoted_after(line, "AttributeError: module '"),
                quoted_after(line, "no attribute '"),
                {}};
    if (line.starts_with("NotImplementedError: Loopscope"))
        return {{}, {}, std::string(line.substr(21))};
    return {};
}

}  // namespace

std::string missing_feature(std::string_view text) {
    const Missing missing = missing_in(text);
    if (!missing.other.empty() || missing.module.empty()) return missing.other;
    if (missing.name.empty()) return fmt::format("the module '{}'", missing.module);
    return fmt::format("the name '{}' of the module '{}'", missing.name, missing.module);
}

std::string temporary_trace(const std::string& program) {
    std::error_code ignored;
    const fs::path folder = fs::temp_directory_path(ignored);
    return (folder /
            fmt::format("loopscope-{}-{}.trace", getpid(), fs::path(program).stem().string()))
        .string();
}

std::optional<RealRun> record_really(const CommonOptions& options, const std::string& trace) {
    const std::string file = session::resolve(options.file);
    if (isatty(0) != 0 && isatty(2) != 0) {
        if (!asked(fmt::format("{}\nRun {} under {} and record it?", kNotSandboxed, file,
                               real_python())))
            return std::nullopt;
    } else {
        complain(fmt::format("recording {} under {}. {}", file, real_python(), kNotSandboxed));
    }
    const int status = run_command(recording_words(options, trace), recorder_folder());
    if (status == kCannotRun) {
        complain(fmt::format("{} can't be run. Install Python, or name one in LOOPSCOPE_PYTHON.",
                             real_python()));
        return std::nullopt;
    }
    std::error_code error;
    if (!fs::exists(trace, error)) {
        complain("no recording came of it; see above.");
        return std::nullopt;
    }
    return RealRun{trace, status};
}

#ifdef LOOPSCOPE_WITH_UI
namespace {

/// The last bytes of a file; nothing when there is none.
std::string end_of_file(const std::string& path) {
    constexpr std::streamoff kBytes = 8192;
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    if (!in) return {};
    const std::streamoff size = in.tellg();
    in.seekg(std::max<std::streamoff>(0, size - kBytes));
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// The recorder as a child of the window, ended with it. What it writes to stderr is kept in a file
/// beside the trace for as long as this lives.
class ChildRecording : public ui::RealRecording {
  public:
    ChildRecording(const std::vector<std::string>& words, std::string trace)
        : trace_(std::move(trace)),
          errors_(trace_ + ".stderr"),
          child_(start_command(words, recorder_folder(), errors_)) {}
    ~ChildRecording() override {
        if (child_ > 0) {
            kill(child_, SIGTERM);
            while (waitpid(child_, nullptr, 0) < 0 && errno == EINTR) continue;
        }
        std::error_code ignored;
        fs::remove(errors_, ignored);
    }
    ChildRecording(const ChildRecording&) = delete;
    ChildRecording& operator=(const ChildRecording&) = delete;

    std::optional<ui::RealOutcome> poll() override {
        ui::RealOutcome outcome;
        outcome.python = real_python();
        outcome.started = child_ > 0;
        if (child_ <= 0) return outcome;
        int status = 0;
        if (waitpid(child_, &status, WNOHANG) == 0) return std::nullopt;
        child_ = 0;
        outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        std::error_code error;
        if (fs::exists(trace_, error)) outcome.trace = trace_;
        outcome.started = !outcome.trace.empty() || outcome.status != kCannotRun;
        outcome.said = end_of_file(errors_);
        return outcome;
    }

  private:
    std::string trace_, errors_;
    pid_t child_;
};

}  // namespace

std::unique_ptr<ui::RealRecording> record_for_window(const CommonOptions& options) {
    const std::string trace = temporary_trace(options.file);
    std::error_code ignored;
    fs::remove(trace, ignored);
    return std::make_unique<ChildRecording>(recording_words(options, trace), trace);
}

ui::MissingFeature missing_for_window(std::string_view stderr_text) {
    Missing missing = missing_in(stderr_text);
    return {std::move(missing.module), std::move(missing.name), std::move(missing.other)};
}
#endif

std::optional<std::string> offer_real_python(const CommonOptions& options,
                                             const std::string& missing) {
    complain(fmt::format(
        "the program uses {}, which Loopscope's own Python does not have. A real Python can record "
        "it in virtual time: add --real, or\n    python3 -m loopscope_recorder run --virtual "
        "{}\n{}",
        missing, options.file, kNotSandboxed));
    if (isatty(0) == 0 || isatty(2) == 0) return std::nullopt;
    const std::string trace = temporary_trace(options.file);
    auto recorded = record_really(options, trace);
    if (!recorded) return std::nullopt;
    complain(fmt::format("the recording is {}. Open it with: loopscope {}", trace, trace));
    return trace;
}

}  // namespace loopscope::cli
