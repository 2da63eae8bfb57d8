// Reading a trace: header, events, and what to say when the bytes are not as they should be.
#include <charconv>
#include <limits>
#include <unordered_map>

#include <fmt/format.h>

#include "sim/trace/byte_source.h"
#include "sim/trace/failure.h"
#include "sim/trace/json_line.h"
#include "sim/trace/trace_file.h"

namespace loopscope::trace {
namespace {

template <typename Number>
bool parse(std::string_view text, Number& value) {
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

const std::unordered_map<std::string_view, EventKind>& kinds_by_name() {
    static const auto kKinds = [] {
        std::unordered_map<std::string_view, EventKind> kinds;
        for (const EventSchema& schema : all_schemas()) kinds.emplace(schema.name, schema.kind);
        return kinds;
    }();
    return kKinds;
}

// Reads the fields of one event's line.
class EventLine {
  public:
    enum class Outcome : std::uint8_t { Event, Note, Unknown, End, Damaged };

    EventLine(std::string_view text, EventLog& log) : line_(text), log_(log) {}

    Outcome read() {
        while (line_.next_field()) take();
        if (!line_.failed() && !ended_) {
            if (!timed_) line_.fail(failure("event.time"));
            if (!schema_ && !unknown_ && !is_note_) line_.fail(failure("event.kind"));
        }
        if (line_.failed()) return Outcome::Damaged;
        if (is_note_) return Outcome::Note;
        return ended_ ? Outcome::End : unknown_ ? Outcome::Unknown : Outcome::Event;
    }
    const Event& event() const { return event_; }
    /// What stands in a line that belongs to the header: a source file, or what is unseen.
    struct Note {
        std::string file, text, unseen;
    };
    Note& note() { return note_; }
    std::uint64_t unknown_fields() const { return unknown_fields_; }
    std::uint64_t events_told() const { return events_told_; }
    const base::Failure& error() const { return line_.error(); }
    std::size_t column() const { return line_.column(); }

  private:
    using Kind = JsonLine::Kind;

    void take() {
        std::string_view key = line_.key();
        if (key == "t")
            timed_ = time(event_.time);
        else if (key == "e")
            kind();
        else if (key == "th")
            whole(event_.thread);
        else if (key == "end_of_trace")
            ended_ = whole(events_told_);
        else if (schema_)
            payload(key);
        else if (is_note_)
            take_note(key);
        else if (!unknown_)
            line_.fail(failure("event.kind_first", {{"field", printable(key)}}));
    }

    void kind() {
        if (line_.kind() != Kind::String) return line_.fail(failure("event.kind_name"));
        is_note_ = line_.string() == "source" || line_.string() == "unseen";
        if (is_note_) return;
        auto found = kinds_by_name().find(line_.string());
        unknown_ = found == kinds_by_name().end();
        if (unknown_) return;
        event_.kind = found->second;
        schema_ = &schema_of(found->second);
    }

    void take_note(std::string_view key) {
        if (line_.kind() != Kind::String) return;
        if (key == "file") note_.file = line_.string();
        if (key == "text") note_.text = line_.string();
        if (key == "what") note_.unseen = line_.string();
    }

    void payload(std::string_view key) {
        const EventSchema& s = *schema_;
        if (key == s.a)
            whole(event_.a);
        else if (key == s.b)
            whole(event_.b);
        else if (key == s.c)
            whole(event_.c);
        else if (key == s.line)
            whole(event_.line);
        else if (key == s.number)
            time(event_.number);
        else if (key == s.text)
            text(event_.text);
        else if (key == s.text2)
            text(event_.text2);
        else if (key == s.detail)
            detail();
        else
            ++unknown_fields_;
    }

    void text(TextId& into) {
        if (line_.kind() != Kind::String)
            return line_.fail(failure("event.text", {{"field", printable(line_.key())}}));
        into = line_.string().empty() ? TextId{} : log_.texts.intern(line_.string());
    }

    void detail() {
        if (line_.kind() == Kind::Number) {
            whole(event_.detail);
            return;
        }
        if (line_.kind() == Kind::String)
            for (std::size_t i = 0; i < schema_->detail_names.size(); ++i)
                if (schema_->detail_names[i] == line_.string()) {
                    event_.detail = static_cast<std::uint8_t>(i);
                    return;
                }
        ++unknown_fields_;
    }

    // A whole number that fits where it belongs.
    template <typename Number>
    bool whole(Number& into) {
        if (line_.kind() == Kind::Number && parse(line_.raw(), into)) return true;
        line_.fail(
            failure("event.whole", {{"field", printable(line_.key())},
                                    {"n", std::uint64_t{std::numeric_limits<Number>::max()}}}));
        return false;
    }

    bool time(double& into) {
        bool good = true;
        if (line_.kind() == Kind::Null)
            into = kNoTimeout;
        else if (line_.kind() == Kind::String && line_.string() == "-inf")
            into = -kNoTimeout;
        else if (line_.kind() == Kind::String && line_.string() == "nan")
            into = std::numeric_limits<double>::quiet_NaN();
        else
            good = line_.kind() == Kind::Number && parse(line_.raw(), into);
        bool of_event = &into == &event_.time;
        if (of_event && good) good = into >= 0 && into < kNoTimeout;
        if (!good) line_.fail(failure("event.seconds", {{"field", printable(line_.key())}}));
        return good;
    }

    static std::string printable(std::string_view key) {
        std::string quoted;
        append_json_string(quoted, key.substr(0, 40));
        return quoted.substr(1, quoted.size() - 2);
    }

    JsonLine line_;
    EventLog& log_;
    Event event_;
    const EventSchema* schema_ = nullptr;
    bool timed_ = false, unknown_ = false, ended_ = false, is_note_ = false;
    Note note_;
    std::uint64_t unknown_fields_ = 0;
    std::uint64_t events_told_ = 0;
};

// ---- The header.

using Pairs = std::vector<std::pair<std::string, std::string>>;

// The texts of a flat object; other values are left out.
bool read_pairs(std::string_view object, Pairs& into) {
    JsonLine line(object);
    while (line.next_field())
        if (line.kind() == JsonLine::Kind::String) into.emplace_back(line.key(), line.string());
    return !line.failed();
}

Level level_of(std::string_view name) {
    return name == "loop" ? Level::Loop : name == "lines" ? Level::Lines : Level::Variables;
}

struct HeaderRead {
    TraceHeader header;
    bool is_trace = false;
    std::string version;
    base::Failure error;
};

HeaderRead read_header(std::string_view text) {
    HeaderRead read;
    JsonLine line(text);
    Pairs sources;
    while (line.next_field()) {
        std::string_view key = line.key();
        if (line.kind() == JsonLine::Kind::Nested) {
            if (key == "options") read_pairs(line.raw(), read.header.options);
            if (key == "sources") read_pairs(line.raw(), sources);
        } else if (line.kind() == JsonLine::Kind::Number) {
            if (key == "seed") parse(line.raw(), read.header.seed);
        } else if (line.kind() == JsonLine::Kind::String) {
            std::string value(line.string());
            if (key == "format") read.is_trace = value == kFormatName;
            if (key == "version") read.version = value;
            if (key == "producer") read.header.producer = value;
            if (key == "python") read.header.python = value;
            if (key == "program") read.header.program = value;
            if (key == "unseen") read.header.unseen = value;
            if (key == "level") read.header.level = level_of(value);
            if (key == "time")
                read.header.time = value == "recorded" ? TimeKind::Recorded : TimeKind::Virtual;
        }
    }
    read.error = line.error();
    for (auto& [name, source] : sources)
        read.header.sources.push_back({std::move(name), std::move(source)});
    return read;
}

// ---- The file.

class Reader {
  public:
    Reader(ByteSource& source, std::string_view name, TraceFile& into, const ReadLimits& limits)
        : limits_(limits), lines_(source, limits_), source_(source), name_(name), into_(into) {}

    base::Result<ReadReport> read() {
        if (auto begun = begin(); !begun) return begun.failure();
        while (more(kAllEvents)) continue;
        return std::move(report_);
    }

    /// Reads the header.
    base::Result<bool> begin() {
        std::string_view line;
        if (!lines_.next(line)) return not_a_trace(lines_.damage());
        if (base::Failure why = take_header(line); !why.empty()) return not_a_trace(why);
        return true;
    }

    /// Reads up to so many events; false when that was the last.
    bool more(Position events) {
        const Position target = events == kAllEvents ? events : into_.log.size() + events;
        std::string_view line;
        while (!closed_ && report_.damage.empty()) {
            if (into_.log.size() >= target) return true;
            if (!lines_.next(line)) break;
            if (!line.empty()) take_line(line);
        }
        if (report_.damage.empty() && lines_.waiting()) return true;
        if (report_.damage.empty() && !lines_.damage().empty()) damage_here(lines_.damage());
        if (report_.damage.empty() && !closed_) damage_here(failure("trace.unclosed"));
        return false;
    }

    const ReadReport& report() const { return report_; }
    double progress() const {
        const std::uint64_t size = source_.size();
        return size == 0 ? 0.0 : static_cast<double>(lines_.bytes_in()) / static_cast<double>(size);
    }
    static constexpr Position kAllEvents = ~Position{0};

  private:
    base::Failure not_a_trace(const base::Failure& why) const {
        return failure("trace.none", {{"path", name_},
                                      {"why", why.empty() ? failure("trace.empty") : why},
                                      {"format", kFormatName}});
    }

    base::Failure take_header(std::string_view line) {
        HeaderRead read = read_header(line);
        if (!read.is_trace) return failure("trace.no_header");
        unsigned major = 0;
        std::string_view version = read.version;
        std::size_t dot = version.find('.');
        bool good = dot != std::string_view::npos && parse(version.substr(0, dot), major) &&
                    parse(version.substr(dot + 1), read.header.minor);
        if (!good) return failure("trace.no_version");
        if (major != kFormatMajor)
            return failure("trace.version", {{"version", version}, {"ours", kFormatMajor}});
        if (!read.error.empty()) return failure("trace.header", {{"why", read.error}});
        into_.header = std::move(read.header);
        return {};
    }

    void take_line(std::string_view text) {
        EventLine line(text, into_.log);
        EventLine::Outcome outcome = line.read();
        report_.unknown_fields += line.unknown_fields();
        switch (outcome) {
            case EventLine::Outcome::Event:
                return take_event(line.event());
            case EventLine::Outcome::Note:
                return take_note(std::move(line.note()));
            case EventLine::Outcome::Unknown:
                ++report_.unknown_events;
                return;
            case EventLine::Outcome::Damaged:
                return damage_here(
                    failure("trace.byte", {{"why", line.error()}, {"byte", line.column() + 1}}));
            case EventLine::Outcome::End:
                closed_ = true;
        }
        Position read = into_.log.size() + report_.unknown_events;
        if (line.events_told() != read)
            damage_here(failure("trace.count", {{"told", line.events_told()}, {"n", read}}));
    }

    // A recorder learns of some things that belong above the events only while it runs.
    void take_note(EventLine::Note note) {
        TraceHeader& header = into_.header;
        note_bytes_ += note.file.size() + note.text.size() + note.unseen.size();
        if (note_bytes_ > limits_.text_bytes_max) return damage_here(failure("trace.texts"));
        if (!note.unseen.empty()) {
            if (!header.unseen.empty()) header.unseen += "; ";
            header.unseen += note.unseen;
        }
        if (!note.file.empty())
            header.sources.push_back({std::move(note.file), std::move(note.text)});
    }

    void take_event(const Event& event) {
        EventLog& log = into_.log;
        if (!log.empty() && event.time < log[log.size() - 1].time)
            return damage_here(failure("trace.time"));
        if (log.size() >= limits_.events_max)
            return damage_here(failure("trace.events", {{"n", limits_.events_max}}));
        if (log.texts.bytes() > limits_.text_bytes_max) return damage_here(failure("trace.texts"));
        // Honest traces take two bytes an event and more, however well they are compressed.
        if (log.size() >= kFreeEvents && log.size() / kEventsPerByteMax > lines_.bytes_in())
            return damage_here(failure("trace.dense"));
        log.append(event);
    }

    void damage_here(const base::Failure& what) {
        report_.damage = failure(
            "trace.damaged",
            {{"path", name_}, {"line", lines_.number()}, {"why", what}, {"n", into_.log.size()}});
    }

    static constexpr Position kFreeEvents = 20'000'000;
    static constexpr std::uint64_t kEventsPerByteMax = 4;
    const ReadLimits limits_;
    LineSource lines_;
    ByteSource& source_;
    std::string name_;
    TraceFile& into_;
    ReadReport report_;
    bool closed_ = false;
    std::uint64_t note_bytes_ = 0;
};

}  // namespace

namespace {

// A reader with the source that it owns.
class OwningReader : public TraceReader {
  public:
    OwningReader(std::unique_ptr<ByteSource> source, const std::string& name, TraceFile& into,
                 const ReadLimits& limits)
        : source_(std::move(source)), reader_(*source_, name, into, limits) {}
    base::Result<bool> begin() { return reader_.begin(); }
    bool read(Position events) override { return reader_.more(events); }
    const ReadReport& report() const override { return reader_.report(); }
    double progress() const override { return reader_.progress(); }

