// The program `loopscope`: reads the command line and calls the command.
#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "cli/commands.h"
#include "cli/opening.h"
#include "sim/base/shell_word.h"
#include "sim/session/scenario.h"
#include "sim/trace/catalogue.h"

namespace loopscope::cli {
namespace {

constexpr const char* kFooter =
    "FILE is a Python program, a trace, or the name of a scenario (see 'loopscope list').\n"
    "Without a command, 'loopscope [FILE]' opens the window.\n"
    "\n"
    "Exit status: 0 fine; 1 the program failed; 2 wrong usage or unreadable input;\n"
    "3 stopped by a budget, or waiting for ever.";

/// "HH:MM:SS" on the command line.
std::string check_clock(const std::string& text) {
    return session::parse_time_of_day(text) ? std::string{} : "must be HH:MM or HH:MM:SS";
}

/// The library's own checks print ranges of three hundred digits.
const CLI::Validator kSeconds(
    [](const std::string& text) {
        double seconds = 0;
        const bool read = CLI::detail::lexical_cast(text, seconds);
        return read && seconds >= 0 && std::isfinite(seconds)
                   ? std::string{}
                   : "'" + text + "' is no number of seconds from 0 up";
    },
    "SECONDS");
const CLI::Validator kAtLeastOne(
    [](const std::string& text) {
        const bool digits = text.find_first_not_of("0123456789") == std::string::npos;
        return digits && text.find_first_not_of('0') != std::string::npos
                   ? std::string{}
                   : "'" + text + "' is no whole number from 1 up";
    },
    "NUMBER");

/// What was printed and can't be written, as on a full disk: said once, status 2 unless the command
/// had failed already. A stdout that was closed from the start is the caller's choice.
int flush_output(int status) {
    errno = 0;
    const bool failed = std::fflush(stdout) != 0 || std::ferror(stdout) != 0;
    if (!failed || errno == EBADF) return status;
    const std::string why = errno != 0 ? fmt::format(": {}", std::strerror(errno)) : "";
    complain(fmt::format("the output can't be written{}. Is there room, and may it be?", why));
    return status == 0 ? kUsage : status;
}

void add_run_options(CLI::App& command, session::RunOptions& run, std::string& clock) {
    command
        .add_option_function<std::vector<std::string>>(
            "--stimulus",
            [&run](const std::vector<std::string>& texts) {
                for (const std::string& text : texts) {
                    auto stimulus = session::read_stimulus(text);
                    if (!stimulus) throw CLI::ValidationError(stimulus.failure().message);
                    run.stimuli.push_back(std::move(stimulus).value());
                }
            },
            "Something from outside, as in a scenario's block: 'at = 2.0, signal = \"SIGINT\"'")
        ->expected(1)
        ->take_all();
    command
        .add_option_function<std::vector<std::string>>(
            "--what-if",
            [&run](const std::vector<std::string>& texts) {
                for (const std::string& text : texts) {
                    auto change = session::read_what_if(text);
                    if (!change) throw CLI::ValidationError(change.failure().message);
                    run.what_ifs.push_back(std::move(change).value());
                }
            },
            "One thing that goes otherwise, as the window's \"what if\" writes it: "
            "'cancel = \"Task-2\", step = 57', 'delay = 1.0, step = 34', 'move = 1, at = 3.5', "
            "'leave_out = 1'")
        ->expected(1)
        ->take_all();
    command.add_option_function<std::string>(
        "--stdin",
        [&run](const std::string& path) {
            auto text = read_input(path);
            if (!text) throw CLI::ValidationError(text.failure().message);
            world::Stimulus input;
            input.kind = world::Stimulus::Kind::Input;
            input.text = std::move(text).value();
            run.stimuli.push_back(std::move(input));
        },
        "A file whose text the program finds on its standard input; - for our own");
    command.add_option("--seed", run.seed,
                       "Seed of everything random (default: the scenario's, else 0)");
    command.add_option("--until", run.end_seconds, "Stop at this virtual time, in seconds")
        ->check(kSeconds);
    command.add_option("--events", run.events_max, "Stop after so many trace events")
        ->check(kAtLeastOne)
        ->capture_default_str();
    command
        .add_option("--steps", run.steps_max,
                    "Stop after so many bytecode steps in which no time passes, or four times as "
                    "many in all")
        ->check(kAtLeastOne)
        ->capture_default_str();
    command
        .add_option_function<std::size_t>(
            "--memory", [&run](std::size_t mebibytes) { run.memory_max_bytes = mebibytes << 20; },
            "Stop when the program's objects hold so many MiB")
        ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 20))
        ->default_str("1024");
    command
        .add_option("--clock", clock,
                    "Time of day at the start, HH:MM:SS (default: the scenario's, else 00:00:00)")
        ->check(check_clock);
}

/// Behind FILE, as behind the name of a program everywhere.
void add_arguments(CLI::App& command, session::RunOptions& run) {
    command.add_option("ARGS", run.arguments,
                       "The program's own arguments, for sys.argv; those that begin with a dash "
                       "behind a --");
}

