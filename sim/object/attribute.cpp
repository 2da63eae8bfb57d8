// Attribute access: look-up along the mro, descriptors, instance dicts.
#include "sim/object/attribute.h"

#include <algorithm>
#include <atomic>

#include "sim/object/exception.h"
#include "sim/object/failure.h"
#include "sim/object/module.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/slots.h"
#include "sim/object/state.h"

namespace loopscope::object {

bool Type::is_subtype_of(const Type* other) const {
    if (this == other || other == &object_type) return true;
    if (!mro) {
        for (const Type* t = this; t != nullptr; t = t->base) {
            if (t == other) return true;
        }
        return false;
    }
    for (const Value& entry : mro->items()) {
        if (entry.object() == other) return true;
    }
    return false;
}

namespace {

/// The bits of the Value found along the mro, borrowed; 0: none.
std::uintptr_t lookup_uncached(Type* type, Str* name) {
    if (!type->mro) return 0;
    for (const Value& entry : type->mro->items()) {
        Type* cls = entry.as<Type>();
        if (!cls->dict) continue;
        if (Value* found = cls->dict->find(name)) return found->bits();
    }
    return 0;
}

std::uintptr_t lookup_bits(Type* type, Str* name) {
    RuntimeState* state = current_state();
    if (state == nullptr || type->version == 0 || !name->is_interned()) {
        return lookup_uncached(type, name);
    }
    std::size_t slot =
        (type->version * 0x9e3779b1u) ^ (reinterpret_cast<std::uintptr_t>(name) >> 4);
    LookupCacheEntry& entry = state->lookup_cache[slot % RuntimeState::kLookupCacheSize];
    if (entry.version == type->version && entry.name.get() == name) return entry.found;
    std::uintptr_t found = lookup_uncached(type, name);
    entry.version = type->version;
    entry.name = Ref<Str>(name);
    entry.found = found;
    return found;
}

}  // namespace

Object* type_lookup(Type* type, Str* name) {
    std::uintptr_t found = lookup_bits(type, name);
    return (found & 1) != 0 ? nullptr : reinterpret_cast<Object*>(found);
}

Value type_lookup_value(Type* type, Str* name) {
    std::uintptr_t found = lookup_bits(type, name);
    if (found != 0 && (found & 1) == 0) retain(reinterpret_cast<Object*>(found));
    return Value::from_bits(found);
}

std::uint32_t next_type_version() {
    static std::atomic<std::uint32_t> counter{0};
    return ++counter;
}

void type_modified(Type& type) {
    type.version = next_type_version();
    RuntimeState* state = current_state();
    if (state == nullptr) return;
    auto found = state->subclasses.find(&type);
    if (found == state->subclasses.end()) return;
    for (Type* derived : found->second) type_modified(*derived);
}

void add_subclass(Type& base, Type& derived) {
    RuntimeState* state = current_state();
    if (state != nullptr) state->subclasses[&base].push_back(&derived);
}

void remove_subclass(Type& base, Type& derived) noexcept {
    RuntimeState* state = current_state();
    if (state == nullptr) return;
    auto found = state->subclasses.find(&base);
    if (found != state->subclasses.end()) std::erase(found->second, &derived);
}

Value generic_getattr(const Value& self, Str* name) {
    Type* type = self.type();
    Value descr = type_lookup_value(type, name);
    Type* descr_type = descr ? descr.type() : nullptr;
    if (descr && descr_type->descr_get != nullptr && descr_type->descr_set != nullptr) {
        return descr_type->descr_get(descr, self, type);
    }
    if (self.is_object()) {
        Dict** word = dict_word(self.object());
        if (word != nullptr && *word != nullptr) {
            if (Value* found = (*word)->find(name)) return *found;
        }
    }
    if (!descr) return Value();
    if (descr_type->descr_get != nullptr) return descr_type->descr_get(descr, self, type);
    return descr;
}

Dict* instance_dict(const Value& self) {
    if (!self.is_object()) return nullptr;
    Dict** word = dict_word(self.object());
    if (word == nullptr) return nullptr;
    if (*word == nullptr) *word = Dict::make().detach();
    return *word;
}

Value get_instance_dict(const Value& self) {
    Dict* dict = instance_dict(self);
    if (dict == nullptr) raise_no_attribute(self, intern_static("__dict__"));
    return Value::borrow(dict);
}

void set_instance_dict(const Value& self, const Value& value) {
    Dict** word = dict_word(self.object());
    if (word == nullptr) raise_no_attribute(self, intern_static("__dict__"));
    if (!value) raise_type_error("cannot delete __dict__");
    if (!is_dict(value)) {
        raise_format(type_error_type, "__dict__ must be set to a dictionary, not a '{}'",
                     value.type()->name);
    }
    retain(value.object());
    Dict* old = std::exchange(*word, static_cast<Dict*>(value.object()));
    if (old != nullptr) release(old);
}

void generic_setattr(const Value& self, Str* name, const Value& value) {
    Type* type = self.type();
    Value descr = type_lookup_value(type, name);
    if (descr && descr.type()->descr_set != nullptr) {
        descr.type()->descr_set(descr, self, value);
        return;
    }
    Dict** word = self.is_object() ? dict_word(self.object()) : nullptr;
    if (word == nullptr) {
        if (!descr) raise_no_attribute(self, name);
        raise_format(attribute_error_type, "'{}' object attribute '{}' is read-only", type->name,
                     name->view());
    }
    if (value) {
        if (*word == nullptr) *word = Dict::make().detach();
        (*word)->set(name, value);
        return;
    }
    if (*word == nullptr || !(*word)->erase(name)) raise_no_attribute(self, name);
}

/// CPython: type_getattro.
Value type_getattr(const Value& self, Str* name) {
    Type* type = self.as<Type>();
    Type* meta = self.type();
    Value meta_attribute = type_lookup_value(meta, name);
    Type* meta_type = meta_attribute ? meta_attribute.type() : nullptr;
    if (meta_attribute && meta_type->descr_get != nullptr && meta_type->descr_set != nullptr) {
        return meta_type->descr_get(meta_attribute, self, meta);
    }
    if (Value attribute = type_lookup_value(type, name)) {
        auto get = attribute.type()->descr_get;
        return get == nullptr ? attribute : get(attribute, Value(), type);
    }
    if (!meta_attribute) return Value();
    if (meta_type->descr_get != nullptr) return meta_type->descr_get(meta_attribute, self, meta);
    return meta_attribute;
}

namespace {

void update_slots_below(Type& type) {
    update_class_slots(type);
    RuntimeState* state = current_state();
    auto found = state->subclasses.find(&type);
    if (found == state->subclasses.end()) return;
    for (Type* derived : found->second) update_slots_below(*derived);
}

}  // namespace

/// CPython: type_setattro.
void type_setattr(const Value& self, Str* name, const Value& value) {
    Type& type = *self.as<Type>();
    if (!type.has(Type::kHeapType)) {
        raise_format(type_error_type, "cannot set '{}' attribute of immutable type '{}'",
                     name->view(), type.name);
    }
    Value meta_attribute = type_lookup_value(self.type(), name);
    if (meta_attribute && meta_attribute.type()->descr_set != nullptr) {
        meta_attribute.type()->descr_set(meta_attribute, self, value);
        return;
    }
    if (value) {
        type.dict->set(name, value);
    } else if (!type.dict->erase(name)) {
        raise_no_attribute(self, name);
    }
    type_modified(type);
    if (is_slot_name(*name)) update_slots_below(type);
}

// The public operations.

Value lookup_attr(const Value& v, Str* name) {
    try {
        // A descriptor may raise it too: an empty slot, a property.
        return v.type()->getattr(v, name);
    } catch (const Raised& raised) {
        if (!matches(*raised.exception, attribute_error_type)) throw;
        return Value();
    }
}

Value lookup_attr(const Value& v, std::string_view name) {
    return lookup_attr(v, intern(name).get());
}

Value getattr(const Value& v, Str* name) {
    Value found = v.type()->getattr(v, name);
    if (!found) raise_no_attribute(v, name);
    return found;
}

Value getattr(const Value& v, std::string_view name) { return getattr(v, intern(name).get()); }

void setattr(const Value& v, Str* name, const Value& value) { v.type()->setattr(v, name, value); }
void setattr(const Value& v, std::string_view name, const Value& value) {
    setattr(v, intern(name).get(), value);
}
void delattr(const Value& v, Str* name) { v.type()->setattr(v, name, Value()); }

Value lookup_method(const Value& v, Str* name, bool& needs_self) {
    needs_self = false;
    Type* type = v.type();
    if (type->getattr != generic_getattr) return getattr(v, name);
    Object* found = type_lookup(type, name);
    bool method = found != nullptr && found->type->has(Type::kMethodLike);
    if (!method) return getattr(v, name);
    if (v.is_object()) {
        Dict** word = dict_word(v.object());
        if (word != nullptr && *word != nullptr) {
            if (Value* own = (*word)->find(name)) return *own;
        }
    }
    needs_self = true;
    return Value::borrow(found);
}

void raise_no_attribute(const Value& v, Str* name) { raise(make_no_attribute(v, name)); }

Ref<ExceptionObject> make_no_attribute(const Value& v, Str* name) {
    std::string text;
    if (v.type()->has(Type::kTypeSubclass)) {
        text =
            fmt::format("type object '{}' has no attribute '{}'", v.as<Type>()->name, name->view());
    } else if (is_instance(v, &module_type)) {
        Value* own = v.as<Module>()->dict->find("__name__");
        if (own != nullptr && is_str(*own)) {
            text = fmt::format("module '{}' has no attribute '{}'", own->as<Str>()->view(),
                               name->view());
        }
    }
    if (text.empty()) {
        text = fmt::format("'{}' object has no attribute '{}'", v.type()->name, name->view());
    }
    Ref<ExceptionObject> exception = make_exception(attribute_error_type, text);
    auto& named = static_cast<NamedErrorObject&>(*exception);
    named.name = Value::borrow(name);
    named.object = v;
    return exception;
}

}  // namespace loopscope::object
