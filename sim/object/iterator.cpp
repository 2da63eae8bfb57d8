// Iterators of lists and tuples, and those that belong to no container: over __getitem__, over a
// callable, enumerate, zip, map, filter, reversed.
#include "sim/object/iterator.h"

#include "sim/object/exception.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"

namespace loopscope::object {

Type list_iterator_type;
Type tuple_iterator_type;
Type sequence_iterator_type;
Type callable_iterator_type;
Type enumerate_type;
Type zip_type;
Type map_type;
Type filter_type;
Type reversed_type;

namespace {

struct SequenceIterator : Container {
    Value sequence;  ///< Null at the end.
    std::int64_t index = 0;
    static Type* class_type() { return &sequence_iterator_type; }
};

struct CallableIterator : Container {
    Value callable;  ///< Null at the end.
    Value sentinel;
    static Type* class_type() { return &callable_iterator_type; }
};

struct Enumerate : Container {
    Value iterator;
    Value index;  ///< The next one, an int of any size.
    static Type* class_type() { return &enumerate_type; }
};

/// zip, map and filter: something to do with the items of some iterators.
struct Combined : Container {
    Value function;  ///< Of map and filter.
    Ref<Tuple> iterators;
    bool strict = false;  ///< Of zip.
};

struct Reversed : Container {
    Value sequence;  ///< Null at the end.
    std::int64_t index = 0;
    static Type* class_type() { return &reversed_type; }
};

template <typename T, Value T::*... kMembers>
void traverse_members(Object* self, Visitor& visitor) {
    (visitor.visit(static_cast<T*>(self)->*kMembers), ...);
}

Value iterator_self(const Value& self) { return self; }

// Of lists and tuples.

// CPython: listiter_next. A list may grow or shrink under its iterator.
Value list_next(const Value& self) {
    auto* iterator = self.as<ListIterator>();
    if (!iterator->list) return Value();
    if (iterator->index < iterator->list->size()) return (*iterator->list)[iterator->index++];
    iterator->list = nullptr;
    return Value();
}

Value list_length_hint(const Value& self, CallArgs) {
    const auto* iterator = self.as<ListIterator>();
    if (!iterator->list || iterator->list->size() < iterator->index) return Value::small(0);
    return Int::from_size(iterator->list->size() - iterator->index);
}

void list_iterator_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<ListIterator*>(self)->list);
}

/// list_reverseiterator: `index` items are left.
struct ListReverseIterator : ListIterator {
    static Type* class_type();
};
Type list_reverse_iterator_type;
Type* ListReverseIterator::class_type() { return &list_reverse_iterator_type; }

// CPython: listreviter_next
Value list_reverse_next(const Value& self) {
    auto* iterator = self.as<ListReverseIterator>();
    if (!iterator->list) return Value();
    if (iterator->index > 0 && iterator->index <= iterator->list->size())
        return (*iterator->list)[--iterator->index];
    iterator->list = nullptr;
    return Value();
}

Value list_reverse_length_hint(const Value& self, CallArgs) {
    const auto* iterator = self.as<ListReverseIterator>();
    if (!iterator->list || iterator->index > iterator->list->size()) return Value::small(0);
    return Int::from_size(iterator->index);
}

Value tuple_next(const Value& self) {
    auto* iterator = self.as<TupleIterator>();
    if (!iterator->tuple) return Value();
    if (iterator->index < iterator->tuple->size) return (*iterator->tuple)[iterator->index++];
    iterator->tuple = nullptr;
    return Value();
}

Value tuple_length_hint(const Value& self, CallArgs) {
    const auto* iterator = self.as<TupleIterator>();
    return Int::from_size(iterator->tuple ? iterator->tuple->size - iterator->index : 0);
}

void tuple_iterator_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<TupleIterator*>(self)->tuple);
}

// CPython: iter_iternext
Value sequence_next(const Value& self) {
    auto* iterator = self.as<SequenceIterator>();
    if (!iterator->sequence) return Value();
    try {
        Value item = getitem(iterator->sequence, Int::from(iterator->index));
        ++iterator->index;
        return item;
    } catch (const Raised& raised) {
        if (!matches(*raised.exception, index_error_type) &&
            !matches(*raised.exception, stop_iteration_type))
            throw;
    }
    iterator->sequence = Value();
    return Value();
}

// CPython: calliter_iternext
Value callable_next(const Value& self) {
    auto* iterator = self.as<CallableIterator>();
    if (!iterator->callable) return Value();
    try {
        Value item = call(iterator->callable);
        if (iterator->callable && !equal(iterator->sentinel, item)) return item;
    } catch (const Raised& raised) {
        if (!matches(*raised.exception, stop_iteration_type)) throw;
    }
    iterator->callable = Value();
    iterator->sentinel = Value();
    return Value();
}

// enumerate.

Value enumerate_construct(Type* cls, CallArgs args) {
    static const NativeCode* const kCode = make_code({"enumerate", nullptr, "iterable=, start="});
    Value given[2];
    bind_arguments(*kCode, args, given);
    if (!given[0]) raise_type_error("enumerate() missing required argument 'iterable'");
    Ref<Enumerate> result = make_typed<Enumerate>(cls);
    result->index = Value::small(0);
    if (given[1]) {
        result->index = index_value(given[1]);
    }
    result->iterator = iter(given[0]);
    return result;
}

