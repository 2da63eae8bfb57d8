// Regular expressions as Python writes them: reads one and says it in PCRE2's words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loopscope::python::modules::regex {

/// Bits of re.RegexFlag.
enum Flag : std::uint32_t {
    kTemplate = 1,
    kIgnoreCase = 2,
    kLocale = 4,
    kMultiline = 8,
    kDotAll = 16,
    kUnicode = 32,
    kVerbose = 64,
    kDebug = 128,
    kAscii = 256,
};

/// How the subject is stored, which decides how `\w` and its kin are spelled.
enum class Form : std::uint8_t {
    Bytes8,  ///< One byte a character; ASCII rules: bytes, ASCII text, and re.ASCII on Latin-1.
    Latin8,  ///< One byte a character, Unicode rules.
    Wide16,  ///< Two bytes a character.
    Wide32,
};
inline constexpr int kFormCount = 4;

/// A pattern that cannot be compiled.
struct Refused {
    enum class Kind : std::uint8_t { Error, Value, Overflow, Recursion };
    std::string message;
    std::optional<std::size_t> position = std::nullopt;
    Kind kind = Kind::Error;
};

/// What is to be read.
struct Source {
    std::u32string_view pattern;
    bool is_text = true;  ///< str, not bytes.
    std::uint32_t flags = 0;
};

/// A pattern in PCRE2's words, for subjects of one form.
struct Translation {
    std::string pattern;      ///< ASCII only: other characters stand as \x{…}.
    std::uint32_t flags = 0;  ///< With those that the pattern itself turned on.
    int groups = 0;
    std::vector<std::pair<std::u32string, int>> names;  ///< In order of appearance.
    std::vector<int> closed;    ///< Group numbers in the order in which their parentheses close.
    char32_t widest = 0;        ///< The largest literal character.
    bool ignores_case = false;  ///< Somewhere.
    std::vector<std::string> warnings;  ///< FutureWarnings, such as "Possible nested set at …".
};

/// Reads a pattern.
///
/// Mirrors: re._parser.parse, its checks, messages and positions.
/// Errors:  throws Refused.
Translation translate(const Source& source, Form form);

/// A piece of a replacement template: text, or a group to be put there.
struct TemplatePiece {
    std::u32string text;
    int group = -1;  ///< -1: text.
};

/// What a template may refer to.
struct TemplateGroups {
    int count = 0;  ///< Groups of the pattern, the whole match not counted.
    const std::vector<std::pair<std::u32string, int>>* names = nullptr;
};

/// Reads the replacement argument of sub and the template of expand.
///
/// Mirrors: re._parser.parse_template.
/// Errors:  throws Refused; IndexError "unknown group name" is Kind::Value with no position.
std::vector<TemplatePiece> read_template(std::u32string_view text, bool is_text,
                                         const TemplateGroups& groups);

/// The character of a Unicode name for `\N{…}`; nothing when there is none.
std::optional<char32_t> named_character(std::u32string_view name);

}  // namespace loopscope::python::modules::regex
