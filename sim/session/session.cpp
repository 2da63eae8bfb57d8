// Opens programs and traces, and hands out events on demand.
#include "sim/session/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "sim/session/simulation.h"
#include "sim/trace/exporters.h"

namespace loopscope::session {
namespace {

using base::Failure;
using base::Result;

constexpr std::uintmax_t kProgramBytesMax = 16u << 20;
constexpr std::uintmax_t kHeadBytes = 4096;
constexpr std::uintmax_t kImportBytesMax = 256u << 20;

/// The first bytes of a file: enough to tell a trace from a program.
Result<std::string> read_file(const std::string& path, std::uintmax_t bytes_max) {
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        return Failure{
            fmt::format("{} can't be opened: {}. Give the path of a program or a trace, or a name "
                        "from 'loopscope list'.",
                        path, std::strerror(errno))};
    }
    std::error_code unknown;
    if (const auto size = std::filesystem::file_size(path, unknown); !unknown)
        bytes_max = std::min(bytes_max, size);
    std::string bytes(static_cast<std::size_t>(bytes_max), '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes_max));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    return bytes;
}

/// Why bytes can't be a program; empty when they can. CPython refuses a NUL byte too; other
/// control characters in number mean that the file is something else.
std::string why_no_text(std::string_view bytes) {
    const auto zero = bytes.find('\0');
    if (zero != std::string_view::npos) {
        return fmt::format(
            "it is binary (a zero byte at offset {}), neither a Python program nor a trace", zero);
    }
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
    if (options.end_seconds)
        header.options.emplace_back("end_seconds", option_text(*options.end_seconds));
    header.sources.push_back({std::string(session.name()), std::string(session.source())});
    return header;
}

std::optional<Outcome> outcome_in(const trace::EventLog& log) {
    if (log.empty()) return std::nullopt;
    const trace::Event& last = log[log.size() - 1];
    if (last.kind != trace::EventKind::RunEnded) return std::nullopt;
    return Outcome{static_cast<trace::Ending>(last.detail), static_cast<int>(last.a),
                   std::string(log.text(last.text))};
}

/// Reads a trace of our own format, or one of Chrome's trace events.
Result<trace::ReadReport> read_any_trace(const std::string& path, trace::TraceFile& into) {
    auto head = read_file(path, kHeadBytes);
    if (!head) return head.failure();
    if (trace::looks_like_trace(head.value())) return trace::read_trace(path, into);
    auto whole = read_file(path, kImportBytesMax + 1);
    if (!whole) return whole.failure();
    if (whole->size() > kImportBytesMax)
        return Failure{fmt::format("{} is larger than {} MiB, more than is imported.", path,
                                   kImportBytesMax >> 20)};
    return trace::import_chrome_trace(whole.value(), path, into);
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
        return Failure{
            fmt::format("{} is a directory. Give the path of a program or a trace.", path)};
    auto head = read_file(path, kHeadBytes);
    if (!head) return head.failure();
    if (trace::looks_like_trace(head.value()) || trace::looks_like_chrome_trace(head.value()))
        return from_trace(path);
    auto source = read_file(path, kProgramBytesMax + 1);
    if (!source) return source.failure();
    if (source->size() > kProgramBytesMax)
        return Failure{fmt::format("{} is larger than {} MiB, too large for a program.", path,
                                   kProgramBytesMax >> 20)};
    if (std::string why = why_no_text(source.value()); !why.empty())
        return Failure{fmt::format("{} can't be opened: {}.", path, why)};
    return from_source(std::move(source).value(), path, std::move(options));
}

Result<std::unique_ptr<Session>> Session::from_source(std::string source, std::string name,
                                                      RunOptions options) {
    auto scenario = read_scenario(source);
    if (!scenario) return Failure{fmt::format("{}, {}", name, scenario.failure().message)};
    std::unique_ptr<Session> session(new Session);
    session->name_ = std::filesystem::path(name).filename().string();
    session->source_ = std::move(source);
    session->scenario_ = std::move(scenario).value();
    if (!options.wall_clock_seconds)
        options.wall_clock_seconds = session->scenario_.wall_clock_seconds;
    if (options.seed == 0) options.seed = session->scenario_.seed.value_or(0);
    session->file_.header = header_of(*session, options);
    session->timeline_ = std::make_unique<trace::Timeline>(session->file_.log);
    session->simulation_ = std::make_unique<Simulation>(session->source_, session->name_,
                                                        std::move(options), session->file_.log);
    return session;
}

Result<std::unique_ptr<Session>> Session::from_trace(const std::string& path) {
    std::unique_ptr<Session> session(new Session);
    auto report = read_any_trace(path, session->file_);
    if (!report) return report.failure();
    session->damage_ = report->damage;
    const trace::TraceHeader& header = session->file_.header;
    session->name_ =
        header.program.empty() ? std::filesystem::path(path).filename().string() : header.program;
    if (!header.sources.empty()) {
        session->source_ = header.sources.front().text;
        if (auto scenario = read_scenario(session->source_))
            session->scenario_ = std::move(scenario).value();
    }
    session->timeline_ = std::make_unique<trace::Timeline>(session->file_.log);
    session->timeline_->update();
    session->outcome_ = outcome_in(session->file_.log);
    return session;
}

bool Session::is_live() const { return simulation_ != nullptr && !outcome_; }

void Session::produce(trace::Position events) {
    if (!is_live()) return;
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
