// Making classes: metaclass, bases, mro, layout, __slots__, hooks.
#include "sim/object/class.h"

#include "sim/object/attribute.h"
#include "sim/object/exception.h"
#include "sim/object/list.h"
#include "sim/object/method.h"
#include "sim/object/mro.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/slots.h"
#include "sim/object/weakref.h"

namespace loopscope::object {

/// CPython: _PyType_CalculateMetaclass.
Type* calculate_metaclass(Type* metaclass, const Tuple& bases) {
    Type* winner = metaclass == nullptr ? &type_type : metaclass;
    for (const Value& base : bases.items()) {
        Type* candidate = base.type();
        if (winner->is_subtype_of(candidate)) continue;
        if (candidate->is_subtype_of(winner)) {
            winner = candidate;
            continue;
        }
        raise_type_error(
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass "
            "of the metaclasses of all its bases");
    }
    return winner;
}

namespace {

/// The base whose layout the class extends. CPython: best_base.
Type* best_base(const Tuple& bases) {
    Type* winner = nullptr;
    Type* base = nullptr;
    for (const Value& entry : bases.items()) {
        Type* candidate_base = as_type(entry);
        if (candidate_base == nullptr) raise_type_error("bases must be types");
        if (!candidate_base->has(Type::kBaseType)) {
            raise_format(type_error_type, "type '{}' is not an acceptable base type",
                         full_name(*candidate_base));
        }
        Type* candidate = candidate_base->layout;
        if (winner == nullptr) {
            winner = candidate;
            base = candidate_base;
        } else if (winner->is_subtype_of(candidate)) {
            continue;
        } else if (candidate->is_subtype_of(winner)) {
            winner = candidate;
            base = candidate_base;
        } else {
            raise_type_error("multiple bases have instance lay-out conflict");
        }
    }
    return base;
}

struct SlotNames {
    bool declared = false;
    bool wants_dict = false;
    bool wants_weakref = false;
    std::vector<Ref<Str>> names;
};

bool is_identifier(const Str& name) {
    if (name.length == 0) return false;
    Value result = call_method(Value::borrow(const_cast<Str*>(&name)), "isidentifier");
    return is_true(result);
}

Ref<Str> mangle(const Str& class_name, const Ref<Str>& name) {
    std::string_view text = name->view();
    if (!text.starts_with("__") || text.ends_with("__")) return name;
    std::string_view cls = class_name.view();
    std::size_t begin = cls.find_first_not_of('_');
    if (begin == std::string_view::npos) return name;
    return intern("_" + std::string(cls.substr(begin)) + std::string(text));
}

/// Whether instances of a type can have items of varying number behind their header.
bool is_variable_size(const Type& type) {
    return type.has(Type::kIntSubclass) || type.has(Type::kTupleSubclass) ||
           type.has(Type::kBytesSubclass) || type.has(Type::kTypeSubclass);
}

void add_slot_name(SlotNames& slots, const Value& item, const Type& base, const Str& class_name) {
    if (!is_str(item)) {
        raise_format(type_error_type, "__slots__ items must be strings, not '{}'",
                     item.type()->name);
    }
    Ref<Str> name(item.as<Str>());
    if (!is_identifier(*name)) raise_type_error("__slots__ must be identifiers");
    if (name->equals("__dict__")) {
        if (base.dict_offset != 0 || slots.wants_dict) {
            raise_type_error("__dict__ slot disallowed: we already got one");
        }
        slots.wants_dict = true;
    } else if (name->equals("__weakref__")) {
        slots.wants_weakref = true;
    } else {
        slots.names.push_back(mangle(class_name, intern(name)));
    }
}

SlotNames read_slots(Dict& space, const Type& base, const Str& class_name) {
    SlotNames slots;
    Value* declared = space.find("__slots__");
    if (declared == nullptr) {
        // A metaclass's instances are classes: their dict is the class's own.
        slots.wants_dict = base.dict_offset == 0 && !base.has(Type::kTypeSubclass);
        return slots;
    }
    slots.declared = true;
    Value items = *declared;
    if (is_str(items)) items = Value(Tuple::make({items}));
    Ref<Tuple> list = Tuple::from_iterable(items);
    if (list->size > 0 && is_variable_size(base)) {
        raise_format(type_error_type, "nonempty __slots__ not supported for subtype of '{}'",
                     full_name(base));
    }
    for (const Value& item : list->items()) add_slot_name(slots, item, base, class_name);
    for (const Ref<Str>& name : slots.names) {
        bool special = name->equals("__qualname__") || name->equals("__classcell__");
        if (!special && space.find(name.get()) != nullptr) {
            raise_format(value_error_type, "{} in __slots__ conflicts with class variable",
                         str_repr(*name));
        }
    }
    return slots;
}

/// Fixes where the dict word and the slot words of instances stand.
void lay_out(Type& type, const SlotNames& slots) {
    Type& base = *type.base;
    type.instance_size = base.instance_size;
    type.dict_offset = base.dict_offset;
    type.slots_count = base.slots_count + static_cast<std::uint32_t>(slots.names.size());
    if (slots.wants_dict && base.dict_offset == 0) {
        type.dict_offset = -static_cast<std::int32_t>(sizeof(Value));
    }
    bool any = type.dict_offset < 0 || type.slots_count > 0 || base.prefix_size > 0;
    type.prefix_size = any ? static_cast<std::uint32_t>(sizeof(Value) * (1 + type.slots_count)) : 0;
    type.layout = slots.names.empty() ? base.layout : &type;
}

void add_slot_members(Type& type, const SlotNames& slots) {
    std::int32_t index = static_cast<std::int32_t>(type.base->slots_count);
    for (const Ref<Str>& name : slots.names) {
        std::int32_t offset = -static_cast<std::int32_t>(sizeof(Value)) * (2 + index);
        auto member = make<MemberDescriptor>(name, &type, offset);
        member->is_slot = true;
        type.dict->set(name.get(), Value(member));
        ++index;
    }
}

void add_dict_getset(Type& type, const SlotNames& slots) {
    static const GetSetDef kDict{"__dict__", get_instance_dict, set_instance_dict, nullptr};
    static const GetSetDef kWeakref{"__weakref__", get_weakref_list, nullptr, nullptr};
    if (type.dict_offset < 0 && type.base->dict_offset == 0 &&
        type.dict->find("__dict__") == nullptr) {
        type.dict->set("__dict__", Value(make<GetSetDescriptor>(&kDict, &type)));
    }
    bool weak = !slots.declared || slots.wants_weakref;
    if (weak && type.base == &object_type && type.dict->find("__weakref__") == nullptr) {
        type.dict->set("__weakref__", Value(make<GetSetDescriptor>(&kWeakref, &type)));
    }
}

/// Turns plain functions named __new__, __init_subclass__, __class_getitem__ into static and class
/// methods, and takes `__qualname__` and `__classcell__` out of the dict.
void prepare_dict(Type& type, const Str& name) {
    static Str* const kQualname = intern_static("__qualname__");
    type.qualname = name.to_string();
    if (Value* found = type.dict->find(kQualname)) {
        if (!is_str(*found)) {
            raise_format(type_error_type, "type __qualname__ must be a str, not {}",
                         found->type()->name);
        }
        type.qualname = found->as<Str>()->to_string();
        type.dict->erase(kQualname);
    }
    if (Value* module = type.dict->find("__module__"); module != nullptr && is_str(*module)) {
        type.module = module->as<Str>()->to_string();
    } else if (module == nullptr) {
        std::string place(current_module_name());
        type.module = place;
        type.dict->set("__module__", make_str(place));
    }
    auto wrap = [&type](std::string_view key, Type& wrapper) {
        Value* found = type.dict->find(key);
        if (found == nullptr || !found->is_object()) return;
        Type* kind = found->type();
        if (!kind->has(Type::kMethodLike) || kind == &method_descriptor_type) return;
        Value wrapped = call(Value::borrow(&wrapper), {*found});
        type.dict->set(key, wrapped);
    };
    wrap("__new__", staticmethod_type);
    wrap("__init_subclass__", classmethod_type);
    wrap("__class_getitem__", classmethod_type);
    if (type.dict->find("__doc__") == nullptr) type.dict->set("__doc__", none());
    static Str* const kHash = intern_static("__hash__");
    if (type.dict->find("__eq__") != nullptr && type.dict->find(kHash) == nullptr) {
        type.dict->set(kHash, none());
    }
}

/// CPython: type_new_set_names.
void call_set_names(Type& type) {
    static Str* const kSetName = intern_static("__set_name__");
    Ref<Dict> snapshot = type.dict->copy();
    Value cls = Value::borrow(&type);
    for (std::uint32_t i = 0; i < snapshot->entry_count(); ++i) {
        const DictEntry& entry = snapshot->entry(i);
        if (!entry.key) continue;
        Value method = lookup_special(entry.value, kSetName);
        if (!method) continue;
        try {
            call(method, {cls, entry.key});
        } catch (const Raised& raised) {
            auto wrapped = make_exception(
                runtime_error_type,
                fmt::format("Error calling __set_name__ on '{}' instance {} in '{}'",
                            entry.value.type()->name, repr_string(entry.key), type.name));
            wrapped->set_cause(raised.exception);
            set_context(*wrapped, raised.exception);
            raise(std::move(wrapped));
        }
    }
}

void call_init_subclass(Type& type, CallArgs keywords) {
    static Str* const kName = intern_static("__init_subclass__");
    Value super = make_super(&type, Value::borrow(&type));
    Value method = getattr(super, kName);
    call(method, keywords);
}

void set_type_flags(Type& type) {
    constexpr std::uint32_t kInherited =
        Type::kIntSubclass | Type::kStrSubclass | Type::kTupleSubclass | Type::kListSubclass |
        Type::kDictSubclass | Type::kExceptionSubclass | Type::kTypeSubclass |
        Type::kBytesSubclass | Type::kContainer | Type::kFutureLike;
    type.type_flags = Type::kHeapType | Type::kBaseType | Type::kReady;
    type.type_flags |= type.base->type_flags & kInherited;
    if (type.base->layout == &object_type) type.type_flags |= Type::kContainer;
}

void inherit_lifecycle(Type& type) {
    Type& base = *type.base;
    bool plain = base.dealloc == object_type.dealloc;
    type.dealloc = plain ? dealloc_as<Instance> : base.dealloc;
    type.traverse = base.traverse;
    type.clear = base.clear;
    if (type.instance_size < sizeof(Instance) && plain) type.instance_size = sizeof(Instance);
}

}  // namespace

Ref<Type> make_class(Type* metaclass, Str* name, const Ref<Tuple>& given_bases,
                     const Ref<Dict>& space, CallArgs keywords) {
    static Str* const kCell = intern_static("__classcell__");
    Ref<Tuple> bases = given_bases;
    if (bases->size == 0) bases = Tuple::make({Value::borrow(&object_type)});
    Type* base = best_base(*bases);
    SlotNames slots = read_slots(*space, *base, *name);
    for (const Value& other : bases->items()) {
        if (other.as<Type>()->dict_offset != 0 && base->dict_offset == 0) slots.wants_dict = true;
    }
    Ref<Type> type = make_typed<Type>(metaclass);
    type->type_flags = Type::kHeapType;
    type->base = base;
    retain(base);
    type->name = name->to_string();
    type->bases = bases;
    type->dict = space;
    lay_out(*type, slots);
    prepare_dict(*type, *name);
    Value cell;
    if (Value* found = type->dict->find(kCell)) {
        cell = *found;
        type->dict->erase(kCell);
    }
    type->mro = compute_mro(*type);
    set_type_flags(*type);
    add_slot_members(*type, slots);
    add_dict_getset(*type, slots);
    type->version = next_type_version();
    for (const Value& b : bases->items()) add_subclass(*b.as<Type>(), *type);
    inherit_lifecycle(*type);
    update_class_slots(*type);
    if (cell && cell.type()->descr_set != nullptr) {
        cell.type()->descr_set(cell, Value(type), Value(type));
    }
    call_set_names(*type);
    call_init_subclass(*type, keywords);
    return type;
}

/// CPython: update_bases.
Ref<Tuple> resolve_bases(const Ref<Tuple>& bases) {
    Ref<List> result;
    for (std::size_t i = 0; i < bases->size; ++i) {
        const Value& base = (*bases)[i];
        Value method = is_type(base) ? Value() : lookup_attr(base, "__mro_entries__");
        if (!method) {
            if (result) result->append(base);
            continue;
        }
        Value entries = call(method, {Value(bases)});
        if (!is_tuple(entries)) raise_type_error("__mro_entries__ must return a tuple");
        if (!result) result = List::make(bases->items().subspan(0, i));
        for (const Value& entry : entries.as<Tuple>()->items()) result->append(entry);
    }
    return result ? Tuple::make(result->items()) : bases;
}

/// CPython: builtin___build_class__, up to the body.
ClassPlan plan_class(const Value& name, const Ref<Tuple>& bases, CallArgs keywords) {
    ClassPlan plan;
    plan.original_bases = bases;
    plan.bases = resolve_bases(bases);
    plan.keywords = Dict::make();
    for (std::size_t i = 0; i < keywords.keyword_count(); ++i) {
        const Value& key = (*keywords.names)[i];
        const Value& value = keywords.values[keywords.positional_count + i];
        if (key.as<Str>()->equals("metaclass")) {
            plan.metaclass = value;
        } else {
            plan.keywords->set(key, value);
        }
    }
    if (!plan.metaclass) {
        plan.metaclass = plan.bases->size == 0 ? Value::borrow(&type_type)
                                               : Value::borrow((*plan.bases)[0].type());
    }
    if (Type* cls = as_type(plan.metaclass)) {
        plan.metaclass = Value::borrow(calculate_metaclass(cls, *plan.bases));
    }
    Value prepare = lookup_attr(plan.metaclass, "__prepare__");
    if (!prepare) {
        plan.space = Value(Dict::make());
        return plan;
    }
    plan.space = call_with_keywords(prepare, {name, Value(plan.bases)}, *plan.keywords);
    if (plan.space.type()->getitem == nullptr) {
        raise_format(type_error_type, "{}.__prepare__() must return a mapping, not {}",
                     is_type(plan.metaclass) ? plan.metaclass.as<Type>()->name : "<metaclass>",
                     plan.space.type()->name);
    }
    return plan;
}

Value finish_class(const ClassPlan& plan, const Value& name) {
    if (plan.bases.get() != plan.original_bases.get()) {
        static Str* const kOriginal = intern_static("__orig_bases__");
        setitem(plan.space, Value::borrow(kOriginal), Value(plan.original_bases));
    }
    return call_with_keywords(plan.metaclass, {name, Value(plan.bases), plan.space},
                              *plan.keywords);
}

namespace {

/// The class and all below it find their order and slots anew.
void refresh_order(Type& type) {
    type.mro = compute_mro(type);
    update_class_slots(type);
    for (Type* derived : subclasses_of(type)) refresh_order(*derived);
}

void check_new_bases(const Type& type, const Value& value) {
    if (!is_tuple(value)) {
        raise_format(type_error_type, "can only assign tuple to {}.__bases__, not {}", type.name,
                     value.type()->name);
    }
    const Tuple& bases = *value.as<Tuple>();
    if (bases.size == 0) {
        raise_format(type_error_type, "can only assign non-empty tuple to {}.__bases__, not ()",
                     type.name);
    }
    for (const Value& base : bases.items()) {
        if (!is_type(base)) {
            raise_format(type_error_type, "{}.__bases__ must be tuple of classes, not '{}'",
                         type.name, base.type()->name);
        }
        if (base.as<Type>()->is_subtype_of(&type)) {
            raise_type_error("a __bases__ item causes an inheritance cycle");
        }
    }
}

}  // namespace

// CPython: type_set_bases
void set_class_bases(Type& type, const Value& value) {
    check_new_bases(type, value);
    Ref<Tuple> bases(value.as<Tuple>());
    Type* base = best_base(*bases);
    Type* old_base = type.base;
    if (base->dealloc != old_base->dealloc) {
        raise_format(type_error_type, "__bases__ assignment: '{}' deallocator differs from '{}'",
                     base->name, old_base->name);
    }
    bool same = base->layout == old_base->layout && base->prefix_size == old_base->prefix_size &&
                base->dict_offset == old_base->dict_offset;
    if (!same) {
        raise_format(type_error_type, "__bases__ assignment: '{}' object layout differs from '{}'",
                     base->name, old_base->name);
    }
    Ref<Tuple> old_bases = std::exchange(type.bases, bases);
    type.base = base;
    try {
        (void)compute_mro(type);
    } catch (...) {
        type.bases = old_bases;
        type.base = old_base;
        throw;
    }
    retain(base);
    release(old_base);
    for (const Value& b : old_bases->items()) remove_subclass(*b.as<Type>(), type);
    for (const Value& b : bases->items()) add_subclass(*b.as<Type>(), type);
    refresh_order(type);
    type_modified(type);
}

}  // namespace loopscope::object
