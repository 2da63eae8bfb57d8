// Future as programs see it: its methods, its repr, its iterator, and what happens at its end.
#include "sim/kernel/describe.h"
#include "sim/kernel/errors.h"
#include "sim/kernel/future.h"
#include "sim/kernel/kernel.h"
#include "sim/object/list.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/type_name.h"

namespace loopscope::kernel {

using namespace object;

Type future_type;
Type future_iter_type;

namespace {

/// Set in Object::flags while the repr of the object is being made.
constexpr std::uint32_t kInRepr = kLayerFlag0;

Future& self_future(const Value& self) { return *self.as<Future>(); }

std::string callback_source(const FutureCallback& callback) {
    if (callback.wakeup) return "Task.task_wakeup()";
    if (callback.native != nullptr) {
        std::string place = callback_place(callback.native->code);
        std::string held = callback.native->partial
                               ? fmt::format("({})", short_repr(callback.target))
                               : std::string();
        return fmt::format("{}{}(){}{}", callback.native->code.qualname, held,
                           place.empty() ? "" : " at ", place);
    }
    return format_callback_source(callback.target, {});
}

/// base_futures._format_callbacks
std::string format_callbacks(Future& future) {
    std::vector<FutureCallback> all;
    if (future.first_callback.target) all.push_back(future.first_callback);
    if (future.more_callbacks)
        all.insert(all.end(), future.more_callbacks->begin(), future.more_callbacks->end());
    switch (all.size()) {
        case 0:
            return {};
        case 1:
            return fmt::format("cb=[{}]", callback_source(all[0]));
        case 2:
            return fmt::format("cb=[{}, {}]", callback_source(all[0]), callback_source(all[1]));
        default:
            return fmt::format("cb=[{}, <{} more>, {}]", callback_source(all.front()),
                               all.size() - 2, callback_source(all.back()));
    }
}

}  // namespace

std::vector<std::string> future_repr_info(Future& future) {
    std::vector<std::string> info{std::string(state_name(future.state))};
    if (future.state == FutureState::Finished) {
        info.push_back(future.exception ? "exception=" + repr_string(future.exception)
                                        : "result=" + short_repr(future.result));
    }
    if (std::string callbacks = format_callbacks(future); !callbacks.empty())
        info.push_back(std::move(callbacks));
    if (future.origin && !future.origin->empty()) {
        const Origin& last = future.origin->back();
        info.push_back(fmt::format("created at {}:{}", last.file, last.line));
    }
    return info;
}

std::string with_repr_guard(Future& future, std::string (*body)(Future&)) {
    if ((future.flags & kInRepr) != 0) return "...";
    struct Guard {
        Future& future;
        explicit Guard(Future& f) : future(f) { future.flags |= kInRepr; }
        ~Guard() { future.flags &= ~kInRepr; }
    } guard(future);
    return body(future);
}

std::string future_repr(const Value& self) {
    return with_repr_guard(self_future(self), [](Future& future) {
        return fmt::format("<{} {}>", short_name(*future.type),
                           fmt::join(future_repr_info(future), " "));
    });
}

void report_lost_exception(Future& future) {
    if (!future.log_traceback || !future.loop || future.loop->kernel == nullptr) return;
    future.log_traceback = false;
    Ref<Dict> details = Dict::make();
    details->set("message", make_str(short_name(*future.type) + " exception was never retrieved"));
    details->set("exception", future.exception);
    details->set("future", Value::borrow(&future));
    if (future.origin) details->set("source_traceback", origin_value(*future.origin));
    future.loop->call_exception_handler(details);
}

void guarded_finalize(Future& future, void (*body)(Future&)) {
    if (!future.loop || future.loop->kernel == nullptr) return;
    Kernel& kernel = *future.loop->kernel;
    try {
        body(future);
    } catch (Raised& raised) {
        report_unraisable(raised.exception, "", Value::borrow(&future));
    } catch (Stopped& stopped) {
        kernel.request_stop(std::move(stopped));  // A destructor is no place to leave from.
    }
}

namespace {

/// Future.__del__
void future_finalize(Object* self) {
    auto& future = *static_cast<Future*>(self);
    if (future.log_traceback) guarded_finalize(future, report_lost_exception);
}

Value future_construct(Type* cls, CallArgs) { return make_typed<Future>(cls); }

EventLoop* loop_argument(const Value& loop) {
    if (!loop || is_none(loop)) return nullptr;
    EventLoop* known = as_event_loop(loop);
    // FIDELITY: only loops of asyncio's own kind; CPython takes any object with call_soon.
    if (known == nullptr) raise_type_error("loop must be an event loop, got " + repr_string(loop));
    return known;
}

void future_init(const Value& self, CallArgs args) {
    static const NativeCode* const kCode = make_code({.name = "Future", .parameters = "*, loop="});
    Value loop;
    bind_arguments(*kCode, args, &loop);
    begin_future(self_future(self), loop_argument(loop), {});
}

Value repr_slot(const Value& self) { return make_str(future_repr(self)); }

/// FIDELITY: CPython hashes by address. By number, sets of futures iterate alike in every run;
/// tasks are numbered when they are made, others when they are first asked, so that what the
/// library makes for itself doesn't count.
std::int64_t hash_slot(const Value& self) {
    Future& future = self_future(self);
    if (future.hash == 0) future.hash = Kernel::current().next_future_hash();
    return future.hash;
}

Value result_method(const Value& self, CallArgs) { return future_result(self_future(self)); }
Value exception_method(const Value& self, CallArgs) { return future_exception(self_future(self)); }
Value set_result_method(const Value& self, CallArgs args) {
    set_result(self_future(self), args.values[0]);
    return none();
}
Value set_exception_method(const Value& self, CallArgs args) {
    set_exception(self_future(self), args.values[0]);
    return none();
}
Value cancel_method(const Value& self, CallArgs args) {
    return make_bool(cancel_future(self_future(self), args.values[0]));
}
Value cancelled_method(const Value& self, CallArgs) {
    return make_bool(self_future(self).cancelled());
}
Value done_method(const Value& self, CallArgs) { return make_bool(self_future(self).done()); }

Value add_done_callback_method(const Value& self, CallArgs args) {
    FutureCallback callback{.target = args.values[0]};
    if (args.values[1] && !is_none(args.values[1]))
        callback.context = Ref<Context>(try_cast<Context>(args.values[1]));
    add_done_callback(self_future(self), std::move(callback));
    return none();
}
Value remove_done_callback_method(const Value& self, CallArgs args) {
    return Value::small(
        static_cast<std::int64_t>(remove_done_callback(self_future(self), args.values[0])));
}
Value get_loop_method(const Value& self, CallArgs) { return loop_of(self); }
Value make_cancelled_error_method(const Value& self, CallArgs) {
    return make_cancelled_error(self_future(self));
}

Value get_state(const Value& self) {
    constexpr std::string_view kNames[] = {"PENDING", "CANCELLED", "FINISHED"};
    return make_str(kNames[static_cast<int>(self_future(self).state)]);
}
Value get_blocking(const Value& self) { return make_bool(self_future(self).blocking); }
void set_blocking(const Value& self, const Value& value) {
    self_future(self).blocking = value && truth(value);
}
Value get_loop(const Value& self) {
    return self_future(self).loop ? Value(self_future(self).loop) : none();
}
Value get_log_traceback(const Value& self) { return make_bool(self_future(self).log_traceback); }
void set_log_traceback(const Value& self, const Value& value) {
    if (value && truth(value)) raise_value_error("_log_traceback can only be set to False");
    self_future(self).log_traceback = false;
}
Value get_result(const Value& self) {
    return self_future(self).result ? self_future(self).result : none();
}
Value get_exception(const Value& self) {
    return self_future(self).exception ? Value(self_future(self).exception) : none();
}
Value get_cancel_message(const Value& self) {
    return self_future(self).cancel_message ? self_future(self).cancel_message : none();
}
Value get_callbacks(const Value& self) {
    Future& future = self_future(self);
    Ref<List> list = List::make();
    auto add = [&list](const FutureCallback& callback) {
        Value context = callback.context ? Value(callback.context) : none();
        list->append(Tuple::make({callback.target, context}));
    };
    if (future.first_callback.target) add(future.first_callback);
    if (future.more_callbacks) {
        for (const FutureCallback& callback : *future.more_callbacks) add(callback);
    }
    return list->size() == 0 ? none() : Value(list);
}
Value get_source_traceback(const Value& self) {
    Future& future = self_future(self);
    if (!future.origin) return none();
    Ref<List> rows = List::make();
    for (const Origin& place : *future.origin) {
        rows->append(Tuple::make({make_str(place.file), Int::from(place.line),
                                  make_str(place.function), make_str(place.source)}));
    }
    return call(Kernel::current().hooks.library("stack_summary"), {Value(rows)});
}

struct FutureIter : Container {
    Ref<Future> future;  ///< Null once it has ended.
    static Type* class_type() { return &future_iter_type; }
};

Value future_await(const Value& self) {
    if (!self_future(self).loop) raise_runtime_error("Future object is not initialized.");
    Ref<FutureIter> iterator = make<FutureIter>();
    iterator->future = Ref<Future>(&self_future(self));
    return iterator;
}

/// CPython: FutureIter_am_send
SendStatus iter_send(const Value& self, const Value&, Value& out) {
    auto& iterator = *self.as<FutureIter>();
    if (!iterator.future) {
        out = make_exception(stop_iteration_type);
        return SendStatus::Raised;
    }
    Future& future = *iterator.future;
    if (!future.done()) {
        if (!future.blocking) {
            future.blocking = true;
            out = iterator.future;
            return SendStatus::Yielded;
        }
        out = make_exception(runtime_error_type, "await wasn't used with future");
        return SendStatus::Raised;
    }
    Ref<Future> ended = std::move(iterator.future);
    try {
        out = future_result(*ended);
        return SendStatus::Returned;
    } catch (Raised& raised) {
        out = raised.exception;
        return SendStatus::Raised;
    }
}

/// CPython: FutureIter_throw: the exception goes straight through.
SendStatus iter_raise_into(const Value& self, const Value& exception, Value& out) {
    self.as<FutureIter>()->future = nullptr;
    out = exception;
    return SendStatus::Raised;
}

/// What send() and next() answer where a generator would raise StopIteration.
Value iter_step(const Value& self, bool null_at_end) {
    Value out;
    switch (iter_send(self, none(), out)) {
        case SendStatus::Yielded:
            return out;
        case SendStatus::Raised:
            raise(Ref<ExceptionObject>(out.as<ExceptionObject>()));
        case SendStatus::Returned:
            break;
    }
    if (null_at_end && is_none(out)) return Value();
    raise(make_stop_iteration(out));
}

Value iter_next(const Value& self) { return iter_step(self, true); }
Value iter_self(const Value& self) { return self; }
Value iter_send_method(const Value& self, CallArgs) { return iter_step(self, false); }
Value iter_close_method(const Value& self, CallArgs) {
    self.as<FutureIter>()->future = nullptr;
    return none();
}
Value iter_throw_method(const Value& self, CallArgs args) {
    self.as<FutureIter>()->future = nullptr;
    raise(exception_to_raise(args.values[1] && !is_none(args.values[1]) ? args.values[1]
                                                                        : args.values[0]));
}

void iter_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<FutureIter*>(self)->future);
}
void iter_clear(Object* self) { static_cast<FutureIter*>(self)->future = nullptr; }

}  // namespace

