// Turns Python 3.11 source text into its tree, or into the SyntaxError that CPython would raise.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "sim/python/syntax/ast.h"

namespace loopscope::python::syntax {

/// The exception type that a refused text raises.
enum class SyntaxErrorKind : std::uint8_t {
    SyntaxError,
    IndentationError,
    TabError,
    MemoryError,     ///< Nested too deeply for the parser itself.
    RecursionError,  ///< The tree is deeper than kTreeDepthMax.
};

/// Why a text is no Python program, with what the exception's attributes and the caret line of
/// its traceback need. The fields are `msg`, `lineno`, `offset`, `end_lineno`, `end_offset` and
/// `text` of CPython's exception: offsets count characters (not bytes) from 1; an end of 0 means
/// that CPython gives none; text_line has no newline.
struct SyntaxErrorInfo {
    SyntaxErrorKind kind = SyntaxErrorKind::SyntaxError;
    std::string message;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    std::uint32_t end_line = 0;
    std::uint32_t end_column = 0;
    std::string text_line;
    bool of_compiler = false;  ///< Found behind the parser, which alone has the text at hand.
};

/// "SyntaxError", "IndentationError" and so on.
std::string_view name_of(SyntaxErrorKind kind);

/// Parses a whole program (CPython's "exec" mode).
///
/// `source` is the bytes of a file: UTF-8, with or without a byte order mark; any bytes are safe.
/// Reports what CPython's tokenizer and parser report. What its symbol table and compiler find
/// ("'return' outside function") is the compile layer's to report.
///
/// Cost: linear in the text; about a millisecond for a thousand lines.
std::variant<Module, SyntaxErrorInfo> parse_module(std::string_view source,
                                                   std::string_view filename);

/// Parses what was typed at a prompt (CPython's "single" mode): errors tell an open end apart.
std::variant<Module, SyntaxErrorInfo> parse_interactive(std::string_view source,
                                                        std::string_view filename);

/// Parses one expression (CPython's "eval" mode): the module's body is one ExprStmt.
std::variant<Module, SyntaxErrorInfo> parse_expression(std::string_view source,
                                                       std::string_view filename);

}  // namespace loopscope::python::syntax
