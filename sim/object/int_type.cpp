// int and bool as Python types: slots, methods, int(…).
#include <algorithm>

#include "sim/object/bytes.h"
#include "sim/object/exception.h"
#include "sim/object/failure.h"
#include "sim/object/float.h"
#include "sim/object/float_text.h"
#include "sim/object/format.h"
#include "sim/object/native.h"
#include "sim/object/number_text.h"
#include "sim/object/order.h"
#include "sim/object/protocol.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"
#include "sim/object/str.h"
#include "sim/object/unicode.h"

namespace loopscope::object {

Type int_type;

namespace {

constexpr std::size_t kDigitsMax = 4300;

struct Number {
    mpz_t z;
    Number() { mpz_init(z); }
    ~Number() { mpz_clear(z); }
    Number(const Number&) = delete;
    Number& operator=(const Number&) = delete;
};

Value exact(const Value& v) {
    if (v.is_small() || v.object()->type == &int_type) return v;
    Number copy;
    mpz_set(copy.z, v.as<Int>()->number);
    return Int::take(copy.z);
}

template <Value (*operation)(const Value&, const Value&)>
Value int_binary(const Value& a, const Value& b) {
    if (!is_int(a) || !is_int(b)) return not_implemented();
    return operation(a, b);
}

void check_shift(const Value& count) {
    if (int_compare(count, Value::small(0)) < 0) raise_value_error("negative shift count");
}

Value shift_left(const Value& a, const Value& b) {
    check_shift(b);
    auto count = int_to_int64(b);
    IntView z(a);
    if (mpz_sgn(static_cast<mpz_srcptr>(z)) == 0) return Value::small(0);
    if (!count || *count > (std::int64_t{1} << 40)) {
        raise(overflow_error_type, "too many digits in integer");
    }
    check_allocation(static_cast<std::size_t>(*count) / 8 + mpz_size(z) * 8, 1);
    Number result;
    mpz_mul_2exp(result.z, z, static_cast<mp_bitcnt_t>(*count));
    return Int::take(result.z);
}

Value shift_right(const Value& a, const Value& b) {
    check_shift(b);
    auto count = int_to_int64(b);
    if (a.is_small())
        return Value::small(a.small() >> (count ? std::min<std::int64_t>(*count, 63) : 63));
    if (!count) return Value::small(int_compare(a, Value::small(0)) < 0 ? -1 : 0);
    Number result;
    mpz_fdiv_q_2exp(result.z, IntView(a), static_cast<mp_bitcnt_t>(*count));
    return Int::take(result.z);
}

template <void (*operation)(mpz_ptr, mpz_srcptr, mpz_srcptr)>
Value bitwise(const Value& a, const Value& b) {
    Number result;
    operation(result.z, IntView(a), IntView(b));
    return Int::take(result.z);
}

Value int_ternary_power(const Value& a, const Value& b, const Value& modulus) {
    if (!is_int(a) || !is_int(b) || !is_int(modulus)) return not_implemented();
    return int_power_modulo(a, b, modulus);
}

Value int_positive(const Value& self) { return exact(self); }
Value int_invert(const Value& self) {
    if (self.is_small()) return Value::small(~self.small());
    Number result;
    mpz_com(result.z, IntView(self));
    return Int::take(result.z);
}
Value int_absolute(const Value& self) {
    return int_compare(self, Value::small(0)) < 0 ? int_negative(self) : exact(self);
}
Value int_to_float(const Value& self) { return Float::from(int_to_double(self)); }

Value int_repr(const Value& self) { return Str::make_ascii(int_to_decimal(self)); }

std::int64_t int_hash(const Value& self) {
    return self.is_small() ? hash_of_small(self.small()) : hash_of_mpz(IntView(self));
}

bool int_truth(const Value& self) {
    return self.is_small() ? self.small() != 0 : mpz_sgn(self.as<Int>()->number) != 0;
}

Value int_compare_slot(const Value& a, const Value& b, CompareOp op) {
    if (!is_int(a) || !is_int(b)) return not_implemented();
    return make_bool(holds(int_compare(a, b) <=> 0, op));
}

// int(…)

Value from_number(const Value& v) {
    if (is_int(v)) return exact(v);
    if (auto slot = v.type()->to_int) {
        Value result = slot(v);
        if (!is_int(result)) {
            raise_format(type_error_type, "__int__ returned non-int (type {})",
                         result.type()->name);
        }
        return exact(result);
    }
    if (v.type()->index != nullptr) return exact(index_value(v));
    static Str* const kTrunc = intern_static("__trunc__");
    if (type_lookup(v.type(), kTrunc) != nullptr) return exact(call_method(v, kTrunc));
    if (is_str(v)) return int_from_text(v.as<Str>()->view(), 10, v);
    if (auto data = bytes_like(v)) return int_from_text(*data, 10, v);
    raise_format(type_error_type,
                 "int() argument must be a string, a bytes-like object or a real number, not '{}'",
                 v.type()->name);
}

Value from_based_text(const Value& v, const Value& base_value) {
    std::int64_t base = to_index(base_value);
    if ((base != 0 && base < 2) || base > 36) {
        raise_value_error("int() base must be >= 2 and <= 36, or 0");
    }
    if (is_str(v)) return int_from_text(v.as<Str>()->view(), static_cast<int>(base), v);
    if (auto data = bytes_like(v)) return int_from_text(*data, static_cast<int>(base), v);
    raise_type_error("int() can't convert non-string with explicit base");
}

Value int_construct(Type* cls, CallArgs args) {
    static const NativeCode* const kCode = make_code({"int", nullptr, "x=, /, base="});
    Value values[2];
    bind_arguments(*kCode, args, values);
    Value result;
    if (!values[0]) {
        if (values[1]) raise_type_error("int() missing string argument");
        result = Value::small(0);
    } else {
        result = values[1] ? from_based_text(values[0], values[1]) : from_number(values[0]);
    }
    if (!result) return result;
    return cls == &int_type ? result : Int::of_class(cls, result);
}

// Methods.

Value int_bit_length(const Value& self, CallArgs) {
    IntView z(self);
    bool zero = mpz_sgn(static_cast<mpz_srcptr>(z)) == 0;
    return Int::from_size(zero ? 0 : mpz_sizeinbase(z, 2));
}

Value int_bit_count(const Value& self, CallArgs) {
    Number magnitude;
    mpz_abs(magnitude.z, IntView(self));
    return Int::from_size(mpz_popcount(magnitude.z));
}

Value int_self(const Value& self, CallArgs) { return exact(self); }

/// Rounds half to even at a power of ten. CPython: int___round___impl.
Value int_round(const Value& self, CallArgs args) {
    if (!args.values[0] || is_none(args.values[0])) return exact(self);
    Value digits = index_value(args.values[0]);
    if (int_compare(digits, Value::small(0)) >= 0) return exact(self);
    auto places = int_to_int64(int_negative(digits));
    if (!places || static_cast<std::size_t>(*places) > mpz_sizeinbase(IntView(self), 10) + 1) {
        return Value::small(0);
    }
    Number unit;
    Number quotient;
    Number remainder;
    mpz_ui_pow_ui(unit.z, 10, static_cast<unsigned long>(*places));
    mpz_fdiv_qr(quotient.z, remainder.z, IntView(self), unit.z);
    mpz_mul_2exp(remainder.z, remainder.z, 1);
    int order = mpz_cmp(remainder.z, unit.z);
    if (order > 0 || (order == 0 && mpz_odd_p(quotient.z) != 0)) {
        mpz_add_ui(quotient.z, quotient.z, 1);
    }
    mpz_mul(quotient.z, quotient.z, unit.z);
    return Int::take(quotient.z);
}

bool is_little(const Value& order, const char* method) {
    if (!order) return false;
    Str* text = expect_str(order, fmt::format("{}() argument 'byteorder'", method));
    if (text->equals("little")) return true;
    if (text->equals("big")) return false;
    raise_value_error("byteorder must be either 'little' or 'big'");
}

Value int_to_bytes(const Value& self, CallArgs args) {
    std::int64_t size = args.values[0] ? to_index(args.values[0]) : 1;
    if (size < 0) raise_value_error("length argument must be non-negative");
    bool little = is_little(args.values[1], "to_bytes");
    bool is_signed = args.values[2] && truth(args.values[2]);
    Number number;
    mpz_set(number.z, IntView(self));
    bool negative = mpz_sgn(number.z) < 0;
    if (negative && !is_signed) {
        raise(overflow_error_type, "can't convert negative int to unsigned");
    }
    std::size_t room = static_cast<std::size_t>(size) * 8;
    Number limit;
    mpz_setbit(limit.z, is_signed && room > 0 ? room - 1 : room);
    bool fits = negative ? mpz_cmpabs(number.z, limit.z) <= 0 : mpz_cmp(number.z, limit.z) < 0;
    if (room == 0) fits = mpz_sgn(number.z) == 0;
    if (!fits) raise(overflow_error_type, "int too big to convert");
    if (negative) {
        Number wrap;
        mpz_setbit(wrap.z, room);
        mpz_add(number.z, number.z, wrap.z);
    }
    Ref<Bytes> result = Bytes::make_unfilled(static_cast<std::size_t>(size));
    std::fill_n(result->data(), size, std::uint8_t{0});
    std::size_t written = 0;
    mpz_export(result->data(), &written, -1, 1, 0, 0, number.z);
    if (!little) std::reverse(result->data(), result->data() + size);
    return result;
}

Value int_from_bytes(const Value& self, CallArgs args) {
    Value data = args.values[0];
    if (!bytes_like(data)) {
        if (is_str(data)) raise_type_error("cannot convert 'str' object to bytes");
        data = call(Value::borrow(&bytes_type), {data});
    }
    bool little = is_little(args.values[1], "from_bytes");
    bool is_signed = args.values[2] && truth(args.values[2]);
    std::string_view bytes = expect_bytes_like(data);
    Number number;
    mpz_import(number.z, bytes.size(), little ? -1 : 1, 1, 0, 0, bytes.data());
    if (is_signed && !bytes.empty()) {
        auto top = static_cast<unsigned char>(little ? bytes.back() : bytes.front());
        Number wrap;
        if (top >= 0x80) {
            mpz_setbit(wrap.z, bytes.size() * 8);
            mpz_sub(number.z, number.z, wrap.z);
        }
    }
    Value result = Int::take(number.z);
    if (self.as<Type>() == &int_type) return result;
    return call(self, {result});
}

Value int_ratio(const Value& self, CallArgs) {
    return Value(Tuple::make({exact(self), Value::small(1)}));
}

Value int_divmod(const Value& self, CallArgs args) {
    if (!is_int(args.values[0])) return not_implemented();
    Value quotient = int_floor_divide(self, args.values[0]);
    return Value(Tuple::make({quotient, int_modulo(self, args.values[0])}));
}
Value int_reflected_divmod(const Value& self, CallArgs args) {
    if (!is_int(args.values[0])) return not_implemented();
    Value quotient = int_floor_divide(args.values[0], self);
    return Value(Tuple::make({quotient, int_modulo(args.values[0], self)}));
}
Value int_getnewargs(const Value& self, CallArgs) { return Value(Tuple::make({exact(self)})); }

Value get_real(const Value& self) { return exact(self); }
Value get_zero(const Value&) { return Value::small(0); }
Value get_one(const Value&) { return Value::small(1); }

template <BinaryOp op>
void set_binary(Type& t, Value (*function)(const Value&, const Value&)) {
    t.binary[static_cast<std::size_t>(op)] = function;
}

}  // namespace

std::string int_to_decimal(const Value& v) {
    if (v.is_small()) return std::to_string(v.small());
    if (mpz_sizeinbase(IntView(v), 2) > kDigitsMax * 3) {
        bool over = mpz_sizeinbase(IntView(v), 10) > kDigitsMax + 1;
        if (!over && mpz_sizeinbase(IntView(v), 10) > kDigitsMax) {
            Number limit;
            mpz_ui_pow_ui(limit.z, 10, kDigitsMax);
            over = mpz_cmpabs(IntView(v), limit.z) >= 0;
        }
        if (over) {
            raise_value_error(
                "Exceeds the limit (4300 digits) for integer string conversion; use "
                "sys.set_int_max_str_digits() to increase the limit");
        }
    }
    return int_to_string(v);
}

namespace {

struct Literal {
    std::string digits;
    bool negative = false;
    bool valid = true;
    int base = 10;
};

int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'z') return c - 'a' + 10;
    if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
    return 99;
}

