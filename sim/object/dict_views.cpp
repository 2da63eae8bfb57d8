// dict.keys(), values(), items() and the iterators of dicts.
#include "sim/object/dict_views.h"

#include "sim/object/exception.h"
#include "sim/object/iterator.h"
#include "sim/object/method.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/set.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"
#include "sim/object/state.h"

namespace loopscope::object {

Type dict_keys_type;
Type dict_values_type;
Type dict_items_type;
Type dict_key_iterator_type;
Type dict_value_iterator_type;
Type dict_item_iterator_type;
namespace {
Type dict_reverse_key_iterator_type;
Type dict_reverse_value_iterator_type;
Type dict_reverse_item_iterator_type;

Type* const kIteratorTypes[2][3] = {
    {&dict_key_iterator_type, &dict_value_iterator_type, &dict_item_iterator_type},
    {&dict_reverse_key_iterator_type, &dict_reverse_value_iterator_type,
     &dict_reverse_item_iterator_type}};

Value entry_part(const DictEntry& e, DictPart part) {
    switch (part) {
        case DictPart::Keys:
            return e.key;
        case DictPart::Values:
            return e.value;
        default:
            return Value(Tuple::make({e.key, e.value}));
    }
}

/// CPython: dictiter_iternextkey and kin.
template <DictPart part, bool reversed>
Value dict_next(const Value& self) {
    auto& it = *self.as<DictIterator>();
    if (!it.dict) return Value();
    Dict& dict = *it.dict;
    if (dict.size() != it.expected) {
        it.expected = SIZE_MAX;  // Stays an error, as in CPython.
        raise(runtime_error_type, "dictionary changed size during iteration");
    }
    if (reversed) {
        while (it.index > 0) {
            --it.index;
            if (it.index >= dict.entry_count() || !dict.entry(it.index).key) continue;
            --it.left;
            return entry_part(dict.entry(it.index), part);
        }
    } else {
        while (it.index < dict.entry_count()) {
            const DictEntry& e = dict.entry(it.index++);
            if (!e.key) continue;
            if (it.left == 0) {
                it.dict = nullptr;
                raise(runtime_error_type, "dictionary keys changed during iteration");
            }
            --it.left;
            return entry_part(e, part);
        }
    }
    it.dict = nullptr;
    return Value();
}

Value iterator_self(const Value& self) { return self; }

void iterator_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<DictIterator*>(self)->dict);
}

Value iterator_hint(const Value& self, CallArgs) {
    auto& it = *self.as<DictIterator>();
    bool valid = it.dict && it.dict->size() == it.expected;
    return Int::from_size(valid ? it.left : 0);
}

// Views.

Dict& dict_of(const Value& view) { return *view.as<DictView>()->dict; }

void view_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<DictView*>(self)->dict);
}

std::int64_t view_length(const Value& self) {
    return static_cast<std::int64_t>(dict_of(self).size());
}

template <DictPart part>
Value view_iter(const Value& self) {
    return make_dict_iterator(part, Value(self.as<DictView>()->dict), false);
}
template <DictPart part>
Value view_reversed(const Value& self, CallArgs) {
    return make_dict_iterator(part, Value(self.as<DictView>()->dict), true);
}

Value view_repr(const Value& self) {
    ReprGuard guard(self);
    if (!guard.entered()) return make_str("...");
    Ref<List> items = List::from_iterable(self);
    return make_str(self.type()->name + "(" + repr_string(Value(items)) + ")");
}

bool keys_contains(const Value& self, const Value& key) {
    return dict_of(self).find(key) != nullptr;
}

bool items_contains(const Value& self, const Value& item) {
    if (!is_tuple(item) || item.as<Tuple>()->size != 2) return false;
    Value found = dict_of(self).get((*item.as<Tuple>())[0]);
    return found && equal((*item.as<Tuple>())[1], found);
}

bool is_set_like(const Value& v) {
    return is_any_set(v) || v.type() == &dict_keys_type || v.type() == &dict_items_type;
}

Ref<Set> set_of(const Value& iterable) {
    Ref<Set> set = Set::make();
    set->update(iterable);
    return set;
}

bool all_in(const Value& items, const Value& container) {
    bool all = true;
    for_each(items, [&](const Value& item) { all = all && contains(container, item); });
    return all;
}

/// CPython: dictview_richcompare.
Value view_compare(const Value& a, const Value& b, CompareOp op) {
    if (!is_set_like(a) || !is_set_like(b)) return not_implemented();
    std::int64_t m = length(a);
    std::int64_t n = length(b);
    switch (op) {
        case CompareOp::Eq:
            return make_bool(m == n && all_in(a, b));
        case CompareOp::Ne:
            return make_bool(!(m == n && all_in(a, b)));
        case CompareOp::Lt:
            return make_bool(m < n && all_in(a, b));
        case CompareOp::Le:
            return make_bool(m <= n && all_in(a, b));
        case CompareOp::Gt:
            return make_bool(m > n && all_in(b, a));
        default:
            return make_bool(m >= n && all_in(b, a));
    }
}

