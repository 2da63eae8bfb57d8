// PCRE2 beneath `re`: compiles translations and matches subjects of every width.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "sim/python/modules/re_syntax.h"

namespace loopscope::python::modules::regex {

/// A subject as it lies in memory: a str's characters or bytes.
struct Subject {
    const void* data = nullptr;
    std::size_t length = 0;  ///< Characters.
    Form form = Form::Bytes8;
};

enum class Anchor : std::uint8_t { None, Start, Both };

/// Begin and end of every group in characters, the whole match first; -1 for groups that took no
/// part.
using Spans = std::vector<std::int64_t>;

enum class Outcome : std::uint8_t { Match, NoMatch, TooMuchWork, TooMuchMemory };

/// One pattern, compiled for each form of subject when the first such subject comes.
class Engine {
  public:
    /// Reads the pattern. Errors: throws Refused.
    Engine(std::u32string pattern, bool is_text, std::uint32_t flags);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// What the pattern says, by any form.
    const Translation& translation() const { return translation_; }
    bool is_text() const { return is_text_; }

    struct Attempt {
        std::size_t from = 0;  ///< Where to begin; what stands before is seen by \b and lookbehind.
        Anchor anchor = Anchor::None;
        bool not_empty_at_start = false;  ///< An empty match at `from` does not count.
    };
    /// Looks for a match. The work of one call is bounded, so that a pattern that backtracks
    /// without end is told from one that does not match.
    Outcome match(const Subject& subject, const Attempt& attempt, Spans& spans);

  private:
    struct Compiled;
    Compiled& compiled(Form form);

    std::u32string pattern_;
    bool is_text_;
    std::uint32_t flags_;
    Translation translation_;
    std::array<std::unique_ptr<Compiled>, kFormCount> compiled_;
};

}  // namespace loopscope::python::modules::regex
