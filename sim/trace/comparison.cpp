// Comparing two traces event by event.
#include "sim/trace/comparison.h"

#include <algorithm>

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

// Walks the events of one trace that are of a level or below.
class Walk {
  public:
    Walk(const EventLog& log, Level level) : log_(log), level_(level) { skip(); }
    bool at_end() const { return at_ >= log_.size(); }
    Position at() const { return at_; }
    const Event& event() const { return log_[at_]; }
    std::string_view text() const { return log_.text(event().text); }
    std::string_view text2() const { return log_.text(event().text2); }
    void next() {
        ++at_;
        skip();
    }

  private:
    void skip() {
        while (!at_end() && level_of(event().kind) > level_) ++at_;
    }
    const EventLog& log_;
    Level level_;
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

// The first field in which two events of one kind differ, apart from the time.
std::optional<FieldDifference> differing_field(const Walk& x, const Walk& y) {
    const Event &a = x.event(), &b = y.event();
    const EventSchema& schema = schema_of(a.kind);
    auto count = [](std::string_view field, std::uint32_t p, std::uint32_t q) {
        return FieldDifference{field, std::to_string(p), std::to_string(q)};
    };
    if (a.a != b.a) return count(schema.a, a.a, b.a);
    if (a.b != b.b) return count(schema.b, a.b, b.b);
    if (a.c != b.c) return count(schema.c, a.c, b.c);
    if (!same_number(a.number, b.number))
        return FieldDifference{schema.number, seconds(a.number), seconds(b.number)};
    if (x.text() != y.text())
        return FieldDifference{schema.text, on_one_line(x.text()), on_one_line(y.text())};
    if (x.text2() != y.text2())
        return FieldDifference{schema.text2, on_one_line(x.text2()), on_one_line(y.text2())};
    if (a.detail != b.detail)
        return FieldDifference{schema.detail, detail_text(schema, a.detail),
                               detail_text(schema, b.detail)};
    if (a.line != b.line) return count(schema.line, a.line, b.line);
    if (a.thread != b.thread) return count("th", a.thread, b.thread);
    return std::nullopt;
}

bool same(const Walk& x, const Walk& y) {
    return x.event().kind == y.event().kind && x.event().time == y.event().time &&
           !differing_field(x, y);
}

std::string headline(const ComparedTrace& trace, Position at, Language language) {
    Timeline timeline(trace.log);
    return narrate({trace.log, &trace.header, language}, timeline, at).headline;
}

// Puts into words what stands at the first difference.
class Teller {
  public:
    Teller(const ComparedTrace& first, const ComparedTrace& second, Language language)
        : first_(first), second_(second), language_(language) {}

    std::string tell(const Walk& x, const Walk& y, Position agreeing) const {
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
        arguments.emplace_back("time", seconds(x.event().time));
        return join(say("compare.differ", arguments), difference(x, y));
    }

  private:
    std::string difference(const Walk& x, const Walk& y) const {
        auto each = [&](const ComparedTrace& trace, Position at) {
            return say("compare.first",
                       {{"name", trace.name}, {"headline", headline(trace, at, language_)}});
        };
        std::string both = join(each(first_, x.at()), each(second_, y.at()));
        if (x.event().kind != y.event().kind) return both;
        if (auto field = differing_field(x, y))
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
                          Language language) {
    Level level = std::min(first.header.level, second.header.level);
    Walk x(first.log, level), y(second.log, level);
    Divergence found;
    while (!x.at_end() && !y.at_end() && same(x, y)) {
        x.next();
        y.next();
        ++found.agreeing;
    }
    found.same = x.at_end() && y.at_end();
    if (!x.at_end()) found.first = x.at();
    if (!y.at_end()) found.second = y.at();
    found.sentence = Teller(first, second, language).tell(x, y, found.agreeing);
    return found;
}

}  // namespace loopscope::trace
