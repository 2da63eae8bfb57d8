// The cycle collector: trial deletion over all containers, finalizers first (PEP 442).
//
// 1. Every container's count is its reference count less the references from other containers.
// 2. Those with a count left are held from outside; what they reach is alive too.
// 3. The rest is garbage: weak references to it are cleared, its finalizers run. If that brought
//    something back to life the rest of that group is looked at again.
// 4. What is garbage still is cleared, which frees it.
#include "sim/object/gc.h"

#include <vector>

#include "sim/object/class.h"
#include "sim/object/dict.h"
#include "sim/object/memory.h"
#include "sim/object/state.h"
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

/// Scratch states of gc_count: >= 0 a count; kAlive: known to be reachable, and walked;
/// kPassedOver: nothing known to live refers to it so far.
constexpr std::int64_t kAlive = -1;
constexpr std::int64_t kPassedOver = -2;

Container* as_tracked(Object* object) {
    if (!object->type->has(Type::kContainer)) return nullptr;
    Container* container = static_cast<Container*>(object);
    return container->gc_next == nullptr ? nullptr : container;
}

struct Subtract final : Visitor {
    void visit(Object* child) override {
        Container* container = as_tracked(child);
        if (container != nullptr && container->gc_count > 0) --container->gc_count;
    }
};

/// Takes what a living container refers to as alive: what the walk has still before it by a mark,
/// what it has passed over by queueing it again. CPython: visit_reachable
struct Revive final : Visitor {
    std::vector<Container*> queue;
    void visit(Object* child) override {
        Container* container = as_tracked(child);
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
        if (c->gc_count == kPassedOver) parted.garbage.push_back(c);
    }
    return parted;
}

std::vector<Container*> all_containers(RuntimeState& state) {
    std::vector<Container*> all;
    all.reserve(state.container_count);
    for (Container* c = state.head.gc_next; c != &state.head; c = c->gc_next) all.push_back(c);
    return all;
}

/// Links the containers anew, in this order.
void relink(RuntimeState& state, const std::vector<Container*>& order) {
    Container* last = &state.head;
    for (Container* c : order) {
        last->gc_next = c;
        c->gc_previous = last;
        last = c;
    }
    last->gc_next = &state.head;
    state.head.gc_previous = last;
}

void run_finalizers(const std::vector<Container*>& garbage) {
    for (Container* c : garbage) {
        Type* type = c->type;
        if (type->finalize == nullptr || (c->flags & kFinalized) != 0) continue;
        run_finalizer(c);
    }
}

}  // namespace

std::size_t Runtime::collect_cycles() {
    RuntimeState& state = *state_;
    if (state.collecting) return 0;
    state.collecting = true;
    Parted parted = part(all_containers(state));
    const std::vector<Container*>& garbage = parted.garbage;
    parted.living.insert(parted.living.end(), garbage.begin(), garbage.end());
    relink(state, parted.living);
    std::size_t found = garbage.size();
    std::vector<Value> held;
    held.reserve(found);
    for (Container* c : garbage) held.push_back(Value::borrow(c));
    clear_weakrefs_of_garbage(garbage);
    run_finalizers(garbage);
    // Our own holds count as references from outside: take them off before the second look.
    for (Container* c : garbage) --c->refs;
    for (Container* c = state.head.gc_next; c != &state.head; c = c->gc_next) c->gc_count = kAlive;
    std::vector<Container*> rest = part(garbage).garbage;
    for (Container* c : garbage) ++c->refs;
    for (Container* c : rest) clear_object(c);
    held.clear();
    state.collecting = false;
    return found;
}

}  // namespace loopscope::object
