// Opens programs and traces, and hands out events on demand.
#include "sim/session/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "sim/base/shell_word.h"
#include "sim/session/own_modules.h"
#include "sim/session/simulation.h"
#include "sim/trace/byte_source.h"
#include "sim/trace/exporters.h"
#include "sim/trace/failure.h"

namespace loopscope::session {
namespace {

using base::Failure;
using base::Result;

constexpr std::uintmax_t kProgramBytesMax = 16u << 20;
constexpr std::uintmax_t kHeadBytes = 4096;
/// Of a recording: read at once, so that a small one is there whole.
constexpr trace::Position kFirstEvents = 200'000;
constexpr trace::Position kRecordedEventsMax = 120'000'000;
constexpr std::uintmax_t kImportBytesMax = 256u << 20;

/// The first bytes of a file: enough to tell a trace from a program.
Result<std::string> read_file(const std::string& path, std::uintmax_t bytes_max) {
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        return trace::failure("open", {{"path", path}, {"why", trace::system_failure(errno)}});
    }
    std::error_code unknown;
    if (const auto size = std::filesystem::file_size(path, unknown); !unknown)
        bytes_max = std::min(bytes_max, size);
    std::string bytes(static_cast<std::size_t>(bytes_max), '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes_max));
    if (in.bad()) return Failure{fmt::format("{} can't be read: {}.", path, std::strerror(errno))};
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    return bytes;
}

/// Why bytes can't be a program; empty when they can. CPython refuses a NUL byte too; other
/// control characters in number mean that the file is something else.
Failure why_no_text(std::string_view bytes) {
    const auto zero = bytes.find('\0');
    if (zero != std::string_view::npos) return trace::failure("open.binary", {{"n", zero}});
    return {};
}

std::string option_text(double seconds) { return fmt::format("{}", seconds); }

trace::TraceHeader header_of(const Session& session, const RunOptions& options) {
    trace::TraceHeader header;
    header.level = options.level;
    header.program = session.name();
    header.seed = options.seed;
    if (options.wall_clock_seconds)
        header.options.emplace_back("wall_clock_seconds", option_text(*options.wall_clock_seconds));
    if (options.bytecode_seconds)
        header.options.emplace_back("bytecode_seconds", option_text(*options.bytecode_seconds));
    if (options.end_seconds)
        header.options.emplace_back("end_seconds", option_text(*options.end_seconds));
    if (!options.arguments.empty())
        header.options.emplace_back("arguments", base::shell_words(options.arguments));
    header.sources.push_back({std::string(session.name()), std::string(session.source())});
    for (const auto& [path, text] : options.files)
        if (path.ends_with(".py")) header.sources.push_back({path, text});
    return header;
}

std::optional<Outcome> outcome_in(const trace::EventLog& log) {
    if (log.empty()) return std::nullopt;
    const trace::Event& last = log[log.size() - 1];
    if (last.kind != trace::EventKind::RunEnded) return std::nullopt;
    return Outcome{static_cast<trace::Ending>(last.detail), static_cast<int>(last.a),
                   std::string(log.text(last.text))};
}

}  // namespace

std::string resolve(const std::string& file) {
    namespace fs = std::filesystem;
    std::error_code ignored;
    if (fs::exists(file, ignored) || file.find('/') != std::string::npos) return file;
    const std::string folder = scenarios_folder();
    if (folder.empty()) return file;
    for (const std::string& name : {file, file + ".py"}) {
        const fs::path candidate = fs::path(folder) / name;
        if (fs::is_regular_file(candidate, ignored)) return candidate.string();
    }
    return file;
}

Session::Session() = default;
Session::~Session() = default;

Result<std::unique_ptr<Session>> Session::open(const std::string& path, RunOptions options) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        return trace::failure("open.directory", {{"path", path}});
    auto head = read_file(path, kHeadBytes);
    if (!head) return head.failure();
    if (trace::looks_like_trace(head.value())) return from_trace(path);
    if (trace::looks_like_chrome_trace(head.value())) return import_trace(path);
    auto source = read_file(path, kProgramBytesMax + 1);
    if (!source) return source.failure();
    if (source->size() > kProgramBytesMax)
        return trace::failure("open.large", {{"path", path}, {"n", kProgramBytesMax >> 20}});
    if (Failure why = why_no_text(source.value()); !why.empty())
        return trace::failure("open", {{"path", path}, {"why", why}});
    options.folder = std::filesystem::absolute(path, ignored).parent_path().string();
    return from_source(std::move(source).value(), path, std::move(options));
}