void add_record_option(CLI::App& command, session::RunOptions& run) {
    static const std::vector<std::pair<std::string, trace::Level>> levels{
        {"loop", trace::Level::Loop},
        {"lines", trace::Level::Lines},
        {"variables", trace::Level::Variables}};
    command.add_option("--record", run.level, "How much to record: loop, lines or variables")
        ->transform(CLI::CheckedTransformer(levels).description("{loop,lines,variables}"))
        ->default_str("variables");
}

void add_real_option(CLI::App& command, bool& real) {
    command.add_flag("--real", real,
                     "Run it under python3 instead and record it there, in virtual time. Real "
                     "Python is not sandboxed: on a terminal this asks first");
}

void add_step_option(CLI::App& command, trace::StepSize& step) {
    static const std::vector<std::pair<std::string, trace::StepSize>> sizes{
        {"event", trace::StepSize::Event},
        {"callback", trace::StepSize::Callback},
        {"iteration", trace::StepSize::Iteration},
        {"time", trace::StepSize::Time}};
    command
        .add_option("--step", step,
                    "How much is told at a time: event, callback, iteration or time")
        ->transform(CLI::CheckedTransformer(sizes).description("{event,callback,iteration,time}"))
        ->default_str("event");
}

/// As add_step_option, for exports: a step is a callback unless something else is said.
void add_export_step_option(CLI::App& command, trace::StepSize& step) {
    command.parse_complete_callback([&command, &step] {
        if (command.count("--step") == 0) step = trace::StepSize::Callback;
    });
    add_step_option(command, step);
}

void add_language_option(CLI::App& command, std::string& language) {
    command.add_option("--lang", language, "Language of the words: en or zh")
        ->check(CLI::IsMember(trace::languages()))
        ->capture_default_str();
}

/// What was said on the command line but the file and its arguments, the step and the changes:
/// those the window knows better by then.
std::string options_again(const CLI::App& command) {
    std::string line;
    for (const CLI::Option* option : command.get_options()) {
        const std::string name = option->get_name();
        static const std::set<std::string> kNotThose{"FILE", "ARGS", "--at", "--what-if"};
        if (option->count() == 0 || kNotThose.contains(name)) continue;
        for (const std::string& value : option->results()) {
            line += (line.empty() ? "" : " ") + name + " " + base::shell_word(value);
        }
    }
    return line;
}

/// Whether the first word is a command, or an option of the program itself.
bool names_command(CLI::App& app, const std::vector<std::string>& arguments) {
    if (arguments.empty()) return false;
    const std::string& first = arguments[0];
    if (first == "-h" || first == "--help" || first == "--version") return true;
    for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; }))
        if (sub->get_name() == first) return true;
    return false;
}