Value enumerate_next(const Value& self) {
    auto* counter = self.as<Enumerate>();
    Value item = next(counter->iterator);
    if (!item) return Value();
    Value index = counter->index;
    counter->index =
        index.is_small() ? add_small(index, Value::small(1)) : int_add(index, Value::small(1));
    return Tuple::make({index, item});
}

// zip, map, filter.

Ref<Combined> combine(Type* cls, std::span<const Value> iterables) {
    Ref<Tuple> iterators = Tuple::make_unfilled(iterables.size());
    for (Value& place : iterators->items()) place = none();
    for (std::size_t i = 0; i < iterables.size(); ++i) (*iterators)[i] = iter(iterables[i]);
    Ref<Combined> result = make_typed<Combined>(cls);
    result->iterators = std::move(iterators);
    return result;
}

void combined_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<Combined*>(self)->function);
    visitor.visit(static_cast<Combined*>(self)->iterators);
}

// CPython: zip_new
Value zip_construct(Type* cls, CallArgs args) {
    bool strict = false;
    for (std::size_t i = 0; i < args.keyword_count(); ++i) {
        if (!(*args.names)[i].as<Str>()->equals("strict")) {
            raise_format(type_error_type, "'{}' is an invalid keyword argument for zip()",
                         (*args.names)[i].as<Str>()->view());
        }
        strict = truth(args.values[args.positional_count + i]);
    }
    for (std::size_t i = 0; i < args.positional_count; ++i) {
        if (args.values[i].type()->iter == nullptr && args.values[i].type()->getitem == nullptr) {
            raise_format(type_error_type, "'{}' object is not iterable",
                         args.values[i].type()->name);
        }
    }
    Ref<Combined> result = combine(cls, args.positional());
    result->strict = strict;
    return result;
}

/// What zip(strict=True) says when iterator `i` is too short, or others are longer.
[[noreturn]] void raise_uneven(std::size_t i, const char* than) {
    raise_format(value_error_type, "zip() argument {} is {} than argument{}{}", i + 1, than,
                 i == 1 ? " " : "s 1-", i);
}

// CPython: zip_next
Value zip_next(const Value& self) {
    auto* combined = self.as<Combined>();
    const Tuple& iterators = *combined->iterators;
    if (iterators.size == 0) return Value();
    Ref<Tuple> items = Tuple::make_unfilled(iterators.size);
    for (Value& place : items->items()) place = none();
    for (std::size_t i = 0; i < iterators.size; ++i) {
        Value item = next(iterators[i]);
        if (item) {
            (*items)[i] = std::move(item);
            continue;
        }
        if (!combined->strict) return Value();
        if (i != 0) raise_uneven(i, "shorter");
        for (std::size_t j = 1; j < iterators.size; ++j)
            if (next(iterators[j])) raise_uneven(j, "longer");
        return Value();
    }
    return items;
}

void refuse_keywords(const char* name, CallArgs args) {
    if (args.keyword_count() != 0)
        raise_format(type_error_type, "{}() takes no keyword arguments", name);
}

Value map_construct(Type* cls, CallArgs args) {
    refuse_keywords("map", args);
    if (args.positional_count < 2) raise_type_error("map() must have at least two arguments.");
    Ref<Combined> result = combine(cls, args.positional().subspan(1));
    result->function = args.values[0];
    return result;
}

Value map_next(const Value& self) {
    auto* combined = self.as<Combined>();
    const Tuple& iterators = *combined->iterators;
    std::vector<Value> items(iterators.size);
    for (std::size_t i = 0; i < iterators.size; ++i) {
        items[i] = next(iterators[i]);
        if (!items[i]) return Value();
    }
    return call(combined->function, std::span<const Value>(items));
}

Value filter_construct(Type* cls, CallArgs args) {
    refuse_keywords("filter", args);
    if (args.positional_count != 2)
        raise_format(type_error_type, "filter expected 2 arguments, got {}", args.positional_count);
    Ref<Combined> result = combine(cls, args.positional().subspan(1));
    result->function = args.values[0];
    return result;
}

Value filter_next(const Value& self) {
    auto* combined = self.as<Combined>();
    const bool by_truth =
        is_none(combined->function) || is_same(combined->function, Value::borrow(&bool_type));
    while (Value item = next((*combined->iterators)[0])) {
        if (by_truth ? truth(item) : truth(call(combined->function, {item}))) return item;
    }
    return Value();
}

// reversed.

// CPython: reversed_new_impl
Value reversed_construct(Type* cls, CallArgs args) {
    refuse_keywords("reversed", args);
    if (args.positional_count != 1)
        raise_format(type_error_type, "reversed expected 1 argument, got {}",
                     args.positional_count);
    const Value& sequence = args.values[0];
    static Str* const kReversed = intern_static("__reversed__");
    if (Object* method = type_lookup(sequence.type(), kReversed)) {
        if (method == &none_object)
            raise_format(type_error_type, "'{}' object is not reversible", sequence.type()->name);
        Value bound = getattr(sequence, kReversed);
        return call(bound);
    }
    if (sequence.type()->getitem == nullptr || sequence.type()->length == nullptr ||
        is_dict(sequence))
        raise_format(type_error_type, "'{}' object is not reversible", sequence.type()->name);
    Ref<Reversed> result = make_typed<Reversed>(cls);
    result->sequence = sequence;
    result->index = length(sequence) - 1;
    return result;
}

