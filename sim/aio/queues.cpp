// asyncio.Queue, PriorityQueue, LifoQueue. CPython: asyncio.queues
#include "sim/aio/queues.h"

#include <mutex>

#include "sim/base/heapq.h"
#include "sim/kernel/errors.h"
#include "sim/object/int.h"
#include "sim/object/list.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

Type queue_type;
Type priority_queue_type;
Type lifo_queue_type;

namespace {

constexpr LibraryCode kPut{"Queue.put", "queues.py", 105};
constexpr LibraryCode kGet{"Queue.get", "queues.py", 146};
constexpr LibraryCode kJoin{"Queue.join", "queues.py", 205};

Queue& self_queue(const Value& self) { return *self.as<Queue>(); }

/// heapq over values whose `<` may raise: the first exception is kept while the sift goes on, so
/// that no value is lost, and thrown behind it.
class HeapOrder {
  public:
    explicit HeapOrder(std::exception_ptr& failure) : failure_(&failure) {}
    bool operator()(const Value& a, const Value& b) const {
        if (*failure_) return false;
        try {
            return compare_bool(a, b, CompareOp::Lt);
        } catch (...) {
            *failure_ = std::current_exception();
            return false;
        }
    }

  private:
    std::exception_ptr* failure_;
};

/// Queue._put of the three kinds.
void put_item(Queue& queue, const Value& item) {
    if (queue.order != Queue::Order::Priority) {
        queue.items.push_back(item);
        return;
    }
    std::exception_ptr failure;
    base::heap_push(queue.items, item, HeapOrder(failure));
    if (failure) std::rethrow_exception(failure);
}

/// Queue._get of the three kinds. Requires: not empty.
Value get_item(Queue& queue) {
    if (queue.order == Queue::Order::Lifo) {
        Value last = std::move(queue.items.back());
        queue.items.pop_back();
        return last;
    }
    if (queue.order == Queue::Order::Priority) {
        std::exception_ptr failure;
        Value least = base::heap_pop(queue.items, HeapOrder(failure));
        if (failure) std::rethrow_exception(failure);
        return least;
    }
    Value item = std::move(queue.items[queue.first++]);
    if (queue.first > 32 && queue.first * 2 > queue.items.size()) {
        queue.items.erase(queue.items.begin(),
                          queue.items.begin() + static_cast<std::ptrdiff_t>(queue.first));
        queue.first = 0;
    }
    return item;
}

bool is_derived(const Queue& queue) { return queue.type->has(Type::kHeapType); }

std::int64_t queue_size(Queue& queue) {
    if (is_derived(queue)) return to_index(call_method(Value::borrow(&queue), "qsize"));
    return static_cast<std::int64_t>(queue.size());
}
bool is_empty(Queue& queue) {
    if (is_derived(queue)) return truth(call_method(Value::borrow(&queue), "empty"));
    return queue.size() == 0;
}
bool is_full(Queue& queue) {
    if (compare_bool(queue.maxsize, Value::small(0), CompareOp::Le)) return false;
    return compare_bool(Int::from(queue_size(queue)), queue.maxsize, CompareOp::Ge);
}

/// Queue._wakeup_next
void wake_next(Waiters& waiters) {
    while (!waiters.empty()) {
        Ref<Future> waiter = waiters.front();
        waiters.pop_front();
        if (waiter->done()) continue;
        set_result(*waiter, none());
        return;
    }
}

/// How many items there are now.
void note_size(Queue& queue, trace::SyncAct act) {
    note_sync(queue.mark, *queue.type,
              {.kind = trace::EventKind::SyncChanged,
               .value = queue.count,
               .detail = static_cast<std::uint8_t>(act)});
}

}  // namespace

void put_nowait(Queue& queue, const Value& item) {
    if (is_full(queue)) raise(queue_full_type);
    if (is_derived(queue)) {
        call_method(Value::borrow(&queue), "_put", {item});
    } else {
        put_item(queue, item);
    }
    ++queue.unfinished_tasks;
    queue.finished->value = false;
    ++queue.count;
    note_size(queue, trace::SyncAct::Put);
    wake_next(queue.getters);
}

