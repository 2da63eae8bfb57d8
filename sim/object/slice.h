// slice and range.
#pragma once

#include <cstdint>

#include "sim/object/make.h"

namespace loopscope::object {

extern Type slice_type;
extern Type range_type;
extern Type range_iterator_type;

/// A slice fitted to a length: `count` items at start, start + step, …
struct SliceBounds {
    std::int64_t start = 0;
    std::int64_t stop = 0;
    std::int64_t step = 1;
    std::int64_t count = 0;
};

struct Slice : Container {
    Value start;
    Value stop;
    Value step;

    Slice(Value first, Value last, Value stride)
        : start(std::move(first)), stop(std::move(last)), step(std::move(stride)) {}
    static Type* class_type() { return &slice_type; }
    /// slice.indices(length), with the number of items.
    SliceBounds fit(std::int64_t length) const;
    /// slice.indices(length) for ints of any size: start, stop and step.
    struct LongBounds {
        Value start;
        Value stop;
        Value step;
    };
    LongBounds fit_long(const Value& length) const;
};

/// A range; its bounds are ints of any size.
struct Range : Object {
    Value start;
    Value stop;
    Value step;
    Value length;

    static Type* class_type() { return &range_type; }
    static Value make(const Value& start, const Value& stop, const Value& step);
};

/// The iterator of a range whose items fit int64. The interpreter may step it itself.
struct RangeIterator : Object {
    std::int64_t next = 0;
    std::int64_t step = 1;
    std::int64_t remaining = 0;

    static Type* class_type() { return &range_iterator_type; }
};

}  // namespace loopscope::object
