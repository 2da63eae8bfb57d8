// The trace's file format: round trips, what is tolerated, what is damage, what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zstd.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <random>

#include "sim/trace/json_line.h"
#include "sim/trace/trace_file.h"
#include "tests/trace/golden.h"
#include "tests/trace/sample_trace.h"

namespace loopscope::trace {
namespace {

using ::testing::HasSubstr;

const std::string kHeader = "{\"format\":\"loopscope-trace\",\"version\":\"1.0\"}\n";

// Reads `bytes`, and expects that there is a trace at all.
ReadReport read_all(std::string_view bytes, TraceFile& file, const ReadLimits& limits = {}) {
    auto result = parse_trace(bytes, "t.trace", file, limits);
    EXPECT_TRUE(result.ok());
    return result.ok() ? std::move(result).value() : ReadReport{};
}

std::string damage_of(std::string_view bytes, const ReadLimits& limits = {}) {
    TraceFile file;
    return read_all(bytes, file, limits).damage.message;
}

std::string failure_of(std::string_view bytes) {
    TraceFile file;
    auto result = parse_trace(bytes, "t.trace", file);
    return result.ok() ? "" : result.failure().message;
}

std::string closing(int events) { return "{\"end_of_trace\":" + std::to_string(events) + "}\n"; }

std::string compressed(std::string_view bytes) {
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 3));
    return out;
}

bool same_events(const EventLog& x, const EventLog& y) {
    if (x.size() != y.size()) return false;
    for (Position at = 0; at < x.size(); ++at)
        if (format_event(x, x[at]) != format_event(y, y[at])) return false;
    return true;
}

class ScratchFile {
  public:
    explicit ScratchFile(const std::string& suffix)
        : path(::testing::TempDir() + "loopscope_trace_" + std::to_string(::getpid()) + suffix) {}
    ~ScratchFile() { std::remove(path.c_str()); }
    const std::string path;
};

TEST(Codec, TheSampleTraceIsWrittenAsItsGoldenFileSays) {
    TraceFile file;
    testing::make_sample_trace(file);
    testing::expect_golden("sample.trace", format_trace(file.header, file.log));
}

TEST(Codec, ReadingAndWritingAgainGivesTheSameBytes) {
    TraceFile first, second;
    testing::make_sample_trace(first);
    first.header.options = {{"seed", "3"}, {"end", "10.5"}};
    first.header.seed = ~std::uint64_t{0};
    std::string text = format_trace(first.header, first.log);
    ReadReport report = read_all(text, second);
    EXPECT_EQ(report.damage.message, "");
    EXPECT_EQ(second.header, first.header);
    EXPECT_EQ(second.log.size(), first.log.size());
    EXPECT_EQ(format_trace(second.header, second.log), text);
}

TEST(Codec, EveryFieldOfEveryKindSurvives) {
    std::mt19937_64 random(7);
    TraceFile file, again;
    double time = 0;
    for (int i = 0; i < 5000; ++i) {
        Event event;
        event.kind = static_cast<EventKind>(random() % kEventKindCount);
        const EventSchema& schema = schema_of(event.kind);
        event.time = time += static_cast<double>(random() % 1000) / 7;
        event.thread = static_cast<std::uint16_t>(1 + random() % 65535);
        if (!schema.a.empty()) event.a = static_cast<std::uint32_t>(random());
        if (!schema.b.empty()) event.b = static_cast<std::uint32_t>(random());
        if (!schema.c.empty()) event.c = static_cast<std::uint32_t>(random());
        if (!schema.line.empty()) event.line = static_cast<std::uint32_t>(random());
        if (!schema.number.empty())
            event.number =
                random() % 4 ? std::ldexp(static_cast<double>(random()), -40) : kNoTimeout;
        if (!schema.text.empty()) event.text = file.log.texts.intern(std::to_string(random() % 99));
        if (!schema.text2.empty()) event.text2 = file.log.texts.intern("\x01\"\\é世\n");
        if (!schema.detail.empty()) event.detail = static_cast<std::uint8_t>(random());
        file.log.append(event);
    }
    ASSERT_EQ(read_all(format_trace(file.header, file.log), again).damage.message, "");
    ASSERT_EQ(again.log.size(), file.log.size());
    for (Position at = 0; at < file.log.size(); ++at) {
        Event x = file.log[at], y = again.log[at];
        EXPECT_EQ(file.log.text(x.text), again.log.text(y.text));
        EXPECT_EQ(file.log.text(x.text2), again.log.text(y.text2));
        x.text = x.text2 = y.text = y.text2 = {};
        ASSERT_EQ(x, y) << format_event(file.log, file.log[at]);
    }
}

