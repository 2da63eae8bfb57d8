// complex: pairs of doubles, with CPython's own arithmetic.
#include <cmath>

#include "sim/object/exception.h"
#include "sim/object/float.h"
#include "sim/object/float_text.h"
#include "sim/object/format.h"
#include "sim/object/int.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"

namespace loopscope::object {

Type complex_type;

namespace {

struct Pair {
    double real = 0;
    double imaginary = 0;
};

bool is_complex(const Value& v) { return v.is_object() && is_instance(v, &complex_type); }
Pair pair_of(const Value& v) { return {v.as<Complex>()->real, v.as<Complex>()->imaginary}; }
Value make_complex(Pair p) { return Complex::from(p.real, p.imaginary); }

/// The operand as a pair. False: no number. CPython: TO_COMPLEX.
bool operand(const Value& v, Pair& out) {
    if (is_complex(v)) {
        out = pair_of(v);
    } else if (is_int(v)) {
        out = {int_to_double(v), 0};
    } else if (is_float(v)) {
        out = {v.as<Float>()->value, 0};
    } else {
        return false;
    }
    return true;
}

Pair add(Pair a, Pair b) { return {a.real + b.real, a.imaginary + b.imaginary}; }
Pair subtract(Pair a, Pair b) { return {a.real - b.real, a.imaginary - b.imaginary}; }
Pair multiply(Pair a, Pair b) {
    return {a.real * b.real - a.imaginary * b.imaginary,
            a.real * b.imaginary + a.imaginary * b.real};
}

/// Scales by the larger part of the divisor, against overflow. CPython: _Py_c_quot. False: b is 0.
bool divide_into(Pair a, Pair b, Pair& out) {
    double real_size = std::fabs(b.real);
    double imaginary_size = std::fabs(b.imaginary);
    if (real_size >= imaginary_size) {
        if (real_size == 0) return false;
        double ratio = b.imaginary / b.real;
        double scale = b.real + b.imaginary * ratio;
        out = {(a.real + a.imaginary * ratio) / scale, (a.imaginary - a.real * ratio) / scale};
    } else if (imaginary_size >= real_size) {
        double ratio = b.real / b.imaginary;
        double scale = b.real * ratio + b.imaginary;
        out = {(a.real * ratio + a.imaginary) / scale, (a.imaginary * ratio - a.real) / scale};
    } else {
        out = {std::nan(""), std::nan("")};
    }
    return true;
}

Pair divide(Pair a, Pair b) {
    Pair result;
    if (!divide_into(a, b, result)) raise(zero_division_error_type, "complex division by zero");
    return result;
}

[[noreturn]] void raise_zero_power() {
    raise(zero_division_error_type, "0.0 to a negative or complex power");
}

/// By repeated squaring. CPython: c_powi.
Pair integer_power(Pair x, long n) {
    Pair result{1, 0};
    Pair square = x;
    auto count = static_cast<unsigned long>(n < 0 ? -n : n);
    for (unsigned long mask = 1; mask <= count; mask <<= 1) {
        if ((count & mask) != 0) result = multiply(result, square);
        square = multiply(square, square);
    }
    if (n > 0) return result;
    Pair inverse;
    if (!divide_into({1, 0}, result, inverse)) raise_zero_power();
    return inverse;
}

/// CPython: _Py_c_pow.
Pair polar_power(Pair a, Pair b) {
    if (b.real == 0 && b.imaginary == 0) return {1, 0};
    if (a.real == 0 && a.imaginary == 0) {
        if (b.imaginary != 0 || b.real < 0) raise_zero_power();
        return {0, 0};
    }
    double size = std::hypot(a.real, a.imaginary);
    double length = std::pow(size, b.real);
    double angle = std::atan2(a.imaginary, a.real);
    double phase = angle * b.real;
    if (b.imaginary != 0) {
        length /= std::exp(angle * b.imaginary);
        phase += b.imaginary * std::log(size);
    }
    return {length * std::cos(phase), length * std::sin(phase)};
}

Pair power(Pair a, Pair b) {
    bool small_integer =
        b.imaginary == 0 && b.real == std::floor(b.real) && std::fabs(b.real) <= 100;
    Pair result = small_integer ? integer_power(a, static_cast<long>(b.real)) : polar_power(a, b);
    if (std::isinf(result.real) || std::isinf(result.imaginary)) {
        raise(overflow_error_type, "complex exponentiation");
    }
    return result;
}

template <Pair (*Operation)(Pair, Pair)>
Value arithmetic(const Value& a, const Value& b) {
    Pair x;
    Pair y;
    if (!operand(a, x) || !operand(b, y)) return not_implemented();
    return make_complex(Operation(x, y));
}

Value complex_power_modulo(const Value& a, const Value& b, const Value& modulus) {
    if (modulus && !is_none(modulus)) raise_value_error("complex modulo");
    return arithmetic<power>(a, b);
}

Value complex_compare(const Value& a, const Value& b, CompareOp op) {
    if (op != CompareOp::Eq && op != CompareOp::Ne) return not_implemented();
    Pair x = pair_of(a);
    bool same = false;
    if (is_complex(b)) {
        Pair y = pair_of(b);
        same = x.real == y.real && x.imaginary == y.imaginary;
    } else if (is_int(b) || is_float(b)) {
        same = x.imaginary == 0 && compare_bool(Float::from(x.real), b, CompareOp::Eq);
    } else {
        return not_implemented();
    }
    return make_bool(same == (op == CompareOp::Eq));
}

std::int64_t complex_hash(const Value& self) {
    Pair p = pair_of(self);
    auto real = static_cast<std::uint64_t>(hash(Float::from(p.real)));
    auto imaginary = static_cast<std::uint64_t>(hash(Float::from(p.imaginary)));
    auto combined = static_cast<std::int64_t>(real + 1000003u * imaginary);
    return combined == -1 ? -2 : combined;
}

Value complex_repr(const Value& self) {
    Pair p = pair_of(self);
    if (p.real == 0 && !std::signbit(p.real)) {
        return make_str(double_to_text(p.imaginary, {}) + "j");
    }
    return make_str("(" + double_to_text(p.real, {}) + double_to_text(p.imaginary, {.sign = true}) +
                    "j)");
}

bool complex_truth(const Value& self) {
    Pair p = pair_of(self);
    return p.real != 0 || p.imaginary != 0;
}
Value complex_negative(const Value& self) {
    return Complex::from(-pair_of(self).real, -pair_of(self).imaginary);
}
Value complex_exact(const Value& self) {
    return self.object()->type == &complex_type ? self : make_complex(pair_of(self));
}
Value complex_absolute(const Value& self) {
    Pair p = pair_of(self);
    double size = std::hypot(p.real, p.imaginary);
    if (std::isinf(size) && std::isfinite(p.real) && std::isfinite(p.imaginary)) {
        raise(overflow_error_type, "absolute value too large");
    }
    return Float::from(size);
}

/// Reads what complex() takes as text: "1", "2j", "1+2j", "-j". False: something else.
bool scan_complex(std::string_view text, Pair& out) {
    auto at = [&text](char a, char b) { return !text.empty() && (text[0] == a || text[0] == b); };
    double first = 0;
    std::size_t taken = scan_double(text, first);
    text.remove_prefix(taken);
    if (taken != 0 && at('+', '-')) {
        out.real = first;
        std::size_t second = scan_double(text, out.imaginary);
        if (second == 0) {
            out.imaginary = text[0] == '-' ? -1 : 1;
            second = 1;
        }
        text.remove_prefix(second);
    } else if (taken != 0 && !at('j', 'J')) {
        out = {first, 0};
        return text.empty();
    } else if (taken != 0) {
        out.imaginary = first;
    } else {
        out.imaginary = at('-', '-') ? -1 : 1;
        if (at('+', '-')) text.remove_prefix(1);
    }
    return at('j', 'J') && text.size() == 1;
}

Pair parse_complex(const Str& source) {
    std::string plain = plain_number_text(source.view());
    Pair result;
    bool good = remove_underscores(plain);
    std::string_view text = plain;
    auto strip = [&text] {
        while (!text.empty() && (text.front() == ' ' || (text.front() >= 9 && text.front() <= 13)))
            text.remove_prefix(1);
        while (!text.empty() && (text.back() == ' ' || (text.back() >= 9 && text.back() <= 13)))
            text.remove_suffix(1);
    };
    if (good && text.starts_with('(')) {
        good = text.ends_with(')');
        if (good) text = text.substr(1, text.size() - 2);
        strip();
    }
    if (!good || !scan_complex(text, result)) {
        raise_value_error("complex() arg is a malformed string");
    }
    return result;
}

/// v's `__complex__`, or null.
Value through_method(const Value& v) {
    static Str* const kComplex = intern_static("__complex__");
    Value method = type_lookup_value(v.type(), kComplex);
    if (!method) return Value();
    Value result = call_method(v, kComplex);
    if (!is_complex(result)) {
        raise_format(type_error_type, "__complex__ returned non-complex (type {})",
                     result.type()->name);
    }
    return result;
}

double part_to_double(const Value& v, const char* message) {
    Pair p;
    if (operand(v, p)) return p.real;
    if (v.type()->to_float == nullptr && v.type()->index == nullptr) {
        raise_format(type_error_type, message, v.type()->name);
    }
    return to_double(v);
}

/// CPython: complex_new_impl.
Value construct_from_parts(Type* cls, const Value& first, const Value& second) {
    Pair real;
    bool first_complex = false;
    if (first) {
        Value converted = is_complex(first) ? first : through_method(first);
        first_complex = static_cast<bool>(converted);
        if (first_complex) {
            real = pair_of(converted);
        } else {
            real.real = part_to_double(
                first, "complex() first argument must be a string or a number, not '{}'");
        }
    }
    double imaginary = real.imaginary;
    if (second) {
        Pair other;
        if (is_complex(second)) {
            other = pair_of(second);
            real.real -= other.imaginary;
        } else {
            other.real =
                part_to_double(second, "complex() second argument must be a number, not '{}'");
        }
        imaginary = first_complex ? other.real + real.imaginary : other.real;
    }
    return make_typed<Complex>(cls, real.real, imaginary);
}

Value complex_construct(Type* cls, CallArgs args) {
    static const NativeCode* const kCode = make_code({"complex", nullptr, "real=, imag="});
    Value parts[2];
    bind_arguments(*kCode, args, parts);
    const Value& first = parts[0];
    if (first && !parts[1] && cls == &complex_type && first.is_object() &&
        first.object()->type == &complex_type) {
        return first;
    }
    if (first && is_str(first)) {
        if (parts[1]) raise_type_error("complex() can't take second arg if first is a string");
        Pair p = parse_complex(*first.as<Str>());
        return make_typed<Complex>(cls, p.real, p.imaginary);
    }
    if (parts[1] && is_str(parts[1])) {
        raise_type_error("complex() second arg can't be a string");
    }
    return construct_from_parts(cls, first, parts[1]);
}

Value complex_conjugate(const Value& self, CallArgs) {
    return Complex::from(pair_of(self).real, -pair_of(self).imaginary);
}
Value complex_self(const Value& self, CallArgs) { return complex_exact(self); }
Value complex_new_args(const Value& self, CallArgs) {
    return Tuple::make({Float::from(pair_of(self).real), Float::from(pair_of(self).imaginary)});
}
Value complex_real(const Value& self) { return Float::from(pair_of(self).real); }
Value complex_imaginary(const Value& self) { return Float::from(pair_of(self).imaginary); }

}  // namespace

void define_complex() {
    Type& t = complex_type;
    t.construct = complex_construct;
    t.repr = complex_repr;
    t.hash = complex_hash;
    t.compare = complex_compare;
    t.truth = complex_truth;
    t.binary[static_cast<std::size_t>(BinaryOp::Add)] = arithmetic<add>;
    t.binary[static_cast<std::size_t>(BinaryOp::Sub)] = arithmetic<subtract>;
    t.binary[static_cast<std::size_t>(BinaryOp::Mul)] = arithmetic<multiply>;
    t.binary[static_cast<std::size_t>(BinaryOp::TrueDiv)] = arithmetic<divide>;
    t.binary[static_cast<std::size_t>(BinaryOp::Pow)] = arithmetic<power>;
    t.ternary_power = complex_power_modulo;
    t.negative = complex_negative;
    t.positive = complex_exact;
    t.absolute = complex_absolute;
    define_type<Complex>(t, {.name = "complex",
                             .doc = "Create a complex number from a string or numbers.",
                             .flags = Type::kBaseType,
                             .methods = {{"conjugate", complex_conjugate, ""},
                                         {"__complex__", complex_self, ""},
                                         {"__getnewargs__", complex_new_args, ""},
                                         {"__format__", complex_format, "format_spec, /"}},
                             .getsets = {{"real", complex_real}, {"imag", complex_imaginary}}});
}

}  // namespace loopscope::object
