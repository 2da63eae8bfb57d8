// float: arithmetic, comparison with ints, and the type's methods.
#include "sim/object/float.h"

#include <cerrno>
#include <cmath>

#include "sim/object/bytes.h"
#include "sim/object/exception.h"
#include "sim/object/failure.h"
#include "sim/object/float_text.h"
#include "sim/object/format.h"
#include "sim/object/int.h"
#include "sim/object/native.h"
#include "sim/object/order.h"
#include "sim/object/protocol.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"

namespace loopscope::object {

Type float_type;

namespace {

double value_of(const Value& self) { return self.as<Float>()->value; }

/// The operand as double. False: neither float nor int. CPython: CONVERT_TO_DOUBLE.
bool operand(const Value& v, double& out) {
    if (v.is_small()) {
        out = static_cast<double>(v.small());
        return true;
    }
    if (is_float(v)) {
        out = value_of(v);
        return true;
    }
    if (!is_int(v)) return false;
    out = int_to_double(v);
    return true;
}

template <double (*Operation)(double, double)>
Value arithmetic(const Value& a, const Value& b) {
    double x = 0;
    double y = 0;
    if (!operand(a, x) || !operand(b, y)) return not_implemented();
    return Float::from(Operation(x, y));
}

double add(double x, double y) { return x + y; }
double subtract(double x, double y) { return x - y; }
double multiply(double x, double y) { return x * y; }
double divide(double x, double y) {
    if (y == 0) raise(zero_division_error_type, "float division by zero");
    return x / y;
}
double floor_divide(double x, double y) {
    if (y == 0) raise(zero_division_error_type, "float floor division by zero");
    return float_floor_divide(x, y);
}
double modulo(double x, double y) {
    if (y == 0) raise(zero_division_error_type, "float modulo");
    return float_modulo(x, y);
}

bool is_odd_integer(double d) { return std::fmod(std::fabs(d), 2.0) == 1.0; }

[[noreturn]] void raise_range_error() {
    raise(make_exception(overflow_error_type,
                         {Int::from(ERANGE), make_str("Numerical result out of range")}));
}

/// x ** y for what C's pow may treat otherwise than Python. Answers false: left to pow.
bool special_power(double x, double y, double& out) {
    if (y == 0 || x == 1.0) {
        out = 1.0;
    } else if (std::isnan(x) || std::isnan(y)) {
        out = std::isnan(x) ? x : y;
    } else if (std::isinf(y)) {
        double size = std::fabs(x);
        out = size == 1.0 ? 1.0 : (y > 0) == (size > 1.0) ? std::fabs(y) : 0.0;
    } else if (std::isinf(x)) {
        bool odd = is_odd_integer(y);
        out = y > 0 ? (odd ? x : std::fabs(x)) : (odd ? std::copysign(0.0, x) : 0.0);
    } else if (x == 0) {
        if (y < 0) {
            raise(zero_division_error_type, "0.0 cannot be raised to a negative power");
        }
        out = is_odd_integer(y) ? x : 0.0;
    } else {
        return false;
    }
    return true;
}

/// CPython: float_pow.
Value float_power(const Value& a, const Value& b) {
    double x = 0;
    double y = 0;
    if (!operand(a, x) || !operand(b, y)) return not_implemented();
    double result = 0;
    if (special_power(x, y, result)) return Float::from(result);
    if (x < 0 && y != std::floor(y)) {
        return binary(BinaryOp::Pow, Complex::from(x, 0), Complex::from(y, 0));
    }
    bool negate = x < 0 && is_odd_integer(y);
    x = std::fabs(x);
    if (x == 1.0) return Float::from(negate ? -1.0 : 1.0);
    result = std::pow(x, y);
    if (std::isinf(result)) raise_range_error();
    return Float::from(negate ? -result : result);
}

Value float_power_modulo(const Value& a, const Value& b, const Value& modulus) {
    if (!modulus || is_none(modulus)) return float_power(a, b);
    raise_type_error("pow() 3rd argument not allowed unless all arguments are integers");
}

// Comparison. CPython: float_richcompare.

bool compare_doubles(double x, double y, CompareOp op) {
    if (std::isnan(x) || std::isnan(y)) return op == CompareOp::Ne;
    return holds((x > y) <=> (x < y), op);
}

Value float_compare(const Value& a, const Value& b, CompareOp op) {
    double x = value_of(a);
    if (is_float(b)) return make_bool(compare_doubles(x, value_of(b), op));
    if (!is_int(b)) return not_implemented();
    if (std::isnan(x)) return make_bool(op == CompareOp::Ne);
    if (std::isinf(x)) return make_bool(holds((x < 0 ? -1 : 1) <=> 0, op));
    IntView number(b);
    return make_bool(holds(0 <=> mpz_cmp_d(number, x), op));
}

std::int64_t float_hash(const Value& self) {
    double d = value_of(self);
    if (!std::isnan(d)) return hash_of_double(d);
    // Nans are unequal, so each hashes by its identity. CPython: _Py_HashPointer.
    std::uint64_t address = identity_of(self);
    return static_cast<std::int64_t>((address >> 4) | (address << 60));
}

Value float_repr_slot(const Value& self) { return make_str(float_repr(value_of(self))); }
bool float_truth(const Value& self) { return value_of(self) != 0; }
Value float_negative(const Value& self) { return Float::from(-value_of(self)); }
Value float_absolute(const Value& self) { return Float::from(std::fabs(value_of(self))); }
Value float_exact(const Value& self) {
    return is_float_exact(self) ? self : Float::from(value_of(self));
}
Value float_to_int(const Value& self) { return Int::from_double(value_of(self)); }

/// A number as double. CPython: PyNumber_Float, without strings.
double number_to_double(const Value& v) {
    Type* type = v.type();
    if (type->to_float != nullptr) {
        Value result = type->to_float(v);
        if (!is_float(result)) {
            raise_format(type_error_type, "{}.__float__ returned non-float (type {})", type->name,
                         result.type()->name);
        }
        return value_of(result);
    }
    if (type->index != nullptr) return int_to_double(index_value(v));
    raise_format(type_error_type, "float() argument must be a string or a real number, not '{}'",
                 type->name);
}

double bytes_to_double(const Value& v, std::string_view bytes) {
    bool ascii = true;
    for (char c : bytes) ascii = ascii && static_cast<unsigned char>(c) < 0x80;
    try {
        if (ascii) return float_from_text(bytes);
    } catch (const Raised&) {
        // The message shows the bytes object, not its text.
    }
    raise_value_error("could not convert string to float: " + repr_string(v));
}

Value float_construct(Type* cls, CallArgs args) {
    if (args.keyword_count() != 0 && cls == &float_type) {
        raise_type_error("float() takes no keyword arguments");
    }
    if (args.positional_count > 1) {
        raise_format(type_error_type, "float expected at most 1 argument, got {}",
                     args.positional_count);
    }
    double d = 0;
    if (args.positional_count == 1) {
        const Value& v = args.values[0];
        if (cls == &float_type && is_float_exact(v)) return v;
        if (is_str(v)) {
            if (!read_float(v.as<Str>()->view(), d)) {
                return fail(value_error_type,
                            "could not convert string to float: " + repr_string(v));
            }
        } else if (v.is_object() && v.type()->to_float == nullptr && bytes_like(v)) {
            d = bytes_to_double(v, *bytes_like(v));
        } else {
            d = number_to_double(v);
        }
    }
    return make_typed<Float>(cls, d);
}

// Methods.

Value float_as_integer_ratio(const Value& self, CallArgs) {
    double d = value_of(self);
    if (std::isinf(d)) raise(overflow_error_type, "cannot convert Infinity to integer ratio");
    if (std::isnan(d)) raise_value_error("cannot convert NaN to integer ratio");
    int exponent = 0;
    double fraction = std::frexp(d, &exponent);
    while (fraction != std::floor(fraction)) {
        fraction *= 2;
        --exponent;
    }
    Value numerator = Int::from_double(fraction);
    Value power = binary(BinaryOp::LShift, Value::small(1), Value::small(std::abs(exponent)));
    if (exponent > 0) {
        return Tuple::make({int_multiply(numerator, power), Value::small(1)});
    }
    return Tuple::make({numerator, power});
}

Value float_is_integer(const Value& self, CallArgs) {
    double d = value_of(self);
    return make_bool(std::isfinite(d) && std::floor(d) == d);
}

Value float_hex(const Value& self, CallArgs) { return make_str(double_to_hex(value_of(self))); }

Value float_from_hex(const Value& cls, CallArgs args) {
    if (!is_str(args.values[0])) raise_type_error("bad argument type for built-in operation");
    Value result = Float::from(double_from_hex(args.values[0].as<Str>()->view()));
    return cls.as<Type>() == &float_type ? result : call(cls, {result});
}

Value float_round(const Value& self, CallArgs args) {
    double d = value_of(self);
    if (!args.values[0] || is_none(args.values[0])) {
        if (std::isinf(d) || std::isnan(d)) return Int::from_double(d);
        double rounded = std::round(d);
        if (std::fabs(d - rounded) == 0.5) rounded = 2.0 * std::round(d / 2.0);
        return Int::from_double(rounded);
    }
    return Float::from(round_double(d, to_index(args.values[0])));
}

Value float_trunc(const Value& self, CallArgs) { return Int::from_double(value_of(self)); }
Value float_floor(const Value& self, CallArgs) {
    return Int::from_double(std::floor(value_of(self)));
}
Value float_ceil(const Value& self, CallArgs) {
    return Int::from_double(std::ceil(value_of(self)));
}
Value float_conjugate(const Value& self, CallArgs) { return float_exact(self); }
Value float_new_args(const Value& self, CallArgs) { return Tuple::make({float_exact(self)}); }
Value float_real(const Value& self) { return float_exact(self); }
Value float_imaginary(const Value&) { return Float::from(0.0); }

Value divmod_of(const Value& a, const Value& b) {
    double x = 0;
    double y = 0;
    if (!operand(a, x) || !operand(b, y)) return not_implemented();
    if (y == 0) raise(zero_division_error_type, "float divmod()");
    return Tuple::make({Float::from(float_floor_divide(x, y)), Float::from(float_modulo(x, y))});
}
Value float_divmod(const Value& self, CallArgs args) { return divmod_of(self, args.values[0]); }
Value float_reverse_divmod(const Value& self, CallArgs args) {
    return divmod_of(args.values[0], self);
}

Value float_get_format(const Value&, CallArgs args) {
    if (!is_str(args.values[0])) {
        raise_format(type_error_type, "__getformat__() argument must be str, not {}",
                     args.values[0].type()->name);
    }
    std::string_view kind = args.values[0].as<Str>()->view();
    if (kind != "double" && kind != "float") {
        raise_value_error("__getformat__() argument 1 must be 'double' or 'float'");
    }
    return make_str("IEEE, little-endian");
}

void set_number_slots(Type& t) {
    auto at = [&t](BinaryOp op) -> auto& { return t.binary[static_cast<std::size_t>(op)]; };
    at(BinaryOp::Add) = arithmetic<add>;
    at(BinaryOp::Sub) = arithmetic<subtract>;
    at(BinaryOp::Mul) = arithmetic<multiply>;
    at(BinaryOp::TrueDiv) = arithmetic<divide>;
    at(BinaryOp::FloorDiv) = arithmetic<floor_divide>;
    at(BinaryOp::Mod) = arithmetic<modulo>;
    at(BinaryOp::Pow) = float_power;
    t.ternary_power = float_power_modulo;
    t.negative = float_negative;
    t.positive = float_exact;
    t.absolute = float_absolute;
    t.to_int = float_to_int;
    t.to_float = float_exact;
}

}  // namespace

double float_modulo(double a, double b) {
    double result = std::fmod(a, b);
    if (result == 0) return std::copysign(0.0, b);
    return (b < 0) != (result < 0) ? result + b : result;
}

/// CPython: _float_div_mod.
double float_floor_divide(double a, double b) {
    double rest = std::fmod(a, b);
    double quotient = (a - rest) / b;
    if (rest != 0 && (b < 0) != (rest < 0)) quotient -= 1.0;
    if (quotient == 0) return std::copysign(0.0, a / b);
    double floored = std::floor(quotient);
    return quotient - floored > 0.5 ? floored + 1.0 : floored;
}

/// The double's value modulo 2^61 - 1, 28 bits at a time. CPython: _Py_HashDouble.
std::int64_t hash_of_double(double d) {
    constexpr int kBits = 61;
    constexpr std::uint64_t kModulus = (std::uint64_t{1} << kBits) - 1;
    if (std::isinf(d)) return d > 0 ? 314159 : -314159;
    int exponent = 0;
    double fraction = std::frexp(std::fabs(d), &exponent);
    std::uint64_t x = 0;
    while (fraction != 0) {
        x = ((x << 28) & kModulus) | (x >> (kBits - 28));
        fraction *= 268435456.0;  // 2^28
        exponent -= 28;
        auto part = static_cast<std::uint64_t>(fraction);
        fraction -= static_cast<double>(part);
        x += part;
        if (x >= kModulus) x -= kModulus;
    }
    int turn = exponent >= 0 ? exponent % kBits : kBits - 1 - (-1 - exponent) % kBits;
    x = ((x << turn) & kModulus) | x >> (kBits - turn);
    auto hash = static_cast<std::int64_t>(x);
    if (d < 0) hash = -hash;
    return hash == -1 ? -2 : hash;
}

void define_float() {
    Type& t = float_type;
    t.construct = float_construct;
    t.repr = float_repr_slot;
    t.hash = float_hash;
    t.compare = float_compare;
    t.truth = float_truth;
    set_number_slots(t);
    define_type<Float>(
        t, {.name = "float",
            .doc = "Convert a string or number to a floating point number, if possible.",
            .flags = Type::kBaseType,
            .methods = {{"as_integer_ratio", float_as_integer_ratio, ""},
                        {"conjugate", float_conjugate, ""},
                        {"fromhex", float_from_hex, "string, /", nullptr, Binding::Class},
                        {"hex", float_hex, ""},
                        {"is_integer", float_is_integer, ""},
                        {"__round__", float_round, "ndigits=, /"},
                        {"__trunc__", float_trunc, ""},
                        {"__floor__", float_floor, ""},
                        {"__ceil__", float_ceil, ""},
                        {"__divmod__", float_divmod, "value, /"},
                        {"__rdivmod__", float_reverse_divmod, "value, /"},
                        {"__getnewargs__", float_new_args, ""},
                        {"__getformat__", float_get_format, "typestr, /", nullptr, Binding::Class},
                        {"__format__", float_format, "format_spec, /"}},
            .getsets = {{"real", float_real}, {"imag", float_imaginary}}});
}

}  // namespace loopscope::object
