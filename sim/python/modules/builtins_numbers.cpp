// Builtin functions on numbers and characters: abs, divmod, pow, round, sum, bin, chr, ord.
#include "sim/python/modules/builtins.h"
#include "sim/python/modules/native_module.h"

namespace loopscope::python::modules {

namespace {

Value builtin_abs(const Value&, CallArgs args) { return object::absolute(args.values[0]); }

Value builtin_divmod(const Value&, CallArgs args) {
    return object::divmod(args.values[0], args.values[1]);
}

Value builtin_pow(const Value&, CallArgs args) {
    if (absent(args.values[2])) {
        return object::binary(BinaryOp::Pow, args.values[0], args.values[1]);
    }
    return object::power(args.values[0], args.values[1], args.values[2]);
}

Value builtin_round(const Value&, CallArgs args) {
    static Str* const kRound = intern_static("__round__");
    const Value& number = args.values[0];
    if (!object::type_lookup(number.type(), kRound)) {
        raise_format(type_error_type, "type {} doesn't define __round__ method", type_name(number));
    }
    if (absent(args.values[1])) return call_method(number, kRound);
    return call_method(number, kRound, {args.values[1]});
}

void check_sum_start(const Value& start) {
    if (is_str(start)) {
        raise_type_error("sum() can't sum strings [use ''.join(seq) instead]");
    }
    if (object::is_bytes(start)) {
        raise_type_error("sum() can't sum bytes [use b''.join(seq) instead]");
    }
    if (is_instance(start, &object::bytearray_type)) {
        raise_type_error("sum() can't sum bytearray [use b''.join(seq) instead]");
    }
}

/// Adds to a double as long as the items are floats and small ints: the same sums as adding Values,
/// without making one for each step. Answers the item that ended it, or null at the end.
Value sum_floats(const Value& iterator, double& total) {
    while (Value item = next(iterator)) {
        if (object::is_float_exact(item)) {
            total += item.as<Float>()->value;
        } else if (item.is_small()) {
            total += static_cast<double>(item.small());
        } else {
            return item;
        }
    }
    return Value();
}

Value int_of(__int128 sum) {
    constexpr int kLowBits = 60;
    if (sum >= Value::kSmallMin && sum <= Value::kSmallMax)
        return Value::small(static_cast<std::int64_t>(sum));
    Value high = Int::from(static_cast<std::int64_t>(sum >> kLowBits));
    Value low = Value::small(static_cast<std::int64_t>(sum & ((std::int64_t{1} << kLowBits) - 1)));
    return object::binary(BinaryOp::Add,
                          object::binary(BinaryOp::LShift, high, Value::small(kLowBits)), low);
}

/// Adds to an int as long as the items are small ints, of which no memory holds enough to overflow
/// 128 bits. Answers the item that ended it, or null at the end.
Value sum_ints(const Value& iterator, Value& total) {
    __int128 sum = total.small();
    Value item = next(iterator);
    for (; item && item.is_small(); item = next(iterator)) sum += item.small();
    total = int_of(sum);
    return item;
}

/// Mirrors: builtin_sum_impl, which does not compensate for rounding before 3.12.
Value builtin_sum(const Value&, CallArgs args) {
    Value iterator = iter(args.values[0]);
    Value total = args.values[1] ? args.values[1] : Value::small(0);
    check_sum_start(total);
    while (true) {
        Value item;
        if (object::is_float_exact(total)) {
            double sum = total.as<Float>()->value;
            item = sum_floats(iterator, sum);
            total = Float::from(sum);
        } else if (total.is_small()) {
            item = sum_ints(iterator, total);
        } else {
            item = next(iterator);
        }
        if (!item) return total;
        total = total.is_small() && item.is_small() ? object::add_small(total, item)
                                                    : object::binary(BinaryOp::Add, total, item);
    }
}

Value in_base(const Value& v, int base, const char* prefix) {
    Value number = object::index_value(v);
    std::string digits = object::int_to_string(number, base);
    if (digits.starts_with('-')) return make_str(std::string("-") + prefix + digits.substr(1));
    return make_str(prefix + digits);
}

Value builtin_bin(const Value&, CallArgs args) { return in_base(args.values[0], 2, "0b"); }
Value builtin_oct(const Value&, CallArgs args) { return in_base(args.values[0], 8, "0o"); }
Value builtin_hex(const Value&, CallArgs args) { return in_base(args.values[0], 16, "0x"); }

Value builtin_chr(const Value&, CallArgs args) {
    Value number = object::index_value(args.values[0]);
    std::optional<std::int64_t> point = object::int_to_int64(number);
    if (!point || *point < INT32_MIN || *point > INT32_MAX) {
        raise(object::overflow_error_type, "Python int too large to convert to C int");
    }
    if (*point < 0 || *point > 0x10ffff) raise_value_error("chr() arg not in range(0x110000)");
    return Str::from_char(static_cast<char32_t>(*point));
}

Value builtin_ord(const Value&, CallArgs args) {
    const Value& v = args.values[0];
    std::size_t size = 0;
    if (is_str(v)) {
        const Str& text = *v.as<Str>();
        if (text.length == 1) return Int::from(static_cast<std::int64_t>(text.at(0)));
        size = text.length;
    } else if (auto bytes = object::bytes_like(v);
               bytes && !is_instance(v, &object::memoryview_type)) {
        if (bytes->size() == 1) return Int::from(static_cast<unsigned char>((*bytes)[0]));
        size = bytes->size();
    } else {
        raise_format(type_error_type, "ord() expected string of length 1, but {} found",
                     type_name(v));
    }
    raise_format(type_error_type, "ord() expected a character, but string of length {} found",
                 size);
}

}  // namespace

void add_number_functions(Dict& builtins) {
    object::add_functions(builtins,
                          {{"abs", builtin_abs, "x, /"},
                           {"divmod", builtin_divmod, "x, y, /"},
                           {"pow", builtin_pow, "base, exp, mod="},
                           {"round", builtin_round, "number, ndigits="},
                           {"sum", builtin_sum, "iterable, /, start="},
                           {"bin", builtin_bin, "number, /"},
                           {"oct", builtin_oct, "number, /"},
                           {"hex", builtin_hex, "number, /"},
                           {"chr", builtin_chr, "i, /"},
                           {"ord", builtin_ord, "c, /"}},
                          "builtins");
}

}  // namespace loopscope::python::modules
