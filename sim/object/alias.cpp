// `list[int]`, `int | None`, mappingproxy and SimpleNamespace.
#include <algorithm>

#include "sim/object/attribute.h"
#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/list.h"
#include "sim/object/method.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"
#include "sim/object/state.h"
#include "sim/object/type_name.h"

namespace loopscope::object {

Type mappingproxy_type;
Type generic_alias_type;
Type union_type;
Type simple_namespace_type;

namespace {

/// types.SimpleNamespace: attributes and nothing else.
struct SimpleNamespace : Container {
    Dict* dict = nullptr;
    ~SimpleNamespace() {
        if (dict != nullptr) release(dict);
    }
    static Type* class_type() { return &simple_namespace_type; }
};

// CPython: ga_repr_item, union_repr_item
std::string repr_of_argument(const Value& v) {
    if (v.is_object() && v.object() == &ellipsis_object) return "...";
    if (v.is_object() && v.object() == reinterpret_cast<Object*>(&none_type)) return "None";
    if (const Type* cls = as_type(v)) return full_name(*cls);
    if (is_list(v)) {
        std::string text = "[";
        for (const Value& item : v.as<List>()->items())
            text += (text.size() > 1 ? ", " : "") + repr_of_argument(item);
        return text + "]";
    }
    return repr_string(v);
}

Ref<Tuple> as_tuple(const Value& v) {
    return is_tuple(v) ? Ref<Tuple>(v.as<Tuple>()) : Tuple::make({v});
}

// GenericAlias.

Value alias_repr(const Value& self) {
    const auto* alias = self.as<GenericAlias>();
    std::string text = repr_of_argument(alias->origin) + "[";
    const Tuple& arguments = *alias->arguments.as<Tuple>();
    for (std::size_t i = 0; i < arguments.size; ++i)
        text += (i != 0 ? ", " : "") + repr_of_argument(arguments[i]);
    if (arguments.size == 0) text += "()";
    return make_str(text + "]");
}

Value alias_construct(Type* cls, CallArgs args) {
    if (args.positional_count != 2)
        raise_format(type_error_type, "GenericAlias expected 2 arguments, got {}",
                     args.positional_count);
    Value made = make_generic_alias(args.values[0], args.values[1]);
    if (cls == &generic_alias_type) return made;
    const auto& plain = *made.as<GenericAlias>();
    Ref<GenericAlias> alias = make_typed<GenericAlias>(cls);
    alias->origin = plain.origin;
    alias->arguments = plain.arguments;
    return alias;
}

Value alias_call(const Value& self, CallArgs args) {
    return call(self.as<GenericAlias>()->origin, args);
}

// CPython: ga_getattro. What the alias doesn't have, its origin is asked for.
Value alias_getattr(const Value& self, Str* name) {
    if (Value found = generic_getattr(self, name)) return found;
    if (name->view().starts_with("__")) return Value();
    return lookup_attr(self.as<GenericAlias>()->origin, name);
}

Value alias_compare(const Value& a, const Value& b, CompareOp op) {
    auto* x = try_cast<GenericAlias>(a, &generic_alias_type);
    auto* y = try_cast<GenericAlias>(b, &generic_alias_type);
    if (x == nullptr || y == nullptr || (op != CompareOp::Eq && op != CompareOp::Ne))
        return not_implemented();
    const bool same = equal(x->origin, y->origin) && equal(x->arguments, y->arguments);
    return make_bool(same == (op == CompareOp::Eq));
}

std::int64_t alias_hash(const Value& self) {
    const auto* alias = self.as<GenericAlias>();
    return hash(Tuple::make({alias->origin, alias->arguments}));
}

/// Whether v is a type variable, for which a subscript puts something else.
bool is_variable(const Value& v) {
    static Str* const kSubst = intern_static("__typing_subst__");
    return !is_type(v) && type_lookup_value(v.type(), kSubst);
}

/// `__parameters__` of one argument: a tuple, or null.
Value parameters_within(const Value& v) {
    static Str* const kParameters = intern_static("__parameters__");
    if (is_type(v)) return Value();
    Value found = lookup_attr(v, kParameters);
    return found && is_tuple(found) ? found : Value();
}

// CPython: _Py_make_parameters
std::vector<Value> parameters_of(const Tuple& arguments) {
    std::vector<Value> found;
    auto add = [&](const Value& v) {
        auto known = [&](const Value& other) { return is_same(v, other); };
        if (std::none_of(found.begin(), found.end(), known)) found.push_back(v);
    };
    for (const Value& argument : arguments.items()) {
        if (is_variable(argument)) {
            add(argument);
        } else if (Value inner = parameters_within(argument)) {
            for (const Value& v : inner.as<Tuple>()->items()) add(v);
        }
    }
    return found;
}

Value alias_parameters(const Value& self) {
    return Tuple::make(
        std::span<const Value>(parameters_of(*self.as<GenericAlias>()->arguments.as<Tuple>())));
}

// CPython: _Py_subs_parameters
Value alias_getitem(const Value& self, const Value& key) {
    const auto* alias = self.as<GenericAlias>();
    const std::vector<Value> parameters = parameters_of(*alias->arguments.as<Tuple>());
    if (parameters.empty()) {
        raise_format(type_error_type, "{} is not a generic class", repr_string(self));
    }
    Ref<Tuple> given = as_tuple(key);
    if (given->size != parameters.size()) {
        raise_format(type_error_type, "Too {} arguments for {}; actual {}, expected {}",
                     given->size > parameters.size() ? "many" : "few", repr_string(self),
                     given->size, parameters.size());
    }
    auto put_for = [&](const Value& variable) {
        for (std::size_t i = 0; i < parameters.size(); ++i)
            if (is_same(parameters[i], variable)) return (*given)[i];
        return variable;
    };
    std::vector<Value> arguments;
    for (const Value& argument : alias->arguments.as<Tuple>()->items()) {
        Value inner = is_variable(argument) ? Value() : parameters_within(argument);
        if (!inner || inner.as<Tuple>()->size == 0) {
            arguments.push_back(put_for(argument));
            continue;
        }
        std::vector<Value> values;
        for (const Value& v : inner.as<Tuple>()->items()) values.push_back(put_for(v));
        arguments.push_back(getitem(argument, Tuple::make(std::span<const Value>(values))));
    }
    return make_generic_alias(alias->origin, Tuple::make(std::span<const Value>(arguments)));
}

Value alias_mro_entries(const Value& self, CallArgs) {
    return Tuple::make({self.as<GenericAlias>()->origin});
}

Value alias_instance_check(const Value&, CallArgs) {
    raise_type_error("isinstance() argument 2 cannot be a parameterized generic");
}
Value alias_subclass_check(const Value&, CallArgs) {
    raise_type_error("issubclass() argument 2 cannot be a parameterized generic");
}

void alias_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<GenericAlias*>(self)->origin);
    visitor.visit(static_cast<GenericAlias*>(self)->arguments);
}

