// int: small ones live in the Value itself, the others are GMP numbers on the heap.
#pragma once

#include <gmp.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/object/type.h"

namespace loopscope::object {

/// An int outside the small range, or an instance of a subclass of int (bool, a program's own
/// class) of any size.
struct Int : Object {
    mpz_t number;

    Int() { mpz_init(number); }
    ~Int() { mpz_clear(number); }
    Int(const Int&) = delete;
    Int& operator=(const Int&) = delete;
    static Type* class_type() { return &int_type; }

    /// Any int64 as a Value.
    static Value from(std::int64_t i) {
        return Value::fits_small(i) ? Value::small(i) : from_wide(i);
    }
    static Value from(int i) { return Value::small(i); }
    static Value from_unsigned(std::uint64_t i);
    static Value from_size(std::size_t n) { return from(static_cast<std::int64_t>(n)); }
    /// Takes the number over (mpz_swap), as small Value if it fits.
    static Value take(mpz_t number);
    /// float → int, towards zero. OverflowError / ValueError for infinity and nan.
    static Value from_double(double d);
    /// Decimal and other literals as in source text, checked by the lexer: digits of `base`
    /// without prefix, underscores removed.
    static Value from_digits(std::string_view digits, int base);
    /// An instance of `cls`, a subclass of int, with the value of `i`.
    static Value of_class(Type* cls, const Value& i);

  private:
    static Value from_wide(std::int64_t i);
};

/// Whether v is an int or an instance of a subclass of it (bool too).
inline bool is_int(const Value& v) { return v.is_small() || v.type()->has(Type::kIntSubclass); }

/// A read-only GMP view of any int Value, small ones included, without allocation.
class IntView {
  public:
    /// Requires: is_int(v). Lives no longer than v.
    explicit IntView(const Value& v);
    IntView(const IntView&) = delete;
    IntView& operator=(const IntView&) = delete;
    operator mpz_srcptr() const { return pointer_; }

  private:
    mp_limb_t limb_ = 0;
    mpz_t local_;
    mpz_srcptr pointer_;
};

/// The value as int64 if it fits. Requires: is_int(v).
std::optional<std::int64_t> int_to_int64(const Value& v);
/// The value as double; OverflowError "int too large to convert to float".
double int_to_double(const Value& v);
std::string int_to_string(const Value& v, int base = 10);  ///< No 4300-digit limit.

// Arithmetic for any ints (subclasses too), always giving an exact int. The interpreter tries
// add_small and the like first.
Value int_add(const Value& a, const Value& b);
Value int_subtract(const Value& a, const Value& b);
Value int_multiply(const Value& a, const Value& b);
Value int_floor_divide(const Value& a, const Value& b);  ///< ZeroDivisionError as CPython words it.
Value int_modulo(const Value& a, const Value& b);
Value int_true_divide(const Value& a, const Value& b);
Value int_power(const Value& a, const Value& b);  ///< Float for a negative exponent.
Value int_power_modulo(const Value& a, const Value& b, const Value& modulus);
Value int_negative(const Value& a);
int int_compare(const Value& a, const Value& b);  ///< -1, 0, 1.

/// The exact result for two small ints; never fails.
inline Value add_small(const Value& a, const Value& b) { return Int::from(a.small() + b.small()); }
inline Value subtract_small(const Value& a, const Value& b) {
    return Int::from(a.small() - b.small());
}
inline Value multiply_small(const Value& a, const Value& b) {
    std::int64_t product;
    if (__builtin_mul_overflow(a.small(), b.small(), &product)) return int_multiply(a, b);
    return Int::from(product);
}
/// Requires: both small, b not zero.
inline Value floor_divide_small(const Value& a, const Value& b) {
    std::int64_t x = a.small();
    std::int64_t y = b.small();
    std::int64_t quotient = x / y;
    if ((x % y != 0) && ((x < 0) != (y < 0))) --quotient;
    return Int::from(quotient);
}
/// Requires: both small, b not zero.
inline Value modulo_small(const Value& a, const Value& b) {
    std::int64_t y = b.small();
    std::int64_t remainder = a.small() % y;
    if (remainder != 0 && ((remainder < 0) != (y < 0))) remainder += y;
    return Value::small(remainder);
}

/// CPython's hash of ints: modulo 2^61 - 1, the sign kept, -1 becomes -2.
std::int64_t hash_of_small(std::int64_t i);
std::int64_t hash_of_mpz(mpz_srcptr number);

}  // namespace loopscope::object
