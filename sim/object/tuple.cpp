// tuple.
#include "sim/object/tuple.h"

#include "sim/object/exception.h"
#include "sim/object/iterator.h"
#include "sim/object/list.h"
#include "sim/object/native.h"
#include "sim/object/sequence.h"
#include "sim/object/setup.h"
#include "sim/object/state.h"

namespace loopscope::object {

Type tuple_type;

Tuple::~Tuple() {
    for (Value& v : items()) v.~Value();
}

Ref<Tuple> Tuple::empty() {
    static Tuple* const shared = [] {
        ProcessScope scope;
        Tuple* made = new (allocate_object(&tuple_type, sizeof(Tuple))) Tuple;
        adopt_object(made, &tuple_type);
        made->flags |= kImmortal;
        return made;
    }();
    return Ref<Tuple>(shared);
}

Ref<Tuple> Tuple::make_unfilled(std::size_t size, Type* cls) {
    if (size == 0 && cls == &tuple_type) return empty();
    Tuple* tuple = new (allocate_object(cls, sizeof(Tuple) + size * sizeof(Value))) Tuple;
    adopt_object(tuple, cls);
    tuple->size = size;
    std::memset(static_cast<void*>(tuple->data()), 0, size * sizeof(Value));
    link_container(tuple);
    return Ref<Tuple>::steal(tuple);
}

Ref<Tuple> Tuple::make(std::span<const Value> items, Type* cls) {
    Ref<Tuple> tuple = make_unfilled(items.size(), cls);
    for (std::size_t i = 0; i < items.size(); ++i) (*tuple)[i] = items[i];
    return tuple;
}

Ref<Tuple> Tuple::from_iterable(const Value& iterable) {
    if (is_exact<Tuple>(iterable)) return Ref<Tuple>(iterable.as<Tuple>());
    if (is_exact<List>(iterable)) return make(iterable.as<List>()->items());
    Ref<List> list = List::from_iterable(iterable);
    return make(list->items());
}

namespace {

Tuple& self_of(const Value& v) { return *v.as<Tuple>(); }

void tuple_traverse(Object* self, Visitor& visitor) {
    for (const Value& v : static_cast<Tuple*>(self)->items()) visitor.visit(v);
}

Value tuple_repr(const Value& self) {
    Tuple& tuple = self_of(self);
    if (tuple.size == 0) return make_str("()");
    ReprGuard guard(self);
    if (!guard.entered()) return make_str("(...)");
    return make_str(join_reprs(tuple.items(), "(", tuple.size == 1 ? ",)" : ")"));
}

/// CPython: tuplehash, a reduced xxHash.
std::int64_t tuple_hash(const Value& self) {
    constexpr std::uint64_t kPrime1 = 11400714785074694791u;
    constexpr std::uint64_t kPrime2 = 14029467366897019727u;
    constexpr std::uint64_t kPrime5 = 2870177450012600261u;
    check_stack();
    std::uint64_t acc = kPrime5;
    for (const Value& item : self_of(self).items()) {
        acc += static_cast<std::uint64_t>(hash(item)) * kPrime2;
        acc = (acc << 31) | (acc >> 33);
        acc *= kPrime1;
    }
    acc += self_of(self).size ^ (kPrime5 ^ 3527539u);
    if (acc == static_cast<std::uint64_t>(-1)) return 1546275796;
    return static_cast<std::int64_t>(acc);
}

Value tuple_compare(const Value& a, const Value& b, CompareOp op) {
    if (!is_tuple(a) || !is_tuple(b)) return not_implemented();
    return compare_rows(self_of(a), self_of(b), op);
}

std::int64_t tuple_length(const Value& self) {
    return static_cast<std::int64_t>(self_of(self).size);
}

Value tuple_getitem(const Value& self, const Value& key) {
    Tuple& tuple = self_of(self);
    if (Slice* slice = as_slice(key)) {
        SliceBounds bounds = slice->fit(static_cast<std::int64_t>(tuple.size));
        if (bounds.count == static_cast<std::int64_t>(tuple.size) && bounds.step == 1 &&
            is_exact<Tuple>(self)) {
            return self;
        }
        Ref<Tuple> result = Tuple::make_unfilled(static_cast<std::size_t>(bounds.count));
        for (std::int64_t i = 0; i < bounds.count; ++i) {
            (*result)[static_cast<std::size_t>(i)] =
                tuple[static_cast<std::size_t>(bounds.start + i * bounds.step)];
        }
        return result;
    }
    require_index(key, "tuple");
    return tuple[fit_index(key, tuple.size, "tuple index out of range")];
}

bool tuple_contains(const Value& self, const Value& item) {
    for (const Value& v : self_of(self).items()) {
        if (equal(v, item)) return true;
    }
    return false;
}

Value tuple_iter(const Value& self) {
    Ref<TupleIterator> iterator = make<TupleIterator>();
    iterator->tuple = Ref<Tuple>(self.as<Tuple>());
    return iterator;
}

Value tuple_concat(const Value& a, const Value& b) {
    if (!is_tuple(b)) {
        raise_format(type_error_type, "can only concatenate tuple (not \"{}\") to tuple",
                     b.type()->name);
    }
    Tuple& x = self_of(a);
    Tuple& y = self_of(b);
    if (y.size == 0 && is_exact<Tuple>(a)) return a;
    if (x.size == 0 && is_exact<Tuple>(b)) return b;
    Ref<Tuple> result = Tuple::make_unfilled(x.size + y.size);
    std::copy(x.items().begin(), x.items().end(), result->data());
    std::copy(y.items().begin(), y.items().end(), result->data() + x.size);
    return result;
}

Value tuple_repeat(const Value& self, std::int64_t count) {
    Tuple& tuple = self_of(self);
    if (count == 1 && is_exact<Tuple>(self)) return self;
    if (count <= 0 || tuple.size == 0) return Tuple::empty();
    std::size_t times = static_cast<std::size_t>(count);
    check_allocation(times, tuple.size * sizeof(Value));
    Ref<Tuple> result = Tuple::make_unfilled(tuple.size * times);
    for (std::size_t i = 0; i < result->size; ++i) (*result)[i] = tuple[i % tuple.size];
    return result;
}

Value tuple_construct(Type* cls, CallArgs args) {
    if (cls == &tuple_type && args.keyword_count() != 0) {
        raise_type_error("tuple() takes no keyword arguments");
    }
    if (args.positional_count > 1) {
        raise_format(type_error_type, "tuple expected at most 1 argument, got {}",
                     args.positional_count);
    }
    Ref<Tuple> made =
        args.positional_count == 0 ? Tuple::empty() : Tuple::from_iterable(args.values[0]);
    return cls == &tuple_type ? made : Tuple::make(made->items(), cls);
}

Value tuple_index(const Value& self, CallArgs args) {
    Tuple& tuple = self_of(self);
    std::int64_t size = static_cast<std::int64_t>(tuple.size);
    std::int64_t start = clip_bound(args.values[1], size, 0);
    std::int64_t stop = clip_bound(args.values[2], size, size);
    for (std::int64_t i = start; i < stop && i < size; ++i) {
        if (equal(tuple[static_cast<std::size_t>(i)], args.values[0])) return Int::from(i);
    }
    raise_value_error("tuple.index(x): x not in tuple");
}

Value tuple_count(const Value& self, CallArgs args) {
    std::int64_t count = 0;
    for (const Value& v : self_of(self).items()) count += equal(v, args.values[0]);
    return Int::from(count);
}

Value tuple_getnewargs(const Value& self, CallArgs) {
    return Value(Tuple::make({Value(Tuple::make(self_of(self).items()))}));
}

}  // namespace

void define_tuple() {
    Type& t = tuple_type;
    t.traverse = tuple_traverse;
    // No clear: a cycle through a tuple is broken elsewhere, and nobody must see an empty item.
    t.repr = tuple_repr;
    t.hash = tuple_hash;
    t.compare = tuple_compare;
    t.length = tuple_length;
    t.getitem = tuple_getitem;
    t.contains = tuple_contains;
    t.iter = tuple_iter;
    t.concat = tuple_concat;
    t.repeat = tuple_repeat;
    t.construct = tuple_construct;
    define_type<Tuple>(t, {.name = "tuple",
                           .doc = "A fixed row of values.",
                           .flags = Type::kBaseType | Type::kTupleSubclass | Type::kGeneric,
                           .methods = {{"index", tuple_index, "value, start=, stop=, /"},
                                       {"count", tuple_count, "value, /"},
                                       {"__getnewargs__", tuple_getnewargs, ""}}});
}

}  // namespace loopscope::object
