// slice: making, attributes and order. Slice::fit stands in sequence.cpp.
#include "sim/object/slice.h"

#include "sim/object/exception.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"

namespace loopscope::object {

Type slice_type;

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
    const std::int64_t length = to_index(args.values[0]);
    if (length < 0) raise_value_error("length should not be negative");
    const SliceBounds bounds = self.as<Slice>()->fit(length);
    return Tuple::make({Int::from(bounds.start), Int::from(bounds.stop), Int::from(bounds.step)});
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
