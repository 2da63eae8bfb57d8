// Reads the PEP 723 block of a program, and lists the scenarios of a folder.
#include "sim/session/scenario.h"

#include <fmt/format.h>

#include "sim/trace/failure.h"
#include "sim/world/signals.h"

#include <toml++/toml.h>
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <tuple>

namespace loopscope::session {
namespace {

using base::Failure;
using base::Result;

struct Line {
    std::string_view text;
    int number;
};

std::vector<Line> split_lines(std::string_view source) {
    std::vector<Line> lines;
    int number = 1;
    while (!source.empty()) {
        auto end = source.find('\n');
        auto text = source.substr(0, end);
        if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
        lines.push_back({text, number++});
        if (end == std::string_view::npos) break;
        source.remove_prefix(end + 1);
    }
    return lines;
}

/// The block's TOML, and where it stands.
struct Block {
    std::string toml;
    int first_line = 0;  ///< Line of `# /// script`; 0: there is no block.
    int last_line = 0;   ///< Line of `# ///`.
};

/// A line of the block without its "# " or "#"; nullopt when it is no comment line.
std::optional<std::string_view> uncomment(std::string_view line) {
    if (line == "#") return line.substr(1);
    if (line.starts_with("# ")) return line.substr(2);
    return std::nullopt;
}

std::uint64_t number_of(const Line& line) { return static_cast<std::uint64_t>(line.number); }

Result<Block> find_block(const std::vector<Line>& lines) {
    Block block;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].text != "# /// script") continue;
        if (block.first_line != 0) {
            return trace::failure("block.second",
                                  {{"line", number_of(lines[i])},
                                   {"first", static_cast<std::uint64_t>(block.first_line)}});
        }
        block.first_line = lines[i].number;
        std::size_t end = i + 1;
        while (end < lines.size() && lines[end].text != "# ///" && uncomment(lines[end].text)) {
            block.toml += *uncomment(lines[end].text);
            block.toml += '\n';
            ++end;
        }
        if (end == lines.size() || lines[end].text != "# ///") {
            return trace::failure("block.open", {{"line", number_of(lines[i])}});
        }
        block.last_line = lines[end].number;
        i = end;
    }
    return block;
}

/// Walks one TOML table; remembers the first thing that is wrong.
class Reader {
  public:
    Reader(const Block& block, std::vector<Line> lines) : block_(block), lines_(std::move(lines)) {}

    Result<Scenario> read(const toml::table& table) {
        for (const auto& [key, node] : table) read_key(key.str(), node);
        std::stable_sort(scenario_.notes.begin(), scenario_.notes.end(),
                         [](const Note& a, const Note& b) { return a.line < b.line; });
        if (!problem_.empty()) return problem_;
        return std::move(scenario_);
    }

  private:
    void read_key(std::string_view key, const toml::node& node) {
        if (key == "order") {
            scenario_.order = static_cast<int>(integer(node, key).value_or(0));
        } else if (key == "chapter") {
            scenario_.chapter = text(node, key);
        } else if (key == "title") {
            scenario_.title = text(node, key);
        } else if (key == "about") {
            scenario_.about = text(node, key);
        } else if (key == "document") {
            scenario_.document = string(node, key);
        } else if (key == "seed") {
            if (auto seed = integer(node, key)) scenario_.seed = static_cast<std::uint64_t>(*seed);
        } else if (key == "arguments") {
            read_arguments(node);
        } else if (key == "bytecode_seconds") {
            scenario_.bytecode_seconds = node.value<double>();
            if (!scenario_.bytecode_seconds || *scenario_.bytecode_seconds < 0.0)
                complain(node, trace::failure("block.bytecode"));
        } else if (key == "wall_clock") {
            scenario_.wall_clock_seconds = parse_time_of_day(string(node, key));
            if (!scenario_.wall_clock_seconds) complain(node, trace::failure("block.clock"));
        } else if (key == "notes") {
            read_notes(node);
        } else if (key == "files") {
            read_files(node);
        } else if (key == "stimuli") {
            each_table(node, key, [this](const toml::table& table) {
                scenario_.stimuli.push_back(stimulus(table));
            });
        } else if (key == "links") {
            each_table(node, key, [this](const toml::table& table) { read_link(table); });
        } else {
            complain(node, trace::failure("block.key", {{"key", key}}));
        }
    }

    void read_arguments(const toml::node& node) {
        const auto* array = node.as_array();
        if (array == nullptr) return complain(node, trace::failure("block.arguments"));
        for (const auto& item : *array) scenario_.arguments.push_back(string(item, "arguments"));
    }