void future_traverse(Object* self, Visitor& visitor) {
    auto* future = static_cast<Future*>(self);
    visitor.visit(future->loop);
    visitor.visit(future->result);
    visitor.visit(future->exception);
    visitor.visit(future->exception_traceback);
    visitor.visit(future->cancelled_error);
    visitor.visit(future->cancel_message);
    auto visit_callback = [&visitor](const FutureCallback& callback) {
        visitor.visit(callback.target);
        visitor.visit(callback.context);
    };
    visit_callback(future->first_callback);
    if (future->more_callbacks) {
        for (const FutureCallback& callback : *future->more_callbacks) visit_callback(callback);
    }
    if (future->dict != nullptr) visitor.visit(static_cast<Object*>(future->dict));
}

void future_clear(Object* self) {
    auto* future = static_cast<Future*>(self);
    FutureCallback first = std::move(future->first_callback);
    future->first_callback = FutureCallback{};
    auto more = std::move(future->more_callbacks);
    Value result = std::move(future->result);
    Ref<ExceptionObject> exception = std::move(future->exception);
    Value traceback = std::move(future->exception_traceback);
    Ref<ExceptionObject> cancelled = std::move(future->cancelled_error);
    Value message = std::move(future->cancel_message);
    Dict* dict = std::exchange(future->dict, nullptr);
    if (dict != nullptr) release(dict);
}

