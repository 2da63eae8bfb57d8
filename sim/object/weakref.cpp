// weakref.ref and weakref.proxy, over the table of the runtime.
#include "sim/object/weakref.h"

#include <algorithm>

#include "sim/object/exception.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"
#include "sim/object/state.h"

namespace loopscope::object {

Type weakref_type;
Type weakproxy_type;

namespace {

using Table = std::unordered_map<Object*, std::vector<WeakRef*>>;

Table& table() { return Runtime::current().state().weakrefs; }

/// Which types can be referred to weakly: a program's own classes and the types that CPython
/// allows; not the small builtin values.
/// Whether a class written in Python leaves room for weak references: `__slots__` takes it away.
bool has_room(const Type& type) {
    static Str* const kSlots = intern_static("__slots__");
    static Str* const kWeakref = intern_static("__weakref__");
    for (const Value& base : type.mro->items()) {
        const Type& t = *base.as<Type>();
        if (!t.has(Type::kHeapType)) {
            constexpr std::uint32_t kNever =
                Type::kListSubclass | Type::kDictSubclass | Type::kStrSubclass;
            bool plain = &t == &object_type || t.has(Type::kExceptionSubclass);
            if (!plain && (t.type_flags & kNever) == 0 && t.has(Type::kContainer)) return true;
            continue;
        }
        Value* slots = t.dict->find(kSlots);
        if (slots == nullptr || t.dict->find(kWeakref) != nullptr) return true;
        if (is_str(*slots) ? slots->as<Str>()->equals("__weakref__")
                           : is_tuple(*slots) && contains(*slots, Value::borrow(kWeakref))) {
            return true;
        }
    }
    return false;
}

bool can_be_referenced(const Value& v) {
    if (!v.is_object()) return false;
    const Type* type = v.type();
    if (type == &weakref_type) return true;
    constexpr std::uint32_t kNever = Type::kIntSubclass | Type::kStrSubclass |
                                     Type::kTupleSubclass | Type::kBytesSubclass |
                                     Type::kListSubclass | Type::kDictSubclass;
    if (!type->has(Type::kHeapType)) {
        if ((type->type_flags & kNever) != 0 || type->has(Type::kExceptionSubclass)) return false;
        return type->has(Type::kContainer);
    }
    bool fixed_size = (type->type_flags &
                       (Type::kIntSubclass | Type::kTupleSubclass | Type::kBytesSubclass)) != 0;
    return !fixed_size && has_room(*type);
}

void detach(WeakRef& reference) noexcept {
    Object* target = std::exchange(reference.target, nullptr);
    if (target == nullptr || !Runtime::has_current()) return;
    auto found = table().find(target);
    if (found == table().end()) return;
    std::erase(found->second, &reference);
    if (!found->second.empty()) return;
    table().erase(found);
    target->flags &= ~static_cast<std::uint32_t>(kHasWeakrefs);
}

/// CPython: handle_callback. What the callback raises can't reach anybody.
void run_callback(const Value& reference, const Value& callback) noexcept {
    if (Runtime::current().tearing_down()) return;
    try {
        try {
            call(callback, {reference});
        } catch (const Raised& raised) {
            report_unraisable(raised.exception, "", callback);
        }
    } catch (const Raised&) {
        // Telling about it failed as well.
    } catch (Stopped& stopped) {
        Runtime::current().stop_soon(std::move(stopped));
    }
}

Value ref_construct(Type* cls, CallArgs args) {
    static const NativeCode* const kCode = make_code({"__new__", nullptr, "target, callback=, /"});
    Value given[2];
    bind_arguments(*kCode, args, given);
    Value callback = given[1] && !is_none(given[1]) ? given[1] : Value();
    if (cls == &weakref_type) return make_weakref(given[0], callback);
    Value plain = make_weakref(given[0]);
    Ref<WeakRef> reference = make_typed<WeakRef>(cls);
    reference->target = given[0].object();
    reference->callback = callback;
    table()[reference->target].push_back(reference.get());
    reference->target->flags |= kHasWeakrefs;
    return reference;
}

void ref_init(const Value&, CallArgs) {}

Value ref_call(const Value& self, CallArgs) {
    Value target = self.as<WeakRef>()->get();
    return target ? target : none();
}

Value ref_repr(const Value& self) {
    auto* reference = self.as<WeakRef>();
    const auto address = Runtime::current().address_of(reference);
    if (reference->target == nullptr)
        return make_str(fmt::format("<weakref at {:#x}; dead>", address));
    Value target = reference->get();
    Value name = lookup_attr(target, "__name__");
    std::string shown = name && is_str(name) ? " (" + str_string(name) + ")" : "";
    return make_str(fmt::format("<weakref at {:#x}; to '{}' at {:#x}{}>", address,
                                target.type()->name, Runtime::current().address_of(target.object()),
                                shown));
}

std::int64_t ref_hash(const Value& self) {
    auto* reference = self.as<WeakRef>();
    if (reference->hash_cache != -1) return reference->hash_cache;
    if (reference->target == nullptr) raise_type_error("weak object has gone away");
    return reference->hash_cache = hash(reference->get());
}

// CPython: weakref_richcompare
Value ref_compare(const Value& a, const Value& b, CompareOp op) {
    auto* x = try_cast<WeakRef>(a, &weakref_type);
    auto* y = try_cast<WeakRef>(b, &weakref_type);
    if (x == nullptr || y == nullptr || (op != CompareOp::Eq && op != CompareOp::Ne))
        return not_implemented();
    if (x->target == nullptr || y->target == nullptr)
        return make_bool((x == y) == (op == CompareOp::Eq));
    return compare(x->get(), y->get(), op);
}

Value ref_callback(const Value& self) {
    const Value& callback = self.as<WeakRef>()->callback;
    return callback ? callback : none();
}

void ref_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<WeakRef*>(self)->callback);
}