// Union.

bool fits_union(const Value& v) {
    return is_none(v) || is_type(v) || is_instance(v, &union_type) ||
           is_instance(v, &generic_alias_type);
}

Value union_repr(const Value& self) {
    std::string text;
    for (const Value& item : self.as<UnionType>()->arguments.as<Tuple>()->items())
        text += (text.empty() ? "" : " | ") + repr_of_argument(item);
    return make_str(text);
}

void add_members(std::vector<Value>& members, const Value& v) {
    if (auto* other = try_cast<UnionType>(v, &union_type)) {
        for (const Value& item : other->arguments.as<Tuple>()->items()) add_members(members, item);
        return;
    }
    const Value member = is_none(v) ? Value::borrow(&none_type) : v;
    for (const Value& known : members)
        if (equal(known, member)) return;
    members.push_back(member);
}

Value union_or(const Value& a, const Value& b) { return make_union(a, b); }

Value union_compare(const Value& a, const Value& b, CompareOp op) {
    auto* x = try_cast<UnionType>(a, &union_type);
    auto* y = try_cast<UnionType>(b, &union_type);
    if (x == nullptr || y == nullptr || (op != CompareOp::Eq && op != CompareOp::Ne))
        return not_implemented();
    auto within = [](const Tuple& inner, const Value& outer) {
        for (const Value& item : inner.items())
            if (!contains(outer, item)) return false;
        return true;
    };
    const bool same = within(*x->arguments.as<Tuple>(), y->arguments) &&
                      within(*y->arguments.as<Tuple>(), x->arguments);
    return make_bool(same == (op == CompareOp::Eq));
}

std::int64_t union_hash(const Value& self) {
    std::int64_t sum = 0x5bd1e995;
    for (const Value& item : self.as<UnionType>()->arguments.as<Tuple>()->items())
        sum ^= hash(item);
    return sum == -1 ? -2 : sum;
}

