// range: arithmetic sequences of ints of any size, and their iterators.
#include "sim/object/exception.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/runtime.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"
#include "sim/object/slice.h"

namespace loopscope::object {

Type range_type;
Type range_iterator_type;

namespace {

/// The iterator of a range with items beyond int64.
struct LongRangeIterator : Object {
    Value next;
    Value step;
    Value remaining;
    static Type* class_type();
};
Type long_range_iterator_type;
Type* LongRangeIterator::class_type() { return &long_range_iterator_type; }

/// operator.index(v), for range's arguments.
Value as_int(const Value& v) { return index_value(v); }

int sign(const Value& v) { return int_compare(v, Value::small(0)); }
const Value kOne = Value::small(1);

/// CPython: compute_range_length
Value range_length(const Value& start, const Value& stop, const Value& step) {
    const bool up = sign(step) > 0;
    const Value& low = up ? start : stop;
    const Value& high = up ? stop : start;
    if (int_compare(low, high) >= 0) return Value::small(0);
    const Value distance = int_subtract(int_subtract(high, low), kOne);
    return int_add(int_floor_divide(distance, up ? step : int_negative(step)), kOne);
}

Value item_at(const Range& range, const Value& index) {
    return int_add(range.start, int_multiply(index, range.step));
}

Value range_construct(Type*, CallArgs args) {
    if (args.keyword_count() != 0) raise_type_error("range() takes no keyword arguments");
    const std::size_t count = args.positional_count;
    if (count == 0) raise_type_error("range expected at least 1 argument, got 0");
    if (count > 3)
        raise_format(type_error_type, "range expected at most 3 arguments, got {}", count);
    RecursionGuard guard(" in comparison");  // CPython compares to learn the length.
    if (count == 1) return Range::make(Value::small(0), as_int(args.values[0]), kOne);
    Value step = count == 3 ? as_int(args.values[2]) : kOne;
    if (sign(step) == 0) raise_value_error("range() arg 3 must not be zero");
    return Range::make(as_int(args.values[0]), as_int(args.values[1]), step);
}

Value range_repr(const Value& self) {
    const auto* range = self.as<Range>();
    std::string text = "range(" + repr_string(range->start) + ", " + repr_string(range->stop);
    if (!is_same(range->step, kOne)) text += ", " + repr_string(range->step);
    return make_str(text + ")");
}

std::int64_t range_len(const Value& self) {
    if (auto fits = int_to_int64(self.as<Range>()->length)) return *fits;
    raise(overflow_error_type, "Python int too large to convert to C ssize_t");
}

bool range_truth(const Value& self) { return sign(self.as<Range>()->length) != 0; }

Value sliced(const Range& range, const Slice& slice) {
    const Slice::LongBounds bounds = slice.fit_long(range.length);
    return Range::make(item_at(range, bounds.start), item_at(range, bounds.stop),
                       int_multiply(range.step, bounds.step));
}

Value range_getitem(const Value& self, const Value& key) {
    const auto* range = self.as<Range>();
    if (key.is_object() && key.type() == &slice_type) return sliced(*range, *key.as<Slice>());
    if (!key.is_small() && key.type()->index == nullptr) {
        raise_format(type_error_type, "range indices must be integers or slices, not {}",
                     key.type()->name);
    }
    Value index = as_int(key);
    if (sign(index) < 0) index = int_add(index, range->length);
    if (sign(index) < 0 || int_compare(index, range->length) >= 0)
        raise(index_error_type, "range object index out of range");
    return item_at(*range, index);
}

/// Where an int stands in a range; null when it doesn't.
Value position_of(const Range& range, const Value& item) {
    const Value offset = int_subtract(item, range.start);
    if (sign(int_modulo(offset, range.step)) != 0) return Value();
    Value position = int_floor_divide(offset, range.step);
    if (sign(position) < 0 || int_compare(position, range.length) >= 0) return Value();
    return position;
}

bool is_plain_int(const Value& v) { return v.is_small() || v.type() == &int_type || is_bool(v); }

bool range_contains(const Value& self, const Value& item) {
    if (is_plain_int(item)) return static_cast<bool>(position_of(*self.as<Range>(), item));
    bool found = false;
    Value iterator = iter(self);
    while (Value candidate = next(iterator)) {
        found = equal(candidate, item);
        if (found) break;
    }
    return found;
}

bool same_ranges(const Range& a, const Range& b) {
    if (int_compare(a.length, b.length) != 0) return false;
    if (sign(a.length) == 0) return true;
    if (int_compare(a.start, b.start) != 0) return false;
    return int_compare(a.length, kOne) == 0 || int_compare(a.step, b.step) == 0;
}

Value range_compare(const Value& a, const Value& b, CompareOp op) {
    if (a.type() != &range_type || b.type() != &range_type) return not_implemented();
    if (op != CompareOp::Eq && op != CompareOp::Ne) return not_implemented();
    return make_bool(same_ranges(*a.as<Range>(), *b.as<Range>()) == (op == CompareOp::Eq));
}

std::int64_t range_hash(const Value& self) {
    const auto* range = self.as<Range>();
    const bool empty = sign(range->length) == 0;
    const bool single = int_compare(range->length, kOne) == 0;
    return hash(Tuple::make(
        {range->length, empty ? none() : range->start, empty || single ? none() : range->step}));
}

/// An iterator over `count` items from `start`; the quick kind where everything fits.
Value iterate(const Value& start, const Value& step, const Value& count) {
    const Value end = int_add(start, int_multiply(step, count));
    if (start.is_small() && step.is_small() && count.is_small() && end.is_small()) {
        Ref<RangeIterator> quick = make<RangeIterator>();
        quick->next = start.small();
        quick->step = step.small();
        quick->remaining = count.small();
        return quick;
    }
    Ref<LongRangeIterator> slow = make<LongRangeIterator>();
    slow->next = start;
    slow->step = step;
    slow->remaining = count;
    return slow;
}

Value range_iter(const Value& self) {
    const auto* range = self.as<Range>();
    return iterate(range->start, range->step, range->length);
}

Value range_reversed(const Value& self, CallArgs) {
    const auto* range = self.as<Range>();
    const Value last = item_at(*range, int_subtract(range->length, kOne));
    return iterate(last, int_negative(range->step), range->length);
}

Value range_count(const Value& self, CallArgs args) {
    const Value& item = args.values[0];
    if (is_plain_int(item)) return Value::small(range_contains(self, item) ? 1 : 0);
    std::int64_t count = 0;
    for_each(self, [&](const Value& candidate) { count += equal(candidate, item) ? 1 : 0; });
    return Int::from(count);
}

Value range_index(const Value& self, CallArgs args) {
    const Value& item = args.values[0];
    if (is_plain_int(item)) {
        if (Value position = position_of(*self.as<Range>(), item)) return position;
        raise_format(value_error_type, "{} is not in range", repr_string(item));
    }
    std::int64_t index = 0;
    Value iterator = iter(self);
    for (; Value candidate = next(iterator); ++index)
        if (equal(candidate, item)) return Int::from(index);
    raise_value_error("sequence.index(x): x not in sequence");
}

Value iterator_self(const Value& self) { return self; }

Value range_next(const Value& self) {
    auto* iterator = self.as<RangeIterator>();
    if (iterator->remaining <= 0) return Value();
    --iterator->remaining;
    const std::int64_t item = iterator->next;
    iterator->next += iterator->step;
    return Int::from(item);
}

Value range_length_hint(const Value& self, CallArgs) {
    return Int::from(self.as<RangeIterator>()->remaining);
}

Value long_range_next(const Value& self) {
    auto* iterator = self.as<LongRangeIterator>();
    if (sign(iterator->remaining) <= 0) return Value();
    iterator->remaining = int_subtract(iterator->remaining, kOne);
    Value item = iterator->next;
    iterator->next = int_add(item, iterator->step);
    return item;
}

Value long_range_length_hint(const Value& self, CallArgs) {
    return self.as<LongRangeIterator>()->remaining;
}

}  // namespace

Value Range::make(const Value& start, const Value& stop, const Value& step) {
    Ref<Range> range = object::make<Range>();
    range->start = start;
    range->stop = stop;
    range->step = step;
    range->length = range_length(start, stop, step);
    return range;
}

void define_range() {
    Type& t = range_type;
    t.construct = range_construct;
    t.repr = range_repr;
    t.length = range_len;
    t.truth = range_truth;
    t.getitem = range_getitem;
    t.contains = range_contains;
    t.compare = range_compare;
    t.hash = range_hash;
    t.iter = range_iter;
    define_type<Range>(t, {.name = "range",
                           .methods = {{"__reversed__", range_reversed, ""},
                                       {"count", range_count, "value, /"},
                                       {"index", range_index, "value, /"}},
                           .members = {{"start", offset_of(&Range::start)},
                                       {"stop", offset_of(&Range::stop)},
                                       {"step", offset_of(&Range::step)}}});
    range_iterator_type.iter = iterator_self;
    range_iterator_type.next = range_next;
    define_type<RangeIterator>(
        range_iterator_type,
        {.name = "range_iterator", .methods = {{"__length_hint__", range_length_hint, ""}}});
    long_range_iterator_type.iter = iterator_self;
    long_range_iterator_type.next = long_range_next;
    define_type<LongRangeIterator>(long_range_iterator_type,
                                   {.name = "longrange_iterator",
                                    .methods = {{"__length_hint__", long_range_length_hint, ""}}});
}

}  // namespace loopscope::object
