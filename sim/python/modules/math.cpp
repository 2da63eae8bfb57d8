// The math module: functions of floats.
#include "sim/python/modules/math.h"

#include <cerrno>
#include <cmath>
#include <limits>
#include <numbers>

#include "sim/python/modules/modules.h"

namespace loopscope::python::modules {

namespace {

double number(const Value& v) { return object::to_double(v); }

[[noreturn]] void raise_domain() { raise_value_error("math domain error"); }
[[noreturn]] void raise_range() { raise(object::overflow_error_type, "math range error"); }

/// The result of a C function that may be undefined or too large at x. Mirrors: math_1.
double checked(double x, double result, bool can_overflow) {
    if (std::isnan(result) && !std::isnan(x)) raise_domain();
    if (std::isinf(result) && std::isfinite(x)) {
        if (can_overflow) raise_range();
        raise_domain();
    }
    return result;
}

template <double (*function)(double), bool kCanOverflow = false>
Value of_one(const Value&, CallArgs args) {
    double x = number(args.values[0]);
    return Float::from(checked(x, function(x), kCanOverflow));
}

template <bool (*function)(double)>
Value test_of_one(const Value&, CallArgs args) {
    return make_bool(function(number(args.values[0])));
}

bool is_nan(double x) { return std::isnan(x); }
bool is_inf(double x) { return std::isinf(x); }
bool is_finite(double x) { return std::isfinite(x); }
double degrees(double x) { return x * (180.0 / std::numbers::pi); }
double radians(double x) { return x * (std::numbers::pi / 180.0); }
double absolute(double x) { return std::fabs(x); }
double exp2_of(double x) { return std::exp2(x); }
double ulp(double x) {
    if (!std::isfinite(x)) return std::fabs(x);
    x = std::fabs(x);
    double next_up = std::nextafter(x, std::numeric_limits<double>::infinity());
    if (std::isinf(next_up)) return x - std::nextafter(x, 0.0);
    return next_up - x;
}

/// FIDELITY: the C library's, which can differ from CPython's own in the last bit.
Value math_gamma(const Value&, CallArgs args) {
    double x = number(args.values[0]);
    if (x <= 0 && x == std::floor(x)) raise_domain();
    return Float::from(checked(x, std::tgamma(x), true));
}

Value math_lgamma(const Value&, CallArgs args) {
    double x = number(args.values[0]);
    if (x <= 0 && x == std::floor(x) && std::isfinite(x)) raise_domain();
    return Float::from(checked(x, std::lgamma(x), true));
}

template <double (*function)(double, double)>
Value of_two(const Value&, CallArgs args) {
    double x = number(args.values[0]);
    double y = number(args.values[1]);
    double result = function(x, y);
    if (std::isnan(result) && !std::isnan(x) && !std::isnan(y)) raise_domain();
    if (std::isinf(result) && std::isfinite(x) && std::isfinite(y)) raise_range();
    return Float::from(result);
}

double atan2_of(double y, double x) { return std::atan2(y, x); }
double copysign_of(double x, double y) { return std::copysign(x, y); }
double fmod_of(double x, double y) {
    if (std::isinf(y) && std::isfinite(x)) return x;
    return std::fmod(x, y);
}
double remainder_of(double x, double y) { return std::remainder(x, y); }

Value math_nextafter(const Value&, CallArgs args) {
    return Float::from(std::nextafter(number(args.values[0]), number(args.values[1])));
}

/// Mirrors: math_pow_impl.
Value math_pow(const Value&, CallArgs args) {
    double x = number(args.values[0]);
    double y = number(args.values[1]);
    double result = std::pow(x, y);
    if (std::isfinite(x) && std::isfinite(y)) {
        if (std::isnan(result)) raise_domain();
        if (std::isinf(result)) {
            if (x == 0) raise_domain();
            raise_range();
        }
    }
    return Float::from(result);
}

Value math_ldexp(const Value&, CallArgs args) {
    double x = number(args.values[0]);
    if (!is_int(args.values[1])) {
        raise_type_error("Expected an int as second argument to ldexp.");
    }
    auto exponent = object::int_to_int64(args.values[1]);
    bool negative = object::int_compare(args.values[1], Value::small(0)) < 0;
    if (x == 0 || !std::isfinite(x)) return Float::from(x);
    if (!exponent || *exponent > 100000) {
        if (!negative) raise_range();
        return Float::from(std::copysign(0.0, x));
    }
    double result = std::ldexp(x, static_cast<int>(std::max<std::int64_t>(*exponent, -100000)));
    if (std::isinf(result)) raise_range();
    return Float::from(result);
}

Value math_frexp(const Value&, CallArgs args) {
    double x = number(args.values[0]);
    int exponent = 0;
    double mantissa = std::isfinite(x) ? std::frexp(x, &exponent) : x;
    return Tuple::make({Float::from(mantissa), Int::from(exponent)});
}

Value math_modf(const Value&, CallArgs args) {
    double x = number(args.values[0]);
    double whole = x;
    double fraction = std::isinf(x) ? std::copysign(0.0, x) : std::modf(x, &whole);
    return Tuple::make({Float::from(fraction), Float::from(whole)});
}

/// A logarithm of an int of any size; `log_of_two` is that logarithm of 2.
double log_of_int(const Value& v, double (*function)(double), double log_of_two) {
    if (object::int_compare(v, Value::small(0)) <= 0) raise_domain();
    object::IntView view(v);
    if (mpz_sizeinbase(view, 2) <= 1000) return function(object::int_to_double(v));
    signed long exponent = 0;
    double mantissa = mpz_get_d_2exp(&exponent, view);
    return function(mantissa) + log_of_two * static_cast<double>(exponent);
}

double log_of(const Value& v, double (*function)(double), double log_of_two) {
    if (is_int(v)) return log_of_int(v, function, log_of_two);
    double x = number(v);
    if (x <= 0) raise_domain();
    return function(x);
}

Value math_log(const Value&, CallArgs args) {
    double (*natural)(double) = std::log;
    double result = log_of(args.values[0], natural, std::log(2.0));
    if (!args.values[1]) return Float::from(result);
    double base = log_of(args.values[1], natural, std::log(2.0));
    if (base == 0) raise(object::zero_division_error_type, "float division by zero");
    return Float::from(result / base);
}

Value math_log2(const Value&, CallArgs args) {
    double (*function)(double) = std::log2;
    return Float::from(log_of(args.values[0], function, 1.0));
}

Value math_log10(const Value&, CallArgs args) {
    double (*function)(double) = std::log10;
    return Float::from(log_of(args.values[0], function, std::log10(2.0)));
}

Value math_isclose(const Value&, CallArgs args) {
    double a = number(args.values[0]);
    double b = number(args.values[1]);
    double relative = args.values[2] ? number(args.values[2]) : 1e-9;
    double smallest = args.values[3] ? number(args.values[3]) : 0.0;
    if (relative < 0 || smallest < 0) raise_value_error("tolerances must be non-negative");
    if (a == b) return object::true_value();
    if (std::isinf(a) || std::isinf(b)) return object::false_value();
    double difference = std::fabs(b - a);
    return make_bool(difference <= std::fabs(relative * b) ||
                     difference <= std::fabs(relative * a) || difference <= smallest);
}

/// The length of a vector, scaled so that squares neither overflow nor vanish.
double norm(const std::vector<double>& parts) {
    double largest = 0;
    for (double x : parts) {
        if (std::isinf(x)) return std::numeric_limits<double>::infinity();
        largest = std::fmax(largest, std::fabs(x));
    }
    for (double x : parts) {
        if (std::isnan(x)) return x;
    }
    if (largest == 0) return 0;
    int exponent = 0;
    std::frexp(largest, &exponent);
    long double sum = 0;
    for (double x : parts) {
        long double scaled = std::ldexp(x, -exponent);
        sum += scaled * scaled;
    }
    return std::ldexp(static_cast<double>(sqrtl(sum)), exponent);
}

Value math_hypot(const Value&, CallArgs args) {
    std::vector<double> parts;
    for (const Value& v : args.values[0].as<Tuple>()->items()) parts.push_back(number(v));
    return Float::from(norm(parts));
}

Value math_dist(const Value&, CallArgs args) {
    Ref<Tuple> p = Tuple::from_iterable(args.values[0]);
    Ref<Tuple> q = Tuple::from_iterable(args.values[1]);
    if (p->size != q->size) {
        raise_value_error("both points must have the same number of dimensions");
    }
    std::vector<double> parts;
    for (std::size_t i = 0; i < p->size; ++i) parts.push_back(number((*p)[i]) - number((*q)[i]));
    return Float::from(norm(parts));
}

/// The exact sum of doubles, rounded once: a row of partial sums that do not overlap, lowest first
/// (Shewchuk 1997).
class ExactSum {
  public:
    void add(double x) {
        if (!std::isfinite(x)) {
            special_ += x;
            if (std::isinf(x)) infinite_ += x;
            return;
        }
        std::size_t kept = 0;
        for (double part : parts_) {
            if (std::fabs(x) < std::fabs(part)) std::swap(x, part);
            double high = x + part;
            double low = part - (high - x);
            if (low != 0) parts_[kept++] = low;
            x = high;
        }
        parts_.resize(kept);
        if (!std::isfinite(x)) {
            raise(object::overflow_error_type, "intermediate overflow in fsum");
        }
        if (x != 0) parts_.push_back(x);
    }

