// Decoding of source files: encodings, line ends, the table of lines.
#include "sim/python/syntax/source_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace loopscope::python::syntax {

namespace {

std::vector<std::uint32_t> find_line_starts(std::string_view text) {
    std::vector<std::uint32_t> starts;
    if (!text.empty()) starts.push_back(0);
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        if (text[i] == '\n') starts.push_back(static_cast<std::uint32_t>(i + 1));
    }
    return starts;
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// How many bytes the well-formed UTF-8 sequence at text[at] has; 0 if it is malformed (overlong,
/// a surrogate, beyond U+10FFFF, cut off).
std::size_t sequence_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const unsigned first = byte(at);
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0) != 0x80) return 0;
    }
    const unsigned second = byte(at + 1);
    if (first == 0xE0 && second < 0xA0) return 0;
    if (first == 0xED && second > 0x9F) return 0;
    if (first == 0xF0 && second < 0x90) return 0;
    if (first == 0xF4 && second > 0x8F) return 0;
    return length;
}

/// The name after "coding:" or "coding=" in a comment line (PEP 263), or nothing.
std::string_view declared_encoding(std::string_view line) {
    const std::size_t comment = line.find_first_not_of(" \t\f");
    if (comment == std::string_view::npos || line[comment] != '#') return {};
    const std::size_t word = line.find("coding", comment);
    if (word == std::string_view::npos || word + 6 >= line.size()) return {};
    if (line[word + 6] != ':' && line[word + 6] != '=') return {};
    std::size_t begin = word + 7;
    while (begin < line.size() && (line[begin] == ' ' || line[begin] == '\t')) ++begin;
    std::size_t end = begin;
    while (end < line.size() && (std::isalnum(static_cast<unsigned char>(line[end])) != 0 ||
                                 line[end] == '-' || line[end] == '_' || line[end] == '.')) {
        ++end;
    }
    return line.substr(begin, end - begin);
}

/// The encoding that one of the first two lines declares, or nothing; the second counts only if
/// the first is blank or a comment.
std::string_view find_encoding(std::string_view text) {
    for (int line_number = 0; line_number < 2 && !text.empty(); ++line_number) {
        const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
        const std::string_view line = text.substr(0, end);
        if (const auto name = declared_encoding(line); !name.empty()) return name;
        const std::size_t content = line.find_first_not_of(" \t\f");
        if (content != std::string_view::npos && line[content] != '#') return {};
        text.remove_prefix(std::min(end + 1, text.size()));
        if (end > 0 && !text.empty() && text[0] == '\n') text.remove_prefix(1);
    }
    return {};
}

std::string normal_name(std::string_view encoding) {
    std::string name;
    for (const char c : encoding) {
        name += c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return name;
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(), [&](std::string_view known) {
        return name == known || (name.size() > known.size() &&
                                 name.substr(0, known.size() + 1) == std::string(known) + "-");
    });
}

std::string with_plain_line_ends(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() + 1);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (bytes[i] != '\r') {
            text += bytes[i];
        } else if (i + 1 >= bytes.size() || bytes[i + 1] != '\n') {
            text += '\n';
        }
    }
    if (!text.empty() && text.back() != '\n') text += '\n';
    return text;
}

std::string latin1_to_utf8(std::string_view text) {
    std::string result;
    for (const char c : text) append_code_point(result, static_cast<unsigned char>(c));
    return result;
}

SyntaxErrorInfo plain_error(std::string message) {
    SyntaxErrorInfo error;
    error.message = std::move(message);
    return error;
}

/// The error for a NUL byte or for malformed UTF-8, if the text has one.
std::optional<SyntaxErrorInfo> find_bad_byte(std::string_view text, std::string_view filename) {
    std::uint32_t line = 1;
    std::size_t line_start = 0;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == '\0') {
            SyntaxErrorInfo error = plain_error("source code cannot contain null bytes");
            error.line = line;
            error.text_line = std::string(text.substr(line_start, i - line_start));
            return error;
        }
        const std::size_t length = sequence_length(text, i);
        if (length == 0) {
            return plain_error(fmt::format(
                "Non-UTF-8 code starting with '\\x{:02x}' in file {} on line {}, but no encoding "
                "declared; see https://peps.python.org/pep-0263/ for details",
                static_cast<unsigned char>(text[i]), filename, line));
        }
        if (text[i] == '\n') {
            ++line;
            line_start = i + 1;
        }
        i += length;
    }
    return std::nullopt;
}

}  // namespace

