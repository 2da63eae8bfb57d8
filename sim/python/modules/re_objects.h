// re.Pattern and re.Match as Python objects.
#pragma once

#include <memory>

#include "sim/python/modules/native_module.h"
#include "sim/python/modules/re_engine.h"

namespace loopscope::python::modules::regex {

extern Type pattern_type;
extern Type match_type;

struct PatternObject : Container {
    Value pattern;  ///< str or bytes, as given.
    std::unique_ptr<Engine> engine;
    Ref<Dict> group_index;
    static Type* class_type() { return &pattern_type; }
};

struct MatchObject : Container {
    Ref<PatternObject> pattern;
    Value string;
    std::int64_t begin = 0;  ///< `pos`
    std::int64_t end = 0;    ///< `endpos`
    Spans spans;
    static Type* class_type() { return &match_type; }
};

/// What `re` keeps per run: the class of its errors.
struct ReState : Runtime::Extension {
    static constexpr char kRuntimeKey = 0;
    Value error_class;
    static ReState& current();
};

/// The characters of a str or the bytes of a bytes-like object, one each.
std::u32string code_points_of(const Value& v);
/// The piece [begin, end) of what was searched: str, or bytes.
Value piece_of(const Value& string, std::int64_t begin, std::int64_t end);
/// Throws re.error, ValueError, OverflowError or RecursionError. `pattern` is what error.pattern
/// shows.
[[noreturn]] void raise_refused(const Refused& refused, const Value& pattern);

/// What was searched, and how far: the arguments (string, pos, endpos) checked.
class Search {
  public:
    /// TypeErrors as CPython words them.
    Search(PatternObject& pattern, const Value& string, const Value& from, const Value& to);
    /// Finds the next match; false: none. RuntimeError when it takes too much work.
    bool next(Anchor anchor);
    /// The match that next() found.
    Ref<MatchObject> match() const;
    const Spans& spans() const { return spans_; }
    /// The group's text; `missing` for one that took no part.
    Value group(std::size_t group, const Value& missing) const;
    const Value& string() const { return string_; }
    std::int64_t length() const { return end_; }
    /// The next search begins behind the last match, which an empty match may not repeat.
    void go_on();

  private:
    Subject subject() const;

    Ref<PatternObject> pattern_;
    Value string_;
    std::int64_t begin_ = 0;
    std::int64_t end_ = 0;
    std::int64_t from_ = 0;
    bool not_empty_ = false;
    Spans spans_;
};

/// The group that an argument of Match methods names: a number or a name. IndexError.
std::size_t group_number(const MatchObject& match, const Value& key);
/// A template's pieces put together for one match.
Value expand_template(const std::vector<TemplatePiece>& pieces, const Value& string,
                      const Spans& spans);
std::vector<TemplatePiece> template_of(const PatternObject& pattern, const Value& text);
/// Strings joined by what they are: str or bytes.
Value join_pieces(const Value& like, const std::vector<Value>& pieces);

void define_pattern();
void define_match();

}  // namespace loopscope::python::modules::regex
