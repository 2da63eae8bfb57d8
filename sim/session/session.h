// Session: one program or one trace, open: everything that the command line and the window need.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sim/base/result.h"
#include "sim/session/scenario.h"
#include "sim/session/what_if.h"
#include "sim/trace/event_log.h"
#include "sim/trace/recorder.h"
#include "sim/trace/timeline.h"
#include "sim/trace/trace_file.h"

namespace loopscope::session {

class Simulation;

/// How a program is run. A run is a pure function of the program's text and of these.
struct RunOptions {
    trace::Level level = trace::Level::Variables;
    std::uint64_t seed = 0;
    std::optional<double>
        wall_clock_seconds;             ///< Time of day at the start; the scenario's, else 0.
    std::optional<double> end_seconds;  ///< Stop when virtual time would pass this.
    std::optional<double>
        bytecode_seconds;  ///< What one instruction takes; the scenario's, else nothing.
    trace::Position events_max = 5'000'000;     ///< Trace events; the run stops with what it has.
    std::uint64_t iterations_max = 20'000'000;  ///< Turns of _run_once in all.
    /// Bytecode steps, and C++ work in their measure, in which no time passes; four times as many
    /// in all.
    std::uint64_t steps_max = 1'000'000'000;
    std::size_t memory_max_bytes = std::size_t{1} << 30;  ///< What the program's objects may hold.
    std::vector<std::string> arguments;  ///< sys.argv behind the program; else the scenario's.
    /// Where the program's own modules lie on the host: those that it imports are read before it
    /// runs, and lie beside it on the simulated machine. Empty: nowhere.
    std::string folder;
    std::vector<std::pair<std::string, std::string>> files;  ///< Besides the scenario's.
    std::vector<world::Stimulus> stimuli;                    ///< Besides the scenario's.
    /// All that happens from outside, in place of the scenario's and of `stimuli`: "what if".
    std::optional<std::vector<world::Stimulus>> only_stimuli;
    /// What is changed of all that, as a command line says it (sim/session/what_if.h).
    std::vector<WhatIfChange> what_ifs;
    std::vector<LinkSetting> links;
    /// Called with what the program writes, as it writes it. Does not affect the run.
    std::function<void(trace::OutputStream, std::string_view)> on_output;
};

/// Where a program or trace is, given what somebody typed: the path itself, or the path of the
/// scenario of that name when there is no such file.
std::string resolve(const std::string& file);

/// How a run or a recording ended.
struct Outcome {
    trace::Ending ending = trace::Ending::Finished;
    int status = 0;       ///< Exit status as the design lists them: 0, 1, 3, or the program's own.
    std::string message;  ///< For Budget and WaitsForEver: one sentence that says what happened.
};

/// An open program or trace.
///
/// A program is simulated on demand: produce() lets it run for so many more events and then
/// leaves it where it is, so that an endless server costs nothing until somebody scrolls there.
/// A trace from a file is there whole.
class Session {
  public:
    /// Opens what `path` names: a trace by its content, else a program.
    ///
    /// Errors: no such file, a directory, not readable, bytes that are neither text nor a trace,
    /// a broken metadata block. A program with a syntax error opens: its run ends with the error.
    /// Of a program, `options.folder` is the folder of the path, whatever it says.
    static base::Result<std::unique_ptr<Session>> open(const std::string& path,
                                                       RunOptions options = {});
    /// A program given as text, as it stands in an editor. `name` is what tracebacks call it.
    static base::Result<std::unique_ptr<Session>> from_source(std::string source, std::string name,
                                                              RunOptions options = {});
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// File name without folders: what the window's title shows.
    std::string_view name() const { return name_; }
    /// The program's text; for a trace, as embedded in it (may be empty).
    std::string_view source() const { return source_; }
    const Scenario& scenario() const { return scenario_; }
    /// True for a trace from a file, false for a run of our own.
    bool is_recording() const { return simulation_ == nullptr; }
    /// How much of a recording has been read, from 0 to 1. The rest comes by produce(), so that a
    /// large file shows its first picture at once.
    double loaded() const;
    /// All that happens to a run of ours from outside: the scenario's and what the options add.
    const std::vector<world::Stimulus>& stimuli() const { return stimuli_; }
    /// The same before "what if" changed it.
    const std::vector<world::Stimulus>& told_stimuli() const { return told_stimuli_; }
    /// Follows a recording while it is made; `source` gives the bytes of a trace as they come, and
    /// its header must have come. is_live() until the source ends.
    static base::Result<std::unique_ptr<Session>> follow(std::unique_ptr<trace::ByteSource> source,
                                                         std::string name);
    const trace::TraceHeader& header() const { return file_.header; }
    /// What is wrong with the trace file, when it opened only up to some damage; else empty.
    const base::Failure& damage() const { return damage_; }

    const trace::EventLog& log() const { return file_.log; }
    /// The cursor over the events so far. produce() adds to it.
    trace::Timeline& timeline() { return *timeline_; }

    /// Whether produce() can still give more.
    bool is_live() const;
    /// Runs the program until the log has at least `events` more, or the run has ended.
    void produce(trace::Position events);
    /// Runs it to its end (within its budgets).
    void produce_all();
    /// How it ended; nothing while is_live().
    const std::optional<Outcome>& outcome() const { return outcome_; }

    /// Writes the trace; compressed when `path` ends in ".zst".
    base::Result<std::monostate> save(const std::string& path) const;

  private:
    Session();
    static base::Result<std::unique_ptr<Session>> from_trace(const std::string& path);
    static base::Result<std::unique_ptr<Session>> import_trace(const std::string& path);
    void take_header();
    void read_on(trace::Position events);

    std::string name_;
    std::string source_;
    Scenario scenario_;
    std::vector<world::Stimulus> stimuli_, told_stimuli_;
    trace::TraceFile file_;
    base::Failure damage_;
    std::unique_ptr<trace::Timeline> timeline_;
    std::unique_ptr<Simulation> simulation_;
    std::unique_ptr<trace::TraceReader> reader_;  ///< Of a recording that has not been read whole.
    std::optional<Outcome> outcome_;
};

}  // namespace loopscope::session