namespace {

Value get_nowait(Queue& queue) {
    if (is_empty(queue)) raise(queue_empty_type);
    Value item = is_derived(queue) ? call_method(Value::borrow(&queue), "_get") : get_item(queue);
    --queue.count;
    note_size(queue, trace::SyncAct::Get);
    wake_next(queue.putters);
    return item;
}

/// What put and get do when waiting was cut short: leave the line, and pass a wake-up on.
void leave_line(Waiters& line, Future& waiter, bool could_go_on) {
    cancel_future(waiter, Value());
    remove_waiter(line, waiter);
    if (could_go_on && !waiter.cancelled()) wake_next(line);
}

Coro put_body(Ref<Queue> given, Value item) {
    CoroPromise& self = co_await ThisCoro{};
    Queue* queue = &self.hold(std::move(given));
    while (is_full(*queue)) {
        Future& putter = self.hold(make_future(bound_loop(*queue), "Queue.put"));
        queue->putters.emplace_back(&putter);
        SyncWait wait(queue->mark, *queue->type, trace::SyncAct::Put);
        try {
            co_await Ref<Future>(&putter);
            wait.woken();
        } catch (Raised&) {
            leave_line(queue->putters, putter, !is_full(*queue));
            throw;
        }
    }
    if (is_derived(*queue)) co_return call_method(Value::borrow(queue), "put_nowait", {item});
    put_nowait(*queue, item);
    co_return none();
}

/// Of so many futures the trace tells that a wait for the next of them needs them: each wait tells
/// them anew.
constexpr std::size_t kFeedersTold = 16;

Coro get_body(Ref<Queue> given) {
    CoroPromise& self = co_await ThisCoro{};
    Queue* queue = &self.hold(std::move(given));
    while (is_empty(*queue)) {
        const bool fed = !queue->fed_by.empty();
        Future& getter =
            self.hold(make_future(bound_loop(*queue), fed ? "as_completed" : "Queue.get"));
        for (std::size_t i = 0; i < std::min(queue->fed_by.size(), kFeedersTold); ++i)
            note_need(getter, trace::NeedKind::Future, queue->fed_by[i].value);
        queue->getters.emplace_back(&getter);
        SyncWait wait(queue->mark, *queue->type, trace::SyncAct::Get);
        try {
            co_await Ref<Future>(&getter);
            wait.woken();
        } catch (Raised&) {
            leave_line(queue->getters, getter, !is_empty(*queue));
            throw;
        }
    }
    if (is_derived(*queue)) co_return call_method(Value::borrow(queue), "get_nowait");
    co_return get_nowait(*queue);
}

Coro join_body(Ref<Queue> given) {
    CoroPromise& self = co_await ThisCoro{};
    Queue* queue = &self.hold(std::move(given));
    if (queue->unfinished_tasks <= 0) co_return none();
    SyncWait wait(queue->mark, *queue->type, trace::SyncAct::Join);
    co_await wait_event(queue->finished);
    wait.woken();
    co_return none();
}

Ref<Queue> ref(const Value& self) { return Ref<Queue>(self.as<Queue>()); }

Value put_method(const Value& self, CallArgs args) {
    return put_body(ref(self), args.values[0]).named(kPut);
}
Value get_method(const Value& self, CallArgs) { return get_body(ref(self)).named(kGet); }
Value join_method(const Value& self, CallArgs) { return join_body(ref(self)).named(kJoin); }
Value put_nowait_method(const Value& self, CallArgs args) {
    put_nowait(self_queue(self), args.values[0]);
    return none();
}
Value get_nowait_method(const Value& self, CallArgs) { return get_nowait(self_queue(self)); }
Value qsize_method(const Value& self, CallArgs) { return Int::from_size(self_queue(self).size()); }
Value empty_method(const Value& self, CallArgs) { return make_bool(self_queue(self).size() == 0); }
Value full_method(const Value& self, CallArgs) { return make_bool(is_full(self_queue(self))); }
Value task_done_method(const Value& self, CallArgs) {
    Queue& queue = self_queue(self);
    if (queue.unfinished_tasks <= 0) raise_value_error("task_done() called too many times");
    if (--queue.unfinished_tasks == 0) set_event(*queue.finished);
    return none();
}
Value private_put(const Value& self, CallArgs args) {
    put_item(self_queue(self), args.values[0]);
    return none();
}
Value private_get(const Value& self, CallArgs) {
    if (self_queue(self).size() == 0) raise(index_error_type, "pop from an empty deque");
    return get_item(self_queue(self));
}
Value private_init(const Value&, CallArgs) { return none(); }
Value get_maxsize(const Value& self) { return self_queue(self).maxsize; }
Value get_unfinished(const Value& self) { return Int::from(self_queue(self).unfinished_tasks); }

/// Queue._format
std::string format(Queue& queue) {
    std::string text = "maxsize=" + repr_string(queue.maxsize);
    if (queue.size() > 0) {
        std::span<const Value> items(queue.items);
        text += " _queue=" + repr_string(List::make(items.subspan(queue.first)));
    }
    if (!queue.getters.empty()) text += fmt::format(" _getters[{}]", queue.getters.size());
    if (!queue.putters.empty()) text += fmt::format(" _putters[{}]", queue.putters.size());
    if (queue.unfinished_tasks != 0) text += fmt::format(" tasks={}", queue.unfinished_tasks);
    return text;
}
Value repr_slot(const Value& self) {
    Queue& queue = self_queue(self);
    return make_str(fmt::format("<{} at {:#x} {}>", queue.type->name,
                                Runtime::current().address_of(&queue), format(queue)));
}
Value str_slot(const Value& self) {
    Queue& queue = self_queue(self);
    return make_str(fmt::format("<{} {}>", queue.type->name, format(queue)));
}

Value construct(Type* cls, CallArgs) {
    Ref<Queue> queue = make_typed<Queue>(cls);
    if (cls->is_subtype_of(&priority_queue_type)) queue->order = Queue::Order::Priority;
    if (cls->is_subtype_of(&lifo_queue_type)) queue->order = Queue::Order::Lifo;
    queue->maxsize = Value::small(0);
    queue->finished = make<Event>();
    queue->finished->value = true;
    queue->finished->mark.silent = true;
    sync_made(queue->mark, trace::SyncKind::Queue);
    return queue;
}

void init(const Value& self, CallArgs args) {
    static const NativeCode* const kCode = make_code(
        {.name = "Queue.__init__", .parameters = "self, maxsize=", .style = CallStyle::Function});
    Value maxsize;
    bind_init(*kCode, args, {&maxsize, 1});
    Queue& queue = self_queue(self);
    if (maxsize) queue.maxsize = maxsize;
    if (queue.maxsize.is_small() && queue.maxsize.small() > 0)
        queue.mark.capacity = static_cast<std::uint32_t>(queue.maxsize.small());
    if (is_derived(queue)) call_method(self, "_init", {queue.maxsize});
}

void traverse(Object* self, Visitor& visitor) {
    loop_bound_traverse(self, visitor);
    auto* queue = static_cast<Queue*>(self);
    for (std::size_t i = queue->first; i < queue->items.size(); ++i) visitor.visit(queue->items[i]);
    for (const Ref<Future>& waiter : queue->getters) visitor.visit(waiter);
    for (const Ref<Future>& waiter : queue->putters) visitor.visit(waiter);
    visitor.visit(queue->finished);
}
void clear(Object* self) {
    auto* queue = static_cast<Queue*>(self);
    auto items = std::exchange(queue->items, {});
    queue->first = 0;
    auto getters = std::exchange(queue->getters, {});
    auto putters = std::exchange(queue->putters, {});
}

MethodDef python(std::string_view name, NativeCall call, std::string_view parameters) {
    return {.name = name, .call = call, .parameters = parameters, .style = CallStyle::Function};
}

void define_queue() {
    queue_type.construct = construct;
    queue_type.init = init;
    queue_type.repr = repr_slot;
    queue_type.str = str_slot;
    queue_type.traverse = traverse;
    queue_type.clear = clear;
    define_type<Queue>(
        queue_type,
        {.name = "Queue",
         .module = "asyncio.queues",
         .flags = Type::kBaseType | Type::kGeneric,
         .methods = {python("put", put_method, "item"), python("get", get_method, ""),
                     python("put_nowait", put_nowait_method, "item"),
                     python("get_nowait", get_nowait_method, ""), python("join", join_method, ""),
                     python("task_done", task_done_method, ""), python("qsize", qsize_method, ""),
                     python("empty", empty_method, ""), python("full", full_method, ""),
                     python("_put", private_put, "item"), python("_get", private_get, ""),
                     python("_init", private_init, "maxsize")},
         .getsets = {{"maxsize", get_maxsize},
                     {"_maxsize", get_maxsize},
                     {"_unfinished_tasks", get_unfinished}}});
}

}  // namespace

Ref<Queue> make_queue() {
    define_queue_types();
    return Ref<Queue>(call(Value::borrow(&queue_type)).as<Queue>());
}

Coro get(Ref<Queue> queue) { return get_body(std::move(queue)).named(kGet); }

void define_queue_types() {
    define_lock_types();
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        define_queue();
        define_type<Queue>(priority_queue_type, {.name = "PriorityQueue",
                                                 .module = "asyncio.queues",
                                                 .base = &queue_type,
                                                 .flags = Type::kBaseType});
        define_type<Queue>(lifo_queue_type, {.name = "LifoQueue",
                                             .module = "asyncio.queues",
                                             .base = &queue_type,
                                             .flags = Type::kBaseType});
    });
}

}  // namespace loopscope::aio
