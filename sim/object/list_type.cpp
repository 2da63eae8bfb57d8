// list as a Python type: slots and methods.
#include <algorithm>

#include "sim/object/exception.h"
#include "sim/object/failure.h"
#include "sim/object/iterator.h"
#include "sim/object/list.h"
#include "sim/object/native.h"
#include "sim/object/sequence.h"
#include "sim/object/setup.h"
#include "sim/object/state.h"

namespace loopscope::object {

Type list_type;

namespace {

List& self_of(const Value& v) { return *v.as<List>(); }

void list_traverse(Object* self, Visitor& visitor) {
    for (const Value& v : static_cast<List*>(self)->items()) visitor.visit(v);
}

void list_clear_slot(Object* self) { static_cast<List*>(self)->clear(); }

Value list_repr(const Value& self) {
    if (self_of(self).size() == 0) return make_str("[]");
    ReprGuard guard(self);
    if (!guard.entered()) return make_str("[...]");
    std::string out = "[";
    for (std::size_t i = 0; i < self_of(self).size(); ++i) {
        if (i > 0) out += ", ";
        out += repr_string(Value(self_of(self)[i]));
    }
    return make_str(out + "]");
}

Value list_compare(const Value& a, const Value& b, CompareOp op) {
    if (!is_list(a) || !is_list(b)) return not_implemented();
    return compare_rows(self_of(a), self_of(b), op);
}

std::int64_t list_length(const Value& self) {
    return static_cast<std::int64_t>(self_of(self).size());
}

Value list_getitem(const Value& self, const Value& given) {
    List& list = self_of(self);
    if (given.is_small()) return list[fit_index(given, list.size(), "list index out of range")];
    const Value key = settled_subscript(given);
    if (Slice* slice = as_slice(key)) {
        SliceBounds bounds = slice->fit(static_cast<std::int64_t>(list.size()));
        Ref<List> result = List::make();
        result->reserve(static_cast<std::size_t>(bounds.count));
        for (std::int64_t i = 0; i < bounds.count; ++i) {
            result->append(list[static_cast<std::size_t>(bounds.start + i * bounds.step)]);
        }
        return result;
    }
    require_index(key, "list");
    return list[fit_index(key, list.size(), "list index out of range")];
}

void delete_slice(List& list, SliceBounds bounds) {
    if (bounds.count == 0) return;
    if (bounds.step < 0) {
        bounds.start += (bounds.count - 1) * bounds.step;
        bounds.step = -bounds.step;
    }
    if (bounds.step == 1) {
        std::size_t begin = static_cast<std::size_t>(bounds.start);
        list.replace(begin, begin + static_cast<std::size_t>(bounds.count), {});
        return;
    }
    std::vector<Value> removed;
    for (std::int64_t i = bounds.count - 1; i >= 0; --i) {
        removed.push_back(list.remove_at(static_cast<std::size_t>(bounds.start + i * bounds.step)));
    }
}

void assign_slice(const Value& self, Slice& slice, const Value& value) {
    List& list = self_of(self);
    Ref<List> items;
    bool plain_step = is_none(slice.step) || (slice.step.is_small() && slice.step.small() == 1);
    if (value.type()->iter == nullptr && value.type()->getitem == nullptr) {
        raise_type_error(plain_step ? "can only assign an iterable"
                                    : "must assign iterable to extended slice");
    }
    items = List::from_iterable(value);
    SliceBounds bounds = slice.fit(static_cast<std::int64_t>(list.size()));
    if (bounds.step == 1) {
        std::size_t begin = static_cast<std::size_t>(bounds.start);
        std::size_t end =
            std::max(begin, static_cast<std::size_t>(std::max<std::int64_t>(bounds.stop, 0)));
        list.replace(begin, end, items->items());
        return;
    }
    if (static_cast<std::int64_t>(items->size()) != bounds.count) {
        raise_format(value_error_type,
                     "attempt to assign sequence of size {} to extended slice of size {}",
                     items->size(), bounds.count);
    }
    std::vector<Value> old;
    for (std::int64_t i = 0; i < bounds.count; ++i) {
        Value& place = list[static_cast<std::size_t>(bounds.start + i * bounds.step)];
        old.push_back(std::exchange(place, (*items)[static_cast<std::size_t>(i)]));
    }
}

void list_setitem(const Value& self, const Value& given, const Value& value) {
    List& list = self_of(self);
    const Value key = settled_subscript(given);
    if (Slice* slice = as_slice(key)) {
        if (value) {
            assign_slice(self, *slice, value);
        } else {
            delete_slice(list, slice->fit(static_cast<std::int64_t>(list.size())));
        }
        return;
    }
    require_index(key, "list");
    std::size_t index = fit_index(key, list.size(), "list assignment index out of range");
    if (value) {
        Value old = std::exchange(list[index], value);
    } else {
        list.remove_at(index);
    }
}

bool list_contains(const Value& self, const Value& item) {
    for (std::size_t i = 0; i < self_of(self).size(); ++i) {
        Value held = self_of(self)[i];
        if (equal(held, item)) return true;
    }
    return false;
}

Value list_iter(const Value& self) {
    Ref<ListIterator> iterator = make<ListIterator>();
    iterator->list = Ref<List>(self.as<List>());
    return iterator;
}

Value list_concat(const Value& a, const Value& b) {
    if (!is_list(b)) {
        raise_format(type_error_type, "can only concatenate list (not \"{}\") to list",
                     b.type()->name);
    }
    Ref<List> result = List::make();
    result->reserve(self_of(a).size() + self_of(b).size());
    for (const Value& v : self_of(a).items()) result->append(v);
    for (const Value& v : self_of(b).items()) result->append(v);
    return result;
}

Value list_repeat(const Value& self, std::int64_t count) {
    Ref<List> result = List::make();
    std::size_t size = self_of(self).size();
    if (count <= 0 || size == 0) return result;
    check_allocation(static_cast<std::size_t>(count), size * sizeof(Value));
    result->reserve(size * static_cast<std::size_t>(count));
    for (std::int64_t n = 0; n < count; ++n) {
        for (std::size_t i = 0; i < size; ++i) result->append(self_of(self)[i]);
    }
    return result;
}

Value list_inplace_concat(const Value& a, const Value& b) {
    self_of(a).extend(b);
    return a;
}

Value list_inplace_repeat(const Value& self, std::int64_t count) {
    List& list = self_of(self);
    std::size_t size = list.size();
    if (count <= 0) {
        list.clear();
        return self;
    }
    check_allocation(static_cast<std::size_t>(count), size * sizeof(Value));
    list.reserve(size * static_cast<std::size_t>(count));
    for (std::int64_t n = 1; n < count; ++n) {
        for (std::size_t i = 0; i < size; ++i) list.append(list[i]);
    }
    return self;
}

Value list_construct(Type* cls, CallArgs) { return make_typed<List>(cls); }

void list_init(const Value& self, CallArgs args) {
    if (args.keyword_count() != 0 && self.type()->init == list_init) {
        if (self.type() == &list_type || !self.type()->has(Type::kHeapType)) {
            raise_type_error("list() takes no keyword arguments");
        }
    }
    if (args.positional_count > 1) {
        raise_format(type_error_type, "list expected at most 1 argument, got {}",
                     args.positional_count);
    }
    self_of(self).clear();
    if (args.positional_count == 1) self_of(self).extend(args.values[0]);
}

// Methods.

Value method_append(const Value& self, CallArgs args) {
    self_of(self).append(args.values[0]);
    return none();
}

Value method_extend(const Value& self, CallArgs args) {
    self_of(self).extend(args.values[0]);
    return none();
}

Value method_insert(const Value& self, CallArgs args) {
    List& list = self_of(self);
    std::int64_t index = to_index(args.values[0]);
    std::int64_t size = static_cast<std::int64_t>(list.size());
    if (index < 0) index = std::max<std::int64_t>(index + size, 0);
    list.insert(static_cast<std::size_t>(std::min(index, size)), args.values[1]);
    return none();
}

Value method_pop(const Value& self, CallArgs args) {
    List& list = self_of(self);
    std::int64_t index = args.values[0] ? to_index(args.values[0]) : -1;
    if (list.size() == 0) return fail(index_error_type, "pop from empty list");
    if (index < 0) index += static_cast<std::int64_t>(list.size());
    if (index < 0 || index >= static_cast<std::int64_t>(list.size())) {
        return fail(index_error_type, "pop index out of range");
    }
    return list.remove_at(static_cast<std::size_t>(index));
}

Value method_remove(const Value& self, CallArgs args) {
    for (std::size_t i = 0; i < self_of(self).size(); ++i) {
        Value held = self_of(self)[i];
        if (!equal(held, args.values[0])) continue;
        if (i < self_of(self).size()) self_of(self).remove_at(i);
        return none();
    }
    return fail(value_error_type, "list.remove(x): x not in list");
}

Value method_index(const Value& self, CallArgs args) {
    std::int64_t size = static_cast<std::int64_t>(self_of(self).size());
    std::int64_t start = clip_bound(args.values[1], size, 0);
    std::int64_t stop = clip_bound(args.values[2], size, size);
    for (std::int64_t i = start; i < stop; ++i) {
        if (i >= static_cast<std::int64_t>(self_of(self).size())) break;
        Value held = self_of(self)[static_cast<std::size_t>(i)];
        if (equal(held, args.values[0])) return Int::from(i);
    }
    return fail(value_error_type, repr_string(args.values[0]) + " is not in list");
}

Value method_count(const Value& self, CallArgs args) {
    std::int64_t count = 0;
    for (std::size_t i = 0; i < self_of(self).size(); ++i) {
        Value held = self_of(self)[i];
        count += equal(held, args.values[0]);
    }
    return Int::from(count);
}

Value method_clear(const Value& self, CallArgs) {
    self_of(self).clear();
    return none();
}
Value method_copy(const Value& self, CallArgs) { return List::make(self_of(self).items()); }
Value method_reverse(const Value& self, CallArgs) {
    self_of(self).reverse();
    return none();
}

Value method_sort(const Value& self, CallArgs args) {
    Value key = args.values[0] && !is_none(args.values[0]) ? args.values[0] : Value();
    bool reverse = args.values[1] && to_index(args.values[1]) != 0;
    Ref<List> keep(&self_of(self));  // a key function may drop the caller's last reference
    self_of(self).sort(key, reverse);
    return none();
}

Value method_reversed(const Value& self, CallArgs) { return make_list_reversed(self); }

}  // namespace

void define_list() {
    Type& t = list_type;
    t.traverse = list_traverse;
    t.clear = list_clear_slot;
    t.repr = list_repr;
    t.compare = list_compare;
    t.length = list_length;
    t.getitem = list_getitem;
    t.setitem = list_setitem;
    t.contains = list_contains;
    t.iter = list_iter;
    t.concat = list_concat;
    t.repeat = list_repeat;
    t.inplace_concat = list_inplace_concat;
    t.inplace_repeat = list_inplace_repeat;
    t.construct = list_construct;
    t.init = list_init;
    define_type<List>(t, {.name = "list",
                          .doc = "A growing row of values.",
                          .flags = Type::kBaseType | Type::kListSubclass | Type::kGeneric,
                          .methods = {{"append", method_append, "object, /"},
                                      {"extend", method_extend, "iterable, /"},
                                      {"insert", method_insert, "index, object, /"},
                                      {"pop", method_pop, "index=, /"},
                                      {"remove", method_remove, "value, /"},
                                      {"index", method_index, "value, start=, stop=, /"},
                                      {"count", method_count, "value, /"},
                                      {"clear", method_clear, ""},
                                      {"copy", method_copy, ""},
                                      {"reverse", method_reverse, ""},
                                      {"sort", method_sort, "*, key=, reverse="},
                                      {"__reversed__", method_reversed, ""}}});
}

}  // namespace loopscope::object
