// Colouring of Python source.
#include "ui/model/python_tokens.h"

#include <algorithm>
#include <array>

namespace loopscope::ui {
namespace {

constexpr std::array<std::string_view, 37> kKeywords{
    "False",  "None",     "True",   "and", "as",    "assert", "async",  "await",    "break", "case",
    "class",  "continue", "def",    "del", "elif",  "else",   "except", "finally",  "for",   "from",
    "global", "if",       "import", "in",  "is",    "lambda", "match",  "nonlocal", "not",   "or",
    "pass",   "raise",    "return", "try", "while", "with",   "yield"};

constexpr std::array<std::string_view, 32> kBuiltins{
    "BaseException", "Exception", "abs",     "all",     "any",  "bool",       "bytes", "dict",
    "enumerate",     "float",     "getattr", "hasattr", "int",  "isinstance", "iter",  "len",
    "list",          "map",       "max",     "min",     "next", "object",     "open",  "print",
    "range",         "repr",      "set",     "sorted",  "str",  "sum",        "super", "tuple"};

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

template <std::size_t N>
bool among(const std::array<std::string_view, N>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// Goes through a program line by line; remembers a string that is still open.
class Colourer {
  public:
    SourceLine line(std::string_view text) {
        out_ = {};
        for (char c : text) {
            if (c == '\t')
                out_.text.append(4 - out_.text.size() % 4, ' ');
            else if (static_cast<unsigned char>(c) >= 0x20)
                out_.text += c;
        }
        at_ = 0;
        defines_ = false;
        if (!open_.empty()) string_rest(0);
        while (at_ < out_.text.size()) token();
        return std::move(out_);
    }

  private:
    char now() const { return out_.text[at_]; }
    bool starts(std::string_view mark) const {
        return std::string_view(out_.text).substr(at_).starts_with(mark);
    }
    void put(std::size_t begin, TokenKind kind) {
        auto b = static_cast<std::uint32_t>(begin);
        auto e = static_cast<std::uint32_t>(at_);
        if (e == b) return;
        if (!out_.tokens.empty() && out_.tokens.back().kind == kind) {
            out_.tokens.back().length = e - out_.tokens.back().begin;
        } else {
            out_.tokens.push_back({b, e - b, kind});
        }
    }

    void token() {
        std::size_t begin = at_;
        char c = now();
        if (c == '#') {
            at_ = out_.text.size();
            put(begin, TokenKind::Comment);
        } else if (c == '"' || c == '\'') {
            string(begin);
        } else if (is_digit(c)) {
            while (at_ < out_.text.size() &&
                   (is_digit(now()) || is_letter(now()) || now() == '.')) {
                ++at_;
            }
            put(begin, TokenKind::Number);
        } else if (is_letter(c)) {
            word(begin);
        } else if (c == '@' && out_.text.find_first_not_of(' ') == at_) {
            ++at_;
            while (at_ < out_.text.size() && (is_letter(now()) || now() == '.')) ++at_;
            put(begin, TokenKind::Decorator);
        } else {
            ++at_;
            put(begin, TokenKind::Plain);
        }
    }

    void word(std::size_t begin) {
        while (at_ < out_.text.size() && (is_letter(now()) || is_digit(now()))) ++at_;
        std::string_view text = std::string_view(out_.text).substr(begin, at_ - begin);
        bool prefix = text.size() <= 2 && at_ < out_.text.size() &&
                      (now() == '"' || now() == '\'') &&
                      text.find_first_not_of("rRbBfFuU") == std::string_view::npos;
        if (prefix) {
            string(begin);
            return;
        }
        bool attribute = begin > 0 && out_.text[begin - 1] == '.';
        if (defines_) {
            put(begin, TokenKind::Definition);
            defines_ = false;
        } else if (!attribute && among(kKeywords, text)) {
            put(begin, TokenKind::Keyword);
            defines_ = text == "def" || text == "class";
        } else {
            put(begin,
                !attribute && among(kBuiltins, text) ? TokenKind::Builtin : TokenKind::Plain);
        }
    }

    void string(std::size_t begin) {
        char quote = now();
        std::string triple(3, quote);
        open_ = starts(triple) ? triple : std::string(1, quote);
        at_ += open_.size();
        string_rest(begin);
    }

    void string_rest(std::size_t begin) {
        while (at_ < out_.text.size()) {
            if (now() == '\\') {
                at_ = std::min(at_ + 2, out_.text.size());
            } else if (starts(open_)) {
                at_ += open_.size();
                open_.clear();
                break;
            } else {
                ++at_;
            }
        }
        put(begin, TokenKind::String);
        bool goes_on = open_.size() == 3 || (!out_.text.empty() && out_.text.back() == '\\');
        if (!goes_on) open_.clear();
    }

    SourceLine out_;
    std::size_t at_ = 0;
    bool defines_ = false;  // The next word is the name of a function or class.
    std::string open_;      // The quotes that end the string we are in.
};

}  // namespace

std::vector<SourceLine> colour_source(std::string_view source) {
    std::vector<SourceLine> lines;
    Colourer colourer;
    while (!source.empty()) {
        std::size_t end = source.find('\n');
        lines.push_back(colourer.line(source.substr(0, end)));
        source.remove_prefix(end == std::string_view::npos ? source.size() : end + 1);
    }
    return lines;
}

void fold_metadata(std::vector<SourceLine>& lines) {
    std::size_t end = lines.size();
    while (end > 0 && lines[end - 1].text.empty()) --end;
    if (end == 0 || lines[end - 1].text != "# ///") return;
    std::size_t begin = end - 1;
    while (begin > 0 && lines[begin - 1].text.starts_with('#')) {
        --begin;
        if (lines[begin].text != "# /// script") continue;
        SourceLine folded;
        folded.text = "# /// script … # ///";
        folded.tokens.push_back(
            {0, static_cast<std::uint32_t>(folded.text.size()), TokenKind::Comment});
        lines.resize(begin);
        lines.push_back(std::move(folded));
        return;
    }
}

}  // namespace loopscope::ui
