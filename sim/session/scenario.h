// Scenario: what a program says about itself in its metadata block.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.h"
#include "sim/world/network.h"
#include "sim/world/stimuli.h"

namespace loopscope::session {

/// A text in several languages, by language code ("en", "zh").
struct LocalText {
    std::map<std::string, std::string> by_language;

    /// The text in `language`, else in English, else in any; empty when there is none.
    std::string_view in(std::string_view language) const;
    bool empty() const { return by_language.empty(); }
};

/// A remark tied to a line of the program.
struct Note {
    int line = 0;  ///< 1-based.
    LocalText text;
};

/// A link of the simulated network, or a host behind one.
struct LinkSetting {
    std::string host;     ///< "localhost": everything within the machine.
    std::string address;  ///< Numeric; empty for localhost.
    world::LinkOptions options;
};

/// What stands in the `[tool.loopscope]` table of a program's PEP 723 block. All of it is
/// optional: a plain program is a scenario without a title.
struct Scenario {
    int order = 0;  ///< Where it stands in the list; equal ones by file name.
    LocalText chapter;
    LocalText title;
    LocalText about;
    std::string document;                      ///< The document that the example comes from.
    std::vector<Note> notes;                   ///< In order of their lines.
    std::optional<double> wall_clock_seconds;  ///< Time of day at the start, in seconds.
    std::vector<std::string> arguments;        ///< sys.argv behind the program.
    std::optional<std::uint64_t> seed;
    std::optional<double> bytecode_seconds;  ///< Virtual time that one instruction takes.
    std::vector<std::pair<std::string, std::string>> files;  ///< Paths and contents.
    std::vector<world::Stimulus> stimuli;                    ///< In the order of the block.
    std::vector<LinkSetting> links;
};

/// Reads the metadata block of a program.
///
/// The block is a run of comment lines between `# /// script` and `# ///` (PEP 723), TOML inside.
/// A note names its line by number (`line = 12`) or by the first line above the block that contains
/// a text (`at = "await task"`), so that notes survive edits.
///
/// Errors: a second block, a block without an end, bad TOML, a value of the wrong type, a note
/// whose text is nowhere: each with the line in the program and what to do.
base::Result<Scenario> read_scenario(std::string_view source);

/// Reads one stimulus as the block writes it, without the braces: `at = 2.0, signal = "SIGINT"`.
base::Result<world::Stimulus> read_stimulus(std::string_view text);

/// A program in the folder of scenarios.
struct ScenarioEntry {
    std::string name;  ///< File name without ".py": what `loopscope list` shows.
    std::string path;
    Scenario scenario;
    /// Whether its text, as it stands, gave the same trace under CPython 3.11 when the two were
    /// compared last (tests/conformance writes the list as_cpython.txt).
    bool as_cpython = false;
};

/// The scenarios of a folder, chapter by chapter, each in its order; chapters stand in the order of
/// their first scenarios. Files whose block is broken are listed without title.
std::vector<ScenarioEntry> list_scenarios(const std::string& folder);

/// The folder of the scenarios that come with Loopscope: $LOOPSCOPE_SCENARIOS, else beside the
/// program, else where it was built. Empty when there is none.
std::string scenarios_folder();

/// "HH:MM:SS" or "HH:MM" as seconds of the day.
std::optional<double> parse_time_of_day(std::string_view text);

}  // namespace loopscope::session
