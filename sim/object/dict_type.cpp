// dict as a Python type: slots and methods.
#include "sim/object/dict.h"
#include "sim/object/dict_views.h"
#include "sim/object/exception.h"
#include "sim/object/failure.h"
#include "sim/object/iterator.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"
#include "sim/object/slots.h"
#include "sim/object/state.h"

namespace loopscope::object {

Type dict_type;

namespace {

Dict& self_of(const Value& v) { return *v.as<Dict>(); }

void dict_traverse(Object* self, Visitor& visitor) {
    auto& dict = *static_cast<Dict*>(self);
    for (std::uint32_t i = 0; i < dict.entry_count(); ++i) {
        visitor.visit(dict.entry(i).key);
        visitor.visit(dict.entry(i).value);
    }
}

void dict_clear_slot(Object* self) { static_cast<Dict*>(self)->clear(); }

Value dict_repr(const Value& self) {
    Dict& dict = self_of(self);
    if (dict.size() == 0) return make_str("{}");
    ReprGuard guard(self);
    if (!guard.entered()) return make_str("{...}");
    std::string out = "{";
    for (std::uint32_t i = 0; i < dict.entry_count(); ++i) {
        Value key = dict.entry(i).key;
        Value value = dict.entry(i).value;
        if (!key) continue;
        if (out.size() > 1) out += ", ";
        out += repr_string(key);
        out += ": " + repr_string(value);
    }
    return make_str(out + "}");
}

/// CPython: dict_equal.
bool dict_equal(Dict& a, Dict& b) {
    if (a.size() != b.size()) return false;
    for (std::uint32_t i = 0; i < a.entry_count(); ++i) {
        DictEntry& e = a.entry(i);
        if (!e.key) continue;
        Value key = e.key;
        Value value = e.value;
        Value* other = b.find_hashed(key, e.hash);
        if (other == nullptr) return false;
        Value theirs = *other;
        if (!equal(value, theirs)) return false;
    }
    return true;
}

Value dict_compare(const Value& a, const Value& b, CompareOp op) {
    if (!is_dict(a) || !is_dict(b)) return not_implemented();
    if (op != CompareOp::Eq && op != CompareOp::Ne) return not_implemented();
    return make_bool(dict_equal(self_of(a), self_of(b)) == (op == CompareOp::Eq));
}

std::int64_t dict_length(const Value& self) {
    return static_cast<std::int64_t>(self_of(self).size());
}

Value dict_getitem(const Value& self, const Value& key) {
    static Str* const kMissing = intern_static("__missing__");
    if (Value* found = self_of(self).find(key)) return *found;
    if (self.type() != &dict_type) {
        if (Value result = call_special(self, kMissing, {key})) return result;
    }
    raise_key_error(key);
}

void dict_setitem(const Value& self, const Value& key, const Value& value) {
    if (value) {
        self_of(self).set(key, value);
    } else if (!self_of(self).erase(key)) {
        raise_key_error(key);
    }
}

bool dict_contains(const Value& self, const Value& key) {
    return self_of(self).find(key) != nullptr;
}

Value dict_or(const Value& a, const Value& b) {
    if (!is_dict(a) || !is_dict(b)) return not_implemented();
    Ref<Dict> result = self_of(a).copy();
    result->update(b);
    return result;
}

Value dict_inplace_or(const Value& a, const Value& b) {
    self_of(a).update(b);
    return a;
}

Value dict_construct(Type* cls, CallArgs) { return make_typed<Dict>(cls); }

void update_from(Dict& dict, CallArgs args, const char* name) {
    if (args.positional_count > 1) {
        raise_format(type_error_type, "{} expected at most 1 argument, got {}", name,
                     args.positional_count);
    }
    if (args.positional_count == 1) dict.update(args.values[0]);
    for (std::size_t i = 0; i < args.keyword_count(); ++i) {
        dict.set((*args.names)[i], args.values[args.positional_count + i]);
    }
}

void dict_init(const Value& self, CallArgs args) { update_from(self_of(self), args, "dict"); }

// Methods.

Value method_get(const Value& self, CallArgs args) {
    if (Value* found = self_of(self).find(args.values[0])) return *found;
    return args.values[1] ? args.values[1] : none();
}

Value method_setdefault(const Value& self, CallArgs args) {
    std::int64_t key_hash = hash(args.values[0]);
    if (Value* found = self_of(self).find_hashed(args.values[0], key_hash)) return *found;
    Value value = args.values[1] ? args.values[1] : none();
    self_of(self).set_hashed(args.values[0], key_hash, value);
    return value;
}

Value method_pop(const Value& self, CallArgs args) {
    Value found = self_of(self).pop(args.values[0]);
    if (found) return found;
    if (!args.values[1]) return fail_key_error(args.values[0]);
    return args.values[1];
}

Value method_popitem(const Value& self, CallArgs) {
    Dict& dict = self_of(self);
    if (dict.size() == 0) return fail_key_error(make_str("popitem(): dictionary is empty"));
    std::uint32_t i = dict.entry_count() - 1;
    while (!dict.entry(i).key) --i;
    Value key = dict.entry(i).key;
    Value value = dict.entry(i).value;
    dict.pop_last(i);
    return Value(Tuple::make({key, value}));
}

Value method_update(const Value& self, CallArgs args) {
    update_from(self_of(self), args, "update");
    return none();
}

Value method_clear(const Value& self, CallArgs) {
    self_of(self).clear();
    return none();
}

Value method_copy(const Value& self, CallArgs) { return self_of(self).copy(); }

Value method_fromkeys(const Value& self, CallArgs args) {
    Value result = call(self);
    Value value = args.values[1] ? args.values[1] : none();
    for_each(args.values[0], [&](const Value& key) { setitem(result, key, value); });
    return result;
}

Value method_keys(const Value& self, CallArgs) { return make_dict_view(dict_keys_type, self); }
Value method_values(const Value& self, CallArgs) { return make_dict_view(dict_values_type, self); }
Value method_items(const Value& self, CallArgs) { return make_dict_view(dict_items_type, self); }
Value method_reversed(const Value& self, CallArgs) {
    return make_dict_iterator(DictPart::Keys, self, true);
}

Value dict_iter(const Value& self) { return make_dict_iterator(DictPart::Keys, self, false); }

}  // namespace

void define_dict() {
    Type& t = dict_type;
    t.traverse = dict_traverse;
    t.clear = dict_clear_slot;
    t.repr = dict_repr;
    t.compare = dict_compare;
    t.length = dict_length;
    t.getitem = dict_getitem;
    t.setitem = dict_setitem;
    t.contains = dict_contains;
    t.iter = dict_iter;
    t.binary[static_cast<std::size_t>(BinaryOp::Or)] = dict_or;
    t.inplace[static_cast<std::size_t>(BinaryOp::Or)] = dict_inplace_or;
    t.construct = dict_construct;
    t.init = dict_init;
    define_type<Dict>(t, {.name = "dict",
                          .doc = "A mapping that keeps the order of insertion.",
                          .flags = Type::kBaseType | Type::kDictSubclass | Type::kGeneric,
                          .methods = {{"get", method_get, "key, default=, /"},
                                      {"setdefault", method_setdefault, "key, default=, /"},
                                      {"pop", method_pop, "key, default=, /"},
                                      {"popitem", method_popitem, ""},
                                      {"update", method_update, "..."},
                                      {"clear", method_clear, ""},
                                      {"copy", method_copy, ""},
                                      {"keys", method_keys, ""},
                                      {"values", method_values, ""},
                                      {"items", method_items, ""},
                                      {"__reversed__", method_reversed, ""},
                                      {"fromkeys", method_fromkeys, "iterable, value=, /", nullptr,
                                       Binding::Class}}});
}

}  // namespace loopscope::object