TEST(Codec, TextsThatAreNotUtf8AndLoneSurrogatesSurvive) {
    for (std::string text : {"\xed\xb2\x80", "a\xed\xa0\x80z", "\xf0\x9f\x90\x8d", "\x7f\x01"}) {
        TraceFile file, again;
        Event event{.text = file.log.texts.intern(text), .kind = EventKind::Output};
        file.log.append(event);
        std::string bytes = format_trace(file.header, file.log);
        for (char c : bytes) ASSERT_TRUE(c == '\n' || c != '\x7f');
        ASSERT_EQ(read_all(bytes, again).damage.message, "");
        EXPECT_EQ(again.log.text(again.log[0].text), text);
    }
    std::string escaped;
    append_json_string(escaped, "\xff\x80");
    EXPECT_EQ(escaped, "\"\\udcff\\udc80\"");
}

TEST(Codec, NumbersAreWrittenShortestAndReadBackExactly) {
    auto written = [](double value) {
        std::string out;
        append_json_number(out, value);
        return out;
    };
    EXPECT_EQ(written(0.0), "0");
    EXPECT_EQ(written(0.1), "0.1");
    EXPECT_EQ(written(0.1 + 0.2), "0.30000000000000004");
    EXPECT_EQ(written(86400), "86400");
    EXPECT_EQ(written(1e300), "1e+300");
    EXPECT_EQ(written(kNoTimeout), "null");
    EXPECT_EQ(written(-kNoTimeout), "\"-inf\"");
    EXPECT_EQ(written(std::nan("")), "\"nan\"");
}

TEST(Codec, FilesAreWrittenAndReadPlainAndCompressed) {
    TraceFile file;
    testing::make_sample_trace(file);
    for (const char* suffix : {".trace", ".trace.zst"}) {
        ScratchFile scratch(suffix);
        ASSERT_TRUE(write_trace(scratch.path, file.header, file.log).ok());
        TraceFile again;
        auto result = read_trace(scratch.path, again);
        ASSERT_TRUE(result.ok());
        EXPECT_EQ(result->damage.message, "");
        EXPECT_TRUE(same_events(file.log, again.log));
        EXPECT_EQ(again.header, file.header);
    }
}

TEST(Codec, AFileThatCantBeOpenedIsAFailureThatNamesIt) {
    TraceFile file;
    EXPECT_THAT(read_trace("/nowhere/x.trace", file).failure().message,
                HasSubstr("/nowhere/x.trace can't be read: No such file"));
    EXPECT_THAT(read_trace("/tmp", file).failure().message, HasSubstr("it is a directory"));
    EXPECT_THAT(write_trace("/nowhere/x.trace", file.header, file.log).failure().message,
                HasSubstr("No such file"));
}

TEST(Codec, WhatIsNotATraceIsRefused) {
    EXPECT_THAT(failure_of(""), HasSubstr("it is empty"));
    EXPECT_THAT(failure_of("import asyncio\n"), HasSubstr("not a trace's header"));
    EXPECT_THAT(failure_of(std::string(100, '\0')), HasSubstr("not a trace's header"));
    EXPECT_THAT(failure_of("{\"format\":\"other\",\"version\":\"1.0\"}\n"),
                HasSubstr("not a trace's header"));
    EXPECT_THAT(failure_of("{\"format\":\"loopscope-trace\",\"version\":\"2.0\"}\n"),
                HasSubstr("it has version 2.0 of the format, and this program reads version 1"));
    EXPECT_THAT(failure_of("{\"format\":\"loopscope-trace\"}\n"), HasSubstr("names no version"));
    EXPECT_THAT(failure_of("\x28\xb5\x2f\xfdgarbage"), HasSubstr("compressed data is"));
}

