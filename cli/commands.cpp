// The commands run, trace, check and list.
#include "cli/commands.h"

#include <fmt/format.h>

#include <cstdio>

#include "cli/opening.h"
#include "cli/way_out.h"
#include "sim/trace/soundness.h"

namespace loopscope::cli {
namespace {

std::FILE* host_stream(trace::OutputStream stream) {
    return stream == trace::OutputStream::Stdout ? stdout : stderr;
}

/// The end of what a program wrote to stderr: there stands why it failed.
class StderrTail {
  public:
    void add(std::string_view text) {
        constexpr std::size_t kKept = 4096;
        text_ += text;
        if (text_.size() > 2 * kKept) text_.erase(0, text_.size() - kKept);
    }
    std::string_view text() const { return text_; }

  private:
    std::string text_;
};

/// Passes what the program writes on to our own stdout and stderr, in the order of writing.
void echo_output(session::RunOptions& run, StderrTail& tail) {
    run.on_output = [&tail](trace::OutputStream stream, std::string_view text) {
        if (stream == trace::OutputStream::Stderr) {
            std::fflush(stdout);
            tail.add(text);
        }
        std::fwrite(text.data(), 1, text.size(), host_stream(stream));
    };
}

/// Says how a run ended when its own output doesn't, and gives the exit status.
int finish_run(const session::Session& session) {
    std::fflush(stdout);
    const session::Outcome& outcome = *session.outcome();
    if (!outcome.message.empty()) complain(outcome.message);
    return outcome.status;
}

/// Width of a text in columns of a terminal: Chinese characters take two.
std::size_t columns(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0) == 0x80) continue;
        width += byte >= 0xE0 ? 2 : 1;
    }
    return width;
}

std::string padded(std::string_view text, std::size_t width) {
    std::string result(text);
    result.append(width > columns(text) ? width - columns(text) : 0, ' ');
    return result;
}

}  // namespace

/// When a program failed for want of something that Loopscope's Python lacks: says the way out.
void say_way_out(const CommonOptions& options, const session::Session& session,
                 const StderrTail& tail) {
    if (session.outcome()->ending != trace::Ending::Failed) return;
    if (tail.text().ends_with("EOFError: EOF when reading a line\n"))
        complain(
            "the program reads its standard input, which has come to its end. Give it text with "
            "--stdin FILE; --stdin - takes what you type or send.");
    if (const std::string missing = missing_feature(tail.text()); !missing.empty())
        offer_real_python(options, missing);
}

int run_program(const CommonOptions& options) {
    if (options.real) {
        CommonOptions loop_only = options;
        loop_only.run.level = trace::Level::Loop;
        auto recorded = record_really(loop_only, temporary_trace(options.file));
        if (!recorded) return kUsage;
        complain(fmt::format("the recording is {}. Open it with: loopscope {}", recorded->trace,
                             recorded->trace));
        return recorded->status;
    }
    StderrTail tail;
    CommonOptions quiet = options;
    quiet.run.level = trace::Level::Off;
    echo_output(quiet.run, tail);
    auto session = open_session(quiet);
    if (!session) return kUsage;
    if (session->is_recording()) {
        complain(
            fmt::format("{} is a trace, and a trace can't be run again. 'loopscope narrate' tells "
                        "it, 'loopscope' "
                        "shows it.",
                        options.file));
        return kUsage;
    }
    session->produce_all();
    const int status = finish_run(*session);
    say_way_out(options, *session, tail);
    return status;
}

