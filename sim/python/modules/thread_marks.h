// _thread._sync: by what objects for threads that are written in Python tell the trace of
// themselves.
#pragma once

#include "sim/kernel/sync_events.h"
#include "sim/python/modules/native_module.h"

namespace loopscope::python::modules {

extern Type sync_type;
extern Type sync_wait_type;

/// Speaks for a lock, an event, a queue, … that the program made. What the library makes for its
/// own use has none, and nobody hears of it.
struct SyncObject : Container {
    kernel::SyncMark mark;
    Value owner;  ///< The class of what it speaks for.

    const Type& owner_type() const { return *object::as_type(owner); }
    static Type* class_type() { return &sync_type; }
};

/// One that speaks for an object of class `owner`.
Ref<SyncObject> make_sync(Type& owner, trace::SyncKind kind, std::uint32_t capacity = 0);
/// Whether the code that runs now is the program's, not the library's.
bool program_runs();

void define_sync_types();
/// `_sync(self, kind, capacity=0, inner=0)` of _thread.
object::MethodDef sync_function();

}  // namespace loopscope::python::modules