TEST(Codec, ANewerMinorVersionIsReadWithoutWhatIsUnknown) {
    TraceFile file;
    ReadReport report = read_all(
        "{\"format\":\"loopscope-trace\",\"version\":\"1.7\",\"mood\":[1,{\"x\":2}]}\n"
        "{\"t\":0,\"e\":\"teleported\",\"where\":{\"deep\":[\"}\"]}}\n"
        "{\"t\":1,\"e\":\"step\",\"task\":1,\"why\":\"boredom\",\"weight\":2.5}\n" +
            closing(2),
        file);
    EXPECT_EQ(report.damage.message, "");
    EXPECT_EQ(report.unknown_events, 1u);
    EXPECT_EQ(report.unknown_fields, 2u);
    EXPECT_EQ(file.header.minor, 7u);
    ASSERT_EQ(file.log.size(), 1u);
    EXPECT_EQ(file.log[0].a, 1u);
}

TEST(Codec, DamageIsToldWithItsPlaceAndWhatCameBeforeIsThere) {
    std::string start = kHeader + "{\"t\":0,\"e\":\"iteration\",\"loop\":1,\"n\":1}\n";
    struct Case {
        const char* line;
        const char* reason;
    };
    for (const Case& c : std::initializer_list<Case>{
             {"{\"t\":1,\"e\":\"run\",\"loop\":1", "',' or a closing brace was expected"},
             {"{\"t\":1,\"e\":\"run\",\"loop\":4294967296}", "whole number from 0 to 4294967295"},
             {"{\"t\":1,\"e\":\"run\",\"loop\":-1}", "whole number"},
             {"{\"t\":1,\"e\":\"run\",\"loop\":1.5}", "whole number"},
             {"{\"t\":1,\"e\":\"run\",\"loop\":\"1\"}", "whole number"},
             {"{\"t\":1,\"th\":70000,\"e\":\"run\"}", "from 0 to 65535"},
             {"{\"t\":-1,\"e\":\"run\"}", "number of seconds"},
             {"{\"t\":null,\"e\":\"run\"}", "number of seconds"},
             {"{\"t\":1e999,\"e\":\"run\"}", "number of seconds"},
             {"{\"e\":\"run\"}", "no time"},
             {"{\"t\":1}", "no kind"},
             {"{\"t\":1,\"loop\":1,\"e\":\"run\"}", "must come before"},
             {"{\"t\":1,\"e\":\"run\"}}", "something stands after the object"},
             {"{\"t\":1,\"e\":\"output\",\"text\":\"a\\x\"}", "unknown escape"},
             {"{\"t\":1,\"e\":\"output\",\"text\":\"a\\u12g4\"}", "hexadecimal"},
             {"{\"t\":1,\"e\":\"output\",\"text\":\"a", "inside a string"},
             {"{\"t\":1,\"e\":\"output\",\"text\":3}", "must be a text"},
             {"\x01\x02\x03", "a JSON object was expected"},
         }) {
        TraceFile file;
        ReadReport report = read_all(start + c.line + "\n" + start + closing(2), file);
        EXPECT_THAT(report.damage.message, HasSubstr(c.reason)) << c.line;
        EXPECT_THAT(report.damage.message, HasSubstr("t.trace, line 3: ")) << c.line;
        EXPECT_THAT(report.damage.message, HasSubstr("The event before it is shown")) << c.line;
        EXPECT_EQ(file.log.size(), 1u) << c.line;
    }
}

TEST(Codec, TimeThatGoesBackIsDamage) {
    EXPECT_THAT(damage_of(kHeader + "{\"t\":2,\"e\":\"end\"}\n{\"t\":1,\"e\":\"end\"}\n"),
                HasSubstr("line 3: time goes back"));
}

