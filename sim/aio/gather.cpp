// asyncio.gather: one future for many. CPython: tasks.gather
#include "sim/aio/gather.h"

#include <mutex>

#include "sim/kernel/errors.h"
#include "sim/kernel/policy.h"
#include "sim/object/list.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

Type gathering_future_type;

namespace {

/// _GatheringFuture.cancel
Value cancel_method(const Value& self, CallArgs args) {
    auto& outer = *self.as<GatheringFuture>();
    if (outer.done()) return false_value();
    bool any = false;
    std::vector<Ref<Future>> children = outer.children;
    for (const Ref<Future>& child : children) {
        if (cancel_any(child, args.values[0])) any = true;
    }
    if (any) outer.cancel_requested = true;
    return make_bool(any);
}

/// The result list, in which a cancelled child stands as a fresh CancelledError.
Value collect_results(GatheringFuture& outer) {
    Ref<List> results = List::make();
    for (const Ref<Future>& child : outer.children) {
        if (child->cancelled()) {
            Value message = child->cancel_message ? child->cancel_message : make_str("");
            results->append(make_exception(cancelled_error_type, {message}));
            continue;
        }
        Value exception = future_exception(*child);
        results->append(is_none(exception) ? future_result(*child) : exception);
    }
    return results;
}

/// gather's _done_callback. An outer future that is not initialised yet counts as none.
void child_done(EventLoop&, const Value& target, const Value& argument) {
    auto& outer = *target.as<GatheringFuture>();
    Future& child = *argument.as<Future>();
    ++outer.finished_count;
    if (!outer.loop || outer.done()) {
        if (!child.cancelled()) future_exception(child);  // Marks it as retrieved.
        return;
    }
    if (!outer.return_exceptions) {
        if (child.cancelled()) {
            set_exception(outer, make_cancelled_error(child));
            return;
        }
        Value exception = future_exception(child);
        if (!is_none(exception)) {
            set_exception(outer, exception);
            return;
        }
    }
    if (outer.finished_count != outer.futures_count) return;
    Value results = collect_results(outer);
    if (outer.cancel_requested) {
        // Whatever return_exceptions says. CPython makes the error from the last child.
        set_exception(outer, make_cancelled_error(*outer.children.back()));
    } else {
        set_result(outer, results);
    }
}

constexpr LibraryCallback kChildDone{{"gather.<locals>._done_callback", "tasks.py", 754},
                                     child_done};

Ref<Future> child_future(const Value& awaitable, EventLoop* loop) {
    Value future = ensure_future(awaitable, loop);
    Future* known = as_future(future);
    // FIDELITY: CPython would take a foreign future that has the same methods.
    if (known == nullptr)
        raise_type_error("An asyncio.Future, a coroutine or an awaitable is required");
    bool made = !is_same(future, awaitable);
    if (made && known->is_task) static_cast<Task*>(known)->log_destroy_pending = false;
    return Ref<Future>(known);
}

void gathering_traverse(Object* self, Visitor& visitor) {
    future_traverse(self, visitor);
    for (const Ref<Future>& child : static_cast<GatheringFuture*>(self)->children)
        visitor.visit(child);
}

void gathering_clear(Object* self) {
    auto children = std::move(static_cast<GatheringFuture*>(self)->children);
    future_clear(self);
}

}  // namespace

Value gather(Kernel& kernel, std::span<const Value> awaitables, bool return_exceptions) {
    define_gather_type();
    if (awaitables.empty()) {
        Ref<Future> outer = make_future(get_event_loop(kernel), "gather");
        set_result(*outer, List::make());
        return outer;
    }
    Ref<GatheringFuture> outer = make<GatheringFuture>();
    outer->return_exceptions = return_exceptions;
    Ref<Dict> futures = Dict::make();
    Ref<EventLoop> loop;
    std::vector<const Future*> distinct;
    for (const Value& awaitable : awaitables) {
        Value known = futures->get(awaitable);
        if (known) {
            outer->children.emplace_back(known.as<Future>());
            continue;
        }
        Ref<Future> child = child_future(awaitable, loop.get());
        if (!loop) loop = child->loop;
        ++outer->futures_count;
        futures->set(awaitable, child);
        distinct.push_back(child.get());
        add_done_callback(*child, {.target = outer, .native = &kChildDone});
        outer->children.push_back(std::move(child));
    }
    begin_future(*outer, loop.get(), "gather");
    for (const Future* child : distinct) note_need(*outer, *child);
    return outer;
}

void define_gather_type() {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        gathering_future_type.traverse = gathering_traverse;
        gathering_future_type.clear = gathering_clear;
        define_type<GatheringFuture>(gathering_future_type,
                                     {.name = "_GatheringFuture",
                                      .module = "asyncio.tasks",
                                      .base = &future_type,
                                      .flags = Type::kFutureLike,
                                      .methods = {{"cancel", cancel_method, "msg="}}});
    });
}

}  // namespace loopscope::aio
