// time: the clocks of the simulated machine. Running code takes no time; time.sleep does.
#include "sim/python/modules/time_module.h"

#include <cmath>
#include <mutex>

#include "sim/kernel/kernel.h"
#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/float.h"
#include "sim/object/int.h"
#include "sim/object/method.h"
#include "sim/object/module.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/tuple.h"
#include "sim/python/modules/time_calendar.h"
#include "sim/python/vm/interpreter.h"

namespace loopscope::python::modules {

using namespace object;

namespace {

Type struct_time_type;

kernel::Kernel& current_kernel() { return kernel::Kernel::current(); }
world::Clock& clock() {
    current_kernel().charge();
    return current_kernel().machine().clock();
}

/// time.sleep(seconds): blocks the simulated thread, and with it the loop that runs in it.
Value sleep(const Value&, CallArgs args) {
    const Value& given = args.values[0];
    if (!is_int(given) && !is_float(given) && given.type()->index == nullptr) {
        raise_type_error("'" + given.type()->name + "' object cannot be interpreted as an integer");
    }
    double seconds = to_double(given);
    if (std::isnan(seconds)) raise_value_error("Invalid value NaN (not a number)");
    if (seconds < 0) raise_value_error("sleep length must be non-negative");
    current_kernel().sleep(seconds);
    return none();
}

Value nanoseconds(double seconds) {
    // Whole nanoseconds of a double: exact up to 104 days, rounded half to even as CPython's.
    return Int::from_double(std::nearbyint(seconds * 1e9));
}

Value time_time(const Value&, CallArgs) { return Float::from(clock().wall()); }
Value time_ns(const Value&, CallArgs) {
    double start = clock().wall() - clock().now();
    return int_add(int_multiply(Int::from_double(start), Int::from(1000000000)),
                   nanoseconds(clock().now()));
}
Value monotonic(const Value&, CallArgs) { return Float::from(clock().now()); }
Value monotonic_ns(const Value&, CallArgs) { return nanoseconds(clock().now()); }
Value process_time(const Value&, CallArgs) { return Float::from(0.0); }
Value process_time_ns(const Value&, CallArgs) { return Value::small(0); }

// struct_time.

constexpr std::size_t kFields = 9;
constexpr std::string_view kFieldNames[kFields + 2] = {"tm_year",  "tm_mon",  "tm_mday",  "tm_hour",
                                                       "tm_min",   "tm_sec",  "tm_wday",  "tm_yday",
                                                       "tm_isdst", "tm_zone", "tm_gmtoff"};

Value make_struct_time(const CalendarTime& t) {
    Value items[kFields] = {Int::from(t.year),    Int::from(t.month),    Int::from(t.day),
                            Int::from(t.hour),    Int::from(t.minute),   Int::from(t.second),
                            Int::from(t.weekday), Int::from(t.year_day), Int::from(t.dst)};
    return Tuple::make(items, &struct_time_type);
}

template <std::size_t I>
Value field(const Value& self) {
    return (*self.as<Tuple>())[I];
}
Value zone(const Value&) { return make_str("UTC"); }
Value offset(const Value&) { return Value::small(0); }

Value struct_time_repr(const Value& self) {
    std::string text = "time.struct_time(";
    for (std::size_t i = 0; i < kFields; ++i) {
        if (i > 0) text += ", ";
        text += std::string(kFieldNames[i]) + "=" + repr_string((*self.as<Tuple>())[i]);
    }
    return make_str(text + ")");
}

Value struct_time_construct(Type* cls, CallArgs args) {
    if (args.positional_count != 1) raise_type_error("structseq() missing required argument");
    Ref<Tuple> items = Tuple::from_iterable(args.values[0]);
    if (items->size < kFields || items->size > kFields + 2) {
        raise_format(type_error_type, "time.struct_time() takes {} {}-sequence ({}-sequence given)",
                     items->size < kFields ? "an at least" : "an at most",
                     items->size < kFields ? kFields : kFields + 2, items->size);
    }
    return Tuple::make(items->items().subspan(0, kFields), cls);
}

CalendarTime from_struct(const Value& v) {
    if (!is_tuple(v)) raise_type_error("Tuple or struct_time argument required");
    Tuple* items = v.as<Tuple>();
    if (items->size != kFields) {
        raise_format(type_error_type, "time tuple must have exactly {} items, not {}", kFields,
                     items->size);
    }
    auto number = [items](std::size_t i) { return to_index((*items)[i]); };
    CalendarTime t;
    t.year = number(0);
    t.month = static_cast<int>(number(1) == 0 ? 1 : number(1));
    t.day = static_cast<int>(number(2) == 0 ? 1 : number(2));
    t.hour = static_cast<int>(number(3));
    t.minute = static_cast<int>(number(4));
    t.second = static_cast<int>(number(5));
    t.weekday = static_cast<int>((number(6) % 7 + 7) % 7);
    t.year_day = static_cast<int>(number(7) == 0 ? 1 : number(7));
    t.dst = static_cast<int>(number(8));
    return t;
}

void check_ranges(const CalendarTime& t) {
    if (t.month < 1 || t.month > 12) raise_value_error("month out of range");
    if (t.day < 1 || t.day > 31) raise_value_error("day of month out of range");
    if (t.hour < 0 || t.hour > 23) raise_value_error("hour out of range");
    if (t.minute < 0 || t.minute > 59) raise_value_error("minute out of range");
    if (t.second < 0 || t.second > 61) raise_value_error("seconds out of range");
    if (t.year_day < 1 || t.year_day > 366) raise_value_error("day of year out of range");
}

/// The seconds argument of gmtime and its kin: now when left out or None.
std::int64_t seconds_argument(const Value& v) {
    double seconds = !v || is_none(v) ? clock().wall() : to_double(v);
    return static_cast<std::int64_t>(std::floor(seconds));
}

Value gmtime(const Value&, CallArgs args) {
    return make_struct_time(calendar_time(seconds_argument(args.values[0])));
}
/// localtime differs from gmtime in nothing: the simulated machine's zone is UTC.
Value mktime(const Value&, CallArgs args) {
    return Float::from(static_cast<double>(seconds_of(from_struct(args.values[0]))));
}
Value ctime(const Value&, CallArgs args) {
    return make_str(ascii_time(calendar_time(seconds_argument(args.values[0]))));
}
CalendarTime tuple_argument(const Value& v) {
    return v ? from_struct(v) : calendar_time(seconds_argument(Value()));
}
Value asctime(const Value&, CallArgs args) {
    CalendarTime t = tuple_argument(args.values[0]);
    check_ranges(t);
    return make_str(ascii_time(t));
}
Value strftime(const Value&, CallArgs args) {
    if (!is_str(args.values[0])) {
        raise_type_error("strftime() argument 1 must be str, not " + args.values[0].type()->name);
    }
    CalendarTime t = tuple_argument(args.values[1]);
    check_ranges(t);
    return make_str(format_time(args.values[0].as<Str>()->view(), t));
}

Value clock_info(const Value&, CallArgs args) {
    Value info = make_simple_namespace();
    std::string name = str_string(args.values[0]);
    bool wall = name == "time";
    setattr(info, "implementation",
            make_str(wall ? "clock_gettime(CLOCK_REALTIME)" : "clock_gettime(CLOCK_MONOTONIC)"));
    setattr(info, "monotonic", make_bool(!wall));
    setattr(info, "adjustable", make_bool(wall));
    setattr(info, "resolution", Float::from(1e-9));
    return info;
}

/// time.strptime: py/_strptime.py reads the text.
Value strptime(const Value&, CallArgs args) {
    Value read = getattr(vm::Interpreter::current().import_module("_strptime"), "time_fields");
    Value fields = args.values[1] ? call(read, {args.values[0], args.values[1]})
                                  : call(read, {args.values[0]});
    return Tuple::make(fields.as<Tuple>()->items(), &struct_time_type);
}

void define_struct_time() {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        struct_time_type.repr = struct_time_repr;
        struct_time_type.construct = struct_time_construct;
        define_type<Tuple>(struct_time_type, {.name = "struct_time",
                                              .module = "time",
                                              .base = &tuple_type,
                                              .getsets = {{kFieldNames[0], field<0>},
                                                          {kFieldNames[1], field<1>},
                                                          {kFieldNames[2], field<2>},
                                                          {kFieldNames[3], field<3>},
                                                          {kFieldNames[4], field<4>},
                                                          {kFieldNames[5], field<5>},
                                                          {kFieldNames[6], field<6>},
                                                          {kFieldNames[7], field<7>},
                                                          {kFieldNames[8], field<8>},
                                                          {kFieldNames[9], zone},
                                                          {kFieldNames[10], offset}}});
    });
}

