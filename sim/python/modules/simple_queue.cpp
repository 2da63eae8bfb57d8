// _queue.SimpleQueue: an unbounded queue between threads. CPython: queue._PySimpleQueue
#include <cmath>
#include <deque>
#include <optional>

#include "sim/kernel/kernel.h"
#include "sim/python/modules/thread_locks.h"
#include "sim/python/vm/interpreter.h"

namespace loopscope::python::modules {

using kernel::Kernel;

Type simple_queue_type;

namespace {

/// One get() that waits. put() picks the first and wakes it; a later one must be picked anew.
struct Getter {
    world::ThreadId thread;
    bool picked = false;
};

struct SimpleQueue : Container {
    std::deque<Value> items;
    std::deque<Getter*> getters;  ///< On the stacks of those who wait.
    Ref<SyncObject> sync;         ///< What tells the trace of it; null: the library's own.
    static Type* class_type() { return &simple_queue_type; }
};

SimpleQueue& queue_of(const Value& self) { return *self.as<SimpleQueue>(); }

Value construct(Type* cls, CallArgs) {
    Ref<SimpleQueue> made = make_typed<SimpleQueue>(cls);
    if (program_runs()) made->sync = make_sync(*cls, trace::SyncKind::Queue);
    return made;
}

/// How many items there are now.
void note_size(SimpleQueue& queue, trace::SyncAct act) {
    if (!queue.sync) return;
    kernel::note_sync(queue.sync->mark, queue.sync->owner_type(),
                      {.kind = trace::EventKind::SyncChanged,
                       .value = static_cast<std::uint32_t>(queue.items.size()),
                       .detail = static_cast<std::uint8_t>(act)});
}

Value put(const Value& self, CallArgs args) {
    SimpleQueue& queue = queue_of(self);
    queue.items.push_back(args.values[0]);
    note_size(queue, trace::SyncAct::Put);
    if (queue.getters.empty()) return none();
    Getter* first = queue.getters.front();
    queue.getters.pop_front();
    first->picked = true;
    Kernel::current().machine().wake(first->thread);
    return none();
}

/// Waits until a put() picks this getter. False: the deadline came first.
bool wait_for_put(SimpleQueue& queue, double deadline) {
    Kernel& kernel = Kernel::current();
    Getter getter{kernel.machine().current_thread()};
    queue.getters.push_back(&getter);
    struct Gone {
        SimpleQueue& queue;
        Getter& getter;
        ~Gone() { std::erase(queue.getters, &getter); }
    } gone{queue, getter};
    while (!getter.picked) {
        const world::Wake why = kernel.block({.deadline = deadline, .on = "SimpleQueue.get"});
        if (getter.picked) break;
        if (why == world::Wake::Deadline || kernel.machine().now() >= deadline) return false;
    }
    return true;
}

[[noreturn]] void raise_empty() {
    Value module = vm::Interpreter::current().import_module("_queue");
    Value error = call(getattr(module, "Empty"));
    raise(Ref<ExceptionObject>(error.as<ExceptionObject>()));
}

Value take(SimpleQueue& queue, double deadline) {
    if (queue.items.empty()) {
        std::optional<kernel::SyncWait> wait;
        if (queue.sync)
            wait.emplace(queue.sync->mark, queue.sync->owner_type(), trace::SyncAct::Get,
                         kernel::SyncWaiter::Thread);
        while (queue.items.empty()) {
            if (!wait_for_put(queue, deadline)) raise_empty();
        }
        if (wait) wait->woken();
    }
    Value item = std::move(queue.items.front());
    queue.items.pop_front();
    note_size(queue, trace::SyncAct::Get);
    return item;
}

Value get(const Value& self, CallArgs args) {
    // Others run meanwhile. NOLINTNEXTLINE(performance-unnecessary-copy-initialization)
    Value alive = self;
    SimpleQueue& queue = queue_of(self);
    const bool waits = args.values[0].is_null() || truth(args.values[0]);
    if (!waits) {
        if (queue.items.empty()) raise_empty();
        return take(queue, world::kNever);
    }
    if (absent(args.values[1])) return take(queue, world::kNever);
    const double seconds = object::to_double(args.values[1]);
    if (std::isnan(seconds)) raise_value_error("Invalid value NaN (not a number)");
    if (seconds < 0) raise_value_error("'timeout' must be a non-negative number");
    if (seconds == 0 && queue.items.empty()) raise_empty();
    return take(queue, Kernel::current().machine().now() + seconds);
}

Value get_nowait(const Value& self, CallArgs) {
    SimpleQueue& queue = queue_of(self);
    if (queue.items.empty()) raise_empty();
    return take(queue, world::kNever);
}

Value empty(const Value& self, CallArgs) { return make_bool(queue_of(self).items.empty()); }
Value qsize(const Value& self, CallArgs) { return Int::from_size(queue_of(self).items.size()); }

void traverse(Object* self, Visitor& visitor) {
    for (const Value& item : static_cast<SimpleQueue*>(self)->items) visitor.visit(item);
}
void clear(Object* self) {
    std::deque<Value> gone = std::move(static_cast<SimpleQueue*>(self)->items);
    static_cast<SimpleQueue*>(self)->items.clear();
}

}  // namespace

void define_simple_queue_type() {
    simple_queue_type.construct = construct;
    simple_queue_type.traverse = traverse;
    simple_queue_type.clear = clear;
    define_type<SimpleQueue>(simple_queue_type, {.name = "SimpleQueue",
                                                 .module = "_queue",
                                                 .flags = Type::kBaseType | Type::kGeneric,
                                                 .methods = {{"put", put, "item, block=, timeout="},
                                                             {"put_nowait", put, "item"},
                                                             {"get", get, "block=, timeout="},
                                                             {"get_nowait", get_nowait, ""},
                                                             {"empty", empty, ""},
                                                             {"qsize", qsize, ""}}});
}

}  // namespace loopscope::python::modules
