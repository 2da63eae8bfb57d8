// asyncio.as_completed. CPython: tasks.as_completed
#include <algorithm>

#include "sim/aio/queues.h"
#include "sim/aio/wait.h"
#include "sim/kernel/errors.h"
#include "sim/kernel/policy.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/set.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

namespace {

Type as_completed_type;

/// The generator's variables.
struct AsCompleted : Container {
    Kernel* kernel = nullptr;
    Value given;
    Value timeout;
    std::vector<Ref<Future>> todo;  ///< In the order of the argument.
    Ref<Queue> done;
    Ref<TimerHandle> timer;
    std::size_t left = 0;  ///< Coroutines still to be given out.
    bool started = false;

    static Type* class_type() { return &as_completed_type; }
};

void on_completion(EventLoop&, const Value& target, const Value& argument) {
    auto& state = *target.as<AsCompleted>();
    if (state.todo.empty()) return;  // The timeout came first.
    std::erase_if(state.todo,
                  [&](const Ref<Future>& future) { return is_same(Value(future), argument); });
    std::erase(state.done->fed_by, argument.as<Future>()->id);
    put_nowait(*state.done, argument);
    if (state.todo.empty() && state.timer) cancel_handle(*state.timer);
}

constexpr LibraryCallback kOnCompletion{{"as_completed.<locals>._on_completion", "tasks.py", 592},
                                        on_completion};

/// Each future that is left gets a dummy in the queue.
void on_timeout(EventLoop&, const Value& target, const Value&) {
    auto& state = *target.as<AsCompleted>();
    for (const Ref<Future>& future : state.todo) {
        remove_done_callback(*future, kOnCompletion, target);
        put_nowait(*state.done, none());
    }
    state.todo.clear();
}

constexpr LibraryCallback kOnTimeout{{"as_completed.<locals>._on_timeout", "tasks.py", 586},
                                     on_timeout};
constexpr LibraryCode kWaitForOne{"as_completed.<locals>._wait_for_one", "tasks.py", 600};

Coro wait_for_one(Ref<Queue> done) {
    Value future = co_await get(done);
    if (is_none(future)) raise(timeout_error_type);
    co_return future_result(*future.as<Future>());
}

void start(AsCompleted& state) {
    state.started = true;
    if (is_future(state.given) || is_coroutine(state.given))
        raise_type_error("expect an iterable of futures, not " + state.given.type()->name);
    state.done = make_queue();
    state.done->mark.silent = true;  // The program sees no queue.
    EventLoop& loop = get_event_loop(*state.kernel);
    Ref<Set> seen = Set::make();
    std::vector<Value> items;
    for_each(state.given, [&](const Value& item) {
        if (seen->add(item)) items.push_back(item);
    });
    for (const Value& item : items) {
        Value future = ensure_future(item, &loop);
        // FIDELITY: CPython would take a foreign future that has the same methods.
        if (as_future(future) == nullptr)
            raise_type_error("An asyncio.Future, a coroutine or an awaitable is required");
        state.todo.emplace_back(as_future(future));
    }
    Value self = Value::borrow(&state);
    for (const Ref<Future>& future : state.todo) {
        add_done_callback(*future, {.target = self, .native = &kOnCompletion});
        if (!future->done()) state.done->fed_by.push_back(future->id);
    }
    if (!state.todo.empty() && state.timeout && !is_none(state.timeout)) {
        state.timer =
            call_later(loop, state.timeout,
                       {.target = self, .kind = HandleKind::Native, .native = &kOnTimeout});
    }
    state.left = state.todo.size();
}

Value next_slot(const Value& self) {
    auto& state = *self.as<AsCompleted>();
    if (!state.started) start(state);
    if (state.left == 0) return Value();
    --state.left;
    return wait_for_one(state.done).named(kWaitForOne);
}

Value iter_slot(const Value& self) { return self; }

void traverse(Object* self, Visitor& visitor) {
    auto* state = static_cast<AsCompleted*>(self);
    visitor.visit(state->given);
    visitor.visit(state->timeout);
    for (const Ref<Future>& future : state->todo) visitor.visit(future);
    visitor.visit(state->done);
    visitor.visit(state->timer);
}
void clear(Object* self) {
    auto* state = static_cast<AsCompleted*>(self);
    auto todo = std::exchange(state->todo, {});
    Ref<TimerHandle> timer = std::move(state->timer);
    Value given = std::move(state->given);
}

void define_as_completed_type() {
    static const bool defined = [] {
        ProcessScope process;
        as_completed_type.iter = iter_slot;
        as_completed_type.next = next_slot;
        as_completed_type.traverse = traverse;
        as_completed_type.clear = clear;
        define_type<AsCompleted>(as_completed_type,
                                 {.name = "as_completed", .module = "asyncio.tasks"});
        return true;
    }();
    static_cast<void>(defined);
}

}  // namespace

Value as_completed(Kernel& kernel, const Value& awaitables, const Value& timeout) {
    define_as_completed_type();
    Ref<AsCompleted> state = make<AsCompleted>();
    state->kernel = &kernel;
    state->given = awaitables;
    state->timeout = timeout;
    return state;
}

}  // namespace loopscope::aio
