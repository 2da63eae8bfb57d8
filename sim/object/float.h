// float and complex.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/object/make.h"

namespace loopscope::object {

extern Type float_type;
extern Type complex_type;

struct Float : Object {
    double value;

    explicit Float(double d) : value(d) {}
    static Type* class_type() { return &float_type; }
    static Value from(double d) { return make<Float>(d); }
};

struct Complex : Object {
    double real;
    double imaginary;

    Complex(double re, double im) : real(re), imaginary(im) {}
    static Type* class_type() { return &complex_type; }
    static Value from(double re, double im) { return make<Complex>(re, im); }
};

inline bool is_float(const Value& v) {
    return v.is_object() && (v.object()->type == &float_type || is_instance(v, &float_type));
}
inline bool is_float_exact(const Value& v) {
    return v.is_object() && v.object()->type == &float_type;
}

/// The shortest text that reads back as the same double, as CPython's repr.
std::string float_repr(double d);
/// CPython's hash of floats: equal to that of an equal int. Not for nan, see float.cpp.
std::int64_t hash_of_double(double d);
/// float(text): ValueError "could not convert string to float: …".
double float_from_text(std::string_view text);
/// The same without an error: false when the text is no number.
bool read_float(std::string_view text, double& result);
/// Python's `a // b` and `a % b`; the caller has excluded b == 0.
double float_floor_divide(double a, double b);
double float_modulo(double a, double b);

}  // namespace loopscope::object
