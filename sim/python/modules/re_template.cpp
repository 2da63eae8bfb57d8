// Replacement templates: "\1, \g<name>" and the escapes among them.
#include <fmt/format.h>

#include "sim/object/str.h"
#include "sim/python/modules/re_reader.h"

namespace loopscope::python::modules::regex {

namespace {

constexpr std::uint64_t kGroupsMax = 1073741823;

class TemplateReader {
  public:
    TemplateReader(std::u32string_view text, bool is_text, const TemplateGroups& groups)
        : reader_(text, is_text), groups_(groups) {}

    std::vector<TemplatePiece> run() {
        while (true) {
            Token token = reader_.get();
            if (token.empty()) break;
            if (token[0] == '\\') {
                read_escape(token);
            } else {
                text_ += token;
            }
        }
        flush();
        return std::move(pieces_);
    }

  private:
    void flush() {
        if (!text_.empty()) pieces_.push_back({std::move(text_), -1});
        text_.clear();
    }

    void add_group(std::uint64_t group, std::size_t back) {
        if (group > static_cast<std::uint64_t>(groups_.count)) {
            reader_.fail(fmt::format("invalid group reference {}", group), back);
        }
        flush();
        pieces_.push_back({{}, static_cast<int>(group)});
    }

    /// \g<name> or \g<number>
    void read_named() {
        if (!reader_.match('<')) reader_.fail("missing <");
        std::u32string_view name = reader_.get_until('>', "group name");
        if (is_identifier(name)) {
            for (const auto& [known, group] : *groups_.names) {
                if (known == name) return add_group(static_cast<std::uint64_t>(group), 1);
            }
            throw Refused{"unknown group name " + object::quoted(utf8_of(name)), std::nullopt,
                          Refused::Kind::Value};
        }
        std::uint64_t group = 0;
        for (char32_t c : name) {
            if (!is_digit(c)) {
                reader_.fail("bad character in group name " + object::quoted(utf8_of(name)),
                             name.size() + 1);
            }
            group = std::min<std::uint64_t>(group * 10 + (c - '0'), kGroupsMax);
        }
        if (group >= kGroupsMax) {
            reader_.fail(fmt::format("invalid group reference {}", group), name.size() + 1);
        }
        add_group(group, name.size() + 1);
    }

    /// \1 to \99, or an octal code.
    void read_number(char32_t first) {
        std::u32string digits(1, first);
        if (reader_.next_is_digit()) {
            digits += reader_.get();
            if (is_octal(digits[0]) && is_octal(digits[1]) && reader_.next_is_digit() &&
                is_octal(reader_.peek()[0])) {
                digits += reader_.get();
                return add_octal(digits);
            }
        }
        std::uint64_t group = 0;
        for (char32_t c : digits) group = group * 10 + (c - '0');
        add_group(group, digits.size());
    }

    void add_octal(const std::u32string& digits) {
        char32_t code = 0;
        for (char32_t c : digits) code = code * 8 + (c - '0');
        if (code > 0377) {
            reader_.fail("octal escape value \\" + utf8_of(digits) + " outside of range 0-0o377",
                         digits.size() + 1);
        }
        text_ += code;
    }

    void read_escape(Token token) {
        char32_t c = token[1];
        if (c == 'g') return read_named();
        if (c == '0') {
            char32_t code = 0;
            for (char32_t digit : reader_.get_while(2, is_octal)) code = code * 8 + (digit - '0');
            text_ += code;
            return;
        }
        if (is_digit(c)) return read_number(c);
        constexpr std::u32string_view kEscapes = U"abfnrtv\\";
        constexpr std::u32string_view kMeanings = U"\a\b\f\n\r\t\v\\";
        if (std::size_t at = kEscapes.find(c); at != std::u32string_view::npos) {
            text_ += kMeanings[at];
            return;
        }
        if (is_ascii_letter(c)) reader_.fail("bad escape " + utf8_of(token), token.size());
        text_ += token;
    }

    Reader reader_;
    const TemplateGroups& groups_;
    std::u32string text_;
    std::vector<TemplatePiece> pieces_;
};

}  // namespace

std::vector<TemplatePiece> read_template(std::u32string_view text, bool is_text,
                                         const TemplateGroups& groups) {
    return TemplateReader(text, is_text, groups).run();
}

}  // namespace loopscope::python::modules::regex