int prefix_base(std::string_view text) {
    if (text.size() < 2 || text[0] != '0') return 0;
    switch (text[1] | 0x20) {
        case 'x':
            return 16;
        case 'o':
            return 8;
        case 'b':
            return 2;
        default:
            return 0;
    }
}

void read_digits(Literal& literal, std::string_view text) {
    bool underscore_allowed = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '_') {
            literal.valid = literal.valid && underscore_allowed && i + 1 < text.size();
            underscore_allowed = false;
            continue;
        }
        if (digit_value(text[i]) >= literal.base) literal.valid = false;
        underscore_allowed = true;
        literal.digits += text[i];
    }
    if (literal.digits.empty()) literal.valid = false;
}

Literal parse_literal(std::string_view text, int base) {
    Literal literal;
    // C's spaces only: of Unicode's others, plain_number_text has made blanks.
    constexpr std::string_view kSpaces = " \t\n\v\f\r";
    while (!text.empty() && kSpaces.find(text.front()) != kSpaces.npos) text.remove_prefix(1);
    while (!text.empty() && kSpaces.find(text.back()) != kSpaces.npos) text.remove_suffix(1);
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
        literal.negative = text[0] == '-';
        text.remove_prefix(1);
    }
    int prefix = prefix_base(text);
    literal.base = base == 0 ? (prefix == 0 ? 10 : prefix) : base;
    if (prefix != 0 && prefix == literal.base) {
        text.remove_prefix(2);
        if (text.starts_with('_')) text.remove_prefix(1);
    } else if (base == 0 && text.size() > 1 && text[0] == '0') {
        literal.valid = text.find_first_not_of("0_") == std::string_view::npos;
    }
    read_digits(literal, text);
    return literal;
}

}  // namespace

