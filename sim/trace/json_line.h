// JsonLine: reads one line of JSON, field by field, and writes JSON's scalars.
//
// Why our own: a guest's str may hold lone surrogates, which travel as \udXXX escapes that stock
// parsers reject; and a damaged line must say at which byte it breaks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/base/result.h"

namespace loopscope::trace {

/// Reads the fields of one flat object. Use: `while (line.next_field())`, then look at key() and
/// take the value by kind(). Values that are objects or lists are stepped over.
///
/// Errors: failed() is true and error() says what was expected; column() is the byte where.
/// Cost: one pass, no allocation but for strings with escapes.
class JsonLine {
  public:
    enum class Kind : std::uint8_t { Null, Bool, Number, String, Nested };

    explicit JsonLine(std::string_view text) : text_(text) {}

    /// Steps to the next field. False at the end of the object, or when something is wrong.
    bool next_field();
    std::string_view key() const { return key_; }
    Kind kind() const { return kind_; }
    /// The decoded value of a String, valid until the next field.
    std::string_view string() const { return value_; }
    /// The value of a Number or of a Nested as written.
    std::string_view raw() const { return value_; }

    bool failed() const { return !error_.empty(); }
    const base::Failure& error() const { return error_; }
    std::size_t column() const { return at_; }
    /// Records that the present field is wrong; reading ends.
    void fail(base::Failure what);

  private:
    void skip_space();
    bool expect(char wanted, std::string_view key);
    bool end_of_object();
    bool value();
    bool nested();
    bool number_text();
    bool word(std::string_view wanted);
    bool string_text(std::string& decoded, std::string_view& value);
    bool escape(std::string& decoded);
    bool hex4(std::uint32_t& unit);

    std::string_view text_;
    std::size_t at_ = 0;
    bool begun_ = false, ended_ = false;
    Kind kind_ = Kind::Null;
    std::string_view key_, value_;
    std::string key_decoded_, value_decoded_;
    base::Failure error_;
};

/// Appends `text` as a JSON string. Bytes that are not UTF-8 and lone surrogates become \udXXX.
void append_json_string(std::string& out, std::string_view text);

/// Appends a double in the shortest form that reads back as the same one; infinity as null, the
/// other two that JSON lacks as "-inf" and "nan".
void append_json_number(std::string& out, double value);

}  // namespace loopscope::trace
