// The math module: functions of ints, and those that make ints of numbers.
#include "sim/python/modules/math.h"

#include <cmath>

namespace loopscope::python::modules {

namespace {

/// A GMP number of its own.
class Number {
  public:
    Number() { mpz_init(number_); }
    explicit Number(const Value& v) { mpz_init_set(number_, object::IntView(v)); }
    ~Number() { mpz_clear(number_); }
    Number(const Number&) = delete;
    Number& operator=(const Number&) = delete;
    operator mpz_ptr() { return number_; }
    Value take() { return Int::take(number_); }

  private:
    mpz_t number_;
};

Value math_gcd(const Value&, CallArgs args) {
    Number result;
    for (const Value& v : args.values[0].as<Tuple>()->items()) {
        Value part = object::index_value(v);
        mpz_gcd(result, result, object::IntView(part));
    }
    return result.take();
}

Value math_lcm(const Value&, CallArgs args) {
    Number result(Value::small(1));
    for (const Value& v : args.values[0].as<Tuple>()->items()) {
        Value part = object::index_value(v);
        mpz_lcm(result, result, object::IntView(part));
    }
    return result.take();
}

Value math_factorial(const Value&, CallArgs args) {
    Value n = object::index_value(args.values[0]);
    if (object::int_compare(n, Value::small(0)) < 0) {
        raise_value_error("factorial() not defined for negative values");
    }
    auto count = object::int_to_int64(n);
    if (!count) {
        raise_format(object::overflow_error_type, "factorial() argument should not exceed {}",
                     INT64_MAX);
    }
    // The memory limit of the run cannot see GMP's own; a result of this size is beyond it anyway.
    if (*count > 2000000) raise(object::memory_error_type);
    Number result;
    mpz_fac_ui(result, static_cast<unsigned long>(*count));
    return result.take();
}

Value math_isqrt(const Value&, CallArgs args) {
    Value n = object::index_value(args.values[0]);
    if (object::int_compare(n, Value::small(0)) < 0) {
        raise_value_error("isqrt() argument must be nonnegative");
    }
    Number result;
    mpz_sqrt(result, object::IntView(n));
    return result.take();
}

void refuse_negative(const Value& v, const char* name) {
    if (object::int_compare(v, Value::small(0)) < 0) {
        raise_format(value_error_type, "{} must be a non-negative integer", name);
    }
}

Value math_comb(const Value&, CallArgs args) {
    Value n = object::index_value(args.values[0]);
    Value k = object::index_value(args.values[1]);
    refuse_negative(n, "n");
    refuse_negative(k, "k");
    if (object::int_compare(k, n) > 0) return Value::small(0);
    Value other = object::int_subtract(n, k);
    if (object::int_compare(other, k) < 0) k = other;
    auto count = object::int_to_int64(k);
    if (!count || *count > 1000000) {
        raise_format(object::overflow_error_type, "min(n - k, k) must not exceed {}", INT64_MAX);
    }
    Number result;
    mpz_bin_ui(result, object::IntView(n), static_cast<unsigned long>(*count));
    return result.take();
}

Value math_perm(const Value&, CallArgs args) {
    if (absent(args.values[1])) return math_factorial(Value(), args);
    Value n = object::index_value(args.values[0]);
    Value k = object::index_value(args.values[1]);
    refuse_negative(n, "n");
    refuse_negative(k, "k");
    if (object::int_compare(k, n) > 0) return Value::small(0);
    auto count = object::int_to_int64(k);
    if (!count || *count > 1000000) {
        raise_format(object::overflow_error_type, "k must not exceed {}", INT64_MAX);
    }
    Number factor(n);
    Number result(Value::small(1));
    for (std::int64_t i = 0; i < *count; ++i) {
        mpz_mul(result, result, factor);
        mpz_sub_ui(factor, factor, 1);
    }
    return result.take();
}

Value math_prod(const Value&, CallArgs args) {
    Value total = args.values[1] ? args.values[1] : Value::small(1);
    for_each(args.values[0],
             [&](const Value& item) { total = object::binary(BinaryOp::Mul, total, item); });
    return total;
}

/// floor, ceil and trunc: the number's own method, else of its float.
Value rounded(const Value& v, const char* method, double (*function)(double)) {
    if (object::is_float_exact(v)) return Int::from_double(function(v.as<Float>()->value));
    if (is_int(v) || object::type_lookup(v.type(), intern(method).get())) {
        return call_method(v, method);
    }
    if (function == nullptr) return Value();
    return Int::from_double(function(object::to_double(v)));
}

double floor_of(double x) { return std::floor(x); }
double ceil_of(double x) { return std::ceil(x); }
double trunc_of(double x) { return std::trunc(x); }

Value math_floor(const Value&, CallArgs args) {
    return rounded(args.values[0], "__floor__", floor_of);
}

Value math_ceil(const Value&, CallArgs args) {
    return rounded(args.values[0], "__ceil__", ceil_of);
}

Value math_trunc(const Value&, CallArgs args) {
    const Value& v = args.values[0];
    bool known = is_int(v) || is_float(v) ||
                 object::type_lookup(v.type(), intern_static("__trunc__")) != nullptr;
    if (!known) {
        raise_format(type_error_type, "type {} doesn't define __trunc__ method", type_name(v));
    }
    return rounded(v, "__trunc__", trunc_of);
}

}  // namespace

void add_integer_functions(Dict& math) {
    object::add_functions(math,
                          {{"gcd", math_gcd, "*integers"},
                           {"lcm", math_lcm, "*integers"},
                           {"factorial", math_factorial, "n, /"},
                           {"isqrt", math_isqrt, "n, /"},
                           {"comb", math_comb, "n, k, /"},
                           {"perm", math_perm, "n, k=, /"},
                           {"prod", math_prod, "iterable, /, *, start="},
                           {"floor", math_floor, "x, /"},
                           {"ceil", math_ceil, "x, /"},
                           {"trunc", math_trunc, "x, /"}},
                          "math");
}

}  // namespace loopscope::python::modules
