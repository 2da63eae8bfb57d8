// The command narrate: every step in words.
#include <fmt/format.h>

#include "cli/opening.h"
#include "sim/trace/narration.h"

namespace loopscope::cli {
namespace {

using trace::Position;
using trace::StepSize;

/// One step: its number and time, the sentence, the reason below it.
void print_step(const trace::EventLog& log, Position position, const trace::Narration& told) {
    fmt::print("{:>6}  {:>10.3f} s  {}\n", position, log[position].time,
               trace::plain_text(told.headline));
    if (!told.reason.empty()) fmt::print("{:>21}{}\n", "", trace::plain_text(told.reason));
}

void tell_events(const session::Session& session, const trace::Timeline& timeline,
                 const trace::NarrationSource& source) {
    trace::ProgramState before;
    for (Position at = 0; at < timeline.size(); ++at) {
        trace::ProgramState after = timeline.state_at(at);
        print_step(session.log(), at, trace::narrate(source, before, after, at));
        before = std::move(after);
    }
}

void tell_steps(const session::Session& session, const trace::Timeline& timeline,
                const trace::NarrationSource& source, StepSize size) {
    Position from = 0;
    while (auto to = timeline.next(from, size)) {
        print_step(session.log(), *to, trace::narrate_step(source, timeline, from, *to));
        from = *to;
    }
}

}  // namespace

int narrate_steps(const CommonOptions& options) {
    auto session = open_session(options);
    if (!session) return kUsage;
    session->produce_all();
    const trace::NarrationSource source{session->log(), &session->header(),
                                        trace::language_of(options.language)};
    if (session->is_recording()) fmt::print("{}", about_recording(*session));
    if (options.step == StepSize::Event) {
        tell_events(*session, session->timeline(), source);
    } else {
        tell_steps(*session, session->timeline(), source, options.step);
    }
    return session->outcome() ? session->outcome()->status : kFine;
}

}  // namespace loopscope::cli