Value union_instance_check(const Value& self, CallArgs args) {
    return make_bool(instance_check(args.values[0], self.as<UnionType>()->arguments));
}
Value union_subclass_check(const Value& self, CallArgs args) {
    return make_bool(subclass_check(args.values[0], self.as<UnionType>()->arguments));
}

void union_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<UnionType*>(self)->arguments);
}

// mappingproxy.

const Value& mapping_of(const Value& self) { return self.as<MappingProxy>()->mapping; }

/// The mapping behind a proxy; anything else is itself.
Value unwrap(const Value& v) {
    auto* proxy = try_cast<MappingProxy>(v, &mappingproxy_type);
    return proxy != nullptr ? proxy->mapping : v;
}

Value proxy_construct(Type*, CallArgs args) {
    if (args.positional_count != 1)
        raise_format(type_error_type, "mappingproxy() missing required argument 'mapping' (pos 1)");
    const Value& mapping = args.values[0];
    if (mapping.type()->getitem == nullptr || is_list(mapping) || is_tuple(mapping)) {
        raise_format(type_error_type, "mappingproxy() argument must be a mapping, not {}",
                     mapping.type()->name);
    }
    return make_mapping_proxy(mapping);
}
Value proxy_repr(const Value& self) {
    return make_str("mappingproxy(" + repr_string(mapping_of(self)) + ")");
}
Value proxy_str(const Value& self) { return str(mapping_of(self)); }
std::int64_t proxy_length(const Value& self) { return length(mapping_of(self)); }
Value proxy_getitem(const Value& self, const Value& key) { return getitem(mapping_of(self), key); }
bool proxy_contains(const Value& self, const Value& key) { return contains(mapping_of(self), key); }
Value proxy_iter(const Value& self) { return iter(mapping_of(self)); }
Value proxy_compare(const Value& a, const Value& b, CompareOp op) {
    return compare(unwrap(a), unwrap(b), op);
}
Value proxy_or(const Value& a, const Value& b) {
    return binary(BinaryOp::Or, unwrap(a), unwrap(b));
}
Value proxy_get(const Value& self, CallArgs args) {
    if (contains(mapping_of(self), args.values[0]))
        return getitem(mapping_of(self), args.values[0]);
    return args.values[1] ? args.values[1] : none();
}
Value proxy_keys(const Value& self, CallArgs) { return call_method(mapping_of(self), "keys"); }
Value proxy_values(const Value& self, CallArgs) { return call_method(mapping_of(self), "values"); }
Value proxy_items(const Value& self, CallArgs) { return call_method(mapping_of(self), "items"); }
Value proxy_copy(const Value& self, CallArgs) { return call_method(mapping_of(self), "copy"); }

void proxy_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<MappingProxy*>(self)->mapping);
}

// SimpleNamespace.

Value namespace_construct(Type* cls, CallArgs) {
    Ref<SimpleNamespace> space = make_typed<SimpleNamespace>(cls);
    space->dict = Dict::make().detach();
    return space;
}

void namespace_init(const Value& self, CallArgs args) {
    if (args.positional_count != 0) raise_type_error("no positional arguments expected");
    Dict* dict = instance_dict(self);
    for (std::size_t i = 0; i < args.keyword_count(); ++i)
        dict->set((*args.names)[i].as<Str>(), args.values[i]);
}

// CPython: namespace_repr
Value namespace_repr(const Value& self) {
    const std::string name =
        self.type() == &simple_namespace_type ? "namespace" : short_name(*self.type());
    ReprGuard guard(self);
    if (!guard.entered()) return make_str(name + "(...)");
    std::string text;
    Dict* dict = instance_dict(self);
    for (std::uint32_t i = 0; i < dict->entry_count(); ++i) {
        const DictEntry& entry = dict->entry(i);
        if (!entry.key || !is_str(entry.key) || entry.key.as<Str>()->length == 0) continue;
        if (!text.empty()) text += ", ";
        text += str_string(entry.key) + "=" + repr_string(entry.value);
    }
    return make_str(name + "(" + text + ")");
}

Value namespace_compare(const Value& a, const Value& b, CompareOp op) {
    if (!is_instance(a, &simple_namespace_type) || !is_instance(b, &simple_namespace_type))
        return not_implemented();
    return compare(Value::borrow(instance_dict(a)), Value::borrow(instance_dict(b)), op);
}

