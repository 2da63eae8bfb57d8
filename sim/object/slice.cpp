// slice: making, attributes and order. Slice::fit stands in sequence.cpp.
#include "sim/object/slice.h"

#include "sim/object/exception.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"

namespace loopscope::object {

Type slice_type;

// CPython: _PySlice_GetLongIndices
Slice::LongBounds Slice::fit_long(const Value& length) const {
    const Value zero = Value::small(0);
    const Value one = Value::small(1);
    auto index = [](const Value& v) {
        if (is_int(v) || v.type()->index != nullptr) return index_value(v);
        raise_type_error("slice indices must be integers or None or have an __index__ method");
    };
    LongBounds bounds;
    bounds.step = is_none(step) ? one : index(step);
    const int sign = int_compare(bounds.step, zero);
    if (sign == 0) raise_value_error("slice step cannot be zero");
    const Value lower = sign < 0 ? Value::small(-1) : zero;
    const Value upper = sign < 0 ? int_subtract(length, one) : length;
    auto place = [&](const Value& v, const Value& missing) {
        if (is_none(v)) return missing;
        Value at = index(v);
        if (int_compare(at, zero) < 0) {
            at = int_add(at, length);
            return int_compare(at, lower) < 0 ? lower : at;
        }
        return int_compare(at, upper) > 0 ? upper : at;
    };
    bounds.start = place(start, sign < 0 ? upper : lower);
    bounds.stop = place(stop, sign < 0 ? lower : upper);
    return bounds;
}

namespace {

Value slice_construct(Type*, CallArgs args) {
    if (args.keyword_count() != 0) raise_type_error("slice() takes no keyword arguments");
    const std::size_t count = args.positional_count;
    if (count == 0) raise_type_error("slice expected at least 1 argument, got 0");
    if (count > 3)
        raise_format(type_error_type, "slice expected at most 3 arguments, got {}", count);
    if (count == 1) return make<Slice>(none(), args.values[0], none());
    return make<Slice>(args.values[0], args.values[1], count == 3 ? args.values[2] : none());
}

Value slice_repr(const Value& self) {
    const auto* slice = self.as<Slice>();
    return make_str(fmt::format("slice({}, {}, {})", repr_string(slice->start),
                                repr_string(slice->stop), repr_string(slice->step)));
}

Value slice_compare(const Value& a, const Value& b, CompareOp op) {
    if (a.type() != &slice_type || b.type() != &slice_type) return not_implemented();
    const auto* x = a.as<Slice>();
    const auto* y = b.as<Slice>();
    return compare(Tuple::make({x->start, x->stop, x->step}),
                   Tuple::make({y->start, y->stop, y->step}), op);
}

Value slice_indices(const Value& self, CallArgs args) {
    const Value length = index_value(args.values[0]);
    if (int_compare(length, Value::small(0)) < 0) {
        raise_value_error("length should not be negative");
    }
    const Slice::LongBounds bounds = self.as<Slice>()->fit_long(length);
    return Tuple::make({bounds.start, bounds.stop, bounds.step});
}

void slice_traverse(Object* self, Visitor& visitor) {
    auto* slice = static_cast<Slice*>(self);
    visitor.visit(slice->start);
    visitor.visit(slice->stop);
    visitor.visit(slice->step);
}

}  // namespace

void define_slice() {
    Type& t = slice_type;
    t.construct = slice_construct;
    t.repr = slice_repr;
    t.compare = slice_compare;
    t.traverse = slice_traverse;
    define_type<Slice>(t, {.name = "slice",
                           .methods = {{"indices", slice_indices, "length, /"}},
                           .members = {{"start", offset_of(&Slice::start)},
                                       {"stop", offset_of(&Slice::stop)},
                                       {"step", offset_of(&Slice::step)}}});
}

}  // namespace loopscope::object
