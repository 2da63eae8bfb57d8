// The parser of patterns: one pass that checks and translates.
#pragma once

#include <map>
#include <vector>

#include "sim/python/modules/re_reader.h"

namespace loopscope::python::modules::regex {

/// How many characters a piece of a pattern can match.
struct Width {
    std::uint64_t least = 0;
    std::uint64_t most = 0;
    static constexpr std::uint64_t kMost = 0xffffffff;

    void then(Width next) {
        least = std::min(least + next.least, kMost);
        most = std::min(most + next.most, kMost);
    }
    void either(Width other) {
        least = std::min(least, other.least);
        most = std::max(most, other.most);
    }
};

/// The pattern turned VERBOSE on by itself: it must be read again from the start.
struct ReadAgainVerbosely {};

class Parser {
  public:
    Parser(const Source& source, std::uint32_t flags, Form form);
    Translation run();

  private:
    /// Where a piece stands: the flags in force there, and how deep.
    struct Scope {
        std::uint32_t flags = 0;
        int depth = 0;
        bool first = false;  ///< The first branch of the whole pattern.
    };
    enum class Item : std::uint8_t { None, Position, Repeat, Other };
    /// One character class being read.
    struct Set {
        std::string inside;                ///< Between the brackets.
        std::vector<std::string> outside;  ///< Complements, which cannot stand in brackets.
        bool empty = true;
    };
    /// One member of a set: a character, or a category such as \d.
    struct Member {
        std::optional<char32_t> character;
        char32_t category = 0;
    };

    Width parse_alternatives(Scope scope);
    Width parse_branch(Scope scope);
    Width parse_set(const Scope& scope);
    Member parse_set_escape(Token escape);
    void add_member(Set& set, const Member& member, std::uint32_t flags);
    void add_range(Set& set, char32_t low, char32_t high);
    void emit_set(const Set& set, bool negated);
    Width parse_escape(Token escape, const Scope& scope, Item& item);
    Width parse_reference(Token escape);
    std::optional<Width> parse_repeat(Token token, Item item, Width width);
    bool read_bounds(std::size_t here, std::uint64_t& least, std::uint64_t& most);
    /// A group; nothing when it was a comment or a global flag.
    std::optional<Width> parse_group(const Scope& scope, Item item);
    std::optional<Width> parse_python_extension(const Scope& scope, std::size_t start);
    Width parse_capture(std::u32string_view name, const Scope& scope, std::size_t start);
    Width parse_plain_group(std::string_view opening, Scope scope, std::size_t start);
    Width parse_look(char32_t kind, const Scope& scope, std::size_t start);
    Width parse_condition(const Scope& scope, std::size_t start);
    int condition_group();
    void skip_comment(std::size_t start);
    /// (?flags) or (?flags:…): the flags turned on and off; nothing when they are global.
    struct FlagChange {
        std::uint32_t on = 0;
        std::uint32_t off = 0;
    };
    std::optional<FlagChange> parse_flags(Token token);
    std::uint32_t parse_flags_off(Token token);
    void expect_close(std::size_t start);
    void check_group_name(std::u32string_view name, std::size_t back);
    int open_group(std::u32string_view name);
    int group_of(std::u32string_view name) const;
    bool is_open(int group) const;
    void check_lookbehind_reference(int group);
    void emit_char(char32_t c);
    void emit_in_set(std::string& out, char32_t c) const;
    /// The members of \d, \s or \w, as they stand between brackets.
    std::string category(char32_t letter, std::uint32_t flags) const;
    bool uses_ascii(std::uint32_t flags) const;

    Source source_;
    Form form_;
    char32_t limit_;  ///< The largest character that a subject of this form can hold.
    Reader reader_;
    std::uint32_t flags_;  ///< The pattern's own.
    std::string out_;
    Translation result_;
    std::vector<std::optional<Width>> widths_{Width{}};  ///< By group; none while it is open.
    std::map<int, std::size_t> condition_positions_;
    int lookbehind_groups_ = -1;  ///< Groups opened before the lookbehind being read; -1: none.
    bool bad_lookbehind_ = false;
};

}  // namespace loopscope::python::modules::regex