    double result() const {
        if (special_ != 0 || std::isnan(special_)) {
            if (std::isnan(infinite_)) raise_value_error("-inf + inf in fsum");
            return special_;
        }
        if (parts_.empty()) return 0;
        std::size_t n = parts_.size() - 1;
        double high = parts_[n];
        double low = 0;
        while (n > 0) {
            double x = high;
            double y = parts_[--n];
            high = x + y;
            low = y - (high - x);
            if (low != 0) break;
        }
        return round_half_even(high, low, n);
    }

  private:
    /// When the rest is exactly half a unit, the parts below decide which way to round.
    double round_half_even(double high, double low, std::size_t n) const {
        if (n > 0 && ((low < 0 && parts_[n - 1] < 0) || (low > 0 && parts_[n - 1] > 0))) {
            double y = low * 2.0;
            double x = high + y;
            if (y == x - high) return x;
        }
        return high;
    }

    std::vector<double> parts_;
    double special_ = 0;
    double infinite_ = 0;
};

Value math_fsum(const Value&, CallArgs args) {
    ExactSum sum;
    for_each(args.values[0], [&](const Value& item) { sum.add(number(item)); });
    return Float::from(sum.result());
}

void add_float_functions(Dict& dict) {
    object::add_functions(dict,
                          {{"acos", of_one<std::acos>, "x, /"},
                           {"acosh", of_one<std::acosh>, "x, /"},
                           {"asin", of_one<std::asin>, "x, /"},
                           {"asinh", of_one<std::asinh>, "x, /"},
                           {"atan", of_one<std::atan>, "x, /"},
                           {"atanh", of_one<std::atanh>, "x, /"},
                           {"cbrt", of_one<std::cbrt>, "x, /"},
                           {"cos", of_one<std::cos>, "x, /"},
                           {"cosh", of_one<std::cosh, true>, "x, /"},
                           {"degrees", of_one<degrees>, "x, /"},
                           {"erf", of_one<std::erf>, "x, /"},
                           {"erfc", of_one<std::erfc>, "x, /"},
                           {"exp", of_one<std::exp, true>, "x, /"},
                           {"exp2", of_one<exp2_of, true>, "x, /"},
                           {"expm1", of_one<std::expm1, true>, "x, /"},
                           {"fabs", of_one<absolute>, "x, /"},
                           {"log1p", of_one<std::log1p>, "x, /"},
                           {"radians", of_one<radians>, "x, /"},
                           {"sin", of_one<std::sin>, "x, /"},
                           {"sinh", of_one<std::sinh, true>, "x, /"},
                           {"sqrt", of_one<std::sqrt>, "x, /"},
                           {"tan", of_one<std::tan>, "x, /"},
                           {"tanh", of_one<std::tanh>, "x, /"},
                           {"ulp", of_one<ulp>, "x, /"},
                           {"gamma", math_gamma, "x, /"},
                           {"lgamma", math_lgamma, "x, /"},
                           {"isnan", test_of_one<is_nan>, "x, /"},
                           {"isinf", test_of_one<is_inf>, "x, /"},
                           {"isfinite", test_of_one<is_finite>, "x, /"}},
                          "math");
    object::add_functions(dict,
                          {{"atan2", of_two<atan2_of>, "y, x, /"},
                           {"copysign", of_two<copysign_of>, "x, y, /"},
                           {"fmod", of_two<fmod_of>, "x, y, /"},
                           {"remainder", of_two<remainder_of>, "x, y, /"},
                           {"nextafter", math_nextafter, "x, y, /"},
                           {"pow", math_pow, "x, y, /"},
                           {"ldexp", math_ldexp, "x, i, /"},
                           {"frexp", math_frexp, "x, /"},
                           {"modf", math_modf, "x, /"},
                           {"log", math_log, "x, base=, /"},
                           {"log2", math_log2, "x, /"},
                           {"log10", math_log10, "x, /"},
                           {"isclose", math_isclose, "a, b, *, rel_tol=, abs_tol="},
                           {"hypot", math_hypot, "*coordinates"},
                           {"dist", math_dist, "p, q, /"},
                           {"fsum", math_fsum, "seq, /"}},
                          "math");
}

}  // namespace

void init_math(Module& module) {
    add_float_functions(*module.dict);
    add_integer_functions(*module.dict);
    module.set("pi", Float::from(std::numbers::pi));
    module.set("e", Float::from(std::numbers::e));
    module.set("tau", Float::from(2 * std::numbers::pi));
    module.set("inf", Float::from(std::numeric_limits<double>::infinity()));
    module.set("nan", Float::from(std::numeric_limits<double>::quiet_NaN()));
}

}  // namespace loopscope::python::modules
