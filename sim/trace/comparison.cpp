// Comparing two traces event by event.
#include "sim/trace/comparison.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "sim/trace/narration.h"
#include "sim/trace/narrator.h"

namespace loopscope::trace {
namespace {

// The level from which on a kind of event is recorded.
Level level_of(EventKind kind) {
    switch (kind) {
        case EventKind::VariableChanged:
            return Level::Variables;
        case EventKind::FrameEntered:
        case EventKind::FrameSuspended:
        case EventKind::FrameResumed:
        case EventKind::FrameExited:
        case EventKind::LineReached:
            return Level::Lines;
        default:
            return Level::Loop;
    }
}

// Walks the events of one trace that are of a level or below. Between traces of different
// producers it leaves out when memory is given back: each has references of its own.
class Walk {
  public:
    Walk(const EventLog& log, Level level, bool same_producer)
        : log_(log), level_(level), same_producer_(same_producer) {
        skip();
    }
    bool at_end() const { return at_ >= log_.size(); }
    Position at() const { return at_; }
    Event event() const { return log_[at_]; }
    std::string_view text() const { return log_.text(event().text); }
    std::string_view text2() const { return log_.text(event().text2); }
    void next() {
        ++at_;
        skip();
    }

  private:
    void skip() {
        while (!at_end() && left_out(event().kind)) ++at_;
    }
    bool left_out(EventKind kind) const {
        return level_of(kind) > level_ || (!same_producer_ && kind == EventKind::FutureReleased);
    }
    const EventLog& log_;
    Level level_;
    bool same_producer_;
    Position at_ = 0;
};

bool same_number(double x, double y) { return x == y || (x != x && y != y); }

struct FieldDifference {
    std::string_view field;
    std::string a, b;
};

std::string detail_text(const EventSchema& schema, std::uint8_t detail) {
    return detail < schema.detail_names.size() ? std::string(schema.detail_names[detail])
                                               : std::to_string(detail);
}

// Ids are compared by what they stand for: two descriptors are the same when they have been paired
// from their first appearance on, whatever their numbers are.
class Pairing {
  public:
    Pairing(bool same_producer, Compared compared)
        : same_producer_(same_producer), compared_(compared) {}

    // Whether the field of this name says the same in both; binds ids that are new to both.
    bool same(std::string_view field, std::uint32_t a, std::uint32_t b) {
        const int sort = sort_of(field);
        if (sort < 0 || a == 0 || b == 0) return a == b;
        auto [forth, is_new] = forth_.try_emplace({sort, a}, b);
        auto [back, is_new_back] = back_.try_emplace({sort, b}, a);
        return forth->second == b && back->second == a;
    }
    // Texts of values, of arguments, of what a descriptor is: words for people, which a recording
    // may leave out.
    bool same_text(EventKind kind, bool second, std::string_view a, std::string_view b) const {
        if (a == b) return true;
        if (same_producer_) return false;
        const bool words = kind == EventKind::FdRegistered ||
                           (second && kind == EventKind::HandleCreated) ||
                           (second && kind == EventKind::FutureCreated);
        return words || a.empty() || b.empty();
    }
    /// Where something stands in the text of a program; each of two programs has its own.
    bool same_line(std::uint32_t a, std::uint32_t b) const {
        return compared_ == Compared::LoopAlone || a == b;
    }