Value view_subtract(const Value& a, const Value& b) {
    Ref<Set> result = set_of(a);
    for_each(b, [&](const Value& item) { result->discard(item); });
    return result;
}

/// The longer of the two is walked when it is the argument, as CPython does for order's sake.
Value view_and(const Value& a, const Value& b) {
    Value walked = b;
    Value view = a;
    bool swap = a.type() == &dict_keys_type || a.type() == &dict_items_type;
    if (!swap) std::swap(walked, view);
    if (is_set_like(walked) && length(walked) > length(view)) std::swap(walked, view);
    Ref<Set> result = Set::make();
    for_each(walked, [&](const Value& item) {
        if (contains(view, item)) result->add(item);
    });
    return result;
}

Value view_or(const Value& a, const Value& b) {
    Ref<Set> result = set_of(a);
    result->update(b);
    return result;
}

Value view_xor(const Value& a, const Value& b) {
    Ref<Set> result = set_of(a);
    Ref<Set> other = set_of(b);
    for_each(Value(other), [&](const Value& item) {
        if (!result->discard(item)) result->add(item);
    });
    return result;
}

Value view_isdisjoint(const Value& self, CallArgs args) {
    bool disjoint = true;
    for_each(args.values[0], [&](const Value& v) { disjoint = disjoint && !contains(self, v); });
    return make_bool(disjoint);
}

Value view_mapping(const Value& self) {
    return make_mapping_proxy(Value(self.as<DictView>()->dict));
}

void define_set_operations(Type& t) {
    t.compare = view_compare;
    t.binary[static_cast<std::size_t>(BinaryOp::Sub)] = view_subtract;
    t.binary[static_cast<std::size_t>(BinaryOp::And)] = view_and;
    t.binary[static_cast<std::size_t>(BinaryOp::Or)] = view_or;
    t.binary[static_cast<std::size_t>(BinaryOp::Xor)] = view_xor;
}

template <DictPart part>
void define_view(Type& t, std::string_view name) {
    t.traverse = view_traverse;
    t.length = view_length;
    t.iter = view_iter<part>;
    t.repr = view_repr;
    define_type<DictView>(t, {.name = name,
                              .methods = {{"__reversed__", view_reversed<part>, ""},
                                          {"isdisjoint", view_isdisjoint, "other, /"}},
                              .getsets = {{"mapping", view_mapping}}});
}

template <DictPart part, bool reversed>
void define_dict_iterator(Type& t, std::string_view name) {
    t.traverse = iterator_traverse;
    t.iter = iterator_self;
    t.next = dict_next<part, reversed>;
    define_type<DictIterator>(t,
                              {.name = name, .methods = {{"__length_hint__", iterator_hint, ""}}});
}

}  // namespace

Value make_dict_view(Type& type, const Value& dict) {
    Ref<DictView> view = make_typed<DictView>(&type);
    view->dict = Ref<Dict>(dict.as<Dict>());
    return view;
}

Value make_dict_iterator(DictPart part, const Value& dict, bool reversed) {
    Ref<DictIterator> it =
        make_typed<DictIterator>(kIteratorTypes[reversed][static_cast<std::size_t>(part)]);
    it->dict = Ref<Dict>(dict.as<Dict>());
    it->expected = it->dict->size();
    it->left = it->expected;
    it->index = reversed ? it->dict->entry_count() : 0;
    return it;
}

void define_dict_views() {
    define_set_operations(dict_keys_type);
    dict_keys_type.contains = keys_contains;
    define_view<DictPart::Keys>(dict_keys_type, "dict_keys");
    define_view<DictPart::Values>(dict_values_type, "dict_values");
    define_set_operations(dict_items_type);
    dict_items_type.contains = items_contains;
    define_view<DictPart::Items>(dict_items_type, "dict_items");
    define_dict_iterator<DictPart::Keys, false>(dict_key_iterator_type, "dict_keyiterator");
    define_dict_iterator<DictPart::Values, false>(dict_value_iterator_type, "dict_valueiterator");
    define_dict_iterator<DictPart::Items, false>(dict_item_iterator_type, "dict_itemiterator");
    define_dict_iterator<DictPart::Keys, true>(dict_reverse_key_iterator_type,
                                               "dict_reversekeyiterator");
    define_dict_iterator<DictPart::Values, true>(dict_reverse_value_iterator_type,
                                                 "dict_reversevalueiterator");
    define_dict_iterator<DictPart::Items, true>(dict_reverse_item_iterator_type,
                                                "dict_reverseitemiterator");
}

}  // namespace loopscope::object