void fill(Module& module) {
    define_struct_time();
    module.set("struct_time", type_value(&struct_time_type));
    add_functions(*module.dict,
                  {{"sleep", sleep, "seconds, /"},
                   {"time", time_time, ""},
                   {"time_ns", time_ns, ""},
                   {"monotonic", monotonic, ""},
                   {"monotonic_ns", monotonic_ns, ""},
                   {"perf_counter", monotonic, ""},
                   {"perf_counter_ns", monotonic_ns, ""},
                   {"process_time", process_time, ""},
                   {"process_time_ns", process_time_ns, ""},
                   {"thread_time", process_time, ""},
                   {"thread_time_ns", process_time_ns, ""},
                   {"gmtime", gmtime, "seconds=, /"},
                   {"localtime", gmtime, "seconds=, /"},
                   {"mktime", mktime, "tuple, /"},
                   {"ctime", ctime, "seconds=, /"},
                   {"asctime", asctime, "tuple=, /"},
                   {"strftime", strftime, "format, tuple=, /"},
                   {"strptime", strptime, "string, format=, /"},
                   {"get_clock_info", clock_info, "name, /"}},
                  "time");
    module.set("timezone", Value::small(0));
    module.set("altzone", Value::small(0));
    module.set("daylight", Value::small(0));
    module.set("tzname", Tuple::make({make_str("UTC"), make_str("UTC")}));
}

}  // namespace

void register_time(vm::Interpreter& interpreter) { interpreter.register_module("time", fill); }

}  // namespace loopscope::python::modules