  private:
    std::unique_ptr<ByteSource> source_;
    Reader reader_;
};

}  // namespace

base::Result<std::unique_ptr<TraceReader>> TraceReader::open(std::unique_ptr<ByteSource> source,
                                                             std::string name, TraceFile& into,
                                                             const ReadLimits& limits) {
    auto reader = std::make_unique<OwningReader>(std::move(source), name, into, limits);
    if (auto begun = reader->begin(); !begun) return begun.failure();
    return std::unique_ptr<TraceReader>(std::move(reader));
}

base::Result<std::unique_ptr<ByteSource>> open_bytes(const std::string& path) {
    auto source = std::make_unique<FileSource>(path);
    if (!source->problem().empty())
        return failure("read", {{"path", path}, {"why", source->problem()}});
    return std::unique_ptr<ByteSource>(std::move(source));
}

bool looks_like_trace(std::string_view first_bytes) {
    if (is_zstd(first_bytes)) return true;
    return first_bytes.starts_with('{') &&
           first_bytes.substr(0, 200).find(kFormatName) != std::string_view::npos;
}

base::Result<ReadReport> parse_trace(std::string_view bytes, std::string_view name, TraceFile& into,
                                     const ReadLimits& limits) {
    MemorySource source(bytes);
    return Reader(source, name, into, limits).read();
}

base::Result<ReadReport> read_trace(const std::string& path, TraceFile& into,
                                    const ReadLimits& limits) {
    FileSource source(path);
    if (!source.problem().empty())
        return failure("read", {{"path", path}, {"why", source.problem()}});
    return Reader(source, path, into, limits).read();
}

}  // namespace loopscope::trace
