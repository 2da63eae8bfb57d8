// Names and attributes: what fills the inline caches, and the look-ups behind them.
#include <fmt/format.h>

#include "sim/object/attribute.h"
#include "sim/object/class.h"
#include "sim/object/method.h"
#include "sim/object/module.h"
#include "sim/object/native.h"
#include "sim/object/singletons.h"
#include "sim/python/vm/executor.h"
#include "sim/python/vm/inline_cache.h"

namespace loopscope::python::vm {

namespace {

using Kind = InlineCache::Kind;

/// Whether instances of the type find attributes as `object` does.
bool is_generic(const Type* type) { return type->getattr == object::generic_getattr; }

/// An object that binds to the instance simply by being called with it in front.
bool is_method_like(const object::Object* o) { return o->type->has(Type::kMethodLike); }

void remember(InlineCache& cache, Kind kind, std::uint64_t version, object::Object* value,
              std::uint32_t index = 0) {
    cache.kind = version == 0 ? Kind::Empty : kind;
    cache.version = version;
    cache.value = value;
    cache.index = index;
}

/// A `__slots__` member, readable at its offset.
const object::MemberDescriptor* slot_member(const object::Object* o) {
    if (o == nullptr || o->type != &object::member_descriptor_type) return nullptr;
    auto* member = static_cast<const object::MemberDescriptor*>(o);
    return member->is_slot ? member : nullptr;
}

/// Learns how `owner.name` is found, if there is a quick way.
void learn_attr(const Value& owner, Str* name, InlineCache& cache) {
    cache.kind = Kind::Empty;
    if (!owner.is_object()) return;
    object::Object* o = owner.object();
    Type* type = o->type;
    if (type == &object::module_type) {
        Dict* dict = static_cast<object::Module*>(o)->dict;
        std::uint32_t index = dict->index_of(name);
        if (index != Dict::kNoEntry) remember(cache, Kind::Module, 1, nullptr, index);
        return;
    }
    if (type == &object::type_type) {
        auto* cls = static_cast<Type*>(o);
        if (object::type_lookup(type, name) != nullptr) return;
        object::Object* found = object::type_lookup(cls, name);
        bool plain = found != nullptr &&
                     (found->type->descr_get == nullptr || found->type == &function_type);
        if (plain) remember(cache, Kind::TypeAttribute, cls->version, found);
        return;
    }
    if (!is_generic(type)) return;
    object::Object* found = object::type_lookup(type, name);
    if (const object::MemberDescriptor* member = slot_member(found)) {
        remember(cache, Kind::Slot, type->version, nullptr,
                 static_cast<std::uint32_t>(member->offset));
        return;
    }
    if (found != nullptr && found->type == &object::property_type) {
        remember(cache, Kind::Property, type->version, found);
        return;
    }
    if (found != nullptr && found->type->descr_set != nullptr) return;
    Dict** word = object::dict_word(o);
    if (word != nullptr && *word != nullptr) {
        std::uint32_t index = (*word)->index_of(name);
        if (index != Dict::kNoEntry) {
            remember(cache, Kind::InstanceDict, type->version, nullptr, index);
            return;
        }
    }
    if (found == nullptr || found->type->descr_get != nullptr) return;
    remember(cache, Kind::ClassValue, type->version, found);
}

}  // namespace

void keep_second(Code& code, const InlineCache& cache) {
    if (cache.kind == Kind::Empty) return;
    if (code.second_caches.empty()) code.second_caches.resize(code.caches.size());
    *second_cache(code, cache) = cache;
}

Value load_attr_slow(const Value& owner, Str* name, InlineCache& cache) {
    Value result = owner.type()->getattr(owner, name);
    if (result) learn_attr(owner, name, cache);
    return result;
}

Value load_method_slow(const Value& owner, Str* name, InlineCache& cache, bool& with_self) {
    Type* type = owner.type();
    with_self = false;
    if (!is_generic(type)) return load_attr_slow(owner, name, cache);
    object::Object* found = object::type_lookup(type, name);
    if (found == nullptr || !is_method_like(found)) return load_attr_slow(owner, name, cache);
    if (owner.is_object()) {
        Dict** word = object::dict_word(owner.object());
        if (word != nullptr && *word != nullptr && (*word)->find(name) != nullptr) {
            return load_attr_slow(owner, name, cache);
        }
    }
    remember(cache, Kind::Method, type->version, found);
    with_self = true;
    return Value::borrow(found);
}

void store_attr_slow(const Value& owner, Str* name, const Value& value, InlineCache& cache) {
    object::setattr(owner, name, value);
    cache.kind = Kind::Empty;
    if (!owner.is_object()) return;
    object::Object* o = owner.object();
    Type* type = o->type;
    if (type->setattr != object::generic_setattr) return;
    object::Object* found = object::type_lookup(type, name);
    if (const object::MemberDescriptor* member = slot_member(found)) {
        remember(cache, Kind::Slot, type->version, nullptr,
                 static_cast<std::uint32_t>(member->offset));
        return;
    }
    if (found != nullptr && found->type->descr_set != nullptr) return;
    Dict** word = object::dict_word(o);
    if (word == nullptr || *word == nullptr) return;
    std::uint32_t index = (*word)->index_of(name);
    if (index != Dict::kNoEntry) remember(cache, Kind::InstanceDict, type->version, nullptr, index);
}

void add_attribute(object::Object* owner, Str* name, const Value& value) {
    Dict*& dict = *object::dict_word(owner);
    if (dict == nullptr) dict = Dict::make().detach();
    dict->set(name, value);
}

// ---- names ------------------------------------------------------------------------------------

void raise_name_error(Str* name) {
    Ref<ExceptionObject> e = object::make_exception(
        object::name_error_type, fmt::format("name '{}' is not defined", name->view()));
    static_cast<object::NamedErrorObject*>(e.get())->name = Value::borrow(name);
    object::raise(std::move(e));
}

/// CPython: format_exc_unbound.
void raise_unbound(const Code& code, int slot) {
    auto index = static_cast<std::size_t>(slot);
    std::string_view name = code.slot_names[index]->view();
    if (code.slot_kinds[index] == compile::SlotKind::Free) {
        Ref<ExceptionObject> e = object::make_exception(
            object::name_error_type,
            fmt::format(
                "cannot access free variable '{}' where it is not associated with a value in "
                "enclosing scope",
                name));
        static_cast<object::NamedErrorObject*>(e.get())->name = code.slot_names[index];
        object::raise(std::move(e));
    }
    object::raise(object::unbound_local_error_type,
                  fmt::format("cannot access local variable '{}' where it is not associated with a "
                              "value",
                              name));
}

Value load_global_slow(Frame& frame, Str* name, InlineCache& cache) {
    std::uint32_t index = frame.globals->index_of(name);
    if (index != Dict::kNoEntry) {
        remember(cache, Kind::Global, 1, nullptr, index);
        return frame.globals->value_at(index);
    }
    index = frame.builtins->index_of(name);
    if (index == Dict::kNoEntry) raise_name_error(name);
    remember(cache, Kind::Builtin, frame.globals->keys_version(), nullptr, index);
    return frame.builtins->value_at(index);
}

Value load_name(Frame& frame, Str* name) {
    if (frame.locals == nullptr) object::raise(object::system_error_type, "no locals");
    if (frame.locals->type == &object::dict_type) {
        if (Value* found = static_cast<Dict*>(frame.locals)->find(name)) return *found;
    } else {
        try {
            return object::getitem(Value::borrow(frame.locals), Value::borrow(name));
        } catch (object::Raised& raised) {
            if (!object::matches(*raised.exception, object::key_error_type)) throw;
        }
    }
    if (frame.locals != frame.globals) {
        if (Value* found = frame.globals->find(name)) return *found;
    }
    if (Value* found = frame.builtins->find(name)) return *found;
    raise_name_error(name);
}

void store_name(Frame& frame, Str* name, const Value& value) {
    if (frame.locals->type == &object::dict_type) {
        static_cast<Dict*>(frame.locals)->set(name, value);
    } else {
        object::setitem(Value::borrow(frame.locals), Value::borrow(name), value);
    }
}

void delete_name(Frame& frame, Str* name) {
    if (frame.locals->type == &object::dict_type) {
        if (!static_cast<Dict*>(frame.locals)->erase(name)) raise_name_error(name);
        return;
    }
    try {
        object::delitem(Value::borrow(frame.locals), Value::borrow(name));
    } catch (object::Raised& raised) {
        if (!object::matches(*raised.exception, object::key_error_type)) throw;
        raise_name_error(name);
    }
}

}  // namespace loopscope::python::vm
