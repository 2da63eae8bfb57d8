// int: arithmetic on any size. The Python type is in int_type.cpp.
#include "sim/object/int.h"

#include <cmath>
#include <cstring>

#include "sim/object/exception.h"
#include "sim/object/float.h"
#include "sim/object/make.h"
#include "sim/object/singletons.h"

namespace loopscope::object {

namespace {

/// An mpz_t that clears itself, for results.
struct Number {
    mpz_t z;
    Number() { mpz_init(z); }
    ~Number() { mpz_clear(z); }
    Number(const Number&) = delete;
    Number& operator=(const Number&) = delete;
};

/// MemoryError instead of GMP's abort.
void check_bits(double bits) {
    if (bits > 1e18) raise(memory_error_type);
    check_allocation(static_cast<std::size_t>(bits / 8) + 16, 1);
}

double bit_count(mpz_srcptr z) { return static_cast<double>(mpz_sizeinbase(z, 2)); }

}  // namespace

Value Int::from_wide(std::int64_t i) {
    Ref<Int> object = make<Int>();
    mpz_set_si(object->number, i);
    return object;
}

Value Int::from_unsigned(std::uint64_t i) {
    if (i <= static_cast<std::uint64_t>(Value::kSmallMax)) {
        return Value::small(static_cast<std::int64_t>(i));
    }
    Ref<Int> object = make<Int>();
    mpz_set_ui(object->number, i);
    return object;
}

Value Int::take(mpz_t number) {
    if (mpz_fits_slong_p(number) != 0) {
        std::int64_t i = mpz_get_si(number);
        if (Value::fits_small(i)) return Value::small(i);
    }
    Ref<Int> object = make<Int>();
    mpz_swap(object->number, number);
    return object;
}

Value Int::from_double(double d) {
    if (std::isinf(d)) raise(overflow_error_type, "cannot convert float infinity to integer");
    if (std::isnan(d)) raise_value_error("cannot convert float NaN to integer");
    if (std::fabs(d) < 4e18) return Int::from(static_cast<std::int64_t>(d));
    Number result;
    mpz_set_d(result.z, d);
    return take(result.z);
}

Value Int::from_digits(std::string_view digits, int base) {
    if (digits.size() <= 15) {
        std::int64_t value = std::strtoll(std::string(digits).c_str(), nullptr, base);
        return Int::from(value);
    }
    Number result;
    int status = mpz_set_str(result.z, std::string(digits).c_str(), base);
    LOOPSCOPE_CHECK(status == 0);
    return take(result.z);
}

Value Int::of_class(Type* cls, const Value& i) {
    Ref<Int> object = make_typed<Int>(cls);
    mpz_set(object->number, IntView(i));
    return object;
}

IntView::IntView(const Value& v) {
    if (!v.is_small()) {
        pointer_ = v.as<Int>()->number;
        return;
    }
    std::int64_t i = v.small();
    limb_ = static_cast<mp_limb_t>(i < 0 ? -i : i);
    pointer_ = mpz_roinit_n(local_, &limb_, i < 0 ? -1 : i > 0 ? 1 : 0);
}

std::optional<std::int64_t> int_to_int64(const Value& v) {
    if (v.is_small()) return v.small();
    const mpz_t& z = v.as<Int>()->number;
    if (mpz_fits_slong_p(z) == 0) return std::nullopt;
    return mpz_get_si(z);
}

namespace {

/// The 64 top bits of |z| with a sticky lowest bit, and the power of two they are to be scaled by.
std::uint64_t top_bits(mpz_srcptr z, long& exponent) {
    std::size_t bits = mpz_sizeinbase(z, 2);
    if (bits <= 64) {
        exponent = 0;
        return mpz_get_ui(z);
    }
    exponent = static_cast<long>(bits - 64);
    Number top;
    mpz_tdiv_q_2exp(top.z, z, static_cast<mp_bitcnt_t>(exponent));
    bool sticky = mpz_scan1(z, 0) < static_cast<mp_bitcnt_t>(exponent);
    return mpz_get_ui(top.z) | (sticky ? 1u : 0u);
}

}  // namespace

double int_to_double(const Value& v) {
    if (v.is_small()) return static_cast<double>(v.small());
    mpz_srcptr z = v.as<Int>()->number;
    long exponent = 0;
    std::uint64_t top = top_bits(z, exponent);
    double d = std::ldexp(static_cast<double>(top), static_cast<int>(std::min(exponent, 5000L)));
    if (std::isinf(d)) raise(overflow_error_type, "int too large to convert to float");
    return mpz_sgn(z) < 0 ? -d : d;
}

std::string int_to_string(const Value& v, int base) {
    if (v.is_small() && base == 10) return std::to_string(v.small());
    IntView z(v);
    std::string text(mpz_sizeinbase(z, base) + 2, '\0');
    mpz_get_str(text.data(), base, z);
    text.resize(std::strlen(text.c_str()));
    return text;
}

namespace {

constexpr std::size_t kFewLimbs = 2048;

/// Counts the work of one operation on long numbers as steps of the program.
void count_limbs(std::size_t limbs, std::size_t steps_each) {
    if (limbs < kFewLimbs) return;
    auto& worked = Runtime::current().hooks.worked;
    if (worked) worked(static_cast<std::int64_t>(limbs * steps_each));
}

}  // namespace

Value int_add(const Value& a, const Value& b) {
    if (a.is_small() && b.is_small()) return add_small(a, b);
    Number result;
    mpz_add(result.z, IntView(a), IntView(b));
    return Int::take(result.z);
}

Value int_subtract(const Value& a, const Value& b) {
    if (a.is_small() && b.is_small()) return subtract_small(a, b);
    Number result;
    mpz_sub(result.z, IntView(a), IntView(b));
    return Int::take(result.z);
}

Value int_multiply(const Value& a, const Value& b) {
    IntView x(a);
    IntView y(b);
    if (mpz_size(x) + mpz_size(y) > 1000) check_bits(bit_count(x) + bit_count(y));
    count_limbs(std::min(mpz_size(x), mpz_size(y)), 10);
    Number result;
    mpz_mul(result.z, x, y);
    return Int::take(result.z);
}

Value int_floor_divide(const Value& a, const Value& b) {
    IntView y(b);
    if (mpz_sgn(static_cast<mpz_srcptr>(y)) == 0) {
        raise(zero_division_error_type, "integer division or modulo by zero");
    }
    if (a.is_small() && b.is_small()) return floor_divide_small(a, b);
    count_limbs(mpz_size(y), 20);
    Number result;
    mpz_fdiv_q(result.z, IntView(a), y);
    return Int::take(result.z);
}

Value int_modulo(const Value& a, const Value& b) {
    IntView y(b);
    if (mpz_sgn(static_cast<mpz_srcptr>(y)) == 0) {
        raise(zero_division_error_type, "integer modulo by zero");
    }
    if (a.is_small() && b.is_small()) return modulo_small(a, b);
    count_limbs(mpz_size(y), 20);
    Number result;
    mpz_fdiv_r(result.z, IntView(a), y);
    return Int::take(result.z);
}

/// Correctly rounded. The quotient is made with at least two bits more than a double holds and a
/// sticky bit for the remainder; its conversion rounds once. CPython: long_true_divide.
Value int_true_divide(const Value& a, const Value& b) {
    IntView x(a);
    IntView y(b);
    mpz_srcptr px = x;
    mpz_srcptr py = y;
    if (mpz_sgn(py) == 0) raise(zero_division_error_type, "division by zero");
    if (mpz_sgn(px) == 0) return Float::from(mpz_sgn(py) < 0 ? -0.0 : 0.0);
    constexpr std::size_t kExact = 53;
    if (mpz_sizeinbase(px, 2) <= kExact && mpz_sizeinbase(py, 2) <= kExact) {
        return Float::from(mpz_get_d(px) / mpz_get_d(py));
    }
    bool negative = mpz_sgn(px) != mpz_sgn(py);
    long difference =
        static_cast<long>(mpz_sizeinbase(px, 2)) - static_cast<long>(mpz_sizeinbase(py, 2));
    if (difference > 1025) {
        raise(overflow_error_type, "integer division result too large for a float");
    }
    if (difference < -1100) return Float::from(negative ? -0.0 : 0.0);
    long shift = std::max(difference, -1021L) - 55;
    Number scaled;
    Number divisor;
    mpz_abs(scaled.z, px);
    mpz_abs(divisor.z, py);
    if (shift < 0) {
        mpz_mul_2exp(scaled.z, scaled.z, static_cast<mp_bitcnt_t>(-shift));
    } else {
        mpz_mul_2exp(divisor.z, divisor.z, static_cast<mp_bitcnt_t>(shift));
    }
    Number remainder;
    mpz_tdiv_qr(scaled.z, remainder.z, scaled.z, divisor.z);
    std::uint64_t quotient = mpz_get_ui(scaled.z);
    if (mpz_sgn(remainder.z) != 0) quotient |= 1;
    double d = std::ldexp(static_cast<double>(quotient), static_cast<int>(shift));
    if (std::isinf(d)) {
        raise(overflow_error_type, "integer division result too large for a float");
    }
    return Float::from(negative ? -d : d);
}

Value int_power(const Value& a, const Value& b) {
    IntView base(a);
    IntView exponent(b);
    mpz_srcptr z = base;
    if (mpz_sgn(static_cast<mpz_srcptr>(exponent)) < 0) {
        double x = int_to_double(a);
        if (x == 0.0) {
            raise(zero_division_error_type, "0.0 cannot be raised to a negative power");
        }
        return Float::from(std::pow(x, int_to_double(b)));
    }
    bool trivial = mpz_cmpabs_ui(z, 1) <= 0;
    Number result;
    if (trivial) {
        bool one = mpz_sgn(static_cast<mpz_srcptr>(exponent)) == 0 || mpz_sgn(z) > 0;
        bool odd = mpz_odd_p(static_cast<mpz_srcptr>(exponent)) != 0;
        return Value::small(one ? 1 : mpz_sgn(z) == 0 ? 0 : odd ? -1 : 1);
    }
    double bits = (bit_count(z) - 1) * mpz_get_d(exponent);
    check_bits(bits);
    if (bits > 0) count_limbs(static_cast<std::size_t>(bits / 64), 10);
    mpz_pow_ui(result.z, z, mpz_get_ui(exponent));
    return Int::take(result.z);
}

namespace {

/// base = base ** power mod modulus. A long power is taken in pieces, from its highest bits on, so
/// that the work can be counted and stopped.
void power_modulo(mpz_ptr base, mpz_srcptr power, mpz_srcptr modulus) {
    std::size_t bits = mpz_sizeinbase(power, 2);
    std::size_t limbs = mpz_size(modulus);
    std::size_t one_bit = limbs * limbs / 8 + 1;  // Steps, roughly.
    if (bits * one_bit < 2'000'000) {
        mpz_powm(base, base, power, modulus);
        return;
    }
    auto& worked = Runtime::current().hooks.worked;
    std::size_t piece = std::max<std::size_t>(64, 1'000'000 / one_bit);
    Number result;
    Number factor;
    Number digits;
    Number shift;
    mpz_set_ui(result.z, 1);
    for (std::size_t end = bits; end > 0;) {
        std::size_t count = std::min(piece, end);
        end -= count;
        if (worked) worked(static_cast<std::int64_t>(2 * count * one_bit));
        mpz_tdiv_q_2exp(digits.z, power, end);
        mpz_tdiv_r_2exp(digits.z, digits.z, count);
        mpz_powm(factor.z, base, digits.z, modulus);
        mpz_set_ui(shift.z, 0);
        mpz_setbit(shift.z, count);
        mpz_powm(result.z, result.z, shift.z, modulus);
        mpz_mul(result.z, result.z, factor.z);
        mpz_mod(result.z, result.z, modulus);
    }
    mpz_swap(base, result.z);
}

}  // namespace

Value int_power_modulo(const Value& a, const Value& b, const Value& modulus) {
    IntView m(modulus);
    IntView exponent(b);
    mpz_srcptr z = m;
    if (mpz_sgn(z) == 0) raise_value_error("pow() 3rd argument cannot be 0");
    Number base;
    Number power;
    mpz_set(base.z, IntView(a));
    mpz_set(power.z, exponent);
    if (mpz_sgn(power.z) < 0) {
        if (mpz_invert(base.z, base.z, z) == 0) {
            raise_value_error("base is not invertible for the given modulus");
        }
        mpz_neg(power.z, power.z);
    }
    power_modulo(base.z, power.z, z);
    // GMP answers in [0, |m|); Python's sign is the modulus's.
    if (mpz_sgn(z) < 0 && mpz_sgn(base.z) != 0) mpz_add(base.z, base.z, z);
    return Int::take(base.z);
}

Value int_negative(const Value& a) {
    if (a.is_small()) return Int::from(-a.small());
    Number result;
    mpz_neg(result.z, IntView(a));
    return Int::take(result.z);
}

int int_compare(const Value& a, const Value& b) {
    if (a.is_small() && b.is_small()) return a.small() < b.small() ? -1 : a.small() > b.small();
    int order = mpz_cmp(IntView(a), IntView(b));
    return order < 0 ? -1 : order > 0;
}

namespace {
constexpr std::uint64_t kModulus = (std::uint64_t{1} << 61) - 1;
}

std::int64_t hash_of_small(std::int64_t i) {
    std::uint64_t magnitude = static_cast<std::uint64_t>(i < 0 ? -i : i) % kModulus;
    std::int64_t h = static_cast<std::int64_t>(magnitude);
    if (i < 0) h = -h;
    return h == -1 ? -2 : h;
}

std::int64_t hash_of_mpz(mpz_srcptr number) {
    std::int64_t h = static_cast<std::int64_t>(mpz_fdiv_ui(number, kModulus));
    if (mpz_sgn(number) < 0) {
        Number positive;
        mpz_neg(positive.z, number);
        h = -static_cast<std::int64_t>(mpz_fdiv_ui(positive.z, kModulus));
    }
    return h == -1 ? -2 : h;
}

}  // namespace loopscope::object