SourceText::SourceText(std::string source)
    : text(std::make_shared<const std::string>(std::move(source))),
      line_starts(find_line_starts(*text)) {}

std::string_view SourceText::line(std::uint32_t number) const {
    const std::size_t index = static_cast<std::size_t>(number) - first_line;
    if (number < first_line || index >= line_starts.size()) return {};
    const std::size_t begin = line_starts[index];
    return std::string_view(*text).substr(begin, text->find('\n', begin) - begin);
}

std::variant<SourceText, SyntaxErrorInfo> decode_source(std::string_view bytes,
                                                        std::string_view filename) {
    const bool has_mark = bytes.substr(0, 3) == "\xEF\xBB\xBF";
    if (has_mark) bytes.remove_prefix(3);
    std::string text = with_plain_line_ends(bytes);
    const std::string_view declared = find_encoding(text);
    const std::string encoding = normal_name(declared);
    const bool is_utf8 = encoding.empty() || is_one_of(encoding, {"utf-8", "utf8"});
    if (!is_utf8) {
        const bool is_latin1 = is_one_of(encoding, {"latin-1", "iso-8859-1", "iso-latin-1"});
        if (!is_latin1) return plain_error(fmt::format("encoding problem: {}", declared));
        if (has_mark) return plain_error("encoding problem: iso-8859-1 with BOM");
        text = latin1_to_utf8(text);
    }
    if (auto error = find_bad_byte(text, filename)) return *std::move(error);
    return SourceText(std::move(text));
}

std::uint32_t decode_code_point(std::string_view text, std::size_t at, std::size_t& length) {
    const auto byte = [&](std::size_t i) -> std::uint32_t {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const std::uint32_t first = byte(at);
    length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length == 1) return first;
    std::uint32_t code_point = first & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) code_point = code_point << 6U | (byte(at + i) & 0x3FU);
    return code_point;
}

void append_code_point(std::string& to, std::uint32_t code_point) {
    const auto put = [&](std::uint32_t byte) { to += static_cast<char>(byte); };
    if (code_point < 0x80) {
        put(code_point);
    } else if (code_point < 0x800) {
        put(0xC0U | code_point >> 6U);
        put(0x80U | (code_point & 0x3FU));
    } else if (code_point < 0x10000) {
        put(0xE0U | code_point >> 12U);
        put(0x80U | (code_point >> 6U & 0x3FU));
        put(0x80U | (code_point & 0x3FU));
    } else {
        put(0xF0U | code_point >> 18U);
        put(0x80U | (code_point >> 12U & 0x3FU));
        put(0x80U | (code_point >> 6U & 0x3FU));
        put(0x80U | (code_point & 0x3FU));
    }
}

std::string_view Module::line_text(std::uint32_t line) const {
    if (line == 0 || line > line_starts.size()) return {};
    const std::size_t begin = line_starts[line - 1];
    return std::string_view(*source).substr(begin, source->find('\n', begin) - begin);
}

std::string_view Module::text(const SourceRange& range) const {
    if (range.line == 0 || range.line > line_starts.size()) return {};
    if (range.end_line == 0 || range.end_line > line_starts.size()) return {};
    const std::size_t begin = line_starts[range.line - 1] + range.column;
    const std::size_t end = line_starts[range.end_line - 1] + range.end_column;
    if (begin > end || end > source->size()) return {};
    return std::string_view(*source).substr(begin, end - begin);
}

std::uint32_t character_offset(std::string_view line, std::uint32_t byte_column) {
    const std::string_view before = line.substr(0, std::min<std::size_t>(byte_column, line.size()));
    return static_cast<std::uint32_t>(
        std::count_if(before.begin(), before.end(), [](char c) { return !is_continuation(c); }));
}

}  // namespace loopscope::python::syntax