TEST(Codec, AMissingOrWrongClosingLineIsDamage) {
    std::string event = "{\"t\":2,\"e\":\"end\"}\n";
    EXPECT_EQ(damage_of(kHeader + event + closing(1)), "");
    EXPECT_THAT(damage_of(kHeader + event), HasSubstr("without its closing line"));
    EXPECT_THAT(damage_of(kHeader + event + closing(7)), HasSubstr("tells of 7 events, but 1"));
}

TEST(Codec, AFileCutAnywhereGivesItsWholeEventsAndSaysSo) {
    TraceFile whole;
    testing::make_sample_trace(whole);
    std::string text = format_trace(whole.header, whole.log);
    std::string packed = compressed(text);
    std::size_t header = text.find('\n') + 1;
    for (std::size_t cut = header; cut + 1 < text.size(); cut += 97) {
        TraceFile file;
        EXPECT_NE(read_all(text.substr(0, cut), file).damage.message, "") << cut;
        ASSERT_LE(file.log.size(), whole.log.size());
    }
    for (std::size_t cut = 4; cut < packed.size(); cut += 13) {
        TraceFile file;
        auto result = parse_trace(std::string_view(packed).substr(0, cut), "t.zst", file);
        std::string said = result.ok() ? result->damage.message : result.failure().message;
        EXPECT_THAT(said, HasSubstr("cut off")) << cut;
    }
}

TEST(Codec, FlippedBytesNeverDoHarm) {
    TraceFile whole;
    testing::make_sample_trace(whole);
    std::string text = format_trace(whole.header, whole.log);
    std::string packed = compressed(text);
    std::mt19937 random(11);
    for (int i = 0; i < 400; ++i) {
        std::string bytes = i % 2 ? text : packed;
        for (int flips = 0; flips < 3; ++flips)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        TraceFile file;
        auto result = parse_trace(bytes, "t", file);
        EXPECT_TRUE(result.ok() || !result.failure().message.empty());
    }
}

TEST(Codec, AMillionCharactersOnALineAreRead) {
    TraceFile file;
    std::string line =
        "{\"t\":0,\"e\":\"output\",\"text\":\"" + std::string(1'000'000, 'x') + "\"}\n";
    EXPECT_EQ(read_all(kHeader + line + closing(1), file).damage.message, "");
    EXPECT_EQ(file.log.text(file.log[0].text).size(), 1'000'000u);
}

TEST(Codec, LimitsEndTheReadingWithASentence) {
    std::string event = "{\"t\":0,\"e\":\"output\",\"text\":\"abcdefgh\"}\n";
    std::string many = kHeader;
    for (int i = 0; i < 100; ++i) many += event;
    EXPECT_THAT(damage_of(many, {.events_max = 10}), HasSubstr("more than 10 events"));
    EXPECT_THAT(damage_of(many, {.bytes_max = 100}), HasSubstr("more than 100 bytes"));
    EXPECT_THAT(damage_of(many, {.text_bytes_max = 4}), HasSubstr("more text than is read"));
    std::string endless = kHeader + std::string(1 << 20, ' ');
    EXPECT_THAT(damage_of(endless, {.line_bytes_max = 1 << 16}), HasSubstr("a line has more than"));
}

TEST(Codec, ACompressedBombIsRefused) {
    std::string bomb = compressed(kHeader + std::string(std::size_t{80} << 20, '\n'));
    ASSERT_LT(bomb.size(), 10'000u);
    EXPECT_THAT(damage_of(bomb), HasSubstr("can't be an honest trace"));
}

TEST(Codec, TracesAreToldFromPrograms) {
    TraceFile file;
    EXPECT_TRUE(looks_like_trace(format_trace(file.header, file.log).substr(0, 64)));
    EXPECT_TRUE(looks_like_trace(compressed("x").substr(0, 4)));
    EXPECT_FALSE(looks_like_trace("import asyncio\n"));
    EXPECT_FALSE(looks_like_trace("{'a': 1}\n"));
}

}  // namespace
}  // namespace loopscope::trace
