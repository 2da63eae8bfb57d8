// Narrating a whole step: what a callback or an iteration did, in one to three sentences.
#include <algorithm>

#include "sim/trace/narrator.h"
#include "sim/trace/reducer.h"
#include "sim/trace/trace_file.h"

namespace loopscope::trace {
namespace {

// The key of a sentence about time: a recording in real time has one of its own.
std::string of_time(std::string_view key, const NarrationSource& source) {
    const bool recorded = source.header != nullptr && source.header->time == TimeKind::Recorded;
    return recorded ? std::string(key) + ".recorded" : std::string(key);
}

constexpr Position kEventsMax = 20'000;  // Beyond it a step is counted, not told.
constexpr std::size_t kNamedMax = 3;     // Names in one list.

// Things of one sort that a step did: the first few by name, and how many in all.
struct Some {
    std::vector<std::string> names;
    std::size_t total = 0;
    void add(std::string name) {
        if (++total <= kNamedMax) names.push_back(std::move(name));
    }
};

// Folds the events of a step, and remembers what is worth telling.
class Digest {
  public:
    Digest(const NarrationSource& source, ProgramState before)
        : source_(source), state_(std::move(before)), first_time_(state_.now) {}

    void take(const Event& event) {
        apply(state_, event);
        Names names(source_, state_, state_);
        switch (event.kind) {
            case EventKind::HandleBegan:
                inside_ = true;
                runs_.add(names.handle(HandleId{event.b}));
                break;
            case EventKind::HandleEnded:
                inside_ = false;
                break;
            case EventKind::IterationBegan:
                ++iterations_;
                break;
            case EventKind::LoopStopRequested:
                stop_ = true;
                break;
            case EventKind::Output:
                output(event);
                break;
            case EventKind::TaskCreated:
                deed();
                tasks_.add(names.task(FutureId{event.a}));
                break;
            case EventKind::HandleCreated:
                timer(names, event);
                break;
            case EventKind::TaskWaits:
                waits(names, event);
                break;
            case EventKind::TaskDone:
            case EventKind::TaskFailed:
            case EventKind::TaskCancelled:
                task_end(names, event);
                break;
            default:
                break;
        }
    }

    /// Empty when nothing of note happened.
    Narration tell() const {
        Narration told;
        std::vector<std::string> sentences;
        if (state_.now > first_time_ && runs_.total != 1) tell_clock(sentences);
        tell_runs(sentences);
        if (state_.now > first_time_ && runs_.total == 1) tell_clock(sentences);
        tell_deeds(sentences);
        if (sentences.empty()) return told;
        told.headline = finish(sentences[0]);
        for (std::size_t i = 1; i < std::min<std::size_t>(sentences.size(), 4); ++i)
            told.reason =
                join_sentences(std::move(told.reason), finish(sentences[i]), source_.language);
        told.function = runs_.total == 1 ? "Handle._run" : "BaseEventLoop._run_once";
        return told;
    }

  private:
    std::string say(std::string_view key, const MessageArguments& arguments = {}) const {
        return Catalogue::of(source_.language).get(key, arguments);
    }
    std::string finish(std::string text) const {
        return finish_sentence(std::move(text), source_.language);
    }
    std::string list(const Some& some) const {
        return Names(source_, state_, state_).list(some.names, some.total);
    }

    // Something was done, by a callback or outside any.
    void deed() { all_inside_ = all_inside_ && inside_; }
    void output(const Event& event) {
        std::string_view text = source_.log.text(event.text);
        while (text.ends_with('\n')) text.remove_suffix(1);
        deed();
        if (!text.empty()) outputs_.add(on_one_line(text));
    }
    void timer(const Names& names, const Event& event) {
        if (static_cast<HandleOrigin>(event.detail) != HandleOrigin::Timer) return;
        deed();
        timers_.add(names.say("digest.at", {{"when", seconds(event.number)}}));
    }
    void waits(const Names& names, const Event& event) {
        bool bare = static_cast<WaitKind>(event.detail) == WaitKind::BareYield;
        std::string key = bare         ? "digest.yields"
                          : event.line ? "digest.waits"
                                       : "digest.waits.noline";
        ending_ = names.say(key, {{"task", names.task(FutureId{event.a})},
                                  {"future", names.future(FutureId{event.b})},
                                  {"line", std::uint64_t{event.line}}});
    }
    void task_end(const Names& names, const Event& event) {
        std::string value = names.text(event.text);
        std::string task = names.task(FutureId{event.a});
        ended_.add(task);
        std::string key = event.kind == EventKind::TaskFailed      ? "digest.failed"
                          : event.kind == EventKind::TaskCancelled ? "digest.cancelled"
                          : value.empty() || value == "None"       ? "digest.done.none"
                                                                   : "digest.done";
        ending_ = names.say(key, {{"task", task}, {"value", value}, {"exception", value}});
    }

