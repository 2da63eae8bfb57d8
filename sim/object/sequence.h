// What the sequence types share: indexing, slicing, comparison, text.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sim/object/slice.h"
#include "sim/object/type.h"

namespace loopscope::object {

/// The index a subscript means in a sequence of `size` items. IndexError "`what` index out of
/// range"; the caller has excluded slices.
std::size_t fit_index(const Value& key, std::size_t size, std::string_view message);
/// Whether a subscript can be an index; else TypeError "`what` indices must be integers or slices,
/// not X".
void require_index(const Value& key, std::string_view what);
/// The subscript with every `__index__` in it called already: afterwards nothing that a program
/// defines runs, so that the size of a mutable sequence can be relied on.
Value settled_subscript(const Value& key);
/// The slice a key is, or null.
inline Slice* as_slice(const Value& key) {
    return key.is_object() && key.object()->type == &slice_type ? key.as<Slice>() : nullptr;
}

/// A bound for index(value, start, stop): clipped like a slice's; None is no bound here.
std::int64_t clip_bound(const Value& v, std::int64_t size, std::int64_t missing);

/// "open" + the items' reprs with ", " + "close".
std::string join_reprs(std::span<const Value> items, std::string_view open, std::string_view close);

/// Rich comparison of two rows, item by item. Items are held meanwhile; the rows are read anew each
/// time because comparing may change them.
template <typename A, typename B>
Value compare_rows(A& a, B& b, CompareOp op);

}  // namespace loopscope::object

#include "sim/object/order.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"

namespace loopscope::object {

template <typename A, typename B>
Value compare_rows(A& a, B& b, CompareOp op) {
    bool equality = op == CompareOp::Eq || op == CompareOp::Ne;
    if (equality && a.items().size() != b.items().size()) return make_bool(op == CompareOp::Ne);
    for (std::size_t i = 0; i < a.items().size() && i < b.items().size(); ++i) {
        Value x = a.items()[i];
        Value y = b.items()[i];
        if (equal(x, y)) continue;
        if (equality) return make_bool(op == CompareOp::Ne);
        return compare(x, y, op);
    }
    return make_bool(holds(a.items().size() <=> b.items().size(), op));
}

}  // namespace loopscope::object