Value int_from_text(std::string_view text, int base, const Value& shown) {
    std::string ascii = plain_number_text(text);
    Literal literal = parse_literal(ascii, base);
    if (!literal.valid) {
        Value as_bytes = shown;
        if (auto bytes = is_str(shown) ? std::nullopt : bytes_like(shown)) {
            as_bytes = Value(Bytes::make(*bytes));
        }
        return fail(value_error_type, fmt::format("invalid literal for int() with base {}: {}",
                                                  base, repr_string(as_bytes)));
    }
    bool power_of_two = (literal.base & (literal.base - 1)) == 0;
    if (literal.digits.size() > kDigitsMax && !power_of_two) {
        raise_format(value_error_type,
                     "Exceeds the limit (4300 digits) for integer string conversion: value has {} "
                     "digits; use sys.set_int_max_str_digits() to increase the limit",
                     literal.digits.size());
    }
    Value result = Int::from_digits(literal.digits, literal.base);
    return literal.negative ? int_negative(result) : result;
}

void define_int() {
    Type& t = int_type;
    t.repr = int_repr;
    t.hash = int_hash;
    t.truth = int_truth;
    t.compare = int_compare_slot;
    t.construct = int_construct;
    set_binary<BinaryOp::Add>(t, int_binary<int_add>);
    set_binary<BinaryOp::Sub>(t, int_binary<int_subtract>);
    set_binary<BinaryOp::Mul>(t, int_binary<int_multiply>);
    set_binary<BinaryOp::FloorDiv>(t, int_binary<int_floor_divide>);
    set_binary<BinaryOp::TrueDiv>(t, int_binary<int_true_divide>);
    set_binary<BinaryOp::Mod>(t, int_binary<int_modulo>);
    set_binary<BinaryOp::Pow>(t, int_binary<int_power>);
    set_binary<BinaryOp::LShift>(t, int_binary<shift_left>);
    set_binary<BinaryOp::RShift>(t, int_binary<shift_right>);
    set_binary<BinaryOp::And>(t, int_binary<bitwise<mpz_and>>);
    set_binary<BinaryOp::Or>(t, int_binary<bitwise<mpz_ior>>);
    set_binary<BinaryOp::Xor>(t, int_binary<bitwise<mpz_xor>>);
    t.ternary_power = int_ternary_power;
    t.negative = int_negative;
    t.positive = int_positive;
    t.invert = int_invert;
    t.absolute = int_absolute;
    t.to_int = int_positive;
    t.to_float = int_to_float;
    t.index = int_positive;
    define_type<Int>(t, {.name = "int",
                         .doc = "An integer of any size.",
                         .flags = Type::kBaseType | Type::kIntSubclass,
                         .methods = {{"bit_length", int_bit_length, ""},
                                     {"bit_count", int_bit_count, ""},
                                     {"conjugate", int_self, ""},
                                     {"__trunc__", int_self, ""},
                                     {"__floor__", int_self, ""},
                                     {"__ceil__", int_self, ""},
                                     {"__round__", int_round, "ndigits=, /"},
                                     {"to_bytes", int_to_bytes, "length=, byteorder=, *, signed="},
                                     {"from_bytes", int_from_bytes,
                                      "bytes, byteorder=, *, signed=", nullptr, Binding::Class},
                                     {"as_integer_ratio", int_ratio, ""},
                                     {"__format__", int_format, "format_spec, /"},
                                     {"__divmod__", int_divmod, "value, /"},
                                     {"__rdivmod__", int_reflected_divmod, "value, /"},
                                     {"__getnewargs__", int_getnewargs, ""}},
                         .getsets = {{"real", get_real},
                                     {"imag", get_zero},
                                     {"numerator", get_real},
                                     {"denominator", get_one}}});
}

}  // namespace loopscope::object
