// _json: writing and reading JSON text, for the json module.
#include <cmath>

#include "sim/python/modules/modules.h"
#include "sim/python/modules/native_module.h"

namespace loopscope::python::modules {

namespace {

/// A string literal; every character beyond ASCII escaped, if so wished.
std::string quote(const Str& text, bool ascii) {
    std::string out = "\"";
    for (std::size_t i = 0; i < text.length; ++i) {
        char32_t c = text.at(i);
        switch (c) {
            case '"':
                out += "\\\"";
                continue;
            case '\\':
                out += "\\\\";
                continue;
            case '\n':
                out += "\\n";
                continue;
            case '\r':
                out += "\\r";
                continue;
            case '\t':
                out += "\\t";
                continue;
            case '\f':
                out += "\\f";
                continue;
            case '\b':
                out += "\\b";
                continue;
            default:
                break;
        }
        auto code = static_cast<std::uint32_t>(c);
        if (code < 0x20 || (ascii && code >= 0x7f && code < 0x10000)) {
            out += fmt::format("\\u{:04x}", code);
        } else if (ascii && code >= 0x10000) {
            code -= 0x10000;
            out +=
                fmt::format("\\u{:04x}\\u{:04x}", 0xd800 + (code >> 10), 0xdc00 + (code & 0x3ff));
        } else {
            object::append_utf8(out, c);
        }
    }
    return out + "\"";
}

struct WriteOptions {
    Value fallback;  ///< `default`: makes something else of what JSON cannot say.
    bool skip_keys = false;
    bool ascii = true;
    bool check_circular = true;
    bool allow_nan = true;
    bool sort_keys = false;
    bool indented = false;
    std::string indent;
    std::string item_separator;
    std::string key_separator;
};

class Writer {
  public:
    explicit Writer(const WriteOptions& options) : options_(options) {}

    void write(const Value& v) {
        object::RecursionGuard guard(" while encoding a JSON object");
        if (is_str(v)) {
            out_ += quote(*v.as<Str>(), options_.ascii);
        } else if (is_none(v)) {
            out_ += "null";
        } else if (object::is_bool(v)) {
            out_ += is_true(v) ? "true" : "false";
        } else if (is_int(v)) {
            out_ += object::int_to_string(v);
        } else if (is_float(v)) {
            out_ += float_text(v.as<Float>()->value);
        } else if (is_list(v) || is_tuple(v)) {
            nested(v, [&] { write_row(v); });
        } else if (is_dict(v)) {
            nested(v, [&] { write_mapping(v); });
        } else {
            nested(v, [&] { write(call(options_.fallback, {v})); });
        }
    }
    std::string take() { return std::move(out_); }

  private:
    std::string float_text(double d) const {
        if (std::isfinite(d)) return object::float_repr(d);
        if (!options_.allow_nan) {
            raise_value_error("Out of range float values are not JSON compliant");
        }
        return std::isnan(d) ? "NaN" : d > 0 ? "Infinity" : "-Infinity";
    }

    template <typename Body>
    void nested(const Value& v, Body body) {
        if (options_.check_circular) {
            for (const Object* outer : active_) {
                if (outer == v.object()) raise_value_error("Circular reference detected");
            }
        }
        active_.push_back(v.object());
        body();
        active_.pop_back();
    }

    void new_line(std::size_t depth) {
        if (!options_.indented) return;
        out_ += '\n';
        for (std::size_t i = 0; i < depth; ++i) out_ += options_.indent;
    }

    void write_row(const Value& v) {
        std::size_t depth = ++depth_;
        bool first = true;
        out_ += '[';
        for_each(v, [&](const Value& item) {
            if (!std::exchange(first, false)) out_ += options_.item_separator;
            new_line(depth);
            write(item);
        });
        --depth_;
        if (!first) new_line(depth - 1);
        out_ += ']';
    }

    void write_mapping(const Value& v) {
        std::size_t depth = ++depth_;
        bool first = true;
        out_ += '{';
        Ref<List> items = List::from_iterable(call_method(v, "items"));
        if (options_.sort_keys) items->sort(Value(), false);
        for (std::size_t i = 0; i < items->size(); ++i) {
            Value pair = (*items)[i];
            Value key = getitem(pair, Value::small(0));
            std::string text;
            if (!key_text(key, text)) continue;
            if (!std::exchange(first, false)) out_ += options_.item_separator;
            new_line(depth);
            out_ += text + options_.key_separator;
            write(getitem(pair, Value::small(1)));
        }
        --depth_;
        if (!first) new_line(depth - 1);
        out_ += '}';
    }