    void read_notes(const toml::node& node) {
        const auto* array = node.as_array();
        if (array == nullptr)
            return complain(node, trace::failure("block.tables", {{"key", "notes"}}));
        for (const auto& item : *array) {
            const auto* table = item.as_table();
            if (table == nullptr)
                return complain(item, trace::failure("block.table", {{"key", "notes"}}));
            read_note(*table);
        }
    }

    void read_note(const toml::table& table) {
        Note note;
        for (const auto& [key, node] : table) {
            if (key.str() == "line") {
                note.line = static_cast<int>(integer(node, "line").value_or(0));
            } else if (key.str() == "at") {
                note.line = line_of(string(node, "at"));
                if (note.line == 0) {
                    complain(node, trace::failure("block.note_at", {{"text", string(node, "at")}}));
                }
            } else {
                note.text.by_language.emplace(key.str(), string(node, key.str()));
            }
        }
        if (note.line < 1 || note.line > static_cast<int>(lines_.size()))
            complain(table, trace::failure("block.note_line"));
        scenario_.notes.push_back(std::move(note));
    }

    template <typename Each>
    void each_table(const toml::node& node, std::string_view key, Each each) {
        const auto* array = node.as_array();
        if (array == nullptr) return complain(node, trace::failure("block.tables", {{"key", key}}));
        for (const auto& item : *array) {
            const auto* table = item.as_table();
            if (table == nullptr)
                return complain(item, trace::failure("block.table", {{"key", key}}));
            each(*table);
        }
    }

    void read_files(const toml::node& node) {
        const auto* table = node.as_table();
        if (table == nullptr) return complain(node, trace::failure("block.files"));
        for (const auto& [name, content] : *table)
            scenario_.files.emplace_back(name.str(), string(content, name.str()));
    }

    void read_link(const toml::table& table) {
        LinkSetting link{.host = "localhost", .address = {}, .options = {}};
        for (const auto& [key, node] : table) {
            if (key.str() == "host") {
                link.host = string(node, "host");
            } else if (key.str() == "address") {
                link.address = string(node, "address");
            } else if (key.str() == "latency") {
                link.options.latency_seconds = number(node, "latency");
            } else if (key.str() == "jitter") {
                link.options.jitter_seconds = number(node, "jitter");
            } else if (key.str() == "bandwidth") {
                link.options.bytes_per_second = number(node, "bandwidth");
                if (link.options.bytes_per_second <= 0)
                    complain(node, trace::failure("block.bandwidth"));
            } else if (key.str() == "loss") {
                link.options.loss = number(node, "loss");
                if (link.options.loss > 1) complain(node, trace::failure("block.loss"));
            } else {
                complain(node, trace::failure("block.link", {{"key", key.str()}}));
            }
        }
        scenario_.links.push_back(std::move(link));
    }

    void set_kind(world::Stimulus& stimulus, world::Stimulus::Kind kind, const toml::node& node) {
        if (kind_known_) complain(node, trace::failure("block.stimulus.two"));
        kind_known_ = true;
        stimulus.kind = kind;
    }

    int port(const toml::node& node, std::string_view key) {
        const auto value = integer(node, key).value_or(1);
        if (value < 1 || value > 65535)
            complain(node, trace::failure("block.port", {{"text", std::to_string(value)}}));
        return static_cast<int>(value);
    }

    double number(const toml::node& node, std::string_view key) {
        const auto value = node.value<double>();
        if (!value || *value < 0) complain(node, trace::failure("block.number", {{"key", key}}));
        return value.value_or(0.0);
    }

    void read_signal(world::Stimulus& stimulus, const toml::node& node) {
        set_kind(stimulus, world::Stimulus::Kind::Signal, node);
        const std::string name = string(node, "signal");
        if (auto found = world::signal_number(name)) {
            stimulus.number = *found;
        } else {
            complain(node, trace::failure("block.signal", {{"text", name}}));
        }
    }

