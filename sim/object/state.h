// RuntimeState: the object model's own tables of one run. For sim/object's sources only.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/object/heap.h"
#include "sim/object/runtime.h"
#include "sim/object/str.h"

namespace loopscope::object {

struct WeakRef;

/// One remembered type_lookup: which object a type's mro has for a name, valid for one version.
struct LookupCacheEntry {
    std::uint32_t version = 0;
    Ref<Str> name;
    std::uintptr_t found = 0;  ///< The Value's bits, borrowed; 0: none.
};

struct RuntimeState : Heap {
    static constexpr std::size_t kLookupCacheSize = 1024;

    std::unordered_map<std::string_view, Str*> interned;
    std::unordered_map<Object*, std::vector<WeakRef*>> weakrefs;
    std::unordered_map<const Type*, std::vector<Type*>> subclasses;
    std::unordered_map<Object*, std::uint64_t> addresses;
    std::uint64_t next_address = 0x7f3a5c0e1d30;
    std::vector<LookupCacheEntry> lookup_cache{kLookupCacheSize};
    std::vector<Object*> deferred;  ///< Objects whose freeing waits until the stack is shallow.
    int free_depth = 0;
    std::vector<Object*> in_repr;  ///< Containers whose repr is being made now.
    bool collecting = false;
    std::uint32_t memory_errors = 0;    ///< Raised while the memory was mostly used.
    bool raising_memory_error = false;  ///< The exception itself may pass the limit.
    bool memory_used_up = false;        ///< Told; the run ends at its next step.
};

/// The current state, or null in a ProcessScope.
inline RuntimeState* current_state() { return static_cast<RuntimeState*>(current_heap); }

/// Marks a container as being in repr(); entered() is false when it was already, so that "[...]"
/// is shown instead.
class ReprGuard {
  public:
    explicit ReprGuard(const Value& v);
    ~ReprGuard();
    ReprGuard(const ReprGuard&) = delete;
    ReprGuard& operator=(const ReprGuard&) = delete;
    bool entered() const { return entered_; }

  private:
    bool entered_;
};

}  // namespace loopscope::object