    /// False: the key is of another type and is to be left out.
    bool key_text(const Value& key, std::string& text) const {
        if (is_str(key)) {
            text = quote(*key.as<Str>(), options_.ascii);
        } else if (is_none(key)) {
            text = "\"null\"";
        } else if (object::is_bool(key)) {
            text = is_true(key) ? "\"true\"" : "\"false\"";
        } else if (is_int(key)) {
            text = '"' + object::int_to_string(key) + '"';
        } else if (is_float(key)) {
            text = '"' + float_text(key.as<Float>()->value) + '"';
        } else if (options_.skip_keys) {
            return false;
        } else {
            raise_format(type_error_type, "keys must be str, int, float, bool or None, not {}",
                         type_name(key));
        }
        return true;
    }

    const WriteOptions& options_;
    std::string out_;
    std::size_t depth_ = 0;
    std::vector<const Object*> active_;
};

/// encode(obj, default, skipkeys, ensure_ascii, check_circular, allow_nan, sort_keys, indent,
///        item_separator, key_separator)
Value json_encode(const Value&, CallArgs args) {
    WriteOptions options;
    options.fallback = args.values[1];
    options.skip_keys = truth(args.values[2]);
    options.ascii = truth(args.values[3]);
    options.check_circular = truth(args.values[4]);
    options.allow_nan = truth(args.values[5]);
    options.sort_keys = truth(args.values[6]);
    options.indented = !is_none(args.values[7]);
    if (options.indented) options.indent = str_string(args.values[7]);
    options.item_separator = str_string(args.values[8]);
    options.key_separator = str_string(args.values[9]);
    Writer writer(options);
    writer.write(args.values[0]);
    return make_str(writer.take());
}

Value json_quote(const Value&, CallArgs args) {
    return make_str(
        quote(*object::expect_str(args.values[0], "first argument"), truth(args.values[1])));
}

/// Reads one value. Positions count characters, as the messages do.
class Reader {
  public:
    struct Hooks {
        Value fail;  ///< Called with message, text, position: makes the exception.
        bool strict = true;
        Value object_hook, object_pairs_hook, parse_float, parse_int, parse_constant;
    };
    Reader(const Ref<Str>& text, const Hooks& hooks) : text_(text), hooks_(hooks) {}

    std::size_t position() const { return at_; }
    void set_position(std::size_t at) { at_ = at; }

    Value read() {
        object::RecursionGuard guard(peek() == '['
                                         ? " while decoding a JSON array from a unicode string"
                                         : " while decoding a JSON object from a unicode string");
        switch (peek()) {
            case '"':
                ++at_;
                return read_string();
            case '{':
                ++at_;
                return read_object();
            case '[':
                ++at_;
                return read_array();
            case 'n':
                if (take("null")) return none();
                break;
            case 't':
                if (take("true")) return object::true_value();
                break;
            case 'f':
                if (take("false")) return object::false_value();
                break;
            case 'N':
                if (take("NaN")) return constant("NaN");
                break;
            case 'I':
                if (take("Infinity")) return constant("Infinity");
                break;
            case '-':
                if (take("-Infinity")) return constant("-Infinity");
                break;
            default:
                break;
        }
        return read_number();
    }

    void skip_space() {
        while (at_ < text_->length &&
               std::u32string_view(U" \t\n\r").find(text_->at(at_)) != std::u32string_view::npos) {
            ++at_;
        }
    }

    [[noreturn]] void fail(const char* message, std::size_t at) const {
        Value exception = call(hooks_.fail, {make_str(message), Value(text_), Int::from_size(at)});
        raise(Ref<ExceptionObject>(exception.as<ExceptionObject>()));
    }

  private:
    char32_t peek() const { return at_ < text_->length ? text_->at(at_) : 0; }

    bool take(std::string_view word) {
        if (text_->length - at_ < word.size()) return false;
        for (std::size_t i = 0; i < word.size(); ++i) {
            if (text_->at(at_ + i) != static_cast<unsigned char>(word[i])) return false;
        }
        at_ += word.size();
        return true;
    }

    Value constant(const char* name) const { return call(hooks_.parse_constant, {make_str(name)}); }

    bool digits() {
        std::size_t begin = at_;
        while (peek() >= '0' && peek() <= '9') ++at_;
        return at_ > begin;
    }

    Value read_number() {
        std::size_t begin = at_;
        if (peek() == '-') ++at_;
        if (peek() == '0') {
            ++at_;
        } else if (!digits()) {
            at_ = begin;
            fail("Expecting value", begin);
        }
        bool whole = true;
        std::size_t end = at_;
        if (peek() == '.') {
            ++at_;
            if (digits()) {
                whole = false;
                end = at_;
            }
            at_ = end;
        }
        if (peek() == 'e' || peek() == 'E') {
            ++at_;
            if (peek() == '+' || peek() == '-') ++at_;
            if (digits()) {
                whole = false;
                end = at_;
            }
            at_ = end;
        }
        Value number = Str::slice(text_.get(), begin, at_);
        return call(whole ? hooks_.parse_int : hooks_.parse_float, {number});
    }

