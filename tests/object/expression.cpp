// A recursive-descent evaluator of Python expressions.
#include "tests/object/expression.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <stdexcept>

#include "sim/object/bytes.h"
#include "sim/object/class.h"
#include "sim/object/dict.h"
#include "sim/object/exception.h"
#include "sim/object/float.h"
#include "sim/object/format.h"
#include "sim/object/int.h"
#include "sim/object/iterator.h"
#include "sim/object/list.h"
#include "sim/object/method.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/set.h"
#include "sim/object/singletons.h"
#include "sim/object/slice.h"
#include "sim/object/str.h"

namespace loopscope::object::test {

namespace {

// The few builtin functions that expressions use.

Value call_repr(const Value&, CallArgs args) { return repr(args.values[0]); }
Value call_len(const Value&, CallArgs args) { return Int::from(length(args.values[0])); }
Value call_hash(const Value&, CallArgs args) { return Int::from(hash(args.values[0])); }
Value call_abs(const Value&, CallArgs args) { return absolute(args.values[0]); }
Value call_iter(const Value&, CallArgs args) { return iter(args.values[0]); }
Value call_format(const Value&, CallArgs args) {
    return format_value(args.values[0], args.values[1]);
}
Value call_round(const Value&, CallArgs args) {
    if (args.values[1]) return call_method(args.values[0], "__round__", {args.values[1]});
    return call_method(args.values[0], "__round__");
}
/// All characters of a range, without surrogates.
Value call_characters(const Value&, CallArgs args) {
    StrBuilder out;
    for (std::int64_t c = args.values[0].small(); c < args.values[1].small(); ++c) {
        if (c < 0xd800 || c > 0xdfff) out.append(static_cast<char32_t>(c));
    }
    return out.finish();
}
Value call_divmod(const Value&, CallArgs args) { return divmod(args.values[0], args.values[1]); }
Value call_pow(const Value&, CallArgs args) {
    return power(args.values[0], args.values[1], args.values[2]);
}
Value call_next(const Value&, CallArgs args) {
    Value item = next(args.values[0]);
    if (!item) raise(stop_iteration_type);
    return item;
}

std::map<std::string, Value> make_names() {
    std::map<std::string, Value> names = {{"None", none()},
                                          {"NotImplemented", not_implemented()},
                                          {"Ellipsis", ellipsis()},
                                          {"True", true_value()},
                                          {"False", false_value()}};
    for (Type* type : {&int_type,    &bool_type,      &float_type,      &complex_type, &str_type,
                       &bytes_type,  &bytearray_type, &memoryview_type, &tuple_type,   &list_type,
                       &dict_type,   &set_type,       &frozenset_type,  &range_type,   &slice_type,
                       &object_type, &type_type,      &enumerate_type,  &zip_type,     &map_type,
                       &filter_type, &reversed_type,  &property_type}) {
        names[type->name] = Value::borrow(type);
    }
    for (const MethodDef& def :
         std::initializer_list<MethodDef>{{"repr", call_repr, "obj, /"},
                                          {"len", call_len, "obj, /"},
                                          {"hash", call_hash, "obj, /"},
                                          {"abs", call_abs, "x, /"},
                                          {"iter", call_iter, "x, /"},
                                          {"next", call_next, "x, /"},
                                          {"divmod", call_divmod, "x, y, /"},
                                          {"pow", call_pow, "base, exp, mod=, /"},
                                          {"format", call_format, "value, format_spec=, /"},
                                          {"characters", call_characters, "first, last, /"},
                                          {"round", call_round, "number, ndigits=, /"}}) {
        names[std::string(def.name)] = make_function(def);
    }
    return names;
}

class Evaluator {
  public:
    explicit Evaluator(std::string_view text) : text_(text), names_(make_names()) {}

    Value run() {
        Value v = tuple_or_value();
        skip();
        if (at_ != text_.size()) fail("unread text");
        return v;
    }

  private:
    [[noreturn]] void fail(const char* why) const {
        throw std::runtime_error(std::string(why) + " in: " + std::string(text_) + " at " +
                                 std::to_string(at_));
    }

