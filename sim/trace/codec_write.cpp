// Writing a trace: its text, and the file.
#include <zstd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <functional>
#include <memory>
#include <system_error>

#include <fmt/format.h>

#include "sim/trace/json_line.h"
#include "sim/trace/trace_file.h"

namespace loopscope::trace {
namespace {

constexpr std::string_view kLevelNames[] = {"off", "loop", "lines", "variables"};

void append_field(std::string& out, std::string_view name) {
    if (out.back() != '{') out.push_back(',');
    out.push_back('"');
    out.append(name);
    out += "\":";
}

void append_unsigned(std::string& out, std::string_view name, std::uint64_t value) {
    append_field(out, name);
    fmt::format_to(std::back_inserter(out), "{}", value);
}

void append_text(std::string& out, std::string_view name, std::string_view text) {
    append_field(out, name);
    append_json_string(out, text);
}

void append_header(std::string& out, const TraceHeader& header) {
    out.push_back('{');
    append_text(out, "format", kFormatName);
    // A trace that needs nothing newer says so, and older readers don't count what they miss.
    const unsigned minor = header.unseen.empty() ? 0 : kFormatMinor;
    append_text(out, "version", fmt::format("{}.{}", kFormatMajor, minor));
    append_text(out, "producer", header.producer);
    append_text(out, "python", header.python);
    append_text(out, "time", header.time == TimeKind::Virtual ? "virtual" : "recorded");
    append_text(out, "level", kLevelNames[static_cast<std::size_t>(header.level)]);
    append_text(out, "program", header.program);
    append_unsigned(out, "seed", header.seed);
    append_field(out, "options");
    out.push_back('{');
    for (const auto& [name, value] : header.options) {
        if (out.back() != '{') out.push_back(',');
        append_json_string(out, name);
        out.push_back(':');
        append_json_string(out, value);
    }
    out.push_back('}');
    if (!header.unseen.empty()) append_text(out, "unseen", header.unseen);
    append_field(out, "sources");
    out.push_back('{');
    for (const SourceFile& source : header.sources) {
        if (out.back() != '{') out.push_back(',');
        append_json_string(out, source.name);
        out.push_back(':');
        append_json_string(out, source.text);
    }
    out += "}}\n";
}

// Only timers have a "when"; every other number says something when it is 0, too.
bool number_is_told(const Event& event) {
    return event.kind != EventKind::HandleCreated || event.number != 0 ||
           event.detail == static_cast<std::uint8_t>(HandleOrigin::Timer);
}

void append_event(std::string& out, const EventLog& log, const Event& event) {
    const EventSchema& schema = schema_of(event.kind);
    out += "{\"t\":";
    append_json_number(out, event.time);
    if (event.thread != 1) append_unsigned(out, "th", event.thread);
    append_text(out, "e", schema.name);
    auto id = [&](std::string_view name, std::uint32_t value) {
        if (!name.empty() && value != 0) append_unsigned(out, name, value);
    };
    id(schema.a, event.a);
    id(schema.b, event.b);
    id(schema.c, event.c);
    if (!schema.number.empty() && number_is_told(event)) {
        append_field(out, schema.number);
        append_json_number(out, event.number);
    }
    if (!schema.text.empty() && event.text) append_text(out, schema.text, log.text(event.text));
    if (!schema.text2.empty() && event.text2) append_text(out, schema.text2, log.text(event.text2));
    if (!schema.detail.empty()) {
        if (event.detail < schema.detail_names.size())
            append_text(out, schema.detail, schema.detail_names[event.detail]);
        else
            id(schema.detail, event.detail);
    }
    id(schema.line, event.line);
    out.push_back('}');
}

// Gives the whole text of a trace, piece by piece; false from `take` ends it.
bool each_piece(const TraceHeader& header, const EventLog& log,
                const std::function<bool(std::string_view)>& take) {
    constexpr std::size_t kPieceBytes = std::size_t{1} << 18;
    std::string piece;
    append_header(piece, header);
    for (Position at = 0; at < log.size(); ++at) {
        append_event(piece, log, log[at]);
        piece.push_back('\n');
        if (piece.size() < kPieceBytes) continue;
        if (!take(piece)) return false;
        piece.clear();
    }
    fmt::format_to(std::back_inserter(piece), "{{\"end_of_trace\":{}}}\n", log.size());
    return take(piece);
}

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using FileHandle = std::unique_ptr<std::FILE, CloseFile>;
struct FreeStream {
    void operator()(ZSTD_CStream* stream) const { ZSTD_freeCStream(stream); }
};

bool put(std::FILE* file, std::string_view bytes) {
    return std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
}

// Compresses pieces into a file.
class Compressor {
  public:
    explicit Compressor(std::FILE* file)
        : file_(file), stream_(ZSTD_createCStream()), out_(ZSTD_CStreamOutSize(), '\0') {
        ZSTD_CCtx_setParameter(stream_.get(), ZSTD_c_compressionLevel, 6);
        ZSTD_CCtx_setParameter(stream_.get(), ZSTD_c_checksumFlag, 1);
    }
    bool put(std::string_view bytes) { return run(bytes, ZSTD_e_continue); }
    bool finish() { return run({}, ZSTD_e_end); }

