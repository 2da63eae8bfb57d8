// type: the type of types; what a class object can do.
#include <algorithm>
#include <mutex>
#include <optional>
#include <vector>

#include "sim/object/attribute.h"
#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/failure.h"
#include "sim/object/list.h"
#include "sim/object/method.h"
#include "sim/object/mro.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/runtime.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"
#include "sim/object/state.h"
#include "sim/object/type_name.h"

namespace loopscope::object {

Type type_type;

Type::Type() = default;

Type::~Type() {
    if (has(kHeapType) && base != nullptr) release(base);
}

const std::string& short_name(const Type& type) {
    if (!type.has(Type::kHeapType)) return type.qualname;
    // A class of the library's Python text that stands for one in C: module + "." + name.
    std::size_t extra = type.name.size() - type.qualname.size();
    bool dotted = type.name.size() > type.qualname.size() && type.name[extra - 1] == '.' &&
                  type.name.compare(extra, std::string::npos, type.qualname) == 0;
    return dotted ? type.qualname : type.name;
}

std::string full_name(const Type& type) {
    if (type.module == "builtins" || type.module.empty()) return type.qualname;
    return type.module + "." + type.qualname;
}

std::vector<Type*> subclasses_of(const Type& type) {
    RuntimeState* state = current_state();
    auto found = state->subclasses.find(&type);
    return found == state->subclasses.end() ? std::vector<Type*>() : found->second;
}

namespace {

/// The types that builtins has, of all runs: which one derives from which never changes.
struct BuiltinTypes {
    std::mutex mutex;
    std::vector<Type*> types;
};
BuiltinTypes& builtin_types() {
    static BuiltinTypes all;
    return all;
}

}  // namespace

void note_builtin_type(Type& type) {
    if (type.module != "builtins" || type.base == nullptr) return;
    std::lock_guard lock(builtin_types().mutex);
    builtin_types().types.push_back(&type);
}

namespace {

/// The builtin types right below `type`, in the order in which CPython makes them: by name, but
/// ExceptionGroup, which is made last.
std::vector<Type*> builtin_subclasses_of(const Type& type) {
    std::vector<Type*> found;
    {
        std::lock_guard lock(builtin_types().mutex);
        for (Type* derived : builtin_types().types) {
            bool direct = false;
            for (const Value& base : derived->bases->items()) direct |= base.as<Type>() == &type;
            if (direct) found.push_back(derived);
        }
    }
    std::sort(found.begin(), found.end(), [](const Type* a, const Type* b) {
        bool a_last = a->name == "ExceptionGroup";
        bool b_last = b->name == "ExceptionGroup";
        return a_last != b_last ? b_last : a->name < b->name;
    });
    return found;
}

Type& self_type(const Value& self) { return *self.as<Type>(); }

Value type_repr(const Value& self) {
    return make_str("<class '" + full_name(self_type(self)) + "'>");
}

void type_traverse(Object* self, Visitor& visitor) {
    Type& type = *static_cast<Type*>(self);
    visitor.visit(type.bases);
    visitor.visit(type.mro);
    visitor.visit(type.dict);
    if (type.base != nullptr) visitor.visit(static_cast<Object*>(type.base));
}

void type_clear(Object* self) {
    Type& type = *static_cast<Type*>(self);
    if (!type.has(Type::kHeapType)) return;
    if (type.bases) {
        for (const Value& base : type.bases->items()) remove_subclass(*base.as<Type>(), type);
    }
    type.version = 0;
    Ref<Dict> dict = std::move(type.dict);
    type.dict = Dict::make();
    type.mro = nullptr;
    type.bases = nullptr;
}

void type_dealloc(Object* self) {
    Type& type = *static_cast<Type*>(self);
    if (type.bases) {
        for (const Value& base : type.bases->items()) remove_subclass(*base.as<Type>(), type);
    }
    if (RuntimeState* state = current_state()) state->subclasses.erase(&type);
    dealloc_as<Type>(self);
}

Value type_call(const Value& self, CallArgs args) { return settle(construct_or_fail(self, args)); }

/// CPython: type_new.
Value type_construct(Type* meta, CallArgs args) {
    if (args.positional_count != 3) {
        raise_format(type_error_type, "type.__new__() takes exactly 3 arguments ({} given)",
                     args.positional_count);
    }
    if (!is_str(args.values[0])) {
        raise_format(type_error_type, "type.__new__() argument 1 must be str, not {}",
                     args.values[0].type()->name);
    }
    if (args.values[0].as<Str>()->to_string().find('\0') != std::string::npos) {
        raise_value_error("type name must not contain null characters");
    }
    if (!is_tuple(args.values[1])) {
        raise_format(type_error_type, "type.__new__() argument 2 must be tuple, not {}",
                     args.values[1].type()->name);
    }
    if (!is_dict(args.values[2])) {
        raise_format(type_error_type, "type.__new__() argument 3 must be dict, not {}",
                     args.values[2].type()->name);
    }
    Ref<Tuple> bases(args.values[1].as<Tuple>());
    Ref<Dict> space = args.values[2].as<Dict>()->copy();
    Type* winner = calculate_metaclass(meta, *bases);
    if (winner != meta && winner->construct != type_construct) {
        return settle(winner->construct(winner, args));
    }
    CallArgs keywords{args.values + 3, 0, args.names};
    return Value(make_class(winner, args.values[0].as<Str>(), bases, space, keywords));
}

void type_init(const Value&, CallArgs args) {
    if (args.positional_count != 1 && args.positional_count != 3) {
        raise_type_error("type.__init__() takes 1 or 3 arguments");
    }
}

Value get_name(const Value& self) { return make_str(short_name(self_type(self))); }

void require_mutable(const Type& type, std::string_view attribute, const Value& value) {
    if (!type.has(Type::kHeapType)) {
        raise_format(type_error_type, "cannot set '{}' attribute of immutable type '{}'", attribute,
                     type.name);
    }
    if (!value) {
        raise_format(type_error_type, "cannot delete '{}' attribute of immutable type '{}'",
                     attribute, type.name);
    }
}

void set_name(const Value& self, const Value& value) {
    require_mutable(self_type(self), "__name__", value);
    if (!is_str(value)) {
        raise_format(type_error_type, "can only assign string to {}.__name__, not '{}'",
                     self_type(self).name, value.type()->name);
    }
    self_type(self).name = value.as<Str>()->to_string();
}

Value get_qualname(const Value& self) { return make_str(self_type(self).qualname); }

void set_qualname(const Value& self, const Value& value) {
    require_mutable(self_type(self), "__qualname__", value);
    if (!is_str(value)) {
        raise_format(type_error_type, "can only assign string to {}.__qualname__, not '{}'",
                     self_type(self).name, value.type()->name);
    }
    self_type(self).qualname = value.as<Str>()->to_string();
}

Value get_module(const Value& self) {
    Type& type = self_type(self);
    if (type.has(Type::kHeapType)) {
        if (Value* found = type.dict->find("__module__")) return *found;
    }
    return make_str(type.module);
}

void set_module(const Value& self, const Value& value) {
    Type& type = self_type(self);
    require_mutable(type, "__module__", value);
    type.dict->set("__module__", value);
    if (is_str(value)) type.module = value.as<Str>()->to_string();
    type_modified(type);
}

Value get_bases(const Value& self) { return Value(self_type(self).bases); }
void set_bases(const Value& self, const Value& value) {
    require_mutable(self_type(self), "__bases__", value);
    set_class_bases(self_type(self), value);
}
Value get_mro(const Value& self) {
    return self_type(self).mro ? Value(self_type(self).mro) : none();
}
Value get_base(const Value& self) {
    Type* base = self_type(self).base;
    return base == nullptr ? none() : Value::borrow(base);
}
Value get_dict(const Value& self) { return make_mapping_proxy(Value(self_type(self).dict)); }

Value get_doc(const Value& self) {
    Type& type = self_type(self);
    if (!type.has(Type::kHeapType)) return type.doc ? make_str(type.doc) : none();
    Value* found = type.dict->find("__doc__");
    if (found == nullptr) return none();
    if (auto get = found->type()->descr_get) return get(*found, Value(), &type);
    return *found;
}

void set_doc(const Value& self, const Value& value) {
    require_mutable(self_type(self), "__doc__", value);
    self_type(self).dict->set("__doc__", value);
    type_modified(self_type(self));
}

Value get_annotations(const Value& self) {
    Type& type = self_type(self);
    if (!type.has(Type::kHeapType)) {
        raise_format(attribute_error_type, "type object '{}' has no attribute '__annotations__'",
                     type.name);
    }
    if (Value* found = type.dict->find("__annotations__")) return *found;
    type.dict->set("__annotations__", Value(Dict::make()));
    type_modified(type);
    return *type.dict->find("__annotations__");
}

void set_annotations(const Value& self, const Value& value) {
    Type& type = self_type(self);
    static Str* const kName = intern_static("__annotations__");
    if (value) {
        type.dict->set(kName, value);
    } else if (!type.dict->erase(kName)) {
        raise(attribute_error_type, "__annotations__");
    }
    type_modified(type);
}

Value get_abstract(const Value& self) {
    Type& type = self_type(self);
    Value* found = &type == &type_type ? nullptr : type.dict->find("__abstractmethods__");
    if (found == nullptr) raise(attribute_error_type, "__abstractmethods__");
    return *found;
}

void set_abstract(const Value& self, const Value& value) {
    Type& type = self_type(self);
    if (value) {
        type.dict->set("__abstractmethods__", value);
    } else if (!type.dict->erase(intern("__abstractmethods__").get())) {
        raise(attribute_error_type, "__abstractmethods__");
    }
    type_modified(type);
    type.type_flags &= ~std::uint32_t{Type::kAbstract};
    if (value && truth(value)) type.type_flags |= Type::kAbstract;
}

Value type_mro(const Value& self, CallArgs) {
    return Value(List::make(self_type(self).mro->items()));
}

Value type_subclasses(const Value& self, CallArgs) {
    auto list = List::make();
    for (Type* type : builtin_subclasses_of(self_type(self))) list->append(Value::borrow(type));
    for (Type* type : subclasses_of(self_type(self))) list->append(Value::borrow(type));
    return Value(list);
}

Value type_instancecheck(const Value& self, CallArgs args) {
    if (is_instance(args.values[0], &self_type(self))) return true_value();
    // CPython also believes a lying __class__ (object_isinstance).
    Value cls = lookup_attr(args.values[0], "__class__");
    if (!cls || !is_type(cls)) return false_value();
    return make_bool(cls.as<Type>()->is_subtype_of(&self_type(self)));
}

Value type_subclasscheck(const Value& self, CallArgs args) {
    Type* cls = as_type(args.values[0]);
    if (cls == nullptr) raise_type_error("issubclass() arg 1 must be a class");
    return make_bool(cls->is_subtype_of(&self_type(self)));
}

Value type_prepare(const Value&, CallArgs) { return Value(Dict::make()); }

Value type_dir(const Value& self, CallArgs) {
    auto names = Dict::make();
    for (const Value& cls : self_type(self).mro->items()) {
        names->update(Value(cls.as<Type>()->dict));
    }
    return List::from_iterable(Value(names));
}

/// `cls[item]` for builtin generic types; a class's own __class_getitem__ goes first.
Value type_getitem(const Value& self, const Value& key) {
    static Str* const kName = intern_static("__class_getitem__");
    Value method = lookup_attr(self, kName);
    if (method) return call(method, {key});
    if (&self_type(self) == &type_type) return make_generic_alias(self, key);
    for (const Value& cls : self_type(self).mro->items()) {
        if (cls.as<Type>()->has(Type::kGeneric)) return make_generic_alias(self, key);
    }
    raise_format(type_error_type, "type '{}' is not subscriptable", self_type(self).name);
}

Value type_or(const Value& a, const Value& b) { return make_union(a, b); }

}  // namespace

void define_type_type() {
    Type& t = type_type;
    t.dealloc = type_dealloc;
    t.traverse = type_traverse;
    t.clear = type_clear;
    t.repr = type_repr;
    t.call = type_call;
    t.construct = type_construct;
    t.init = type_init;
    t.getattr = type_getattr;
    t.setattr = type_setattr;
    t.getitem = type_getitem;
    t.binary[static_cast<std::size_t>(BinaryOp::Or)] = type_or;
    define_type<Type>(t, {.name = "type",
                          .flags = Type::kBaseType | Type::kTypeSubclass,
                          .methods = {{"mro", type_mro, ""},
                                      {"__subclasses__", type_subclasses, ""},
                                      {"__instancecheck__", type_instancecheck, "instance, /"},
                                      {"__subclasscheck__", type_subclasscheck, "subclass, /"},
                                      {"__prepare__", type_prepare, "...", nullptr, Binding::Class},
                                      {"__dir__", type_dir, ""}},
                          .getsets = {{"__name__", get_name, set_name},
                                      {"__qualname__", get_qualname, set_qualname},
                                      {"__module__", get_module, set_module},
                                      {"__bases__", get_bases, set_bases},
                                      {"__mro__", get_mro},
                                      {"__base__", get_base},
                                      {"__dict__", get_dict},
                                      {"__doc__", get_doc, set_doc},
                                      {"__annotations__", get_annotations, set_annotations},
                                      {"__abstractmethods__", get_abstract, set_abstract}}});
}

/// CPython: type_call.
Value construct_or_fail(const Value& self, CallArgs args) {
    Type* cls = self.as<Type>();
    if (cls == &type_type) {
        if (args.positional_count == 1) {
            if (args.keyword_count() != 0) raise_type_error("type() takes no keyword arguments");
            return Value::borrow(args.values[0].type());
        }
        if (args.positional_count != 3) raise_type_error("type() takes 1 or 3 arguments");
    }
    if (cls->construct == nullptr) {
        raise_format(type_error_type, "cannot create '{}' instances", full_name(*cls));
    }
    // CPython calls builtin types, as far as programs use them in recursions, without counting.
    std::optional<RecursionGuard> guard;
    if (cls->has(Type::kHeapType)) guard.emplace(kWhileCalling);
    Value instance = cls->construct(cls, args);
    if (!instance || !is_instance(instance, cls)) return instance;
    if (auto init = instance.type()->init) init(instance, args);
    return instance;
}

}  // namespace loopscope::object