    void skip() {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    }
    bool see(std::string_view token) {
        skip();
        return text_.substr(at_).starts_with(token);
    }
    bool take(std::string_view token) {
        if (!see(token)) return false;
        at_ += token.size();
        return true;
    }
    void need(std::string_view token) {
        if (!take(token)) fail("missing token");
    }
    bool take_word(std::string_view word) {
        if (!see(word)) return false;
        std::size_t end = at_ + word.size();
        if (end < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[end])) != 0))
            return false;
        at_ = end;
        return true;
    }

    Value tuple_or_value() {
        Value first = comparison();
        if (!see(",")) return first;
        std::vector<Value> items{first};
        while (take(",") && !at_end_of_row()) items.push_back(comparison());
        return Tuple::make(std::span<const Value>(items));
    }
    bool at_end_of_row() {
        skip();
        return at_ == text_.size() || text_[at_] == ')';
    }

    Value comparison() {
        if (take_word("not")) return make_bool(!truth(comparison()));
        Value left = binary_level(0);
        static const std::pair<const char*, CompareOp> kOps[] = {
            {"<=", CompareOp::Le}, {">=", CompareOp::Ge}, {"==", CompareOp::Eq},
            {"!=", CompareOp::Ne}, {"<", CompareOp::Lt},  {">", CompareOp::Gt}};
        for (auto [token, op] : kOps) {
            if (see("<<") || see(">>")) break;
            if (take(token)) return compare(left, binary_level(0), op);
        }
        if (take_word("in")) return make_bool(object::contains(binary_level(0), left));
        if (take_word("is")) return make_bool(is_same(left, binary_level(0)));
        return left;
    }

    Value binary_level(int level) {
        struct Op {
            const char* token;
            BinaryOp op;
        };
        static const std::vector<std::vector<Op>> kLevels = {
            {{"|", BinaryOp::Or}},
            {{"^", BinaryOp::Xor}},
            {{"&", BinaryOp::And}},
            {{"<<", BinaryOp::LShift}, {">>", BinaryOp::RShift}},
            {{"+", BinaryOp::Add}, {"-", BinaryOp::Sub}},
            {{"//", BinaryOp::FloorDiv},
             {"*", BinaryOp::Mul},
             {"/", BinaryOp::TrueDiv},
             {"@", BinaryOp::MatMul},
             {"%", BinaryOp::Mod}}};
        if (level == static_cast<int>(kLevels.size())) return unary();
        Value left = binary_level(level + 1);
        while (true) {
            bool found = false;
            for (const Op& op : kLevels[static_cast<std::size_t>(level)]) {
                if (std::string_view(op.token) == "*" && see("**")) continue;
                if (!take(op.token)) continue;
                left = binary(op.op, left, binary_level(level + 1));
                found = true;
                break;
            }
            if (!found) return left;
        }
    }

    Value unary() {
        if (take("-")) return negative(unary());
        if (take("+")) return positive(unary());
        if (take("~")) return invert(unary());
        Value base = postfix();
        if (take("**")) return binary(BinaryOp::Pow, base, unary());
        return base;
    }

    Value postfix() {
        Value v = atom();
        while (true) {
            if (take("(")) {
                v = finish_call(v);
            } else if (take("[")) {
                v = getitem(v, subscript());
                need("]");
            } else if (see(".") && at_ + 1 < text_.size()) {
                ++at_;
                v = getattr(v, word());
            } else {
                return v;
            }
        }
    }

    Value finish_call(const Value& callable) {
        std::vector<Value> values;
        std::vector<Value> keyword_values;
        std::vector<Value> names;
        while (!take(")")) {
            std::size_t start = at_;
            skip();
            std::string name = see_name() ? word() : "";
            if (!name.empty() && see("=") && !see("==")) {
                take("=");
                names.push_back(intern(name));
                keyword_values.push_back(comparison());
            } else {
                at_ = start;
                values.push_back(comparison());
            }
            if (!see(")")) need(",");
        }
        std::size_t positional = values.size();
        for (Value& v : keyword_values) values.push_back(v);
        Ref<Tuple> name_tuple = Tuple::make(std::span<const Value>(names));
        return call(callable, CallArgs{values.data(), positional,
                                       names.empty() ? nullptr : name_tuple.get()});
    }

    /// A value, or with commas a tuple.
    Value row_item() {
        Value first = comparison();
        if (!see(",")) return first;
        std::vector<Value> items{first};
        while (take(",")) items.push_back(comparison());
        return Tuple::make(std::span<const Value>(items));
    }

    Value subscript() {
        Value parts[3];
        int count = 0;
        bool slice = false;
        while (true) {
            if (!see(":") && !see("]")) parts[count] = row_item();
            if (!take(":")) break;
            slice = true;
            ++count;
        }
        if (!slice) return parts[0];
        for (Value& part : parts) part = part ? part : none();
        return make<Slice>(parts[0], parts[1], parts[2]);
    }

    bool see_name() {
        skip();
        return at_ < text_.size() &&
               (std::isalpha(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '_');
    }
    std::string word() {
        skip();
        std::size_t start = at_;
        while (at_ < text_.size() &&
               (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '_'))
            ++at_;
        return std::string(text_.substr(start, at_ - start));
    }

    Value atom() {
        skip();
        if (at_ == text_.size()) fail("no operand");
        char c = text_[at_];
        if (take("(")) {
            if (take(")")) return Tuple::empty();
            Value v = tuple_or_value();
            need(")");
            return v;
        }
        if (take("[")) return Value(List::make(std::span<const Value>(items("]"))));
        if (take("{")) return braces();
        if (std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.') return number();
        if (c == '\'' || c == '"') return text_literal(false);
        if (c == 'b' && at_ + 1 < text_.size() &&
            (text_[at_ + 1] == '\'' || text_[at_ + 1] == '"')) {
            ++at_;
            return text_literal(true);
        }
        std::string name = word();
        auto found = names_.find(name);
        if (found == names_.end()) fail("unknown name");
        return found->second;
    }

    std::vector<Value> items(std::string_view close) {
        std::vector<Value> values;
        while (!take(close)) {
            values.push_back(comparison());
            if (!see(close)) need(",");
        }
        return values;
    }

    Value braces() {
        if (take("}")) return Dict::make();
        Value first = comparison();
        if (!see(":")) {
            Ref<Set> set = Set::make();
            set->add(first);
            if (!see("}")) need(",");
            for (const Value& v : items("}")) set->add(v);
            return set;
        }
        Ref<Dict> dict = Dict::make();
        while (true) {
            need(":");
            dict->set(first, comparison());
            if (take("}")) return dict;
            need(",");
            first = comparison();
        }
    }

    Value number() {
        std::size_t start = at_;
        bool hex = see("0x") || see("0b") || see("0o");
        bool real = false;
        while (at_ < text_.size()) {
            char c = text_[at_];
            bool exponent = !hex && (c == 'e' || c == 'E');
            if (c == '.' || exponent) real = true;
            if (exponent && at_ + 1 < text_.size() &&
                (text_[at_ + 1] == '-' || text_[at_ + 1] == '+'))
                ++at_;
            if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '.') break;
            ++at_;
        }
        std::string digits(text_.substr(start, at_ - start));
        if (digits.back() == 'j') {
            digits.pop_back();
            return Complex::from(0, float_from_text(digits));
        }
        if (real) return Float::from(float_from_text(digits));
        if (!hex) return Int::from_digits(digits, 10);
        return Int::from_digits(digits.substr(2), digits[1] == 'x' ? 16 : digits[1] == 'b' ? 2 : 8);
    }

    /// A quoted literal; the source is UTF-8, escapes as in Python.
    Value text_literal(bool bytes) {
        char quote = text_[at_++];
        std::string raw;
        StrBuilder out;
        auto put = [&](char32_t c) {
            if (bytes) {
                raw += static_cast<char>(c);
            } else {
                out.append(c);
            }
        };
        Ref<Str> source = Str::make(text_.substr(at_));
        std::size_t i = 0;
        for (; source->at(i) != static_cast<char32_t>(quote); ++i) {
            if (source->at(i) == '\\') {
                put(escape(*source, i));
            } else {
                put(source->at(i));
            }
        }
        at_ = text_.size() - Str::slice(source.get(), i + 1, source->length)->view().size();
        return bytes ? Value(Bytes::make(raw)) : Value(out.finish());
    }

    char32_t escape(const Str& source, std::size_t& i) {
        char32_t c = source.at(++i);
        int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        if (digits == 0) {
            switch (c) {
                case 'n':
                    return '\n';
                case 'r':
                    return '\r';
                case 't':
                    return '\t';
                case '0':
                    return '\0';
                default:
                    return c;
            }
        }
        std::string hex;
        for (int k = 0; k < digits; ++k) hex += static_cast<char>(source.at(++i));
        return static_cast<char32_t>(std::strtoul(hex.c_str(), nullptr, 16));
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::map<std::string, Value> names_;
};

}  // namespace

Value evaluate(std::string_view expression) { return Evaluator(expression).run(); }

std::string outcome(std::string_view expression) {
    try {
        return repr_string(evaluate(expression));
    } catch (const Raised& raised) {
        Value exception(raised.exception);
        return exception.type()->name + ": " + str_string(exception);
    } catch (const std::runtime_error& error) {
        return std::string("not read: ") + error.what();
    }
}

std::vector<Expectation> read_table(std::string_view name) {
    std::ifstream file(std::string(LOOPSCOPE_SOURCE_DIR) + "/tests/object/tables/" +
                       std::string(name) + ".txt");
    if (!file) throw std::runtime_error("no table " + std::string(name));
    std::vector<Expectation> table;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        if (line.starts_with(">>> ")) {
            table.push_back({line.substr(4), "", number});
        } else if (!table.empty() && !line.empty() && line[0] != '#') {
            table.back().outcome = line;
        }
    }
    return table;
}

}  // namespace loopscope::object::test
