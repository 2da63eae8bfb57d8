// What the sequence types share: indexing, slicing, comparison, text.
#include "sim/object/sequence.h"

#include <algorithm>

#include "sim/object/exception.h"

namespace loopscope::object {

void require_index(const Value& key, std::string_view what) {
    if (key.is_small() || is_int(key) || key.type()->index != nullptr) return;
    raise_format(type_error_type, "{} indices must be integers or slices, not {}", what,
                 key.type()->name);
}

Value settled_subscript(const Value& key) {
    if (key.is_small() || is_int(key)) return key;
    auto settled = [](const Value& v) {
        return !is_int(v) && v.type()->index != nullptr ? index_value(v) : v;
    };
    Slice* slice = as_slice(key);
    if (slice == nullptr) return settled(key);
    // In CPython's order: the step first.
    Value step = settled(slice->step);
    Value start = settled(slice->start);
    return make<Slice>(start, settled(slice->stop), step);
}

std::size_t fit_index(const Value& key, std::size_t size, std::string_view message) {
    std::int64_t index = 0;
    if (key.is_small()) {
        index = key.small();
    } else {
        Value value = index_value(key);
        auto fits = int_to_int64(value);
        if (!fits) {
            raise_format(index_error_type, "cannot fit '{}' into an index-sized integer",
                         key.type()->name);
        }
        index = *fits;
    }
    if (index < 0) index += static_cast<std::int64_t>(size);
    if (index < 0 || index >= static_cast<std::int64_t>(size)) raise(index_error_type, message);
    return static_cast<std::size_t>(index);
}

namespace {

/// A slice bound as int64, huge ones clipped. CPython: _PyEval_SliceIndex.
std::int64_t slice_index(const Value& v, const char* allowed = "integers or None or") {
    if (v.is_small()) return v.small();
    if (!is_int(v) && v.type()->index == nullptr) {
        raise_format(type_error_type, "slice indices must be {} have an __index__ method", allowed);
    }
    Value value = index_value(v);
    if (auto fits = int_to_int64(value)) return *fits;
    return int_compare(value, Value::small(0)) < 0 ? INT64_MIN : INT64_MAX;
}

}  // namespace

std::int64_t clip_bound(const Value& v, std::int64_t size, std::int64_t missing) {
    if (!v) return missing;
    std::int64_t bound = slice_index(v, "integers or");
    if (bound < 0) bound = std::max<std::int64_t>(bound + size, 0);
    return bound;
}

/// CPython: PySlice_Unpack, PySlice_AdjustIndices.
SliceBounds Slice::fit(std::int64_t length) const {
    SliceBounds bounds;
    bounds.step = is_none(step) ? 1 : slice_index(step);
    if (bounds.step == 0) raise_value_error("slice step cannot be zero");
    if (bounds.step < -INT64_MAX) bounds.step = -INT64_MAX;
    bool backwards = bounds.step < 0;
    auto place = [&](const Value& v, std::int64_t missing) {
        if (is_none(v)) return missing;
        std::int64_t at = slice_index(v);
        if (at < 0) {
            at += length;
            if (at < 0) at = backwards ? -1 : 0;
        } else if (at >= length) {
            at = backwards ? length - 1 : length;
        }
        return at;
    };
    bounds.start = place(start, backwards ? length - 1 : 0);
    bounds.stop = place(stop, backwards ? -1 : length);
    if (backwards) {
        if (bounds.stop < bounds.start) {
            bounds.count = (bounds.start - bounds.stop - 1) / -bounds.step + 1;
        }
    } else if (bounds.start < bounds.stop) {
        bounds.count = (bounds.stop - bounds.start - 1) / bounds.step + 1;
    }
    return bounds;
}

std::string join_reprs(std::span<const Value> items, std::string_view open,
                       std::string_view close) {
    std::string out(open);
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) out += ", ";
        out += repr_string(Value(items[i]));
    }
    out += close;
    return out;
}

}  // namespace loopscope::object