  private:
    bool run(std::string_view bytes, ZSTD_EndDirective how) {
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        for (;;) {
            ZSTD_outBuffer out{out_.data(), out_.size(), 0};
            std::size_t left = ZSTD_compressStream2(stream_.get(), &out, &in, how);
            if (ZSTD_isError(left)) return false;
            if (!trace::put(file_, {out_.data(), out.pos})) return false;
            if (how == ZSTD_e_end ? left == 0 : in.pos == in.size) return true;
        }
    }
    std::FILE* file_;
    std::unique_ptr<ZSTD_CStream, FreeStream> stream_;
    std::string out_;
};

bool write_pieces(std::FILE* file, bool compressed, const TraceHeader& header,
                  const EventLog& log) {
    if (!compressed)
        return each_piece(header, log, [&](std::string_view piece) { return put(file, piece); });
    Compressor compressor(file);
    return each_piece(header, log, [&](std::string_view piece) { return compressor.put(piece); }) &&
           compressor.finish();
}

}  // namespace

std::string format_trace(const TraceHeader& header, const EventLog& log) {
    std::string text;
    each_piece(header, log, [&](std::string_view piece) {
        text += piece;
        return true;
    });
    return text;
}

std::string format_event(const EventLog& log, const Event& event) {
    std::string line;
    append_event(line, log, event);
    return line;
}

base::Result<std::monostate> write_trace(const std::string& path, const TraceHeader& header,
                                         const EventLog& log) {
    auto failure = [&] {
        return base::Failure{fmt::format("The trace can't be written to {}: {}.", path,
                                         std::strerror(errno ? errno : EIO))};
    };
    // A device or a pipe is written to as it is; a file is only replaced by a whole one.
    std::error_code unknown;
    const std::filesystem::path target = std::filesystem::canonical(path, unknown);
    const bool in_place = !unknown && !std::filesystem::is_regular_file(target, unknown);
    const std::string whole = target.empty() ? path : target.string();
    const std::string unfinished = in_place ? path : whole + ".part";
    errno = 0;
    FileHandle file(std::fopen(unfinished.c_str(), "wb"));
    if (!file) return failure();
    bool written = write_pieces(file.get(), path.ends_with(".zst"), header, log);
    written = std::fclose(file.release()) == 0 && written;
    if (written && !in_place) written = std::rename(unfinished.c_str(), whole.c_str()) == 0;
    if (!written) {
        base::Failure reason = failure();
        if (!in_place) std::remove(unfinished.c_str());
        return reason;
    }
    return std::monostate{};
}

}  // namespace loopscope::trace
