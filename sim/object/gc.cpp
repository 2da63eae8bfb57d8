// The cycle collector: trial deletion, finalizers first (PEP 442), in three generations.
//
// 1. Every container's count is its reference count less the references from other containers of
//    the generations that are looked at.
// 2. Those with a count left are held from outside; what they reach is alive too.
// 3. The rest is garbage: weak references to it are cleared, its finalizers run. If that brought
//    something back to life the rest of that group is looked at again.
// 4. What is garbage still is cleared, which frees it.
//
// New containers are looked at often, old ones seldom: see Generations in heap.h.
#include "sim/object/gc.h"

#include <algorithm>
#include <vector>

#include "sim/object/class.h"
#include "sim/object/dict.h"
#include "sim/object/memory.h"
#include "sim/object/state.h"
#include "sim/object/tuple.h"
#include "sim/object/weakref.h"

namespace loopscope::object {

void traverse_object(Object* object, Visitor& visitor) {
    Type* type = object->type;
    if (type->has(Type::kHeapType)) visitor.visit(static_cast<Object*>(type));
    if (type->dict_offset < 0) {
        if (Dict* dict = *dict_word(object)) visitor.visit(static_cast<Object*>(dict));
    }
    Value* slots = reinterpret_cast<Value*>(reinterpret_cast<char*>(object) - type->prefix_size);
    for (std::uint32_t i = 0; i < type->slots_count; ++i) visitor.visit(slots[i]);
    if (type->traverse != nullptr) type->traverse(object, visitor);
}

void clear_object(Object* object) {
    Type* type = object->type;
    if (type->prefix_size != 0) drop_prefix(object, type);
    if (type->clear != nullptr) type->clear(object);
}

namespace {

/// Scratch states of gc_count: > 0 a count; 0: nothing that is known to live refers to it; kAlive:
/// known to be reachable and walked, or not looked at in this collection; kPassedOver: nothing
/// known to live refers to it so far. All are kAlive between collections.
constexpr std::int64_t kAlive = -1;
constexpr std::int64_t kPassedOver = -2;

Container* as_container(Object* object) {
    return object->type->has(Type::kContainer) ? static_cast<Container*>(object) : nullptr;
}

struct Subtract final : Visitor {
    void visit(Object* child) override {
        Container* container = as_container(child);
        if (container != nullptr && container->gc_count > 0) --container->gc_count;
    }
};

/// Takes what a living container refers to as alive: what the walk has still before it by a mark,
/// what it has passed over by queueing it again. CPython: visit_reachable
struct Revive final : Visitor {
    std::vector<Container*> queue;
    void visit(Object* child) override {
        Container* container = as_container(child);
        if (container == nullptr) return;
        if (container->gc_count == kPassedOver) queue.push_back(container);
        if (container->gc_count == 0 || container->gc_count == kPassedOver) container->gc_count = 1;
    }
};

struct Parted {
    std::vector<Container*> living;
    std::vector<Container*> garbage;  ///< What nothing outside the group holds.
};

/// Parts a group, both halves in the order that CPython's list has afterwards: a container that is
/// only known to live through another one moves behind that one, so that of a task and its
/// coroutine the task is finalized first. CPython: move_unreachable
Parted part(const std::vector<Container*>& group) {
    for (Container* c : group) c->gc_count = c->refs;
    Subtract subtract;
    for (Container* c : group) traverse_object(c, subtract);
    Revive revive{};
    revive.queue = group;
    std::vector<Container*> passed_over;
    Parted parted;
    for (std::size_t i = 0; i < revive.queue.size(); ++i) {
        Container* c = revive.queue[i];
        if (c->gc_count == 0) {
            c->gc_count = kPassedOver;
            passed_over.push_back(c);
            continue;
        }
        c->gc_count = kAlive;
        parted.living.push_back(c);
        traverse_object(c, revive);
    }
    for (Container* c : passed_over) {
        if (c->gc_count != kPassedOver) continue;
        c->gc_count = kAlive;
        parted.garbage.push_back(c);
    }
    return parted;
}

void list_ring(const Container& head, std::vector<Container*>& into) {
    for (Container* c = head.gc_next; c != &head; c = c->gc_next) into.push_back(c);
}

/// Takes a generation and those below out of their rings, in CPython's order: gc_list_merge
std::vector<Container*> take_generations(Generations& generations, std::size_t oldest) {
    std::vector<Container*> all;
    list_ring(generations.rings[oldest], all);
    for (std::size_t i = 0; i < oldest; ++i) list_ring(generations.rings[i], all);
    for (std::size_t i = 0; i <= oldest; ++i) {
        Container& head = generations.rings[i];
        head.gc_next = head.gc_previous = &head;
    }
    return all;
}

void append(Container& head, const std::vector<Container*>& containers) {
    Container* last = head.gc_previous;
    for (Container* c : containers) {
        last->gc_next = c;
        c->gc_previous = last;
        last = c;
    }
    last->gc_next = &head;
    head.gc_previous = last;
}

/// A tuple of things that can be in no cycle cannot be in one either: nobody needs to look at it
/// again. CPython: _PyTuple_MaybeUntrack
bool can_be_forgotten(Container* container) {
    if (container->type != &tuple_type) return false;
    for (const Value& item : static_cast<Tuple*>(container)->items()) {
        if (item.is_null()) return false;
        Container* inner = item.is_object() ? as_container(item.object()) : nullptr;
        if (inner == nullptr) continue;
        if (inner->type != &tuple_type || inner->gc_next != nullptr) return false;
    }
    return true;
}

void forget_plain_tuples(std::vector<Container*>& living) {
    std::erase_if(living, [](Container* c) {
        if (!can_be_forgotten(c)) return false;
        c->gc_next = c->gc_previous = nullptr;
        return true;
    });
}

/// Counts what a collection of `oldest` was and what it left. CPython: gc_collect_main
void count_collection(Generations& generations, std::size_t oldest, std::size_t left) {
    for (std::size_t i = 0; i <= oldest; ++i) generations.counts[i] = 0;
    if (oldest + 1 < Generations::kCount) ++generations.counts[oldest + 1];
    if (oldest == 1) generations.old_pending += left;
    if (oldest == 2) {
        generations.old_pending = 0;
        generations.old_total = left;
    }
}

void run_finalizers(const std::vector<Container*>& garbage) {
    for (Container* c : garbage) {
        Type* type = c->type;
        if (type->finalize == nullptr || (c->flags & kFinalized) != 0) continue;
        run_finalizer(c);
    }
}

}  // namespace

std::size_t Runtime::collect_cycles(std::size_t generation) {
    RuntimeState& state = *state_;
    if (state.collecting) return 0;
    state.collecting = true;
    struct Done {
        RuntimeState& state;
        ~Done() { state.collecting = false; }
    } done{state};
    Generations& generations = state.generations;
    Parted parted = part(take_generations(generations, generation));
    forget_plain_tuples(parted.living);
    count_collection(generations, generation, parted.living.size());
    const std::vector<Container*>& garbage = parted.garbage;
    Container& target = generations.rings[std::min<std::size_t>(generation + 1, 2)];
    append(target, parted.living);
    append(target, garbage);
    std::size_t found = garbage.size();
    if (found == 0) return 0;
    std::vector<Value> held;
    held.reserve(found);
    for (Container* c : garbage) held.push_back(Value::borrow(c));
    clear_weakrefs_of_garbage(garbage);
    run_finalizers(garbage);
    // Our own holds count as references from outside: take them off before the second look.
    for (Container* c : garbage) --c->refs;
    std::vector<Container*> rest = part(garbage).garbage;
    for (Container* c : garbage) ++c->refs;
    for (Container* c : rest) clear_object(c);
    held.clear();
    return found;
}

void Runtime::collect_due() {
    const Generations& generations = state_->generations;
    for (std::size_t i = Generations::kCount; i-- > 0;) {
        if (generations.counts[i] <= generations.thresholds[i]) continue;
        // A full collection looks at everything: only when a quarter has come anew.
        if (i == 2 && generations.old_pending < generations.old_total / 4) continue;
        collect_cycles(i);
        return;
    }
}

}  // namespace loopscope::object