void define_future_types() {
    future_type.construct = future_construct;
    future_type.init = future_init;
    future_type.repr = repr_slot;
    future_type.hash = hash_slot;
    future_type.finalize = future_finalize;
    future_type.traverse = future_traverse;
    future_type.clear = future_clear;
    future_type.await = future_await;
    future_type.iter = future_await;
    define_type<Future>(
        future_type,
        {.name = "Future",
         .module = "_asyncio",
         .flags = Type::kBaseType | Type::kGeneric | Type::kFutureLike,
         .dict_offset = static_cast<std::int32_t>(offset_of(&Future::dict)),
         .methods = {{"result", result_method, ""},
                     {"exception", exception_method, ""},
                     {"set_result", set_result_method, "result, /"},
                     {"set_exception", set_exception_method, "exception, /"},
                     {"cancel", cancel_method, "msg="},
                     {"cancelled", cancelled_method, ""},
                     {"done", done_method, ""},
                     {"add_done_callback", add_done_callback_method, "fn, /, *, context="},
                     {"remove_done_callback", remove_done_callback_method, "fn, /"},
                     {"get_loop", get_loop_method, ""},
                     {"_make_cancelled_error", make_cancelled_error_method, ""}},
         .getsets = {{"_state", get_state},
                     {"_asyncio_future_blocking", get_blocking, set_blocking},
                     {"_loop", get_loop},
                     {"_callbacks", get_callbacks},
                     {"_result", get_result},
                     {"_exception", get_exception},
                     {"_log_traceback", get_log_traceback, set_log_traceback},
                     {"_source_traceback", get_source_traceback},
                     {"_cancel_message", get_cancel_message}}});
    future_iter_type.iter = iter_self;
    future_iter_type.next = iter_next;
    future_iter_type.send = iter_send;
    future_iter_type.raise_into = iter_raise_into;
    future_iter_type.traverse = iter_traverse;
    future_iter_type.clear = iter_clear;
    define_type<FutureIter>(future_iter_type,
                            {.name = "FutureIter",
                             .module = "_asyncio",
                             .methods = {{"send", iter_send_method, "value, /"},
                                         {"throw", iter_throw_method, "type, value=, tb=, /"},
                                         {"close", iter_close_method, ""}}});
}

}  // namespace loopscope::kernel
