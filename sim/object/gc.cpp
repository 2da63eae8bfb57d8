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

/// Containers beyond which full collections become rarer than CPython's: each takes long.
constexpr std::size_t kVeryMany = 500'000;

/// Marks of a container while its group is parted. While it is counting, gc_count holds the
/// references to it that are not yet found to come from within the group; then it is known to live,
/// or stands in the ring of what nothing known to live refers to so far.
constexpr std::uint32_t kUnreachable = kGcUnreachable;
constexpr std::uint32_t kCounting = kGcUnreachable << 1;
static_assert(kCounting < kLayerFlag0);

struct Ring : Container {
    Ring() { gc_next = gc_previous = this; }
    bool empty() const { return gc_next == this; }
};

void append(Container& head, Container* c) {
    Container* last = head.gc_previous;
    last->gc_next = c;
    c->gc_previous = last;
    c->gc_next = &head;
    head.gc_previous = c;
}

void take_out(Container* c) {
    c->gc_previous->gc_next = c->gc_next;
    c->gc_next->gc_previous = c->gc_previous;
}

/// Moves all of `from` behind what stands in `to`. CPython: gc_list_merge
void splice(Container& to, Container& from) {
    if (from.gc_next == &from) return;
    Container* last = to.gc_previous;
    last->gc_next = from.gc_next;
    from.gc_next->gc_previous = last;
    to.gc_previous = from.gc_previous;
    to.gc_previous->gc_next = &to;
    from.gc_next = from.gc_previous = &from;
}

struct Subtract final : Visitor {
    void visit(Object* child) override {
        if ((child->flags & kCounting) == 0) return;
        auto* container = static_cast<Container*>(child);
        if (container->gc_count > 0) --container->gc_count;
    }
};

/// Takes what a living container refers to as alive: what the walk has still before it by a count,
/// what it has passed over by putting it at the end again. CPython: visit_reachable
struct Revive final : Visitor {
    Container& group;
    explicit Revive(Container& g) : group(g) {}
    void visit(Object* child) override {
        auto* container = static_cast<Container*>(child);
        if ((child->flags & kCounting) != 0) {
            if (container->gc_count == 0) container->gc_count = 1;
        } else if ((child->flags & kUnreachable) != 0) {
            take_out(container);
            append(group, container);
            container->flags = (container->flags & ~kUnreachable) | kCounting;
            container->gc_count = 1;
        }
    }
};

/// A tuple of things that can be in no cycle cannot be in one either: nobody needs to look at it
/// again. CPython: _PyTuple_MaybeUntrack
bool can_be_forgotten(Container* container) {
    if (container->type != &tuple_type) return false;
    for (const Value& item : static_cast<Tuple*>(container)->items()) {
        if (item.is_null()) return false;
        if (!item.is_object() || !item.type()->has(Type::kContainer)) continue;
        bool forgotten = item.type() == &tuple_type && item.as<Tuple>()->gc_next == nullptr;
        if (!forgotten) return false;
    }
    return true;
}

/// Moves what nothing outside the group holds from `group` to `garbage`, and lets go of plain
/// tuples. Answers how many containers are left in the group. Both rings keep the order that
/// CPython's lists have afterwards: a container that is only known to live through another one
/// stands behind that one, so that of a task and its coroutine the task is finalized first.
/// CPython: deduce_unreachable
std::size_t part(Container& group, Container& garbage) {
    for (Container* c = group.gc_next; c != &group; c = c->gc_next) {
        c->flags |= kCounting;
        c->gc_count = c->refs;
    }
    Subtract subtract;
    for (Container* c = group.gc_next; c != &group; c = c->gc_next) traverse_object(c, subtract);
    Revive revive(group);
    std::size_t left = 0;
    for (Container* c = group.gc_next; c != &group;) {
        bool lives = c->gc_count != 0;
        c->gc_count = -1;
        c->flags &= ~kCounting;
        if (lives) traverse_object(c, revive);
        Container* next = c->gc_next;
        if (!lives) {
            c->flags |= kUnreachable;
            take_out(c);
            append(garbage, c);
        } else if (can_be_forgotten(c)) {
            take_out(c);
            c->gc_next = c->gc_previous = nullptr;
        } else {
            ++left;
        }
        c = next;
    }
    return left;
}