Result<std::unique_ptr<Session>> Session::from_source(std::string source, std::string name,
                                                      RunOptions options) {
    auto scenario = read_scenario(source);
    if (!scenario) return trace::failure("scenario", {{"path", name}, {"why", scenario.failure()}});
    std::unique_ptr<Session> session(new Session);
    session->name_ = std::filesystem::path(name).filename().string();
    session->source_ = std::move(source);
    session->scenario_ = std::move(scenario).value();
    if (!options.wall_clock_seconds)
        options.wall_clock_seconds = session->scenario_.wall_clock_seconds;
    if (!options.bytecode_seconds) options.bytecode_seconds = session->scenario_.bytecode_seconds;
    const Scenario& told = session->scenario_;
    options.files.insert(options.files.begin(), told.files.begin(), told.files.end());
    if (!options.folder.empty()) {
        auto own = own_modules(session->source_, session->name_, options.folder);
        options.files.insert(options.files.begin(), own.begin(), own.end());
    }
    if (options.arguments.empty()) options.arguments = told.arguments;
    options.stimuli.insert(options.stimuli.begin(), told.stimuli.begin(), told.stimuli.end());
    session->told_stimuli_ = options.stimuli;
    if (options.only_stimuli) options.stimuli = *options.only_stimuli;
    auto asked = changed(options.stimuli, options.what_ifs);
    if (!asked) return asked.failure();
    options.stimuli = std::move(asked).value();
    session->stimuli_ = options.stimuli;
    // Steps are counted in events of the whole record, whatever is kept of it otherwise.
    for (const world::Stimulus& stimulus : options.stimuli)
        if (stimulus.at_event > 0) options.level = trace::Level::Variables;
    options.links.insert(options.links.begin(), told.links.begin(), told.links.end());
    if (options.seed == 0) options.seed = session->scenario_.seed.value_or(0);
    session->file_.header = header_of(*session, options);
    session->timeline_ = std::make_unique<trace::Timeline>(session->file_.log);
    session->simulation_ = std::make_unique<Simulation>(session->source_, session->name_,
                                                        std::move(options), session->file_.log);
    return session;
}

Result<std::unique_ptr<Session>> Session::from_trace(const std::string& path) {
    auto bytes = trace::open_bytes(path);
    if (!bytes) return bytes.failure();
    return follow(std::move(bytes).value(), path);
}

Result<std::unique_ptr<Session>> Session::follow(std::unique_ptr<trace::ByteSource> source,
                                                 std::string name) {
    std::unique_ptr<Session> session(new Session);
    // It is read as far as somebody looks, so a long one costs nothing until its end is wanted.
    trace::ReadLimits limits;
    limits.events_max = kRecordedEventsMax;
    auto reader = trace::TraceReader::open(std::move(source), name, session->file_, limits);
    if (!reader) return reader.failure();
    session->reader_ = std::move(reader).value();
    session->name_ = std::filesystem::path(name).filename().string();
    session->timeline_ = std::make_unique<trace::Timeline>(session->file_.log);
    session->read_on(kFirstEvents);
    session->take_header();
    return session;
}

Result<std::unique_ptr<Session>> Session::import_trace(const std::string& path) {
    auto whole = read_file(path, kImportBytesMax + 1);
    if (!whole) return whole.failure();
    if (whole->size() > kImportBytesMax)
        return trace::failure("import.large", {{"path", path}, {"n", kImportBytesMax >> 20}});
    std::unique_ptr<Session> session(new Session);
    auto report = trace::import_chrome_trace(whole.value(), path, session->file_);
    if (!report) return report.failure();
    session->damage_ = report->damage;
    session->name_ = std::filesystem::path(path).filename().string();
    session->timeline_ = std::make_unique<trace::Timeline>(session->file_.log);
    session->timeline_->update();
    return session;
}

/// What a recording's header says of the program.
void Session::take_header() {
    const trace::TraceHeader& header = file_.header;
    if (!header.program.empty()) name_ = header.program;
    if (header.sources.empty()) return;
    source_ = header.sources.front().text;
    if (auto scenario = read_scenario(source_)) scenario_ = std::move(scenario).value();
}

void Session::read_on(trace::Position events) {
    const bool more = reader_->read(events);
    timeline_->update();
    if (more) return;
    damage_ = reader_->report().damage;
    outcome_ = outcome_in(file_.log);
    reader_ = nullptr;
}

double Session::loaded() const { return reader_ == nullptr ? 1.0 : reader_->progress(); }

bool Session::is_live() const {
    return reader_ != nullptr || (simulation_ != nullptr && !outcome_);
}

void Session::produce(trace::Position events) {
    if (!is_live()) return;
    if (reader_ != nullptr) return read_on(events);
    outcome_ = simulation_->run_until(file_.log.size() + events);
    timeline_->update();
}

void Session::produce_all() {
    while (is_live()) produce(trace::Position{1} << 20);
}

Result<std::monostate> Session::save(const std::string& path) const {
    return trace::write_trace(path, file_.header, file_.log);
}

}  // namespace loopscope::session