// weakref.proxy: every operation goes to the target.

Value target_of(const Value& proxy) {
    Value target = proxy.as<WeakRef>()->get();
    if (!target) raise(reference_error_type, "weakly-referenced object no longer exists");
    return target;
}

Value proxy_getattr(const Value& self, Str* name) { return getattr(target_of(self), name); }
void proxy_setattr(const Value& self, Str* name, const Value& value) {
    if (value) return setattr(target_of(self), name, value);
    delattr(target_of(self), name);
}
Value proxy_call(const Value& self, CallArgs args) { return call(target_of(self), args); }
Value proxy_str(const Value& self) { return str(target_of(self)); }
bool proxy_truth(const Value& self) { return truth(target_of(self)); }
std::int64_t proxy_length(const Value& self) { return length(target_of(self)); }
Value proxy_getitem(const Value& self, const Value& key) { return getitem(target_of(self), key); }
void proxy_setitem(const Value& self, const Value& key, const Value& value) {
    if (value) return setitem(target_of(self), key, value);
    delitem(target_of(self), key);
}
bool proxy_contains(const Value& self, const Value& item) {
    return contains(target_of(self), item);
}
Value proxy_iter(const Value& self) { return iter(target_of(self)); }
Value proxy_repr(const Value& self) {
    auto* proxy = self.as<WeakRef>();
    const auto address = Runtime::current().address_of(proxy);
    if (proxy->target == nullptr)
        return make_str(fmt::format("<weakproxy at {:#x} to NoneType>", address));
    return make_str(fmt::format("<weakproxy at {:#x} to {} at {:#x}>", address,
                                proxy->target->type->name,
                                Runtime::current().address_of(proxy->target)));
}
Value unwrap(const Value& v) {
    return v.is_object() && v.type() == &weakproxy_type ? target_of(v) : v;
}
Value proxy_compare(const Value& a, const Value& b, CompareOp op) {
    return compare(unwrap(a), unwrap(b), op);
}

Value proxy_construct(Type* cls, CallArgs args) {
    static const NativeCode* const kCode = make_code({"proxy", nullptr, "target, callback=, /"});
    Value given[2];
    bind_arguments(*kCode, args, given);
    Value plain = make_weakref(given[0]);
    Ref<WeakRef> proxy = make_typed<WeakRef>(cls);
    proxy->target = given[0].object();
    if (given[1] && !is_none(given[1])) proxy->callback = given[1];
    table()[proxy->target].push_back(proxy.get());
    proxy->target->flags |= kHasWeakrefs;
    return proxy;
}

}  // namespace