Value reversed_next(const Value& self) {
    auto* iterator = self.as<Reversed>();
    if (!iterator->sequence) return Value();
    if (iterator->index >= 0) {
        try {
            Value item = getitem(iterator->sequence, Int::from(iterator->index));
            --iterator->index;
            return item;
        } catch (const Raised& raised) {
            if (!matches(*raised.exception, index_error_type) &&
                !matches(*raised.exception, stop_iteration_type))
                throw;
        }
    }
    iterator->index = -1;
    iterator->sequence = Value();
    return Value();
}

Value reversed_length_hint(const Value& self, CallArgs) {
    return Int::from(self.as<Reversed>()->index + 1);
}

template <typename T>
void define_iterator(Type& type, Value (*step)(const Value&), TypeSpec spec) {
    type.iter = iterator_self;
    type.next = step;
    define_type<T>(type, spec);
}

}  // namespace

Value make_list_reversed(const Value& list) {
    Ref<ListReverseIterator> iterator = make<ListReverseIterator>();
    iterator->list = Ref<List>(list.as<List>());
    iterator->index = iterator->list->size();
    return iterator;
}

Value make_sequence_iterator(const Value& sequence) {
    Ref<SequenceIterator> iterator = make<SequenceIterator>();
    iterator->sequence = sequence;
    return iterator;
}

Value make_callable_iterator(const Value& callable, const Value& sentinel) {
    Ref<CallableIterator> iterator = make<CallableIterator>();
    iterator->callable = callable;
    iterator->sentinel = sentinel;
    return iterator;
}

Value reversed(const Value& v) { return call(Value::borrow(&reversed_type), {v}); }

// CPython: PyObject_LengthHint
std::int64_t length_hint(const Value& v) {
    if (v.type()->length != nullptr) return length(v);
    static Str* const kHint = intern_static("__length_hint__");
    if (type_lookup(v.type(), kHint) == nullptr) return -1;
    Value hint = call(getattr(v, kHint));
    return hint.is_small() && hint.small() >= 0 ? hint.small() : -1;
}

void define_iterators() {
    list_iterator_type.traverse = list_iterator_traverse;
    define_iterator<ListIterator>(
        list_iterator_type, list_next,
        {.name = "list_iterator", .methods = {{"__length_hint__", list_length_hint, ""}}});
    list_reverse_iterator_type.traverse = list_iterator_traverse;
    define_iterator<ListReverseIterator>(
        list_reverse_iterator_type, list_reverse_next,
        {.name = "list_reverseiterator",
         .methods = {{"__length_hint__", list_reverse_length_hint, ""}}});
    tuple_iterator_type.traverse = tuple_iterator_traverse;
    define_iterator<TupleIterator>(
        tuple_iterator_type, tuple_next,
        {.name = "tuple_iterator", .methods = {{"__length_hint__", tuple_length_hint, ""}}});
    sequence_iterator_type.traverse =
        traverse_members<SequenceIterator, &SequenceIterator::sequence>;
    define_iterator<SequenceIterator>(sequence_iterator_type, sequence_next, {.name = "iterator"});
    callable_iterator_type.traverse =
        traverse_members<CallableIterator, &CallableIterator::callable,
                         &CallableIterator::sentinel>;
    define_iterator<CallableIterator>(callable_iterator_type, callable_next,
                                      {.name = "callable_iterator"});
}

void define_sequence_tools() {
    enumerate_type.construct = enumerate_construct;
    enumerate_type.traverse = traverse_members<Enumerate, &Enumerate::iterator, &Enumerate::index>;
    define_iterator<Enumerate>(enumerate_type, enumerate_next,
                               {.name = "enumerate", .flags = Type::kBaseType});
    zip_type.construct = zip_construct;
    zip_type.traverse = combined_traverse;
    define_iterator<Combined>(zip_type, zip_next, {.name = "zip", .flags = Type::kBaseType});
    map_type.construct = map_construct;
    map_type.traverse = combined_traverse;
    define_iterator<Combined>(map_type, map_next, {.name = "map", .flags = Type::kBaseType});
    filter_type.construct = filter_construct;
    filter_type.traverse = combined_traverse;
    define_iterator<Combined>(filter_type, filter_next,
                              {.name = "filter", .flags = Type::kBaseType});
    reversed_type.construct = reversed_construct;
    reversed_type.traverse = traverse_members<Reversed, &Reversed::sequence>;
    define_iterator<Reversed>(reversed_type, reversed_next,
                              {.name = "reversed",
                               .flags = Type::kBaseType,
                               .methods = {{"__length_hint__", reversed_length_hint, ""}}});
}

}  // namespace loopscope::object