/// The containers of a generation and those below, in CPython's order. Their rings are empty then.
void take_generations(Generations& generations, std::size_t oldest, Container& group) {
    splice(group, generations.rings[oldest]);
    for (std::size_t i = 0; i < oldest; ++i) splice(group, generations.rings[i]);
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

/// What has to be done about the garbage.
struct Survey {
    std::size_t found = 0;
    bool weak_references = false;
    bool finalizers = false;
};

bool needs_finalizer(const Container* c) {
    return c->type->finalize != nullptr && (c->flags & kFinalized) == 0;
}

Survey survey(const Container& garbage) {
    Survey result;
    for (const Container* c = garbage.gc_next; c != &garbage; c = c->gc_next) {
        ++result.found;
        result.weak_references = result.weak_references || (c->flags & kHasWeakrefs) != 0;
        result.finalizers = result.finalizers || needs_finalizer(c);
    }
    return result;
}

void unmark(Container& garbage) {
    for (Container* c = garbage.gc_next; c != &garbage; c = c->gc_next) c->flags &= ~kUnreachable;
}

/// A finalizer may free any part of the garbage. CPython: finalize_garbage
void run_finalizers(Container& garbage) {
    Ring seen;
    while (garbage.gc_next != &garbage) {
        Container* c = garbage.gc_next;
        take_out(c);
        append(seen, c);
        if (!needs_finalizer(c)) continue;
        Value held = Value::borrow(c);
        run_finalizer(c);
    }
    splice(garbage, seen);
}

/// All of it is held meanwhile, so that no clear slot meets a freed neighbour and everything goes
/// in the order of the ring. What lives on all the same goes to `target`. CPython: delete_garbage
void clear_garbage(Container& garbage, Container& target) {
    for (Container* c = garbage.gc_next; c != &garbage; c = c->gc_next) {
        c->flags &= ~kUnreachable;
        retain(c);
    }
    for (Container* c = garbage.gc_next; c != &garbage; c = c->gc_next) clear_object(c);
    while (garbage.gc_next != &garbage) {
        Container* c = garbage.gc_next;
        if (c->refs > 1) {
            take_out(c);
            append(target, c);
        }
        release(c);
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
    Container& target = generations.rings[std::min<std::size_t>(generation + 1, 2)];
    Ring group;
    Ring garbage;
    take_generations(generations, generation, group);
    count_collection(generations, generation, part(group, garbage));
    splice(target, group);
    if (garbage.empty()) return 0;
    const Survey todo = survey(garbage);
    if (todo.weak_references) clear_weakrefs_of_garbage(garbage);
    if (todo.finalizers) {
        unmark(garbage);
        run_finalizers(garbage);
        // What the finalizers have brought back to life lives on.
        Ring living;
        splice(living, garbage);
        part(living, garbage);
        splice(target, living);
    }
    clear_garbage(garbage, target);
    return todo.found;
}

void Runtime::collect_due() {
    const Generations& generations = state_->generations;
    for (std::size_t i = Generations::kCount; i-- > 0;) {
        if (generations.counts[i] <= generations.thresholds[i]) continue;
        // A full collection looks at everything: only when a quarter has come anew, or as much
        // again as there was where there are very many.
        std::size_t fresh = generations.old_total / 4;
        if (generations.old_total > kVeryMany) fresh = generations.old_total;
        if (i == 2 && generations.old_pending < fresh) continue;
        collect_cycles(i);
        return;
    }
}

}  // namespace loopscope::object