int dispatch(int argc, char** argv) {
    CLI::App app{"Loopscope shows what an asyncio event loop does, step by step, in virtual time.",
                 "loopscope"};
    app.footer(kFooter);
    app.set_version_flag("--version", "loopscope " LOOPSCOPE_VERSION);
    app.require_subcommand(0, 1);

    CommonOptions options;
    std::string clock;
    std::vector<std::string> behind_dashes;
    int status = 0;
    auto prepare = [&] {
        if (!clock.empty()) options.run.wall_clock_seconds = session::parse_time_of_day(clock);
        options.run.arguments.insert(options.run.arguments.end(), behind_dashes.begin(),
                                     behind_dashes.end());
    };
    auto command = [&](const char* name, const char* about, auto action) -> CLI::App& {
        CLI::App& sub = *app.add_subcommand(name, about);
        sub.callback([&prepare, &status, action] {
            prepare();
            status = action();
        });
        return sub;
    };
    auto file_argument = [&](CLI::App& sub, const char* about) {
        sub.add_option("FILE", options.file, about)->required();
        add_arguments(sub, options.run);
    };

    CLI::App& run = command("run", "Run a program headless; its output is our output",
                            [&] { return run_program(options); });
    file_argument(run, "The program");
    add_run_options(run, options.run, clock);
    add_real_option(run, options.real);

    CLI::App& trace =
        command("trace", "Run a program and save its trace", [&] { return save_trace(options); });
    file_argument(trace, "The program");
    trace
        .add_option("-o,--output", options.output,
                    "The trace file; compressed when it ends in .zst")
        ->required();
    add_run_options(trace, options.run, clock);
    add_record_option(trace, options.run);
    add_real_option(trace, options.real);

    CLI::App& narrate =
        command("narrate", "Tell every step in words", [&] { return narrate_steps(options); });
    file_argument(narrate, "The program or trace");
    add_run_options(narrate, options.run, clock);
    add_record_option(narrate, options.run);
    add_step_option(narrate, options.step);
    add_language_option(narrate, options.language);

    CLI::App& render = command("render", "Draw the window at one event into a PNG, with no display",
                               [&] { return render_picture(options); });
    file_argument(render, "The program or trace");
    render.add_option("-o,--output", options.output, "The picture to write")->required();
    render.add_option("--at", options.at,
                      "The event to draw: its number, 'first', 'middle' or 'last' (default: where "
                      "something is printed first)");
    render
        .add_option("--show", options.show,
                    "Panels and modes to open, as in 'why' or 'predict,answer' (a wrong name lists "
                    "them all)")
        ->delimiter(',');
    render.add_option("--compare", options.compare, "A program or trace to show beside it");
    render.add_option("--task", options.task, "The task to select, by its number in the trace");
    render.add_option("--size", options.size, "Width and height in pixels")->capture_default_str();
    render.add_option("--scale", options.scale, "Display scale, 1 to 3")
        ->check(CLI::Range(0.5, 3.0))
        ->capture_default_str();
    render.add_option("--theme", options.theme, "dark, light or contrast")
        ->check(CLI::IsMember({"dark", "light", "contrast"}))
        ->capture_default_str();
    add_run_options(render, options.run, clock);
    add_record_option(render, options.run);
    add_language_option(render, options.language);

    CLI::App& check = command("check", "Say what is wrong with a program or a trace",
                              [&] { return check_file(options); });
    file_argument(check, "The program or trace");
    add_run_options(check, options.run, clock);

    CLI::App& list = command("list", "The scenarios that come with Loopscope",
                             [&] { return list_all(options); });
    add_language_option(list, options.language);

    CLI::App& diff = command("diff", "Say where two runs or recordings part",
                             [&] { return diff_files(options); });
    diff.add_option("A", options.file, "A program or trace")->required();
    diff.add_option("B", options.second, "Another one")->required();
    add_run_options(diff, options.run, clock);
    add_record_option(diff, options.run);
    add_language_option(diff, options.language);

    CLI::App& exporting = command("export",
                                  "Write a run or a recording in another program's format: "
                                  "Chrome trace events, CSV, an animation, a web page",
                                  [&] { return export_file(options); });
    file_argument(exporting, "The program or trace");
    exporting
        .add_option(
            "--as", options.format,
            "chrome (for Perfetto), csv (the tasks), html (a page that steps), webp, gif, mp4")
        ->required()
        ->check(CLI::IsMember({"chrome", "csv", "html", "webp", "gif", "mp4"}));
    exporting.add_option("-o,--output", options.output, "The file to write")->required();
    exporting.add_option("--from", options.from, "The first event: a number, first, middle, last")
        ->capture_default_str();
    exporting.add_option("--to", options.to, "The last event")->capture_default_str();
    exporting.add_option("--fps", options.frames_per_second, "Steps a second of an animation")
        ->check(CLI::Range(0.1, 60.0))
        ->capture_default_str();
    exporting.add_option("--size", options.size, "Width and height of an animation in pixels")
        ->capture_default_str();
    exporting.add_option("--scale", options.scale, "Display scale, 1 to 3")
        ->check(CLI::Range(0.5, 3.0))
        ->capture_default_str();
    exporting.add_option("--theme", options.theme, "dark or light")
        ->check(CLI::IsMember({"dark", "light"}))
        ->capture_default_str();
    add_run_options(exporting, options.run, clock);
    add_record_option(exporting, options.run);
    add_export_step_option(exporting, options.step);
    add_language_option(exporting, options.language);

    CLI::App& live = command("live", "Wait for a recorder on this machine and show what it records",
                             [&] { return follow_live(options); });
    live.add_option("--port", options.port, "The port to listen on, on loopback only; 0: any")
        ->check(CLI::Range(0, 65535))
        ->capture_default_str();
    live.add_option("-o,--output", options.output,
                    "Save the recording when it ends, and open no window");

    // `loopscope FILE` and `loopscope` alone: the window.
    CLI::App* window_command = nullptr;
    CLI::App& window = command("window", "Open the window (what 'loopscope FILE' does)", [&] {
        options.repeated = options_again(*window_command);
        return open_window(options);
    });
    window_command = &window;
    window.add_option("FILE", options.file, "The program or trace to open");
    add_arguments(window, options.run);
    window.add_option("--at", options.at, "The event to stand at, by its number");
    add_run_options(window, options.run, clock);
    add_record_option(window, options.run);

    std::vector<std::string> arguments(argv + 1, argv + argc);
    if (!names_command(app, arguments)) arguments.insert(arguments.begin(), "window");
    const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
    if (dashes != arguments.end()) behind_dashes.assign(dashes + 1, arguments.end());
    arguments.erase(dashes, arguments.end());
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    try {
        app.parse(reversed);
    } catch (const CLI::ParseError& error) {
        const int parse_status = app.exit(error);
        return parse_status == 0 ? 0 : kUsage;
    }
    return status;
}

}  // namespace
}  // namespace loopscope::cli

int main(int argc, char** argv) {
    try {
        return loopscope::cli::flush_output(loopscope::cli::dispatch(argc, argv));
    } catch (const std::system_error& error) {
        std::fprintf(stderr, "loopscope: the output can't be written: %s.\n", error.what());
        return loopscope::cli::kUsage;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "loopscope: internal error: %s\n", error.what());
        return loopscope::cli::kUsage;
    }
}