    char32_t read_hex(std::size_t escape) {
        char32_t code = 0;
        for (std::size_t i = 0; i < 4; ++i, ++at_) {
            char32_t c = peek();
            char32_t digit = c >= '0' && c <= '9'   ? c - '0'
                             : c >= 'a' && c <= 'f' ? c - 'a' + 10
                             : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                    : 16;
            if (digit == 16) fail("Invalid \\uXXXX escape", escape + 1);
            code = code * 16 + digit;
        }
        return code;
    }

    char32_t read_escape() {
        std::size_t escape = at_ - 1;
        if (at_ >= text_->length) fail("Unterminated string starting at", string_begin_);
        char32_t c = text_->at(at_++);
        switch (c) {
            case '"':
            case '\\':
            case '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                break;
            default:
                fail("Invalid \\escape", escape);
        }
        char32_t code = read_hex(escape);
        if (code >= 0xd800 && code < 0xdc00 && peek() == '\\' && at_ + 1 < text_->length &&
            text_->at(at_ + 1) == 'u') {
            std::size_t back = at_;
            at_ += 2;
            char32_t low = read_hex(at_ - 2);
            if (low >= 0xdc00 && low < 0xe000) {
                return 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
            }
            at_ = back;
        }
        return code;
    }

    /// Behind the opening quote.
    Value read_string() {
        std::size_t begin = at_ - 1;
        object::StrBuilder builder;
        while (true) {
            if (at_ >= text_->length) fail("Unterminated string starting at", begin);
            char32_t c = text_->at(at_++);
            if (c == '"') return builder.finish();
            if (c == '\\') {
                string_begin_ = begin;
                builder.append(read_escape());
            } else if (c < 0x20 && hooks_.strict) {
                fail("Invalid control character at", at_ - 1);
            } else {
                builder.append(c);
            }
        }
    }

    Value read_array() {
        Ref<List> items = List::make();
        skip_space();
        if (peek() == ']') {
            ++at_;
            return items;
        }
        while (true) {
            items->append(read());
            skip_space();
            char32_t c = peek();
            std::size_t comma = at_;
            ++at_;
            if (c == ']') return items;
            if (c != ',') fail("Expecting ',' delimiter", comma);
            skip_space();
        }
    }

    Value read_object() {
        Ref<List> pairs = List::make();
        skip_space();
        if (peek() == '}') {
            ++at_;
            return finish_object(pairs);
        }
        while (true) {
            if (peek() != '"') {
                fail("Expecting property name enclosed in double quotes", at_);
            }
            ++at_;
            Value key = read_string();
            skip_space();
            if (peek() != ':') fail("Expecting ':' delimiter", at_);
            ++at_;
            skip_space();
            pairs->append(Tuple::make({key, read()}));
            skip_space();
            char32_t c = peek();
            std::size_t comma = at_;
            ++at_;
            if (c == '}') return finish_object(pairs);
            if (c != ',') fail("Expecting ',' delimiter", comma);
            skip_space();
        }
    }

    Value finish_object(const Ref<List>& pairs) const {
        if (!is_none(hooks_.object_pairs_hook)) {
            return call(hooks_.object_pairs_hook, {Value(pairs)});
        }
        Ref<Dict> result = Dict::make();
        for (const Value& pair : pairs->items()) {
            result->set((*pair.as<Tuple>())[0], (*pair.as<Tuple>())[1]);
        }
        if (!is_none(hooks_.object_hook)) return call(hooks_.object_hook, {Value(result)});
        return result;
    }

    Ref<Str> text_;
    const Hooks& hooks_;
    std::size_t at_ = 0;
    std::size_t string_begin_ = 0;
};

/// decode(text, position, fail, strict, object_hook, object_pairs_hook, parse_float, parse_int,
///        parse_constant) -> (value, end)
Value json_decode(const Value&, CallArgs args) {
    Ref<Str> text(object::expect_str(args.values[0], "first argument"));
    Reader::Hooks hooks{args.values[2], truth(args.values[3]), args.values[4], args.values[5],
                        args.values[6], args.values[7],        args.values[8]};
    Reader reader(text, hooks);
    reader.set_position(static_cast<std::size_t>(object::to_index(args.values[1])));
    Value value = reader.read();
    return Tuple::make({value, Int::from_size(reader.position())});
}

}  // namespace

void init_json(Module& module) {
    object::add_functions(
        *module.dict,
        {{"encode", json_encode,
          "obj, default, skipkeys, ensure_ascii, check_circular, allow_nan, sort_keys, indent, "
          "item_separator, key_separator, /"},
         {"quote", json_quote, "text, ensure_ascii, /"},
         {"decode", json_decode,
          "text, position, fail, strict, object_hook, object_pairs_hook, parse_float, parse_int, "
          "parse_constant, /"}},
        "_json");
}

}  // namespace loopscope::python::modules