void namespace_traverse(Object* self, Visitor& visitor) {
    auto* space = static_cast<SimpleNamespace*>(self);
    if (space->dict != nullptr) visitor.visit(static_cast<Object*>(space->dict));
}

void define_union() {
    Type& u = union_type;
    u.repr = union_repr;
    u.compare = union_compare;
    u.hash = union_hash;
    u.traverse = union_traverse;
    u.binary[static_cast<std::size_t>(BinaryOp::Or)] = union_or;
    define_type<UnionType>(u,
                           {.name = "UnionType",
                            .module = "types",
                            .methods = {{"__instancecheck__", union_instance_check, "instance, /"},
                                        {"__subclasscheck__", union_subclass_check, "cls, /"}},
                            .members = {{"__args__", offset_of(&UnionType::arguments)}}});
}

void define_mapping_proxy() {
    Type& p = mappingproxy_type;
    p.construct = proxy_construct;
    p.repr = proxy_repr;
    p.str = proxy_str;
    p.length = proxy_length;
    p.getitem = proxy_getitem;
    p.contains = proxy_contains;
    p.iter = proxy_iter;
    p.compare = proxy_compare;
    p.traverse = proxy_traverse;
    p.binary[static_cast<std::size_t>(BinaryOp::Or)] = proxy_or;
    define_type<MappingProxy>(p, {.name = "mappingproxy",
                                  .methods = {{"get", proxy_get, "key, default=, /"},
                                              {"keys", proxy_keys, ""},
                                              {"values", proxy_values, ""},
                                              {"items", proxy_items, ""},
                                              {"copy", proxy_copy, ""}}});
}

}  // namespace

Value make_mapping_proxy(const Value& mapping) {
    Ref<MappingProxy> proxy = make<MappingProxy>();
    proxy->mapping = mapping;
    return proxy;
}

Value make_generic_alias(const Value& origin, const Value& arguments) {
    Ref<GenericAlias> alias = make<GenericAlias>();
    alias->origin = origin;
    alias->arguments = as_tuple(arguments);
    return alias;
}

// CPython: _Py_union_type_or
Value make_union(const Value& a, const Value& b) {
    if (!fits_union(a) || !fits_union(b)) return not_implemented();
    std::vector<Value> members;
    if (auto* united = try_cast<UnionType>(a, &union_type)) {
        // Its members differ already.
        auto known = united->arguments.as<Tuple>()->items();
        members.assign(known.begin(), known.end());
    } else {
        add_members(members, a);
    }
    add_members(members, b);
    if (members.size() == 1) return members.front();
    Ref<UnionType> result = make<UnionType>();
    result->arguments = Tuple::make(std::span<const Value>(members));
    return result;
}

Value make_simple_namespace() { return namespace_construct(&simple_namespace_type, {}); }

void define_generic_alias() {
    Type& g = generic_alias_type;
    g.construct = alias_construct;
    g.repr = alias_repr;
    g.call = alias_call;
    g.getattr = alias_getattr;
    g.compare = alias_compare;
    g.hash = alias_hash;
    g.getitem = alias_getitem;
    g.traverse = alias_traverse;
    g.binary[static_cast<std::size_t>(BinaryOp::Or)] = union_or;
    define_type<GenericAlias>(g, {.name = "GenericAlias",
                                  .module = "types",
                                  .flags = Type::kBaseType,
                                  .methods = {{"__mro_entries__", alias_mro_entries, "bases, /"},
                                              {"__instancecheck__", alias_instance_check, "..."},
                                              {"__subclasscheck__", alias_subclass_check, "..."}},
                                  .getsets = {{"__parameters__", alias_parameters}},
                                  .members = {{"__origin__", offset_of(&GenericAlias::origin)},
                                              {"__args__", offset_of(&GenericAlias::arguments)}}});
    define_union();
}

void define_namespace() {
    define_mapping_proxy();
    Type& s = simple_namespace_type;
    s.construct = namespace_construct;
    s.init = namespace_init;
    s.repr = namespace_repr;
    s.compare = namespace_compare;
    s.traverse = namespace_traverse;
    define_type<SimpleNamespace>(
        s, {.name = "SimpleNamespace",
            .module = "types",
            .flags = Type::kBaseType,
            .dict_offset = static_cast<std::int32_t>(offset_of(&SimpleNamespace::dict)),
            .getsets = {{"__dict__", get_instance_dict}}});
}

}  // namespace loopscope::object