  private:
    static int sort_of(std::string_view field) {
        constexpr std::pair<std::string_view, int> kSorts[] = {
            {"loop", 0}, {"handle", 1}, {"future", 2}, {"task", 2}, {"parent", 2},
            {"by", 2},   {"frame", 3},  {"caller", 3}, {"fd", 4},   {"id", 5}};
        for (const auto& [name, sort] : kSorts)
            if (name == field) return sort;
        return -1;
    }
    bool same_producer_;
    Compared compared_;
    std::map<std::pair<int, std::uint32_t>, std::uint32_t> forth_, back_;
};

// The first field in which two events of one kind differ, apart from the time.
std::optional<FieldDifference> differing_field(Pairing& pairing, const Walk& x, const Walk& y) {
    const Event &a = x.event(), &b = y.event();
    const EventSchema& schema = schema_of(a.kind);
    auto count = [](std::string_view field, std::uint32_t p, std::uint32_t q) {
        return FieldDifference{field, std::to_string(p), std::to_string(q)};
    };
    if (!pairing.same(schema.a, a.a, b.a)) return count(schema.a, a.a, b.a);
    if (!pairing.same(schema.b, a.b, b.b)) return count(schema.b, a.b, b.b);
    if (!pairing.same(schema.c, a.c, b.c)) return count(schema.c, a.c, b.c);
    if (!same_number(a.number, b.number))
        return FieldDifference{schema.number, seconds(a.number), seconds(b.number)};
    if (!pairing.same_text(a.kind, false, x.text(), y.text()))
        return FieldDifference{schema.text, on_one_line(x.text()), on_one_line(y.text())};
    if (!pairing.same_text(a.kind, true, x.text2(), y.text2()))
        return FieldDifference{schema.text2, on_one_line(x.text2()), on_one_line(y.text2())};
    if (a.detail != b.detail)
        return FieldDifference{schema.detail, detail_text(schema, a.detail),
                               detail_text(schema, b.detail)};
    if (!pairing.same_line(a.line, b.line)) return count(schema.line, a.line, b.line);
    if (a.thread != b.thread) return count("th", a.thread, b.thread);
    return std::nullopt;
}

bool same(Pairing& pairing, const Walk& x, const Walk& y) {
    return x.event().kind == y.event().kind && x.event().time == y.event().time &&
           !differing_field(pairing, x, y);
}

std::string headline(const ComparedTrace& trace, Position at, Language language) {
    const NarrationSource source{trace.log, &trace.header, language};
    if (trace.timeline) return narrate(source, *trace.timeline, at).headline;
    const Timeline timeline(trace.log);
    return narrate(source, timeline, at).headline;
}

// The program just before event `at`.
ProgramState state_before(const ComparedTrace& trace, Position at) {
    if (at == 0) return {};
    if (trace.timeline) return trace.timeline->state_at(at - 1);
    return Timeline(trace.log).state_at(at - 1);
}

// Puts into words what stands at the first difference.
class Teller {
  public:
    Teller(const ComparedTrace& first, const ComparedTrace& second, Language language)
        : first_(first), second_(second), language_(language) {}

    /// `key`: the sentence that begins it where both go on.
    std::string tell(std::string_view key, Pairing& pairing, const Walk& x, const Walk& y,
                     Position agreeing) const {
        MessageArguments arguments{{"n", std::uint64_t{agreeing}}};
        if (x.at_end() && y.at_end()) return say("compare.same", arguments);
        if (x.at_end() || y.at_end()) {
            const ComparedTrace& shorter = x.at_end() ? first_ : second_;
            const ComparedTrace& longer = x.at_end() ? second_ : first_;
            Position at = x.at_end() ? y.at() : x.at();
            arguments.emplace_back("name", shorter.name);
            return join(say("compare.shorter", arguments),
                        say("compare.next", {{"headline", headline(longer, at, language_)}}));
        }
        arguments.emplace_back("position", std::uint64_t{x.at()});
        arguments.emplace_back("time", seconds(std::min(x.event().time, y.event().time)));
        return join(say(key, arguments), difference(pairing, x, y));
    }