    void read_stimulus_key(world::Stimulus& stimulus, std::string_view key,
                           const toml::node& node) {
        using Kind = world::Stimulus::Kind;
        if (key == "at") {
            stimulus.at_seconds = number(node, key);
        } else if (key == "signal") {
            read_signal(stimulus, node);
        } else if (key == "process") {
            stimulus.target = string(node, key);
        } else if (key == "stdin") {
            set_kind(stimulus, Kind::Input, node);
            stimulus.text = string(node, key);
        } else if (key == "file") {
            set_kind(stimulus, Kind::PutFile, node);
            stimulus.target = string(node, key);
        } else if (key == "content" || key == "send") {
            stimulus.text = string(node, key);
        } else if (key == "append") {
            stimulus.kind = Kind::AppendFile;
            stimulus.text = string(node, key);
        } else if (key == "remove") {
            stimulus.kind = Kind::RemoveFile;
        } else if (key == "connect" || key == "datagram") {
            set_kind(stimulus, key == "connect" ? Kind::Connect : Kind::Datagram, node);
            stimulus.number = port(node, key);
        } else if (key == "expect") {
            stimulus.expect = string(node, key);
        } else if (key == "cut" || key == "mend") {
            set_kind(stimulus, key == "cut" ? Kind::CutLink : Kind::MendLink, node);
            stimulus.target = string(node, key);
        } else if (key == "cancel") {
            set_kind(stimulus, Kind::CancelTask, node);
            stimulus.target = string(node, key);
        } else if (key == "task") {
            stimulus.number = static_cast<int>(integer(node, key).value_or(0));
        } else if (key == "delay") {
            set_kind(stimulus, Kind::DelayTimer, node);
            stimulus.seconds = node.value<double>().value_or(0.0);
            stimulus.target = "timer";
        } else if (key == "step") {
            stimulus.at_event = static_cast<std::uint64_t>(
                std::max<std::int64_t>(1, integer(node, key).value_or(1)));
        } else {
            complain(node, trace::failure("block.stimulus.key", {{"key", key}}));
        }
    }

  public:
    world::Stimulus stimulus(const toml::table& table) {
        world::Stimulus result;
        kind_known_ = false;
        // The kind first: what else stands there says more about it.
        for (const char* first : {"file", "signal", "connect", "datagram"}) {
            if (const toml::node* node = table.get(first)) read_stimulus_key(result, first, *node);
        }
        for (const auto& [key, node] : table) {
            const std::string_view name = key.str();
            if (name == "file" || name == "signal" || name == "connect" || name == "datagram")
                continue;
            read_stimulus_key(result, name, node);
        }
        if (!kind_known_) complain(table, trace::failure("block.stimulus"));
        if (table.get("at") == nullptr && table.get("step") == nullptr)
            complain(table, trace::failure("block.stimulus.at"));
        if (result.kind == world::Stimulus::Kind::DelayTimer && result.at_event == 0)
            complain(table, trace::failure("block.stimulus.delay"));
        return result;
    }
    const Failure& problem() const { return problem_; }

  private:
    /// The first line outside the block that contains `text`; 0 when none does.
    int line_of(std::string_view text) const {
        for (const Line& line : lines_) {
            if (line.number >= block_.first_line && line.number <= block_.last_line) continue;
            if (!text.empty() && line.text.find(text) != std::string_view::npos) return line.number;
        }
        return 0;
    }

    LocalText text(const toml::node& node, std::string_view key) {
        LocalText result;
        if (const auto* table = node.as_table()) {
            for (const auto& [language, value] : *table)
                result.by_language.emplace(language.str(), string(value, language.str()));
        } else {
            result.by_language.emplace("en", string(node, key));
        }
        return result;
    }

    std::string string(const toml::node& node, std::string_view key) {
        if (auto value = node.value_exact<std::string>()) return *value;
        complain(node, trace::failure("block.text", {{"key", key}}));
        return {};
    }

    std::optional<std::int64_t> integer(const toml::node& node, std::string_view key) {
        if (auto value = node.value_exact<std::int64_t>()) return value;
        complain(node, trace::failure("block.whole", {{"key", key}}));
        return std::nullopt;
    }

    void complain(const toml::node& node, const Failure& what) {
        if (!problem_.empty()) return;
        auto line = static_cast<std::uint64_t>(block_.first_line) + node.source().begin.line;
        problem_ = block_.first_line == 0
                       ? what
                       : trace::failure("block.line", {{"line", line}, {"why", what}});
    }

    Block block_;
    std::vector<Line> lines_;
    Scenario scenario_;
    Failure problem_;
    bool kind_known_ = false;  ///< Of the stimulus that is being read.
};

std::optional<std::string> read_text(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

}  // namespace

std::string_view LocalText::in(std::string_view language) const {
    if (auto found = by_language.find(std::string(language)); found != by_language.end())
        return found->second;
    if (auto found = by_language.find("en"); found != by_language.end()) return found->second;
    return by_language.empty() ? std::string_view{} : by_language.begin()->second;
}