int save_trace(const CommonOptions& options) {
    if (options.real) {
        auto recorded = record_really(options, options.output);
        return recorded ? recorded->status : kUsage;
    }
    StderrTail tail;
    CommonOptions watched = options;
    watched.run.on_output = [&tail](trace::OutputStream stream, std::string_view text) {
        if (stream == trace::OutputStream::Stderr) tail.add(text);
    };
    auto session = open_session(watched);
    if (!session) return kUsage;
    session->produce_all();
    if (auto saved = session->save(options.output); !saved) {
        complain(saved.failure().message);
        return kUsage;
    }
    if (session->is_recording()) return kFine;
    const int status = finish_run(*session);
    std::fprintf(stderr, "%s: %llu events, %.3f s of virtual time\n", options.output.c_str(),
                 static_cast<unsigned long long>(session->log().size()),
                 session->timeline().duration());
    if (status == kGuestFailed) say_way_out(options, *session, tail);
    return status;
}

std::string about_recording(const session::Session& session) {
    const trace::TraceHeader& header = session.header();
    std::string text =
        fmt::format("Recorded by {}{}{}, in {} time.\n", header.producer,
                    header.python.empty() ? "" : " under Python ", header.python,
                    header.time == trace::TimeKind::Virtual ? "virtual" : "recorded");
    if (!header.unseen.empty())
        text += fmt::format("What the recording can't show: {}.\n", header.unseen);
    return text;
}

// A recording whose ids point nowhere, or whose queues can't be, opens all the same: its first
// faults are told, each with its event.
std::string verdict(const session::Session& session) {
    if (!session.is_recording()) return "Nothing is wrong with it.\n";
    constexpr std::size_t kToldMax = 5;
    auto faults = trace::find_faults(session.log(), trace::Language::English, kToldMax + 1);
    if (faults.empty()) return "Nothing is wrong with it.\n";
    std::string text = "It opens, but some of its events can't have happened as they are told:\n";
    for (std::size_t k = 0; k < faults.size() && k < kToldMax; ++k)
        text += fmt::format("    {}\n", faults[k].sentence);
    return faults.size() > kToldMax ? text + "    and more.\n" : text;
}

int check_file(const CommonOptions& options) {
    CommonOptions loop_only = options;
    loop_only.run.level = trace::Level::Loop;
    loop_only.run.on_output = [](trace::OutputStream stream, std::string_view text) {
        if (stream == trace::OutputStream::Stderr) std::fwrite(text.data(), 1, text.size(), stderr);
    };
    auto session = open_session(loop_only, OnDamage::Silent);
    if (!session) return kUsage;
    session->produce_all();
    if (!session->damage().empty()) {
        complain(session->damage().message);
        return kUsage;
    }
    const auto& outcome = session->outcome();
    const int status = outcome ? outcome->status : kFine;
    if (!session->is_recording() && finish_run(*session) != kFine) return status;
    fmt::print(
        "{}: {} events, {} tasks, {:.3f} s of {} time. {}", options.file, session->log().size(),
        session->timeline().tasks().size(), session->timeline().duration(),
        session->header().time == trace::TimeKind::Virtual ? "virtual" : "recorded",
        outcome ? verdict(*session) : "It was recorded up to its middle: the run had not ended.\n");
    if (session->is_recording()) fmt::print("{}", about_recording(*session));
    return kFine;
}

int list_all(const CommonOptions& options) {
    const std::string folder = session::scenarios_folder();
    if (folder.empty()) {
        complain("the folder of scenarios is nowhere to be found. Set LOOPSCOPE_SCENARIOS to it.");
        return kUsage;
    }
    std::string chapter;
    for (const session::ScenarioEntry& entry : session::list_scenarios(folder)) {
        const auto own_chapter = entry.scenario.chapter.in(options.language);
        if (own_chapter != chapter) {
            fmt::print("{}{}\n", chapter.empty() ? "" : "\n", own_chapter);
            chapter = own_chapter;
        }
        const bool chinese = options.language == "zh";
        const char* badge = !entry.as_cpython ? ""
                            : chinese         ? "［与 CPython 3.11 一致］"
                                              : "[as CPython 3.11]";
        fmt::print("  {}  {}  {}  {}\n", padded(entry.name, 20),
                   padded(entry.scenario.title.in(options.language), 30), badge,
                   entry.scenario.about.in(options.language));
    }
    return kFine;
}

}  // namespace loopscope::cli