    /// What the program of one trace was like before its event `at`.
    std::string state(const ComparedTrace& trace, Position at) const {
        const ProgramState now = state_before(trace, at);
        const NarrationSource source{trace.log, &trace.header, language_};
        const Names names(source, now, now);
        std::size_t ready = 0, timers = 0, pending = 0;
        for (const LoopState& loop : now.loops) {
            ready += loop.ready.size();
            timers += loop.scheduled.size();
        }
        std::string tasks;
        constexpr std::size_t kTasksMax = 12;
        for (const TaskState& task : now.tasks) {
            const bool over =
                task.status == TaskStatus::Done || task.status == TaskStatus::Cancelled;
            if (over || pending++ >= kTasksMax) continue;
            tasks += language_ == Language::Chinese ? "；" : "; ";
            tasks += task_words(names, task);
        }
        if (pending > kTasksMax) tasks += language_ == Language::Chinese ? "；…" : "; …";
        return finish_sentence(
            Catalogue::of(language_).get("compare.state", {{"name", as_written(trace.name)},
                                                           {"time", seconds(now.now)},
                                                           {"ready", std::uint64_t{ready}},
                                                           {"timers", std::uint64_t{timers}},
                                                           {"tasks", tasks}}),
            language_);
    }

  private:
    std::string task_words(const Names& names, const TaskState& task) const {
        std::string_view key = "compare.task.waits";
        if (task.status == TaskStatus::Running)
            key = "compare.task.running";
        else if (is_ready(task))
            key = "compare.task.ready";
        else if (!task.waits_for)
            key = "compare.task.pending";
        return Catalogue::of(language_).get(
            key, {{"task", names.task(task.id)},
                  {"future", task.waits_for ? names.future(task.waits_for) : std::string()},
                  {"line", std::uint64_t{task.waiting_line}}});
    }

    std::string difference(Pairing& pairing, const Walk& x, const Walk& y) const {
        auto each = [&](const ComparedTrace& trace, Position at) {
            return say("compare.first", {{"name", as_written(trace.name)},
                                         {"headline", headline(trace, at, language_)}});
        };
        std::string both = join(each(first_, x.at()), each(second_, y.at()));
        if (x.event().kind != y.event().kind) return both;
        if (auto field = differing_field(pairing, x, y))
            return join(both, say("compare.field", {{"field", std::string(field->field)},
                                                    {"a", field->a},
                                                    {"b", field->b}}));
        return say("compare.time",
                   {{"a", seconds(x.event().time)}, {"b", seconds(y.event().time)}});
    }
    std::string say(std::string_view key, const MessageArguments& arguments) const {
        return finish_sentence(Catalogue::of(language_).get(key, arguments), language_);
    }
    std::string join(std::string a, std::string_view b) const {
        return join_sentences(std::move(a), b, language_);
    }

    const ComparedTrace& first_;
    const ComparedTrace& second_;
    Language language_;
};

}  // namespace

Divergence compare_traces(const ComparedTrace& first, const ComparedTrace& second,
                          Language language, Compared compared) {
    Level level = std::min(first.header.level, second.header.level);
    if (compared == Compared::LoopAlone) level = Level::Loop;
    // "loopscope 0.1.0" and "loopscope 0.2.0" are one producer.
    auto name = [](const ComparedTrace& trace) {
        return std::string_view(trace.header.producer).substr(0, trace.header.producer.find(' '));
    };
    const bool same_producer = name(first) == name(second);
    Walk x(first.log, level, same_producer), y(second.log, level, same_producer);
    Pairing pairing(same_producer, compared);
    Divergence found;
    while (!x.at_end() && !y.at_end() && same(pairing, x, y)) {
        x.next();
        y.next();
        ++found.agreeing;
    }
    found.same = x.at_end() && y.at_end();
    if (!x.at_end()) found.first = x.at();
    if (!y.at_end()) found.second = y.at();
    const Teller teller(first, second, language);
    found.sentence = teller.tell("compare.differ", pairing, x, y, found.agreeing);
    found.brief = teller.tell("compare.part", pairing, x, y, found.agreeing);
    if (!found.same) {
        found.first_state = teller.state(first, found.first.value_or(first.log.size()));
        found.second_state = teller.state(second, found.second.value_or(second.log.size()));
    }
    return found;
}

}  // namespace loopscope::trace
