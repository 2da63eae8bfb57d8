// TraceFile: a trace as it stands on disk. JSON lines, one event a line, with a versioned header.
//
// The format is described in docs/trace-format.md, with an example.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sim/base/result.h"
#include "sim/trace/event_log.h"
#include "sim/trace/recorder.h"

namespace loopscope::trace {

class ByteSource;

inline constexpr std::string_view kFormatName = "loopscope-trace";
inline constexpr unsigned kFormatMajor = 1;  ///< Another one can't be read.
inline constexpr unsigned kFormatMinor = 1;  ///< A newer one has kinds and fields we don't know.

/// What "time" means in a trace: the simulator's clock, or that of a recorded real run.
enum class TimeKind : std::uint8_t { Virtual, Recorded };

/// A source file that a trace carries with it; `name` is what its frames call it.
struct SourceFile {
    std::string name;
    std::string text;
    friend bool operator==(const SourceFile&, const SourceFile&) = default;
};

/// What stands above the events.
struct TraceHeader {
    unsigned minor = 0;                        ///< Of the version that the trace needs.
    std::string producer = "loopscope 0.1.0";  ///< Program and version that wrote it.
    std::string python = "3.11";               ///< Version of Python that ran, or was simulated.
    TimeKind time = TimeKind::Virtual;
    Level level = Level::Variables;
    std::string program;  ///< File name without folders.
    std::string unseen;   ///< What a recorder could not see, in English; empty: nothing.
    std::uint64_t seed = 0;
    std::vector<std::pair<std::string, std::string>> options;  ///< Name and value, as given.
    std::vector<SourceFile> sources;                           ///< The program comes first.
    friend bool operator==(const TraceHeader&, const TraceHeader&) = default;
};

struct TraceFile {
    TraceHeader header;
    EventLog log;
};

/// How much a file may cost. A trace beyond a limit is read up to it.
struct ReadLimits {
    Position events_max = 20'000'000;
    std::uint64_t bytes_max = std::uint64_t{16} << 30;      ///< After decompression.
    std::uint64_t text_bytes_max = std::uint64_t{1} << 30;  ///< Of all different texts.
    std::size_t line_bytes_max = std::size_t{64} << 20;
    std::uint64_t ratio_max = 2000;  ///< Bytes out per byte in, beyond the first 64 MiB.
};

/// What reading found, apart from the trace.
struct ReadReport {
    /// Empty, or why the trace ends before its file does: what is wrong, where, what to do.
    base::Failure damage;
    std::uint64_t unknown_events = 0;  ///< Left out: kinds of a newer version.
    std::uint64_t unknown_fields = 0;  ///< Left out of events that were kept.
};

/// Whether bytes look like the beginning of a trace, compressed or not. A cheap guess, for
/// telling traces from programs; read_trace() says for sure.
bool looks_like_trace(std::string_view first_bytes);

/// Reads the trace at `path` into `into`, which must be fresh. zstd is known by its first bytes.
///
/// Errors: there is no trace at all (no such file, not a trace, a newer major version). Damage
/// further down is no error: everything before it is there, and the report says where and why.
/// Cost: one pass; no more memory than the limits allow.
base::Result<ReadReport> read_trace(const std::string& path, TraceFile& into,
                                    const ReadLimits& limits = {});

/// Reads a trace piece by piece, so that the first picture needn't wait for the last event, and
/// what is still being written can be followed.
class TraceReader {
  public:
    /// Reads the header into `into`, which must be fresh and outlive the reader. `source` may be a
    /// stream that is still open; then the header must have come already.
    /// Errors: as read_trace().
    static base::Result<std::unique_ptr<TraceReader>> open(std::unique_ptr<ByteSource> source,
                                                           std::string name, TraceFile& into,
                                                           const ReadLimits& limits = {});
    virtual ~TraceReader() = default;
    /// Appends up to `events` more events. False when nothing more will come, ever.
    virtual bool read(Position events) = 0;
    /// What was found so far; the damage is known when read() has given false.
    virtual const ReadReport& report() const = 0;
    /// How much of the file has been read, from 0 to 1; 0 when its size isn't known.
    virtual double progress() const = 0;
};

/// A file as a source of bytes. Errors: it can't be read.
base::Result<std::unique_ptr<ByteSource>> open_bytes(const std::string& path);

/// The same from bytes in memory. `name` stands for the path in messages.
base::Result<ReadReport> parse_trace(std::string_view bytes, std::string_view name, TraceFile& into,
                                     const ReadLimits& limits = {});

/// Writes a trace; compressed when `path` ends in ".zst". The file appears whole or not at all.
///
/// Ensures: the same trace gives the same bytes on every machine; reading them back and writing
///          again, too.
base::Result<std::monostate> write_trace(const std::string& path, const TraceHeader& header,
                                         const EventLog& log);

/// The text of a trace file.
std::string format_trace(const TraceHeader& header, const EventLog& log);

/// One event as its line, without the newline: for messages and tests.
std::string format_event(const EventLog& log, const Event& event);

}  // namespace loopscope::trace
