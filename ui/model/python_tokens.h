// Colouring of Python source: what kind of text each stretch of a line is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope::ui {

enum class TokenKind : std::uint8_t {
    Plain,
    Keyword,
    Builtin,
    Definition,
    String,
    Number,
    Comment,
    Decorator,
};

/// A stretch of one line.
struct SourceToken {
    std::uint32_t begin = 0;  ///< Byte offset in the line.
    std::uint32_t length = 0;
    TokenKind kind = TokenKind::Plain;

    friend bool operator==(const SourceToken&, const SourceToken&) = default;
};

struct SourceLine {
    std::string text;                 ///< Without the line's end; tabs have become spaces.
    std::vector<SourceToken> tokens;  ///< Cover the text without gaps, in order.
};

/// Cuts a program into coloured lines. Made for looks, not for truth: any text gives some result,
/// broken programs too. Strings may run over several lines.
std::vector<SourceLine> colour_source(std::string_view source);

/// Folds a metadata block (PEP 723: from "# /// script" to "# ///") that ends the program into one
/// line: to a class it is noise. One elsewhere stays, for the lines after it keep their numbers.
void fold_metadata(std::vector<SourceLine>& lines);

}  // namespace loopscope::ui