WeakRef::~WeakRef() { detach(*this); }

Value make_weakref(const Value& target, const Value& callback) {
    if (!can_be_referenced(target)) {
        raise_format(type_error_type, "cannot create weak reference to '{}' object",
                     target.type()->name);
    }
    std::vector<WeakRef*>& known = table()[target.object()];
    if (!callback) {
        for (WeakRef* reference : known)
            if (reference->type == &weakref_type && !reference->callback)
                return Value::borrow(reference);
    }
    Ref<WeakRef> reference = make<WeakRef>();
    reference->target = target.object();
    reference->callback = callback;
    // Making it may have collected garbage and moved the table: look it up again.
    table()[target.object()].push_back(reference.get());
    target.object()->flags |= kHasWeakrefs;
    return reference;
}

// CPython: PyObject_ClearWeakRefs. All references die first; then callbacks run, newest first.
void clear_weakrefs(Object* target) noexcept {
    auto found = table().find(target);
    if (found == table().end()) return;
    const std::vector<WeakRef*> references = std::move(found->second);
    table().erase(found);
    target->flags &= ~static_cast<std::uint32_t>(kHasWeakrefs);
    std::vector<std::pair<Value, Value>> callbacks;
    for (WeakRef* reference : references) {
        reference->target = nullptr;
        // One that is being freed itself has no references left and must not be revived.
        if (reference->callback && reference->refs > 0)
            callbacks.emplace_back(Value::borrow(reference), std::move(reference->callback));
    }
    for (auto it = callbacks.rbegin(); it != callbacks.rend(); ++it)
        run_callback(it->first, it->second);
}

// CPython: handle_weakrefs (gcmodule.c)
void clear_weakrefs_of_garbage(const Container& garbage) noexcept {
    std::vector<std::pair<Value, Value>> callbacks;
    for (Container* object = garbage.gc_next; object != &garbage; object = object->gc_next) {
        if ((object->flags & kHasWeakrefs) == 0) continue;
        auto found = table().find(object);
        if (found == table().end()) continue;
        const std::vector<WeakRef*> references = std::move(found->second);
        table().erase(found);
        object->flags &= ~static_cast<std::uint32_t>(kHasWeakrefs);
        for (WeakRef* reference : references) {
            reference->target = nullptr;
            const bool garbage_itself = (reference->flags & kGcUnreachable) != 0;
            if (reference->callback && !garbage_itself && reference->refs > 0)
                callbacks.emplace_back(Value::borrow(reference), std::move(reference->callback));
        }
    }
    for (const auto& [reference, callback] : callbacks) run_callback(reference, callback);
}

std::vector<Value> weakrefs_of(const Value& v) {
    std::vector<Value> result;
    if (!v.is_object()) return result;
    if (auto found = table().find(v.object()); found != table().end())
        for (WeakRef* reference : found->second) result.push_back(Value::borrow(reference));
    return result;
}

Value get_weakref_list(const Value& self) {
    const std::vector<Value> references = weakrefs_of(self);
    return references.empty() ? none() : references.front();
}

void define_weakref() {
    Type& t = weakref_type;
    t.construct = ref_construct;
    t.init = ref_init;
    t.call = ref_call;
    t.repr = ref_repr;
    t.hash = ref_hash;
    t.compare = ref_compare;
    t.traverse = ref_traverse;
    define_type<WeakRef>(t, {.name = "ReferenceType",
                             .module = "weakref",
                             .flags = Type::kBaseType,
                             .getsets = {{"__callback__", ref_callback}}});
    Type& p = weakproxy_type;
    p.construct = proxy_construct;
    p.getattr = proxy_getattr;
    p.setattr = proxy_setattr;
    p.call = proxy_call;
    p.str = proxy_str;
    p.repr = proxy_repr;
    p.truth = proxy_truth;
    p.length = proxy_length;
    p.getitem = proxy_getitem;
    p.setitem = proxy_setitem;
    p.contains = proxy_contains;
    p.iter = proxy_iter;
    p.compare = proxy_compare;
    p.traverse = ref_traverse;
    define_type<WeakRef>(p, {.name = "ProxyType", .module = "weakref"});
}

}  // namespace loopscope::object
