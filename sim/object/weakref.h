// Weak references: weakref.ref, weakref.proxy.
#pragma once

#include <vector>

#include "sim/object/make.h"

namespace loopscope::object {

extern Type weakref_type;
extern Type weakproxy_type;

struct WeakRef : Container {
    Object* target = nullptr;  ///< Not counted; null once it is dead.
    Value callback;            ///< Null: none.
    std::int64_t hash_cache = -1;

    ~WeakRef();
    static Type* class_type() { return &weakref_type; }
    /// The referent, or null.
    Value get() const { return target ? Value::borrow(target) : Value(); }
};

/// weakref.ref(target, callback). Without a callback the same object is answered again.
/// TypeError "cannot create weak reference to 'int' object".
Value make_weakref(const Value& target, const Value& callback = Value());
/// Clears the references to a dying object and calls their callbacks. For the runtime.
void clear_weakrefs(Object* target) noexcept;
/// The same for a group of garbage; callbacks of references that are garbage themselves don't run.
void clear_weakrefs_of_garbage(const Container& garbage) noexcept;
/// `__weakref__` of instances.
Value get_weakref_list(const Value& self);
/// How many weak references there are to v, and which.
std::vector<Value> weakrefs_of(const Value& v);

}  // namespace loopscope::object
