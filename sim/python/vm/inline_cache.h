// What inline caches answer: the quick halves of the instructions that look names up. Private to
// the vm layer; what fills the caches is in attributes.cpp.
#pragma once

#include <utility>

#include "sim/object/attribute.h"
#include "sim/object/method.h"
#include "sim/object/module.h"
#include "sim/python/vm/executor.h"

namespace loopscope::python::vm {

/// The second entry of the same place, or null.
inline InlineCache* second_cache(Code& code, const InlineCache& first) {
    if (code.second_caches.empty()) return nullptr;
    return &code.second_caches[static_cast<std::size_t>(&first - code.caches.data())];
}

/// Where an attribute that is a Value in memory stands: in the instance's dict, in a slot, in a
/// module. Null when the cache knows of no such place; what stands there may be null too.
inline const Value* cached_place(const Value& owner, const Str* name, const InlineCache& c) {
    if (!owner.is_object()) return nullptr;
    object::Object* o = owner.object();
    if (c.kind == InlineCache::Kind::InstanceDict) {
        if (o->type->version != c.version) return nullptr;
        Dict* dict = *object::dict_word(o);
        return dict != nullptr && dict->has_at(c.index, name) ? &dict->value_at(c.index) : nullptr;
    }
    if (c.kind == InlineCache::Kind::Slot) {
        if (o->type->version != c.version) return nullptr;
        return reinterpret_cast<Value*>(reinterpret_cast<char*>(o) +
                                        static_cast<std::int32_t>(c.index));
    }
    if (c.kind == InlineCache::Kind::Module) {
        if (o->type != &object::module_type) return nullptr;
        Dict* dict = static_cast<object::Module*>(o)->dict;
        return dict->has_at(c.index, name) ? &dict->value_at(c.index) : nullptr;
    }
    return nullptr;
}

/// The attribute that a cache remembers for `owner`, or null.
inline Value cached_attr(const Value& owner, Str* name, const InlineCache& c) {
    if (const Value* place = cached_place(owner, name, c)) return *place;
    if (!owner.is_object()) return Value();
    object::Object* o = owner.object();
    if (c.kind == InlineCache::Kind::ClassValue) {
        if (o->type->version != c.version) return Value();
        Dict** word = object::dict_word(o);
        if (word != nullptr && *word != nullptr && (*word)->find(name) != nullptr) return Value();
        return Value::borrow(c.value);
    }
    if (c.kind == InlineCache::Kind::TypeAttribute) {
        if (!o->type->has(Type::kTypeSubclass)) return Value();
        if (static_cast<Type*>(o)->version != c.version) return Value();
        return Value::borrow(c.value);
    }
    return Value();
}

/// The getter of the property that a cache remembers for `owner`, if it is an interpreted function
/// that can be called with the owner alone; or null.
inline Function* cached_getter(const Value& owner, const InlineCache& c) {
    if (c.kind != InlineCache::Kind::Property || owner.type()->version != c.version) return nullptr;
    const Value& getter = static_cast<object::Property*>(c.value)->getter;
    if (!getter.is_object() || getter.object()->type != &function_type) return nullptr;
    auto* function = getter.as<Function>();
    bool plain = function->code->simple_call && function->code->positional_count == 1;
    return plain ? function : nullptr;
}

/// The same for a method: the function to be called with the owner in front, or null.
inline object::Object* cached_method(const Value& owner, Str* name, const InlineCache& c) {
    if (c.kind != InlineCache::Kind::Method) return nullptr;
    if (owner.type()->version != c.version) return nullptr;
    if (owner.is_object()) {
        Dict** word = object::dict_word(owner.object());
        if (word != nullptr && *word != nullptr && (*word)->size() != 0 &&
            (*word)->find(name) != nullptr) {
            return nullptr;
        }
    }
    return c.value;
}

inline bool cached_store(const Value& owner, Str* name, const Value& value, const InlineCache& c) {
    if (!owner.is_object() || owner.object()->type->version != c.version) return false;
    object::Object* o = owner.object();
    if (c.kind == InlineCache::Kind::InstanceDict) {
        Dict* dict = *object::dict_word(o);
        if (dict == nullptr || !dict->has_at(c.index, name)) {
            // No descriptor has a say in it, or the cache would not be of this kind.
            add_attribute(o, name, value);
            return true;
        }
        Value copy = value;
        std::swap(dict->value_at(c.index), copy);
        return true;
    }
    if (c.kind == InlineCache::Kind::Slot) {
        Value copy = value;
        std::swap(*reinterpret_cast<Value*>(reinterpret_cast<char*>(o) +
                                            static_cast<std::int32_t>(c.index)),
                  copy);
        return true;
    }
    return false;
}

inline Value cached_global(const Frame& frame, Str* name, const InlineCache& c) {
    if (c.kind == InlineCache::Kind::Global) {
        return frame.globals->has_at(c.index, name) ? frame.globals->value_at(c.index) : Value();
    }
    if (c.kind == InlineCache::Kind::Builtin) {
        if (frame.globals->keys_version() != c.version) return Value();
        if (!frame.builtins->has_at(c.index, name)) return Value();
        return frame.builtins->value_at(c.index);
    }
    return Value();
}

}  // namespace loopscope::python::vm