std::optional<double> parse_time_of_day(std::string_view text) {
    int parts[3] = {0, 0, 0};
    constexpr int kLimits[3] = {24, 60, 60};
    int count = 0;
    while (count < 3) {
        if (text.size() < 2 || (text.size() > 2 && text[2] != ':')) return std::nullopt;
        auto [end, error] = std::from_chars(text.data(), text.data() + 2, parts[count]);
        if (error != std::errc{} || end != text.data() + 2) return std::nullopt;
        if (parts[count] < 0 || parts[count] >= kLimits[count]) return std::nullopt;
        ++count;
        if (text.size() == 2)
            return count < 2
                       ? std::nullopt
                       : std::optional<double>(parts[0] * 3600.0 + parts[1] * 60.0 + parts[2]);
        text.remove_prefix(3);
    }
    return std::nullopt;
}

Result<Scenario> read_scenario(std::string_view source) {
    auto lines = split_lines(source);
    auto block = find_block(lines);
    if (!block) return block.failure();
    if (block->first_line == 0) return Scenario{};
    try {
        toml::table document = toml::parse(block->toml);
        const auto* table = document["tool"]["loopscope"].as_table();
        if (table == nullptr) return Scenario{};
        return Reader(block.value(), lines).read(*table);
    } catch (const toml::parse_error& error) {
        const std::uint64_t line =
            static_cast<std::uint64_t>(block->first_line) + error.source().begin.line;
        return trace::failure("block.toml", {{"line", line}, {"why", error.description()}});
    }
}

namespace {

/// FNV-1a of a text, as as_cpython.txt has it.
std::string fingerprint(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return fmt::format("{:016x}", hash);
}

}  // namespace

Result<world::Stimulus> read_stimulus(std::string_view text) {
    try {
        const toml::table document = toml::parse(fmt::format("stimulus = {{{}}}", text));
        Reader reader(Block{}, {});
        world::Stimulus stimulus = reader.stimulus(*document["stimulus"].as_table());
        if (!reader.problem().empty()) return reader.problem();
        return stimulus;
    } catch (const toml::parse_error& error) {
        return trace::failure("stimulus", {{"text", text}, {"why", error.description()}});
    }
}

std::vector<ScenarioEntry> list_scenarios(const std::string& folder) {
    const std::string proven =
        read_text(std::filesystem::path(folder) / "as_cpython.txt").value_or("");
    std::vector<ScenarioEntry> entries;
    std::error_code ignored;
    for (const auto& file : std::filesystem::directory_iterator(folder, ignored)) {
        if (file.path().extension() != ".py") continue;
        auto source = read_text(file.path());
        if (!source) continue;
        ScenarioEntry entry{file.path().stem().string(), file.path().string(), {}, false};
        if (auto scenario = read_scenario(*source)) entry.scenario = std::move(scenario).value();
        entry.as_cpython = proven.find(file.path().filename().string() + " " +
                                       fingerprint(*source)) != std::string::npos;
        entries.push_back(std::move(entry));
    }
    const auto chapter_of = [](const ScenarioEntry& entry) {
        return std::string(entry.scenario.chapter.in("en"));
    };
    std::map<std::string, int> begins;  // Each chapter stands where its first scenario does.
    for (const ScenarioEntry& entry : entries) {
        const int order = entry.scenario.order;
        const auto [begin, is_new] = begins.emplace(chapter_of(entry), order);
        if (!is_new) begin->second = std::min(begin->second, order);
    }
    const auto place = [&](const ScenarioEntry& entry) {
        const std::string chapter = chapter_of(entry);
        return std::tuple(begins.at(chapter), chapter, entry.scenario.order, entry.name);
    };
    std::sort(entries.begin(), entries.end(),
              [&](const ScenarioEntry& a, const ScenarioEntry& b) { return place(a) < place(b); });
    return entries;
}

std::string scenarios_folder() {
    namespace fs = std::filesystem;
    std::vector<fs::path> candidates;
    if (const char* folder = std::getenv("LOOPSCOPE_SCENARIOS")) candidates.emplace_back(folder);
    std::error_code error;
    fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (!error) {
        candidates.push_back(program.parent_path() / "scenarios");
        candidates.push_back(program.parent_path().parent_path() / "share/loopscope/scenarios");
    }
#ifdef LOOPSCOPE_SOURCE_DIR
    candidates.emplace_back(fs::path(LOOPSCOPE_SOURCE_DIR) / "scenarios");
#endif
    for (const auto& folder : candidates)
        if (fs::is_directory(folder, error)) return folder.string();
    return {};
}

}  // namespace loopscope::session
