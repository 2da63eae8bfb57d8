// A program's text made ready for the lexer: decoded, with '\n' line ends and a table of lines.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/python/syntax/parser.h"

namespace loopscope::python::syntax {

/// The text that one lexer reads, and where it sits in the file.
///
/// A file's own text starts at line 1. The expression inside an f-string is a text of its own
/// (its source put in parentheses), which starts at a line and column of the file; tokens carry
/// positions in the file, while error messages show the inner text, as CPython 3.11 does.
struct SourceText {
    std::shared_ptr<const std::string> text;  ///< Ends with '\n' unless empty.
    std::vector<std::uint32_t> line_starts;   ///< Byte offset of each line.
    std::uint32_t first_line = 1;             ///< The file's number of the text's first line.
    std::int32_t first_column = 0;            ///< Added to columns of the first line.

    explicit SourceText(std::string source);

    /// A line by the file's numbering, without its newline; empty where there is none.
    std::string_view line(std::uint32_t number) const;
};

/// Decodes the bytes of a file as CPython's tokenizer does: drops a byte order mark, obeys an
/// encoding line (UTF-8 or Latin-1; FIDELITY: no other encoding is known), refuses NUL bytes and
/// malformed UTF-8, turns "\r\n" and "\r" into "\n".
std::variant<SourceText, SyntaxErrorInfo> decode_source(std::string_view bytes,
                                                        std::string_view filename);

/// The code point at text[at], which must be well-formed UTF-8 (surrogates allowed); sets
/// `length` to its bytes.
std::uint32_t decode_code_point(std::string_view text, std::size_t at, std::size_t& length);

/// Appends a code point as UTF-8; a surrogate gets the three bytes of its own (WTF-8).
void append_code_point(std::string& to, std::uint32_t code_point);

}  // namespace loopscope::python::syntax