    void tell_clock(std::vector<std::string>& sentences) const {
        sentences.push_back(say(of_time("digest.clock", source_),
                                {{"from", seconds(first_time_)}, {"to", seconds(state_.now)}}));
    }
    void tell_runs(std::vector<std::string>& sentences) const {
        MessageArguments arguments{{"n", std::uint64_t{runs_.total}},
                                   {"handles", list(runs_)},
                                   {"iterations", std::uint64_t{iterations_}}};
        if (runs_.total == 1)
            sentences.push_back(say("digest.run", {{"handle", runs_.names[0]}}));
        else if (runs_.total > 1)
            sentences.push_back(
                say(iterations_ > 1 ? "digest.iterations" : "digest.runs", arguments));
        else if (iterations_ > 0)
            sentences.push_back(say("digest.idle", arguments));
    }
    void tell_deeds(std::vector<std::string>& sentences) const {
        // "It" may only stand for the one callback that did it all.
        bool it = runs_.total == 1 && all_inside_;
        if (outputs_.total > 0)
            sentences.push_back(
                say(it ? "digest.prints" : "digest.printed", {{"texts", join_outputs()}}));
        if (tasks_.total > 0)
            sentences.push_back(
                say(it ? "digest.creates" : "digest.created", {{"tasks", list(tasks_)}}));
        if (timers_.total > 0 && sentences.size() < 3)
            sentences.push_back(
                say(it ? "digest.timers" : "digest.timers_set",
                    {{"n", std::uint64_t{timers_.total}}, {"times", list(timers_)}}));
        if (runs_.total == 1 && !ending_.empty())
            sentences.push_back(ending_);
        else if (runs_.total > 1 && ended_.total > 0)
            sentences.push_back(
                say("digest.ended", {{"n", std::uint64_t{ended_.total}}, {"tasks", list(ended_)}}));
        if (stop_) sentences.push_back(say("digest.stop"));
    }
    // Program text all through, so it is joined within its marks.
    std::string join_outputs() const {
        std::string all;
        for (const std::string& text : outputs_.names) all += (all.empty() ? "" : "` · `") + text;
        if (outputs_.total > outputs_.names.size()) all += " …";
        return all;
    }

    const NarrationSource& source_;
    ProgramState state_;
    double first_time_;
    std::uint64_t iterations_ = 0;
    bool stop_ = false, inside_ = false, all_inside_ = true;
    Some runs_, outputs_, tasks_, timers_, ended_;
    std::string ending_;  // How the last step of a task ended.
};

std::uint64_t how_many(Positions positions, Position from, Position to) {
    auto begin = std::upper_bound(positions.begin(), positions.end(), from);
    return static_cast<std::uint64_t>(std::upper_bound(begin, positions.end(), to) - begin);
}

// A step too long to be folded for its story: counted from the indexes.
Narration tell_counts(const NarrationSource& source, const Timeline& timeline, Position from,
                      Position to) {
    const Catalogue& catalogue = Catalogue::of(source.language);
    double before = source.log[from].time, after = source.log[to].time;
    MessageArguments arguments{{"iterations", how_many(timeline.iterations(), from, to)},
                               {"n", how_many(timeline.callback_ends(), from, to)},
                               {"from", seconds(before)},
                               {"to", seconds(after)}};
    Narration told;
    told.headline = finish_sentence(catalogue.get("digest.many", arguments), source.language);
    if (after > before)
        told.reason = finish_sentence(catalogue.get(of_time("digest.clock", source), arguments),
                                      source.language);
    told.function = "BaseEventLoop._run_once";
    return told;
}

}  // namespace

Narration narrate_step(const NarrationSource& source, const Timeline& timeline, Position from,
                       Position to) {
    if (to <= from + 1 || to >= timeline.size()) return narrate(source, timeline, to);
    if (to - from > kEventsMax) return tell_counts(source, timeline, from, to);
    Digest digest(source, timeline.state_at(from));
    for (Position at = from + 1; at <= to; ++at) digest.take(source.log[at]);
    Narration told = digest.tell();
    if (told.headline.empty() || source.log[to].kind == EventKind::RunEnded)
        return narrate(source, timeline, to);
    return told;
}

}  // namespace loopscope::trace
